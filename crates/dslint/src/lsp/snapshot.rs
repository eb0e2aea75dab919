//! One analysis of a workspace folder or of a single file, as the command line would make it, over the texts of the editor.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dslint_linter::{Analysis, Diagnostic, SourceKind};
use rayon::ThreadPool;

use super::documents::Overlay;
use super::options::Options;
use super::status::{self, Route};
use crate::cli::{Color, SettingsArguments};
use crate::console::Console;
use crate::error::Error;
use crate::input::Search;
use crate::report::{Base, Report};
use crate::settings::{Flags, Settings};

/// What to analyse.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// The real path of the folder, or of the file that lies in none.
    pub(crate) target: PathBuf,
    /// Which state of the texts it is about.
    pub(crate) revision: u64,
    pub(crate) overlay: Overlay,
    pub(crate) options: Options,
    pub(crate) no_config: bool,
}

/// What an analysis came to.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) analysis: Analysis,
    /// The directory from which on something concerns it.
    pub(crate) root: PathBuf,
    /// The ways from version to version of its projects.
    pub(crate) routes: Vec<Route>,
    /// What is reported: indices into the diagnostics of the analysis, by file.
    reported: BTreeMap<PathBuf, Vec<usize>>,
}

impl Snapshot {
    /// Analyses.
    ///
    /// # Errors
    /// Wrong settings; a folder that is gone.
    pub(crate) fn take(job: &Job, threads: &ThreadPool) -> Result<Snapshot, Error> {
        let directory = if job.target.is_dir() { &job.target } else { job.target.parent().unwrap_or(&job.target) };
        let given = [job.target.clone()];
        let file = SettingsArguments { config: job.options.config.clone(), no_config: job.no_config };
        let settings = Settings::resolve_in(
            directory,
            Flags {
                paths: &given,
                file: Some(&file),
                from: job.options.from.as_deref(),
                to: job.options.to.as_deref(),
                min_severity: job.options.min_severity,
                ..Flags::default()
            },
        )?;
        let search = Search::new(&settings, None);
        let scope = search.scope(&given, &Console::new(Color::Never, true))?;
        let mut found = search.walk(&scope);
        // What was not saved yet is no file that a walk would find.
        let is_new = |path: &&PathBuf| {
            SourceKind::of(path).is_some()
                && scope.covers(path)
                && !path.exists()
                && !settings.exclude.matches_with_parents(path, false)
        };
        found.files.extend(job.overlay.paths().filter(is_new).cloned());
        found.files.sort();
        let request = settings.request(&scope.root, found.files, &job.overlay);
        let analysis = threads.install(|| dslint_linter::analyze(request));
        let base = Base { working_directory: settings.working_directory.clone(), root: scope.root.clone() };
        let (reported, routes) = {
            let is_shown = |severity| settings.min_severity.value.admits(severity);
            let report = Report::new(&analysis, &base, |path| scope.covers(path), is_shown, &[]);
            let mut indices = analysis.diagnostics.iter().enumerate();
            let mut reported: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
            for finding in &report.findings {
                // A report keeps the order.
                if let Some((index, _)) = indices.find(|(_, it)| std::ptr::eq(*it, finding.diagnostic)) {
                    reported.entry(finding.place.file.path.clone()).or_default().push(index);
                }
            }
            (reported, status::routes(&report))
        };
        Ok(Snapshot { analysis, root: scope.root, routes, reported })
    }

    /// Files with findings.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.reported.keys()
    }

    /// The findings of a file.
    pub(crate) fn findings(&self, path: &Path) -> impl Iterator<Item = &Diagnostic> {
        let indices = self.reported.get(path).into_iter().flatten();
        indices.filter_map(|&index| self.analysis.diagnostics.get(index))
    }
}
