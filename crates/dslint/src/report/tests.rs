//! The renderers on hand-made analyses: what no small tree brings about.

use dslint_linter::{
    Analysis, Confidence, Diagnostic, Edit, Fix, Label, Ledger, Searched, Skipped, SourceFile, SourceId, Sources,
    Timings,
};
use dslint_project::Workspace;
use dslint_rules::{Applicability, Rule, RuleSet, Severity};
use dslint_syntax::text::{Encoding, TextRange};
use std::path::{Path, PathBuf};

use super::{Base, Report, concise, human, json, sarif};

const FIRST: &str = "class A\n{\n    string a = \"x\";\n}\n";
const SECOND: &str = "class B\n{\n    void M()\n    {\n        One(\n            1,\n            2);\n    }\n}\n";

fn rule() -> &'static Rule {
    RuleSet::embedded().unwrap().find("DS7302").unwrap()
}

fn label(source: SourceId, text: &str, marked: &str, words: &str) -> Label {
    let start = text.find(marked).unwrap();
    Label { source, range: TextRange::from_usize(start, start + marked.len()), text: words.to_owned() }
}

/// A finding in `A.cs` with evidence over several lines of `B.cs`, and a fix of two lines.
fn analysis() -> Analysis {
    let mut sources = Sources::default();
    let file = |path: &str, text: &str| SourceFile::new(path.into(), text.into(), Encoding::Utf8);
    let first = sources.add(file("/w/A.cs", FIRST));
    let second = sources.add(file("/w/lib/B.cs", SECOND));
    let primary = label(first, FIRST, "\"x\"", "here");
    let edit = Edit { source: first, range: primary.range, replacement: "\"y\" +\n        \"z\"".to_owned() };
    let diagnostic = Diagnostic {
        rule: rule(),
        severity: Severity::Warning,
        confidence: Confidence::Likely,
        message: "two halves that lie in different files, told in a sentence that is long enough to need a second line"
            .to_owned(),
        help: Some("do this".to_owned()),
        primary,
        related: vec![label(second, SECOND, "One(\n            1,\n            2);\n", "the other [half]")],
        decisions: Vec::new(),
        fix: Some(Fix { title: "do that".to_owned(), edits: vec![edit], applicability: Applicability::Safe }),
        project: None,
    };
    Analysis {
        starts: dslint_linter::Starts::new(),
        from: None,
        to: "7.3.4".parse().unwrap(),
        diagnostics: vec![diagnostic],
        suppressed: Vec::new(),
        workspace: Workspace::default(),
        sources,
        searched: Searched { files: 1234, parsed: 2, scanned: 1200, rules: vec![rule()], ..Searched::default() },
        skipped: (0..9)
            .map(|number| Skipped { path: format!("/w/{number}.cs").into(), why: "broken".to_owned() })
            .collect(),
        ledger: Ledger::default(),
        database_contexts: Vec::new(),
        timings: Timings::default(),
    }
}

fn report<'a>(analysis: &'a Analysis, asked: &'a str) -> Report<'a> {
    let base = Base { working_directory: PathBuf::from("/w"), root: PathBuf::from("/") };
    let asked = Path::new(asked);
    Report::new(analysis, &base, |path| path.starts_with(asked), |severity| severity <= Severity::Warning, &[])
}

#[test]
fn evidence_in_another_file_is_shown() {
    let analysis = analysis();
    let text = human::render(&report(&analysis, "/w"), true).unwrap();
    insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string(), @r#"
    warning[DS7302]: two halves that lie in different files, told in a sentence that is long enough to
                     need a second line
      ┌─ A.cs:3:16
      │
    3 │     string a = "x";
      │                ^^^ here
      │
      ┌─ lib/B.cs:5:9
      │
    5 │ ╭         One(
    6 │ │             1,
    7 │ │             2);
      │ ╰───────────────' the other [half]
      │
      = help: do this
      = fix: do that
          - string a = "x";
          + string a = "y" +
          +     "z";
      = likely: part of this was inferred; look before you change it
      = docs: https://docs.duendesoftware.com/identityserver/upgrades/v7_2-to-v7_3/#client-secret-is-now-required-for-clients-with-clientcredentials-grant

    found 1 warning in 1 file
      7.3:  1 warning  DS7302
    searched 1 rule over 1,234 files, 2 parsed
      no project file: taken as any version → 7.3.4
    not wholly read: 9 places
      0.cs: broken
      1.cs: broken
      2.cs: broken
      3.cs: broken
      4.cs: broken
      5.cs: broken
      … and 3 more: all of them are in --format json
    more: dslint explain DS7302 shows what changed and what to do
    "#);
}

#[test]
fn a_finding_is_asked_for_by_any_of_its_places() {
    let analysis = analysis();
    assert_eq!(report(&analysis, "/w/lib").findings.len(), 1);
    assert_eq!(report(&analysis, "/w/A.cs").findings.len(), 1);
    assert_eq!(report(&analysis, "/w/other").findings.len(), 0);
}

#[test]
fn every_format_tells_the_same() {
    let analysis = analysis();
    let report = report(&analysis, "/w");
    assert!(
        anstream::adapter::strip_str(&concise::render(&report))
            .to_string()
            .starts_with("A.cs:3:16: warning DS7302 two halves")
    );
    let json: serde_json::Value = serde_json::from_str(&json::render(&report).unwrap()).unwrap();
    assert_eq!(
        (&json["findings"][0]["related"][0]["line"], &json["findings"][0]["related"][0]["endLine"]),
        (&5.into(), &8.into())
    );
    let log: serde_json::Value = serde_json::from_str(&sarif::render(&report, "dslint/").unwrap().text).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert!(result["message"]["text"].as_str().unwrap().ends_with("See also: [the other \\[half\\]](1)"));
    let related = &result["relatedLocations"][0]["physicalLocation"];
    assert_eq!((&related["region"]["startLine"], &related["region"]["endLine"]), (&5.into(), &5.into()));
    assert_eq!(related["artifactLocation"]["uri"], "w/lib/B.cs");
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "\"y\" +\n        \"z\"");
    assert_eq!(log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 9);
}
