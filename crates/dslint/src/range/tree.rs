//! The files of a commit that dslint reads, and which of them were asked for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_linter::SourceKind;
use dslint_project::Files;

use crate::commit::Commit;
use crate::exclude::Exclude;
use crate::scope::Scope;
use crate::walk;

/// A commit and what of it is read. Whatever was committed counts, be it ignored or not.
pub(super) struct Tree<'a> {
    pub(super) commit: &'a Commit,
    /// Sorted.
    pub(super) files: Vec<PathBuf>,
}

impl<'a> Tree<'a> {
    /// The files of a kind that dslint reads, without what is excluded or written by tools.
    pub(super) fn of(commit: &'a Commit, exclude: &Exclude, root: &Path) -> Tree<'a> {
        let is_wanted = |path: &&Path| {
            let below = path.strip_prefix(root).ok().and_then(Path::parent);
            let is_written = below.is_some_and(|below| below.iter().any(walk::is_written_by_tools));
            SourceKind::of(path).is_some() && !is_written && !exclude.matches_with_parents(path, false)
        };
        Tree { commit, files: commit.files().filter(is_wanted).map(Path::to_path_buf).collect() }
    }
}

/// What was asked for; a path may be in one of the trees only.
pub(super) fn scope(
    old: &Tree<'_>,
    new: &Tree<'_>,
    root: &Path,
    given: &[PathBuf],
    here: &Path,
    exclude: &Exclude,
) -> Scope {
    let files: BTreeSet<PathBuf> = old.commit.files().chain(new.commit.files()).map(Path::to_path_buf).collect();
    Scope::in_trees(root, given, here, exclude, &files, &Either { old: old.commit, new: new.commit })
}

/// Files as they are in the new tree, and in the old one where they are gone.
struct Either<'a> {
    old: &'a Commit,
    new: &'a Commit,
}

impl Files for Either<'_> {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        Files::read(self.new, path).or_else(|| Files::read(self.old, path))
    }

    fn is_file(&self, path: &Path) -> bool {
        Files::is_file(self.new, path) || Files::is_file(self.old, path)
    }
}
