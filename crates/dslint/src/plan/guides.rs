//! The product's upgrade guides on a way: those that no rule answers are for a person to read, as a step of the plan.

use std::collections::BTreeMap;
use std::path::Path;

use dslint_project::Project;
use dslint_rules::{ReleaseLine, RuleSet};
use dslint_version::NuGetVersion;

use super::view::{GuideLink, ProjectPlan, Step, StepKind, listed};
use crate::coverage;

/// The guide that leads to a release.
pub(super) fn of(line: &ReleaseLine) -> GuideLink {
    let has_rules = RuleSet::embedded().is_ok_and(|rules| rules.iter().any(|rule| rule.release() == Some(line.minor)));
    let release = line.to_string();
    let guide = coverage::guide_to(&release);
    GuideLink {
        covered: line.is_covered && has_rules,
        title: guide.as_ref().map_or_else(|| "overview of all guides".to_owned(), |guide| guide.title.clone()),
        url: guide.map_or_else(|| coverage::OVERVIEW.to_owned(), |guide| guide.url),
        release,
    }
}

/// Puts the guides that no rule answers before the other steps; `read` holds the projects with which each is read.
pub(super) fn push_step(project: &mut ProjectPlan, read: &mut BTreeMap<String, String>) {
    let open: Vec<&GuideLink> = project.route.guides.iter().filter(|guide| !guide.covered).collect();
    if open.is_empty() || !project.uses_identity_server || project.route.former.is_some() {
        return;
    }
    let releases: Vec<&str> = open.iter().map(|guide| guide.release.as_str()).collect();
    let mut notes: Vec<String> = Vec::new();
    let mut is_open = false;
    for guide in &open {
        let first = read.entry(guide.release.clone()).or_insert_with(|| project.name.clone());
        is_open |= *first == project.name;
        notes.push(match *first == project.name {
            true => format!("{}: {}", guide.title, guide.url),
            false => format!("{}: read with {first}", guide.title),
        });
    }
    notes.dedup();
    let (rules, guides) =
        if open.len() == 1 { ("its changes", "its guide") } else { ("their changes", "their guides") };
    let text = format!(
        "Not covered by rules: {}. Nothing below says anything about {rules}; read {guides}.",
        listed(&releases)
    );
    let step = Step { kind: StepKind::Guide, text, places: Vec::new(), commands: Vec::new(), notes, open: is_open };
    project.steps.insert(0, step);
    project.counts.to_do += usize::from(is_open);
}

/// What stands for the packages where IdentityServer is built from source.
pub(super) fn source_step(sources: &[&Project], to: &NuGetVersion, path: impl Fn(&Path) -> String) -> Step {
    let main = sources.iter().find(|it| it.name == "Duende.IdentityServer").or(sources.first());
    let at = main.map(|project| path(&project.path)).unwrap_or_default();
    Step {
        kind: StepKind::Packages,
        text: format!("No package to raise: IdentityServer is built from {at}, so {to} is there once that source is."),
        places: Vec::new(),
        commands: Vec::new(),
        notes: Vec::new(),
        open: false,
    }
}
