//! Which rules matter for which project: its version, the route, and what that makes of each rule.

use crate::analysis::Starts;
use crate::family::identity_server_version;
use dslint_project::{Project, ProjectId, Workspace};
use dslint_rules::{ApiHistory, Release, Rule, RuleSet};
use dslint_version::NuGetVersion;
use std::path::Path;

/// The rules that matter, project by project.
#[derive(Debug)]
pub(crate) struct Plan {
    /// By project, in the order of the workspace.
    projects: Vec<Route>,
    /// For files under no project.
    loose: Route,
    /// The version to arrive at.
    pub(crate) to: NuGetVersion,
    /// All rules there are, those that do not run included.
    pub(crate) rule_set: &'static RuleSet,
}

/// The way of one project.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The version it starts from; none when nothing says so.
    pub(crate) from: Option<NuGetVersion>,
    /// The rules that matter on it.
    pub(crate) rules: Vec<&'static Rule>,
    /// For some of them, a rule whose findings are only counted.
    pub(crate) counted: Vec<(&'static Rule, &'static Rule)>,
}

/// The versions that an analysis starts from; `None` where nothing says which.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StartingVersions {
    /// By project, in the order of the workspace.
    pub projects: Vec<Option<NuGetVersion>>,
    /// For files under no project.
    pub loose: Option<NuGetVersion>,
}

impl StartingVersions {
    /// `from` holds for all projects, `starts` for some; the others start from what they refer to.
    pub fn new(workspace: &Workspace, from: Option<&NuGetVersion>, starts: &Starts) -> StartingVersions {
        let own: Vec<Option<NuGetVersion>> = workspace
            .projects
            .iter()
            .map(|project| {
                let start = from.or_else(|| starts.get(&project.path));
                start.cloned().or_else(|| identity_server_version(workspace, project))
            })
            .collect();
        // A project without the package still validates logout tokens, builds assertions or reads meters: the hosts that
        // reference it say which version that concerns, else those nearest to it.
        let version = |project: &Project| {
            own[project.id.0 as usize]
                .clone()
                .or_else(|| version_of_users(workspace, &own, project.id))
                .or_else(|| version_of_neighbours(workspace, &own, &project.directory))
        };
        StartingVersions {
            projects: workspace.projects.iter().map(version).collect(),
            loose: from.cloned().or_else(|| own.iter().flatten().min().cloned()),
        }
    }
}

impl Plan {
    pub(crate) fn new(
        workspace: &Workspace,
        from: Option<&NuGetVersion>,
        to: &NuGetVersion,
        rules: &[&'static Rule],
        rule_set: &'static RuleSet,
        starts: &Starts,
    ) -> Plan {
        let versions = StartingVersions::new(workspace, from, starts);
        let route = |from: Option<NuGetVersion>| {
            let rules: Vec<&'static Rule> =
                rules.iter().copied().filter(|rule| matters(rule, from.as_ref(), to)).collect();
            let counted = rules.iter().filter_map(|&rule| Some((rule, counted(rule)?))).collect();
            Route { from, rules, counted }
        };
        Plan {
            projects: versions.projects.into_iter().map(route).collect(),
            loose: route(versions.loose),
            to: to.clone(),
            rule_set,
        }
    }

    /// The route of a file: that of the first of its projects.
    pub(crate) fn route(&self, owners: &[ProjectId]) -> &Route {
        owners.first().and_then(|owner| self.projects.get(owner.0 as usize)).unwrap_or(&self.loose)
    }

    /// The release that the code of these projects is written against, of files under no project where there are none.
    pub(crate) fn release(&self, owners: &[ProjectId]) -> Option<Release> {
        ApiHistory::embedded().release_of(self.route(owners).from.as_ref()?)
    }

    /// All rules that something is looked for, also where it is only counted.
    pub(crate) fn searched(&self) -> Vec<&'static Rule> {
        let mut rules = self.rules();
        for (_, counted) in self.projects.iter().chain([&self.loose]).flat_map(|route| &route.counted) {
            if !rules.iter().any(|known| std::ptr::eq(*known, *counted)) {
                rules.push(counted);
            }
        }
        rules
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

/// The rule whose findings are counted in the row of another.
fn counted(rule: &'static Rule) -> Option<&'static Rule> {
    let named = rule.verdict.counted.as_ref()?;
    RuleSet::embedded().ok()?.find(&named.rule)
}

/// The oldest version among the projects that reference this one, directly or not.
fn version_of_users(workspace: &Workspace, own: &[Option<NuGetVersion>], id: ProjectId) -> Option<NuGetVersion> {
    let users = workspace.projects.iter().filter(|project| workspace.closure(project.id).contains(&id));
    users.filter_map(|project| own[project.id.0 as usize].clone()).min()
}

/// The oldest version among the projects that share most of the path with a directory.
fn version_of_neighbours(
    workspace: &Workspace,
    own: &[Option<NuGetVersion>],
    directory: &Path,
) -> Option<NuGetVersion> {
    let shared = |other: &Path| directory.components().zip(other.components()).take_while(|(a, b)| a == b).count();
    let known: Vec<(usize, &NuGetVersion)> = workspace
        .projects
        .iter()
        .filter_map(|project| own[project.id.0 as usize].as_ref().map(|version| (shared(&project.directory), version)))
        .collect();
    let nearest = known.iter().map(|(shared, _)| *shared).max()?;
    known.into_iter().filter(|(shared, _)| *shared == nearest).map(|(_, version)| version).min().cloned()
}

/// From an unknown version every change up to the target may still lie ahead.
fn matters(rule: &Rule, from: Option<&NuGetVersion>, to: &NuGetVersion) -> bool {
    match from {
        Some(from) => rule.applies(from, to),
        None => rule.applies(&NuGetVersion::new(0, 0, 0), to),
    }
}
