//! action.yml: its shell steps are sound, take their inputs through the environment only, and do what they say on a
//! solution of the corpus.

use crate::support::{HOST, Tree, assert_valid, repository_json};
use saphyr::{LoadableYamlNode as _, Yaml};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/action.yml");

/// A step with a script.
struct Step {
    name: String,
    script: String,
    /// The variables, and the expressions that they are set from.
    variables: BTreeMap<String, String>,
}

fn entries(node: Option<&Yaml<'_>>) -> Vec<(String, String)> {
    let mapping = node.and_then(Yaml::as_mapping).into_iter().flatten();
    mapping
        .map(|(key, value)| (key.as_str().unwrap().to_owned(), value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

fn steps() -> Vec<Step> {
    let text = fs::read_to_string(FILE).unwrap();
    let documents = Yaml::load_from_str(&text).unwrap();
    let runs = documents[0].as_mapping_get("runs").unwrap();
    assert_eq!(runs.as_mapping_get("using").unwrap().as_str(), Some("composite"));
    let steps = runs.as_mapping_get("steps").unwrap().as_sequence().unwrap();
    let with_script = steps.iter().filter_map(|step| {
        let script = step.as_mapping_get("run")?.as_str()?.to_owned();
        assert_eq!(step.as_mapping_get("shell").unwrap().as_str(), Some("bash"));
        let name = step.as_mapping_get("name")?.as_str()?.to_owned();
        Some(Step { name, script, variables: entries(step.as_mapping_get("env")).into_iter().collect() })
    });
    with_script.collect()
}

fn step(name: &str) -> Step {
    steps().into_iter().find(|step| step.name == name).unwrap()
}

/// Runs a step as the runner does, with these inputs instead of the defaults, in a tree with a temporary directory and the
/// files of the runner in `.runner`.
fn run(step: &Step, tree: &Tree, inputs: &[(&str, &str)]) -> Output {
    let text = fs::read_to_string(FILE).unwrap();
    let documents = Yaml::load_from_str(&text).unwrap();
    let declared = documents[0].as_mapping_get("inputs").unwrap();
    let value = |input: &str| match inputs.iter().find(|(name, _)| *name == input) {
        Some((_, value)) => (*value).to_owned(),
        None => {
            let default = declared.as_mapping_get(input).unwrap().as_mapping_get("default").unwrap().as_str().unwrap();
            // What an event does not have is empty.
            if default.starts_with("${{") { String::new() } else { default.to_owned() }
        }
    };
    let runner = tree.root.join(".runner");
    fs::create_dir_all(&runner).unwrap();
    for name in ["output", "path"] {
        fs::write(runner.join(name), "").unwrap();
    }
    let program = Path::new(env!("CARGO_BIN_EXE_dslint")).parent().unwrap();
    let mut command = Command::new("bash");
    command
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &step.script])
        .current_dir(&tree.root)
        .env("PATH", format!("{}:{}", program.display(), std::env::var("PATH").unwrap()))
        .env("RUNNER_TEMP", &runner)
        .env("GITHUB_OUTPUT", runner.join("output"))
        .env("GITHUB_PATH", runner.join("path"))
        .env("GITHUB_STEP_SUMMARY", runner.join("summary.md"));
    for (name, expression) in &step.variables {
        let expression = expression.trim_start_matches("${{ ").trim_end_matches(" }}");
        let value = expression.strip_prefix("inputs.").map(value).unwrap_or_default();
        command.env(name, value);
    }
    command.output().unwrap()
}

fn read(tree: &Tree, name: &str) -> String {
    fs::read_to_string(tree.root.join(".runner").join(name)).unwrap_or_default()
}

#[test]
fn scripts_take_nothing_but_variables_that_are_set() {
    let steps = steps();
    assert_eq!(steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>(), ["Install dslint", "Check", "Result"]);
    let mut inputs = Vec::new();
    for step in &steps {
        assert!(!step.script.contains("${{"), "{}: an expression in a script is how inputs become code", step.name);
        assert!(!step.script.contains("eval"), "{}", step.name);
        let checked = Command::new("bash").args(["-n", "-c", &step.script]).output().unwrap();
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        for (name, expression) in &step.variables {
            assert!(step.script.contains(&format!("${name}")), "{} does not use {name}", step.name);
            let expression = expression.strip_prefix("${{ ").unwrap().strip_suffix(" }}").unwrap();
            inputs.extend(expression.strip_prefix("inputs.").map(str::to_owned));
        }
        for variable in step.script.split("$DSLINT_").skip(1) {
            let end = variable.find(|it: char| !(it.is_ascii_uppercase() || it == '_')).unwrap_or(variable.len());
            let name = format!("DSLINT_{}", &variable[..end]);
            assert!(step.variables.contains_key(&name), "{}: {name} is never set", step.name);
        }
    }
    let text = fs::read_to_string(FILE).unwrap();
    let documents = Yaml::load_from_str(&text).unwrap();
    let declared = documents[0].as_mapping_get("inputs").unwrap().as_mapping().unwrap();
    let mut declared: Vec<String> = declared.keys().map(|name| name.as_str().unwrap().to_owned()).collect();
    inputs.sort();
    declared.sort();
    assert_eq!(inputs, declared, "each input goes to one variable");
}

#[test]
fn findings_go_to_code_scanning_and_the_summary() {
    let tree = Tree::of_corpus("template-host-7.2");
    let inputs = [("to", "7.3"), ("category", "upgrade"), ("args", "--exclude\n  tests/  --min-severity warning")];
    let output = run(&step("Check"), &tree, &inputs);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "code scanning annotates");
    let sarif = tree.root.join(".runner/dslint.sarif");
    assert_eq!(read(&tree, "output"), format!("sarif={}\nexit-code=1\n", sarif.display()));
    let log: Value = serde_json::from_str(&fs::read_to_string(sarif).unwrap()).unwrap();
    assert_valid(&repository_json("tests/sarif/sarif-2.1.0.json"), &log);
    assert_eq!(log["runs"][0]["automationDetails"]["id"], "upgrade/");
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 4);
    let summary = read(&tree, "summary.md");
    assert!(summary.starts_with("## dslint: 3 errors, 1 warning\n"), "{summary}");
    assert_eq!(summary.matches("## dslint").count(), 1);
    assert_eq!(read(&tree, "dslint-annotations.txt").matches("::error ").count(), 3);
}

