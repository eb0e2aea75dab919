//! `dslint check`: settles what is to be done, walks, runs the engine, writes the report and decides the exit code.

use std::path::{Path, PathBuf};
use std::time::Instant;

use dslint_linter::{Analysis, Choice, Request, Starts};
use dslint_version::NuGetVersion;
use rayon::ThreadPool;

use crate::baseline::{self, Around, Baseline};
use crate::cli::{CheckArguments, Format};
use crate::console::Console;
use crate::disk::Disk;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Search};
use crate::report::{self, Base, RenderError, Report};
use crate::scope::Scope;
use crate::settings::{Flags, Settings};
use crate::wrap::{counted, number};
use crate::{before, diff, fix, output, paths, step_summary, timings};

/// Checks and reports.
pub(crate) fn run(arguments: &CheckArguments, console: &Console) -> Result<Exit, Error> {
    let settings = Settings::resolve(flags(arguments))?;
    let search = Search { is_hook: arguments.hook, ..Search::new(&settings, arguments.jobs) };
    let output = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(output) = output {
        output::check(output)?;
    }
    let format = settings.format.value;
    if arguments.known.show_known && !matches!(format, Format::Human | Format::Json | Format::Sarif) {
        return Err(Error::ShowKnown);
    }
    let start = Instant::now();
    let mut scope = search.scope(&arguments.paths, console)?;
    let mut found = search.walk(&scope);
    let starts = before::starts(arguments, &settings, &search, &mut scope, &mut found, console)?;
    if let Some(before) = output.and_then(|path| paths::real(path).ok()) {
        // The report of an earlier run is no part of what is checked.
        found.files.retain(|path| *path != before);
    }
    let baseline = Baseline::asked_for(&arguments.known, &settings, &scope.root)?;
    if let Some(given) = arguments.known.baseline.as_deref() {
        // It quotes lines of what is checked.
        let given = baseline::path(Some(given), &settings, &scope.root);
        found.files.retain(|path| *path != given);
    }
    let walked = found.files.len();
    let walk = start.elapsed();
    let reported = found.files.iter().filter(|file| scope.covers(file)).count();
    // Without anything to report for, nothing needs to be read as context either.
    let files = if reported == 0 { Vec::new() } else { std::mem::take(&mut found.files) };
    if arguments.hook && reported == 0 && settings.format.value == Format::Human {
        return Ok(Exit::Clean);
    }
    // A commit that was named outweighs the settings file.
    let from = settings.from.value.clone().filter(|_| arguments.from_commit.is_none());
    let engine = Engine {
        scope: &scope,
        settings: &settings,
        from,
        starts,
        files,
        threads: search.threads()?,
        left_alone: baseline.as_ref().filter(|_| !arguments.known.show_known),
    };
    let (analysis, fixed) = match arguments.fix || arguments.diff {
        true => {
            let (analysis, fixed) = engine.fix(arguments, console);
            (analysis, Some(fixed))
        }
        false => (engine.analyze(), None),
    };
    let start = Instant::now();
    let base = Base { working_directory: settings.working_directory.clone(), root: scope.root.clone() };
    let mut report = Report::new(
        &analysis,
        &base,
        |path| scope.covers(path),
        |severity| settings.min_severity.value.admits(severity),
        &found.skipped,
    );
    report.searched.reported = reported;
    report.show_suppressed = arguments.show_suppressed;
    if let Some(baseline) = &baseline {
        let comparison = baseline.compare(&analysis, &engine.around());
        baseline.mark(&comparison, &analysis, &mut report, arguments.known.show_known);
    }

    match (fixed.as_ref().and_then(|fixed| fixed.diff.as_ref()), output) {
        (Some(diff), Some(path)) => output::write(path, diff)?,
        (Some(diff), None) => console.raw(diff).map_err(Error::Stdout)?,
        (None, _) => {
            let render = || render(&report, format, arguments, console);
            let text = engine.threads.install(render).map_err(|error| Error::Render(error.to_string()))?;
            match output {
                Some(path) => {
                    output::write(path, &anstream::adapter::strip_str(&text).to_string())?;
                    let findings = counted(report.findings.len(), "finding", "findings");
                    console.note(&format!("{findings} written to {}", path.display()));
                }
                None => console.out(&text).map_err(Error::Stdout)?,
            }
        }
    }
    if arguments.show_suppressed && !matches!(format, Format::Human | Format::Json | Format::Sarif) {
        console.note(
            "--show-suppressed says nothing in this format: human, json and sarif have a place for what is suppressed",
        );
    }
    input::tell_what_is_off(&settings, console);
    // Whoever names the file, or wants none, knows.
    let is_found = arguments.settings.config.is_none() && !arguments.settings.no_config;
    if is_found && !arguments.hook {
        input::tell_other_settings(&found.settings, &settings, console);
    }
    if let Some(baseline) = report.baseline.as_ref().filter(|_| format != Format::Human || fixed_diff(fixed.as_ref())) {
        console.note(&baseline.text());
    }
    for note in fixed.iter().flat_map(|fixed| &fixed.notes) {
        console.note(note);
    }
    if arguments.timings {
        console.aside(&timings::table(&analysis, walked, walk, start.elapsed()));
    }

    let mut new = report.findings.iter().filter(|finding| finding.is_new());
    let fails = new.any(|finding| settings.fail_on.value.is_met_by(finding.diagnostic.severity));
    let exit = match fixed {
        Some(Fixed { is_incomplete: true, .. }) => Exit::Usage,
        _ if fails => Exit::Findings,
        _ => Exit::Clean,
    };
    let nothing =
        "dslint reads .cs, .cshtml and .razor files, settings in JSON, YAML and .env, and project and solution files";
    input::finish(
        &scope,
        (reported > 0 || arguments.hook).then_some(exit),
        ("nothing to check was found", nothing),
        console,
    )
}

