//! The projects whose version of IdentityServer a range of commits raises.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dslint_linter::{Starts, identity_server_version, load_workspace};
use dslint_project::{ProjectId, Workspace};
use dslint_rules::Releases;
use dslint_version::NuGetVersion;

use super::tree::Tree;
use crate::scope::Scope;

/// The projects, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Raised {
    pub(super) all: Vec<RaisedProject>,
}

/// A project with an older version before.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct RaisedProject {
    pub(super) path: PathBuf,
    pub(super) old: NuGetVersion,
    pub(super) new: NuGetVersion,
}

impl Raised {
    /// Evaluates the projects of both trees.
    pub(super) fn between(old: &Tree<'_>, new: &Tree<'_>, root: &Path) -> Raised {
        let before = load_workspace(root, &old.files, old.commit);
        let after = load_workspace(root, &new.files, new.commit);
        let raised = after.projects.iter().filter_map(|project| {
            let new = identity_server_version(&after, project)?;
            let old = identity_server_version(&before, before.project_at(&project.path)?)?;
            (old < new).then(|| RaisedProject { path: project.path.clone(), old, new })
        });
        let mut all: Vec<RaisedProject> = raised.collect();
        all.sort();
        Raised { all }
    }

    /// The versions that the projects come from.
    pub(super) fn starts(&self) -> Starts {
        self.all.iter().map(|project| (project.path.clone(), project.old.clone())).collect()
    }

    /// The versions that they arrive at, as far as rules go; sorted.
    pub(super) fn targets(&self) -> BTreeSet<NuGetVersion> {
        self.all.iter().map(RaisedProject::target).collect()
    }

    pub(super) fn highest(&self) -> Option<NuGetVersion> {
        self.targets().last().cloned()
    }

    /// Those that are raised further than rules go.
    pub(super) fn beyond(&self) -> impl Iterator<Item = &RaisedProject> {
        self.all.iter().filter(|project| project.target() < project.new && !is_covered(&project.new))
    }

    /// The projects that arrive at a version, as far as they were asked for, and those without a version of their own that
    /// they reference.
    pub(super) fn projects(&self, workspace: &Workspace, to: &NuGetVersion, scope: &Scope) -> BTreeSet<ProjectId> {
        let here = self.all.iter().filter(|project| project.target() == *to && scope.covers(&project.path));
        let hosts = here.filter_map(|project| workspace.project_at(&project.path));
        let mut projects = BTreeSet::new();
        for host in hosts {
            projects.insert(host.id);
            let is_plain = |id: &ProjectId| {
                let project = workspace.project(*id);
                project.is_some_and(|project| identity_server_version(workspace, project).is_none())
            };
            projects.extend(workspace.closure(host.id).into_iter().filter(is_plain));
        }
        projects
    }
}

impl RaisedProject {
    /// The new version, or the newest that rules know where it is beyond.
    fn target(&self) -> NuGetVersion {
        match Releases::embedded().newest_covered() {
            Some(newest) if !is_covered(&self.new) && newest.last_patch < self.new => newest.last_patch.clone(),
            _ => self.new.clone(),
        }
    }
}

/// Whether a version belongs to a release that rules were written for, or to an older one: a new patch of a known release
/// brings no change that rules are about.
fn is_covered(version: &NuGetVersion) -> bool {
    let newest = Releases::embedded().newest_covered();
    newest.is_some_and(|newest| (version.major(), version.minor()) <= newest.minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(new: &str) -> String {
        let (old, new) = ("7.2.4".parse().unwrap(), new.parse().unwrap());
        RaisedProject { path: PathBuf::new(), old, new }.target().to_string()
    }

    #[test]
    fn targets_go_as_far_as_rules() {
        let newest = &Releases::embedded().newest_covered().unwrap().last_patch;
        assert_eq!(target("7.3.0"), "7.3.0");
        assert_eq!(
            target(&format!("{}.{}.99", newest.major(), newest.minor())),
            format!("{}.{}.99", newest.major(), newest.minor())
        );
        assert_eq!(target("99.0.0"), newest.to_string());
    }
}
