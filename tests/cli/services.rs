//! Formats for GitLab, Azure Pipelines, MSBuild and readers of JUnit, each read back as its reader does.

use crate::support::{FORMATS, HOST, REFUSED_CLIENT, Run, Tree, assert_valid, command_in, corpus, run_in};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use regex::Regex;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};

/// What the parser of MSBuild takes for an error or a warning (`CanonicalError` of Microsoft.Build.Utilities).
const CANONICAL: &str = r"(?i)^\s*(((?<ORIGIN>(((\d+>)?[a-zA-Z]?:[^:]*)|([^:]*))):)|())(?<SUBCATEGORY>(()|([^:]*? )))(?<CATEGORY>(error|warning))( \s*(?<CODE>[^: ]*))?\s*:(?<TEXT>.*)$";

/// The formats as their services get them, to the letter.
#[test]
fn a_solution_in_every_format() {
    let tree = Tree::of_corpus("template-host-7.2");
    for format in FORMATS.into_iter().filter(|format| !["human", "json"].contains(format)) {
        let mut text = tree.run(&["--to", "7.3", "--format", format]).stdout;
        if format == "sarif" {
            // The rules are the pages, which change for themselves.
            let log: Value = serde_json::from_str(&text).unwrap();
            text = serde_json::to_string_pretty(&log["runs"][0]["results"]).unwrap();
        }
        insta::assert_snapshot!(format!("template-host-7.2-{format}"), text);
    }
    let agent = command_in(&tree.root, &["--to", "7.3", "--format", "azure"]).env("TF_BUILD", "True").output().unwrap();
    insta::assert_snapshot!("template-host-7.2-azure-agent", Run::of(&agent).stdout);
}

#[test]
fn msbuild_knows_errors_and_warnings_and_nothing_else() {
    let canonical = Regex::new(CANONICAL).unwrap();
    for (name, directory) in corpus() {
        let run = |format: &str| run_in(&directory, &["--to", "7.3", "--format", format]).stdout;
        let report: Value = serde_json::from_str(&run("json")).unwrap();
        let (msbuild, azure) = (run("msbuild"), run("azure"));
        assert_eq!(msbuild, azure, "{name}: away from an agent there is one form");
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(msbuild.lines().count(), findings.len(), "{name}");
        for (line, finding) in msbuild.lines().zip(findings) {
            let found = canonical.captures(line);
            if finding["severity"] == "note" {
                assert!(found.is_none() && line.contains("): info DS"), "{line}");
                continue;
            }
            let found = found.unwrap_or_else(|| panic!("{line}"));
            let text = |field: &str| finding[field].as_str().unwrap();
            let origin = format!("{}({},{})", text("path"), finding["line"], finding["column"]);
            assert_eq!(&found["ORIGIN"], origin);
            assert_eq!(
                (found["SUBCATEGORY"].trim(), &found["CATEGORY"], &found["CODE"]),
                ("", text("severity"), text("code"))
            );
            assert_eq!(found["TEXT"].trim(), text("message"));
        }
    }
}

#[test]
fn an_agent_of_azure_pipelines_gets_commands() {
    let tree = Tree::new(&[(".git/HEAD", ""), ("Host.csproj", HOST), ("a;b]%.cs", REFUSED_CLIENT)]);
    let run = |format: &str| {
        let output = command_in(&tree.root, &["--format", format]).env("TF_BUILD", "True").output().unwrap();
        Run::of(&output).stdout
    };
    let lines = run("azure");
    let lines: Vec<&str> = lines.lines().collect();
    assert!(lines[0].starts_with("Host.csproj(6,64): info DS0001: "), "{lines:?}");
    let (properties, message) = lines[1].strip_prefix("##vso[task.logissue ").unwrap().split_once(']').unwrap();
    let expected = "type=error;sourcepath=a%3Bb%5D%AZP25.cs;linenumber=10;columnnumber=9;code=DS7302";
    assert_eq!(properties, expected);
    assert!(message.starts_with("DS7302: this client allows"), "{message}");
    assert!(run("msbuild").contains("a;b]%.cs(10,9): error DS7302: "), "dotnet build runs on agents too");
}

