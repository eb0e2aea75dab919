//! The versions that projects had before a change: what a commit that raises a version is held against.

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
use crate::scope::{self, Scope};
use crate::walk::Found;

/// pre-commit and prek tell here what `--from-ref` named, and what a push starts from.
const FROM_REF: &str = "PRE_COMMIT_FROM_REF";

/// The older versions that projects had before, as the arguments ask for. In a hook the projects that got another one are
/// reported whole, and all project files are read, since a file under no project, or a library, goes with those around it.
/// `has_start` says that a version to start from was given.
///
/// # Errors
/// When a commit was named and cannot be read.
pub(crate) fn starts(
    arguments: &CheckArguments,
    has_start: bool,
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
    let starts = of_projects(arguments, has_start, &scope.root, &projects, console)?;
    if arguments.hook {
        if scope.has_parts() && !starts.is_empty() {
            scope.add_projects(starts.keys(), &tree);
            *found = search.walk(scope);
        }
        found.files.extend(project_files);
        found.files.sort();
        found.files.dedup();
    }
    Ok(starts)
}

/// The older versions that the projects had in the commit that the arguments name; in a hook that is the last one.
fn of_projects(
    arguments: &CheckArguments,
    has_start: bool,
    root: &Path,
    project_files: &[PathBuf],
    console: &Console,
) -> Result<Starts, Error> {
    if let Some(revision) = &arguments.from_commit {
        let wrong = |source| Error::Commit { revision: revision.clone(), source };
        return Ok(older(&Commit::open(root, revision).map_err(wrong)?, root, project_files));
    }
    if has_start {
        return Ok(Starts::new());
    }
    let given = env::var(FROM_REF).ok().filter(|revision| !revision.trim().is_empty());
    match Commit::open(root, given.as_deref().unwrap_or("HEAD")) {
        Ok(commit) => Ok(older(&commit, root, project_files)),
        // Before the first commit, and outside of a repository, there is nothing to come from.
        Err(CommitError::NoRepository(_)) => Ok(Starts::new()),
        Err(CommitError::Unknown) if given.is_none() => Ok(Starts::new()),
        Err(error) => {
            let revision = given.as_deref().unwrap_or("HEAD");
            console.note(&format!(
                "projects start from the versions that they refer to now, since {revision} cannot be read: {error}"
            ));
            Ok(Starts::new())
        }
    }
}

fn older(commit: &Commit, root: &Path, project_files: &[PathBuf]) -> Starts {
    let now = Workspace::load(&Disk, root, project_files);
    let before = Workspace::load(commit, root, project_files);
    let starts = before.projects.iter().filter_map(|project| {
        let version = identity_server_version(&before, project)?;
        let now = identity_server_version(&now, now.project_at(&project.path)?)?;
        (version < now).then(|| (project.path.clone(), version))
    });
    starts.collect()
}
