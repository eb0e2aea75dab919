//! Baselines: the findings that a team knows and lives with for now, in a file that is reviewed like code. What is in it is
//! not reported and fails nothing; what comes to it is.

mod command;
mod compare;
mod file;
mod show;

use std::path::{Path, PathBuf};

use dslint_linter::{Analysis, SourceKind};

use crate::cli::KnownArguments;
use crate::error::Error;
use crate::paths;
use crate::report::fingerprint::{self, Identity};
use crate::report::{BaselineEntry, Report};
use crate::scope::Scope;
use crate::settings::Settings;

pub(crate) use command::run;
pub(crate) use compare::{Comparison, compare};
pub(crate) use file::{BaselineError, Entry};

/// Where a baseline stands unless told otherwise: at the top of the tree.
pub(crate) const NAME: &str = "dslint-baseline.json";

/// A baseline that findings are held against.
#[derive(Debug)]
pub(crate) struct Baseline {
    /// The file, from the working directory.
    shown: String,
    /// Sorted.
    entries: Vec<Entry>,
}

impl Baseline {
    /// The baseline that the arguments ask for; none where they do not.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn asked_for(
        arguments: &KnownArguments,
        settings: &Settings,
        root: &Path,
    ) -> Result<Option<Baseline>, Error> {
        if arguments.baseline.is_none() && !arguments.new_only {
            return Ok(None);
        }
        Baseline::read(&path(arguments.baseline.as_deref(), settings, root), settings).map(Some)
    }

    fn read(path: &Path, settings: &Settings) -> Result<Baseline, Error> {
        let shown = paths::relative(&settings.working_directory, path);
        let entries = file::read(path).map_err(|source| Error::Baseline { path: shown.clone(), source })?;
        Ok(Baseline { shown, entries })
    }

    /// Which of the findings of an analysis are known, and what is gone.
    pub(crate) fn compare(&self, analysis: &Analysis, around: &Around<'_>) -> Comparison {
        let root = &around.scope.root;
        let identities = fingerprint::identities(analysis, root);
        let is_file = |path: &str| root.join(path).is_file();
        let is_judged = |entry: &Entry| around.is_judged(entry, analysis);
        compare(&self.entries, identities, &is_file, &is_judged)
    }

    /// Marks in a report what is known, and takes it out unless it is to be shown.
    pub(crate) fn mark(&self, comparison: &Comparison, analysis: &Analysis, report: &mut Report<'_>, is_shown: bool) {
        let known = comparison.mark(analysis, report);
        if !is_shown {
            report.findings.retain(|finding| finding.is_new());
        }
        report.baseline =
            Some(BaselineEntry { path: self.shown.clone(), known, gone: comparison.gone.len(), is_shown });
    }
}

/// The file of the baseline. `root` is the top of the tree.
pub(crate) fn path(given: Option<&Path>, settings: &Settings, root: &Path) -> PathBuf {
    match given {
        Some(given) => {
            let path = settings.working_directory.join(given);
            paths::real(&path).unwrap_or(path)
        }
        // A key of the settings file belongs here, before the default.
        None => root.join(NAME),
    }
}

/// What an entry is judged by: it is gone only where a run would have found it.
pub(crate) struct Around<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) settings: &'a Settings,
}

impl Around<'_> {
    fn is_judged(&self, entry: &Entry, analysis: &Analysis) -> bool {
        let path = self.scope.root.join(&entry.path);
        // A rule that no release of dslint has any more finds nothing again.
        let is_known = self.settings.rule_set.find(&entry.rule).is_some();
        let has_run = analysis.searched.rules.iter().any(|rule| rule.name.as_str() == entry.rule);
        self.scope.covers(&path)
            && !self.settings.exclude.matches_with_parents(&path, false)
            && (has_run || !is_known)
            && !is_unread(&path, analysis)
    }
}

/// Whether nobody can say what is in a file. What is wrong in a project file is often far from what was found there.
fn is_unread(path: &Path, analysis: &Analysis) -> bool {
    let is_code = SourceKind::of(path) != Some(SourceKind::MsBuild);
    is_code && analysis.skipped.iter().any(|skip| path.starts_with(&skip.path))
}

/// The identities as a baseline holds them, sorted.
fn entries<'i>(identities: impl IntoIterator<Item = &'i Identity>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = identities.into_iter().map(Entry::of).collect();
    entries.sort();
    entries
}
