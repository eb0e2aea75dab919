//! The DbContexts with IdentityServer's tables and the folders of their migrations, from the model snapshots that EF keeps.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dslint_linter::SchemaChange;
use dslint_project::{ProjectId, Workspace};

use crate::paths;
use crate::places::Places;

const SUFFIX: &str = "ModelSnapshot";
/// Entities of the stores have their names in these namespaces.
const ENTITIES: [&str; 2] =
    ["Duende.IdentityServer.EntityFramework.Entities.", "IdentityServer4.EntityFramework.Entities."];

/// A model snapshot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Snapshot {
    /// The project of the file.
    pub(super) project: ProjectId,
    /// The class of the context.
    pub(super) context: String,
    /// The folder of the migrations, from the project's.
    pub(super) folder: String,
    /// What its strings name: entities by their full names, properties, tables.
    names: BTreeSet<String>,
}

impl Snapshot {
    /// Whether it has the entity of a change, but not all of its columns.
    pub(super) fn lacks(&self, change: &SchemaChange) -> bool {
        self.names.contains(change.entity) && !change.columns.iter().all(|column| self.names.contains(*column))
    }
}

/// The snapshots with tables of IdentityServer among some files, sorted.
pub(super) fn find(files: &[PathBuf], workspace: &Workspace, places: &Places<'_>) -> Vec<Snapshot> {
    let mut snapshots: Vec<Snapshot> = files.iter().filter_map(|file| of(file, workspace, places)).collect();
    snapshots.sort();
    snapshots.dedup();
    snapshots
}

fn of(file: &Path, workspace: &Workspace, places: &Places<'_>) -> Option<Snapshot> {
    let stem = file.file_name()?.to_str()?.strip_suffix(".cs")?.strip_suffix(SUFFIX)?;
    let project = workspace.project(*workspace.owners(file).first()?)?;
    let text = places.text(file)?;
    if !ENTITIES.iter().any(|namespace| text.contains(namespace)) {
        return None;
    }
    let context = attribute(&text).unwrap_or(stem).to_owned();
    let folder = paths::relative(&project.directory, file.parent()?);
    let is_name =
        |part: &&str| !part.is_empty() && part.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '.'));
    let names = text.split('"').filter(is_name).map(str::to_owned).collect();
    Some(Snapshot { project: project.id, context, folder, names })
}

/// `X` of `[DbContext(typeof(X))]`.
fn attribute(text: &str) -> Option<&str> {
    const START: &str = "[DbContext(typeof(";
    let line = text.lines().map(str::trim_start).find(|line| line.starts_with(START))?;
    let name = line.get(START.len()..)?.split(')').next()?.trim();
    let name = name.rsplit(['.', ':']).next().unwrap_or(name);
    let is_name = !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || it == '_');
    is_name.then_some(name)
}

/// A word of a command line, quoted where a shell would take it apart.
pub(super) fn word(text: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.' | '/' | '-' | '+');
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_contexts() {
        assert_eq!(attribute("  [DbContext(typeof(AppDb))]\n"), Some("AppDb"));
        assert_eq!(attribute("[DbContext(typeof(global::A.B.AppDb))]"), Some("AppDb"));
        assert_eq!(attribute("// [DbContext(typeof(AppDb))]"), None);
        assert_eq!(attribute("[DbContext(typeof(A; rm))]"), None);
    }

    #[test]
    fn words_for_a_shell() {
        assert_eq!(word("Migrations/Grants"), "Migrations/Grants");
        assert_eq!(word("a b$(x)'"), r"'a b$(x)'\'''");
        assert_eq!(word("-x"), "'-x'");
    }
}
