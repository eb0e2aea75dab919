//! The official SARIF validator over the corpus, where it is installed (`npm ci --prefix tests/sarif --ignore-scripts`).

use crate::support::{Tree, corpus};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sarif")
}

/// The validator; none where it is not installed or cannot be run.
fn validator() -> Option<PathBuf> {
    let path = directory().join("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
    let can_run = cfg!(all(target_os = "linux", target_arch = "x86_64"));
    // Installed without scripts, it is not executable yet.
    #[cfg(unix)]
    if path.is_file() {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    (can_run && path.is_file()).then_some(path)
}

#[test]
fn the_validator_finds_no_error_and_no_warning() {
    if validator().is_none() {
        eprintln!("NOT RUN: the SARIF validator is not installed under tests/sarif/node_modules");
        return;
    }
    let trees: Vec<Tree> = corpus().keys().map(|name| Tree::of_corpus(name)).collect();
    let logs = trees.iter().map(|tree| {
        tree.run(&["--to", "7.3", "--format", "sarif", "--output", "dslint.sarif"]);
        tree.root.join("dslint.sarif")
    });
    let output = Command::new("bash").arg(directory().join("check.sh")).args(logs).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(told.matches("0 errors, 0 warnings").count(), trees.len(), "{told}");
}

/// The validator computes the hash from the file on its own.
#[test]
fn line_hashes_are_those_of_the_validator() {
    let Some(validator) = validator() else {
        eprintln!("NOT RUN: the SARIF validator is not installed under tests/sarif/node_modules");
        return;
    };
    let mut compared = 0;
    for name in corpus().keys() {
        let tree = Tree::of_corpus(name);
        let log: Value = serde_json::from_str(&tree.run(&["--to", "7.3", "--format", "sarif"]).stdout).unwrap();
        let results = |log: &Value| log["runs"][0]["results"].as_array().unwrap().clone();
        let mut bare = log.clone();
        let run = &mut bare["runs"][0];
        run["originalUriBaseIds"] = json!({"%SRCROOT%": {"uri": format!("file://{}/", tree.root.display())}});
        for result in run["results"].as_array_mut().unwrap() {
            result.as_object_mut().unwrap().remove("partialFingerprints");
        }
        let (from, to) = (tree.root.join("bare.sarif"), tree.root.join("hashed.sarif"));
        fs::write(&from, bare.to_string()).unwrap();
        let arguments = ["--log", "ForceOverwrite", "--insert", "RollingHashPartialFingerprints"];
        let rewritten = Command::new(&validator).arg("rewrite").arg(&from).arg("-o").arg(&to).args(arguments).output();
        let rewritten = rewritten.unwrap();
        assert!(rewritten.status.success(), "{}", String::from_utf8_lossy(&rewritten.stdout));
        let text = fs::read_to_string(&to).unwrap();
        let hashed: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        let hash = |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].clone();
        for (ours, theirs) in results(&log).iter().zip(&results(&hashed)) {
            assert!(hash(ours).is_string());
            assert_eq!(hash(ours), hash(theirs), "{name}: {}", ours["locations"]);
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}
