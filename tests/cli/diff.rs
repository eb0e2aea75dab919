//! `dslint diff` over real repositories: what commits add is reported, what was there is not, and the work tree is left alone.

use crate::support::{HOST, REFUSED_CLIENT, Tree, assert_valid, places, repository_json, run_in};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

const CONFIG: &str = "src/Host/Config.cs";
const PROJECT: &str = "src/Host/Host.csproj";

fn git(directory: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git")
        .current_dir(directory)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env_remove("GIT_DIR")
        .args(identity)
        .args(["-c", "core.autocrlf=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn commit(tree: &Tree, message: &str) {
    git(&tree.root, &["add", "-A"]);
    git(&tree.root, &["commit", "--quiet", "--allow-empty", "-m", message]);
}

/// A repository with a host that has one error (DS7302) and one note (DS0001), tagged `old`.
fn repository() -> Tree {
    let tree = Tree::new(&[(PROJECT, HOST), (CONFIG, REFUSED_CLIENT)]);
    git(&tree.root, &["init", "--quiet", "-b", "main"]);
    commit(&tree, "old");
    git(&tree.root, &["tag", "old"]);
    tree
}

fn other(name: &str) -> String {
    REFUSED_CLIENT.replace("Config", name)
}

fn diff(tree: &Tree, arguments: &[&str]) -> Value {
    let run = tree.run(&[&["diff", "--format", "json"], arguments].concat());
    let document: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}\n{}", run.stdout, run.stderr));
    assert_valid(&repository_json("docs/diff.schema.json"), &document);
    assert_valid(&repository_json("docs/json.schema.json"), &document["check"]);
    if !document["plan"].is_null() {
        assert_valid(&repository_json("docs/plan.schema.json"), &document["plan"]);
    }
    document
}

fn added(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    places(&diff(tree, arguments)["check"])
}

#[test]
fn only_what_was_added_is_reported() {
    let tree = repository();
    tree.write(CONFIG, format!("// above\r\n\r\n{}", REFUSED_CLIENT.replace("    ", "\t").replace('\n', "\r\n")));
    tree.write("src/Host/Other.cs", other("Other"));
    commit(&tree, "new");
    // The work tree and the index do not matter, and stay as they are.
    tree.write("src/Host/Third.cs", other("Third"));
    git(&tree.root, &["add", "src/Host/Third.cs"]);
    fs::remove_file(tree.root.join("src/Host/Other.cs")).unwrap();
    let status = git(&tree.root, &["status", "--porcelain"]);
    let index = fs::read(tree.root.join(".git/index")).unwrap();
    for range in ["old", "old..HEAD", "old..main", "HEAD~1..", "old...main"] {
        assert_eq!(added(&tree, &[range]), ["src/Host/Other.cs:10 DS7302"], "{range}");
    }
    assert_eq!(git(&tree.root, &["status", "--porcelain"]), status);
    assert_eq!(fs::read(tree.root.join(".git/index")).unwrap(), index);
    let run = tree.run(&["diff", "old"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.contains("found 1 error in 1 file"), "{}", run.stdout);
    assert!(run.stdout.contains("left out: 2 findings were there before old..HEAD"), "{}", run.stdout);
    let run = tree.run(&["diff", "HEAD"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("no new findings: "), "{}", run.stdout);
    assert_eq!(tree.run(&["diff", "old", "--fail-on", "never"]).code, 0);
    assert_eq!(added(&tree, &["HEAD..old"]), Vec::<String>::new(), "the other way nothing is added");
}

#[test]
fn a_second_violation_in_the_same_file_is_new_and_a_renamed_file_is_not() {
    let tree = repository();
    let two = REFUSED_CLIENT.replace(
        "public static Client Machine",
        "public static Client First => new() { AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false };\n    public static Client Machine",
    );
    tree.write(CONFIG, two);
    commit(&tree, "second");
    assert_eq!(added(&tree, &["old"]), ["src/Host/Config.cs:7 DS7302"]);
    git(&tree.root, &["mv", CONFIG, "src/Host/Clients.cs"]);
    commit(&tree, "renamed");
    assert_eq!(added(&tree, &["HEAD~1"]), Vec::<String>::new());
    assert_eq!(added(&tree, &["old"]), ["src/Host/Clients.cs:7 DS7302"]);
    tree.write(CONFIG, REFUSED_CLIENT);
    commit(&tree, "copied back");
    assert_eq!(added(&tree, &["HEAD~1"]), ["src/Host/Config.cs:10 DS7302"]);
    fs::remove_file(tree.root.join(CONFIG)).unwrap();
    fs::remove_file(tree.root.join("src/Host/Clients.cs")).unwrap();
    commit(&tree, "deleted");
    let run = tree.run(&["diff", "old"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(tree.run(&["diff", "old", CONFIG]).code, 0, "a path of the older commit is known");
}

#[test]
fn a_raised_version_brings_all_that_it_breaks_and_its_plan() {
    let tree = repository();
    tree.write("src/Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
    commit(&tree, "library");
    git(&tree.root, &["tag", "-f", "old"]);
    tree.write(PROJECT, HOST.replace("7.2.4", "7.3.4"));
    commit(&tree, "raised");
    let document = diff(&tree, &["old"]);
    assert_eq!(document["raised"], json!([{ "project": PROJECT, "from": "7.2.4", "to": "7.3.4" }]));
    assert_eq!(places(&document["check"]), ["src/Host/Config.cs:10 DS7302"]);
    assert_eq!(document["check"]["to"], "7.3.4");
    let plan = &document["plan"];
    let route = &plan["projects"][0]["route"];
    assert_eq!((&route["from"], &route["to"], &route["refersTo"]), (&"7.2.4".into(), &"7.3.4".into(), &"7.3.4".into()));
    assert_eq!(plan["projects"].as_array().unwrap().len(), 1, "the version of the library did not change");
    let rows = |plan: &Value| {
        let rows = plan["rows"].as_array().unwrap().iter();
        rows.map(|row| json!([row["code"], row["verdict"], row["sites"][0]["line"]])).collect::<Vec<_>>()
    };
    git(&tree.root, &["checkout", "--quiet", "old"]);
    let run = tree.run(&["plan", "--to", "7.3.4", "--format", "json"]);
    let of_plan: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(rows(plan), rows(&of_plan), "the rows that `plan` would have told before");
    git(&tree.root, &["checkout", "--quiet", "main"]);
    let run = tree.run(&["diff", "old"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("7.2.4 → 7.3.4 (refers to 7.3.4 now)"), "{}", run.stdout);
    assert!(run.stdout.contains("\nthe upgrade in old..HEAD\n\nsrc/Host/Host.csproj\n"), "{}", run.stdout);
    let run = tree.run(&["diff", "old", "--format", "markdown"]);
    assert!(run.stdout.starts_with("# What `old..HEAD` adds\n\n## dslint: 1 error\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\n# IdentityServer 7.2.4 → 7.3.4: upgrade plan\n"), "{}", run.stdout);
    assert!(run.stdout.contains("- [ ] **DS7302** "), "{}", run.stdout);
    // A range that does not cross it.
    commit(&tree, "later");
    assert_eq!(diff(&tree, &["HEAD~1"])["plan"], Value::Null);
    assert_eq!(added(&tree, &["HEAD~1"]), Vec::<String>::new());
}

#[test]
fn what_the_same_commits_fixed_is_clear_in_the_plan() {
    let tree = repository();
    tree.write(PROJECT, HOST.replace("7.2.4", "7.3.4"));
    tree.write(CONFIG, REFUSED_CLIENT.replace("        RequireClientSecret = false,\n", ""));
    commit(&tree, "raised and fixed");
    let document = diff(&tree, &["old"]);
    assert_eq!(places(&document["check"]), Vec::<String>::new());
    let row = document["plan"]["rows"].as_array().unwrap().iter().find(|row| row["code"] == "DS7302").unwrap();
    assert_eq!(row["verdict"], "clear");
    assert_eq!(tree.run(&["diff", "old"]).code, 0);
}

#[test]
fn each_project_has_its_own_way() {
    let central = |version: &str| {
        format!(
            "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>\
             <ItemGroup><PackageVersion Include=\"Duende.IdentityServer\" Version=\"{version}\" /></ItemGroup></Project>"
        )
    };
    let tree = repository();
    let unversioned = HOST.replace(" Version=\"7.2.4\"", "");
    tree.write("a/Directory.Packages.props", central("7.1.0"));
    tree.write("a/A/A.csproj", &unversioned);
    tree.write("a/A/Config.cs", REFUSED_CLIENT);
    commit(&tree, "old");
    tree.write("a/Directory.Packages.props", central("7.2.4"));
    tree.write(PROJECT, HOST.replace("7.2.4", "7.3.4"));
    commit(&tree, "raised");
    let document = diff(&tree, &["HEAD~1"]);
    let ways: Vec<Value> = document["plan"]["projects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!([it["path"], it["route"]["from"], it["route"]["to"]]))
        .collect();
    assert_eq!(ways, [json!(["a/A/A.csproj", "7.1.0", "7.2.4"]), json!([PROJECT, "7.2.4", "7.3.4"])]);
    let errors: Vec<String> =
        places(&document["check"]).into_iter().filter(|place| place.ends_with("DS7302")).collect();
    assert_eq!(errors, ["src/Host/Config.cs:10 DS7302"], "A does not come as far, and its client was there");
    assert_eq!(diff(&tree, &["HEAD~1", "a"])["plan"]["projects"].as_array().unwrap().len(), 1);
}

#[test]
fn a_version_beyond_the_rules_is_told() {
    let tree = repository();
    tree.write(PROJECT, HOST.replace("7.2.4", "99.0.0"));
    commit(&tree, "raised");
    let run = tree.run(&["diff", "old"]);
    assert!(
        run.stderr.contains("src/Host/Host.csproj is raised to 99.0.0, and dslint has rules up to 7.3"),
        "{}",
        run.stderr
    );
    assert!(added(&tree, &["old"]).contains(&"src/Host/Config.cs:10 DS7302".to_owned()));
}

#[test]
fn three_dots_begin_where_the_two_parted() {
    let tree = repository();
    git(&tree.root, &["checkout", "--quiet", "-b", "work"]);
    tree.write("src/Host/Other.cs", other("Other"));
    commit(&tree, "work");
    git(&tree.root, &["checkout", "--quiet", "main"]);
    tree.write(CONFIG, "");
    commit(&tree, "main goes on");
    let parted = diff(&tree, &["main...work"]);
    assert_eq!(places(&parted["check"]), ["src/Host/Other.cs:10 DS7302"]);
    assert_eq!(parted["range"]["from"]["commit"], git(&tree.root, &["rev-parse", "old"]));
    assert_eq!(
        added(&tree, &["main..work"]),
        ["src/Host/Config.cs:10 DS7302", "src/Host/Other.cs:10 DS7302"],
        "main has removed the first"
    );
    git(&tree.root, &["checkout", "--quiet", "--orphan", "apart"]);
    commit(&tree, "apart");
    let run = tree.run(&["diff", "main...apart"]);
    assert!(run.code == 2 && run.stderr.contains("no common ancestor"), "{}", run.stderr);
}

#[test]
fn paths_are_those_of_the_commits() {
    let tree = repository();
    tree.write("src/Host/Other.cs", other("Other"));
    tree.write("src/Api/Api.csproj", HOST);
    tree.write("src/Api/Config.cs", REFUSED_CLIENT);
    tree.write("Api.slnx", "<Solution><Project Path=\"src/Api/Api.csproj\" /></Solution>");
    commit(&tree, "new");
    fs::remove_dir_all(tree.root.join("src/Api")).unwrap();
    let api = ["src/Api/Api.csproj:6 DS0001", "src/Api/Config.cs:10 DS7302"];
    for path in ["src/Api", "src/Api/Api.csproj", "Api.slnx", "./src/../src/Api/"] {
        let found = added(&tree, &["old", path]);
        assert!(
            found.iter().all(|it| it.starts_with("src/Api/")) && found.contains(&api[1].to_owned()),
            "{path}: {found:?}"
        );
    }
    assert_eq!(added(&tree, &["old", "src/Host/Other.cs"]), ["src/Host/Other.cs:10 DS7302"]);
    assert_eq!(added(&tree, &["old", "--rule", "DS7302", "--exclude", "Other.cs"]), ["src/Api/Config.cs:10 DS7302"]);
    let below = run_in(&tree.root.join("src/Host"), &["diff", "old", "--format", "concise"]);
    assert!(below.stdout.starts_with("Other.cs:10:9: error DS7302 "), "{}{}", below.stdout, below.stderr);
    assert_eq!(below.stdout.lines().count(), 1);
    let run = tree.run(&["diff", "old", "src/Nope"]);
    assert!(run.code == 2 && run.stderr.contains("src/Nope does not exist"), "{}", run.stderr);
}

#[test]
fn a_bare_repository_will_do() {
    let tree = repository();
    tree.write("src/Host/Other.cs", other("Other"));
    commit(&tree, "new");
    git(&tree.root, &["clone", "--quiet", "--bare", ".", "bare.git"]);
    let run = run_in(&tree.root.join("bare.git"), &["diff", "old..main", "--format", "concise"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.starts_with("src/Host/Other.cs:10:9: error DS7302 "), "{}", run.stdout);
}

#[test]
fn what_cannot_be_read_is_2_and_says_why() {
    let plain = Tree::new(&[("a/Host.csproj", HOST)]);
    let run = plain.run(&["diff", "main"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("is no git repository") && run.stderr.contains("inside a git repository"),
        "{}",
        run.stderr
    );
    let tree = repository();
    for (range, told) in [
        ("nope", "nope: it names no commit of this repository"),
        ("old..nope", "nope: it names no commit of this repository"),
        ("nope...old", "nope: it names no commit"),
        ("old..--output=x", "it names no commit"),
    ] {
        let run = tree.run(&["diff", range]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{range}");
        assert!(run.stderr.contains(told), "{range}: {}", run.stderr);
    }
    assert_eq!(tree.run(&["diff"]).code, 2);
    let empty = Tree::new(&[("README.md", "")]);
    git(&empty.root, &["init", "--quiet"]);
    commit(&empty, "one");
    assert_eq!(empty.run(&["diff", "HEAD"]).code, 3);
}

#[test]
fn a_suppression_that_is_taken_away_adds_what_it_hid() {
    let tree = repository();
    let suppressed = "        // dslint: ignore[DS7302] -- only in tests\n        RequireClientSecret";
    tree.write(CONFIG, REFUSED_CLIENT.replace("        RequireClientSecret", suppressed));
    commit(&tree, "suppressed");
    assert_eq!(added(&tree, &["old"]), Vec::<String>::new());
    tree.write(CONFIG, REFUSED_CLIENT);
    commit(&tree, "not any more");
    assert_eq!(added(&tree, &["HEAD~1"]), ["src/Host/Config.cs:10 DS7302"]);
    assert_eq!(added(&tree, &["old"]), Vec::<String>::new());
}
