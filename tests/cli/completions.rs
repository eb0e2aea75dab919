//! Completions and manual pages, as the shells and `man` themselves take them.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use dslint_rules::DIGEST;

use crate::support::Tree;

/// A program on the PATH; one that is not there is told, and the test passes without it.
fn installed(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|directory| directory.join(name)).find(|file| file.is_file());
    if found.is_none() {
        // Past the harness, which shows nothing of a test that passes.
        let text = format!("\n*** {name} is not installed: this was NOT tried with it ***\n");
        std::io::stderr().write_all(text.as_bytes()).unwrap();
    }
    found
}

/// Writes the script of a shell, and runs the shell with a command in which `SCRIPT` is its path.
fn shell(name: &str, arguments: &[&str]) -> Option<String> {
    let program = installed(name)?;
    let tree = Tree::new(&[]);
    let run = tree.run(&["completions", name]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    tree.write("_dslint", run.stdout);
    let script = tree.root.join("_dslint");
    let arguments = arguments.iter().map(|it| it.replace("SCRIPT", &script.to_string_lossy()));
    let output =
        Command::new(program).args(arguments).current_dir(&tree.root).env("HOME", &tree.root).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{name}: {stderr}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn bash_completes() {
    let complete = |words: &str, index: usize| {
        let script = format!(
            "source SCRIPT; complete -p dslint >/dev/null; COMP_WORDS=(dslint {words}); COMP_CWORD={index}; \
             _dslint dslint \"${{COMP_WORDS[$COMP_CWORD]}}\" \"${{COMP_WORDS[$COMP_CWORD-1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        shell("bash", &["--norc", "-c", &script])
    };
    let Some(commands) = complete("ex", 1) else { return };
    assert_eq!(commands, "explain\n");
    assert_eq!(complete("check --fo", 2).unwrap(), "--format\n");
    assert_eq!(complete("--format s", 2).unwrap(), "sarif\n");
    assert_eq!(complete("explain DS730", 2).unwrap().lines().next(), Some("DS7301"));
    assert_eq!(complete("--rule DS7302", 2).unwrap(), "DS7302\n");
    assert_eq!(complete("plan --format ''", 3).unwrap(), "human\nmarkdown\njson\nhtml\n");
}

#[test]
fn fish_completes() {
    let complete =
        |line: &str| shell("fish", &["--no-config", "-c", &format!("source SCRIPT; complete --do-complete '{line}'")]);
    let Some(commands) = complete("dslint ex") else { return };
    assert!(commands.starts_with("explain\tShow the page of a rule"), "{commands}");
    assert!(complete("dslint check --format sa").unwrap().contains("sarif\t"));
    assert!(complete("dslint explain DS7302").unwrap().starts_with("DS7302\tclient-credentials-requires-secret"));
}

#[test]
fn zsh_takes_the_script() {
    let command =
        "autoload -U compinit && compinit -u -D && source SCRIPT && print -r -- $_comps[dslint] $+functions[_dslint]";
    if let Some(said) = shell("zsh", &["-f", "-c", command]) {
        assert_eq!(said, "_dslint 1\n");
    }
}

#[test]
fn elvish_completes() {
    let Some(program) = installed("elvish") else { return };
    // The module of the editor is there in an interactive shell alone.
    let editor =
        "var edit: = (ns [&completion:=(ns [&arg-completer=[&]]) &complex-candidate~={|stem &display=''| put $stem }])";
    let script = Tree::new(&[]).run(&["completions", "elvish"]).stdout;
    let call = "each {|it| echo $it } [($edit:completion:arg-completer[dslint] dslint plan --f)]";
    let output = Command::new(program).args(["-norc", "-c", &format!("{editor}\n{script}\n{call}")]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.lines().any(|it| it == "--format") && !said.contains("--fix"), "{said}");
}

#[test]
fn powershell_has_a_script() {
    let script = Tree::new(&[]).run(&["completions", "powershell"]).stdout;
    assert!(script.contains("Register-ArgumentCompleter") && script.contains("'explain'"), "{script}");
    let run = Tree::new(&[]).run(&["completions", "tcsh"]);
    assert!(run.code == 2 && run.stderr.contains("elvish"), "{}", run.stderr);
}

#[test]
fn manual_pages_are_well_formed() {
    let tree = Tree::new(&[]);
    for (arguments, name, words) in [
        (
            &["man"][..],
            "dslint",
            &["--from-commit", "dslint-explain(1)", "EXIT STATUS\n       0      nothing at or above"][..],
        ),
        (&["man", "plan"], "dslint-plan", &["--format", "[PATHS]", "EXIT STATUS\n       0      the plan was written"]),
    ] {
        let run = tree.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains(&format!(".TH {name} 1")), "{}", run.stdout);
        let Some(man) = installed("man") else { continue };
        tree.write("page.1", &run.stdout);
        let output = Command::new(man)
            .args(["--warnings", "--local-file"])
            .arg(Path::new("page.1"))
            .current_dir(&tree.root)
            .envs([("MANWIDTH", "200"), ("MANPAGER", "cat"), ("LC_ALL", "C"), ("GROFF_NO_SGR", "1")])
            .output()
            .unwrap();
        let page = String::from_utf8_lossy(&output.stdout).replace("\u{8}", "");
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        for word in words {
            assert!(page.contains(word), "no `{word}` in {page}");
        }
    }
    let run = tree.run(&["man", "nope"]);
    assert!(run.code == 2 && run.stderr.contains("there is no command `nope`"), "{}", run.stderr);
}

#[test]
fn the_long_version_says_how_much_it_knows() {
    let tree = Tree::new(&[]);
    let number = env!("CARGO_PKG_VERSION");
    assert_eq!(tree.run(&["-V"]).stdout, format!("dslint {number}\n"));
    let rules: serde_json::Value = serde_json::from_str(&tree.run(&["rules", "--format", "json"]).stdout).unwrap();
    let count = rules["rules"].as_array().unwrap().len();
    assert_eq!(
        tree.run(&["--version"]).stdout,
        format!("dslint {number} (rules: {count}, 6.3 to 7.3, set {DIGEST})\n")
    );
}
