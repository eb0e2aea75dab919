//! The plan as one page that needs nothing else: no script, no font, no picture from elsewhere. Everything that comes from
//! the analysed tree passes [`text`].

use std::fmt::Write as _;

use super::effort;
use super::inline::{self, Piece};
use super::markdown::title;
use super::picture;
use super::view::{Counts, Document, Edit, ProjectPlan, Row, Step, VerdictWord};
use crate::report::escape;
use crate::wrap::counted;

const STYLE: &str = include_str!("plan.css");

pub(super) fn render(document: &Document) -> String {
    let title = format!("IdentityServer {}: upgrade plan", title(document));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{0}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{0}</h1>\n",
        text(&title)
    );
    push_counts(&mut page, &document.counts);
    let _ = writeln!(page, "<p class=\"faint\">{}.</p>\n</header>\n<main>", text(&capitalized(effort::EXPLAINED)));
    if document.projects.len() > 1 {
        push_contents(&mut page, document);
    }
    for (index, project) in document.projects.iter().enumerate() {
        push_project(&mut page, index, project);
    }
    if let Some(beside) = document.beside_sentence(usize::MAX) {
        let _ =
            writeln!(page, "<section class=\"project\">\n<h2>Beside them</h2>\n<p>{}</p>\n</section>", text(&beside));
    }
    push_unread(&mut page, document);
    let searched = &document.searched;
    let _ = writeln!(
        page,
        "</main>\n<footer>Written by dslint {}: {} over {}, {} parsed. Nothing was built or run.</footer>\n</body>\n</html>",
        env!("CARGO_PKG_VERSION"),
        counted(searched.rules, "rule", "rules"),
        counted(searched.files, "file", "files"),
        searched.parsed
    );
    page
}

fn push_counts(page: &mut String, counts: &Counts) {
    let _ = writeln!(
        page,
        "<ul class=\"counts\">{}{}{}<li class=\"effort\">{}</li></ul>",
        count("todo", counts.to_do, "to do"),
        count("ask", counts.to_ask, "to ask"),
        count("clear", counts.clear, "clear"),
        text(&counts.effort)
    );
}

fn count(class: &str, count: usize, what: &str) -> String {
    let class = if count == 0 { "none" } else { class };
    format!("<li class=\"{class}\"><b>{count}</b> {what}</li>")
}

fn push_contents(page: &mut String, document: &Document) {
    page.push_str("<nav aria-label=\"Projects\"><table><thead><tr><th>Project</th><th>Way</th><th>To do</th><th>To ask</th><th>Clear</th></tr></thead><tbody>\n");
    for (index, project) in document.projects.iter().enumerate() {
        let way = if project.uses_identity_server { project.route.title() } else { "does not use it".to_owned() };
        let counts = &project.counts;
        let _ = writeln!(
            page,
            "<tr><td><a href=\"#project-{index}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            text(&project.name),
            text(&way),
            counts.to_do,
            counts.to_ask,
            counts.clear
        );
    }
    page.push_str("</tbody></table></nav>\n");
}

fn push_project(page: &mut String, index: usize, project: &ProjectPlan) {
    let _ = writeln!(page, "<section class=\"project\" id=\"project-{index}\">\n<h2>{}</h2>", text(&project.name));
    if let Some(path) = &project.path {
        let _ = writeln!(page, "<p class=\"path\">{}</p>", code(path));
    }
    push_counts(page, &project.counts);
    if project.uses_identity_server && !project.route.hops.is_empty() {
        let _ = writeln!(
            page,
            "<figure>{}{}<figcaption>A square is a change: <span class=\"key todo\"></span> to do, <span class=\"key ask\">\
             </span> to ask, <span class=\"key clear\"></span> clear; steps and what every upgrade asks are not in it. {}</figcaption></figure>",
            picture::across(&project.route),
            picture::down(&project.route),
            text(&project.sentences().join(" "))
        );
    } else {
        let _ = writeln!(page, "<p>{}</p>", text(&project.sentences().join(" ")));
    }
    if !project.steps.is_empty() {
        page.push_str("<h3>Steps</h3>\n<ol class=\"rows\">\n");
        project.steps.iter().for_each(|step| push_step(page, step));
        page.push_str("</ol>\n");
    }
    for (group, rows) in project.groups() {
        let (clear, open): (Vec<&Row>, Vec<&Row>) = rows.into_iter().partition(|row| row.verdict == VerdictWord::Clear);
        let _ = writeln!(page, "<h3>{}</h3>", text(&group.title()));
        if !open.is_empty() {
            page.push_str("<ul class=\"rows\">\n");
            open.into_iter().for_each(|row| push_row(page, row));
            page.push_str("</ul>\n");
        }
        if !clear.is_empty() {
            page.push_str("<ul class=\"rows cleared\">\n");
            clear.into_iter().for_each(|row| push_clear(page, row));
            page.push_str("</ul>\n");
        }
    }
    page.push_str("</section>\n");
}

