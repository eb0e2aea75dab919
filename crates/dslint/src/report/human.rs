//! The report for people at a terminal: each finding with its source, then a short summary. Texts carry escape codes; the
//! console takes them out where they are not wanted.

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::term::{self, Chars, Config, GeneralWriteResult, WriteStyle};
use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::Style;
use dslint_linter::{Confidence, Decision, Fix, SourceId};
use dslint_rules::{Applicability, Severity};

use super::excerpt::{Excerpts, LONGEST_LINE};
use super::view::{Finding, Place, Report, SuppressedFinding};
use super::{RenderError, escape, summary};
use crate::style::{self, paint};
use crate::wrap::hanging;

/// The terminal that lines are wrapped for.
const WIDTH: usize = 100;
/// What the frame of a note may take.
const NOTE_FRAME: usize = 10;
/// Lines of a fix that are shown on each side.
const LINES_OF_FIX: usize = 6;

/// Findings, and the summary unless only findings are wanted.
pub fn render(report: &Report<'_>, with_summary: bool) -> Result<String, RenderError> {
    let mut writer = Styled::default();
    let config = Config { chars: Chars::box_drawing(), ..Config::default() };
    for finding in &report.findings {
        let mut excerpts =
            Excerpts::of([&finding.place].into_iter().chain(finding.related.iter().map(|(place, _)| place)));
        let diagnostic = diagnostic(finding, &mut excerpts);
        term::emit_to_write_style(&mut writer, &config, &excerpts, &diagnostic)?;
    }
    let mut text = writer.text();
    if report.show_suppressed {
        push_suppressed(&mut text, report);
    }
    if with_summary {
        summary::push(&mut text, report);
    }
    Ok(text)
}

/// What is suppressed, two lines for each finding: itself, and why.
fn push_suppressed(text: &mut String, report: &Report<'_>) {
    for SuppressedFinding { finding, by, at } in &report.suppressed {
        let (found, place) = (finding.diagnostic, &finding.place);
        let head = format!("{}:{}:{}:", escape::line(&place.path), place.start.line, place.start.column);
        let message = format!("{} {} {}", found.severity, found.rule.code, escape::line(&found.message));
        let whence = match at {
            Some(at) if at.id == place.id => format!("by the {} in line {}", by.kind.as_str(), at.start.line),
            Some(at) => format!("by {}:{}", escape::line(&at.path), at.start.line),
            None => format!("by the {}", by.kind.as_str()),
        };
        let reason = by.reason.as_deref().unwrap_or("no reason is given");
        let why = format!("{whence}: {}", escape::line(reason));
        text.push_str(&format!(
            "{} {}\n",
            paint(style::FAINT, "suppressed"),
            hanging(&format!("{head} {message}"), WIDTH - 11, 4)
        ));
        text.push_str(&format!("    {}\n", hanging(&why, WIDTH - 4, 4)));
    }
    if !report.suppressed.is_empty() {
        text.push('\n');
    }
}

fn diagnostic(finding: &Finding<'_>, excerpts: &mut Excerpts<'_>) -> codespan::Diagnostic<SourceId> {
    let found = finding.diagnostic;
    let severity = match found.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Note => codespan::Severity::Note,
    };
    let code = found.rule.code.as_str();
    let header = found.severity.as_str().len() + code.len() + "[]: ".len();
    let primary = codespan::Label::primary(finding.place.id, excerpts.range(&finding.place))
        .with_message(escape::line(&found.primary.text));
    let secondary: Vec<_> = finding
        .related
        .iter()
        .map(|(place, text)| {
            codespan::Label::secondary(place.id, excerpts.range(place)).with_message(escape::line(text))
        })
        .collect();
    codespan::Diagnostic::new(severity)
        .with_code(code)
        .with_message(hanging(&escape::line(&found.message), WIDTH - header, header))
        .with_label(primary)
        .with_labels(secondary)
        .with_notes(notes(finding))
}

/// What to do, and where to read more.
fn notes(finding: &Finding<'_>) -> Vec<String> {
    let found = finding.diagnostic;
    let note = |name: &str, text: &str| {
        let indent = name.len() + 2;
        format!("{}: {}", paint(style::STRONG, name), hanging(text, WIDTH - NOTE_FRAME - indent, indent))
    };
    let mut notes = Vec::new();
    let is_fix = |help: &&String| found.fix.as_ref().is_some_and(|fix| fix.title.eq_ignore_ascii_case(help));
    if let Some(help) = found.help.as_ref().filter(|help| !is_fix(help)) {
        notes.push(note("help", &escaped_lines(help)));
    }
    if let Some(fix) = &found.fix {
        notes.push(note("fix", &title(fix)) + &change(finding));
    }
    for way in &finding.decisions {
        let name = match way.decision {
            Decision::KeepOld => "keep",
            Decision::AdoptNew => "adopt",
        };
        notes.push(note(name, &format!("{} (--fix --{})", escape::line(way.title), way.decision.as_str())));
    }
    if !finding.is_new() {
        notes.push(note("known", "the baseline has it"));
    }
    if found.confidence == Confidence::Likely {
        notes.push(note("likely", "part of this was inferred; look before you change it"));
    }
    // Links are not wrapped: they must stay in one piece.
    notes.extend(found.rule.sources.first().map(|link| format!("{}: {link}", paint(style::STRONG, "docs"))));
    notes
}

