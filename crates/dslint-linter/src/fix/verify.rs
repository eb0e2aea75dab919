//! What must hold after a round of fixes: no new syntax error, the fixed findings gone, and no finding that was not there
//! before.

use super::FixedSource;
use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Edit};
use crate::load::symbol_sets;
use crate::source::SourceKind;
use crate::suppress::is_about_suppressions;
use dslint_syntax::csharp;
use dslint_syntax::razor::RazorKind;
use dslint_syntax::settings;
use dslint_syntax::text::TextRange;
use dslint_syntax::xml::Document;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The files whose fixes must not stay, each with the reason.
pub(super) fn failures(before: &Analysis, fixed: &[FixedSource], after: &Analysis) -> BTreeMap<PathBuf, String> {
    let mut failures = BTreeMap::new();
    for source in fixed {
        let file = before.sources.get(source.source);
        if let Some(why) = syntax(before, &file.path, &file.text, &source.text) {
            failures.insert(file.path.clone(), why);
        }
    }
    findings(before, fixed, after, &mut failures);
    failures
}

/// What is wrong with the new text that was not wrong with the old one.
fn syntax(analysis: &Analysis, path: &Path, old: &str, new: &str) -> Option<String> {
    let is_worse = match SourceKind::of(path) {
        Some(SourceKind::MsBuild) => Document::parse(old).is_ok() && Document::parse(new).is_err(),
        Some(SourceKind::CSharp | SourceKind::Razor) => {
            let razor = path.file_name().and_then(|name| name.to_str()).and_then(RazorKind::of);
            symbol_sets(&analysis.workspace.owners(path), &analysis.workspace).iter().any(|symbols| {
                let errors = |text: &str| {
                    match razor {
                        Some(kind) => csharp::parse_razor(text, kind, symbols),
                        None => csharp::parse(text, symbols),
                    }
                    .map(|file| (file.unit.errors.len(), file.unit.too_deep))
                };
                match (errors(old), errors(new)) {
                    (Ok((old, old_deep)), Ok((new, new_deep))) => new > old || new_deep > old_deep,
                    (_, new) => new.is_err(),
                }
            })
        }
        Some(SourceKind::Settings) => {
            let parses =
                |text: &str| crate::config::format_of(path).is_some_and(|format| settings::parse(text, format).is_ok());
            parses(old) && !parses(new)
        }
        // The settings of dslint, of which entries go that suppress nothing.
        _ if path.extension().is_some_and(|extension| extension == "toml") => {
            let parses = |text: &str| text.parse::<toml::Table>().is_ok();
            parses(old) && !parses(new)
        }
        _ => return Some("its syntax cannot be verified".to_owned()),
    };
    is_worse.then(|| "the result would have a syntax error".to_owned())
}

/// Each finding afterwards must be one that was there before and was not fixed.
fn findings(before: &Analysis, fixed: &[FixedSource], after: &Analysis, failures: &mut BTreeMap<PathBuf, String>) {
    let path_of = |diagnostic: &Diagnostic| before.sources.get(diagnostic.primary.source).path.as_path();
    let edits: BTreeMap<&Path, &[Edit]> =
        fixed.iter().map(|source| (before.sources.get(source.source).path.as_path(), &source.edits[..])).collect();
    let applied: BTreeSet<usize> = fixed.iter().flat_map(|source| source.applied.iter().copied()).collect();
    let mut open: BTreeMap<(&Path, &str), Vec<(usize, TextRange)>> = BTreeMap::new();
    for (index, diagnostic) in before.diagnostics.iter().enumerate() {
        let path = path_of(diagnostic);
        let range = moved(diagnostic.primary.range, edits.get(path).copied().unwrap_or_default());
        open.entry((path, diagnostic.rule.code.as_str())).or_default().push((index, range));
    }
    for diagnostic in &after.diagnostics {
        let file = after.sources.get(diagnostic.primary.source);
        let code = diagnostic.rule.code.as_str();
        let range = diagnostic.primary.range;
        let candidates = open.entry((file.path.as_path(), code)).or_default();
        let is_it = |old: TextRange| old.start == range.start || old.contains(range);
        // What was not fixed first: what was fixed must not be there any more.
        let known = candidates
            .iter()
            .position(|(index, old)| is_it(*old) && !applied.contains(index))
            .or_else(|| candidates.iter().position(|(_, old)| is_it(*old)));
        let known = known.map(|at| candidates.swap_remove(at).0);
        let why = match known {
            Some(index) if !applied.contains(&index) => continue,
            // What a suppression hid went with the fix; the next round takes the suppression away.
            None if is_about_suppressions(diagnostic.rule) => continue,
            Some(_) => format!("{code} would still be there"),
            None => {
                let line = file.position(range).0.line;
                let name = file.path.file_name().unwrap_or_default().to_string_lossy();
                format!("{code} would be found in line {line} of {name}, where it was not before")
            }
        };
        // The fault lies with the files that were changed and that the finding stands in or points to, else with all.
        let places = [&diagnostic.primary].into_iter().chain(&diagnostic.related);
        let mut at_fault: Vec<&Path> = places
            .map(|label| after.sources.get(label.source).path.as_path())
            .filter(|path| edits.contains_key(path))
            .collect();
        if at_fault.is_empty() {
            at_fault = edits.keys().copied().collect();
        }
        for path in at_fault {
            failures.entry(path.to_path_buf()).or_insert_with(|| why.clone());
        }
    }
}

/// Where a range lies after sorted edits. What an edit replaced becomes the replacement.
pub(super) fn moved(range: TextRange, edits: &[Edit]) -> TextRange {
    let place = |offset: u32, is_end: bool| {
        let mut shift = 0_i64;
        for edit in edits {
            if edit.range.end <= offset && !(edit.range.is_empty() && edit.range.end == offset && is_end) {
                shift += edit.replacement.len() as i64 - i64::from(edit.range.len());
            } else if edit.range.start < offset {
                let start = i64::from(edit.range.start) + shift;
                return (if is_end { start + edit.replacement.len() as i64 } else { start }) as u32;
            }
        }
        (i64::from(offset) + shift) as u32
    };
    TextRange::new(place(range.start, false), place(range.end, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn ranges_move_with_the_text() {
        let edit = |start, end, replacement: &str| Edit {
            source: SourceId(0),
            range: TextRange::new(start, end),
            replacement: replacement.to_owned(),
        };
        let edits = [edit(2, 4, "longer"), edit(10, 12, "")];
        for (old, new) in
            [((0, 1), (0, 1)), ((2, 4), (2, 8)), ((0, 20), (0, 22)), ((5, 8), (9, 12)), ((12, 14), (14, 16))]
        {
            let moved = moved(TextRange::new(old.0, old.1), &edits);
            assert_eq!((moved.start, moved.end), new, "{old:?}");
        }
    }
}
