//! `dslint plan`: the upgrade plan of each project that uses IdentityServer. For every documented change on the way it says
//! what has to be done where, what was searched in vain, or what the source cannot tell.

mod build;
mod effort;
mod html;
mod human;
mod inline;
mod json;
mod markdown;
mod picture;
mod places;
mod snapshots;
mod steps;
mod view;

use std::path::Path;

use dslint_linter::Request;
use dslint_rules::Releases;

use crate::cli::{PlanArguments, PlanFormat};
use crate::console::Console;
use crate::disk::Disk;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Search};
use crate::report::{Base, Report};
use crate::{output, selection};

use build::Builder;
use places::Places;
use view::Document;

/// Recursion over deeply nested code needs more than the default.
const STACK: usize = 16 * 1024 * 1024;

/// Analyses as `check` does, and writes the plan.
pub(crate) fn run(arguments: &PlanArguments, console: &Console) -> Result<Exit, Error> {
    let releases = Releases::embedded();
    let to = match &arguments.to {
        Some(text) => releases.resolve(text.trim()).map_err(|source| Error::Release { option: "--to", source })?,
        None => releases.newest_covered().map(|line| line.last_patch.clone()).ok_or(Error::Releases)?,
    };
    let from = arguments.from.as_ref().map(|text| releases.resolve_lower(text.trim())).transpose();
    let from = from.map_err(|source| Error::Release { option: "--from", source })?;
    if let Some(from) = from.as_ref().filter(|from| **from > to) {
        return Err(Error::Backwards { from: from.to_string(), to: to.to_string() });
    }
    let output = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(output) = output {
        output::check(output)?;
    }
    let search = Search::new(&arguments.exclude, arguments.jobs)?;
    let scope = search.scope(&arguments.paths, console)?;
    let found = search.walk(&scope);
    let request = Request {
        root: scope.root.clone(),
        files: found.files.clone(),
        reader: &Disk,
        from,
        to,
        rules: selection::select(selection::rule_set()?, &[])?,
    };
    let wrong = |error: rayon::ThreadPoolBuildError| Error::Threads { jobs: search.jobs, why: error.to_string() };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(search.jobs).stack_size(STACK).build().map_err(wrong)?;
    let analysis = threads.install(|| dslint_linter::analyze(request));
    let base = Base { working_directory: search.working_directory.clone(), root: scope.root.clone() };
    let report = Report::new(&analysis, &base, |_| true, |_| true, &found.skipped);
    let places = Places::new(&analysis.sources, &search.working_directory);
    let builder = Builder { analysis: &analysis, scope: &scope, places, files: &found.files };
    let document = builder.document(&report);

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

fn render(document: &Document, format: PlanFormat) -> Result<String, Error> {
    match format {
        PlanFormat::Human => Ok(human::render(document)),
        PlanFormat::Markdown => Ok(markdown::render(document)),
        PlanFormat::Json => json::render(document).map_err(|error| Error::Render(error.to_string())),
        PlanFormat::Html => Ok(html::render(document)),
    }
}
