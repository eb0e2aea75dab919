//! The plan as a checklist to paste into an issue or a pull request. Whatever comes from the analysed tree is escaped or
//! stands in a code span.

use std::fmt::Write as _;

use super::effort;
use super::inline::{self, markdown as styled, markdown_code as code, markdown_text as escaped};
use super::view::{Document, Edit, ProjectPlan, Row, Step, VerdictWord};
use crate::wrap::counted;

pub(super) fn render(document: &Document) -> String {
    let mut text = format!("# IdentityServer {}: upgrade plan\n\n", escaped(&title(document)));
    let counts = &document.counts;
    push(&mut text, &format!("**{}**, {} ({}).", counts.text(), counts.effort, effort::EXPLAINED));
    push(
        &mut text,
        &format!(
            "{} over {}, {} of them parsed. Nothing was built or run.",
            counted(document.searched.rules, "rule", "rules"),
            counted(document.searched.files, "file", "files"),
            document.searched.parsed
        ),
    );
    for project in &document.projects {
        push_project(&mut text, project);
    }
    if let Some(beside) = document.beside_sentence(40) {
        let _ = writeln!(text, "\n## Beside them\n\n{}", escaped(&beside));
    }
    if !document.unread.is_empty() {
        text.push_str("\n## Not read or evaluated\n\n");
        for unread in &document.unread {
            let _ = writeln!(text, "- [ ] {}: {}", code(&unread.path), escaped(&unread.why));
        }
    }
    text
}

/// `7.2.4 → 7.3.4`, where all projects come from one version.
pub(super) fn title(document: &Document) -> String {
    let mut ways: Vec<String> =
        document.projects.iter().filter(|it| it.route.from.is_some()).map(|it| it.route.title()).collect();
    ways.dedup();
    match ways.as_slice() {
        [one] => one.clone(),
        _ => format!("→ {}", document.to),
    }
}

fn push(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

fn push_project(text: &mut String, project: &ProjectPlan) {
    let heading = match &project.path {
        Some(path) => code(path),
        None => escaped(&project.name),
    };
    let _ = writeln!(text, "\n## {heading}\n");
    let way =
        if project.uses_identity_server { format!("**{}**: ", escaped(&project.route.title())) } else { String::new() };
    push(text, &format!("{way}{}.", project.counts.text()));
    for sentence in project.sentences() {
        push(text, &escaped(&sentence));
    }
    if !project.steps.is_empty() {
        text.push_str("\n### Steps\n\n");
        project.steps.iter().for_each(|step| push_step(text, step));
    }
    for (group, rows) in project.groups() {
        let _ = writeln!(text, "\n### {}\n", group.title());
        rows.into_iter().for_each(|row| push_row(text, row));
    }
}

fn push_step(text: &mut String, step: &Step) {
    let mark = if step.open { ' ' } else { 'x' };
    let _ = writeln!(text, "- [{mark}] **{}**: {}", step.kind.title(), escaped(&step.text));
    for edit in &step.places {
        let _ = writeln!(
            text,
            "  - {}: {} → {}{}",
            code(&edit.place.text()),
            code(&edit.old),
            code(&edit.new),
            whence(edit)
        );
    }
    for command in &step.commands {
        let _ = writeln!(text, "  - {}", code(command));
    }
    for note in &step.notes {
        let _ = writeln!(text, "  - {}", escaped(note));
    }
}

/// ` (in $(DuendeVersion), through Core.csproj, with Core)`
fn whence(edit: &Edit) -> String {
    let parts = [
        edit.property.as_ref().map(|it| format!("in {}", code(&format!("$({it})")))),
        edit.through.as_ref().map(|it| format!("through {}", code(it))),
        edit.done_with.as_ref().map(|it| format!("done with {}", code(it))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Why something is not known, and where.
fn push_because(text: &mut String, row: &Row, word: &str) {
    for because in &row.because {
        let at = because.at.as_ref().map(|at| format!(" ({})", code(&at.text()))).unwrap_or_default();
        let _ = writeln!(text, "  - {word} {}{at}", styled(&because.text));
    }
}

fn push_row(text: &mut String, row: &Row) {
    match row.verdict {
        VerdictWord::Affected => {
            let severity = row.severity.unwrap_or_default();
            let mark = if row.is_suppressed() { 'x' } else { ' ' };
            let head = format!("**{}** {}", row.code, styled(&row.summary));
            let _ = writeln!(text, "- [{mark}] {head}: {severity}, {}", row.extent());
            for finding in row.findings() {
                let _ = writeln!(text, "  - {}", styled(finding.message));
                for site in &finding.sites {
                    let likely = if site.confidence == "likely" { " (likely)" } else { "" };
                    let (mark, why) = match &site.suppressed {
                        Some(reason) => ('x', format!(", suppressed: {}", escaped(reason))),
                        None => (' ', String::new()),
                    };
                    let _ = writeln!(text, "    - [{mark}] {}{likely}{why}", code(&site.place.text()));
                }
                for line in finding.help.iter().flat_map(|help| help.lines()) {
                    let _ = writeln!(text, "    - {}", styled(line));
                }
            }
            push_because(text, row, "[ ] not decided:");
            push_ask(text, row, "beyond the source");
        }
        VerdictWord::Unknown => {
            let _ = writeln!(text, "- [ ] **{}** {}: **to ask**", row.code, styled(&row.summary));
            push_because(text, row, "because");
            push_ask(text, row, "settled by");
        }
        VerdictWord::Clear => {
            let searched = row.searched.as_deref().unwrap_or_default();
            let _ = writeln!(text, "- [x] **{}** clear: {}", row.code, styled(searched));
            push_ask(text, row, "beyond the source");
        }
    }
}

fn push_ask(text: &mut String, row: &Row, label: &str) {
    for ask in &row.asks {
        let ask = match &ask.asked_for {
            Some(row) => format!("the same as for {}", escaped(row)),
            None if inline::is_code(&ask.text) => code(&ask.text),
            None => styled(&ask.text),
        };
        let _ = writeln!(text, "  - {label}: {ask}");
    }
}
