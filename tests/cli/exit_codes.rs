//! Exit codes: the same for every format.

use crate::support::{FORMATS, HOST, Tree};

#[test]
fn clean_is_0_and_findings_are_1_in_every_format() {
    let found = Tree::host();
    let clean = Tree::new(&[("A.cs", "class A { }\n")]);
    for format in FORMATS {
        assert_eq!(clean.run(&["--format", format]).code, 0, "{format}");
        assert_eq!(found.run(&["--format", format]).code, 1, "{format}");
        assert_eq!(found.run(&["check", ".", "--format", format, "--quiet"]).code, 1, "{format}");
    }
}

#[test]
fn the_threshold_decides_what_fails() {
    let note = Tree::new(&[("Host.csproj", HOST)]);
    assert_eq!(note.findings(&[]), ["Host.csproj:6 DS0001"]);
    assert_eq!(note.run(&[]).code, 0, "a note is below the default threshold");
    assert_eq!(note.run(&["--fail-on", "note"]).code, 1);
    let error = Tree::host();
    assert_eq!(error.run(&["--fail-on", "never"]).code, 0);
    assert_eq!(error.run(&["--fail-on", "error"]).code, 1);
}

#[test]
fn what_is_not_reported_does_not_fail() {
    let note = Tree::new(&[("Host.csproj", HOST)]);
    let run = note.run(&["--fail-on", "note", "--min-severity", "warning"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("not shown: 1 finding is below --min-severity"), "{}", run.stdout);
}

#[test]
fn wrong_usage_is_2_and_says_what_to_do() {
    let tree = Tree::host();
    for (arguments, error) in [
        (&["--no-such-option"][..], "--no-such-option"),
        (&["--format", "xml"], "sarif"),
        (&["--jobs", "0"], "--jobs"),
        (&["--to", "8.0"], "the newest release that is covered is 7.3"),
        (&["--to", "99.9"], "the newest that is covered is 7.3"),
        (&["--to", "newest"], "`newest` is no version"),
        (&["--from", "3"], "--from: `3` is no version"),
        (&["--from", "7.3", "--to", "7.2"], "--from 7.3.0 is newer than --to 7.2"),
        (&["--rule", "DS7320"], "there is no rule `DS7320`"),
        (&["--rule", "client-credential-requires-secret"], "did you mean `DS7302`"),
        (&["--exclude", "[z-a]"], "--exclude [z-a]: "),
        (&["--output", "nowhere/report.json"], "cannot write nowhere/report.json"),
        (&["explain", "DS99"], "there is no rule `DS99`"),
        (&["explain"], "CODE|NAME"),
    ] {
        let run = tree.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.starts_with("error: ") && run.stderr.contains(error), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}

#[test]
fn a_missing_path_is_2_after_the_others_were_checked() {
    let tree = Tree::host();
    let run = tree.run(&["nope", "src", "--format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nope does not exist"), "{}", run.stderr);
    assert!(run.stdout.contains("src/Host/Config.cs:10:9: error DS7302 "), "{}", run.stdout);
    let run = tree.run(&["nope", "neither"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("2 paths do not exist: neither, nope"), "{}", run.stderr);
    let run = tree.run(&["explian"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean the command `dslint explain`"), "{}", run.stderr);
}

#[test]
fn nothing_to_check_is_3_in_every_format() {
    let empty = Tree::new(&[("README.md", "")]);
    for format in FORMATS {
        let run = empty.run(&["--format", format]);
        assert_eq!(run.code, 3, "{format}");
        assert!(run.stderr.contains("nothing to check was found"), "{}", run.stderr);
    }
    assert_eq!(empty.json(&[])["findings"].as_array().unwrap().len(), 0);
    let run = empty.run(&["README.md"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("1 given file is of no kind that dslint reads: README.md"), "{}", run.stderr);
}

#[test]
fn help_and_version_are_0() {
    let tree = Tree::new(&[]);
    for arguments in [&["--help"][..], &["-h"], &["check", "--help"], &["--version"], &["rules", "--help"]] {
        let run = tree.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(!run.stdout.is_empty());
    }
    assert!(tree.run(&["--help"]).stdout.contains("Exit codes"));
}
