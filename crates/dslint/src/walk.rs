//! Finds the files: every file of a known kind below some directories, sorted. What `.gitignore` and `exclude` name is
//! left out, and so is what tools write. It follows no symbolic links, and says what it could not enter.

use ignore::{DirEntry, WalkBuilder, WalkState};

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use dslint_linter::{LeftOut, Skipped, SourceKind};

use crate::disk;
use crate::exclude::Exclude;
use crate::paths;

/// Directories that hold what tools write or fetch.
const NOT_SOURCES: [&str; 4] = ["bin", "obj", "node_modules", ".git"];

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Files of a known kind, sorted.
    pub(crate) files: Vec<PathBuf>,
    /// What could not be entered or read.
    pub(crate) skipped: Vec<Skipped>,
    /// Settings files, sorted.
    pub(crate) settings: Vec<PathBuf>,
}

/// Walks over directories, given by their real paths, with some threads.
pub(crate) fn walk(directories: &[PathBuf], exclude: &Exclude, threads: usize) -> Found {
    let directories: Vec<PathBuf> =
        directories.iter().filter(|directory| !exclude.matches_with_parents(directory, true)).cloned().collect();
    let Some((first, others)) = directories.split_first() else { return Found::default() };
    let mut builder = WalkBuilder::new(first);
    for other in others {
        builder.add(other);
    }
    builder
        .threads(threads)
        .follow_links(false)
        .hidden(false)
        .parents(true)
        .ignore(false)
        .git_ignore(true)
        .require_git(false)
        // What only one machine leaves out would make results differ between machines.
        .git_global(false)
        .git_exclude(false);
    let exclude = exclude.clone();
    builder.filter_entry(move |entry| is_wanted(entry, &exclude));

    let found = Mutex::new(Found::default());
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let mut file = None;
            let mut skipped = Vec::new();
            match entry {
                Ok(entry) => {
                    if let Some(error) = entry.error() {
                        skipped.extend(Failure::of(error, "a pattern of it was not understood").skipped());
                    }
                    if entry.file_name() == crate::settings::NAME
                        && let Ok(mut found) = found.lock()
                    {
                        found.settings.push(entry.path().to_path_buf());
                    }
                    match visit(entry, &directories) {
                        Ok(path) => file = path,
                        Err(skip) => skipped.push(skip),
                    }
                }
                Err(error) => skipped.extend(Failure::of(&error, "not searched").skipped()),
            }
            let is_something = file.is_some() || !skipped.is_empty();
            if is_something && let Ok(mut found) = found.lock() {
                found.files.extend(file);
                found.skipped.extend(skipped);
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.files.sort();
    found.files.dedup();
    found.settings.sort();
    found.settings.dedup();
    found.skipped.sort();
    found.skipped.dedup();
    found
}

/// The source files below directories that a walk left out, by `.gitignore` or by `exclude`; `found` is what it found.
pub(crate) fn left_out(directories: &[PathBuf], exclude: &Exclude, found: &[PathBuf]) -> LeftOut {
    let mut left_out = LeftOut::default();
    let everything = Exclude::default();
    for directory in directories {
        let mut builder = WalkBuilder::new(directory);
        builder.follow_links(false).standard_filters(false).sort_by_file_path(Path::cmp);
        let everything = everything.clone();
        builder.filter_entry(move |entry| is_wanted(entry, &everything));
        for entry in builder.build().flatten() {
            let path = entry.path();
            let is_code = matches!(SourceKind::of(path), Some(SourceKind::CSharp | SourceKind::Razor));
            if !is_code || !entry.file_type().is_some_and(|kind| kind.is_file()) {
                continue;
            }
            if found.binary_search_by(|known| known.as_path().cmp(path)).is_err() {
                match exclude.matches_with_parents(path, false) {
                    true => left_out.excluded.push(path.to_path_buf()),
                    false => left_out.ignored.push(path.to_path_buf()),
                }
            }
        }
    }
    left_out
}

fn is_wanted(entry: &DirEntry, exclude: &Exclude) -> bool {
    if entry.depth() == 0 {
        // It was asked for.
        return true;
    }
    let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
    let is_source = !is_directory || !is_written_by_tools(entry.file_name());
    is_source && !exclude.matches(entry.path(), is_directory)
}

/// Whether a directory of this name holds what tools write or fetch.
pub(crate) fn is_written_by_tools(name: &OsStr) -> bool {
    NOT_SOURCES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The file of an entry, if it is one of a known kind.
fn visit(entry: DirEntry, directories: &[PathBuf]) -> Result<Option<PathBuf>, Skipped> {
    let Some(kind) = entry.file_type() else { return Ok(None) };
    if kind.is_dir() {
        return Ok(None);
    }
    let path = entry.into_path();
    let is_known = SourceKind::of(&path).is_some();
    if kind.is_symlink() {
        return match link_loss(&path, is_known, directories) {
            Some(why) => Err(Skipped { path, why: why.to_owned() }),
            None => Ok(None),
        };
    }
    if is_known && !kind.is_file() {
        return Err(Skipped { path, why: "not a regular file".to_owned() });
    }
    Ok(is_known.then_some(path))
}

/// What is lost by not following a symbolic link: nothing, where it leads to something that is searched anyway.
fn link_loss(path: &Path, is_known: bool, directories: &[PathBuf]) -> Option<&'static str> {
    match paths::real(path) {
        Ok(target) => {
            let is_searched = directories.iter().any(|directory| target.starts_with(directory));
            let is_of_interest = is_known || target.is_dir();
            (is_of_interest && !is_searched)
                .then_some("a symbolic link out of the searched directories; it was not followed")
        }
        Err(_) => is_known.then_some("a broken symbolic link"),
    }
}

/// What the walk could not do, from the nested errors of `ignore`.
struct Failure {
    path: Option<PathBuf>,
    why: String,
}

impl Failure {
    fn of(error: &ignore::Error, consequence: &str) -> Failure {
        match error {
            ignore::Error::WithPath { path, err } => {
                Failure { path: Some(path.clone()), ..Failure::of(err, consequence) }
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                Failure::of(err, consequence)
            }
            ignore::Error::Loop { child, .. } => {
                Failure { path: Some(child.clone()), why: format!("a loop of directories; {consequence}") }
            }
            ignore::Error::Io(error) => Failure { path: None, why: format!("{}; {consequence}", disk::reason(error)) },
            ignore::Error::Partial(errors) => match errors.first() {
                Some(first) => Failure::of(first, consequence),
                None => Failure { path: None, why: consequence.to_owned() },
            },
            other => Failure { path: None, why: format!("{other}; {consequence}") },
        }
    }

    /// Without a path there is nothing to name; `ignore` gives one with every error of a directory or file.
    fn skipped(self) -> Option<Skipped> {
        self.path.map(|path| Skipped { path, why: self.why })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let root = paths::real(directory.path()).unwrap();
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        (directory, root)
    }

    fn names(root: &Path, globs: &[&str]) -> Vec<String> {
        let globs: Vec<String> = globs.iter().map(ToString::to_string).collect();
        let exclude = Exclude::new(root, &globs).unwrap();
        let found = walk(&[root.to_path_buf()], &exclude, 2);
        assert_eq!(found.skipped, []);
        found.files.iter().map(|path| paths::relative(root, path)).collect()
    }

    #[test]
    fn finds_sources_and_leaves_out_what_tools_write() {
        let (_guard, root) = tree(&[
            ("a/A.cs", ""),
            ("a/bin/B.cs", ""),
            ("a/Obj/B.cs", ""),
            ("node_modules/x/B.cs", ""),
            ("a/P.cshtml", ""),
            ("a/readme.md", ""),
            ("A.csproj", ""),
            (".hidden/H.cs", ""),
            ("bin.cs", ""),
        ]);
        assert_eq!(names(&root, &[]), [".hidden/H.cs", "A.csproj", "a/A.cs", "a/P.cshtml", "bin.cs"]);
        assert_eq!(names(&root, &["a/", "*.csproj"]), [".hidden/H.cs", "bin.cs"]);
    }

    #[test]
    fn honours_gitignore_without_git() {
        let (_guard, root) =
            tree(&[(".gitignore", "gen/\n*.g.cs\n"), ("gen/A.cs", ""), ("b/B.g.cs", ""), ("b/B.cs", "")]);
        assert_eq!(names(&root, &[]), ["b/B.cs"]);
    }

    #[cfg(unix)]
    #[test]
    fn follows_no_links_and_says_so_where_something_is_lost() {
        let (_elsewhere_guard, elsewhere) = tree(&[("O.cs", "")]);
        let (_guard, root) = tree(&[("a/A.cs", "")]);
        std::os::unix::fs::symlink("..", root.join("a/loop")).unwrap();
        std::os::unix::fs::symlink(root.join("a/A.cs"), root.join("Same.cs")).unwrap();
        std::os::unix::fs::symlink(&elsewhere, root.join("out")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.join("Broken.cs")).unwrap();
        let found = walk(std::slice::from_ref(&root), &Exclude::new(&root, &[]).unwrap(), 1);
        assert_eq!(found.files, [root.join("a/A.cs")]);
        let skipped: Vec<_> =
            found.skipped.iter().map(|it| (paths::relative(&root, &it.path), it.why.as_str())).collect();
        assert_eq!(
            skipped,
            [
                ("Broken.cs".to_owned(), "a broken symbolic link"),
                ("out".to_owned(), "a symbolic link out of the searched directories; it was not followed"),
            ]
        );
    }
}
