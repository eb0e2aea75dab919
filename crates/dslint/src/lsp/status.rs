//! What an editor can show in a line: the ways from version to version, how many findings there are, and whether that is the
//! last word. It goes to clients that say in their capabilities that they know it: the protocol has no such message.

use std::collections::{BTreeMap, BTreeSet};

use dslint_rules::Severity;
use serde::Serialize;

use super::targets::Targets;
use crate::report::Report;

/// The notification.
pub(crate) const METHOD: &str = "dslint/status";
/// What a client that knows it has among its experimental capabilities, as `true`.
pub(crate) const CAPABILITY: &str = "dslintStatus";

/// How far the analysis is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// The numbers are those of the texts before.
    Analyzing,
    Ready,
    /// The settings are wrong, or something else that was told; the numbers are the last that were found.
    Failed,
}

/// The way of some projects.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub(crate) struct Route {
    /// `None`: the version is not known.
    pub(crate) from: Option<String>,
    pub(crate) to: String,
    /// The project files, from the folder, where there are any.
    pub(crate) projects: Vec<String>,
}

/// The parameters of the notification.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Status {
    state: State,
    /// Empty where nothing uses IdentityServer.
    routes: Vec<Route>,
    findings: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Status {
    /// What holds for all folders together.
    pub(crate) fn of(state: State, targets: &Targets) -> Status {
        let mut ways: BTreeMap<(Option<String>, String), BTreeSet<String>> = BTreeMap::new();
        for route in targets.snapshots().flat_map(|snapshot| &snapshot.routes) {
            let projects = ways.entry((route.from.clone(), route.to.clone())).or_default();
            projects.extend(route.projects.iter().cloned());
        }
        let routes = ways
            .into_iter()
            .map(|((from, to), projects)| Route { from, to, projects: projects.into_iter().collect() })
            .collect();
        let mut status = Status { state, routes, findings: 0, errors: 0, warnings: 0, notes: 0 };
        for path in targets.paths() {
            for (_, found) in targets.findings(&path) {
                status.findings += 1;
                match found.severity {
                    Severity::Error => status.errors += 1,
                    Severity::Warning => status.warnings += 1,
                    Severity::Note => status.notes += 1,
                }
            }
        }
        status
    }
}

/// The ways of the projects in a report that use IdentityServer.
pub(crate) fn routes(report: &Report<'_>) -> Vec<Route> {
    let way = |from: Option<String>, projects| Route { from, to: report.to.clone(), projects };
    let users = report.projects.iter().filter(|project| project.uses_identity_server);
    let routes = users.map(|project| {
        let own = project.start.as_ref().or(project.identity_server.as_ref()).map(ToString::to_string);
        way(report.from.clone().or(own), vec![project.path.clone()])
    });
    routes.collect()
}
