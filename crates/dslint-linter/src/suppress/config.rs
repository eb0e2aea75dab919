//! What `.editorconfig` files, global configs and project properties make of a finding: another severity, or silence. As
//! with the compiler, what a project passes to it (`NoWarn` and the like) outweighs the files.

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
}

impl<'i> Settings<'i> {
    pub(crate) fn new(input: &Input<'i>) -> Self {
        Self {
            root: input.root,
            workspace: input.workspace,
            reader: input.reader,
            texts: BTreeMap::new(),
            sets: BTreeMap::new(),
            options: BTreeMap::new(),
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

    /// What becomes of a finding.
    pub(crate) fn judge(&mut self, found: &Diagnostic, table: &mut SourceTable<'_>) -> Judgement {
        let options = self.options(table.path(found.primary.source));
        if let Some(setting) = options.generated_code() {
            return Judgement::Suppress(self.by_setting(setting, table));
        }
        let code = found.rule.code.as_str();
        let chosen = options.severity(code, CATEGORY, found.rule.is_on_by_default);
        if let Some(project) = found.project.and_then(|id| self.workspace.project(id)) {
            if holds(&project.no_warn(), code) {
                return Judgement::Suppress(self.by_project(project, table));
            }
            let is_kept = holds(&project.warnings_not_as_errors(), code);
            if holds(&project.warnings_as_errors(), code) && !is_kept {
                return Judgement::Report(Severity::Error);
            }
            let severity = level(chosen.as_ref(), found.severity);
            if severity == Some(Severity::Warning) && project.treats_warnings_as_errors() && !is_kept {
                return Judgement::Report(Severity::Error);
            }
        }
        match (level(chosen.as_ref(), found.severity), chosen) {
            (Some(severity), _) => Judgement::Report(severity),
            (None, Some(chosen)) => Judgement::Suppress(self.by_setting(chosen.setting, table)),
            (None, None) => Judgement::Report(found.severity),
        }
    }

    /// Whether a rule says nothing in a file, whatever stands there.
    pub(crate) fn is_off(&mut self, rule: &Rule, path: &Path, owners: &[ProjectId]) -> bool {
        let options = self.options(path);
        let chosen = options.severity(rule.code.as_str(), CATEGORY, rule.is_on_by_default);
        let projects = owners.iter().filter_map(|owner| self.workspace.project(*owner));
        options.generated_code().is_some()
            || level(chosen.as_ref(), rule.severity).is_none()
            || projects.into_iter().any(|project| holds(&project.no_warn(), rule.code.as_str()))
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

    fn by_project(&self, project: &Project, table: &mut SourceTable<'_>) -> Suppression {
        let written = project.builds.iter().find_map(|build| build.property_written_at("NoWarn"));
        let at = written.and_then(|Location { path, range }| {
            Some(Label { source: table.read(path, self.reader)?, range: *range, text: String::new() })
        });
        Suppression { kind: SuppressionKind::Project, reason: Some("NoWarn".to_owned()), at }
    }
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