fn push_step(page: &mut String, step: &Step) {
    let (class, what) = if step.open { ("todo", "to do") } else { ("clear", "done") };
    let _ = writeln!(
        page,
        "<li class=\"{class}\">{}<div><h4>{}</h4><p>{}</p>",
        mark(class, what),
        step.kind.title(),
        text(&step.text)
    );
    if !step.places.is_empty() {
        page.push_str("<ul class=\"places\">");
        step.places.iter().for_each(|edit| push_edit(page, edit));
        page.push_str("</ul>");
    }
    for command in &step.commands {
        let _ = writeln!(page, "<pre>{}</pre>", text(command));
    }
    for note in &step.notes {
        let _ = writeln!(page, "<p class=\"faint\">{}</p>", linked(note));
    }
    page.push_str("</div></li>\n");
}

fn push_edit(page: &mut String, edit: &Edit) {
    let _ = write!(page, "<li>{} <s>{}</s> → <b>{}</b>", place(&edit.place.text()), text(&edit.old), text(&edit.new));
    let parts = [
        edit.property.as_ref().map(|it| format!("in {}", code(&format!("$({it})")))),
        edit.through.as_ref().map(|it| format!("through {}", code(it))),
        edit.done_with.as_ref().map(|it| format!("done with {}", text(it))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        let _ = write!(page, " <span class=\"faint\">{}</span>", parts.join(", "));
    }
    page.push_str("</li>");
}

fn push_row(page: &mut String, row: &Row) {
    let (class, what) = match row.verdict {
        VerdictWord::Affected if row.is_suppressed() => ("clear", "suppressed"),
        VerdictWord::Affected => ("todo", "to do"),
        VerdictWord::Unknown => ("ask", "to ask"),
        VerdictWord::Clear => ("clear", "clear"),
    };
    let badge = match row.severity {
        Some(severity) => {
            format!("<span class=\"badge {severity}\">{severity}</span> <span class=\"faint\">{}</span>", row.extent())
        }
        None => "<span class=\"badge question\">to ask</span>".to_owned(),
    };
    let _ = writeln!(
        page,
        "<li class=\"{class}\">{}<div><h4>{} {}</h4><p class=\"what\">{badge}{}</p>",
        mark(class, what),
        link(row),
        styled(&capitalized(&row.summary)),
        if row.in_guide { "" } else { " <span class=\"faint\">not in the upgrade guide</span>" },
    );
    for finding in row.findings() {
        let _ = write!(page, "<p>{}</p><ul class=\"places\">", styled(&capitalized(finding.message)));
        for site in &finding.sites {
            let likely = if site.confidence == "likely" { " <span class=\"faint\">likely</span>" } else { "" };
            let why = site
                .suppressed
                .as_ref()
                .map(|reason| format!(" <span class=\"faint\">suppressed: {}</span>", text(reason)));
            let _ = write!(page, "<li>{}{likely}{}</li>", place(&site.place.text()), why.unwrap_or_default());
        }
        page.push_str("</ul>\n");
        if let Some(help) = finding.help {
            let lines: Vec<String> = help.lines().map(|line| styled(&capitalized(line))).collect();
            let _ = writeln!(page, "<p class=\"help\">{}</p>", lines.join("<br>"));
        }
    }
    if !row.because.is_empty() {
        page.push_str("<ul class=\"because\">");
        for because in &row.because {
            let at = because.at.as_ref().map(|at| format!(" {}", place(&at.text()))).unwrap_or_default();
            let word = if row.verdict == VerdictWord::Unknown { "because" } else { "not decided:" };
            let _ = write!(page, "<li>{word} {}{at}</li>", styled(&because.text));
        }
        page.push_str("</ul>\n");
    }
    push_ask(page, row, if row.verdict == VerdictWord::Unknown { "Settled by" } else { "Beyond the source" });
    page.push_str("</div></li>\n");
}

fn push_clear(page: &mut String, row: &Row) {
    let searched = row.searched.as_deref().unwrap_or_default();
    let _ = write!(page, "<li class=\"clear\">{}<div>{} {}", mark("clear", "clear"), link(row), styled(searched));
    push_ask(page, row, "Beyond the source");
    page.push_str("</div></li>\n");
}

fn push_ask(page: &mut String, row: &Row, label: &str) {
    for ask in &row.asks {
        let _ = match &ask.asked_for {
            Some(row) => writeln!(page, "<p class=\"settle\">{label}: the same as for {}</p>", text(row)),
            None if inline::is_code(&ask.text) => {
                writeln!(page, "<p class=\"settle\">{label}:</p><pre>{}</pre>", text(&ask.text))
            }
            None => writeln!(page, "<p class=\"settle\">{label}: {}</p>", styled(&ask.text)),
        };
    }
}

fn push_unread(page: &mut String, document: &Document) {
    if document.unread.is_empty() {
        return;
    }
    page.push_str("<section class=\"project\">\n<h2>Not read or evaluated</h2>\n<ul class=\"unread\">\n");
    for unread in &document.unread {
        let _ = writeln!(page, "<li>{} {}</li>", code(&unread.path), text(&unread.why));
    }
    page.push_str("</ul>\n</section>\n");
}

/// The box to tick on paper, with a word for those who do not see it.
fn mark(class: &str, what: &str) -> String {
    format!("<span class=\"mark {class}\" role=\"img\" aria-label=\"{what}\"></span>")
}

/// The code of a rule, linked to what the product says about the change. Pages name https addresses only.
fn link(row: &Row) -> String {
    match row.docs.as_ref().filter(|link| link.starts_with("https://")) {
        Some(link) => format!(
            "<a class=\"code\" href=\"{}\" rel=\"noreferrer\">{}</a>",
            html_escape::encode_double_quoted_attribute(link),
            text(&row.code)
        ),
        None => format!("<span class=\"code\">{}</span>", text(&row.code)),
    }
}

/// A place: may break after the slashes of its path, and nowhere in its name.
fn place(at: &str) -> String {
    format!("<code>{}</code>", text(at).replace('/', "/<wbr>"))
}

fn code(content: &str) -> String {
    format!("<code>{}</code>", text(content))
}

/// A note with the address that it ends with as a link.
fn linked(note: &str) -> String {
    match note.find("https://") {
        Some(at) if !note[at..].contains(' ') => {
            let (before, link) = note.split_at(at);
            let target = html_escape::encode_double_quoted_attribute(link);
            format!("{}<a href=\"{target}\" rel=\"noreferrer\">{}</a>", text(before), text(link))
        }
        _ => text(note),
    }
}

/// Text with inline code.
fn styled(content: &str) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Text(content) => text(content),
        Piece::Code(content) => code(content),
    };
    inline::pieces(content).into_iter().map(piece).collect()
}

fn text(content: &str) -> String {
    html_escape::encode_text(&escape::line(content)).into_owned()
}

/// With a capital letter, unless it begins with what is typed: a command.
fn capitalized(content: &str) -> String {
    if inline::is_code(content) {
        return content.to_owned();
    }
    let mut characters = content.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_left_as_they_are_typed() {
        assert_eq!(capitalized("set the version"), "Set the version");
        assert_eq!(capitalized("dotnet ef migrations add X"), "dotnet ef migrations add X");
        assert_eq!(capitalized("`dotnet ef` writes it"), "`dotnet ef` writes it");
    }

    #[test]
    fn addresses_are_links() {
        assert_eq!(linked("a: https://x.y/z"), r#"a: <a href="https://x.y/z" rel="noreferrer">https://x.y/z</a>"#);
        assert_eq!(linked("a <b>"), "a &lt;b&gt;");
    }
}