fn escaped_lines(text: &str) -> String {
    text.lines().map(escape::line).collect::<Vec<_>>().join("\n")
}

fn title(fix: &Fix) -> String {
    let title = escape::line(&fix.title);
    match fix.applicability {
        Applicability::Safe => title.into_owned(),
        Applicability::Unsafe => format!("{title} (may change what the code means)"),
        Applicability::DisplayOnly => format!("{title} (to be completed by hand)"),
    }
}

/// The lines that a fix takes away and puts in their place.
fn change(finding: &Finding<'_>) -> String {
    let Some((first, _)) = finding.edits.first() else { return String::new() };
    let Some((old, new)) = rewritten(first, &finding.edits) else { return String::new() };
    let (mut old, mut new) = (unindented(&old), unindented(&new));
    // Whatever takes its line end along reaches into a line that stays.
    while old.last().is_some_and(|line| new.last() == Some(line)) {
        old.pop();
        new.pop();
    }
    let differs_at = |(old, new): (&&str, &&str)| {
        let same = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
        (old != new).then_some(same)
    };
    let focus = old.iter().zip(&new).find_map(differs_at).unwrap_or(0);
    let mut text = String::new();
    for (sign, style, lines) in [('-', style::ERROR, old), ('+', style::GOOD, new)] {
        for line in lines.iter().take(LINES_OF_FIX) {
            let line = cut(line, focus);
            text.push_str(&format!("\n  {}", paint(style, format!("{sign} {}", escape::line(&line)).trim_end())));
        }
        if lines.len() > LINES_OF_FIX {
            text.push_str(&format!("\n  {}", paint(style::FAINT, format!("{sign} …"))));
        }
    }
    text
}

/// A line that is too long, cut around one of its characters.
fn cut(line: &str, focus: usize) -> Cow<'_, str> {
    let length = line.chars().count();
    if length <= LONGEST_LINE {
        return line.into();
    }
    let first = focus.saturating_sub(LONGEST_LINE / 3).min(length - LONGEST_LINE);
    let shown: String = line.chars().skip(first).take(LONGEST_LINE).collect();
    let start = if first > 0 { "… " } else { "" };
    let end = if first + LONGEST_LINE < length { " …" } else { "" };
    format!("{start}{shown}{end}").into()
}

/// The whole lines around the edits, before and after. None where the edits are spread over files.
fn rewritten(first: &Place<'_>, edits: &[(Place<'_>, &str)]) -> Option<(String, String)> {
    if edits.iter().any(|(place, _)| place.id != first.id) {
        return None;
    }
    let text: &str = &first.file.text;
    let covered = edits.iter().fold(first.range, |covered, (place, _)| covered.cover(place.range));
    let from = text.get(..covered.start as usize)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let to = covered.end as usize
        + text.get(covered.end as usize..)?.find(['\n', '\r']).unwrap_or(text.len() - covered.end as usize);
    let mut sorted: Vec<_> = edits.iter().map(|(place, new)| (place.range, *new)).collect();
    sorted.sort_by_key(|(range, _)| *range);
    let mut new = String::new();
    let mut at = from;
    for (range, replacement) in sorted {
        new.push_str(text.get(at..range.start as usize)?);
        new.push_str(replacement);
        at = range.end as usize;
    }
    new.push_str(text.get(at..to)?);
    Some((text.get(from..to)?.to_owned(), new))
}

/// The lines without the indentation that all of them have.
fn unindented(text: &str) -> Vec<&str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let common = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    text.lines().map(|line| line.get(common..).unwrap_or_default()).filter(|line| !line.trim().is_empty()).collect()
}

/// Writes in our colours.
#[derive(Default)]
pub(super) struct Styled(Vec<u8>);

impl Styled {
    /// What was written, without spaces at the ends of lines.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0).lines().map(|line| line.trim_end_matches(' ').to_owned() + "\n").collect()
    }

    fn set(&mut self, style: Style) -> GeneralWriteResult {
        write!(self.0, "{style}")
    }
}

impl Write for Styled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Styled {
    fn set_header(&mut self, severity: codespan::Severity) -> GeneralWriteResult {
        self.set(style_of(severity))
    }

    fn set_header_message(&mut self) -> GeneralWriteResult {
        self.set(style::STRONG)
    }

    fn set_line_number(&mut self) -> GeneralWriteResult {
        self.set(style::FRAME)
    }

    fn set_note_bullet(&mut self) -> GeneralWriteResult {
        self.set(style::FRAME)
    }

    fn set_source_border(&mut self) -> GeneralWriteResult {
        self.set(style::FRAME)
    }

    fn set_label(&mut self, severity: codespan::Severity, label: codespan::LabelStyle) -> GeneralWriteResult {
        self.set(match label {
            codespan::LabelStyle::Primary => style_of(severity),
            codespan::LabelStyle::Secondary => style::CODE,
        })
    }

    fn reset(&mut self) -> GeneralWriteResult {
        write!(self.0, "{}", anstyle::Reset)
    }
}

fn style_of(severity: codespan::Severity) -> Style {
    match severity {
        codespan::Severity::Bug | codespan::Severity::Error => style::ERROR,
        codespan::Severity::Warning => style::WARNING,
        codespan::Severity::Note | codespan::Severity::Help => style::NOTE,
    }
}
