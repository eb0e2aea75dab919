//! `bless`: writes what is generated. The table of it is `dslint::docs::generated`, which a test compares.

use std::fs;
use std::path::Path;

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
    Ok(told.join("\n"))
}
