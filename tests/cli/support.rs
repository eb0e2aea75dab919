//! Small trees on disk, and the real program run in them.

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A host on 7.2.4 that refers to IdentityServer.
pub(crate) const HOST: &str = r#"<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Duende.IdentityServer" Version="7.2.4" />
  </ItemGroup>
</Project>
"#;

/// A client that 7.3 refuses: one error (DS7302) on line 10.
pub(crate) const REFUSED_CLIENT: &str = r#"using Duende.IdentityServer.Models;

namespace Host;

public static class Config
{
    public static Client Machine => new()
    {
        AllowedGrantTypes = GrantTypes.ClientCredentials,
        RequireClientSecret = false,
    };
}
"#;

/// Every format of `check`.
pub(crate) const FORMATS: [&str; 9] =
    ["human", "concise", "json", "sarif", "github", "gitlab", "msbuild", "azure", "junit"];

/// A file tree that goes away with its value.
pub(crate) struct Tree {
    /// Held for its end.
    #[allow(dead_code, reason = "the directory lives as long as it does")]
    pub(crate) guard: TempDir,
    pub(crate) root: PathBuf,
}

/// What a run gave back.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Tree {
    pub(crate) fn new(files: &[(&str, &str)]) -> Tree {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        Tree::of_bytes(&files)
    }

    pub(crate) fn of_bytes(files: &[(&str, &[u8])]) -> Tree {
        let guard = TempDir::new().unwrap();
        let root = guard.path().canonicalize().unwrap();
        let tree = Tree { guard, root };
        for (path, bytes) in files {
            tree.write(path, bytes);
        }
        tree
    }

    /// A copy of a solution of corpus/, at the top of a repository of its own.
    pub(crate) fn of_corpus(name: &str) -> Tree {
        let tree = Tree::new(&[(".git/HEAD", "")]);
        let from = &corpus()[name];
        let mut directories = vec![from.clone()];
        while let Some(directory) = directories.pop() {
            for entry in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    directories.push(entry);
                } else {
                    let path = entry.strip_prefix(from).unwrap().to_str().unwrap();
                    tree.write(path, fs::read(&entry).unwrap());
                }
            }
        }
        tree
    }

    /// A host with one refused client, in a repository.
    pub(crate) fn host() -> Tree {
        Tree::new(&[(".git/HEAD", ""), ("src/Host/Host.csproj", HOST), ("src/Host/Config.cs", REFUSED_CLIENT)])
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_in(&self.root, arguments)
    }

    /// The JSON report of a run.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[arguments, &["--format", "json"]].concat());
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}\n{}", run.stdout, run.stderr))
    }

    /// The findings of a run as `path:line code`, sorted as reported.
    pub(crate) fn findings(&self, arguments: &[&str]) -> Vec<String> {
        places(&self.json(arguments))
    }
}

/// The findings of a JSON report as `path:line code`.
pub(crate) fn places(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings.iter().map(|it| format!("{}:{} {}", text(&it["path"]), it["line"], text(&it["code"]))).collect()
}

/// What a JSON report says was not wholly read, as `path: why`.
pub(crate) fn skipped(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{}: {}", text(&it["path"]), text(&it["why"])))
        .collect()
}

pub(crate) fn run_in(directory: &Path, arguments: &[impl AsRef<OsStr>]) -> Run {
    Run::of(&command_in(directory, arguments).output().unwrap())
}

pub(crate) fn command_in(directory: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dslint"));
    command.current_dir(directory).args(arguments);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "GITHUB_STEP_SUMMARY", "TF_BUILD"] {
        command.env_remove(name);
    }
    command
}

impl Run {
    pub(crate) fn of(output: &Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }
}

/// Fails with every error when `value` does not conform to the schema.
pub(crate) fn assert_valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// The solutions of corpus/ by name.
pub(crate) fn corpus() -> BTreeMap<String, PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let solutions: BTreeMap<String, PathBuf> = entries
        .filter(|path| path.join("corpus.toml").is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    assert!(solutions.len() >= 5, "the corpus is incomplete");
    solutions
}

/// A JSON file of the repository.
pub(crate) fn repository_json(path: &str) -> Value {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    serde_json::from_str(&text).unwrap()
}
