//! Projects that a change moves: to other versions of the packages that rules look at, or to another target framework.
//! Only for these a change of a project file says something about code that it does not touch.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_linter::is_identity_server;
use dslint_project::{Files, Project, Workspace};
use dslint_rules::{Matcher, RuleSet};
use dslint_version::VersionRange;

/// What a restore leaves behind, and no commit has.
const ASSETS: &str = "project.assets.json";

/// The files without what a restore wrote: the work tree and a commit say the same of what did not change.
pub(crate) struct WithoutAssets<'a>(pub(crate) &'a dyn Files);

impl Files for WithoutAssets<'_> {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        if path.ends_with(ASSETS) { None } else { self.0.read(path) }
    }

    fn is_file(&self, path: &Path) -> bool {
        !path.ends_with(ASSETS) && self.0.is_file(path)
    }
}

/// The projects that are not what they were, and those that were not there, sorted.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    /// Projects with another version of a package, or another framework.
    pub(crate) changed: BTreeSet<PathBuf>,
    /// Projects that were not there before.
    pub(crate) new: BTreeSet<PathBuf>,
}

impl Moved {
    /// What differs between two states of a tree. `rules` say which packages count.
    pub(crate) fn between(before: &Workspace, now: &Workspace, rules: &RuleSet) -> Moved {
        let mut moved = Moved::default();
        for project in &now.projects {
            match before.project_at(&project.path) {
                None => {
                    moved.new.insert(project.path.clone());
                }
                Some(old) if stand(before, old, rules) != stand(now, project, rules) => {
                    moved.changed.insert(project.path.clone());
                }
                Some(_) => {}
            }
        }
        moved
    }
}

/// Packages with their versions, and target frameworks.
type Stand = (BTreeSet<(String, String)>, BTreeSet<String>);

/// What rules could tell apart about a project.
fn stand(workspace: &Workspace, project: &Project, rules: &RuleSet) -> Stand {
    let asked = workspace.packages_in_closure(project.id).into_iter().map(|(_, package)| {
        let range = package.range.as_ref().map(VersionRange::to_string);
        let version = package.version().map(ToString::to_string).or(range);
        (package.id.as_str(), version.unwrap_or_else(|| package.raw.clone()))
    });
    let resolved = project.resolved.iter().map(|package| (package.id.as_str(), package.version.to_string()));
    let packages = asked.chain(resolved).filter_map(|(id, version)| {
        let version = match Interest::of(id, rules)? {
            Interest::Version => version,
            Interest::Presence => String::new(),
        };
        Some((id.to_ascii_lowercase(), version))
    });
    (packages.collect(), project.target_frameworks.iter().map(ToString::to_string).collect())
}

/// What rules look at in a package.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Interest {
    /// Only whether it is there.
    Presence,
    Version,
}

impl Interest {
    fn of(id: &str, rules: &RuleSet) -> Option<Interest> {
        if is_identity_server(id) {
            return Some(Interest::Version);
        }
        let matches = rules.iter().flat_map(|rule| &rule.matches);
        let interests = matches.filter_map(|matched| match &matched.matcher {
            Matcher::Package(matcher) if matcher.package.eq_ignore_ascii_case(id) => Some(Interest::Version),
            _ => {
                let named = matched.providers().filter(|provider| provider.names(id));
                named.map(|it| if it.below.is_some() { Interest::Version } else { Interest::Presence }).max()
            }
        });
        interests.max()
    }
}
