//! JUnit XML, for services that show test results: a suite for each file, a case for each finding.

use std::collections::HashMap;
use std::io;

use dslint_rules::Severity;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::view::{Finding, Report};
use super::{RenderError, escape};

/// What a case came to.
enum Outcome {
    Passed,
    /// It says something, which is no failure.
    Told(String),
    Failed {
        kind: &'static str,
        message: String,
        details: String,
    },
    Skipped(String),
}

struct Case<'a> {
    name: String,
    path: &'a str,
    line: Option<u32>,
    outcome: Outcome,
}

/// The report as XML. Errors and warnings are failures; notes are passed cases with an output, and what was not wholly read
/// is a skipped case. Without any of these there is one passed case, because many readers refuse an empty file.
pub fn render(report: &Report<'_>) -> Result<String, RenderError> {
    let suites = suites(report);
    let cases = || suites.iter().flat_map(|(_, cases)| cases);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuites")
        .with_attribute(("name", "dslint"))
        .with_attributes(counts(cases()).iter().map(|(name, count)| (*name, count.as_str())))
        .write_inner_content(|writer| suites.iter().try_for_each(|(name, cases)| write_suite(writer, name, cases)))?;
    let mut text = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    text.push('\n');
    Ok(text)
}

fn suites<'a>(report: &'a Report<'_>) -> Vec<(&'a str, Vec<Case<'a>>)> {
    let mut suites: Vec<(&str, Vec<Case<'_>>)> = Vec::new();
    let mut times: HashMap<(&str, &str), usize> = HashMap::new();
    for finding in &report.findings {
        let path = finding.place.path_from_root.as_str();
        let time = times.entry((path, finding.diagnostic.rule.code.as_str())).or_default();
        *time += 1;
        let case = case(finding, *time);
        // Findings come sorted by path.
        match suites.last_mut() {
            Some((name, cases)) if *name == path => cases.push(case),
            _ => suites.push((path, vec![case])),
        }
    }
    let skipped: Vec<Case<'_>> = report
        .skipped
        .iter()
        .map(|skip| {
            let path = skip.path_from_root.as_str();
            Case { name: format!("read {path}"), path, line: None, outcome: Outcome::Skipped(skip.why.clone()) }
        })
        .collect();
    if !skipped.is_empty() {
        suites.push(("not wholly read", skipped));
    }
    if suites.is_empty() {
        let name = "no findings".to_owned();
        suites.push(("dslint", vec![Case { name, path: "dslint", line: None, outcome: Outcome::Passed }]));
    }
    suites
}

/// The case of a finding, with a name that is its own in the file and does not change with lines.
fn case<'a>(finding: &'a Finding<'_>, time: usize) -> Case<'a> {
    let found = finding.diagnostic;
    let number = if time > 1 { format!(" #{time}") } else { String::new() };
    let at = finding.place.start;
    let details: Vec<String> = [
        Some(format!("{}:{}:{}: {}", finding.place.path_from_root, at.line, at.column, found.message)),
        found.help.as_ref().map(|help| format!("help: {help}")),
        found.rule.sources.first().map(|source| format!("docs: {source}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let details = details.join("\n");
    Case {
        name: format!("{} {}{number}", found.rule.code, found.rule.name),
        path: &finding.place.path_from_root,
        line: Some(at.line),
        outcome: match found.severity {
            Severity::Note => Outcome::Told(details),
            kind => Outcome::Failed { kind: kind.as_str(), message: found.message.clone(), details },
        },
    }
}

fn write_suite(writer: &mut Writer<Vec<u8>>, name: &str, cases: &[Case<'_>]) -> io::Result<()> {
    writer
        .create_element("testsuite")
        .with_attribute(("name", one_line(name).as_str()))
        .with_attributes(counts(cases).iter().map(|(name, count)| (*name, count.as_str())))
        .write_inner_content(|writer| cases.iter().try_for_each(|case| write_case(writer, case)))?;
    Ok(())
}

fn counts<'a>(cases: impl IntoIterator<Item = &'a Case<'a>>) -> [(&'static str, String); 4] {
    let (mut tests, mut failures, mut skipped) = (0_usize, 0_usize, 0_usize);
    for case in cases {
        tests += 1;
        failures += usize::from(matches!(case.outcome, Outcome::Failed { .. }));
        skipped += usize::from(matches!(case.outcome, Outcome::Skipped(_)));
    }
    [("tests", tests), ("failures", failures), ("errors", 0), ("skipped", skipped)]
        .map(|(name, count)| (name, count.to_string()))
}

fn write_case(writer: &mut Writer<Vec<u8>>, case: &Case<'_>) -> io::Result<()> {
    let path = one_line(case.path);
    let element = writer
        .create_element("testcase")
        .with_attribute(("name", one_line(&case.name).as_str()))
        .with_attribute(("classname", path.as_str()))
        .with_attribute(("file", path.as_str()));
    let element = match case.line {
        Some(line) => element.with_attribute(("line", line.to_string().as_str())),
        None => element,
    };
    match &case.outcome {
        Outcome::Passed => element.write_empty()?,
        Outcome::Told(text) => element.write_inner_content(|writer| {
            writer.create_element("system-out").write_text_content(BytesText::new(&lines(text)))?;
            Ok(())
        })?,
        Outcome::Skipped(why) => element.write_inner_content(|writer| {
            writer.create_element("skipped").with_attribute(("message", one_line(why).as_str())).write_empty()?;
            Ok(())
        })?,
        Outcome::Failed { kind, message, details } => element.write_inner_content(|writer| {
            writer
                .create_element("failure")
                .with_attribute(("type", *kind))
                .with_attribute(("message", one_line(message).as_str()))
                .write_text_content(BytesText::new(&lines(details)))?;
            Ok(())
        })?,
    };
    Ok(())
}

/// Text in which no line holds what XML 1.0 has no way to write.
fn lines(text: &str) -> String {
    text.lines().map(one_line).collect::<Vec<_>>().join("\n")
}

fn one_line(text: &str) -> String {
    escape::one_line(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
