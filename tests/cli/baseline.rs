//! Baselines: what is known is not reported, what comes to it is, and the file says what was decided.

use crate::support::{REFUSED_CLIENT, Tree, assert_valid, repository_json};
use serde_json::Value;
use std::fs;

const FILE: &str = "dslint-baseline.json";
const CONFIG: &str = "src/Host/Config.cs";

/// A host with one error (DS7302) and one note (DS0001), both known.
fn known() -> Tree {
    let tree = Tree::host();
    let run = tree.run(&["baseline", "create"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(run.stderr.starts_with("note: 2 known findings written to dslint-baseline.json"), "{}", run.stderr);
    tree
}

fn text(tree: &Tree) -> String {
    fs::read_to_string(tree.root.join(FILE)).unwrap()
}

fn baseline(tree: &Tree) -> Value {
    let document = serde_json::from_str(&text(tree)).unwrap();
    assert_valid(&repository_json("docs/baseline.schema.json"), &document);
    document
}

fn new(tree: &Tree) -> Vec<String> {
    tree.findings(&["--new-only"])
}

/// A second client in the member beside, refused as well.
fn with_another(code: &str, name: &str) -> String {
    let member = REFUSED_CLIENT.split_once("{\n").unwrap().1.rsplit_once("}\n").unwrap().0;
    let (head, _) = code.rsplit_once("}\n").unwrap();
    format!("{head}{}}}\n", member.replace("Machine", name))
}

#[test]
fn what_is_known_is_neither_reported_nor_fails() {
    let tree = known();
    let run = tree.run(&["--new-only"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("no new findings: "), "{}", run.stdout);
    assert!(run.stdout.contains("baseline: 2 known findings of dslint-baseline.json are left out\n"), "{}", run.stdout);
    let run = tree.run(&["--baseline", FILE, "--format", "concise", "--fail-on", "note"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, "note: 2 known findings of dslint-baseline.json are left out\n");
    assert_eq!(tree.run(&[]).code, 1, "nobody asked for it");
    let report = tree.json(&["--new-only"]);
    assert_valid(&repository_json("docs/json.schema.json"), &report);
    assert_eq!(report["baseline"], serde_json::json!({ "path": FILE, "known": 2, "gone": 0 }));
}

#[test]
fn the_file_is_for_reviews_and_always_the_same() {
    let tree = known();
    let document = baseline(&tree);
    let finding = &document["findings"][0];
    assert_eq!(
        (&finding["path"], &finding["code"], &finding["symbol"], &finding["text"]),
        (&CONFIG.into(), &"DS7302".into(), &"Config.Machine".into(), &"RequireClientSecret = false,".into())
    );
    assert_eq!(document["findings"][1]["path"], "src/Host/Host.csproj");
    let first = text(&tree);
    assert!(!first.contains(tree.root.to_str().unwrap()));
    let run = tree.run(&["baseline", "create"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: dslint-baseline.json exists already"), "{}", run.stderr);
    fs::remove_file(tree.root.join(FILE)).unwrap();
    assert_eq!(tree.run(&["baseline", "create", "src/Host", "-j", "1"]).code, 0);
    assert_eq!(text(&tree), first);
    // The same fingerprints as the formats that compare runs.
    let issues: Value = serde_json::from_str(&tree.run(&["--format", "gitlab"]).stdout).unwrap();
    assert_eq!(issues[0]["fingerprint"], finding["fingerprint"]);
}

#[test]
fn moved_and_reformatted_code_stays_known() {
    let tree = known();
    tree.write(CONFIG, with_another(REFUSED_CLIENT, "Other").replace("namespace", "// moved\n\nnamespace"));
    assert_eq!(new(&tree), ["src/Host/Config.cs:17 DS7302"], "the one in the other member is new");
    let crlf = REFUSED_CLIENT.replace("    ", "\t").replace('\n', "\r\n");
    tree.write(CONFIG, format!("\r\n\r\n{crlf}"));
    assert_eq!(new(&tree), Vec::<String>::new());
    tree.write(CONFIG, REFUSED_CLIENT.replace("RequireClientSecret = false", "RequireClientSecret = !true"));
    assert_eq!(new(&tree), ["src/Host/Config.cs:10 DS7302"], "somebody looked at that line");
}

#[test]
fn a_second_violation_does_not_slip_by() {
    let tree = Tree::host();
    let list = |clients: usize| {
        let client =
            "        new Client { AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false },\n";
        format!(
            "using Duende.IdentityServer.Models;\npublic static class Config\n{{\n    public static Client[] All =>\n    [\n{}    ];\n}}\n",
            client.repeat(clients)
        )
    };
    tree.write(CONFIG, list(1));
    assert_eq!(tree.run(&["baseline", "create", "--rule", "DS7302"]).code, 0);
    tree.write(CONFIG, list(2));
    assert_eq!(tree.findings(&["--new-only", "--rule", "DS7302"]), ["src/Host/Config.cs:7 DS7302"]);
    assert_eq!(tree.run(&["--new-only"]).code, 1);
}

#[test]
fn a_renamed_file_takes_its_known_findings_along() {
    let tree = known();
    fs::rename(tree.root.join(CONFIG), tree.root.join("src/Host/Clients.cs")).unwrap();
    assert_eq!(new(&tree), Vec::<String>::new());
    let run = tree.run(&["baseline", "update"]);
    assert_eq!(run.stderr, "note: dslint-baseline.json: 1 moved with a file; 2 known findings in it\n");
    assert_eq!(baseline(&tree)["findings"][0]["path"], "src/Host/Clients.cs");
    assert_eq!(new(&tree), Vec::<String>::new());
    tree.write(CONFIG, REFUSED_CLIENT);
    assert_eq!(new(&tree), ["src/Host/Config.cs:10 DS7302"], "a copy is not known");
}

#[test]
fn what_is_gone_is_told_and_taken_out() {
    let tree = known();
    tree.write(CONFIG, REFUSED_CLIENT.replace("Machine", "Other").replace("Config", "Renamed"));
    let summary = tree.run(&["--new-only"]).stdout;
    let told = "baseline: 1 known finding of dslint-baseline.json is left out, and 1 more in it is gone:";
    assert!(summary.contains(told), "{summary}");
    let shown = tree.run(&["baseline", "show"]);
    assert_eq!(shown.code, 0);
    assert_eq!(
        shown.stdout,
        "src/Host/Config.cs\n  DS7302  Config.Machine  RequireClientSecret = false,  (gone)\nsrc/Host/Host.csproj\n  DS0001  \
         <PackageReference Include=\"Duende.IdentityServer\" Version=\"7.2.4\" />\n\n2 known findings in dslint-baseline.json, 1 of \
         them is gone; 1 finding is not in it\n"
    );
    let run = tree.run(&["baseline", "update"]);
    assert!(run.stderr.contains("1 gone and taken out; 1 known finding in it"), "{}", run.stderr);
    assert!(run.stderr.contains("1 new finding is not in it: --add takes them in"), "{}", run.stderr);
    assert_eq!(new(&tree), ["src/Host/Config.cs:10 DS7302"]);
    let run = tree.run(&["baseline", "update", "--add"]);
    assert!(run.stderr.contains("1 new and taken in; 2 known findings in it"), "{}", run.stderr);
    assert_eq!(new(&tree), Vec::<String>::new());
    let before = text(&tree);
    assert!(tree.run(&["baseline", "update", "--add"]).stderr.contains("nothing to change; 2 known findings in it"));
    assert_eq!(text(&tree), before);
    fs::remove_file(tree.root.join(CONFIG)).unwrap();
    assert!(tree.run(&["baseline", "update"]).stderr.contains("1 gone and taken out"));
}

#[test]
fn what_was_not_looked_for_is_not_gone() {
    let tree = known();
    let before = text(&tree);
    fs::remove_file(tree.root.join(CONFIG)).unwrap();
    tree.write("lib/Empty.cs", "");
    for arguments in [
        &["lib"][..],
        &["--rule", "DS7303"],
        &["--exclude", "Config.cs"],
        &["src/Host/Host.csproj", "--exclude", "*.cs"],
    ] {
        let run = tree.run(&[&["baseline", "update"], arguments].concat());
        assert!(run.code == 0 && run.stderr.contains("nothing to change"), "{arguments:?}: {}", run.stderr);
        assert_eq!(tree.json(&[&["--new-only"], arguments].concat())["baseline"]["gone"], 0, "{arguments:?}");
    }
    // A file that cannot be read may still have it.
    tree.write(CONFIG, [REFUSED_CLIENT.as_bytes(), &b"("[..].repeat(100_000)].concat());
    assert!(tree.run(&["baseline", "update"]).stderr.contains("nothing to change"));
    assert_eq!(text(&tree), before);
    tree.write(CONFIG, "");
    assert!(tree.run(&["baseline", "update"]).stderr.contains("1 gone and taken out"));
}

#[test]
fn known_findings_are_shown_where_asked_for() {
    let tree = known();
    tree.write(CONFIG, with_another(REFUSED_CLIENT, "Other"));
    let log: Value =
        serde_json::from_str(&tree.run(&["--new-only", "--show-known", "--format", "sarif"]).stdout).unwrap();
    assert_valid(&repository_json("tests/sarif/sarif-2.1.0.json"), &log);
    let states: Vec<&str> =
        log["runs"][0]["results"].as_array().unwrap().iter().map(|it| it["baselineState"].as_str().unwrap()).collect();
    assert_eq!(states, ["unchanged", "new", "unchanged"]);
    let run = tree.run(&["--new-only", "--show-known"]);
    assert_eq!((run.code, run.stdout.matches("= known: the baseline has it").count()), (1, 2), "{}", run.stdout);
    tree.write(CONFIG, REFUSED_CLIENT);
    let run = tree.run(&["--new-only", "--show-known"]);
    assert_eq!(run.code, 0, "what is known fails nothing: {}", run.stdout);
    assert!(run.stdout.contains("baseline: 2 known findings of dslint-baseline.json are shown"), "{}", run.stdout);
    let plain: Value = serde_json::from_str(&tree.run(&["--new-only", "--format", "sarif"]).stdout).unwrap();
    assert_eq!(plain["runs"][0]["results"].as_array().unwrap().len(), 0);
    let run = tree.run(&["--new-only", "--show-known", "--format", "junit"]);
    assert!(run.code == 2 && run.stderr.contains("--show-known needs --format human, json or sarif"), "{}", run.stderr);
}

#[test]
fn a_fingerprint_is_the_same_whether_known_ones_are_reported_or_not() {
    let tree = known();
    let twice = REFUSED_CLIENT
        .replace("=> new()", "=> new() { RequireClientSecret = true }; public static Client Two => new()");
    tree.write(CONFIG, with_another(&twice, "Machine"));
    let fingerprints = |arguments: &[&str]| {
        let run = tree.run(&[arguments, &["--format", "gitlab", "--rule", "DS7302"]].concat());
        let issues: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
        issues.iter().map(|it| it["fingerprint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (all, new) = (fingerprints(&[]), fingerprints(&["--new-only"]));
    assert!(!new.is_empty() && new.iter().all(|it| all.contains(it)), "{new:?} {all:?}");
}

#[test]
fn fixes_leave_known_findings_alone() {
    let meters = "using OpenTelemetry.Metrics;\nclass Setup\n{\n    void A(MeterProviderBuilder m) => \
                  m.AddMeter(\"Duende.IdentityServer.Experimental\");\n}\n";
    let tree = Tree::host();
    tree.write("src/Host/Setup.cs", meters);
    assert_eq!(tree.run(&["baseline", "create"]).code, 0);
    let both = meters.replace(
        "\n}\n",
        "\n    void B(MeterProviderBuilder m) => m.AddMeter(\"Duende.IdentityServer.Experimental\");\n}\n",
    );
    tree.write("src/Host/Setup.cs", &both);
    let run = tree.run(&["--fix", "--new-only"]);
    assert!(run.stderr.contains("fixed 1 finding in 1 file"), "{}", run.stderr);
    let fixed = fs::read_to_string(tree.root.join("src/Host/Setup.cs")).unwrap();
    assert!(fixed.starts_with(meters.trim_end_matches("}\n")), "{fixed}");
    assert_eq!(fixed.matches("Experimental").count(), 1, "{fixed}");
    let run = tree.run(&["--fix", "--new-only", "--show-known", "--rule", "DS7303"]);
    assert!(run.stderr.contains("fixed 1 finding in 1 file"), "{}", run.stderr);
    assert!(!fs::read_to_string(tree.root.join("src/Host/Setup.cs")).unwrap().contains("Experimental"));
}

#[test]
fn a_baseline_is_no_part_of_what_is_checked() {
    let tree = Tree::host();
    tree.write("src/Host/Setup.cs", "using OpenTelemetry.Metrics;\nclass Setup { void A(MeterProviderBuilder m) => m.AddMeter(\"Duende.IdentityServer.Experimental\"); }\n");
    let files = tree.json(&[])["searched"]["files"].clone();
    for name in [FILE, "src/Host/known.json"] {
        assert_eq!(tree.run(&["baseline", "create", "--baseline", name]).code, 0);
        assert!(fs::read_to_string(tree.root.join(name)).unwrap().contains("Experimental"));
        let report = tree.json(&["--baseline", name]);
        assert_eq!((&report["searched"]["files"], &report["findings"]), (&files, &serde_json::json!([])), "{name}");
    }
}

#[test]
fn a_broken_or_missing_baseline_is_2_and_says_where() {
    let tree = Tree::host();
    let run = tree.run(&["--new-only"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot read the baseline dslint-baseline.json: entity not found"), "{}", run.stderr);
    assert!(run.stderr.contains("`dslint baseline create` writes one"), "{}", run.stderr);
    tree.write(FILE, "{\n  \"version\": 1,\n<<<<<<< HEAD\n");
    for arguments in [&["--new-only"][..], &["baseline", "update"], &["baseline", "show"]] {
        let run = tree.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        let told = "cannot read the baseline dslint-baseline.json: key must be a string (line 3, column 1)";
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
    tree.write(FILE, [0xFF, 0x00, 0xFF]);
    assert_eq!(tree.run(&["--new-only"]).code, 2);
    assert_eq!(tree.run(&["baseline", "create", "nowhere"]).code, 2);
    assert_eq!(tree.run(&["baseline"]).code, 2);
    let empty = Tree::new(&[("README.md", "")]);
    assert_eq!(empty.run(&["baseline", "create"]).code, 3);
    assert!(!empty.root.join(FILE).exists());
}

#[test]
fn nothing_known_is_a_baseline_too() {
    let tree = Tree::host();
    tree.write(CONFIG, "");
    assert_eq!(tree.run(&["baseline", "create", "--rule", "DS7302"]).code, 0);
    assert_eq!(baseline(&tree)["findings"].as_array().unwrap().len(), 0);
    tree.write(CONFIG, REFUSED_CLIENT);
    assert_eq!(tree.findings(&["--new-only", "--rule", "DS7302"]), ["src/Host/Config.cs:10 DS7302"]);
}

#[test]
fn what_is_suppressed_is_no_longer_known_here() {
    let tree = known();
    let suppressed = "        // dslint: ignore[DS7302] -- only in tests\n        RequireClientSecret";
    tree.write(CONFIG, REFUSED_CLIENT.replace("        RequireClientSecret", suppressed));
    let baseline = &tree.json(&["--new-only"])["baseline"];
    assert_eq!((&baseline["known"], &baseline["gone"]), (&1.into(), &1.into()));
    let run = tree.run(&["--new-only", "--show-known", "--show-suppressed", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    // The standard wants the state at all results of a run or at none.
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let state = if result["suppressions"].is_array() { "new" } else { "unchanged" };
        assert_eq!(result["baselineState"], state, "{result}");
    }
    assert!(tree.run(&["baseline", "update"]).stderr.contains("1 gone and taken out; 1 known finding in it"));
}
