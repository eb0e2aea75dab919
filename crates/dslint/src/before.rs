//! What projects were before a change: what a commit that raises a version is held against.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use dslint_linter::{Starts, identity_server_version};
use dslint_project::Workspace;

use crate::cli::CheckArguments;
use crate::commit::{Commit, CommitError};
use crate::console::Console;
use crate::disk::Disk;
use crate::error::Error;
use crate::input::Search;
use crate::moved::{Moved, WithoutAssets};
use crate::scope::{self, Scope};
use crate::settings::Settings;
use crate::walk::Found;

/// pre-commit and prek tell here what `--from-ref` named, and what a push starts from.
const FROM_REF: &str = "PRE_COMMIT_FROM_REF";

/// The older versions that projects had before, as the arguments ask for. In a hook the projects that the change moves are
/// reported whole, and all project files are read, since a file under no project, or a library, goes with those around it.
///
/// # Errors
/// When a commit was named and cannot be read.
pub(crate) fn starts(
    arguments: &CheckArguments,
    settings: &Settings,
    search: &Search,
    scope: &mut Scope,
    found: &mut Found,
    console: &Console,
) -> Result<Starts, Error> {
    if !arguments.hook && arguments.from_commit.is_none() {
        return Ok(Starts::new());
    }
    let tree = if arguments.hook { search.tree(scope) } else { Vec::new() };
    let is_covered = found.files.iter().any(|file| scope.covers(file));
    if arguments.hook && !is_covered {
        return Ok(Starts::new());
    }
    let project_files: BTreeSet<PathBuf> =
        found.files.iter().chain(&tree).filter(|file| scope::is_project(file)).cloned().collect();
    let project_files: Vec<PathBuf> = project_files.into_iter().collect();
    // A C# file with `#:package` is a project too.
    let projects: Vec<PathBuf> = project_files.iter().chain(&scope.files).cloned().collect();
    let commit = commit(arguments, settings, &scope.root, console)?;
    let states = commit.map(|commit| States::load(&commit, &scope.root, &projects));
    if arguments.hook {
        if scope.has_parts() {
            match &states {
                Some(states) => {
                    let moved = Moved::between(&states.before, &states.now, settings.rule_set);
                    // A project that nobody added yet is no part of the commit.
                    let new = moved.new.iter().filter(|path| scope.is_part(path));
                    let whole: Vec<PathBuf> = moved.changed.iter().chain(new).cloned().collect();
                    scope.add_projects(&whole, &tree);
                }
                None => scope.add_projects_of_parts(&tree),
            }
            *found = search.walk(scope);
        }
        found.files.extend(project_files);
        found.files.sort();
        found.files.dedup();
    }
    // Where to start was said already; a commit that was named outweighs the settings file.
    let is_given = settings.from.value.is_some() && arguments.from_commit.is_none();
    Ok(states.filter(|_| !is_given).map(|states| states.older()).unwrap_or_default())
}

/// The commit that the arguments name; in a hook that is the last one. `None` where there is nothing to come from.
fn commit(
    arguments: &CheckArguments,
    settings: &Settings,
    root: &Path,
    console: &Console,
) -> Result<Option<Commit>, Error> {
    if let Some(revision) = &arguments.from_commit {
        let wrong = |source| Error::Commit { revision: revision.clone(), source };
        return Commit::open(root, revision).map(Some).map_err(wrong);
    }
    let given = env::var(FROM_REF).ok().filter(|revision| !revision.trim().is_empty());
    let revision = given.as_deref().unwrap_or("HEAD");
    match Commit::open(root, revision) {
        Ok(commit) => Ok(Some(commit)),
        // Before the first commit, and outside of a repository, there is nothing to come from.
        Err(CommitError::NoRepository(_)) => Ok(None),
        Err(CommitError::Unknown) if given.is_none() => Ok(None),
        Err(error) => {
            if settings.from.value.is_none() {
                console.note(&format!(
                    "projects start from the versions that they refer to now, since {revision} cannot be read: {error}"
                ));
            }
            Ok(None)
        }
    }
}

/// The projects of a tree, in the commit and on the disk.
struct States {
    before: Workspace,
    now: Workspace,
}

impl States {
    fn load(commit: &Commit, root: &Path, project_files: &[PathBuf]) -> States {
        States {
            before: Workspace::load(&WithoutAssets(commit), root, project_files),
            now: Workspace::load(&WithoutAssets(&Disk), root, project_files),
        }
    }

    /// The versions that projects had and that are older than those that they have.
    fn older(&self) -> Starts {
        let starts = self.before.projects.iter().filter_map(|project| {
            let version = identity_server_version(&self.before, project)?;
            let now = identity_server_version(&self.now, self.now.project_at(&project.path)?)?;
            (version < now).then(|| (project.path.clone(), version))
        });
        starts.collect()
    }
}
