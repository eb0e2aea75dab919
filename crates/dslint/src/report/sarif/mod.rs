//! SARIF 2.1.0 as GitHub code scanning takes it: one run, paths from the top of the tree, regions of one line, complete
//! messages, fingerprints that survive edits elsewhere.

mod line_hash;
mod log;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use dslint_linter::SourceId;
use dslint_rules::{Change, Rule, Severity};
use dslint_syntax::text::LineColumn;

use super::view::{Finding, Place, Report, SuppressedFinding};
use super::{RenderError, fingerprint, generated};
use crate::markdown;
use crate::wrap::counted;

/// What GitHub keeps of a run.
pub const MOST_RESULTS: usize = 5_000;
/// What GitHub shows of the places of a result.
const MOST_RELATED: usize = 100;
/// What GitHub shows of the tags of a rule.
const MOST_TAGS: usize = 10;
/// More places that were not read than anybody goes through.
const MOST_NOTIFICATIONS: usize = 1_000;
/// What GitHub allows for descriptions.
const LONGEST_DESCRIPTION: usize = 1_024;
/// Where the upgrades themselves are described. Validators ask for an address, and dslint has no site of its own yet.
const INFORMATION: &str = "https://docs.duendesoftware.com/identityserver/upgrades/";
const BASE: &str = "%SRCROOT%";
const NOT_READ: &str = "not-wholly-read";
const GENERATED: &str = "generated-not-reported";

/// The log.
pub struct Rendered {
    /// Its text.
    pub text: String,
    /// How many findings were left out for the cap.
    pub left_out: usize,
}

/// The report as SARIF. Code scanning replaces results of an earlier upload by those of the same `category`: the text up to
/// its last slash, and a slash is added where it does not end with one.
pub fn render(report: &Report<'_>, category: &str) -> Result<Rendered, RenderError> {
    let category = format!("{}/", category.trim_end_matches('/'));
    // What is suppressed comes last, so that it changes no fingerprint of the others.
    let suppressed: &[SuppressedFinding<'_>] = if report.show_suppressed { &report.suppressed } else { &[] };
    let all = || {
        let findings = report.findings.iter().map(|finding| (finding, None));
        findings.chain(suppressed.iter().map(|it| (&it.finding, Some(it))))
    };
    let fingerprints = fingerprint::all(all().map(|(finding, _)| finding));
    let mut line_hashes: HashMap<SourceId, Option<Vec<String>>> = HashMap::new();
    let mut numbered: Vec<_> = all().enumerate().collect();
    numbered.sort_by_key(|(_, (finding, suppressed))| (suppressed.is_some(), finding.diagnostic.severity));
    let left_out = numbered.len().saturating_sub(MOST_RESULTS);
    numbered.truncate(MOST_RESULTS);
    let rules = &report.searched.rules;
    // The standard wants it at all results of a run or at none, and what was left out would count as gone.
    let is_shown = report.baseline.as_ref().is_some_and(|baseline| baseline.is_shown);
    let results = numbered
        .into_iter()
        .map(|(number, (finding, suppressed))| {
            let place = &finding.place;
            let hashes = line_hashes.entry(place.id).or_insert_with(|| line_hash::line_hashes(place.file));
            let line_hash = hashes.as_ref().and_then(|hashes| hashes.get(place.start.line as usize - 1)).cloned();
            let mut partial_fingerprints = BTreeMap::new();
            partial_fingerprints.extend(fingerprints.get(number).map(|own| ("dslint/v1", own.clone())));
            partial_fingerprints.extend(line_hash.map(|hash| ("primaryLocationLineHash", hash)));
            let baseline_state = is_shown.then(|| finding.baseline_state().unwrap_or("new"));
            log::SarifResult {
                suppressions: suppressed.map(suppression).into_iter().collect(),
                baseline_state,
                ..result(finding, rules, partial_fingerprints)
            }
        })
        .collect();
    let log = log::Log {
        schema: log::SCHEMA,
        version: log::VERSION,
        runs: [log::Run {
            tool: log::Tool { driver: driver(rules) },
            invocations: [log::Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications(report),
            }],
            original_uri_base_ids: BTreeMap::from([(
                BASE,
                log::BaseDescription { description: text("The top of the analysed tree.") },
            )]),
            automation_details: log::AutomationDetails { id: &category },
            column_kind: "utf16CodeUnits",
            results,
        }],
    };
    let mut text = serde_json::to_string_pretty(&log)?;
    text.push('\n');
    Ok(Rendered { text, left_out })
}

