//! What projects compile and a run did not read: files that are left out, files and projects from elsewhere.
//! Where something was not looked at, nothing is clear.

use crate::analysis::LeftOut;
use dslint_project::{ProjectId, Workspace};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};

/// How many files a text names.
const MAX_NAMED: usize = 3;

/// Why something was not read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Why {
    Ignored,
    Excluded,
    Elsewhere,
    Reference,
}

/// What was not read, by project.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    shown_from: PathBuf,
    files: Vec<(ProjectId, Why, PathBuf)>,
}

/// What is missing for an answer, and how to get it.
pub(crate) struct Gap {
    /// A clause that follows "because".
    pub(crate) text: String,
    /// What to do.
    pub(crate) ask: String,
}

impl Unread {
    pub(crate) fn new(
        workspace: &Workspace,
        root: &Path,
        left_out: &LeftOut,
        read: &[PathBuf],
        is_file: &dyn Fn(&Path) -> bool,
    ) -> Unread {
        let mut files = Vec::new();
        for (why, paths) in [(Why::Ignored, &left_out.ignored), (Why::Excluded, &left_out.excluded)] {
            for path in paths {
                files.extend(workspace.owners(path).into_iter().map(|owner| (owner, why, path.clone())));
            }
        }
        let named: HashSet<PathBuf> = files.iter().map(|(.., path)| path.clone()).collect();
        let elsewhere = workspace.not_among(read).into_iter().filter(|(_, path)| {
            // What is not there yet is made by the build.
            !named.contains(path) && (!path.starts_with(root) || is_file(path) || path.extension().is_none())
        });
        files.extend(elsewhere.map(|(owner, path)| (owner, Why::Elsewhere, path)));
        for project in &workspace.projects {
            let paths = project.unresolved_references.iter().map(|reference| reference.path.clone());
            files.extend(paths.map(|path| (project.id, Why::Reference, path)));
        }
        files.sort();
        files.dedup();
        Unread { shown_from: left_out.shown_from.clone().unwrap_or_else(|| root.to_path_buf()), files }
    }

    /// What is missing for an answer about projects, for rules that look into code.
    pub(crate) fn gaps(&self, projects: &HashSet<ProjectId>) -> Vec<Gap> {
        let mut by_why: BTreeMap<Why, BTreeSet<&Path>> = BTreeMap::new();
        for (_, why, path) in self.files.iter().filter(|(owner, ..)| projects.contains(owner)) {
            by_why.entry(*why).or_default().insert(path);
        }
        by_why.into_iter().map(|(why, paths)| self.gap(why, &paths)).collect()
    }

    fn gap(&self, why: Why, paths: &BTreeSet<&Path>) -> Gap {
        let (files, were, names) = self.counted(paths);
        let command = |paths: Vec<String>| format!("`dslint plan . {}`", paths.join(" "));
        let all = || paths.iter().map(|path| quoted(&self.shown(path))).collect::<Vec<_>>();
        match why {
            Why::Ignored => {
                Gap { text: format!("{files} of it {were} not read (`.gitignore`): {names}"), ask: command(all()) }
            }
            Why::Excluded => Gap {
                text: format!("{files} of it {were} not read (`exclude`): {names}"),
                ask: "run `dslint plan` without this `--exclude`, or take the pattern out of `exclude` in dslint.toml"
                    .to_owned(),
            },
            Why::Elsewhere => Gap {
                text: format!("{files} that it compiles from elsewhere {were} not read: {names}"),
                ask: command(all()),
            },
            Why::Reference => {
                let (projects, were) = match paths.len() {
                    1 => ("a project", "was"),
                    _ => ("projects", "were"),
                };
                let directories = paths.iter().map(|path| quoted(&self.shown(path.parent().unwrap_or(path))));
                Gap {
                    text: format!("{projects} that it references {were} not read: {names}"),
                    ask: command(directories.collect::<BTreeSet<_>>().into_iter().collect()),
                }
            }
        }
    }

    /// `2 files`, `were`, and the names of the first ones.
    fn counted(&self, paths: &BTreeSet<&Path>) -> (String, &'static str, String) {
        let names: Vec<String> = paths.iter().take(MAX_NAMED).map(|path| self.shown(path)).collect();
        let more = paths.len() - names.len();
        let names = if more == 0 { names.join(", ") } else { format!("{} and {more} more", names.join(", ")) };
        match paths.len() {
            1 => ("a file".to_owned(), "was", names),
            count => (format!("{count} files"), "were", names),
        }
    }

    /// A path as it is written on the command line.
    fn shown(&self, path: &Path) -> String {
        let from: Vec<Component<'_>> = self.shown_from.components().collect();
        let to: Vec<Component<'_>> = path.components().collect();
        let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let up = (common..from.len()).map(|_| "..".into());
        let parts: Vec<_> = up.chain(to[common..].iter().map(|part| part.as_os_str().to_string_lossy())).collect();
        if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
    }
}

fn quoted(path: &str) -> String {
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_a_directory() {
        let unread = Unread { shown_from: PathBuf::from("/r/a"), ..Unread::default() };
        for (path, shown) in [("/r/a/b/C.cs", "b/C.cs"), ("/r/x/C.cs", "../x/C.cs"), ("/r/a", "."), ("/q", "../../q")] {
            assert_eq!(unread.shown(Path::new(path)), shown);
        }
    }
}
