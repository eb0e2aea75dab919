//! Runs dslint over the solutions of corpus/ and compares the findings with the markers in their files, line by line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in what it shares with others")]

use dslint_linter::{Reader, Request, SourceKind};
use dslint_rules::{Releases, RuleSet};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

struct Disk;

impl Reader for Disk {
    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }
}

fn files_below(directory: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, found);
        } else if SourceKind::of(&path).is_some() {
            found.push(path);
        }
    }
}

/// File below the solution, line, code, severity, confidence.
type Line = (String, usize, String, String, String);

/// `// expect: DS7302 error likely, DS7304 error` at the end of a line.
fn markers(root: &Path, files: &[PathBuf]) -> BTreeSet<Line> {
    let mut lines = BTreeSet::new();
    for file in files {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        let name = file.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
        for (index, line) in text.lines().enumerate() {
            let Some((_, marker)) = line.split_once("expect:") else { continue };
            let marker = marker.trim_end().trim_end_matches("-->").trim();
            for one in marker.split(',') {
                let words: Vec<&str> = one.split_whitespace().collect();
                let [code, severity, rest @ ..] = &words[..] else { panic!("{name}:{}: {one}", index + 1) };
                let confidence = if rest == ["likely"] { "likely" } else { "certain" };
                lines.insert((name.clone(), index + 1, code.to_string(), severity.to_string(), confidence.to_owned()));
            }
        }
    }
    lines
}

fn setting(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find(|line| line.trim_start().starts_with(key))?;
    Some(line.split_once('=')?.1.trim().trim_matches('"').to_owned())
}

#[test]
fn findings_are_those_that_are_marked() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut wrong = Vec::new();
    let mut solutions = 0;
    let mut entries: Vec<PathBuf> = std::fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for root in entries.into_iter().filter(|path| path.is_dir()) {
        solutions += 1;
        let settings = std::fs::read_to_string(root.join("corpus.toml")).unwrap();
        let releases = Releases::embedded();
        let mut files = Vec::new();
        files_below(&root, &mut files);
        let analysis = dslint_linter::analyze(Request {
            root: root.clone(),
            files: files.clone(),
            left_out: dslint_linter::LeftOut::default(),
            reader: &Disk,
            from: setting(&settings, "from").map(|from| releases.resolve_lower(&from).unwrap()),
            starts: dslint_linter::Starts::new(),
            to: releases.resolve(&setting(&settings, "to").unwrap()).unwrap(),
            rules: RuleSet::embedded().unwrap().iter().filter(|rule| rule.is_on_by_default).collect(),
            rule_set: RuleSet::embedded().unwrap(),
            sidecar: Vec::new(),
            severities: BTreeMap::new(),
        });
        let reported: BTreeSet<Line> = analysis
            .diagnostics
            .iter()
            .map(|found| {
                let source = analysis.sources.get(found.primary.source);
                let name = source.path.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
                let line = source.position(found.primary.range).0.line as usize;
                let (code, severity) = (found.rule.code.to_string(), found.severity.to_string());
                (name, line, code, severity, found.confidence.as_str().to_owned())
            })
            .collect();
        let marked = markers(&root, &files);
        let solution = root.file_name().unwrap().display().to_string();
        wrong.extend(marked.difference(&reported).map(|line| format!("{solution}: missing {line:?}")));
        wrong.extend(reported.difference(&marked).map(|line| format!("{solution}: noisy {line:?}")));
        wrong.extend(
            analysis
                .skipped
                .iter()
                .map(|skipped| format!("{solution}: skipped {}: {}", skipped.path.display(), skipped.why)),
        );
    }
    assert!(solutions >= 5, "the corpus is incomplete");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