/// Whether the changes are printed and not the report.
fn fixed_diff(fixed: Option<&Fixed>) -> bool {
    fixed.is_some_and(|fixed| fixed.diff.is_some())
}

fn flags(arguments: &CheckArguments) -> Flags<'_> {
    Flags {
        paths: &arguments.paths,
        file: Some(&arguments.settings),
        from: arguments.from.as_deref(),
        to: arguments.to.as_deref(),
        rules: &arguments.rules,
        exclude: &arguments.exclude,
        format: arguments.format,
        min_severity: arguments.min_severity,
        fail_on: arguments.fail_on,
    }
}

/// The analysis of the files of a run.
struct Engine<'a> {
    scope: &'a Scope,
    settings: &'a Settings,
    from: Option<NuGetVersion>,
    starts: Starts,
    files: Vec<PathBuf>,
    threads: ThreadPool,
    /// What fixes do not touch.
    left_alone: Option<&'a Baseline>,
}

/// What came of the fixes, beside the findings that are left.
struct Fixed {
    /// What is printed instead of the report.
    diff: Option<String>,
    notes: Vec<String>,
    /// Whether something could not be written.
    is_incomplete: bool,
}

impl Engine<'_> {
    fn around(&self) -> Around<'_> {
        Around { scope: self.scope, settings: self.settings }
    }

    fn request(&self) -> Request<'_> {
        Request {
            from: self.from.clone(),
            starts: self.starts.clone(),
            ..self.settings.request(&self.scope.root, self.files.clone(), &Disk)
        }
    }

    fn analyze(&self) -> Analysis {
        self.threads.install(|| dslint_linter::analyze(self.request()))
    }

    /// Applies the fixes, or shows them, and gives back what is left to report.
    fn fix(&self, arguments: &CheckArguments, console: &Console) -> (Analysis, Fixed) {
        let fixes = self.threads.install(|| {
            // A commit is made of certain files: a hook changes no others.
            let is_asked = |path: &Path| match arguments.hook {
                true => self.scope.was_given(path),
                false => self.scope.covers(path),
            };
            // Nobody commits a new release by the way: it is raised where it was asked for.
            let keeps_versions = arguments.hook && arguments.rules.is_empty();
            let is_shown = |severity| self.settings.min_severity.value.admits(severity);
            let is_left_alone = |analysis: &Analysis| {
                let comparison = self.left_alone.map(|baseline| baseline.compare(analysis, &self.around()));
                let known = comparison.map(|comparison| comparison.known);
                let is_known =
                    |index: usize| known.as_ref().is_some_and(|known| matches!(known.get(index), Some(Some(_))));
                let diagnostics = analysis.diagnostics.iter().enumerate();
                diagnostics
                    .map(|(index, it)| is_known(index) || (keeps_versions && it.rule.is_about_versions()))
                    .collect::<Vec<bool>>()
            };
            let choice = Choice {
                unsafe_too: arguments.unsafe_fixes,
                decision: arguments.decision(),
                is_asked: &is_asked,
                with_imports: !arguments.hook,
                is_shown: &is_shown,
                is_left_alone: &is_left_alone,
            };
            dslint_linter::fix(self.request(), choice)
        });
        let here = &self.settings.working_directory;
        fix::tell_refused(&fixes.refused, here, console);
        if arguments.diff {
            let diff = diff::render(&fixes.files, here, arguments.output.is_some());
            let notes = vec![fix::summary("would fix", fixes.fixed, fixes.files.len(), &fixes)];
            return (fixes.before, Fixed { diff: Some(diff), notes, is_incomplete: false });
        }
        let written = fix::write(&fixes.files, &self.scope.root);
        fix::tell_refused(&written.failed, here, console);
        let is_incomplete = !written.failed.is_empty();
        let findings = if is_incomplete { written.findings } else { fixes.fixed };
        let mut notes = vec![fix::summary("fixed", findings, written.files, &fixes)];
        if self.from.is_none() && self.starts.is_empty() && fixes.raised_versions() {
            notes.push(
                "versions were raised: to see again what matters on the way from the old ones, give --from".to_owned(),
            );
        }
        let analysis = match is_incomplete {
            true => self.threads.install(|| fixes.analyze_again(self.request())),
            false => fixes.into_after(),
        };
        (analysis, Fixed { diff: None, notes, is_incomplete })
    }
}

fn render(
    report: &Report<'_>,
    format: Format,
    arguments: &CheckArguments,
    console: &Console,
) -> Result<String, RenderError> {
    match format {
        Format::Human => report::human::render(report, !arguments.quiet),
        Format::Concise => Ok(report::concise::render(report)),
        Format::Json => report::json::render(report),
        Format::Sarif => {
            let rendered = report::sarif::render(report, &arguments.sarif_category)?;
            if rendered.left_out > 0 {
                console.warning(&format!(
                    "the {} least severe findings were left out: code scanning keeps {} of a run",
                    number(rendered.left_out),
                    number(report::sarif::MOST_RESULTS)
                ));
            }
            Ok(rendered.text)
        }
        Format::Github => {
            let has_summary = step_summary::append(report, console);
            Ok(report::github::render(report, has_summary))
        }
        Format::Gitlab => report::gitlab::render(report),
        Format::Azure if is_on_azure_pipelines() => Ok(report::msbuild::render_commands(report)),
        Format::Azure | Format::Msbuild => Ok(report::msbuild::render(report)),
        Format::Junit => report::junit::render(report),
    }
}

fn is_on_azure_pipelines() -> bool {
    std::env::var_os("TF_BUILD").is_some_and(|value| value.eq_ignore_ascii_case("true"))
}