#[test]
fn findings_are_annotations_without_code_scanning() {
    let tree = Tree::of_corpus("template-host-7.2");
    let inputs = [("to", "7.3"), ("upload-sarif", "false"), ("fail-on", "never")];
    let output = run(&step("Check"), &tree, &inputs);
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!((stdout.matches("::error ").count(), stdout.matches("::notice ").count()), (3, 1), "{stdout}");
    assert!(read(&tree, "output").ends_with("exit-code=0\n"));
}

#[test]
fn nothing_in_an_input_is_run_or_expanded() {
    let tree = Tree::of_corpus("template-host-7.2");
    tree.write("$(touch pwned) a b/A.cs", "class A { }");
    tree.write("-x/A.cs", "class A { }");
    let inputs =
        [("paths", "$(touch pwned) a b\n\n-x\n"), ("to", "7.3"), ("args", "--exclude `touch$IFS.pwned` --exclude *")];
    let output = run(&step("Check"), &tree, &inputs);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!tree.root.join("pwned").exists() && !tree.root.join(".pwned").exists());
    assert!(output.status.success() && read(&tree, "output").contains("exit-code=3\n"), "{stderr}");
    assert!(stderr.contains("2 given paths are excluded: $(touch pwned) a b, -x"), "{stderr}");
    let output = run(&step("Check"), &tree, &[("fail-on", "error; touch pwned")]);
    assert!(output.status.success() && !tree.root.join("pwned").exists());
    assert_eq!(read(&tree, "output"), "exit-code=2\n", "nothing to upload");
    let output = run(&step("Check"), &tree, &[("paths", "src\nnowhere")]);
    assert_eq!(read(&tree, "output"), "exit-code=2\n", "half a run is not uploaded");
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere does not exist"));
}

