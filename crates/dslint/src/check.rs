//! `dslint check`: settles what is to be done, walks, runs the engine, writes the report and decides the exit code.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use dslint_linter::{Analysis, Request};
use dslint_rules::{Releases, Rule};
use dslint_version::NuGetVersion;

use crate::cli::{CheckArguments, Format};
use crate::console::Console;
use crate::disk::Disk;
use crate::error::Error;
use crate::exclude::Exclude;
use crate::exit::Exit;
use crate::report::{self, Base, RenderError, Report};
use crate::scope::Scope;
use crate::walk::{self, Found};
use crate::wrap::{counted, number};
use crate::{output, paths, selection};

/// Recursion over deeply nested code needs more than the default.
const STACK: usize = 16 * 1024 * 1024;

/// What is to be done, once all arguments were understood.
struct Settings {
    working_directory: PathBuf,
    from: Option<NuGetVersion>,
    to: NuGetVersion,
    rules: Vec<&'static Rule>,
    exclude: Exclude,
    jobs: usize,
}

/// Checks and reports.
pub(crate) fn run(arguments: &CheckArguments, console: &Console) -> Result<Exit, Error> {
    let settings = settings(arguments)?;
    let output = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(output) = output {
        output::check(output)?;
    }
    let scope = Scope::of(&arguments.paths, &settings.working_directory, &settings.exclude);
    tell_what_is_left_out(&scope, console);
    if scope.directories.is_empty() && scope.files.is_empty() && !scope.missing.is_empty() {
        return Err(missing(&scope, false));
    }

    let found = walk(&scope, &settings);
    let reported = found.files.iter().filter(|file| scope.covers(file)).count();
    // Without anything to report for, nothing needs to be read as context either.
    let files = if reported == 0 { Vec::new() } else { found.files };
    let analysis = analyze(&scope, &settings, files)?;
    let base = Base { working_directory: settings.working_directory.clone(), root: scope.root.clone() };
    let mut report = Report::new(
        &analysis,
        &base,
        |path| scope.covers(path),
        |severity| arguments.min_severity.admits(severity),
        &found.skipped,
    );
    report.searched.reported = reported;

    let text = render(&report, arguments, console).map_err(|error| Error::Render(error.to_string()))?;
    match output {
        Some(path) => {
            output::write(path, &anstream::adapter::strip_str(&text).to_string())?;
            let findings = counted(report.findings.len(), "finding", "findings");
            console.note(&format!("{findings} written to {}", path.display()));
        }
        None => console.out(&text).map_err(Error::Stdout)?,
    }

    if !scope.missing.is_empty() {
        return Err(missing(&scope, true));
    }
    if reported == 0 {
        let help = "dslint reads .cs, .cshtml and .razor files, and project and solution files";
        console.error("nothing to check was found", Some(help));
        return Ok(Exit::NothingToCheck);
    }
    let fails = report.findings.iter().any(|finding| arguments.fail_on.is_met_by(finding.diagnostic.severity));
    Ok(if fails { Exit::Findings } else { Exit::Clean })
}

fn settings(arguments: &CheckArguments) -> Result<Settings, Error> {
    let releases = Releases::embedded();
    let to = match &arguments.to {
        Some(text) => releases.resolve(text.trim()).map_err(|source| Error::Release { option: "--to", source })?,
        None => releases.newest_covered().map(|line| line.last_patch.clone()).ok_or(Error::Releases)?,
    };
    let from = match &arguments.from {
        Some(text) => {
            Some(releases.resolve_lower(text.trim()).map_err(|source| Error::Release { option: "--from", source })?)
        }
        None => None,
    };
    if let Some(from) = from.as_ref().filter(|from| **from > to) {
        return Err(Error::Backwards { from: from.to_string(), to: to.to_string() });
    }
    let rules = selection::select(selection::rule_set()?, &arguments.rules)?;
    let here = std::env::current_dir().and_then(|path| paths::real(&path)).map_err(Error::WorkingDirectory)?;
    let exclude = Exclude::new(&here, &arguments.exclude)?;
    let processors = || thread::available_parallelism().map_or(1, NonZero::get);
    let jobs = arguments.jobs.map_or_else(processors, usize::from);
    Ok(Settings { working_directory: here, from, to, rules, exclude, jobs })
}

fn tell_what_is_left_out(scope: &Scope, console: &Console) {
    let list = |paths: &[String]| match paths {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {third} and {} more", number(rest.len()))
        }
        paths => paths.join(", "),
    };
    if !scope.excluded.is_empty() {
        let files = counted(scope.excluded.len(), "given file is", "given files are");
        console.note(&format!("{files} left out by --exclude: {}", list(&scope.excluded)));
    }
    if !scope.of_no_kind.is_empty() {
        let files = counted(scope.of_no_kind.len(), "given file is", "given files are");
        console.note(&format!("{files} of no kind that dslint reads: {}", list(&scope.of_no_kind)));
    }
}

/// The files of what was asked for and of the projects around, sorted.
fn walk(scope: &Scope, settings: &Settings) -> Found {
    let mut found = walk::walk(&scope.searched(), &settings.exclude, settings.jobs);
    found.files.extend(scope.files.iter().cloned());
    let referenced = scope.referenced(&found.files);
    if !referenced.is_empty() {
        let more = walk::walk(&referenced, &settings.exclude, settings.jobs);
        found.files.extend(more.files);
        found.skipped.extend(more.skipped);
    }
    found.files.sort();
    found.files.dedup();
    found
}

fn analyze(scope: &Scope, settings: &Settings, files: Vec<PathBuf>) -> Result<Analysis, Error> {
    let wrong = |error: rayon::ThreadPoolBuildError| Error::Threads { jobs: settings.jobs, why: error.to_string() };
    let threads =
        rayon::ThreadPoolBuilder::new().num_threads(settings.jobs).stack_size(STACK).build().map_err(wrong)?;
    let request = Request {
        root: scope.root.clone(),
        files,
        reader: &Disk,
        from: settings.from.clone(),
        to: settings.to.clone(),
        rules: settings.rules.clone(),
    };
    Ok(threads.install(|| dslint_linter::analyze(request)))
}

fn render(report: &Report<'_>, arguments: &CheckArguments, console: &Console) -> Result<String, RenderError> {
    match arguments.format {
        Format::Human => report::human::render(report, !arguments.quiet),
        Format::Concise => Ok(report::concise::render(report)),
        Format::Json => report::json::render(report),
        Format::Sarif => {
            let rendered = report::sarif::render(report)?;
            if rendered.left_out > 0 {
                console.warning(&format!(
                    "the {} least severe findings were left out: code scanning keeps {} of a run",
                    number(rendered.left_out),
                    number(report::sarif::MOST_RESULTS)
                ));
            }
            Ok(rendered.text)
        }
    }
}

fn missing(scope: &Scope, others_checked: bool) -> Error {
    let commands = ["check", "rules", "explain"];
    let alike = |path: &str| commands.into_iter().find(|command| strsim::jaro_winkler(path, command) > 0.85);
    Error::MissingPaths {
        paths: scope.missing.clone(),
        nearest_command: scope.missing.iter().find_map(|path| alike(path)),
        others_checked,
    }
}