#[test]
fn gitlab_gets_what_its_documentation_asks_for() {
    let position = json!({"type": "object", "required": ["line", "column"],
        "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}}});
    let schema = json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "pattern": "^DS[0-9]{4}$"},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines", "positions"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^[^/.]"},
                        "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                        "positions": {"type": "object", "required": ["begin", "end"], "properties": {"begin": position, "end": position}},
                    },
                },
            },
        },
    });
    for name in corpus().keys() {
        let tree = Tree::of_corpus(name);
        let run = |format: &str| -> Value {
            serde_json::from_str(&tree.run(&["--to", "7.3", "--format", format]).stdout).unwrap()
        };
        let report = run("gitlab");
        assert_valid(&schema, &report);
        let issues = report.as_array().unwrap();
        let prints: HashSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), issues.len(), "{name}: each its own");
        let log = run("sarif");
        let results = log["runs"][0]["results"].as_array().unwrap();
        let in_sarif = results.iter().map(|result| result["partialFingerprints"]["dslint/v1"].as_str().unwrap());
        assert_eq!(in_sarif.collect::<HashSet<_>>(), prints, "{name}");
    }
    assert_eq!(Tree::new(&[("A.cs", "")]).run(&["--format", "gitlab"]).stdout, "[]\n");
}

/// What a JUnit file says, and that it is well-formed.
#[derive(Default, Debug)]
struct Junit {
    cases: Vec<(String, String)>,
    failures: Vec<String>,
    skipped: Vec<String>,
    outputs: usize,
    counts: Vec<(String, usize, usize, usize)>,
}

fn junit(text: &str) -> Junit {
    let mut junit = Junit::default();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let attribute = |element: &BytesStart<'_>, name: &str| {
        let value = element.attributes().map(|it| it.unwrap()).find(|it| it.key.as_ref() == name);
        value.map(|it| it.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
    };
    let mut depth = 0;
    loop {
        let event = reader.read_event().unwrap();
        depth += i32::from(matches!(event, Event::Start(_))) - i32::from(matches!(event, Event::End(_)));
        match event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                let of = |name| attribute(&element, name).unwrap_or_else(|| panic!("{name} in {element:?}"));
                match element.name().as_ref() {
                    "testsuites" | "testsuite" => {
                        let count = |name| of(name).parse().unwrap();
                        junit.counts.push((of("name"), count("tests"), count("failures"), count("skipped")));
                    }
                    "testcase" => junit.cases.push((of("classname"), of("name"))),
                    "failure" => junit.failures.push(of("message")),
                    "skipped" => junit.skipped.push(of("message")),
                    "system-out" => junit.outputs += 1,
                    other => panic!("{:?}", other),
                }
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    junit
}

#[test]
fn junit_counts_what_it_holds() {
    for (name, directory) in corpus() {
        let run = |format: &str| run_in(&directory, &["--to", "7.3", "--format", format]).stdout;
        let report: Value = serde_json::from_str(&run("json")).unwrap();
        let findings = report["findings"].as_array().unwrap();
        let skipped = report["skipped"].as_array().unwrap().len();
        let notes = findings.iter().filter(|finding| finding["severity"] == "note").count();
        let junit = junit(&run("junit"));
        let expected = (findings.len() + skipped).max(1);
        assert_eq!(junit.cases.len(), expected, "{name}");
        assert_eq!(junit.cases.iter().collect::<BTreeSet<_>>().len(), expected, "{name}: each its own name");
        assert_eq!(
            (junit.failures.len(), junit.outputs, junit.skipped.len()),
            (findings.len() - notes, notes, skipped)
        );
        let all = ("dslint".to_owned(), expected, findings.len() - notes, skipped);
        assert_eq!(junit.counts[0], all, "{name}");
        let sum = junit.counts[1..].iter().fold((0, 0, 0), |sum, it| (sum.0 + it.1, sum.1 + it.2, sum.2 + it.3));
        assert_eq!(sum, (all.1, all.2, all.3), "{name}: the suites are the whole");
    }
}

#[test]
fn junit_of_a_clean_run_passes() {
    let junit = junit(&Tree::new(&[("A.cs", "")]).run(&["--format", "junit"]).stdout);
    assert_eq!(junit.cases, [("dslint".to_owned(), "no findings".to_owned())]);
    assert!(junit.failures.is_empty() && junit.skipped.is_empty());
}

#[test]
fn junit_says_what_was_not_read_and_takes_any_text() {
    let path = "a<b>&\"'\u{1}\u{ffff}.cs";
    let tree = Tree::new(&[("Host.csproj", HOST), (path, REFUSED_CLIENT), ("Broken.csproj", "<Project>")]);
    let text = tree.run(&["--format", "junit"]).stdout;
    assert!(!text.contains(|it: char| it != '\n' && it.is_control() || it == '\u{ffff}'), "{text}");
    let junit = junit(&text);
    assert!(junit.cases.iter().any(|(class, _)| class == r#"a<b>&"'\u{1}�.cs"#), "{junit:?}");
    assert_eq!(junit.skipped.len(), 1);
    assert!(junit.skipped[0].contains("broken XML"), "{junit:?}");
}