/// Shallow clones of a repository whose last commit raises the version, as checkouts of a pull request are.
#[test]
fn a_pull_request_starts_from_the_commit_that_it_goes_to() {
    let git = |directory: &Path, arguments: &[&str]| {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(identity).args(arguments).current_dir(directory).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let meter = "using OpenTelemetry.Metrics;\npublic static class T\n{\n    public static void Add(MeterProviderBuilder it) => \
                 it.AddMeter(\"Duende.IdentityServer.Experimental\");\n}\n";
    let origin = Tree::new(&[("Host.csproj", HOST), ("Telemetry.cs", meter)]);
    git(&origin.root, &["init", "--quiet", "--initial-branch", "main"]);
    git(&origin.root, &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    git(&origin.root, &["add", "."]);
    git(&origin.root, &["commit", "--quiet", "-m", "one"]);
    let base = git(&origin.root, &["rev-parse", "HEAD"]);
    origin.write("Host.csproj", HOST.replace("7.2.4", "7.3.4"));
    git(&origin.root, &["commit", "--quiet", "-am", "two"]);
    let checked = |inputs: &[(&str, &str)]| {
        let tree = Tree::new(&[]);
        let address = format!("file://{}", origin.root.display());
        git(&tree.root, &["clone", "--quiet", "--depth=1", &address, "."]);
        let all = [&[("upload-sarif", "false")], inputs].concat();
        let output = run(&step("Check"), &tree, &all);
        (String::from_utf8(output.stdout).unwrap(), read(&tree, "output"))
    };
    let (stdout, output) = checked(&[("base", &base)]);
    assert!(stdout.contains("DS7303") && output.ends_with("exit-code=1\n"), "{stdout}{output}");
    let (stdout, output) = checked(&[]);
    assert!(!stdout.contains("DS7303") && output.ends_with("exit-code=0\n"), "{stdout}{output}");
    let (stdout, output) = checked(&[("base", &base), ("from", "7.3")]);
    assert!(!stdout.contains("DS7303") && output.ends_with("exit-code=0\n"), "{stdout}{output}");
    for lost in ["0000000000000000000000000000000000000001", "--upload-pack=touch pwned"] {
        let (stdout, output) = checked(&[("base", lost)]);
        assert!(stdout.contains("::warning title=dslint::The commit of the input base cannot be had"), "{stdout}");
        assert!(output.ends_with("exit-code=0\n"), "{output}");
    }
}

#[test]
fn arguments_that_the_action_sets_itself_are_refused() {
    let tree = Tree::of_corpus("template-host-7.2");
    for (args, input) in [
        ("--fail-on never", "the input fail-on"),
        ("--exclude x --to=7.3", "the input to"),
        ("--from 7.2", "the inputs from and base"),
        ("--format json", "its output sarif"),
        ("-oreport.txt", "its output sarif"),
        ("-qo report.txt", "its output sarif"),
        ("--fix", "changes no files"),
        ("--", "the input paths"),
    ] {
        let output = run(&step("Check"), &tree, &[("args", args)]);
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(
            stdout.starts_with("::error title=dslint::The input args must not") && stdout.contains(input),
            "{stdout}"
        );
        assert_eq!(read(&tree, "output"), "exit-code=2\n", "{args}");
    }
    let output = run(&step("Check"), &tree, &[("paths", "  src  \n\t\n"), ("fail-on", "never")]);
    assert!(read(&tree, "output").ends_with("exit-code=0\n"), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_program_on_the_path_is_used() {
    let tree = Tree::new(&[]);
    let output = run(&step("Install dslint"), &tree, &[]);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && stdout.starts_with("dslint "), "{stdout}");
    let program = Path::new(env!("CARGO_BIN_EXE_dslint")).parent().unwrap();
    assert_eq!(read(&tree, "path").trim_end(), program.to_str().unwrap());
}

/// With programs that only note what they were asked for, because the real ones take minutes and a network.
#[test]
fn otherwise_it_is_installed() {
    let tree = Tree::new(&[]);
    let fake = r#"#!/bin/bash
echo "$(basename "$0") $*" >>"$RUNNER_TEMP/log"
case "$*" in
  "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
  "-m pip install "*) cp "$0" "$(dirname "$0")/dslint" ;;
  install*) mkdir -p "${@: -1}/bin"; cp "$0" "${@: -1}/bin/dslint" ;;
esac
"#;
    for name in ["cargo", "python3"] {
        tree.write(&format!("bin/{name}"), fake);
        let made = Command::new("chmod").arg("+x").arg(tree.root.join("bin").join(name)).status().unwrap();
        assert!(made.success());
    }
    let install = step("Install dslint");
    let asked = |version: &str| {
        let runner = tree.root.join(".runner");
        let _ = fs::remove_dir_all(&runner);
        fs::create_dir(&runner).unwrap();
        let output = Command::new("bash")
            .args(["-eo", "pipefail", "-c", &install.script])
            .env("PATH", format!("{}:/usr/bin:/bin", tree.root.join("bin").display()))
            .env("RUNNER_TEMP", &runner)
            .env("GITHUB_PATH", runner.join("path"))
            .envs([("DSLINT_VERSION", version), ("DSLINT_SOURCE", "/the action")])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let place = |text: String| text.replace(runner.to_str().unwrap(), "TEMP");
        (place(read(&tree, "log")), place(read(&tree, "path")))
    };
    let (log, path) = asked("");
    assert_eq!(log, "cargo install --quiet --locked --path /the action --root TEMP/dslint-cargo\ndslint --version\n");
    assert_eq!(path, "TEMP/dslint-cargo/bin\n");
    let (log, path) = asked("1.2.3");
    assert!(
        log.contains("python -m pip install --quiet --disable-pip-version-check dslint==1.2.3\ndslint --version\n")
    );
    assert_eq!(path, "TEMP/dslint-venv/bin\n");
}

#[test]
fn the_result_is_the_exit_code() {
    let output =
        Command::new("bash").args(["-c", &step("Result").script]).env("DSLINT_EXIT_CODE", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}
