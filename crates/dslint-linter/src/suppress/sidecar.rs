//! Suppressions that stand in the settings of dslint, for files that have no comments.

use super::directive::{Cover, Directive, Named};
use super::{Input, SourceTable, Suppression, SuppressionKind};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use dslint_project::Location;
use dslint_rules::RuleSet;
use dslint_syntax::text::TextRange;
use dslint_version::NuGetVersion;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// An entry that suppresses a rule in some files.
#[derive(Clone, Debug)]
pub struct SidecarIgnore {
    /// The code or name of the rule.
    pub rule: String,
    /// The files.
    pub paths: PathFilter,
    /// The version from which on it does not count.
    pub until: Option<NuGetVersion>,
    /// Why. Without one the entry does not count.
    pub reason: String,
    /// Where it is written, for findings about the entry itself.
    pub at: Option<Location>,
    /// What goes when the entry goes; none where that is for a person.
    pub removal: Option<TextRange>,
}

/// Tells which files are meant, by their absolute paths.
#[derive(Clone)]
pub struct PathFilter(Arc<dyn Fn(&Path) -> bool + Send + Sync>);

impl PathFilter {
    /// The files for which a test holds.
    pub fn new(is_meant: impl Fn(&Path) -> bool + Send + Sync + 'static) -> PathFilter {
        PathFilter(Arc::new(is_meant))
    }
}

impl fmt::Debug for PathFilter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PathFilter")
    }
}

/// The entries of a run.
pub(crate) struct Entries {
    pub(crate) entries: Vec<Entry>,
}

/// An entry, and the files it is for.
pub(crate) struct Entry {
    pub(crate) directive: Directive,
    /// The file it stands in.
    pub(crate) source: Option<SourceId>,
    /// What goes when it goes.
    pub(crate) removal: Option<TextRange>,
    paths: PathFilter,
}

impl Entries {
    pub(crate) fn new(input: &Input<'_>, rules: &'static RuleSet, table: &mut SourceTable<'_>) -> Entries {
        let entries = input.sidecar.iter().map(|ignore| {
            let range = ignore.at.as_ref().map(|at| at.range).unwrap_or_default();
            let reason = ignore.reason.trim();
            Entry {
                directive: Directive {
                    kind: SuppressionKind::Settings,
                    range,
                    named: vec![Named::new(&ignore.rule, range, rules.find(&ignore.rule))],
                    items: vec![range],
                    until: ignore.until.clone(),
                    reason: (!reason.is_empty()).then(|| reason.to_owned()),
                    wrong: None,
                    cover: Cover::Nothing,
                },
                source: ignore.at.as_ref().and_then(|at| table.read(&at.path, input.reader)),
                removal: ignore.removal,
                paths: ignore.paths.clone(),
            }
        });
        Entries { entries: entries.collect() }
    }

    /// What suppresses a finding of a file. All entries that do are used, the first is named.
    pub(crate) fn suppression(&mut self, found: &Diagnostic, path: &Path, to: &NuGetVersion) -> Option<Suppression> {
        let mut by = None;
        for entry in &mut self.entries {
            let Entry { directive, source, paths, .. } = entry;
            if !(paths.0)(path) || !directive.counts(to) {
                continue;
            }
            if directive.uses(found.rule) {
                by.get_or_insert_with(|| directive.suppression(*source));
            }
        }
        by
    }
}
