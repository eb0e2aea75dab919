//! `bless`: writes what is generated. The table of it is `dslint::docs::generated`, which a test compares.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use dslint_rules::RuleSet;

use crate::TaskError;

/// Writes the files that changed, and says which.
pub(crate) fn run(root: &Path) -> Result<String, TaskError> {
    let rules = RuleSet::embedded().map_err(TaskError::Pages)?;
    let mut told = Vec::new();
    for (path, content) in dslint::docs::generated(rules) {
        let file = root.join(path);
        if fs::read_to_string(&file).is_ok_and(|on_disk| on_disk == content) {
            told.push(format!("fresh    {path}"));
            continue;
        }
        fs::write(&file, content).map_err(TaskError::at(&file))?;
        told.push(format!("written  {path}"));
    }
    told.extend(plans(root)?);
    Ok(told.join("\n"))
}

/// Writes the plans of tests/golden/plan with the program as it is now.
fn plans(root: &Path) -> Result<Vec<String>, TaskError> {
    let mut told = Vec::new();
    for solution in ["template-host-7.2", "legacy-host-6.2"] {
        for (format, extension) in [("human", "txt"), ("markdown", "md")] {
            let path = format!("tests/golden/plan/{solution}.{extension}");
            let file = root.join(&path);
            let before = fs::read_to_string(&file).unwrap_or_default();
            let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
                .args(["run", "--quiet", "--package", "dslint", "--", "plan", "--color", "never"])
                .args(["--format", format, "--output"])
                .arg(&file)
                .current_dir(root.join("corpus").join(solution))
                .stderr(Stdio::null())
                .status()
                .map_err(TaskError::at(&file))?;
            if !status.success() {
                return Err(TaskError::Plan { path: file });
            }
            let is_fresh = fs::read_to_string(&file).is_ok_and(|after| after == before);
            told.push(format!("{} {path}", if is_fresh { "fresh   " } else { "written " }));
        }
    }
    Ok(told)
}
