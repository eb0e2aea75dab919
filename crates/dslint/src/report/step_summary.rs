//! The findings as Markdown for the summary of a step of GitHub Actions: all of them, because annotations are few.

use std::fmt::Write as _;

use dslint_rules::Severity;

use super::view::{Finding, Report};
use crate::inline;
use crate::wrap::counted;

/// The Markdown of all findings for the step summary, in `room` bytes at most; what did not fit is counted in its last
/// line.
pub fn render(report: &Report<'_>, room: usize) -> String {
    let mut text = format!("## dslint: {}\n\n", totals(report));
    let own = match report.range {
        None => "the versions that the projects refer to",
        Some(_) => "the versions that the projects had before",
    };
    let from = report.from.as_deref().unwrap_or(own);
    // Writing to a string does not fail.
    let files = counted(report.searched.reported, "file", "files");
    let _ = writeln!(text, "{files} checked for the upgrade to {}, from {from}.", report.to);
    if let Some(baseline) = &report.baseline {
        let _ = writeln!(text, "\n{}.", inline::markdown(&baseline.text()));
    }
    if let Some(range) = report.range.as_ref().filter(|range| range.before > 0) {
        let _ = writeln!(text, "\n{}.", inline::markdown_text(&range.text()));
    }
    let mut rows: Vec<&Finding<'_>> = report.findings.iter().collect();
    rows.sort_by_key(|finding| finding.diagnostic.severity);
    let findings = rows.iter().map(|finding| row(finding));
    push_table(
        &mut text,
        "\n| | Rule | Place | What |\n|---|---|---|---|\n",
        findings,
        room,
        "finding is",
        "findings are",
    );
    let skipped = report.skipped.iter().map(|skip| {
        format!("| {} | {} |\n", cell(&inline::markdown_code(&skip.path)), inline::markdown_text(&skip.why))
    });
    push_table(&mut text, "\n| Not wholly read | Why |\n|---|---|\n", skipped, room, "place is", "places are");
    text
}

/// Adds rows as long as they fit, and a line about those that do not.
fn push_table(
    text: &mut String,
    head: &str,
    rows: impl ExactSizeIterator<Item = String>,
    room: usize,
    one: &str,
    many: &str,
) {
    /// Enough for the line about what was cut, of both tables.
    const RESERVE: usize = 400;
    let count = rows.len();
    let mut written = 0;
    for row in rows {
        let head = if written == 0 { head } else { "" };
        if text.len() + head.len() + row.len() + RESERVE > room {
            break;
        }
        text.push_str(head);
        text.push_str(&row);
        written += 1;
    }
    if written < count {
        let cut = counted(count - written, one, many);
        let line = format!("\n{cut} cut here: GitHub takes 1 MiB of summary from a step.\n");
        if text.len() + line.len() <= room {
            text.push_str(&line);
        }
    }
}

fn totals(report: &Report<'_>) -> String {
    let part = |severity, one: &str, many: &str| {
        let count = report.count(severity);
        (count > 0).then(|| counted(count, one, many))
    };
    let parts = [
        part(Severity::Error, "error", "errors"),
        part(Severity::Warning, "warning", "warnings"),
        part(Severity::Note, "note", "notes"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match (parts.is_empty(), report.baseline.is_some() || report.range.is_some()) {
        (true, false) => "no findings".to_owned(),
        (true, true) => "no new findings".to_owned(),
        (false, _) => parts.join(", "),
    }
}

fn row(finding: &Finding<'_>) -> String {
    let found = finding.diagnostic;
    let code = found.rule.code.as_str();
    let rule = match found.rule.sources.first() {
        Some(source) => format!("[{code}]({source})"),
        None => code.to_owned(),
    };
    let place = format!("{}:{}", finding.place.path_from_root, finding.place.start.line);
    let mut what = found.message.clone();
    if let Some(help) = &found.help {
        let _ = write!(what, ". Help: {help}");
    }
    let what: Vec<&str> = what.split_whitespace().collect();
    format!(
        "| {} | {rule} | {} | {} |\n",
        found.severity,
        cell(&inline::markdown_code(&place)),
        cell(&inline::markdown(&what.join(" "))),
    )
}

/// Markdown in the cell of a table, where a bar ends the cell even in a code span.
fn cell(markdown: &str) -> String {
    let mut cell = String::with_capacity(markdown.len());
    let mut escaped = false;
    for character in markdown.chars() {
        if character == '|' && !escaped {
            cell.push('\\');
        }
        escaped = character == '\\' && !escaped;
        cell.push(character);
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_not_ended_by_their_text() {
        assert_eq!(cell("`a|b` \\| c"), "`a\\|b` \\| c");
        assert_eq!(cell("\\\\|"), "\\\\\\|");
    }
}
