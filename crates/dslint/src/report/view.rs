//! The view that all formats share: an [`Analysis`] with its paths and positions resolved, filtered to what was asked for.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::ptr;

use dslint_linter::{Analysis, Decision, Diagnostic, Fix, Skipped, SourceFile, SourceId, SourceKind, Suppression};
use dslint_project::{Project, Workspace};
use dslint_rules::{Releases, Rule, Severity};
use dslint_syntax::text::{LineColumn, TextRange};
use dslint_version::NuGetVersion;

use super::fingerprint::Fingerprint;
use crate::paths;
use crate::wrap::counted;

/// Where paths in reports start.
#[derive(Clone, Debug)]
pub struct Base {
    /// The working directory: paths of all formats but SARIF are relative to it.
    pub working_directory: PathBuf,
    /// The top of the tree: paths of SARIF are relative to it.
    pub root: PathBuf,
}

/// What a run found and what it looked at, ready to be written.
#[derive(Debug)]
pub struct Report<'a> {
    /// The version that was given to start from.
    pub from: Option<String>,
    /// The version to arrive at.
    pub to: String,
    /// The findings that were asked for, sorted by path, place and code.
    pub findings: Vec<Finding<'a>>,
    /// How many were left out because of their severity.
    pub hidden: usize,
    /// What is suppressed of what was asked for.
    pub suppressed: Vec<SuppressedFinding<'a>>,
    /// Whether that is to be shown and not only counted.
    pub show_suppressed: bool,
    /// The baseline that the findings were held against.
    pub baseline: Option<BaselineEntry>,
    /// The range of commits that the findings are of.
    pub(crate) range: Option<RangeEntry>,
    /// The projects, sorted by path.
    pub projects: Vec<ProjectEntry>,
    /// What was looked at.
    pub searched: SearchedFiles<'a>,
    /// What was not, or not wholly.
    pub skipped: Vec<SkippedFile>,
}

/// A decision and what follows from it.
#[derive(Debug)]
pub(crate) struct Way<'a> {
    pub(crate) decision: Decision,
    pub(crate) title: &'a str,
    /// The edits, with the new text of each.
    pub(crate) edits: Vec<(Place<'a>, &'a str)>,
}

/// A finding with its places.
#[derive(Debug)]
pub struct Finding<'a> {
    /// What the engine says.
    pub diagnostic: &'a Diagnostic,
    /// The place to edit.
    pub place: Place<'a>,
    /// The other half of the evidence, with a few words about each.
    pub related: Vec<(Place<'a>, &'a str)>,
    /// What can be decided about a change of behaviour.
    pub(crate) decisions: Vec<Way<'a>>,
    /// The edits of its fix, with the new text of each.
    pub edits: Vec<(Place<'a>, &'a str)>,
    /// The project file, from the working directory.
    pub project: Option<String>,
    /// The project file, from the top of the tree.
    pub project_from_root: Option<String>,
    /// What a baseline says about it.
    pub(crate) known: Option<Known>,
}

/// A finding that was held against a baseline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Known {
    /// Which finding it is.
    pub(crate) fingerprint: Fingerprint,
    /// Whether the baseline has it.
    pub(crate) is_unchanged: bool,
}

/// A baseline and what became of what is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaselineEntry {
    /// The file, from the working directory.
    pub path: String,
    /// How many of the findings it has.
    pub known: usize,
    /// How many are in it that were looked for and not found any more.
    pub gone: usize,
    /// Whether the known findings are reported all the same.
    pub is_shown: bool,
}

/// A range of commits that findings came with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RangeEntry {
    /// As it was given, like `main..HEAD`.
    pub(crate) name: String,
    /// How many findings were there before it.
    pub(crate) before: usize,
}

impl RangeEntry {
    /// `3 findings were there before main..HEAD`
    pub(crate) fn text(&self) -> String {
        format!("{} there before {}", counted(self.before, "finding was", "findings were"), self.name)
    }
}

impl BaselineEntry {
    /// `2 known findings of dslint-baseline.json are left out, and 1 in it is gone: dslint baseline update`
    pub(crate) fn text(&self) -> String {
        let known = counted(self.known, "known finding", "known findings");
        let verb = if self.known == 1 { "is" } else { "are" };
        let done = if self.is_shown { "shown" } else { "left out" };
        let mut text = format!("{known} of {} {verb} {done}", self.path);
        if self.gone > 0 {
            let gone = counted(self.gone, "more in it is", "more in it are");
            text.push_str(&format!(", and {gone} gone: `dslint baseline update` takes out what is gone"));
        }
        text
    }
}

impl Finding<'_> {
    /// The word of SARIF for what a baseline says about it, where there is one.
    pub(crate) fn baseline_state(&self) -> Option<&'static str> {
        self.known.map(|known| if known.is_unchanged { "unchanged" } else { "new" })
    }

    /// Whether no baseline has it.
    pub(crate) fn is_new(&self) -> bool {
        !self.known.is_some_and(|known| known.is_unchanged)
    }
}

