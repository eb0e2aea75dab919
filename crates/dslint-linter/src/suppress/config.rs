//! What `.editorconfig` files, global configs and project properties make of a finding: another severity, or silence. As
//! with the compiler, what a project passes to it (`NoWarn` and the like) outweighs the files.

use super::generated::{Generated, generated};
use super::no_warn::NoWarn;
use super::{Input, SourceTable, Suppression, SuppressionKind};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Reader;
use dslint_editorconfig::{Chosen, ConfigFile, ConfigSet, Options, Setting};
use dslint_project::{Location, Project, ProjectId, Workspace};
use dslint_rules::{Rule, Severity};
use dslint_syntax::text::SourceText;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The category of all rules, for `dotnet_analyzer_diagnostic.category-Upgrade.severity`.
const CATEGORY: &str = "Upgrade";

/// The names of the files, looked for in the directory of a source file and above, up to the root of the run.
const NAMES: [&str; 2] = [".editorconfig", ".globalconfig"];

/// What settings say about a finding.
pub(crate) enum Judgement {
    /// It is reported with this severity.
    Report(Severity),
    /// It is not.
    Suppress(Suppression),
}

/// The settings of a run, read when a file asks for them.
pub(crate) struct Settings<'i> {
    root: &'i Path,
    workspace: &'i Workspace,
    reader: &'i dyn Reader,
    /// The texts of the settings files, by their paths.
    texts: BTreeMap<PathBuf, Option<String>>,
    /// What holds in a directory.
    sets: BTreeMap<PathBuf, ConfigSet>,
    options: BTreeMap<PathBuf, Arc<Options>>,
    /// `NoWarn`, where it names codes of ours.
    no_warns: Vec<NoWarn>,
}

impl<'i> Settings<'i> {
    pub(crate) fn new(input: &Input<'i>, no_warns: Vec<NoWarn>) -> Self {
        Self {
            root: input.root,
            workspace: input.workspace,
            reader: input.reader,
            texts: BTreeMap::new(),
            sets: BTreeMap::new(),
            options: BTreeMap::new(),
            no_warns,
        }
    }

