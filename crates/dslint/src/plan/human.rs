//! The plan for people at a terminal: what has to be done in full, what is clear in a line each.

use std::fmt::Write as _;

use super::effort;
use super::inline;
use super::view::{Document, Edit, ProjectPlan, Row, Step, VerdictWord};
use crate::report::escape;
use crate::style::{self, paint};
use crate::wrap::{counted, hanging};

/// The terminal that lines are wrapped for.
const WIDTH: usize = 100;
/// Where the texts of steps and rows begin.
const INDENT: usize = 4;
/// Where what belongs to them begins.
const INNER: usize = 6;

pub(super) fn render(document: &Document) -> String {
    let mut text = String::new();
    for project in &document.projects {
        push_project(&mut text, project);
    }
    if let Some(beside) = document.beside_sentence(8) {
        let _ = writeln!(text, "{}", paint(style::STRONG, "beside them"));
        let _ = writeln!(text, "  {}\n", hanging(&shown(&beside), WIDTH - 2, 2));
    }
    if !document.unread.is_empty() {
        let _ = writeln!(text, "{}", paint(style::WARNING, "not read or evaluated"));
        for unread in &document.unread {
            let line = shown(&format!("{}: {}", unread.path, unread.why));
            let _ = writeln!(text, "  {}", hanging(&line, WIDTH - 4, 4));
        }
        text.push('\n');
    }
    let counts = &document.counts;
    let projects = counted(document.projects.len(), "project", "projects");
    let _ = writeln!(text, "{} {projects}: {}, {}", paint(style::STRONG, "in all"), counts.text(), counts.effort);
    let explained = hanging(effort::EXPLAINED, WIDTH - 2, 2);
    let _ = writeln!(text, "  {}", paint(style::FAINT, explained));
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn push_project(text: &mut String, project: &ProjectPlan) {
    let name = project.path.as_deref().unwrap_or(&project.name);
    let _ = writeln!(text, "{}", paint(style::STRONG.underline(), shown(name)));
    let way = if project.uses_identity_server { format!("{}  ", project.route.title()) } else { String::new() };
    let counts = &project.counts;
    let _ = writeln!(
        text,
        "{}{}, {}, {}; {}",
        paint(style::STRONG, shown(&way)),
        paint(if counts.to_do > 0 { style::ERROR } else { style::FAINT }, format!("{} to do", counts.to_do)),
        paint(if counts.to_ask > 0 { style::WARNING } else { style::FAINT }, format!("{} to ask", counts.to_ask)),
        paint(style::GOOD, format!("{} clear", counts.clear)),
        counts.effort,
    );
    let about = project.sentences().join(" ");
    let _ = writeln!(text, "{}\n", faint(&hanging(&shown(&about), WIDTH, 0)));
    if !project.steps.is_empty() {
        let _ = writeln!(text, "{}", paint(style::STRONG, "Steps"));
        for step in &project.steps {
            push_step(text, step);
        }
        text.push('\n');
    }
    for (group, rows) in project.groups() {
        let _ = writeln!(text, "{}", paint(style::STRONG, group.title()));
        for row in rows {
            push_row(text, row);
        }
        text.push('\n');
    }
}

fn push_step(text: &mut String, step: &Step) {
    let mark = if step.open { paint(style::ERROR, "□") } else { paint(style::GOOD, "✓") };
    let title = step.kind.title();
    let line = hanging(&format!("{title}: {}", shown(&step.text)), WIDTH - INDENT, INDENT);
    let line = line.replacen(title, &paint(style::STRONG, title), 1);
    let _ = writeln!(text, "  {mark} {line}");
    for edit in &step.places {
        push_edit(text, edit);
    }
    for command in &step.commands {
        // Not wrapped: it is there to be copied.
        let _ = writeln!(text, "{}{}", " ".repeat(INNER), paint(style::CODE, shown(command)));
    }
    for note in &step.notes {
        push_wrapped(text, note, true);
    }
}

fn push_edit(text: &mut String, edit: &Edit) {
    let mut whence = String::new();
    if let Some(property) = &edit.property {
        let _ = write!(whence, ", $({property})");
    }
    match (&edit.done_with, &edit.through) {
        (Some(with), _) => whence.push_str(&format!(", done with {with}")),
        (None, Some(through)) => whence.push_str(&format!(", through {}", file_name(through))),
        (None, None) => {}
    }
    let _ = writeln!(
        text,
        "{}{}  {} → {}{}",
        " ".repeat(INNER),
        paint(style::FRAME, shown(&edit.place.text())),
        shown(&edit.old),
        paint(style::STRONG, shown(&edit.new)),
        paint(style::FAINT, shown(&whence)),
    );
}

/// Why something is not known, and where.
fn push_because(text: &mut String, row: &Row, word: &str) {
    for because in &row.because {
        let at = because.at.as_ref().map(|at| format!(", {}", at.text())).unwrap_or_default();
        push_wrapped(text, &format!("{word} {}{at}", because.text), false);
    }
}

fn push_row(text: &mut String, row: &Row) {
    match row.verdict {
        VerdictWord::Affected => {
            let severity = row.severity.unwrap_or_default();
            let style = match severity {
                "error" => style::ERROR,
                "warning" => style::WARNING,
                _ => style::NOTE,
            };
            let mark = if row.is_suppressed() { "–" } else { "□" };
            push_head(text, mark, style, row, &format!("{}, {}", paint(style, severity), row.extent()));
            for finding in row.findings() {
                push_wrapped(text, finding.message, false);
                for site in &finding.sites {
                    let likely =
                        if site.confidence == "likely" { paint(style::FAINT, "  likely") } else { String::new() };
                    let place = paint(style::FRAME, shown(&site.place.text()));
                    let _ = writeln!(text, "{}  {place}{likely}", " ".repeat(INNER));
                    if let Some(reason) = &site.suppressed {
                        let line = hanging(&shown(&format!("suppressed: {reason}")), WIDTH - INNER - 4, INNER + 4);
                        let _ = writeln!(text, "{}{}", " ".repeat(INNER + 4), faint(&line));
                    }
                }
                for line in finding.help.iter().flat_map(|help| help.lines()) {
                    let line = hanging(&format!("→ {}", shown(line)), WIDTH - INNER - 2, INNER + 2);
                    let _ = writeln!(text, "{}{line}", " ".repeat(INNER));
                }
            }
            push_because(text, row, "not decided:");
            push_ask(text, row, "beyond the source");
        }
        VerdictWord::Unknown => {
            push_head(text, "?", style::WARNING, row, &paint(style::WARNING, "to ask"));
            push_because(text, row, "because");
            push_ask(text, row, "settled by");
        }
        VerdictWord::Clear => {
            let searched = format!("{}  {}", row.code, shown(row.searched.as_deref().unwrap_or_default()));
            let searched = hanging(&searched, WIDTH - INNER, INNER);
            let (first, rest) = searched.split_once('\n').unwrap_or((&searched, ""));
            let first = format!("  {}", first.replacen(&row.code, "", 1).trim_start());
            let _ = writeln!(text, "  {} {}{}", paint(style::GOOD, "✓"), row.code, paint(style::FAINT, first));
            rest.lines().for_each(|line| text.push_str(&(faint(line) + "\n")));
        }
    }
}

fn push_head(text: &mut String, mark: &str, style: anstyle::Style, row: &Row, what: &str) {
    let _ = writeln!(
        text,
        "  {} {}  {}  {what}",
        paint(style, mark),
        paint(style::STRONG, &row.code),
        paint(style::STRONG, &row.change)
    );
}

fn push_ask(text: &mut String, row: &Row, label: &str) {
    for ask in &row.asks {
        if let Some(row) = &ask.asked_for {
            push_wrapped(text, &format!("{label}: the same as for {row}"), false);
        } else if inline::is_code(&ask.text) {
            let _ = writeln!(text, "{}{label}:", " ".repeat(INNER));
            let indent = " ".repeat(INNER + 2);
            for line in crate::wrap::wrap(&shown(&ask.text), WIDTH - INNER - 2) {
                let _ = writeln!(text, "{indent}{}", paint(style::CODE, line));
            }
        } else {
            push_wrapped(text, &format!("{label}: {}", ask.text), false);
        }
    }
}

fn push_wrapped(text: &mut String, content: &str, is_faint: bool) {
    let line = hanging(&shown(content), WIDTH - INNER, INNER);
    let _ = writeln!(text, "{}{}", " ".repeat(INNER), if is_faint { faint(&line) } else { line });
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Every line in its own style, so that none runs over.
fn faint(text: &str) -> String {
    let line = |line: &str| {
        let content = line.trim_start();
        format!("{}{}", &line[..line.len() - content.len()], paint(style::FAINT, content))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn shown(text: &str) -> String {
    escape::line(text).into_owned()
}
