//! Suppression: from what matching found to what is reported. Comments, pragmas, attributes, settings and project
//! properties take findings out; what they take out is kept with the reason, and what they say in vain is a finding itself.

mod attribute;
mod audit;
mod code;
mod comment;
mod config;
mod coverage;
mod directive;
mod file;
mod generated;
mod misspelt;
mod no_warn;
mod pragma;
mod removal;
mod scan;
mod sidecar;
mod target;

pub use sidecar::{PathFilter, SidecarIgnore};

pub(crate) use attribute::{Attributed, attributes};
pub(crate) use audit::is_about_suppressions;
pub(crate) use scan::{Marked, Recorder, has_attributes, is_marked};

use crate::analysis::Skipped;
use crate::diagnostic::{Diagnostic, Label};
use crate::plan::Plan;
use crate::source::{Reader, SourceFile, SourceId, Sources};
use config::{Judgement, Settings};
use dslint_project::{ProjectId, Workspace};
use dslint_rules::{Rule, RuleCode, Severity};
use dslint_syntax::text::{SourceText, TextRange};
use file::Suppressions;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the check that pages about suppressions give.
pub(crate) const CHECK: &str = "suppressions";

/// What keeps a finding from being reported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SuppressionKind {
    /// dslint's own comment.
    Comment,
    /// `#pragma warning disable`.
    Pragma,
    /// `SuppressMessage`.
    Attribute,
    /// A severity in `.editorconfig` or a global config.
    EditorConfig,
    /// The file is generated.
    Generated,
    /// A property of the project: `NoWarn`.
    Project,
    /// An entry of the settings of dslint.
    Settings,
}

impl SuppressionKind {
    /// The word for reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            SuppressionKind::Comment => "comment",
            SuppressionKind::Pragma => "pragma",
            SuppressionKind::Attribute => "attribute",
            SuppressionKind::EditorConfig => "editorconfig",
            SuppressionKind::Generated => "generated",
            SuppressionKind::Project => "project",
            SuppressionKind::Settings => "settings",
        }
    }

    /// Whether it stands in the file of the finding.
    pub const fn is_in_source(self) -> bool {
        matches!(self, SuppressionKind::Comment | SuppressionKind::Pragma | SuppressionKind::Attribute)
    }

    /// Whether it names codes of other analyzers too.
    pub(crate) const fn names_others(self) -> bool {
        use SuppressionKind::{Attribute, EditorConfig, Pragma, Project};
        matches!(self, Pragma | Attribute | EditorConfig | Project)
    }

    /// Whether it says nothing without a reason.
    pub(crate) const fn needs_reason(self) -> bool {
        matches!(self, SuppressionKind::Comment | SuppressionKind::Settings)
    }
}

/// What kept a finding from being reported, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppression {
    /// What it is.
    pub kind: SuppressionKind,
    /// Why, as it is written there; none where nothing says so.
    pub reason: Option<String>,
    /// Where it stands.
    pub at: Option<Label>,
}

/// A finding that is not reported.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// What keeps it from being reported.
    pub by: Suppression,
}

/// What is known when findings are judged.
pub(crate) struct Input<'i> {
    pub(crate) root: &'i Path,
    pub(crate) marked: Vec<Marked>,
    pub(crate) attributes: Vec<Attributed>,
    /// How loud settings want some rules.
    pub(crate) severities: &'i BTreeMap<RuleCode, Severity>,
    pub(crate) sidecar: &'i [SidecarIgnore],
    pub(crate) workspace: &'i Workspace,
    pub(crate) plan: &'i Plan,
    /// The rules of the run.
    pub(crate) rules: &'i [&'static Rule],
    pub(crate) skipped: &'i [Skipped],
    pub(crate) reader: &'i dyn Reader,
}

/// What came of it.
pub(crate) struct Outcome {
    /// What is reported, findings about suppressions included.
    pub(crate) reported: Vec<Diagnostic>,
    pub(crate) suppressed: Vec<Suppressed>,
}

/// The files of a run by their paths, so that findings about suppressions point into the same ones.
pub(crate) struct SourceTable<'s> {
    sources: &'s mut Sources,
    known: BTreeMap<PathBuf, SourceId>,
}

impl<'s> SourceTable<'s> {
    fn new(sources: &'s mut Sources) -> Self {
        let known = sources.iter().map(|(id, file)| (file.path.clone(), id)).collect();
        Self { sources, known }
    }

    pub(crate) fn path(&self, id: SourceId) -> &Path {
        &self.sources.get(id).path
    }

