//! What an upgrade takes beside the documented changes: the target framework, the packages, the database schema, the keys
//! of data protection.

use std::collections::BTreeMap;

use dslint_linter::{Analysis, FamilyPackage, FrameworkStep, identity_server_packages};
use dslint_project::{Project, ProjectId, TargetFramework};
use dslint_rules::Releases;
use dslint_version::{NuGetVersion, VersionRange};

use super::schema;
use super::snapshots::Snapshot;
use super::view::{Edit, Row, Step, StepKind, VerdictWord, listed};
use crate::places::{Place, Places};

/// The page that asks for the application name of data protection.
const APPLICATION_NAME: &str = "data-protection-application-name";

/// Makes the steps, project by project.
pub(super) struct Steps<'a> {
    analysis: &'a Analysis,
    places: &'a Places<'a>,
    snapshots: &'a [Snapshot],
    /// The project that a place is edited with.
    edited: BTreeMap<Place, String>,
}

impl<'a> Steps<'a> {
    pub(super) fn new(analysis: &'a Analysis, places: &'a Places<'a>, snapshots: &'a [Snapshot]) -> Steps<'a> {
        Steps { analysis, places, snapshots, edited: BTreeMap::new() }
    }

    /// The steps of a project, in their order.
    pub(super) fn of(&mut self, project: &Project, rows: &[Row]) -> Vec<Step> {
        let packages = identity_server_packages(&self.analysis.workspace, project);
        let framework = if packages.is_empty() { None } else { self.framework(project) };
        let steps = [
            framework,
            self.packages(project, &packages),
            schema::step(self.analysis, self.places, self.snapshots, project, rows),
            self.data_protection(project, rows).filter(|_| !packages.is_empty()),
        ];
        steps.into_iter().flatten().collect()
    }

    fn packages(&mut self, project: &Project, packages: &[FamilyPackage<'_>]) -> Option<Step> {
        let to = &self.analysis.to;
        let mut edits: Vec<Edit> = Vec::new();
        let mut notes: Vec<String> = Vec::new();
        // What has to be done where no text says which place to edit.
        let mut has_other = false;
        for package in packages {
            let through = (package.owner != project.id).then(|| self.path_of(package.owner)).flatten();
            match self.bump(package, through.as_deref()) {
                Bump::Edit(edit) => match edits.iter_mut().find(|known| known.place == edit.place) {
                    Some(known) => known.packages.extend(edit.packages),
                    None => edits.push(edit),
                },
                Bump::Note(note) => {
                    has_other = true;
                    notes.push(note);
                }
                Bump::Nothing(note) => notes.extend(note),
            }
        }
        for edit in &mut edits {
            edit.packages.sort();
            edit.packages.dedup();
            let first = self.edited.entry(edit.place.clone()).or_insert_with(|| project.name.clone());
            edit.done_with = (*first != project.name).then(|| first.clone());
        }
        notes.sort();
        notes.dedup();
        if edits.is_empty() && notes.is_empty() {
            return None;
        }
        edits.sort_by(|left, right| left.place.cmp(&right.place));
        let mut names: Vec<&str> = edits.iter().flat_map(|edit| &edit.packages).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let text = match names.len() {
            0 if !has_other => "Nothing has to be raised.".to_owned(),
            0 => "No version of the family is written that has to be raised.".to_owned(),
            1 => format!("Raise {} to {to}.", names[0]),
            _ => format!("Raise these together to {to}: {}.", listed(&names)),
        };
        let open = has_other || edits.iter().any(|edit| edit.done_with.is_none());
        Some(Step { kind: StepKind::Packages, text, places: edits, commands: Vec::new(), notes, open })
    }

    /// What has to happen to a package.
    fn bump(&self, package: &FamilyPackage<'_>, through: Option<&str>) -> Bump {
        let to = &self.analysis.to;
        let id = package.id;
        let Some(reference) = package.reference else {
            return match package.version() {
                Some(version) if version < to => Bump::Note(format!(
                    "{id} {version} comes through another package: raise the package that brings it, or refer to {id} {to}."
                )),
                _ => Bump::Nothing(None),
            };
        };
        if !is_of_main_family(id) {
            return Bump::Note(format!(
                "{id} ends with 4.1: replace it by the package of Duende.IdentityServer that took its place."
            ));
        }
        let range = reference.range.as_ref();
        let version = package.version().or_else(|| range.and_then(VersionRange::minimum));
        match version {
            Some(version) if version > to => {
                return Bump::Nothing(Some(format!(
                    "{id} is at {version}, beyond the target {to}: it is left as it is."
                )));
            }
            Some(version) if version == to => return Bump::Nothing(None),
            _ => {}
        }
        let floats = range.is_some_and(VersionRange::is_floating);
        if floats && range.is_some_and(|range| range.contains(to)) {
            return Bump::Note(format!("{id} floats ({}): a restore may take {to} already.", reference.raw));
        }
        let Some((place, old)) = reference.written_at.as_ref().and_then(|at| self.places.location(at)) else {
            let at = self.places.location(&reference.reference_at).map(|(place, _)| place.text());
            let at = at.map(|at| format!(", referred to at {at}")).unwrap_or_default();
            return Bump::Note(format!("No single place holds the version of {id}{at}: raise it to {to}."));
        };
        Bump::Edit(Edit {
            place,
            new: replaced(&old, range, to),
            old,
            packages: vec![id.to_owned()],
            property: reference.property.as_ref().map(ToString::to_string),
            through: through.map(str::to_owned),
            done_with: None,
        })
    }

    fn framework(&mut self, project: &Project) -> Option<Step> {
        let step = FrameworkStep::of(&self.analysis.to, project)?;
        let mut notes = Vec::new();
        let at = ["TargetFrameworks", "TargetFramework", "TargetFrameworkVersion"].into_iter().find_map(|name| {
            let written = project.builds.iter().find_map(|build| build.property_written_at(name))?;
            let (place, text) = self.places.location(written)?;
            let names_it = step.old.iter().any(|old| text.to_ascii_lowercase().contains(old.moniker()));
            (names_it || name == "TargetFrameworkVersion").then_some((place, text))
        });
        let places = match at {
            Some((place, old)) => {
                let first = self.edited.entry(place.clone()).or_insert_with(|| project.name.clone());
                let done_with = (*first != project.name).then(|| first.clone());
                let new = moved(&step, &old);
                vec![Edit { place, old, new, packages: Vec::new(), property: None, through: None, done_with }]
            }
            None => {
                notes.push(format!("Where it is written was not found: look in {} and what it imports.", {
                    self.places.path(&project.path)
                }));
                Vec::new()
            }
        };
        notes.push(
            "Packages of Microsoft that follow the framework (Microsoft.AspNetCore.*, Microsoft.EntityFrameworkCore.*) move \
             with it."
                .to_owned(),
        );
        let old: Vec<&str> = step.old.iter().map(TargetFramework::moniker).collect();
        let offered: Vec<&str> = step.offered.iter().map(TargetFramework::moniker).collect();
        let text = format!(
            "Move from {} to {}: Duende.IdentityServer {} is built for {}.",
            listed(&old),
            step.new.moniker(),
            self.analysis.to,
            listed(&offered)
        );
        let open = places.is_empty() || places.iter().any(|edit| edit.done_with.is_none());
        Some(Step { kind: StepKind::Framework, text, places, commands: Vec::new(), notes, open })
    }

    fn data_protection(&self, project: &Project, rows: &[Row]) -> Option<Step> {
        let step = FrameworkStep::of(&self.analysis.to, project)?;
        let row = rows.iter().find(|row| row.change == APPLICATION_NAME);
        if !step.crosses((7, 0)) || row.is_none_or(|row| row.verdict == VerdictWord::Clear) {
            return None;
        }
        let text = "Look up the content root path of the running host before and after the step from .NET 6: the keys of data \
                    protection are bound to it, and where it changes, tokens, grants, sessions and signing keys that were \
                    protected before cannot be read."
            .to_owned();
        let code = row.map(|row| row.code.clone()).unwrap_or_default();
        let notes = vec![format!("Where it changes, set the old path as the application name; see {code} below.")];
        Some(Step { kind: StepKind::DataProtection, text, places: Vec::new(), commands: Vec::new(), notes, open: true })
    }

    fn path_of(&self, id: ProjectId) -> Option<String> {
        self.analysis.workspace.project(id).map(|project| self.places.path(&project.path))
    }
}