fn driver<'a>(rules: &[&'a Rule]) -> log::Driver<'a> {
    log::Driver {
        name: "dslint",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: INFORMATION,
        short_description: text(env!("CARGO_PKG_DESCRIPTION")),
        properties: log::DriverProperties { rule_set: dslint_rules::DIGEST },
        rules: rules.iter().map(|rule| descriptor(rule)).collect(),
        notifications: vec![
            kind_of_notification(
                NOT_READ,
                "warning",
                "A file was not wholly read.",
                "A file or a part of it was not analysed, so that findings in it may be missing.",
                "The message says why. Make the file readable, or leave it out with --exclude.",
            ),
            kind_of_notification(
                GENERATED,
                "note",
                "Findings in a generated file are not reported.",
                "The file is generated, so that nobody edits it; what is found in it is not reported.",
                "Change what generates it. If people write the file, say generated_code = false in .editorconfig.",
            ),
        ],
    }
}

fn kind_of_notification<'a>(
    id: &'static str,
    level: &'static str,
    short: &'static str,
    full: &'static str,
    help: &'static str,
) -> log::Descriptor<'a> {
    log::Descriptor {
        id,
        name: pascal_case(id),
        short_description: text(short),
        full_description: text(full),
        default_configuration: log::Configuration { level },
        help_uri: None,
        help: log::Help { text: help.into(), markdown: None },
        properties: None,
    }
}

fn descriptor(rule: &Rule) -> log::Descriptor<'_> {
    let mut tags: Vec<Cow<'_, str>> = match rule.change {
        Change::None => vec!["suppression".into()],
        change => vec!["upgrade".into(), rule.effect.as_str().into(), change.as_str().into()],
    };
    tags.extend(rule.release().map(|(major, minor)| format!("identityserver-{major}.{minor}").into()));
    tags.truncate(MOST_TAGS);
    log::Descriptor {
        id: rule.code.as_str(),
        name: pascal_case(rule.name.as_str()),
        short_description: log::Text { text: sentence(&rule.summary).into() },
        full_description: log::Text { text: shortened(&markdown::plain(&rule.page.text), &rule.summary).into() },
        default_configuration: log::Configuration { level: level(rule.severity) },
        help_uri: rule.sources.first().map(String::as_str),
        help: log::Help { text: markdown::plain(&rule.page.markdown).into(), markdown: Some(&rule.page.markdown) },
        properties: Some(log::RuleProperties {
            tags,
            precision: "high",
            problem_severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        }),
    }
}

fn result<'a>(
    finding: &'a Finding<'a>,
    rules: &[&Rule],
    partial_fingerprints: BTreeMap<&'static str, String>,
) -> log::SarifResult<'a> {
    let found = finding.diagnostic;
    let related = finding.related.iter().take(MOST_RELATED).enumerate();
    log::SarifResult {
        rule_id: found.rule.code.as_str(),
        rule_index: rules.iter().position(|rule| rule.code == found.rule.code),
        level: level(found.severity),
        baseline_state: None,
        message: log::Text { text: message(finding).into() },
        locations: [location(&finding.place, None, None)],
        related_locations: related
            .map(|(index, (place, text))| location(place, Some(index + 1), Some((*text).into())))
            .collect(),
        partial_fingerprints,
        fixes: fix(finding).into_iter().collect(),
        suppressions: Vec::new(),
        properties: log::ResultProperties {
            effect: found.rule.effect.as_str(),
            confidence: found.confidence.as_str(),
            project: finding.project_from_root.as_deref(),
        },
    }
}

fn suppression<'a>(suppressed: &'a SuppressedFinding<'a>) -> log::Suppression<'a> {
    log::Suppression {
        kind: if suppressed.by.kind.is_in_source() { "inSource" } else { "external" },
        justification: suppressed.by.reason.as_deref(),
        location: suppressed.at.as_ref().map(|at| location(at, None, None)),
    }
}

/// Message, help, and links to the related places, which GitHub shows only when the message has them.
fn message(finding: &Finding<'_>) -> String {
    let found = finding.diagnostic;
    let mut message = without_links(&found.message);
    if let Some(help) = &found.help {
        let _ = write!(message, "\n\n{}", without_links(help));
    }
    for (index, (_, text)) in finding.related.iter().take(MOST_RELATED).enumerate() {
        let lead = if index == 0 { "\n\nSee also: " } else { ", " };
        let _ = write!(message, "{lead}[{}]({})", bracketed(text), index + 1);
    }
    if let Some(more) = finding.related.len().checked_sub(MOST_RELATED + 1) {
        let _ = write!(message, " and {} more", more + 1);
    }
    message
}

