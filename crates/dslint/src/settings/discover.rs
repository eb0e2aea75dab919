//! Which settings file holds: the nearest `dslint.toml` from what is looked at upwards, not beyond the repository.

use std::path::{Path, PathBuf};

use crate::paths;

/// The name of a settings file.
pub(crate) const NAME: &str = "dslint.toml";

/// The nearest settings file in a directory or above it. The search ends at the directory that holds `.git`.
pub(crate) fn nearest(directory: &Path) -> Option<PathBuf> {
    for directory in directory.ancestors() {
        let candidate = directory.join(NAME);
        if candidate.is_file() {
            return Some(candidate);
        }
        // A file in worktrees and submodules.
        if directory.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Where the search begins: the deepest directory that holds all given paths, so that their order does not matter; the
/// working directory when there are none.
pub(crate) fn start(given: &[PathBuf], working_directory: &Path) -> PathBuf {
    let directories: Vec<PathBuf> = given
        .iter()
        .filter_map(|path| paths::real(&working_directory.join(path)).ok())
        .filter_map(|path| if path.is_dir() { Some(path) } else { path.parent().map(Path::to_path_buf) })
        .collect();
    paths::common_ancestor(directories.iter().map(PathBuf::as_path)).unwrap_or_else(|| working_directory.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_one_inside_the_repository() {
        let guard = tempfile::tempdir().unwrap();
        let root = paths::real(guard.path()).unwrap();
        for directory in ["repo/.git", "repo/a/b", "repo/c/nested"] {
            fs::create_dir_all(root.join(directory)).unwrap();
        }
        fs::write(root.join(NAME), "").unwrap();
        assert_eq!(nearest(&root.join("repo/a/b")), None, "not beyond the repository");
        fs::write(root.join("repo").join(NAME), "").unwrap();
        assert_eq!(nearest(&root.join("repo/a/b")), Some(root.join("repo").join(NAME)));
        fs::write(root.join("repo/a").join(NAME), "").unwrap();
        assert_eq!(nearest(&root.join("repo/a/b")), Some(root.join("repo/a").join(NAME)));
        // A submodule is a repository of its own.
        fs::write(root.join("repo/c/nested/.git"), "gitdir: elsewhere").unwrap();
        assert_eq!(nearest(&root.join("repo/c/nested")), None);
        assert_eq!(nearest(&root), Some(root.join(NAME)), "without a repository, up to the root of the file system");
    }

    #[test]
    fn the_search_begins_at_what_holds_all_paths() {
        let guard = tempfile::tempdir().unwrap();
        let root = paths::real(guard.path()).unwrap();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::create_dir_all(root.join("a/c")).unwrap();
        fs::write(root.join("a/b/x.cs"), "").unwrap();
        let start = |given: &[&str]| start(&given.iter().map(PathBuf::from).collect::<Vec<_>>(), &root);
        assert_eq!(start(&[]), root);
        assert_eq!(start(&["a/b"]), root.join("a/b"));
        assert_eq!(start(&["a/b/x.cs"]), root.join("a/b"));
        assert_eq!(start(&["a/b/x.cs", "a/c"]), root.join("a"));
        assert_eq!(start(&["a/c", "nowhere"]), root.join("a/c"));
        assert_eq!(start(&["nowhere"]), root);
    }
}
