//! Clients with the capabilities of real editors: pytest-lsp has them recorded for Visual Studio Code, Neovim and Emacs, and
//! complains of what the server sends beyond them. `.ci/run` installs it; where it is not there, the test says so.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::Tree;

fn python() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/tools/python/bin/python");
    let found = Command::new(&python).args(["-c", "import pytest_lsp"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    // Past the harness, which shows nothing of a test that passes.
    let text = "\n*** pytest-lsp is not installed: the server was NOT held against the capabilities of real editors; `.ci/run` installs it ***\n";
    std::io::stderr().write_all(text.as_bytes()).unwrap();
    None
}

#[test]
fn editors_get_what_they_can_take() {
    let Some(python) = python() else { return };
    let tree = Tree::host();
    let output = Command::new(python)
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error::pytest_lsp.LspSpecificationWarning"])
        .args(["-o", "asyncio_default_fixture_loop_scope=function"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/conformance.py"))
        .current_dir(&tree.root)
        .env("DSLINT", env!("CARGO_BIN_EXE_dslint"))
        .env("DSLINT_SOLUTION", &tree.root)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("8 passed"), "two conversations with each of four: {said}");
}
