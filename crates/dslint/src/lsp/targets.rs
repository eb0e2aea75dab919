//! What is analysed: the folders of the workspace, and open files that lie in none of them. Each has its last good
//! analysis, and knows whether that is still true.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_linter::Diagnostic;
use dslint_rules::Rule;
use gen_lsp_types::Uri;

use super::snapshot::Snapshot;
use super::uri;
use super::worker::Outcome;

/// A folder or a file.
#[derive(Debug)]
pub(crate) struct Target {
    /// As the client names it.
    given: PathBuf,
    /// Its real path.
    pub(crate) root: PathBuf,
    is_folder: bool,
    /// Counts the states of the texts.
    pub(crate) revision: u64,
    /// The state that the last analysis was about, be it done or failed.
    settled: u64,
    /// The last good analysis.
    snapshot: Option<Arc<Snapshot>>,
}

impl Target {
    fn new(given: PathBuf, root: PathBuf, is_folder: bool, revision: u64) -> Target {
        Target { given, root, is_folder, revision, settled: 0, snapshot: None }
    }

    /// Whether nothing has changed since the last analysis.
    pub(crate) fn is_settled(&self) -> bool {
        self.settled == self.revision
    }

    fn is_concerned(&self, path: &Path) -> bool {
        let is_inside = self.is_folder && path.starts_with(&self.root);
        // What a project outside of the folder says may matter, and for a single file the project around it.
        is_inside || self.snapshot.as_ref().is_none_or(|snapshot| path.starts_with(&snapshot.root))
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    list: Vec<Target>,
    /// The last revision: none is given twice, so that what comes late is never taken for something else.
    clock: u64,
}

impl Targets {
    /// Adds a folder, given as the client names it and by its real path.
    pub(crate) fn add_folder(&mut self, given: PathBuf, root: PathBuf) {
        self.list.retain(|target| !(target.root == root || !target.is_folder && target.root.starts_with(&root)));
        self.clock += 1;
        self.list.push(Target::new(given, root, true, self.clock));
    }

    pub(crate) fn remove_folder(&mut self, root: &Path) {
        self.list.retain(|target| !(target.is_folder && target.root == root));
    }

    /// Makes an open file a target of its own where no folder holds it. Whether it became one.
    pub(crate) fn add_file(&mut self, path: &Path) -> bool {
        if self.owner(path).is_some() {
            return false;
        }
        self.clock += 1;
        self.list.push(Target::new(path.to_path_buf(), path.to_path_buf(), false, self.clock));
        true
    }

    /// A file that is closed is no target any more.
    pub(crate) fn remove_file(&mut self, path: &Path) {
        self.list.retain(|target| target.is_folder || target.root != path);
    }

    /// A file has another text.
    pub(crate) fn touch(&mut self, path: &Path) {
        self.clock += 1;
        let concerned = self.list.iter_mut().filter(|target| target.is_concerned(path));
        concerned.for_each(|target| target.revision = self.clock);
    }

    /// Everything may be different.
    pub(crate) fn touch_all(&mut self) {
        self.clock += 1;
        self.list.iter_mut().for_each(|target| target.revision = self.clock);
    }

    /// The first that is to be analysed.
    pub(crate) fn unsettled(&self) -> Option<&Target> {
        self.list.iter().find(|target| !target.is_settled())
    }

    /// Whether what is said about a file is true.
    pub(crate) fn is_settled_for(&self, path: &Path) -> bool {
        match self.owner(path) {
            Some(target) => target.is_settled(),
            None => self.unsettled().is_none(),
        }
    }

    /// Takes the outcome of an analysis; a failed one leaves the last good one. Gives back what went wrong.
    pub(crate) fn take(&mut self, outcome: Outcome) -> Option<String> {
        let target = self.list.iter_mut().find(|target| target.root == outcome.target)?;
        target.settled = outcome.revision;
        match outcome.result {
            Ok(snapshot) => {
                target.snapshot = Some(Arc::new(snapshot));
                None
            }
            Err(why) => Some(why),
        }
    }

    /// The analyses that speak about a file: that of the deepest folder that holds it, else all that say something.
    pub(crate) fn about(&self, path: &Path) -> Vec<&Snapshot> {
        match self.owner(path) {
            Some(target) => target.snapshot.iter().map(Arc::as_ref).collect(),
            None => self.snapshots().collect(),
        }
    }

