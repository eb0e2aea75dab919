//! Suppressions over whole solutions: what is found in corpus/ goes away with one comment for each finding and comes back
//! without, and entries of settings do the same for whole files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in what it shares with others")]

mod support;

use dslint_linter::{Analysis, Diagnostic, PathFilter, Request, SidecarIgnore, SourceKind};
use dslint_project::Location;
use dslint_rules::{Releases, RuleSet};
use dslint_syntax::text::TextRange;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::Memory;

/// The readable files of a solution below `/ws`.
fn solution(directory: &Path) -> Memory {
    let mut files = Vec::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                files.push((path, text));
            }
        }
    }
    let name = |path: &Path| path.strip_prefix(directory).unwrap().to_str().unwrap().to_owned();
    let files: Vec<(String, String)> = files.into_iter().map(|(path, text)| (name(&path), text)).collect();
    Memory::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

fn analyze(memory: &Memory, sidecar: Vec<SidecarIgnore>) -> Analysis {
    dslint_linter::analyze(Request {
        root: PathBuf::from("/ws"),
        files: memory.paths(),
        left_out: dslint_linter::LeftOut::default(),
        reader: memory,
        from: None,
        starts: dslint_linter::Starts::new(),
        to: Releases::embedded().newest_covered().unwrap().last_patch.clone(),
        rules: RuleSet::embedded().unwrap().iter().filter(|rule| rule.is_on_by_default).collect(),
        rule_set: RuleSet::embedded().unwrap(),
        sidecar,
        severities: BTreeMap::new(),
    })
}

fn corpus() -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")).unwrap();
    let mut solutions: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    solutions.sort();
    solutions
}

/// Path, code and line of a finding.
fn key(analysis: &Analysis, found: &Diagnostic) -> (PathBuf, String, u32) {
    let source = analysis.sources.get(found.primary.source);
    (source.path.clone(), found.rule.code.to_string(), source.position(found.primary.range).0.line)
}

#[test]
fn a_comment_for_each_finding_leaves_none_and_is_used() {
    let mut suppressed = 0;
    for directory in corpus() {
        let mut memory = solution(&directory);
        let before = analyze(&memory, Vec::new());
        let keys: BTreeSet<_> = before.diagnostics.iter().map(|found| key(&before, found)).collect();
        let mut lines: BTreeMap<(PathBuf, u32), Vec<String>> = BTreeMap::new();
        for (path, code, line) in &keys {
            lines.entry((path.clone(), *line)).or_default().push(code.clone());
        }
        for ((path, line), codes) in lines {
            let text = memory.text(&path).to_owned();
            let mut all: Vec<String> = text.split('\n').map(str::to_owned).collect();
            let line = &mut all[line as usize - 1];
            // In front: the line may end in a comment.
            let start = line.len() - line.trim_start().len();
            let (open, close) = match SourceKind::of(&path) {
                Some(SourceKind::MsBuild) => ("<!--", "-->"),
                Some(SourceKind::Razor) => ("@*", "*@"),
                _ => ("/*", "*/"),
            };
            line.insert_str(start, &format!("{open} dslint: ignore[{}]: looked at {close} ", codes.join(", ")));
            memory.insert(&path, &all.join("\n"));
        }
        let after = analyze(&memory, Vec::new());
        let left: Vec<_> = after.diagnostics.iter().map(|found| key(&after, found)).collect();
        assert_eq!(left, [], "{}", directory.display());
        let hidden: BTreeSet<_> = after.suppressed.iter().map(|it| key(&after, &it.diagnostic)).collect();
        assert_eq!(hidden, keys, "{}", directory.display());
        suppressed += hidden.len();
    }
    assert!(suppressed > 20, "the corpus has {suppressed} findings");
}

const CLIENT: &str = "using Duende.IdentityServer.Models;\nclass Config\n{\n    Client Machine => new() { AllowedGrantTypes = \
                      GrantTypes.ClientCredentials, RequireClientSecret = false };\n}\n";
const SETTINGS: &str = "ignore = [{ rule = \"DS7302\" }]\n";

fn entry(rule: &str, path: &'static str, until: Option<&str>, reason: &str) -> SidecarIgnore {
    SidecarIgnore {
        rule: rule.to_owned(),
        paths: PathFilter::new(move |file| file == Path::new(path)),
        until: until.map(|until| until.parse().unwrap()),
        reason: reason.to_owned(),
        at: Some(Location { path: Arc::from(Path::new("/ws/dslint.toml")), range: TextRange::new(10, 30) }),
        removal: None,
    }
}

#[test]
fn entries_of_settings() {
    let memory = Memory::new([("src/Config.cs", CLIENT), ("dslint.toml", SETTINGS)]);
    let run = |entries: &[SidecarIgnore]| -> (Vec<String>, Vec<String>) {
        let analysis = analyze(&memory, entries.to_vec());
        let code = |found: &Diagnostic| found.rule.code.to_string();
        let reason = |by: &dslint_linter::Suppression| by.reason.clone().unwrap_or_default();
        (
            analysis.diagnostics.iter().map(code).collect(),
            analysis.suppressed.iter().map(|it| format!("{} {}", code(&it.diagnostic), reason(&it.by))).collect(),
        )
    };
    let config = "/ws/src/Config.cs";
    let (reported, suppressed) = run(&[entry("client-credentials-requires-secret", config, Some("99.0"), "why")]);
    assert_eq!((reported, suppressed), (vec![], vec!["DS7302 why".to_owned()]));
    for (entry, said) in [
        (entry("DS7302", "/ws/Config.cs", None, "why"), "DS0012"),
        (entry("DS7302", config, Some("7.0"), "why"), "DS0010"),
        (entry("DS7302", config, None, " "), "DS0011"),
        (entry("DS7320", config, None, "why"), "DS0013"),
    ] {
        let (reported, suppressed) = run(std::slice::from_ref(&entry));
        assert_eq!((reported, suppressed), (vec![said.to_owned(), "DS7302".to_owned()], vec![]), "{entry:?}");
    }
}
