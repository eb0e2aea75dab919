//! The same files read by the C core of editorconfig.org, where it is installed (`apt-get install editorconfig`). Only keys
//! of analyzers are compared: the core adds some of its own. It refuses a line that the compiler drops, so none is here.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking, and says why it did nothing")]

use dslint_editorconfig::{ConfigFile, ConfigSet};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const FILES: [(&str, &str); 3] = [
    (
        ".editorconfig",
        "root = true\n\n[*]\ndotnet_analyzer_diagnostic.severity = warning\n\n[*.{cs,vb}] ; code\n\
         dotnet_diagnostic.DS7302.severity = none # moved\ndotnet_diagnostic.DS7303.severity : silent\n\n\
         [{*.g.cs,*.Designer.cs}]\ngenerated_code = true\n\n[src/*.cs]\ndotnet_diagnostic.DS7304.severity = error\n\n\
         [/top.cs]\ndotnet_diagnostic.DS7305.severity = error\n\n[file{1..3}.cs]\ndotnet_diagnostic.DS7306.severity = error\n\n\
         [[!a-c]x.cs]\ndotnet_diagnostic.DS7307.severity = error\n\n[src/**.cs]\ndotnet_diagnostic.DS7308.severity = error\n",
    ),
    (
        "src/.editorconfig",
        "[*.cs]\ndotnet_diagnostic.DS7302.severity = suggestion\n\n[deep/*]\ngenerated_code = true\n",
    ),
    ("own/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.DS7309.severity = error\n"),
];

const SOURCES: [&str; 14] = [
    "A.cs",
    "A.vb",
    "A.g.cs",
    "top.cs",
    "src/top.cs",
    "src/A.cs",
    "src/A.Designer.cs",
    "src/deep/A.cs",
    "file2.cs",
    "file4.cs",
    "ax.cs",
    "dx.cs",
    "own/A.cs",
    "README.md",
];

type Keys = BTreeMap<String, String>;

fn is_compared(key: &str) -> bool {
    key.starts_with("dotnet_") || key == "generated_code"
}

fn oracle(path: &Path) -> Option<Keys> {
    let output = Command::new("editorconfig").arg(path).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    Some(pairs.filter(|(key, _)| is_compared(key)).map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
}

#[test]
fn agrees_with_the_core_of_editorconfig() {
    let guard = tempfile::tempdir().unwrap();
    let root = guard.path().canonicalize().unwrap();
    for (path, text) in FILES {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let set = ConfigSet::new(FILES.map(|(path, text)| ConfigFile::parse(root.join(path).to_str().unwrap(), text)));
    let mut compared = 0;
    for source in SOURCES {
        let path = root.join(source);
        let Some(expected) = oracle(&path) else {
            eprintln!("NOT COMPARED: the program `editorconfig` is not installed (apt-get install editorconfig)");
            return;
        };
        let options = set.options(path.to_str().unwrap());
        let own: Keys = options
            .iter()
            .filter(|(key, _)| is_compared(key))
            .map(|(key, setting)| (key.to_owned(), setting.value.clone()))
            .collect();
        assert_eq!(own, expected, "{source}");
        compared += own.len();
    }
    assert!(compared > 20, "the core gave {compared} keys");
}