    /// The files that were asked for so far.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.texts.iter().filter_map(|(path, text)| Some((path.as_path(), text.as_deref()?)))
    }

    /// The properties that name codes of ours.
    pub(crate) fn no_warns(&self) -> &[NoWarn] {
        &self.no_warns
    }

    /// Marks what keeps a rule quiet in these projects as used, be it there for this finding or for others.
    pub(crate) fn use_no_warns(&mut self, rule: &Rule, projects: &[ProjectId]) {
        for property in &mut self.no_warns {
            if projects.iter().any(|project| property.names(rule, *project)) {
                property.directive.uses(rule);
            }
        }
    }

    fn options(&mut self, path: &Path) -> Arc<Options> {
        if let Some(known) = self.options.get(path) {
            return known.clone();
        }
        let directory = path.parent().unwrap_or(path).to_path_buf();
        if !self.sets.contains_key(&directory) {
            let set = self.set(&directory);
            self.sets.insert(directory.clone(), set);
        }
        let options = self.sets.get(&directory).map(|set| set.options(&path.to_string_lossy())).unwrap_or_default();
        let options = Arc::new(options);
        self.options.insert(path.to_path_buf(), options.clone());
        options
    }

    fn set(&mut self, directory: &Path) -> ConfigSet {
        let above = directory.ancestors().take_while(|above| above.starts_with(self.root));
        let paths: Vec<PathBuf> = above.flat_map(|above| NAMES.map(|name| above.join(name))).collect();
        let reader = self.reader;
        let files = paths.into_iter().filter_map(|path| {
            let read = |path: &PathBuf| {
                let bytes = reader.is_file(path).then(|| reader.read(path).ok()).flatten()?;
                SourceText::decode(bytes).ok().map(|source| source.text)
            };
            let text = self.texts.entry(path.clone()).or_insert_with_key(read).as_ref()?;
            Some(ConfigFile::parse(&path.to_string_lossy(), text))
        });
        ConfigSet::new(files)
    }

    /// What becomes of a finding in these of its projects: one reports it unless all of them are quiet, as loudly as the
    /// loudest of them. Without projects only the files have their say.
    pub(crate) fn judge(
        &mut self,
        found: &Diagnostic,
        projects: &[ProjectId],
        table: &mut SourceTable<'_>,
    ) -> Judgement {
        let source = found.primary.source;
        let options = self.options(table.path(source));
        match generated(&options, table.path(source), &table.text(source)) {
            None => {}
            Some(Generated::Setting(setting)) => {
                let by = self.by_setting(setting, table);
                return Judgement::Suppress(Suppression { kind: SuppressionKind::Generated, ..by });
            }
            Some(Generated::Mark(reason)) => {
                let reason = Some(format!("generated: {reason}"));
                return Judgement::Suppress(Suppression { kind: SuppressionKind::Generated, reason, at: None });
            }
        }
        let code = found.rule.code.as_str();
        let chosen = options.severity(code, CATEGORY, found.rule.is_on_by_default);
        let level = level(chosen.as_ref(), found.severity);
        let projects: Vec<&Project> = projects.iter().filter_map(|id| self.workspace.project(*id)).collect();
        let loudest = match projects.as_slice() {
            [] => level,
            some => some.iter().filter_map(|project| level_in(project, code, level)).min(),
        };
        if let Some(severity) = loudest {
            return Judgement::Report(severity);
        }
        let quiet = projects.into_iter().find(|project| holds(&project.no_warn(), code));
        match (quiet, chosen) {
            (Some(project), _) => Judgement::Suppress(self.by_project(project, found.rule, table)),
            (None, Some(chosen)) => Judgement::Suppress(self.by_setting(chosen.setting, table)),
            (None, None) => Judgement::Report(found.severity),
        }
    }

    /// Whether a rule says nothing in a file with this text, whatever stands there.
    pub(crate) fn is_off(&mut self, rule: &Rule, path: &Path, text: &str, owners: &[ProjectId]) -> bool {
        let options = self.options(path);
        let code = rule.code.as_str();
        let chosen = options.severity(code, CATEGORY, rule.is_on_by_default);
        let mut projects = owners.iter().filter_map(|owner| self.workspace.project(*owner)).peekable();
        generated(&options, path, text).is_some()
            || level(chosen.as_ref(), rule.severity).is_none()
            || (projects.peek().is_some() && projects.all(|project| holds(&project.no_warn(), code)))
    }

    fn by_setting(&self, setting: &Setting, table: &mut SourceTable<'_>) -> Suppression {
        let source = table.read(Path::new(&*setting.path), self.reader);
        let line = source.and_then(|source| Some((source, table.line_range(source, setting.line)?)));
        let text = line.map(|(source, range)| table.text(source)[range.usize()].trim().to_owned());
        Suppression {
            kind: SuppressionKind::EditorConfig,
            reason: text,
            at: line.map(|(source, range)| Label { source, range, text: String::new() }),
        }
    }

    fn by_project(&self, project: &Project, rule: &Rule, table: &mut SourceTable<'_>) -> Suppression {
        let reason = Some("NoWarn".to_owned());
        // The code itself, which stands in front of what the last of several files adds.
        let named = self.no_warns.iter().rev().find(|property| property.names(rule, project.id));
        let of_rule = |named: &&super::directive::Named| named.rule.is_some_and(|own| std::ptr::eq(own, rule));
        if let Some((property, code)) = named.and_then(|it| Some((it, it.directive.named.iter().find(of_rule)?))) {
            let at = Some(Label { source: property.source, range: code.range, text: String::new() });
            return Suppression { kind: SuppressionKind::Project, reason, at };
        }
        let written = project.builds.iter().find_map(|build| build.property_written_at("NoWarn"));
        let at = written.and_then(|Location { path, range }| {
            Some(Label { source: table.read(path, self.reader)?, range: *range, text: String::new() })
        });
        Suppression { kind: SuppressionKind::Project, reason, at }
    }
}

/// The severity in a project, where files say `level`; `None` for silence.
fn level_in(project: &Project, code: &str, level: Option<Severity>) -> Option<Severity> {
    if holds(&project.no_warn(), code) {
        return None;
    }
    let is_kept = holds(&project.warnings_not_as_errors(), code);
    let is_raised = holds(&project.warnings_as_errors(), code)
        || (level == Some(Severity::Warning) && project.treats_warnings_as_errors());
    if is_raised && !is_kept { Some(Severity::Error) } else { level }
}

fn holds(codes: &[String], code: &str) -> bool {
    codes.iter().any(|known| known.eq_ignore_ascii_case(code))
}

/// The severity that a setting asks for; `None` for silence.
fn level(chosen: Option<&Chosen<'_>>, own: Severity) -> Option<Severity> {
    use dslint_editorconfig::Severity as Asked;
    match chosen.map(|chosen| chosen.severity) {
        None | Some(Asked::Default) => Some(own),
        Some(Asked::Error) => Some(Severity::Error),
        Some(Asked::Warning) => Some(Severity::Warning),
        Some(Asked::Suggestion) => Some(Severity::Note),
        Some(Asked::Silent | Asked::None) => None,
    }
}
