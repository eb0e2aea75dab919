//! Which findings a range of commits adds: those that were not there before, and those that a raised version brings.

use dslint_linter::{Analysis, Diagnostic, Reader as _, StartingVersions, Starts};
use dslint_version::NuGetVersion;

use super::revisions::Range;
use super::tree::Tree;
use crate::baseline::{self, Entry};
use crate::report::fingerprint;
use crate::report::{RangeEntry, Report};

/// Keeps in the report of the new tree what is new against the old one.
pub(super) fn keep(report: &mut Report<'_>, range: &Range, analysis: &Analysis, before: &Analysis, new: &Tree<'_>) {
    let known: Vec<Entry> = fingerprint::identities(before, &range.root).iter().map(Entry::of).collect();
    let identities = fingerprint::identities(analysis, &range.root);
    let is_file = |path: &str| new.commit.is_file(&range.root.join(path));
    let comparison = baseline::compare(&known, identities, &is_file, &|_| false);
    comparison.mark(analysis, report);
    let crossing = Crossing::new(analysis);
    let all = report.findings.len();
    report.findings.retain(|finding| finding.is_new() || crossing.is_crossed(finding.diagnostic));
    // The formats have no word for it, and what is left is new.
    report.findings.iter_mut().for_each(|finding| finding.known = None);
    report.range = Some(RangeEntry { name: range.name.clone(), before: all - report.findings.len() });
}

/// Where the commits take projects past a change, all that it breaks is new, however old the code is.
struct Crossing<'a> {
    analysis: &'a Analysis,
    old: StartingVersions,
    new: StartingVersions,
}

impl<'a> Crossing<'a> {
    fn new(analysis: &'a Analysis) -> Crossing<'a> {
        let versions = |starts: &Starts| StartingVersions::new(&analysis.workspace, None, starts);
        Crossing { analysis, old: versions(&analysis.starts), new: versions(&Starts::new()) }
    }

    fn is_crossed(&self, diagnostic: &Diagnostic) -> bool {
        let Some(since) = &diagnostic.rule.since else { return false };
        let is_crossed = |old: &Option<NuGetVersion>, new: &Option<NuGetVersion>| {
            old.as_ref().is_some_and(|old| old < since) && new.as_ref().is_some_and(|new| since <= new)
        };
        // A file that several projects have is told for one of them.
        let path = &self.analysis.sources.get(diagnostic.primary.source).path;
        let mut owners = self.analysis.workspace.owners(path).to_vec();
        owners.extend(diagnostic.project);
        if owners.is_empty() {
            return is_crossed(&self.old.loose, &self.new.loose);
        }
        let versions = |index: usize| self.old.projects.get(index).zip(self.new.projects.get(index));
        owners.into_iter().filter_map(|id| versions(id.0 as usize)).any(|(old, new)| is_crossed(old, new))
    }
}
