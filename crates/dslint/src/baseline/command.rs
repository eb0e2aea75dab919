//! `dslint baseline`: analyses as `check` does, and writes or shows what is known.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use dslint_linter::Analysis;

use super::file;
use super::show::{self, Shown};
use super::{Around, Baseline, Comparison, Entry};
use crate::cli::{BaselineArguments, BaselineCommand, BaselineRun};
use crate::console::Console;
use crate::disk::Disk;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Search};
use crate::report::fingerprint::{self, Identity};
use crate::report::{Base, Report};
use crate::scope::Scope;
use crate::settings::{Flags, Settings};
use crate::wrap::{counted, number};
use crate::{output, paths};

/// Creates, updates or shows the baseline.
pub(crate) fn run(arguments: &BaselineArguments, console: &Console) -> Result<Exit, Error> {
    let run = arguments.run();
    let settings = Settings::resolve(flags(run))?;
    let search = Search::new(&settings, run.jobs);
    let scope = search.scope(&run.paths, console)?;
    if !scope.missing.is_empty() {
        // Half of what was meant is no baseline.
        return Err(input::missing(&scope, false));
    }
    let path = super::path(run.baseline.as_deref(), &settings, &scope.root);
    let shown = paths::relative(&settings.working_directory, &path);
    let before = match &arguments.command {
        BaselineCommand::Create(_) if path.symlink_metadata().is_ok() => {
            return Err(Error::BaselineExists { path: shown });
        }
        BaselineCommand::Create(_) => Baseline { shown, entries: Vec::new() },
        BaselineCommand::Update(_) | BaselineCommand::Show(_) => Baseline::read(&path, &settings)?,
    };
    let mut files = search.walk(&scope).files;
    files.retain(|file| *file != path);
    if files.iter().any(|file| scope.covers(file)) {
        let request = settings.request(&scope.root, files, &Disk);
        let analysis = search.threads()?.install(|| dslint_linter::analyze(request));
        let work = Work { before, path: &path, scope: &scope, settings: &settings, analysis: &analysis, console };
        match &arguments.command {
            BaselineCommand::Create(_) => work.create()?,
            BaselineCommand::Update(update) => work.update(update.add)?,
            BaselineCommand::Show(_) => work.show()?,
        }
        input::tell_what_is_off(&settings, console);
        return Ok(Exit::Clean);
    }
    let nothing = "dslint reads .cs, .cshtml and .razor files, and project and solution files";
    input::finish(&scope, None, ("nothing to check was found", nothing), console)
}

fn flags(run: &BaselineRun) -> Flags<'_> {
    Flags {
        paths: &run.paths,
        file: Some(&run.settings),
        from: run.from.as_deref(),
        to: run.to.as_deref(),
        rules: &run.rules,
        exclude: &run.exclude,
        ..Flags::default()
    }
}

/// An analysis, and the baseline that it is held against.
struct Work<'a> {
    before: Baseline,
    path: &'a Path,
    scope: &'a Scope,
    settings: &'a Settings,
    analysis: &'a Analysis,
    console: &'a Console,
}

impl Work<'_> {
    fn create(&self) -> Result<(), Error> {
        let identities = fingerprint::identities(self.analysis, &self.scope.root);
        let asked = self.asked();
        let entries = super::entries(asked.iter().filter_map(|number| identities.get(*number)));
        let known = counted(entries.len(), "known finding", "known findings");
        let text = file::text(entries).map_err(|error| Error::Render(error.to_string()))?;
        let shown = &self.before.shown;
        let written = File::create_new(self.path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => Error::BaselineExists { path: shown.clone() },
            _ => Error::Output { path: shown.clone(), source },
        })?;
        self.console.note(&format!("{known} written to {shown}; `dslint check --new-only` reports what is not in it"));
        Ok(())
    }

    fn update(&self, add: bool) -> Result<(), Error> {
        let comparison = self.compare();
        let new: Vec<&Identity> = self.unknown(&comparison);
        let after = after(&self.before.entries, &comparison, if add { &new } else { &[] });
        let known = counted(after.len(), "known finding", "known findings");
        let shown = &self.before.shown;
        let mut told = Vec::new();
        let mut tell = |count: usize, what: &str| {
            if count > 0 {
                told.push(format!("{} {what}", number(count)));
            }
        };
        tell(comparison.gone.len(), "gone and taken out");
        tell(moved(&self.before.entries, &comparison), "moved with a file");
        tell(if add { new.len() } else { 0 }, "new and taken in");
        if after != self.before.entries {
            let text = file::text(after).map_err(|error| Error::Render(error.to_string()))?;
            output::write(self.path, &text)?;
        }
        let told = if told.is_empty() { "nothing to change".to_owned() } else { told.join(", ") };
        self.console.note(&format!("{shown}: {told}; {known} in it"));
        if !add && !new.is_empty() {
            let new = counted(new.len(), "new finding is", "new findings are");
            self.console.note(&format!("{new} not in it: --add takes them in"));
        }
        Ok(())
    }

    fn show(&self) -> Result<(), Error> {
        let comparison = self.compare();
        let shown = Shown {
            path: &self.before.shown,
            entries: &self.before.entries,
            gone: &comparison.gone,
            new: self.unknown(&comparison).len(),
        };
        self.console.out(&show::render(&shown)).map_err(Error::Stdout)
    }

    fn compare(&self) -> Comparison {
        self.before.compare(self.analysis, &Around { scope: self.scope, settings: self.settings })
    }

    /// The numbers of the findings that were asked for.
    fn asked(&self) -> Vec<usize> {
        let base = Base { working_directory: self.settings.working_directory.clone(), root: self.scope.root.clone() };
        let report = Report::new(self.analysis, &base, |path| self.scope.covers(path), |_| true, &[]);
        report.numbers(self.analysis)
    }

    fn unknown<'c>(&self, comparison: &'c Comparison) -> Vec<&'c Identity> {
        let new = self.asked().into_iter().filter(|number| comparison.is_new(*number));
        new.filter_map(|number| comparison.identities.get(number)).collect()
    }
}

/// The entries of the next baseline: what is known as it is now, what nobody can judge here as it was, and what is taken in.
fn after(before: &[Entry], comparison: &Comparison, added: &[&Identity]) -> Vec<Entry> {
    let settled: HashSet<usize> = comparison.known.iter().flatten().chain(&comparison.gone).copied().collect();
    let is_left = |number: &usize| !settled.contains(number);
    let left = (0..before.len()).filter(is_left).filter_map(|number| before.get(number).cloned());
    let found = comparison.identities.iter().zip(&comparison.known).filter(|(_, known)| known.is_some());
    let found = found.map(|(identity, _)| identity).chain(added.iter().copied());
    let mut after: Vec<Entry> = super::entries(found).into_iter().chain(left).collect();
    after.sort();
    after
}

/// How many entries name a file that is called otherwise now.
fn moved(before: &[Entry], comparison: &Comparison) -> usize {
    let pairs = comparison.identities.iter().zip(&comparison.known);
    pairs
        .filter(|(identity, known)| {
            known.and_then(|number| before.get(number)).is_some_and(|entry| entry.path != identity.path)
        })
        .count()
}