    /// The file of a path with its text.
    pub(crate) fn id(&mut self, path: &Path, text: &SourceText) -> SourceId {
        *self.known.entry(path.to_path_buf()).or_insert_with(|| {
            let text = (Arc::from(text.text.as_str()), text.encoding);
            self.sources.add(SourceFile::new(path.to_path_buf(), text.0, text.1))
        })
    }

    /// The file of a path, read if it has to be.
    pub(crate) fn read(&mut self, path: &Path, reader: &dyn Reader) -> Option<SourceId> {
        if let Some(id) = self.known.get(path) {
            return Some(*id);
        }
        let text = SourceText::decode(reader.read(path).ok()?).ok()?;
        Some(self.id(path, &text))
    }

    pub(crate) fn text(&self, id: SourceId) -> Arc<str> {
        self.sources.get(id).text.clone()
    }

    /// The bytes of a line, from 1, with its line end.
    pub(crate) fn line_range(&self, id: SourceId, line: u32) -> Option<TextRange> {
        let file = self.sources.get(id);
        file.lines().line_range(&file.text, line)
    }

    fn line(&self, id: SourceId, range: TextRange) -> u32 {
        self.sources.get(id).position(range).0.line
    }
}

/// Takes out what is suppressed, and adds what is to be said about the suppressions.
pub(crate) fn apply(mut input: Input<'_>, diagnostics: Vec<Diagnostic>, sources: &mut Sources) -> Outcome {
    let mut outcome = Outcome { reported: Vec::new(), suppressed: Vec::new() };
    let all_rules = input.plan.rule_set;
    let mut table = SourceTable::new(sources);
    let mut files: BTreeMap<PathBuf, Suppressions> = BTreeMap::new();
    let mut no_warns = Vec::new();
    for marked in &input.marked {
        no_warns.extend(no_warn::read(marked, all_rules, &mut table));
        let suppressions = Suppressions::read(marked, &input, all_rules, &mut table);
        if !suppressions.is_empty() {
            files.insert(marked.path.clone(), suppressions);
        }
    }
    let mut entries = sidecar::Entries::new(&input, all_rules, &mut table);
    let mut settings = Settings::new(&input, no_warns);
    let mut attributes = std::mem::take(&mut input.attributes);
    for diagnostic in diagnostics {
        let path = table.path(diagnostic.primary.source).to_path_buf();
        // All that suppress it are used, whichever is named.
        let own = files.get_mut(&path).and_then(|file| file.suppression(&diagnostic, &input.plan.to));
        let projects = projects_of(&diagnostic, &path, input.workspace);
        settings.use_no_warns(diagnostic.rule, &projects);
        // An attribute of one project leaves the finding to the others.
        let (mut left, mut attribute) = (projects.clone(), None);
        for it in attributes.iter_mut().filter(|it| it.covers(&diagnostic, &projects)) {
            if it.uses(diagnostic.rule) {
                left.retain(|project| !it.holds_in(*project));
                attribute.get_or_insert_with(|| it.suppression());
            }
        }
        let attribute = attribute.filter(|_| left.is_empty());
        let entry = entries.suppression(&diagnostic, &path, &input.plan.to);
        match own.or(attribute).or(entry) {
            Some(by) => outcome.suppressed.push(Suppressed { diagnostic, by }),
            None => outcome.add(diagnostic, &left, &mut settings, &mut table),
        }
    }
    let said = {
        let known =
            audit::Known { files: &files, attributes: &attributes, entries: &entries, reported: &outcome.reported };
        audit::findings(&input, all_rules, &known, &mut table, &mut settings)
    };
    for diagnostic in said {
        let projects = projects_of(&diagnostic, table.path(diagnostic.primary.source), input.workspace);
        outcome.add(diagnostic, &projects, &mut settings, &mut table);
    }
    outcome
}

/// The projects that a finding is in: all that compile its file, or for other files the one that it was found for.
fn projects_of(found: &Diagnostic, path: &Path, workspace: &Workspace) -> Vec<ProjectId> {
    let owners = workspace.owners(path);
    if owners.is_empty() { found.project.into_iter().collect() } else { owners }
}

impl Outcome {
    /// Adds a finding as settings want it in its projects.
    fn add(
        &mut self,
        mut diagnostic: Diagnostic,
        projects: &[ProjectId],
        settings: &mut Settings<'_>,
        table: &mut SourceTable<'_>,
    ) {
        match settings.judge(&diagnostic, projects, table) {
            Judgement::Report(severity) => {
                diagnostic.severity = severity;
                self.reported.push(diagnostic);
            }
            Judgement::Suppress(by) => self.suppressed.push(Suppressed { diagnostic, by }),
        }
    }
}