    /// The last good analysis of each that has one.
    pub(crate) fn snapshots(&self) -> impl Iterator<Item = &Snapshot> {
        self.list.iter().filter_map(|target| target.snapshot.as_deref())
    }

    /// The findings of a file, each once.
    pub(crate) fn findings(&self, path: &Path) -> Vec<(&Snapshot, &Diagnostic)> {
        let mut all: Vec<(&Snapshot, &Diagnostic)> = Vec::new();
        for snapshot in self.about(path) {
            for found in snapshot.findings(path) {
                let is_known = |(_, known): &(&Snapshot, &Diagnostic)| {
                    known.primary.range == found.primary.range && known.rule.code == found.rule.code
                };
                if !all.iter().any(is_known) {
                    all.push((snapshot, found));
                }
            }
        }
        all
    }

    /// The files that analyses have findings in.
    pub(crate) fn paths(&self) -> BTreeSet<PathBuf> {
        self.snapshots().flat_map(Snapshot::paths).cloned().collect()
    }

    /// A rule that ran, by its code.
    pub(crate) fn rule(&self, code: &str) -> Option<&'static Rule> {
        let mut rules = self.snapshots().flat_map(|snapshot| &snapshot.analysis.searched.rules);
        rules.find(|rule| rule.code.as_str() == code).copied()
    }

    /// The URI of a file that is not open, below its folder as the client names that.
    pub(crate) fn uri(&self, path: &Path) -> Uri {
        let below = self.folder(path).and_then(|folder| Some(folder.given.join(path.strip_prefix(&folder.root).ok()?)));
        uri::of(below.as_deref().unwrap_or(path))
    }

    fn owner(&self, path: &Path) -> Option<&Target> {
        self.folder(path).or_else(|| self.list.iter().find(|target| !target.is_folder && target.root == path))
    }

    fn folder(&self, path: &Path) -> Option<&Target> {
        let holding = self.list.iter().filter(|target| target.is_folder && path.starts_with(&target.root));
        holding.max_by_key(|target| target.root.as_os_str().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(folders: &[(&str, &str)]) -> Targets {
        let mut targets = Targets::default();
        for (given, root) in folders {
            targets.add_folder(PathBuf::from(given), PathBuf::from(root));
        }
        targets
    }

    fn outcome(target: &str, revision: u64) -> Outcome {
        Outcome { target: PathBuf::from(target), revision, result: Err("why".to_owned()) }
    }

    #[test]
    fn the_deepest_folder_speaks_for_a_file() {
        let mut targets = targets(&[("/w", "/w"), ("/w/a", "/w/a")]);
        assert_eq!(targets.owner(Path::new("/w/a/X.cs")).unwrap().root, Path::new("/w/a"));
        assert_eq!(targets.owner(Path::new("/w/b/X.cs")).unwrap().root, Path::new("/w"));
        assert!(!targets.add_file(Path::new("/w/b/X.cs")));
        assert!(targets.add_file(Path::new("/other/X.cs")));
        targets.add_folder(PathBuf::from("/other"), PathBuf::from("/other"));
        assert!(targets.owner(Path::new("/other/X.cs")).unwrap().is_folder, "the folder takes over");
    }

    #[test]
    fn an_outcome_settles_the_state_it_is_about() {
        let mut targets = targets(&[("/w", "/w")]);
        targets.touch(Path::new("/w/X.cs"));
        assert_eq!(targets.take(outcome("/w", 1)), Some("why".to_owned()));
        assert!(targets.unsettled().is_some(), "it changed meanwhile");
        targets.take(outcome("/w", 2));
        assert!(targets.unsettled().is_none() && targets.is_settled_for(Path::new("/w/X.cs")));
        assert_eq!(targets.take(outcome("/gone", 1)), None);
    }

    #[test]
    fn uris_are_those_of_the_client() {
        let targets = targets(&[("/link", "/real")]);
        assert_eq!(targets.uri(Path::new("/real/a/X.cs")).0, "file:///link/a/X.cs");
        assert_eq!(targets.uri(Path::new("/else/X.cs")).0, "file:///else/X.cs");
    }
}
