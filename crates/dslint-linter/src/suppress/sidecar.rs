//! Suppressions that stand in the settings of dslint, for files that have no comments.

use super::directive::{Cover, Directive, Named};
use super::{Input, SourceTable, Suppression, SuppressionKind};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use dslint_project::Location;
use dslint_rules::RuleSet;
use dslint_version::NuGetVersion;
use globset::{GlobBuilder, GlobMatcher};
use std::path::{Path, PathBuf};

/// An entry that suppresses a rule in some files.
#[derive(Clone, Debug)]
pub struct SidecarIgnore {
    /// The code or name of the rule.
    pub rule: String,
    /// The files: a glob over their paths from the root of the run, with `/`. `*` stays inside a folder, `**` does not.
    pub paths: String,
    /// The version from which on it does not count.
    pub until: Option<NuGetVersion>,
    /// Why. Without one the entry does not count.
    pub reason: String,
    /// Where it is written, for findings about the entry itself.
    pub at: Option<Location>,
}

/// The entries of a run.
pub(crate) struct Entries {
    root: PathBuf,
    pub(crate) entries: Vec<Entry>,
}

/// An entry, and the files it is for.
pub(crate) struct Entry {
    pub(crate) directive: Directive,
    /// The file it stands in.
    pub(crate) source: Option<SourceId>,
    glob: Option<GlobMatcher>,
}

impl Entries {
    pub(crate) fn new(input: &Input<'_>, rules: &'static RuleSet, table: &mut SourceTable<'_>) -> Entries {
        let entries = input.sidecar.iter().map(|ignore| {
            let range = ignore.at.as_ref().map(|at| at.range).unwrap_or_default();
            let glob = GlobBuilder::new(&ignore.paths).literal_separator(true).build();
            let wrong = glob.as_ref().err().map(|_| format!("`{}` is no pattern for paths", ignore.paths));
            let reason = ignore.reason.trim();
            Entry {
                directive: Directive {
                    kind: SuppressionKind::Settings,
                    range,
                    named: vec![Named::new(&ignore.rule, range, rules.find(&ignore.rule))],
                    items: vec![range],
                    until: ignore.until.clone(),
                    reason: (!reason.is_empty()).then(|| reason.to_owned()),
                    wrong,
                    cover: Cover::Nothing,
                },
                source: ignore.at.as_ref().and_then(|at| table.read(&at.path, input.reader)),
                glob: glob.ok().map(|glob| glob.compile_matcher()),
            }
        });
        Entries { entries: entries.collect(), root: input.root.to_path_buf() }
    }

    /// What suppresses a finding of a file. All entries that do are used, the first is named.
    pub(crate) fn suppression(&mut self, found: &Diagnostic, path: &Path, to: &NuGetVersion) -> Option<Suppression> {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        let mut by = None;
        for entry in &mut self.entries {
            let Entry { directive, source, glob } = entry;
            let is_here = glob.as_ref().is_some_and(|glob| glob.is_match(path));
            if !is_here || !directive.counts(to) {
                continue;
            }
            if directive.uses(found.rule) {
                by.get_or_insert_with(|| directive.suppression(*source));
            }
        }
        by
    }
}
