//! The solutions of corpus/, run by the real program: the JSON contract, and output that does not depend on threads.

use crate::support::{FORMATS, assert_valid, corpus, repository_json, run_in};
use serde_json::Value;

#[test]
fn json_is_as_documented_on_every_solution() {
    let schema = repository_json("docs/json.schema.json");
    let mut findings = 0;
    for (name, directory) in corpus() {
        let run = run_in(&directory, &["check", "--to", "7.3", "--format", "json", "--fail-on", "never"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_valid(&schema, &report);
        findings += report["findings"].as_array().unwrap().len();
    }
    assert!(findings > 20, "{findings}");
}

#[test]
fn output_does_not_depend_on_threads_on_any_solution() {
    for (name, directory) in corpus() {
        for format in FORMATS {
            let run = |arguments: &[&str]| {
                let common = ["check", "--to", "7.3", "--format", format, "--fail-on", "never"];
                run_in(&directory, &[&common, arguments].concat())
            };
            let one = run(&["--jobs", "1"]);
            let four = run(&["--jobs", "4"]);
            assert!(one.stdout == four.stdout && one.stderr == four.stderr, "{name} {format}");
            assert_eq!((one.code, four.code), (0, 0), "{name} {format}");
            let timed = run(&["--jobs", "4", "--timings"]);
            assert!(timed.stdout == one.stdout, "{name} {format}: timings belong on standard error");
            assert!(
                timed.stderr.starts_with("timings: ") && timed.stderr.contains("\n  bind, match"),
                "{}",
                timed.stderr
            );
        }
    }
}
