//! What goes into a run and what comes out of it.

use crate::diagnostic::Diagnostic;
use crate::ledger::Ledger;
use crate::source::{Reader, Sources};
use crate::suppress::{SidecarIgnore, Suppressed};
use crate::timings::Timings;
use dslint_project::{ProjectId, Workspace};
use dslint_rules::{Rule, RuleCode, RuleSet, Severity};
use dslint_version::NuGetVersion;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The version that each project had before something was changed, by the path of the project.
pub type Starts = BTreeMap<PathBuf, NuGetVersion>;

/// What to analyse and against which releases.
pub struct Request<'a> {
    /// The directory that bounds upward searches and imports.
    pub root: PathBuf,
    /// The files that the walk found, absolute, sorted; files of no known kind are ignored.
    pub files: Vec<PathBuf>,
    /// Reads them.
    pub reader: &'a dyn Reader,
    /// The version to start from; none: what each project says.
    pub from: Option<NuGetVersion>,
    /// Without `from`: the versions that projects start from where that is not what they refer to now.
    pub starts: Starts,
    /// The version to arrive at.
    pub to: NuGetVersion,
    /// The rules to run.
    pub rules: Vec<&'static Rule>,
    /// All rules there are: suppressions may name those that do not run.
    pub rule_set: &'static RuleSet,
    /// Suppressions that stand in settings.
    pub sidecar: Vec<SidecarIgnore>,
    /// How loud the findings of some rules are, whatever their pages say.
    pub severities: BTreeMap<RuleCode, Severity>,
}

/// What a run found and what it looked at.
#[derive(Debug)]
pub struct Analysis {
    /// The version the run started from, where one was given.
    pub from: Option<NuGetVersion>,
    /// The versions that projects started from where that is not what they refer to.
    pub starts: Starts,
    /// The version to arrive at.
    pub to: NuGetVersion,
    /// The findings, sorted by path, place and code.
    pub diagnostics: Vec<Diagnostic>,
    /// What would be findings if nothing suppressed them, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// For every project and every change on its way what is known.
    pub ledger: Ledger,
    /// The projects with their packages, and what could not be evaluated.
    pub workspace: Workspace,
    /// The files that findings point into.
    pub sources: Sources,
    /// What was looked at.
    pub searched: Searched,
    /// What was not, or not wholly.
    pub skipped: Vec<Skipped>,
    /// The contexts of configuration stores that the code registers or declares, by name.
    pub database_contexts: Vec<DatabaseContext>,
    /// Where the time went. Not for reports, which are the same for every run.
    pub timings: Timings,
}

/// A `DbContext` with the tables of the configuration store.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DatabaseContext {
    /// The class; none where only the caller of the code knows it.
    pub name: Option<String>,
    /// The projects of the code that registers or declares it.
    pub projects: Vec<ProjectId>,
}

/// How much was looked at. `files = scanned + unread`; `scanned = parsed + without triggers + not parsed`.
#[derive(Clone, Debug, Default)]
pub struct Searched {
    /// Files of a known kind.
    pub files: usize,
    /// Bytes read of source files.
    pub bytes: u64,
    /// Source files whose text was searched for the words of the rules.
    pub scanned: usize,
    /// Source files that held such words, or were needed to bind one that did, and were parsed.
    pub parsed: usize,
    /// Project files that were evaluated.
    pub projects: usize,
    /// The rules that were run, in the order of their codes.
    pub rules: Vec<&'static Rule>,
}

/// A file, or part of one, that was not analysed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// Why, and what follows from it.
    pub why: String,
}
