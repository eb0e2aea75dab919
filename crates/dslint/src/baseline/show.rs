//! What is in a baseline, for people: by file, with what is gone marked.

use std::fmt::Write as _;

use super::Entry;
use crate::report::escape;
use crate::style::{self, paint};
use crate::wrap::{counted, number};

/// What is shown of a baseline.
pub(super) struct Shown<'a> {
    /// The file, from the working directory.
    pub(super) path: &'a str,
    pub(super) entries: &'a [Entry],
    /// Numbers of entries, sorted.
    pub(super) gone: &'a [usize],
    /// How many findings are not in it.
    pub(super) new: usize,
}

pub(super) fn render(shown: &Shown<'_>) -> String {
    let mut text = String::new();
    let mut path = None;
    for (number, entry) in shown.entries.iter().enumerate() {
        // Writing to a string does not fail.
        if path != Some(&entry.path) {
            let _ = writeln!(text, "{}", paint(style::STRONG.underline(), escape::line(&entry.path)));
            path = Some(&entry.path);
        }
        let gone = if shown.gone.binary_search(&number).is_ok() { "  (gone)" } else { "" };
        let symbol = if entry.symbol.is_empty() { String::new() } else { format!("  {}", escape::line(&entry.symbol)) };
        let _ = writeln!(
            text,
            "  {}{symbol}  {}{}",
            escape::line(&entry.code),
            paint(style::CODE, escape::line(&entry.text)),
            paint(style::GOOD, gone)
        );
    }
    if path.is_some() {
        text.push('\n');
    }
    let known = counted(shown.entries.len(), "known finding", "known findings");
    let _ = writeln!(text, "{} in {}{}", paint(style::STRONG, known), escape::line(shown.path), tail(shown));
    text
}

/// `, 1 of them is gone; 2 findings are not in it`
fn tail(shown: &Shown<'_>) -> String {
    let mut tail = String::new();
    if !shown.gone.is_empty() {
        let verb = if shown.gone.len() == 1 { "is" } else { "are" };
        let _ = write!(tail, ", {} of them {verb} gone", number(shown.gone.len()));
    }
    if shown.new > 0 {
        let _ = write!(tail, "; {} not in it", counted(shown.new, "finding is", "findings are"));
    }
    tail
}
