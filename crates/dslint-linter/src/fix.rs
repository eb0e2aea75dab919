//! Fixes put into texts. Pure: files come through a reader, and what is to be written is given back as bytes.
//!
//! [`apply`] is one round: the fixes that do not get in each other's way. [`fix`] goes round by round until nothing is
//! left to apply, so that several rules can touch one file, and verifies every round.

mod rounds;
mod verify;

#[cfg(test)]
mod tests;

pub use rounds::{Choice, FixedFile, Fixes, Refused, fix};

use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::source::SourceId;
use dslint_syntax::text::TextRange;
use std::collections::BTreeMap;
use std::path::Path;

/// A text with fixes in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FixedSource {
    /// The file.
    pub source: SourceId,
    /// Its new text.
    pub text: String,
    /// The findings that were fixed, as indices into [`Analysis::diagnostics`].
    pub applied: Vec<usize>,
    /// What was replaced, sorted; nothing overlaps.
    pub(crate) edits: Vec<Edit>,
}

impl FixedSource {
    /// What was replaced in the old text, sorted; nothing overlaps.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }
}

/// Applies, in the order of the findings, the fix that `choose` gives for each. A fix that would touch what an earlier one
/// changes is left out as a whole, in all its files; the next round sees whether it is still needed. What two fixes have in
/// common, letter for letter, is done once.
pub fn apply<'a>(analysis: &'a Analysis, choose: &dyn Fn(&'a Diagnostic) -> Option<&'a Fix>) -> Vec<FixedSource> {
    // By path: a project file may be there more than once.
    let mut taken: BTreeMap<&Path, (SourceId, Vec<&Edit>, Vec<usize>)> = BTreeMap::new();
    for (index, diagnostic) in analysis.diagnostics.iter().enumerate() {
        let Some(fix) = choose(diagnostic).filter(|fix| !fix.edits.is_empty()) else { continue };
        let path = |edit: &Edit| analysis.sources.get(edit.source).path.as_path();
        let is_free = fix.edits.iter().all(|edit| {
            let there = taken.get(path(edit)).into_iter().flat_map(|(_, edits, _)| edits);
            there.into_iter().all(|other| is_same(edit, other) || !overlap(edit.range, other.range))
        });
        if !is_free || !fix.edits.iter().all(|edit| is_inside(edit, &analysis.sources.get(edit.source).text)) {
            continue;
        }
        for edit in &fix.edits {
            let (_, edits, applied) = taken.entry(path(edit)).or_insert((edit.source, Vec::new(), Vec::new()));
            if !edits.iter().any(|other| is_same(edit, other)) {
                edits.push(edit);
            }
            if applied.last() != Some(&index) {
                applied.push(index);
            }
        }
    }
    taken
        .into_values()
        .map(|(source, mut edits, applied)| {
            edits.sort_by_key(|edit| edit.range);
            let text = replaced(&analysis.sources.get(source).text, &edits);
            FixedSource { source, text, applied, edits: edits.into_iter().cloned().collect() }
        })
        .collect()
}

fn is_same(left: &Edit, right: &Edit) -> bool {
    left.range == right.range && left.replacement == right.replacement
}

/// Whether two edits share a byte. An insertion also gets in the way of what begins or ends where it stands: which of the
/// two comes first would be a guess.
fn overlap(left: TextRange, right: TextRange) -> bool {
    if left.is_empty() || right.is_empty() {
        left.start <= right.end && right.start <= left.end
    } else {
        left.start < right.end && right.start < left.end
    }
}

fn is_inside(edit: &Edit, text: &str) -> bool {
    edit.range.start <= edit.range.end && text.get(edit.range.usize()).is_some()
}

/// The text with sorted edits that do not overlap.
fn replaced(text: &str, edits: &[&Edit]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        new.push_str(text.get(at..edit.range.start as usize).unwrap_or_default());
        new.push_str(&edit.replacement);
        at = edit.range.end as usize;
    }
    new.push_str(text.get(at..).unwrap_or_default());
    new
}
