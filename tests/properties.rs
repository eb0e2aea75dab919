//! Programs put together at random: what does not change what a program means changes no finding.
//!
//! A program is made of building blocks (clients in every way to write one, meters, logout overrides, types of the same
//! names as the packages') and of noise. The runs are the same each time; `PROPTEST_CASES` makes them longer.

#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "a test says what is wrong by failing")]

#[path = "properties/blocks.rs"]
mod blocks;
#[path = "properties/program.rs"]
mod program;
mod support;

use blocks::{Block, block};
use dslint_linter::{Analysis, Confidence, Request};
use dslint_rules::{Releases, RuleSet};
use dslint_syntax::{directive::Symbols, lexer};
use program::{Program, Style};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestCaseError, TestCaseResult, TestRng, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use support::Memory;

const CASES: u32 = 150;

fn config() -> Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Rule, text of the primary place in the names of the unchanged program, confidence.
type Finding = (String, String, Confidence);

fn analyze(files: &[(String, String)]) -> Analysis {
    let memory = Memory::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let mut paths: Vec<PathBuf> = memory.paths();
    paths.sort();
    dslint_linter::analyze(Request {
        root: PathBuf::from("/ws"),
        files: paths,
        left_out: dslint_linter::LeftOut::default(),
        reader: &memory,
        from: None,
        starts: dslint_linter::Starts::new(),
        to: Releases::embedded().newest_covered().unwrap().last_patch.clone(),
        rules: RuleSet::embedded().unwrap().iter().collect(),
        rule_set: RuleSet::embedded().unwrap(),
        sidecar: Vec::new(),
        severities: BTreeMap::new(),
    })
}

/// The findings of a program, in an order that does not depend on positions.
fn findings(program: &Program, style: &Style) -> Result<Vec<Finding>, TestCaseError> {
    let files = program.render(style);
    let analysis = analyze(&files);
    if let Some(skipped) = analysis.skipped.first() {
        let shown: Vec<&str> = files.iter().map(|(_, text)| text.as_str()).collect();
        return Err(TestCaseError::fail(format!("{}: {}\n{}", skipped.path.display(), skipped.why, shown.join("\n"))));
    }
    let back = program.original_names(style);
    let mut found: Vec<Finding> = analysis
        .diagnostics
        .iter()
        .map(|found| {
            let source = analysis.sources.get(found.primary.source);
            let text = plain(&source.text[found.primary.range.usize()], &back);
            (found.rule.code.to_string(), text, found.confidence)
        })
        .collect();
    found.sort();
    Ok(found)
}

/// A piece of code without comments and white space, in the names of the unchanged program.
fn plain(text: &str, names: &BTreeMap<String, String>) -> String {
    let tokens = lexer::lex(text, &Symbols::default()).tokens;
    let words = tokens.iter().filter(|token| token.kind != lexer::TokenKind::Comment).map(|token| {
        let word = &text[token.range.usize()];
        names.get(word).map_or(word, String::as_str)
    });
    words.collect()
}

fn check(style: impl Fn(u64) -> Style) {
    let config = config();
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let programs = (proptest::collection::vec(block(), 1..6), any::<u64>());
    let result = runner.run(&programs, |(blocks, seed)| same_findings(&blocks, &style(seed)));
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn same_findings(blocks: &[Block], style: &Style) -> TestCaseResult {
    let program = Program::of(blocks);
    let before = findings(&program, &Style::default())?;
    let after = findings(&program, style)?;
    if before == after {
        return Ok(());
    }
    let missing: Vec<&Finding> = before.iter().filter(|finding| !after.contains(finding)).collect();
    let new: Vec<&Finding> = after.iter().filter(|finding| !before.contains(finding)).collect();
    let files = program.render(style);
    let shown: Vec<String> = files.iter().map(|(name, text)| format!("=== {name}\n{text}")).collect();
    Err(TestCaseError::fail(format!("missing {missing:#?}\nnew {new:#?}\n{}", shown.join("\n"))))
}

#[test]
fn programs_have_findings_of_every_rule_that_their_blocks_are_about() {
    let config = config();
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for _ in 0..150 {
        let one = block().new_tree(&mut runner).unwrap().current();
        let found = findings(&Program::of(&[one]), &Style::default()).unwrap();
        codes.extend(found.into_iter().map(|(code, ..)| code));
    }
    for wanted in ["DS6302", "DS7301", "DS7302", "DS7303", "DS7304"] {
        assert!(codes.contains(wanted), "no {wanted} in {codes:?}");
    }
}

#[test]
fn renaming_locals_and_private_members() {
    check(|_| Style { rename: true, ..Style::default() });
}

#[test]
fn adding_unrelated_files() {
    check(|seed| Style { noise: Some(seed), ..Style::default() });
}

#[test]
fn reordering_members() {
    check(|seed| Style { members: Some(seed), ..Style::default() });
}

#[test]
fn reordering_files() {
    check(|seed| Style { files: Some(seed), ..Style::default() });
}

#[test]
fn comments_and_white_space() {
    check(|seed| Style { trivia: Some(seed), ..Style::default() });
}

#[test]
fn everything_at_once() {
    let all =
        |seed| Style { rename: true, noise: Some(seed), members: Some(seed), files: Some(seed), trivia: Some(seed) };
    check(all);
}