/// A finding that is not reported.
#[derive(Debug)]
pub struct SuppressedFinding<'a> {
    /// The finding.
    pub finding: Finding<'a>,
    /// What keeps it from being reported.
    pub by: &'a Suppression,
    /// Where that stands.
    pub at: Option<Place<'a>>,
}

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// Which one it is.
    pub id: SourceId,
    /// Its path from the working directory.
    pub path: String,
    /// Its path from the top of the tree.
    pub path_from_root: String,
    /// The bytes.
    pub range: TextRange,
    /// Line and column of the first character.
    pub start: LineColumn,
    /// Line and column after the last character.
    pub end: LineColumn,
}

/// A project and what it asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectEntry {
    /// The project file, from the working directory.
    pub path: String,
    /// The packages it refers to, in the order of the file.
    pub packages: Vec<PackageEntry>,
    /// What it is built for.
    pub target_frameworks: Vec<String>,
    /// The IdentityServer version that it uses, by itself or through the projects it refers to.
    pub identity_server: Option<NuGetVersion>,
    /// The older version that it comes from, where it was changed.
    pub start: Option<NuGetVersion>,
    /// Whether it uses IdentityServer, be it in a version that is not known.
    pub uses_identity_server: bool,
}

/// A package that a project refers to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackageEntry {
    /// The package.
    pub id: String,
    /// The version used, where it is known.
    pub version: Option<String>,
    /// The version as written.
    pub requested: String,
}

/// How much was looked at.
#[derive(Clone, Debug, Default)]
pub struct SearchedFiles<'a> {
    /// Files of a known kind.
    pub files: usize,
    /// Those of them that findings were asked for; the others were read for context.
    pub reported: usize,
    /// Source files that were searched for the words of the rules.
    pub scanned: usize,
    /// Source files that were parsed.
    pub parsed: usize,
    /// Project files that were evaluated.
    pub projects: usize,
    /// Bytes of source files.
    pub bytes: u64,
    /// The rules that ran, in the order of their codes.
    pub rules: Vec<&'a Rule>,
}

/// A file that was not analysed, or not wholly.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SkippedFile {
    /// Its path from the working directory.
    pub path: String,
    /// Its path from the top of the tree.
    pub path_from_root: String,
    /// Why, and what follows from it.
    pub why: String,
}

impl<'a> Report<'a> {
    /// The report of an analysis. `is_asked` says which files findings are wanted for, `is_shown` which severities, and
    /// `also_skipped` is what the walk could not enter.
    pub fn new(
        analysis: &'a Analysis,
        base: &Base,
        is_asked: impl Fn(&Path) -> bool,
        is_shown: impl Fn(Severity) -> bool,
        also_skipped: &[Skipped],
    ) -> Report<'a> {
        let views = Views { analysis, base };
        let asked = analysis.diagnostics.iter().filter(|diagnostic| views.is_asked(diagnostic, &is_asked));
        let (shown, hidden): (Vec<_>, Vec<_>) = asked.partition(|diagnostic| is_shown(diagnostic.severity));
        let suppressed = analysis
            .suppressed
            .iter()
            .filter(|it| is_shown(it.diagnostic.severity) && views.is_asked(&it.diagnostic, &is_asked));
        let searched = &analysis.searched;
        Report {
            from: analysis.from.as_ref().map(ToString::to_string),
            to: analysis.to.to_string(),
            findings: shown.into_iter().map(|diagnostic| views.finding(diagnostic)).collect(),
            hidden: hidden.len(),
            suppressed: suppressed
                .map(|it| SuppressedFinding {
                    finding: views.finding(&it.diagnostic),
                    by: &it.by,
                    at: it.by.at.as_ref().map(|at| views.place(at.source, at.range)),
                })
                .collect(),
            show_suppressed: false,
            baseline: None,
            range: None,
            projects: analysis.workspace.projects.iter().map(|project| views.project(project)).collect(),
            searched: SearchedFiles {
                files: searched.files,
                reported: searched.files,
                scanned: searched.scanned,
                parsed: searched.parsed,
                projects: searched.projects,
                bytes: searched.bytes,
                rules: searched.rules.clone(),
            },
            skipped: views.skipped(also_skipped),
        }
    }

    /// For each finding its number among those of the analysis that the report was made of.
    pub(crate) fn numbers(&self, analysis: &Analysis) -> Vec<usize> {
        let numbers: HashMap<*const Diagnostic, usize> =
            analysis.diagnostics.iter().enumerate().map(|(number, found)| (ptr::from_ref(found), number)).collect();
        // A finding of another analysis has none; nobody asks for it.
        let number = |finding: &Finding<'_>| numbers.get(&ptr::from_ref(finding.diagnostic)).copied();
        self.findings.iter().map(|finding| number(finding).unwrap_or(usize::MAX)).collect()
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }
}

