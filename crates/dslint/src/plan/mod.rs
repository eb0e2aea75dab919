//! `dslint plan`: the upgrade plan of each project that uses IdentityServer. For every documented change on the way it says
//! what has to be done where, what was searched in vain, or what the source cannot tell.

mod build;
mod effort;
mod guides;
mod html;
mod human;
pub(crate) mod json;
mod markdown;
mod picture;
mod schema;
mod snapshots;
mod steps;
mod tables;
mod view;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dslint_linter::{Analysis, Request};
use dslint_project::ProjectId;

use crate::cli::{PlanArguments, PlanFormat};
use crate::console::Console;
use crate::disk::Disk;
use crate::error::Error;
use crate::exit::Exit;
use crate::inline;
use crate::input::{self, Search};
use crate::output;
use crate::places::Places;
use crate::progress::Progress;
use crate::report::{Base, Report};
use crate::scope::Scope;
use crate::settings::{Flags, Settings};

use build::Builder;

pub(crate) use view::Document;

/// Analyses as `check` does, and writes the plan.
pub(crate) fn run(arguments: &PlanArguments, console: &Console) -> Result<Exit, Error> {
    let settings = Settings::resolve(flags(arguments))?;
    let output = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(output) = output {
        output::check(output)?;
    }
    let search = Search::new(&settings, arguments.jobs);
    let scope = search.scope(&arguments.paths, console)?;
    let found = search.walk(&scope);
    let progress = Progress::new(found.files.len(), true);
    let request = Request {
        left_out: search.left_out(&scope, &found),
        ..settings.request(&scope.root, found.files.clone(), &progress)
    };
    let analysis = search.threads()?.install(|| dslint_linter::analyze(request));
    progress.finish();
    let base = Base { working_directory: search.working_directory.clone(), root: scope.root.clone() };
    let report = Report::new(&analysis, &base, |_| true, |_| true, &found.skipped);
    let places = Places::new(&search.working_directory, &Disk);
    let builder = Builder { analysis: &analysis, scope: &scope, places, files: &found.files, only: None };
    let document = builder.document(&report);

    input::tell_what_is_off(&settings, console);
    let has_plan = !document.projects.is_empty();
    if has_plan || arguments.format == PlanFormat::Json {
        let text = render(&document, arguments.format)?;
        match output {
            Some(path) => {
                output::write(path, &anstream::adapter::strip_str(&text).to_string())?;
                console.note(&format!("{} written to {}", document.counts.text(), path.display()));
            }
            None if arguments.format == PlanFormat::Human => console.out(&text).map_err(Error::Stdout)?,
            None => console.raw(&text).map_err(Error::Stdout)?,
        }
    }
    let nothing =
        "a plan needs a project that refers to a package of IdentityServer; `dslint projects` shows what there is";
    input::finish(
        &scope,
        has_plan.then_some(Exit::Clean),
        ("nothing that uses IdentityServer was found", nothing),
        console,
    )
}

fn flags(arguments: &PlanArguments) -> Flags<'_> {
    Flags {
        paths: &arguments.paths,
        file: Some(&arguments.settings),
        from: arguments.from.as_deref(),
        to: arguments.to.as_deref(),
        exclude: &arguments.exclude,
        ..Flags::default()
    }
}

/// The plan of some projects of an analysis whose files are not those on the disk.
pub(crate) fn of_projects(
    analysis: &Analysis,
    report: &Report<'_>,
    scope: &Scope,
    places: Places<'_>,
    files: &[PathBuf],
    projects: &BTreeSet<ProjectId>,
) -> Document {
    Builder { analysis, scope, places, files, only: Some(projects) }.document(report)
}

pub(crate) fn render(document: &Document, format: PlanFormat) -> Result<String, Error> {
    match format {
        PlanFormat::Human => Ok(human::render(document)),
        PlanFormat::Markdown => Ok(markdown::render(document)),
        PlanFormat::Json => json::render(document).map_err(|error| Error::Render(error.to_string())),
        PlanFormat::Html => Ok(html::render(document)),
    }
}
