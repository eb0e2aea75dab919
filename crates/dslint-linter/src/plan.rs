//! Which rules matter for which project: its version, the route, and what that makes of each rule.

use dslint_project::{ProjectId, Workspace};
use dslint_rules::{Releases, Rule};
use dslint_version::NuGetVersion;

/// The rules that matter, project by project.
#[derive(Debug)]
pub(crate) struct Plan {
    /// By project, in the order of the workspace.
    projects: Vec<Route>,
    /// For files under no project.
    loose: Route,
    /// The version to arrive at.
    pub(crate) to: NuGetVersion,
}

/// The way of one project.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The version it starts from; none when nothing says so.
    pub(crate) from: Option<NuGetVersion>,
    /// The rules that matter on it.
    pub(crate) rules: Vec<&'static Rule>,
}

impl Plan {
    pub(crate) fn new(
        workspace: &Workspace,
        from: Option<&NuGetVersion>,
        to: &NuGetVersion,
        rules: &[&'static Rule],
    ) -> Plan {
        let own: Vec<Option<NuGetVersion>> = workspace
            .projects
            .iter()
            .map(|project| from.cloned().or_else(|| version_in_closure(workspace, project.id)))
            .collect();
        // A project without the package still validates logout tokens, builds assertions or reads meters of the hosts
        // beside it: the oldest of them decides.
        let beside = from.cloned().or_else(|| own.iter().flatten().min().cloned());
        let route = |from: Option<NuGetVersion>| {
            let rules = rules.iter().copied().filter(|rule| matters(rule, from.as_ref(), to)).collect();
            Route { from, rules }
        };
        Plan {
            projects: own.into_iter().map(|version| route(version.or_else(|| beside.clone()))).collect(),
            loose: route(beside),
            to: to.clone(),
        }
    }

    /// The route of a file: that of the first of its projects.
    pub(crate) fn route(&self, owners: &[ProjectId]) -> &Route {
        owners.first().and_then(|owner| self.projects.get(owner.0 as usize)).unwrap_or(&self.loose)
    }

    /// All rules that matter somewhere.
    pub(crate) fn rules(&self) -> Vec<&'static Rule> {
        let mut rules: Vec<&'static Rule> = Vec::new();
        for route in self.projects.iter().chain([&self.loose]) {
            for rule in &route.rules {
                if !rules.iter().any(|known| std::ptr::eq(*known, *rule)) {
                    rules.push(rule);
                }
            }
        }
        rules.sort_by(|left, right| left.code.cmp(&right.code));
        rules
    }
}

/// From an unknown version every change up to the target may still lie ahead.
fn matters(rule: &Rule, from: Option<&NuGetVersion>, to: &NuGetVersion) -> bool {
    match from {
        Some(from) => rule.applies(from, to),
        None => rule.applies(&NuGetVersion::new(0, 0, 0), to),
    }
}

/// The oldest version of a package of the IdentityServer family that a project or what it references asks for.
fn version_in_closure(workspace: &Workspace, project: ProjectId) -> Option<NuGetVersion> {
    let family = Releases::embedded().main_family()?;
    workspace
        .packages_in_closure(project)
        .into_iter()
        .filter(|(_, package)| family.contains(&package.id) || is_legacy(&package.id))
        .filter_map(|(_, package)| {
            package.version().or_else(|| package.range.as_ref().and_then(|range| range.minimum())).cloned()
        })
        .min()
}

/// The packages of IdentityServer4, the product's former name.
fn is_legacy(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    id == "identityserver4" || id.starts_with("identityserver4.")
}
