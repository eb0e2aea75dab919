//! The step of the database schema: a migration for each context whose tables change.

use std::collections::BTreeSet;

use dslint_linter::{Analysis, SchemaChange, identity_server_packages, schema_change};
use dslint_project::{Project, ProjectId};
use dslint_rules::{Change, Rule, RuleSet};

use super::snapshots::{Snapshot, word};
use super::view::{Row, Step, StepKind, VerdictWord, listed};
use crate::places::Places;

/// The step of a project; none where no change of the schema is open, or no code registers a store of EF.
pub(super) fn step(
    analysis: &Analysis,
    places: &Places<'_>,
    snapshots: &[Snapshot],
    project: &Project,
    rows: &[Row],
) -> Option<Step> {
    let all = RuleSet::embedded().ok()?;
    let open = rows.iter().filter(|row| row.verdict != VerdictWord::Clear);
    let rules: Vec<&Rule> = open.filter_map(|row| all.find(&row.code)).filter(|it| is_about_schema(it)).collect();
    let name = migration_name(&rules)?;
    let codes: Vec<&str> = rules.iter().map(|rule| rule.code.as_str()).collect();
    let changes: Vec<SchemaChange> = rules.iter().filter_map(|rule| schema_change(rule)).collect();
    let workspace = &analysis.workspace;
    let closure = workspace.closure(project.id);
    let path = |id: ProjectId| workspace.project(id).map(|it| places.path(&it.path)).unwrap_or_default();
    let changed: Vec<&Snapshot> = snapshots.iter().filter(|it| changes.iter().any(|change| it.lacks(change))).collect();
    let is_near = |it: &Snapshot| closure.contains(&it.project) || workspace.closure(it.project).contains(&project.id);
    let near: Vec<&Snapshot> = changed.iter().copied().filter(|it| is_near(it)).collect();
    let registered = analysis.database_contexts.iter().filter(|it| it.projects.iter().any(|id| closure.contains(id)));
    let registered: Vec<Option<&str>> = registered.map(|it| it.name.as_deref()).collect();
    let mut notes = Vec::new();
    let mut commands = Vec::new();
    for snapshot in &near {
        let mut command = format!(
            "dotnet ef migrations add {name} --context {} --project {}",
            word(&snapshot.context),
            word(&path(snapshot.project))
        );
        match startup(analysis, project, snapshot.project) {
            Some(startup) if startup != snapshot.project => {
                command.push_str(&format!(" --startup-project {}", word(&path(startup))));
            }
            Some(_) => {}
            None => notes.push(
                "No program that refers to the project of the migrations was found: --startup-project names the host \
                 that registers the context."
                    .to_owned(),
            ),
        }
        commands.push(format!("{command} --output-dir {}", word(&snapshot.folder)));
    }
    if near.is_empty() {
        if registered.is_empty() {
            return None;
        }
        notes.push(elsewhere(&registered, &name));
        let is_its = |it: &&&Snapshot| registered.iter().any(|name| name.is_none_or(|name| name == it.context));
        let others: BTreeSet<String> = changed.iter().filter(is_its).map(|it| path(it.project)).collect();
        if let [first, rest @ ..] = &others.iter().collect::<Vec<_>>()[..]
            && rest.len() < 3
        {
            let names: Vec<&str> = std::iter::once(first).chain(rest).map(|it| it.as_str()).collect();
            notes.push(format!(
                "This project does not refer to {}, which has migrations of such a context: are they its?",
                listed(&names)
            ));
        }
    } else {
        notes.push(
            "Read what was generated before it runs anywhere; a migration without operations can be removed again \
             (dotnet ef migrations remove)."
                .to_owned(),
        );
    }
    notes.dedup();
    let text = format!("Add a migration after the packages were raised, for {}.", listed(&codes));
    Some(Step { kind: StepKind::Schema, text, places: Vec::new(), commands, notes, open: true })
}

fn is_about_schema(rule: &Rule) -> bool {
    rule.change == Change::SchemaChanged
}

/// As the guides call it, after the newest of the changes: one migration covers them all.
fn migration_name(rules: &[&Rule]) -> Option<String> {
    let (major, minor) = rules.iter().filter_map(|rule| rule.release()).max()?;
    Some(format!("Update_DuendeIdentityServer_v{major}_{minor}"))
}

/// What to do where no snapshot says which project and folder hold the migrations.
fn elsewhere(registered: &[Option<&str>], name: &str) -> String {
    let known: BTreeSet<&str> = registered.iter().copied().flatten().collect();
    let known: Vec<&str> = known.into_iter().collect();
    match known[..] {
        [] => format!(
            "No migrations with these tables were found here, and the context is named where the code is called: `dotnet ef \
             dbcontext list` names it. Where its migrations are kept, add {name}; where the database is made in another way, \
             add the columns there."
        ),
        _ => format!(
            "No migrations with these tables were found here for {}: where they are kept, add {name} (a migration beside \
             none would create all tables again); where the database is made in another way, add the columns there.",
            listed(&known)
        ),
    }
}

/// The program that the tools of EF start for the migrations of a project: the project of the plan where it is one, else the
/// first that refers to them.
fn startup(analysis: &Analysis, project: &Project, migrations: ProjectId) -> Option<ProjectId> {
    let workspace = &analysis.workspace;
    let refers = |it: &Project| workspace.closure(it.id).contains(&migrations);
    if is_program(project) && refers(project) {
        return Some(project.id);
    }
    let mut programs: Vec<&Project> = workspace.projects.iter().filter(|it| is_program(it) && refers(it)).collect();
    // The migrations' own project first, then hosts.
    programs.sort_by_key(|it| (it.id != migrations, identity_server_packages(workspace, it).is_empty(), &it.path));
    programs.first().map(|it| it.id)
}

fn is_program(project: &Project) -> bool {
    let output = project.builds.iter().find_map(|build| build.property("OutputType"));
    output.is_some_and(|output| ["exe", "winexe"].contains(&output.to_ascii_lowercase().as_str()))
}
