//! Settings files as users meet them: found, obeyed, refused, shown and begun.

use crate::support::{HOST, REFUSED_CLIENT, Run, Tree, assert_valid, repository_json, run_in};
use dslint_rules::RuleSet;
use serde_json::{Value, json};

/// A page of a team: who sets the id of a client, and where.
const TEAM_PAGE: &str = r#"```toml
code    = "ACME001"
summary = "a client is switched off"
package = "Duende.IdentityServer"
change  = "behavior-changed"
effect  = "behavior"
sources = ["https://example.com/clients"]
effort  = "minutes"
message = "`{symbol}` is written here"

[[match]]
member  = "Duende.IdentityServer.Models.Client.RequireClientSecret"
uses    = ["write"]
```

# Clients of ours

They keep their secrets.

## What to do

Ask first.

## Examples

One.

```cs
a(); // warning
```
"#;

fn host_with(settings: &str) -> Tree {
    let tree = Tree::host();
    tree.write("dslint.toml", settings);
    tree
}

/// `code severity` of every finding of a JSON report.
fn severities(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let report = tree.json(arguments);
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|it| format!("{} {}", it["code"].as_str().unwrap(), it["severity"].as_str().unwrap())).collect()
}

fn config(tree: &Tree, arguments: &[&str]) -> Value {
    let run = tree.run(&[&["config", "--format", "json"], arguments].concat());
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    assert_valid(&repository_json("docs/config.schema.json"), &document);
    document
}

fn rule<'d>(config: &'d Value, code: &str) -> &'d Value {
    config["rules"].as_array().unwrap().iter().find(|rule| rule["code"] == code).unwrap()
}

#[track_caller]
fn assert_refused(run: &Run, expected: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains(expected), "\n  found: {}\nexpected: {expected}", run.stderr);
}

/// How many rules are on unless somebody says otherwise.
fn rules_on() -> usize {
    RuleSet::embedded().unwrap().iter().filter(|rule| rule.is_on_by_default).count()
}

#[test]
fn severities_and_switches_take_effect() {
    assert_eq!(severities(&host_with(""), &[]), ["DS7302 error", "DS0001 note"]);
    assert_eq!(severities(&host_with("[rules]\nDS7302 = \"note\"\npackage-outdated = \"off\""), &[]), ["DS7302 note"]);
    let quiet = host_with("[rules]\n\"DS73*\" = \"note\"");
    assert_eq!(severities(&quiet, &[]), ["DS7302 note", "DS0001 note"]);
    assert_eq!(quiet.run(&[]).code, 0, "the threshold looks at the severity that holds");
    let run = host_with("[rules]\nDS7302 = \"off\"").run(&[]);
    assert!(run.stderr.contains("note: 1 rule switched off by dslint.toml: DS7302"), "{}", run.stderr);
    let searched = format!("searched {} rules", rules_on() - 1);
    assert!(run.stdout.contains(&searched), "{}", run.stdout);
}

#[test]
fn rules_that_are_off_by_default_can_be_switched_on() {
    let client = REFUSED_CLIENT.replace("        RequireClientSecret = false,\n", "");
    for (level, expected) in [("on", "DS7305 note"), ("warning", "DS7305 warning")] {
        let tree = host_with(&format!("[rules]\nDS7305 = \"{level}\""));
        tree.write("src/Host/Config.cs", &client);
        assert_eq!(severities(&tree, &[]), [expected, "DS0001 note"]);
    }
    let tree = host_with("[rules]\n\"DS73*\" = \"error\"");
    tree.write("src/Host/Config.cs", &client);
    assert_eq!(severities(&tree, &[]), ["DS0001 note"], "a group leaves off what is off by default");
}

#[test]
fn a_likely_finding_is_one_step_less_loud_than_configured() {
    let client = "using Duende.IdentityServer.Models;\npublic class Builder\n{\n    private readonly Client _client;\n    \
                  public Builder() { _client = new Client { AllowedGrantTypes = GrantTypes.ClientCredentials }; }\n    \
                  public void Open() { _client.RequireClientSecret = false; }\n}\n";
    let of = |settings: &str| {
        let tree = host_with(settings);
        tree.write("src/Host/Config.cs", client);
        let report = tree.json(&["--rule", "DS7302"]);
        let finding = &report["findings"][0];
        assert_eq!(finding["confidence"], "likely");
        finding["severity"].as_str().unwrap().to_owned()
    };
    assert_eq!(of(""), "warning");
    assert_eq!(of("[rules]\nDS7302 = \"warning\""), "note");
    assert_eq!(of("[rules]\nDS7302 = \"note\""), "note");
}

#[test]
fn the_plan_obeys_too() {
    let tree = host_with("to = \"7.3.1\"\n[rules]\nDS7302 = \"warning\"\nDS7303 = \"off\"");
    let run = tree.run(&["plan", "--format", "json"]);
    let plan: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(plan["to"], "7.3.1");
    let rows = plan["rows"].as_array().unwrap();
    let severity = |code: &str| rows.iter().find(|row| row["code"] == code).map(|row| row["severity"].clone());
    assert_eq!(severity("DS7302"), Some(json!("warning")));
    assert_eq!(severity("DS7303"), None);
    assert!(run.stderr.contains("switched off by dslint.toml: DS7303"), "{}", run.stderr);
}

#[test]
fn flags_win_over_the_file() {
    let tree = host_with(
        "from = \"7.1\"\nto = \"7.2\"\nformat = \"concise\"\nmin-severity = \"error\"\nfail-on = \"never\"\n[rules]\n\
         DS7302 = \"off\"",
    );
    let run = tree.run(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert_eq!(tree.json(&[])["to"], "7.2.4");
    let flags = ["--from", "7.2", "--to", "7.3", "--rule", "DS7302", "--min-severity", "note", "--fail-on", "error"];
    let run = tree.run(&flags);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.starts_with("src/Host/Config.cs:10:9: error DS7302 "), "{}", run.stdout);
    assert!(tree.run(&[&flags[..], &["--format", "human"]].concat()).stdout.starts_with("error[DS7302]"));
    let run = tree.run(&["--from", "7.3"]);
    assert_refused(&run, "error: --from 7.3.0 is newer than `to` 7.2.4 (dslint.toml:2)");
}

#[test]
fn excludes_start_at_the_file_and_flags_take_back_in() {
    let tree = Tree::host();
    tree.write("src/dslint.toml", "exclude = [\"/Host/Old/\", \"*.old.cs\"]");
    for (path, name) in [("src/Host/Old/A.cs", "First"), ("src/Host/B.old.cs", "Second"), ("Host/Old/C.cs", "Third")] {
        tree.write(path, REFUSED_CLIENT.replace("Config", name));
    }
    let found = |arguments: &[&str]| tree.findings(&[arguments, &["--rule", "DS7302"]].concat());
    assert_eq!(found(&["src"]), ["src/Host/Config.cs:10 DS7302"]);
    assert_eq!(
        found(&["src", "--exclude", "!*.old.cs"]),
        ["src/Host/B.old.cs:10 DS7302", "src/Host/Config.cs:10 DS7302"]
    );
    assert_eq!(found(&["src", "--exclude", "Config.cs"]), Vec::<String>::new());
    assert_eq!(found(&["."]).len(), 4, "the file in src holds only for what is asked for below it");
    let run = tree.run(&["src/Host/Old/A.cs"]);
    assert!(run.stderr.contains("1 given path is excluded: src/Host/Old/A.cs"), "{}", run.stderr);
}

#[test]
fn the_nearest_file_holds_alone() {
    let tree = host_with("to = \"7.1\"\nfail-on = \"never\"");
    tree.write("src/dslint.toml", "to = \"7.2\"");
    let of = |arguments: &[&str]| {
        let config = config(&tree, arguments);
        (config["file"].clone(), config["to"]["value"].clone(), config["failOn"]["value"].clone())
    };
    assert_eq!(of(&[]), (json!("dslint.toml"), json!("7.1.2"), json!("never")));
    assert_eq!(of(&["src/Host/Config.cs"]), (json!("src/dslint.toml"), json!("7.2.4"), json!("warning")));
    assert_eq!(of(&["src", "."]), of(&[".", "src"]), "the order of paths does not matter");
    assert_eq!(of(&["src", "--no-config"]), (Value::Null, json!("7.3.4"), json!("warning")));
    assert_eq!(of(&["src", "--config", "dslint.toml"]).1, "7.1.2");
    let below = run_in(&tree.root.join("src/Host"), &["config"]);
    assert!(below.stdout.starts_with("settings file: ../dslint.toml\n"), "{}", below.stdout);
    assert_refused(
        &tree.run(&["--config", "nowhere.toml"]),
        "cannot read the settings of nowhere.toml: entity not found",
    );
    assert_refused(&tree.run(&["--config", "a", "--no-config"]), "cannot be used with");
    assert_refused(&tree.run(&["config", "src", "nowhere"]), "error: nowhere does not exist");
}

#[test]
fn a_file_above_the_repository_does_not_hold() {
    let tree = Tree::new(&[("dslint.toml", "to = \"7.1\""), ("repo/.git/HEAD", ""), ("repo/Host.csproj", HOST)]);
    assert_eq!(config(&tree, &["repo"])["file"], Value::Null);
}

#[test]
fn wrong_files_are_2_with_the_line_for_every_command() {
    let tree = host_with("# mine\nfromm = \"7.2\"\n[rules]\nDS7320 = \"off\"\n");
    for arguments in [&["check"][..], &["plan"], &["projects"], &["rules"], &["explain", "DS7302"], &["config"]] {
        let run = tree.run(arguments);
        assert_refused(&run, "error: unknown key `fromm`\n  ┌─ dslint.toml:2:1\n  │\n2 │ fromm = \"7.2\"\n");
        assert_refused(&run, "= help: did you mean `from`?");
        assert_refused(&run, "error: there is no rule `DS7320`\n  ┌─ dslint.toml:4:1\n");
        let fine = tree.run(&[arguments, &["--no-config"]].concat());
        assert_ne!(fine.code, 2, "{}", fine.stderr);
    }
    tree.write("dslint.toml", b"\xff\xfe\x00");
    assert_refused(&tree.run(&[]), "cannot read the settings of dslint.toml: ");
}

#[test]
fn values_know_where_they_come_from() {
    let tree = host_with(
        "to = \"7.3\"\nexclude = [\"a/\"]\n\n[rules]\nDS7302 = \"note\"\n\"DS71*\" = \"off\"\n\n[[ignore]]\n\
         path = \"clients.json\"\nrule = \"DS7302\"\nuntil = \"8.0\"\nreason = \"goes away\"\n",
    );
    let document = config(&tree, &["--fail-on", "error", "--exclude", "b/"]);
    assert_eq!(
        document["to"],
        json!({ "value": "7.3.4", "origin": { "kind": "file", "path": "dslint.toml", "line": 1 } })
    );
    assert_eq!(document["from"], json!({ "value": null, "origin": { "kind": "default" } }));
    assert_eq!(document["failOn"], json!({ "value": "error", "origin": { "kind": "flag", "flag": "--fail-on" } }));
    let globs: Vec<&Value> = document["exclude"].as_array().unwrap().iter().map(|glob| &glob["value"]).collect();
    assert_eq!(globs, ["a/", "b/"]);
    assert_eq!(rule(&document, "DS7302")["severity"]["origin"]["line"], 5);
    assert_eq!(rule(&document, "DS7101")["runs"]["value"], false);
    assert_eq!(rule(&document, "DS7101")["runs"]["origin"]["line"], 6);
    assert_eq!(
        document["ignores"],
        json!([{
            "path": "clients.json", "rule": "DS7302", "until": "8.0.0", "reason": "goes away",
            "origin": { "kind": "file", "path": "dslint.toml", "line": 8 },
        }])
    );
    let human = tree.run(&["config", "--fail-on", "error"]).stdout;
    for line in [
        "settings file: dslint.toml",
        "to            7.3.4                        dslint.toml:1",
        "fail-on       error                        --fail-on",
        "min-severity  note                         default",
        "DS7302  client-credentials-requires-secret",
        "clients.json  DS7302 until 8.0.0: goes away  dslint.toml:8",
    ] {
        assert!(human.contains(line), "{line}\n{human}");
    }
    let all = RuleSet::embedded().unwrap().iter().count();
    let usual = format!("{} of {all} rules run, all as their pages say", rules_on());
    assert!(tree.run(&["config", "--no-config"]).stdout.contains(&usual));
    let one = tree.run(&["config", "--rule", "DS7302"]).stdout;
    assert!(
        one.contains(&format!("1 of {all} rules run")) && one.contains("--rule") && !one.contains("DS7303"),
        "{one}"
    );
}

#[test]
fn a_team_has_rules_of_its_own() {
    let tree = host_with("extra-rules = \"our rules\"\n[rules]\nACME001 = \"error\"\nour-clients = \"error\"");
    tree.write("our rules/README.md", "# Not a page\n");
    tree.write("our rules/our-clients.md", TEAM_PAGE);
    assert_refused(&tree.run(&[]), "`our-clients` was given a level already, as `ACME001`");
    tree.write("dslint.toml", "extra-rules = \"our rules\"\n[rules]\nACME001 = \"error\"");
    assert_eq!(severities(&tree, &[]), ["ACME001 error", "DS7302 error", "DS0001 note"]);
    assert_eq!(severities(&tree, &["--rule", "our-clients"]), ["ACME001 error"]);
    assert_eq!(tree.run(&["--format", "sarif"]).code, 1);
    let human = tree.run(&["--rule", "ACME001"]).stdout;
    assert!(human.contains("error[ACME001]: `RequireClientSecret` is written here"), "{human}");
    assert!(human.contains("any:  1 error  ACME001"), "{human}");
    let plan = tree.run(&["plan", "--format", "json"]).stdout;
    assert!(plan.contains("\"ACME001\""), "{plan}");
    assert!(tree.run(&["rules"]).stdout.starts_with("ACME001  our-clients  "));
    assert!(tree.run(&["explain", "acme001"]).stdout.contains("Clients of ours"));
    assert_eq!(rule(&config(&tree, &[]), "ACME001")["severity"]["origin"]["line"], 3);
    assert_refused(&tree.run(&["--no-config", "--rule", "ACME001"]), "there is no rule `ACME001`");
}

#[test]
fn wrong_pages_of_a_team_are_refused_like_our_own() {
    let tree = host_with("extra-rules = \"pages\"\n[rules]\nACME001 = \"off\"");
    assert_refused(&tree.run(&[]), "cannot read pages: entity not found\n  ┌─ dslint.toml:1:15\n");
    tree.write("pages/README.md", "");
    assert_refused(&tree.run(&[]), "there is no rule page (*.md) in pages");
    tree.write("pages/our-clients.md", TEAM_PAGE.replace("sources", "source "));
    tree.write("pages/second.md", TEAM_PAGE.replace("ACME001", "DS7302"));
    let run = tree.run(&[]);
    assert_refused(&run, "error: unknown key `source`; did you mean `sources`?\n  ┌─ pages/our-clients.md:7:1\n");
    assert_refused(&run, "error: codes like DS7302 are dslint's own");
    assert!(!run.stderr.contains("no rule `ACME001`"), "what a broken page brings is not known: {}", run.stderr);
    tree.write("pages/our-clients.md", TEAM_PAGE);
    tree.write("pages/second.md", TEAM_PAGE);
    assert_refused(&tree.run(&[]), "ACME001 `second` is also the rule of pages/our-clients.md");
}

#[test]
fn init_begins_a_file_once() {
    let tree = Tree::host();
    tree.write("src/dslint.toml", "to = \"7.2\"");
    let run = tree.run(&["init"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.contains("note: dslint.toml written"), "{}", run.stderr);
    let text = std::fs::read_to_string(tree.root.join("dslint.toml")).unwrap();
    assert!(text.contains("#   src/Host/Host.csproj: 7.2.4 → 7.3.4\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let table: toml::Table = toml::from_str(&text).unwrap();
    assert_eq!(table["to"].as_str(), Some("7.3"));
    assert_valid(&repository_json("docs/dslint.schema.json"), &serde_json::to_value(&table).unwrap());
    assert_eq!(config(&tree, &[])["to"]["value"], "7.3.4");
    let again = tree.run(&["init"]);
    assert_refused(&again, "error: dslint.toml exists already");
    assert_eq!(std::fs::read_to_string(tree.root.join("dslint.toml")).unwrap(), text);
    let below = run_in(&tree.root.join("src/Host"), &["init"]);
    assert!(below.stderr.contains("note: ../dslint.toml no longer holds here"), "{}", below.stderr);
}