/// The text of a link, in which brackets must be escaped.
fn bracketed(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

/// Text in which nothing is taken for a link.
fn without_links(text: &str) -> String {
    text.replace("](", "\\](")
}

fn location<'a>(place: &Place<'_>, id: Option<usize>, message: Option<Cow<'a, str>>) -> log::Location<'a> {
    log::Location {
        id,
        physical_location: log::PhysicalLocation {
            artifact_location: artifact(&place.path_from_root),
            region: Some(one_line(place)),
        },
        message: message.map(|text| log::Text { text }),
    }
}

/// The first line of a place: annotations of pull requests are shown only where all lines are part of the change.
fn one_line(place: &Place<'_>) -> log::Region {
    let end = if place.end.line == place.start.line {
        place.end
    } else {
        let line = place.file.lines().line_text(&place.file.text, place.start.line);
        let units: usize = line.chars().map(char::len_utf16).sum();
        LineColumn { line: place.start.line, column: (units as u32 + 1).max(place.start.column) }
    };
    region(place.start, end)
}

fn region(start: LineColumn, end: LineColumn) -> log::Region {
    log::Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn fix<'a>(finding: &'a Finding<'a>) -> Option<log::Fix<'a>> {
    let fix = finding.diagnostic.fix.as_ref()?;
    let mut changes: Vec<(SourceId, log::ArtifactChange<'a>)> = Vec::new();
    for (place, replacement) in &finding.edits {
        let replacement = log::Replacement {
            deleted_region: region(place.start, place.end),
            inserted_content: log::Text { text: (*replacement).into() },
        };
        match changes.iter_mut().find(|(id, _)| *id == place.id) {
            Some((_, change)) => change.replacements.push(replacement),
            None => {
                let artifact_location = artifact(&place.path_from_root);
                changes.push((place.id, log::ArtifactChange { artifact_location, replacements: vec![replacement] }));
            }
        }
    }
    let artifact_changes: Vec<_> = changes.into_iter().map(|(_, change)| change).collect();
    (!artifact_changes.is_empty()).then(|| log::Fix { description: text(&fix.title), artifact_changes })
}

fn notifications<'a>(report: &'a Report<'_>) -> Vec<log::Notification<'a>> {
    let notification = |message: Cow<'a, str>, locations| log::Notification {
        descriptor: log::DescriptorReference { id: NOT_READ, index: 0 },
        level: "warning",
        message: log::Text { text: message },
        locations,
    };
    let skipped = &report.skipped;
    let mut notifications: Vec<_> = skipped
        .iter()
        .take(MOST_NOTIFICATIONS)
        .map(|skip| {
            let physical_location =
                log::PhysicalLocation { artifact_location: artifact(&skip.path_from_root), region: None };
            let location = log::Location { id: None, physical_location, message: None };
            notification(sentence(&skip.why).into(), vec![location])
        })
        .collect();
    for file in generated::files(report).into_iter().take(MOST_NOTIFICATIONS) {
        let physical_location =
            log::PhysicalLocation { artifact_location: artifact(file.path_from_root), region: None };
        let findings = counted(file.findings, "finding is", "findings are");
        notifications.push(log::Notification {
            descriptor: log::DescriptorReference { id: GENERATED, index: 1 },
            level: "note",
            message: log::Text { text: format!("{findings} not reported: {}.", file.why).into() },
            locations: vec![log::Location { id: None, physical_location, message: None }],
        });
    }
    if skipped.len() > MOST_NOTIFICATIONS {
        let more = skipped.len() - MOST_NOTIFICATIONS;
        notifications.push(notification(format!("{more} more places were not wholly read.").into(), Vec::new()));
    }
    notifications
}

fn artifact(path: &str) -> log::ArtifactLocation {
    log::ArtifactLocation { uri: percent_encoded(path), uri_base_id: BASE }
}

/// A path as a relative URI.
fn percent_encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b'!'
            | b'$'
            | b'&'
            | b'\''
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b'@' => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

fn text(text: &str) -> log::Text<'_> {
    log::Text { text: text.into() }
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

/// `client-credentials-requires-secret` as `ClientCredentialsRequiresSecret`
fn pascal_case(name: &str) -> String {
    let capitalized = |word: &str| {
        let mut characters = word.chars();
        characters.next().map(|first| first.to_uppercase().collect::<String>() + characters.as_str())
    };
    name.split('-').filter_map(capitalized).collect()
}

/// With a capital, where it begins with a word, and a full stop.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return String::new() };
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), characters.as_str())
}

/// A description that GitHub takes; the summary where there is none.
fn shortened(text: &str, summary: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.is_empty() {
        return sentence(summary);
    }
    match joined.char_indices().nth(LONGEST_DESCRIPTION - 1) {
        None => joined,
        Some(_) => joined.chars().take(LONGEST_DESCRIPTION - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(pascal_case("client-credentials-requires-secret"), "ClientCredentialsRequiresSecret");
        assert_eq!(percent_encoded("a b/é#%.cs"), "a%20b/%C3%A9%23%25.cs");
        assert_eq!(sentence("`X` was removed"), "`X` was removed.");
        assert_eq!(bracketed("string[] x"), "string\\[\\] x");
        assert_eq!(shortened("", "was removed"), "Was removed.");
        assert_eq!(shortened(&"x".repeat(2000), "").chars().count(), LONGEST_DESCRIPTION);
    }
}
