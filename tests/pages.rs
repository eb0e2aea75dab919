//! Runs the examples of every rule page: each rule reports exactly the lines that the markers name, in its own page and
//! in every other one, and fixes come out to the letter.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in what it shares with others")]

mod support;

use dslint_linter::{Analysis, Decision, Diagnostic, Fix, Request};
use dslint_rules::{Example, ExampleFile, Releases, Rule, RuleSet};
use dslint_version::NuGetVersion;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use support::Memory;

fn newest() -> NuGetVersion {
    Releases::embedded().newest_covered().unwrap().last_patch.clone()
}

/// The newest release, or the only one that a passing change is about.
fn to_of(rule: &Rule) -> NuGetVersion {
    rule.until.as_ref().and(rule.since.clone()).unwrap_or_else(newest)
}

/// The last release before the change, so that every rule that looks ahead is on.
fn from_of(rule: &Rule) -> Option<NuGetVersion> {
    let since = rule.since.as_ref()?;
    let lines = Releases::embedded().lines();
    lines
        .iter()
        .filter(|line| line.package == rule.package && line.last_patch < *since)
        .map(|line| line.last_patch.clone())
        .max()
}

fn analyze(rule: &Rule, example: &Example) -> (Memory, Analysis) {
    let memory = Memory::new(example.files.iter().map(|file| (file.name.as_str(), file.text.as_str())));
    let analysis = dslint_linter::analyze(Request {
        root: PathBuf::from("/ws"),
        files: memory.paths(),
        left_out: dslint_linter::LeftOut::default(),
        reader: &memory,
        from: from_of(rule),
        starts: dslint_linter::Starts::new(),
        to: to_of(rule),
        // Rules that have to be asked for are asked for by their own page.
        rules: RuleSet::embedded()
            .unwrap()
            .iter()
            .filter(|other| other.is_on_by_default || other.code == rule.code)
            .collect(),
        rule_set: RuleSet::embedded().unwrap(),
        sidecar: Vec::new(),
        severities: BTreeMap::new(),
    });
    (memory, analysis)
}

type Line = (String, usize, String, String);

fn reported(analysis: &Analysis) -> BTreeSet<Line> {
    analysis.diagnostics.iter().map(|found| line_of(analysis, found)).collect()
}

fn line_of(analysis: &Analysis, found: &Diagnostic) -> Line {
    let source = analysis.sources.get(found.primary.source);
    let (start, _) = source.position(found.primary.range);
    let name = source.path.strip_prefix("/ws").unwrap_or(&source.path).display().to_string();
    (name, start.line as usize, found.rule.name.to_string(), found.severity.to_string())
}

fn expected(rule: &Rule, example: &Example) -> BTreeSet<Line> {
    let mut lines = BTreeSet::new();
    for file in &example.files {
        for marker in &file.expected {
            let name = marker.rule.as_ref().unwrap_or(&rule.name).to_string();
            lines.insert((file.name.clone(), marker.line, name, marker.severity.to_string()));
        }
    }
    lines
}

#[test]
fn examples_report_what_their_markers_say() {
    let mut wrong = Vec::new();
    for rule in RuleSet::embedded().unwrap().iter() {
        for (index, example) in rule.page.examples.iter().enumerate() {
            let (_, analysis) = analyze(rule, example);
            let (reported, expected) = (reported(&analysis), expected(rule, example));
            for line in expected.difference(&reported) {
                wrong.push(format!("{} example {index} ({}): missing {line:?}", rule.name, example.lead));
            }
            for line in reported.difference(&expected) {
                wrong.push(format!("{} example {index} ({}): noisy {line:?}", rule.name, example.lead));
            }
            for skipped in &analysis.skipped {
                wrong.push(format!("{} example {index}: {}: {}", rule.name, skipped.path.display(), skipped.why));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

type Chosen = fn(&Diagnostic) -> Option<&Fix>;
type Shown = fn(&ExampleFile) -> Option<&String>;

/// What a page shows again, and the fixes that make it.
const SHOWN: [(&str, Shown, Chosen); 3] = [
    ("fixed", |file| file.fixed.as_ref(), |found| found.fix.as_ref()),
    ("kept", |file| file.kept.as_ref(), |found| found.fix_for(Decision::KeepOld)),
    ("adopted", |file| file.adopted.as_ref(), |found| found.fix_for(Decision::AdoptNew)),
];

#[test]
fn fixes_come_out_to_the_letter_and_leave_nothing() {
    let mut wrong = Vec::new();
    for rule in RuleSet::embedded().unwrap().iter() {
        for (index, example) in rule.page.examples.iter().enumerate() {
            for (word, shown, chosen) in
                SHOWN.iter().filter(|(_, shown, _)| example.files.iter().any(|it| shown(it).is_some()))
            {
                let (mut memory, analysis) = analyze(rule, example);
                for (id, source) in analysis.sources.iter() {
                    let mut edits: Vec<_> = analysis
                        .diagnostics
                        .iter()
                        .filter_map(chosen)
                        .flat_map(|fix| &fix.edits)
                        .filter(|edit| edit.source == id)
                        .collect();
                    edits.sort_by_key(|edit| edit.range);
                    edits.dedup();
                    let mut text = source.text.to_string();
                    for edit in edits.iter().rev() {
                        text.replace_range(edit.range.usize(), &edit.replacement);
                    }
                    memory.insert(&source.path, &text);
                }
                for file in &example.files {
                    let Some(expected) = shown(file) else { continue };
                    let got = memory.text(Path::new("/ws").join(&file.name).as_path());
                    if got.trim_end() != expected.trim_end() {
                        wrong.push(format!(
                            "{} example {index} {} {word}:\n{got}\n--- expected ---\n{expected}",
                            rule.name, file.name
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
