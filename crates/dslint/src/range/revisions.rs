//! A range of commits as git writes it, and the repository that it is in.

use std::path::{Path, PathBuf};

use crate::commit::{Commit, CommitError, git, output};
use crate::error::Error;
use crate::paths;

/// Both ends of a range.
pub(super) struct Range {
    /// As it was given, with what it is short for.
    pub(super) name: String,
    /// The top of the work tree; of a bare repository, the repository.
    pub(super) root: PathBuf,
    pub(super) has_work_tree: bool,
    pub(super) old_name: String,
    pub(super) new_name: String,
    pub(super) old: Commit,
    pub(super) new: Commit,
}

/// What stands around the dots.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Written<'a> {
    old: &'a str,
    new: &'a str,
    /// Three dots: from where the two parted.
    from_merge_base: bool,
}

impl Range {
    /// Opens the repository around a directory and both ends.
    ///
    /// # Errors
    /// Without a repository, and where an end names no commit.
    pub(super) fn open(given: &str, here: &Path) -> Result<Range, Error> {
        let written = parse(given.trim());
        let dots = if written.from_merge_base { "..." } else { ".." };
        let name = format!("{}{dots}{}", written.old, written.new);
        let wrong = |source| Error::Range { range: name.clone(), source };
        let (root, has_work_tree) = repository(here).map_err(wrong)?;
        let open = if has_work_tree { Commit::open } else { Commit::open_in };
        let named = |revision: &str| {
            let wrong = |source| Error::Range { range: revision.to_owned(), source };
            open(&root, revision).map_err(wrong)
        };
        let new = named(written.new)?;
        let mut old = named(written.old)?;
        if written.from_merge_base {
            let base = output(git(&root).args(["merge-base", old.id(), new.id()])).map_err(|error| match error {
                CommitError::Unknown => Error::NoMergeBase { range: name.clone() },
                error => wrong(error),
            })?;
            old = named(String::from_utf8_lossy(&base).lines().next().unwrap_or_default())?;
        }
        let (old_name, new_name) = (written.old.to_owned(), written.new.to_owned());
        Ok(Range { name, root, has_work_tree, old_name, new_name, old, new })
    }
}

fn parse(given: &str) -> Written<'_> {
    let (old, new, from_merge_base) = match (given.split_once("..."), given.split_once("..")) {
        (Some((old, new)), _) => (old, new, true),
        (None, Some((old, new))) => (old, new, false),
        (None, None) => (given, "", false),
    };
    Written { old: or_head(old), new: or_head(new), from_merge_base }
}

fn or_head(revision: &str) -> &str {
    if revision.is_empty() { "HEAD" } else { revision }
}

/// The top of the repository around a directory, and whether that is a work tree.
fn repository(here: &Path) -> Result<(PathBuf, bool), CommitError> {
    let ask = |question: &str| -> Result<String, CommitError> {
        let answer = output(git(here).args(["rev-parse", question]))?;
        Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\r', '\n']).to_owned())
    };
    let is_bare = ask("--is-bare-repository").map_err(|error| match error {
        CommitError::Failed(said) if said.contains("not a git repository") => {
            CommitError::NoRepository(here.to_path_buf())
        }
        error => error,
    })?;
    let question = if is_bare == "true" { "--absolute-git-dir" } else { "--show-toplevel" };
    Ok((paths::real(Path::new(&ask(question)?))?, is_bare != "true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_git_writes_them() {
        for (given, old, new, from_merge_base) in [
            ("main", "main", "HEAD", false),
            ("v1..v2", "v1", "v2", false),
            ("v1.0..v2.0", "v1.0", "v2.0", false),
            ("v1..", "v1", "HEAD", false),
            ("..v2", "HEAD", "v2", false),
            ("main...x", "main", "x", true),
            ("main...", "main", "HEAD", true),
        ] {
            assert_eq!(parse(given), Written { old, new, from_merge_base }, "{given}");
        }
    }
}
