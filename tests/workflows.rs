//! The workflows of this repository: well-formed, with no more rights than a job needs, and nothing of a stranger in a script.
//! zizmor, where it is installed, looks at them as well.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in what it shares with others")]

use saphyr::{LoadableYamlNode as _, Yaml};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The workflows as texts, by their names.
fn workflows() -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join(".github/workflows")).unwrap().map(|entry| entry.unwrap().path());
    let named =
        |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap());
    let mut workflows: Vec<_> = entries.map(named).collect();
    workflows.sort();
    assert_eq!(workflows.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["ci.yml", "release.yml"]);
    workflows
}

fn parse<'t>(name: &str, text: &'t str) -> Yaml<'t> {
    let mut documents = Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(documents.len(), 1, "{name}");
    documents.remove(0)
}

fn entries<'y>(yaml: Option<&'y Yaml<'_>>) -> Vec<(&'y str, &'y Yaml<'y>)> {
    let Some(mapping) = yaml.and_then(Yaml::as_mapping) else { return Vec::new() };
    mapping.iter().map(|(key, value)| (key.as_str().unwrap_or("on"), value)).collect()
}

fn text<'y>(yaml: &'y Yaml<'_>, key: &str) -> Option<&'y str> {
    yaml.as_mapping_get(key).and_then(Yaml::as_str)
}

/// Calls back with each job: the workflow's name, the job's name and the job.
fn each_job(mut look: impl FnMut(&str, &str, &Yaml<'_>)) {
    for (name, workflow) in workflows() {
        let workflow = parse(&name, &workflow);
        let jobs = entries(workflow.as_mapping_get("jobs"));
        assert!(!jobs.is_empty(), "{name} has no jobs");
        for (job_name, job) in jobs {
            look(&name, job_name, job);
        }
    }
}

fn steps<'y>(job: &'y Yaml<'_>) -> Vec<&'y Yaml<'y>> {
    let steps = job.as_mapping_get("steps").and_then(Yaml::as_sequence);
    steps.into_iter().flatten().collect()
}

#[test]
fn rights_are_those_that_a_job_needs() {
    for (name, workflow) in workflows() {
        let workflow = parse(&name, &workflow);
        let rights = workflow.as_mapping_get("permissions").unwrap_or_else(|| panic!("{name} sets no permissions"));
        assert!(rights.as_mapping().is_some_and(|rights| rights.is_empty()), "{name}: jobs ask for rights themselves");
    }
    let mut writing = Vec::new();
    each_job(|name, job_name, job| {
        let rights = entries(job.as_mapping_get("permissions"));
        assert!(!rights.is_empty(), "{name}: {job_name} sets no permissions");
        for (right, value) in rights {
            match (right, value.as_str().unwrap()) {
                ("contents", "read") => {}
                (right, "write") => writing.push(format!("{name}: {job_name}: {right}")),
                other => panic!("{name}: {job_name}: {other:?}"),
            }
        }
        let publishes = entries(job.as_mapping_get("permissions")).iter().any(|(right, _)| *right == "id-token");
        assert_eq!(
            publishes,
            text(job, "environment").is_some(),
            "{name}: {job_name}: an environment guards a registry"
        );
        assert!(job.as_mapping_get("timeout-minutes").is_some(), "{name}: {job_name} may run for ever");
    });
    let expected = ["release.yml: wheels: id-token", "release.yml: tool: id-token", "release.yml: release: contents"];
    assert_eq!(writing, expected);
}

#[test]
fn actions_are_pinned_and_keep_no_credentials() {
    each_job(|name, job_name, job| {
        for step in steps(job) {
            let Some(action) = text(step, "uses") else { continue };
            let revision = action.split_once('@').map_or("", |(_, revision)| revision);
            let is_pinned = revision.len() == 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_pinned, "{name}: {job_name}: {action} can change");
            if action.starts_with("actions/checkout@") {
                let with = step.as_mapping_get("with").unwrap();
                let keeps = with.as_mapping_get("persist-credentials").and_then(Yaml::as_bool);
                assert_eq!(keeps, Some(false), "{name}: {job_name}");
            }
        }
    });
}

#[test]
fn scripts_are_the_same_whoever_starts_them() {
    let mut scripts = 0;
    each_job(|name, job_name, job| {
        for script in steps(job).into_iter().filter_map(|step| text(step, "run")) {
            scripts += 1;
            // What is put into a script is code; what comes by `env` is text.
            assert!(!script.contains("${{"), "{name}: {job_name}: {script}");
            let parsed = Command::new("bash").args(["-n", "-c", script]).output().unwrap();
            assert!(parsed.status.success(), "{name}: {job_name}: {}", String::from_utf8_lossy(&parsed.stderr));
        }
    });
    assert!(scripts >= 5);
    let (_, ci) = workflows().remove(0);
    assert!(ci.contains("bash .ci/run"), "CI runs what developers run");
}

#[test]
fn nothing_is_published_without_a_tag() {
    each_job(|name, job_name, job| {
        let rights = entries(job.as_mapping_get("permissions"));
        if rights.iter().any(|(_, value)| value.as_str() == Some("write")) {
            assert_eq!(text(job, "if"), Some("github.ref_type == 'tag'"), "{name}: {job_name}");
        }
    });
}

#[test]
fn zizmor_finds_nothing() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let tools = root().join("target/tools/python/bin");
    let mut directories = [tools].into_iter().chain(std::env::split_paths(&path));
    let Some(zizmor) = directories.find_map(|it| Some(it.join("zizmor")).filter(|file| file.is_file())) else {
        // Past the harness, which shows nothing of a test that passes.
        let text = "\n*** zizmor is not installed: it did NOT look at the workflows; `.ci/run` installs it ***\n";
        std::io::stderr().write_all(text.as_bytes()).unwrap();
        return;
    };
    let output =
        Command::new(zizmor).args(["--offline", "--no-progress", ".github"]).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
