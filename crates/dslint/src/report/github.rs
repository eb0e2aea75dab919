//! Workflow commands of GitHub Actions, which become annotations of a pull request: as many as GitHub shows, the most
//! severe first.

use std::fmt::Write as _;

use dslint_rules::Severity;

use super::escape;
use super::view::{Finding, Report};
use crate::wrap::counted;

/// Annotations of each kind that GitHub takes from a step; what comes after is dropped without a word.
const MOST_OF_A_KIND: usize = 10;

/// The commands, and a line about what they leave out. `has_summary` is whether all findings are in the step summary.
pub fn render(report: &Report<'_>, has_summary: bool) -> String {
    let mut text = String::new();
    let mut shown = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of_kind = report.findings.iter().filter(|finding| finding.diagnostic.severity == severity);
        for finding in of_kind.take(MOST_OF_A_KIND) {
            push(&mut text, finding);
            shown += 1;
        }
    }
    let hidden = report.findings.len() - shown;
    if hidden > 0 {
        let are = counted(hidden, "more finding is", "more findings are");
        let reason = format!("GitHub takes {MOST_OF_A_KIND} errors, warnings and notices from a step");
        // Writing to a string does not fail.
        let _ = match has_summary {
            true => writeln!(text, "{are} only in the step summary: {reason}"),
            false => writeln!(text, "{are} not shown: {reason}; --format concise shows all"),
        };
    }
    if !report.skipped.is_empty() {
        let places = counted(report.skipped.len(), "place was", "places were");
        let _ = writeln!(text, "{places} not wholly read; --format human says why");
    }
    text
}

fn push(text: &mut String, finding: &Finding<'_>) {
    let found = finding.diagnostic;
    let (start, end) = (finding.place.start, finding.place.end);
    let _ = write!(
        text,
        "::{} file={},line={},endLine={}",
        command(found.severity),
        property(&finding.place.path_from_root),
        start.line,
        end.line,
    );
    // GitHub refuses columns for an annotation of several lines.
    if start.line == end.line {
        let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
    }
    let title = format!("{} {}", found.rule.code, found.rule.name);
    let mut message = found.message.clone();
    if let Some(help) = &found.help {
        let _ = write!(message, "\n\n{help}");
    }
    let _ = writeln!(text, ",title={}::{}", property(&title), data(&message));
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// The message of a command.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(escape::line).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let text = text.replace(':', "%3A").replace(',', "%2C");
    escape::line(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_escaped() {
        assert_eq!(data("100% a:b,c\nd\x1b"), r"100%25 a:b,c%0Ad\u{1b}");
        assert_eq!(property("a:b,c%\r\n\x1b"), r"a%3Ab%2Cc%25%0D%0A\u{1b}");
    }
}
