//! `dslint diff`: what a range of commits adds. Both ends are read from the objects of the repository and analysed whole; what
//! both have is left out, and where a version was raised, the plan of exactly that way is told.

mod added;
mod raised;
mod revisions;
mod tree;
mod write;

use std::path::Path;

use dslint_linter::{Analysis, Request, Starts};
use dslint_rules::Releases;
use dslint_version::NuGetVersion;
use rayon::ThreadPool;

use crate::cli::DiffArguments;
use crate::console::Console;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Search};
use crate::output;
use crate::paths;
use crate::places::Places;
use crate::plan::{self, Document};
use crate::report::{Base, Report};
use crate::scope::Scope;
use crate::settings::{Flags, Settings};

use raised::Raised;
use revisions::Range;
use tree::Tree;

/// Compares and reports.
pub(crate) fn run(arguments: &DiffArguments, console: &Console) -> Result<Exit, Error> {
    let settings = Settings::resolve(flags(arguments))?;
    let output = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(output) = output {
        output::check(output)?;
    }
    let range = Range::open(&arguments.range, &settings.working_directory)?;
    let here = if range.has_work_tree { &settings.working_directory } else { &range.root };
    let (old, new) =
        (Tree::of(&range.old, &settings.exclude, &range.root), Tree::of(&range.new, &settings.exclude, &range.root));
    let scope = tree::scope(&old, &new, &range.root, &arguments.paths, here, &settings.exclude);
    input::tell_what_is_left_out(&scope, console);
    if !scope.missing.is_empty() {
        return Err(input::missing(&scope, false));
    }
    let run = Run {
        settings: &settings,
        threads: Search::new(&settings, arguments.jobs).threads()?,
        root: &range.root,
        here,
        scope: &scope,
        new: &new,
    };
    let raised = Raised::between(&old, &new, &range.root);
    tell_what_is_not_covered(&raised, here, console);
    let to = match (arguments.to.is_some(), raised.highest()) {
        (false, Some(version)) => version,
        _ => settings.to.value.clone(),
    };
    let analysis = run.analyze(&new, raised.starts(), &to);
    let before = run.analyze(&old, Starts::new(), &to);
    let base = Base { working_directory: here.clone(), root: range.root.clone() };
    let mut report = Report::new(
        &analysis,
        &base,
        |path| scope.covers(path),
        |severity| settings.min_severity.value.admits(severity),
        &[],
    );
    report.searched.reported = new.files.iter().filter(|file| scope.covers(file)).count();
    added::keep(&mut report, &range, &analysis, &before, &new);

    let plan = run.plan(&raised, &base, &analysis);
    let outcome = write::Outcome { range: &range, report: &report, raised: &raised, plan: plan.as_ref(), here };
    let text = run.threads.install(|| write::render(&outcome, arguments, console))?;
    match output {
        Some(path) => output::write(path, &anstream::adapter::strip_str(&text).to_string())?,
        None => console.out(&text).map_err(Error::Stdout)?,
    }
    input::tell_what_is_off(&settings, console);

    let fails = report.findings.iter().any(|finding| settings.fail_on.value.is_met_by(finding.diagnostic.severity));
    let is_something = old.files.iter().chain(&new.files).any(|file| scope.covers(file));
    let exit = if fails { Exit::Findings } else { Exit::Clean };
    let nothing = "the commits have no C#, Razor, settings or project file there";
    input::finish(&scope, is_something.then_some(exit), ("nothing to check was found", nothing), console)
}

fn flags(arguments: &DiffArguments) -> Flags<'_> {
    Flags {
        paths: &arguments.paths,
        file: Some(&arguments.settings),
        to: arguments.to.as_deref(),
        rules: &arguments.rules,
        exclude: &arguments.exclude,
        min_severity: arguments.min_severity,
        fail_on: arguments.fail_on,
        ..Flags::default()
    }
}

/// What all analyses of a run have in common.
struct Run<'a> {
    settings: &'a Settings,
    threads: ThreadPool,
    root: &'a Path,
    here: &'a Path,
    scope: &'a Scope,
    new: &'a Tree<'a>,
}

impl Run<'_> {
    fn analyze(&self, tree: &Tree<'_>, starts: Starts, to: &NuGetVersion) -> Analysis {
        let request = Request {
            // Every project comes from what it had: a version that settings name says nothing about these commits.
            from: None,
            starts,
            to: to.clone(),
            ..self.settings.request(self.root, tree.files.clone(), tree.commit)
        };
        self.threads.install(|| dslint_linter::analyze(request))
    }

    /// The plan of the projects whose version was raised, each on the way from its old to its new version. `known` is an
    /// analysis of the new tree that may have that target already.
    fn plan(&self, raised: &Raised, base: &Base, known: &Analysis) -> Option<Document> {
        let mut plan: Option<Document> = None;
        // The newest last: its target is that of the whole.
        for to in raised.targets() {
            let own = (to != known.to).then(|| self.analyze(self.new, raised.starts(), &to));
            let analysis = own.as_ref().unwrap_or(known);
            let projects = raised.projects(&analysis.workspace, &to, self.scope);
            if projects.is_empty() {
                continue;
            }
            let report = Report::new(analysis, base, |_| true, |_| true, &[]);
            let places = Places::new(self.here, self.new.commit);
            let document = plan::of_projects(analysis, &report, self.scope, places, &self.new.files, &projects);
            plan = Some(match plan.take() {
                Some(before) => document.and(before),
                None => document,
            });
        }
        plan
    }
}

/// No rule was written for a release that is too new; silence about it would look like an answer.
fn tell_what_is_not_covered(raised: &Raised, here: &Path, console: &Console) {
    let Some(newest) = Releases::embedded().newest_covered() else { return };
    for project in raised.beyond() {
        console.warning(&format!(
            "{} is raised to {}, and dslint has rules up to {newest}: read the upgrade guide of what comes after",
            paths::relative(here, &project.path),
            project.new
        ));
    }
}
