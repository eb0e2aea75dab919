//! Generated files with findings: nobody edits them, so the findings are not reported; but that they are there is.

use std::collections::BTreeMap;

use dslint_linter::SuppressionKind;

use super::view::{Report, SuppressedFinding};

/// A generated file with findings.
pub(super) struct GeneratedFile<'a> {
    /// The path as it is shown.
    pub(super) path: &'a str,
    /// The path from the top of the tree.
    pub(super) path_from_root: &'a str,
    /// Why it counts as generated.
    pub(super) why: &'a str,
    /// How many findings are not reported.
    pub(super) findings: usize,
}

/// Whether a finding is not reported because its file is generated.
pub(super) fn is_generated(suppressed: &SuppressedFinding<'_>) -> bool {
    suppressed.by.kind == SuppressionKind::Generated
}

/// The files, sorted by path.
pub(super) fn files<'a>(report: &'a Report<'_>) -> Vec<GeneratedFile<'a>> {
    let mut files: BTreeMap<&str, GeneratedFile<'a>> = BTreeMap::new();
    for it in report.suppressed.iter().filter(|it| is_generated(it)) {
        let place = &it.finding.place;
        let file = files.entry(&place.path).or_insert_with(|| GeneratedFile {
            path: &place.path,
            path_from_root: &place.path_from_root,
            why: it.by.reason.as_deref().unwrap_or_default(),
            findings: 0,
        });
        file.findings += 1;
    }
    files.into_values().collect()
}
