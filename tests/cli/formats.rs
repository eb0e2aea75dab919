//! What holds for several formats: the JSON contract, files, colours, determinism.

use crate::support::{FORMATS, HOST, REFUSED_CLIENT, Run, Tree, assert_valid, command_in, repository_json};
use std::fs;

#[test]
fn json_is_as_documented() {
    let schema = repository_json("docs/json.schema.json");
    let tree = Tree::host();
    let report = tree.json(&[]);
    assert_valid(&schema, &report);
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "client-credentials-requires-secret");
    assert_eq!(finding["project"], "src/Host/Host.csproj");
    assert_eq!((&finding["line"], &finding["column"]), (&10.into(), &9.into()));
    assert_eq!((&report["from"], &report["to"]), (&serde_json::Value::Null, &"7.3.4".into()));
    assert_eq!(report["projects"][0]["packages"][0]["version"], "7.2.4");
    let from = tree.json(&["--from", "7.2"]);
    assert_valid(&schema, &from);
    assert_eq!(from["from"], "7.2.0");
    assert_valid(&schema, &Tree::new(&[]).json(&[]));
    assert_valid(&schema, &Tree::new(&[("A.csproj", "<Project>"), ("A.cs", "\0")]).json(&[]));
}

#[test]
fn paths_are_relative_to_the_working_directory() {
    let tree = Tree::host();
    let inner = Tree { root: tree.root.join("src"), ..tree };
    assert_eq!(inner.findings(&["Host/Config.cs"]), ["Host/Config.cs:10 DS7302"]);
    let beside = Tree { root: inner.root.join("Host"), ..inner };
    assert_eq!(beside.findings(&["../../src/Host"])[0], "Config.cs:10 DS7302");
    fs::create_dir(beside.root.join("Pages")).unwrap();
    let below = Tree { root: beside.root.join("Pages"), ..beside };
    assert_eq!(below.findings(&["../Config.cs"]), ["../Config.cs:10 DS7302"]);
}

#[test]
fn columns_are_utf16_units() {
    let code = REFUSED_CLIENT.replace("        RequireClientSecret", "        /*😀é*/ RequireClientSecret");
    let tree = Tree::new(&[("Host.csproj", HOST), ("Config.cs", &code)]);
    let column = tree.json(&["Config.cs"])["findings"][0]["column"].clone();
    assert_eq!(column, 9 + 4 + 3 + 1);
}

#[test]
fn concise_is_one_line_for_each_finding() {
    let run = Tree::host().run(&["--format", "concise"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.stdout);
    assert!(lines[0].starts_with("src/Host/Config.cs:10:9: error DS7302 this client allows"), "{}", lines[0]);
    assert!(
        lines[1].starts_with("src/Host/Host.csproj:6:64: note DS0001 `Duende.IdentityServer` is at 7.2.4"),
        "{}",
        lines[1]
    );
}

#[test]
fn a_report_goes_to_a_file_in_one_step() {
    let tree = Tree::host();
    tree.write("report.json", "old");
    let run = tree.run(&["--format", "json", "--output", "report.json", "--color", "always"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("2 findings written to report.json"), "{}", run.stderr);
    let written = fs::read_to_string(tree.root.join("report.json")).unwrap();
    // The report of before is no settings file of the host.
    assert_eq!(written, tree.run(&["--format", "json", "--exclude", "report.json"]).stdout);
    tree.run(&["--output", "report.txt", "--color", "always", "--quiet"]);
    assert!(!fs::read_to_string(tree.root.join("report.txt")).unwrap().contains('\x1b'), "files have no colours");
    let left: Vec<_> = fs::read_dir(&tree.root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("tmp")), "{left:?}");
    assert_eq!(tree.run(&["--output", "-"]).stdout, tree.run(&[]).stdout);
}

#[test]
fn colours_follow_the_option_then_the_environment() {
    let tree = Tree::host();
    let is_coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = command_in(&tree.root, arguments).envs(variables.iter().copied()).output().unwrap();
        Run::of(&output).stdout.contains('\x1b')
    };
    assert!(!is_coloured(&[], &[]), "a pipe is no terminal");
    assert!(is_coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(is_coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
}

#[test]
fn output_does_not_depend_on_threads_or_the_order_of_arguments() {
    let tree = Tree::host();
    for number in 0..40 {
        tree.write(&format!("src/Host/Clients/C{number}.cs"), REFUSED_CLIENT.replace("Config", &format!("C{number}")));
    }
    tree.write("src/Api/Api.csproj", HOST);
    tree.write("src/Api/Config.cs", REFUSED_CLIENT);
    for format in FORMATS {
        let run = |arguments: &[&str]| {
            let run = tree.run(&[arguments, &["--format", format]].concat());
            assert_eq!(run.code, 1);
            run.stdout
        };
        let expected = run(&["src/Host", "src/Api", "--jobs", "1"]);
        assert!(expected.contains("C39.cs") || format == "github", "GitHub shows ten of them");
        for arguments in [
            &["src/Host", "src/Api", "--jobs", "2"][..],
            &["src/Api", "src/Host", "--jobs", "2"],
            &["src/Api", "src/Host", "src/Api/Config.cs", "src/Host/", "./src/Api", "--jobs", "7"],
            &["src", "--jobs", "2"],
        ] {
            assert!(run(arguments) == expected, "{format} {arguments:?}");
        }
    }
}

#[test]
fn rules_can_be_picked() {
    let tree = Tree::host();
    assert_eq!(tree.findings(&["--rule", "DS0001"]), ["src/Host/Host.csproj:6 DS0001"]);
    assert_eq!(tree.findings(&["--rule", "client-credentials-requires-secret"]), ["src/Host/Config.cs:10 DS7302"]);
    assert_eq!(tree.findings(&["--rule", "ds7302", "--rule", "package-outdated"]).len(), 2);
    assert_eq!(tree.findings(&["--to", "7.2"]), Vec::<String>::new());
}

#[test]
fn quiet_prints_findings_and_errors_only() {
    let tree = Tree::host();
    tree.write("notes.txt", "");
    let run = tree.run(&["--quiet", "src", "notes.txt"]);
    assert_eq!(run.stderr, "");
    assert!(run.stdout.contains("error[DS7302]") && !run.stdout.contains("searched"), "{}", run.stdout);
    assert_eq!(Tree::new(&[("A.cs", "")]).run(&["--quiet"]).stdout, "");
    assert!(tree.run(&["--quiet", "nope"]).stderr.contains("nope does not exist"));
}
