//! The hooks as they are installed for real, which builds dslint: minutes, so `.ci/run` runs these as a step of their own,
//! `cargo test --test hooks -- --ignored`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

use crate::repository::tagged;
use crate::runner::{command, runner};

/// What git would take of the working tree.
fn paths(root: &Path) -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(listed.status.success(), "the hooks are built from a git checkout");
    let listed = String::from_utf8(listed.stdout).unwrap();
    listed.split('\0').filter(|path| !path.is_empty() && root.join(path).is_file()).map(str::to_owned).collect()
}

/// Installs a hook from this repository with a runner, and lets it refuse a client.
fn install(name: &'static str, hook: &str) {
    let Some(runner) = runner(name) else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guard = TempDir::new().unwrap();
    let home = guard.path().canonicalize().unwrap();
    let hooks = tagged(root, &paths(root), &home);
    let app = home.join("app");
    fs::create_dir_all(&app).unwrap();
    let config = format!("repos:\n  - repo: {}\n    rev: v1.0.0\n    hooks:\n      - id: {hook}\n", hooks.display());
    fs::write(app.join(".pre-commit-config.yaml"), config).unwrap();
    let project = "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><PackageReference Include=\"Duende.IdentityServer\" Version=\"7.2.4\" /></ItemGroup></Project>";
    fs::write(app.join("Host.csproj"), project).unwrap();
    let code = "using Duende.IdentityServer.Models;\nclass Config\n{\n    Client Machine = new() { AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false };\n}\n";
    fs::write(app.join("Config.cs"), code).unwrap();
    for arguments in [&["init", "--quiet"][..], &["add", "--all"]] {
        assert!(command(Path::new("git"), &home).args(arguments).current_dir(&app).status().unwrap().success());
    }
    // Not the build of this run: it must not be found by chance.
    let path = std::env::var_os("PATH").unwrap();
    let target: PathBuf = root.join("target/hooks").join(hook);
    let output = command(&runner.program, &home)
        .args(["run", "--all-files"])
        .current_dir(&app)
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", target)
        // What matters is that it builds, not how fast it runs.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[DS7302]") && said.contains("Config.cs:4:"), "{said}");
}

#[test]
#[ignore = "builds dslint: `cargo test --test hooks -- --ignored`"]
fn pre_commit_builds_the_hook_from_source() {
    install("pre-commit", "dslint-source");
}

#[test]
#[ignore = "builds dslint: `cargo test --test hooks -- --ignored`"]
fn prek_builds_the_wheel_of_the_hook() {
    install("prek", "dslint");
}
