//! The programs that run hooks: where they are, and how they are called.

use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that runs hooks.
#[derive(Clone, Debug)]
pub(crate) struct Runner {
    pub(crate) name: &'static str,
    pub(crate) program: PathBuf,
}

/// All runners. `.ci/run` puts them below target/tools; one that is nowhere is told, and left out.
pub(crate) fn runners() -> Vec<Runner> {
    ["pre-commit", "prek"].into_iter().filter_map(runner).collect()
}

/// One of them.
pub(crate) fn runner(name: &'static str) -> Option<Runner> {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/python/bin");
    let path = env::var_os("PATH").unwrap_or_default();
    let found = [tools].into_iter().chain(env::split_paths(&path)).map(|it| it.join(name)).find(|it| it.is_file());
    if found.is_none() {
        // Past the harness, which shows nothing of a test that passes.
        let text =
            format!("\n*** {name} is not installed: the hooks were NOT tried with it; `.ci/run` installs it ***\n");
        std::io::stderr().write_all(text.as_bytes()).unwrap();
    }
    found.map(|program| Runner { name, program })
}

/// A command that sees this build of dslint first, keeps what it caches below `home`, and knows nothing of the repository
/// and the hook that the tests themselves may run in.
pub(crate) fn command(program: &Path, home: &Path) -> Command {
    let built = Path::new(env!("CARGO_BIN_EXE_dslint")).parent().unwrap();
    let path = env::var_os("PATH").unwrap_or_default();
    let path: OsString = env::join_paths([built.to_path_buf()].into_iter().chain(env::split_paths(&path))).unwrap();
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if ["GIT_", "PRE_COMMIT", "PREK_", "SKIP"].iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
        .env("PATH", path)
        .env("PRE_COMMIT_HOME", home.join("pre-commit"))
        .env("PREK_HOME", home.join("prek"))
        .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("NO_COLOR", "1");
    command
}