/// What has to happen to a package.
enum Bump {
    Edit(Edit),
    /// A person has to do it.
    Note(String),
    /// It stays, with what is to be said about that.
    Nothing(Option<String>),
}

fn is_of_main_family(id: &str) -> bool {
    Releases::embedded().main_family().is_some_and(|family| family.contains(id))
}

/// The new text for the old one: an exact or bounded range keeps its brackets for a person to look at.
fn replaced(old: &str, range: Option<&VersionRange>, to: &NuGetVersion) -> String {
    match range.and_then(VersionRange::exact) {
        Some(_) if old.trim().starts_with('[') => format!("[{to}]"),
        _ => to.to_string(),
    }
}

/// `net6.0;net9.0` as `net8.0;net9.0`; one name where everything becomes the same.
fn moved(step: &FrameworkStep, old: &str) -> String {
    let is_old = |name: &str| step.old.iter().any(|it| it.moniker().eq_ignore_ascii_case(name));
    let moved = |name: &str| match name.split_once('-') {
        Some((_, platform)) => format!("{}-{platform}", step.new.moniker()),
        None => step.new.moniker().to_owned(),
    };
    let mut names: Vec<String> = Vec::new();
    for name in old.split(';').map(str::trim).filter(|name| !name.is_empty()) {
        let name = if is_old(name) || name.starts_with('v') { moved(name) } else { name.to_owned() };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(";")
}