struct Views<'a, 'b> {
    analysis: &'a Analysis,
    base: &'b Base,
}

impl<'a> Views<'a, '_> {
    /// Whether a finding belongs to what was asked for: a place of it does, or it stands in a file that a whole project
    /// of what was asked for takes in, such as Directory.Packages.props.
    fn is_asked(&self, diagnostic: &Diagnostic, is_asked: impl Fn(&Path) -> bool) -> bool {
        let sources = &self.analysis.sources;
        let places = [&diagnostic.primary].into_iter().chain(&diagnostic.related);
        if places.into_iter().any(|label| is_asked(&sources.get(label.source).path)) {
            return true;
        }
        let is_project_file = SourceKind::of(&sources.get(diagnostic.primary.source).path) == Some(SourceKind::MsBuild);
        let project = diagnostic.project.and_then(|id| self.analysis.workspace.project(id));
        is_project_file && project.is_some_and(|project| is_asked(&project.path))
    }

    fn finding(&self, diagnostic: &'a Diagnostic) -> Finding<'a> {
        let project = diagnostic.project.and_then(|id| self.analysis.workspace.project(id));
        let related = diagnostic.related.iter();
        let edits = |fix: &'a Fix| -> Vec<(Place<'a>, &'a str)> {
            let places = fix.edits.iter();
            places.map(|edit| (self.place(edit.source, edit.range), edit.replacement.as_str())).collect()
        };
        Finding {
            diagnostic,
            place: self.place(diagnostic.primary.source, diagnostic.primary.range),
            related: related.map(|label| (self.place(label.source, label.range), label.text.as_str())).collect(),
            decisions: diagnostic
                .decisions
                .iter()
                .map(|(decision, fix)| Way { decision: *decision, title: &fix.title, edits: edits(fix) })
                .collect(),
            edits: diagnostic.fix.as_ref().map(edits).unwrap_or_default(),
            project: project.map(|project| self.path(&project.path)),
            project_from_root: project.map(|project| paths::relative(&self.base.root, &project.path)),
            known: None,
        }
    }

    fn place(&self, id: SourceId, range: TextRange) -> Place<'a> {
        let file = self.analysis.sources.get(id);
        let (start, end) = file.position(range);
        let path_from_root = paths::relative(&self.base.root, &file.path);
        Place { file, id, path: self.path(&file.path), path_from_root, range, start, end }
    }

    fn project(&self, project: &Project) -> ProjectEntry {
        let identity_server = identity_server(&self.analysis.workspace, project);
        ProjectEntry {
            path: self.path(&project.path),
            packages: project
                .packages
                .iter()
                .map(|package| PackageEntry {
                    id: package.id.clone(),
                    version: package.version().map(ToString::to_string),
                    requested: package.raw.clone(),
                })
                .collect(),
            target_frameworks: project.target_frameworks.iter().map(|it| it.moniker().to_owned()).collect(),
            start: self.analysis.starts.get(&project.path).cloned(),
            uses_identity_server: identity_server.is_some(),
            identity_server: identity_server.flatten(),
        }
    }

    fn skipped(&self, also_skipped: &[Skipped]) -> Vec<SkippedFile> {
        let entry = |path: &Path, why: &str| SkippedFile {
            path: self.path(path),
            path_from_root: paths::relative(&self.base.root, path),
            why: why.to_owned(),
        };
        let by_engine = &self.analysis.skipped;
        let is_new = |skip: &&Skipped| by_engine.iter().all(|known| known.path != skip.path);
        let files = by_engine.iter().chain(also_skipped.iter().filter(is_new)).map(|it| entry(&it.path, &it.why));
        let problems = self.analysis.workspace.problems.iter().map(|it| entry(&it.path, &it.message));
        files.chain(problems).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn path(&self, path: &Path) -> String {
        paths::relative(&self.base.working_directory, path)
    }
}

/// The lowest IdentityServer version that a project uses, by itself or through others; `Some(None)` for one that is not
/// known, `None` for a project without.
fn identity_server(workspace: &Workspace, project: &Project) -> Option<Option<NuGetVersion>> {
    let is_known = |id: &str| Releases::embedded().family_of(id).is_some();
    let asked = workspace.packages_in_closure(project.id).into_iter().map(|(_, package)| package);
    let versions: Vec<_> = asked.filter(|package| is_known(&package.id)).map(|package| package.version()).collect();
    let resolved = project.resolved.iter().filter(|package| is_known(&package.id)).map(|package| &package.version);
    let lowest = versions.iter().flatten().copied().chain(resolved).min().cloned();
    (lowest.is_some() || !versions.is_empty()).then_some(lowest)
}
