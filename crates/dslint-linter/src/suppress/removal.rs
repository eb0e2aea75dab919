//! Edits that take a suppression away: the whole line when nothing else stands on it.

use super::coverage::{is_alone, line_of};
use dslint_syntax::text::TextRange;

/// What goes with a comment, directive or attribute list: its line, or the blanks beside it.
pub(crate) fn whole(text: &str, range: TextRange) -> TextRange {
    let line = line_of(text, range);
    if is_alone(text, range) {
        let after = &text[line.end as usize..];
        let newline = if after.starts_with("\r\n") { 2 } else { after.len().min(1) as u32 };
        return TextRange::new(line.start, line.end + newline);
    }
    let before = &text[line.start as usize..range.start as usize];
    let after = &text[range.end as usize..line.end as usize];
    let blanks = |text: &str| (text.len() - text.trim_start_matches([' ', '\t']).len()) as u32;
    if after.trim().is_empty() {
        TextRange::new(range.start - (before.len() - before.trim_end().len()) as u32, line.end)
    } else {
        TextRange::new(range.start, range.end + blanks(after))
    }
}

/// What goes with some items of a list: the separators that follow, or the one before the last. `gone` is sorted.
pub(crate) fn items(items: &[TextRange], gone: &[usize]) -> Vec<TextRange> {
    let mut ranges = Vec::new();
    for run in gone.chunk_by(|left, right| left + 1 == *right) {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { continue };
        let (Some(start), Some(end)) = (items.get(first), items.get(last)) else { continue };
        ranges.push(match (items.get(last + 1), first.checked_sub(1).and_then(|before| items.get(before))) {
            (Some(next), _) => TextRange::new(start.start, next.start),
            (None, Some(before)) => TextRange::new(before.end, end.end),
            (None, None) => TextRange::new(start.start, end.end),
        });
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, part: &str) -> String {
        let at = text.find(part).unwrap();
        let range = whole(text, TextRange::from_usize(at, at + part.len()));
        let mut text = text.to_owned();
        text.replace_range(range.usize(), "");
        text
    }

    #[test]
    fn lines_and_blanks_go_too() {
        assert_eq!(without("a\r\n  // x\r\nb", "// x"), "a\r\nb");
        assert_eq!(without("a // x\nb", "// x"), "a\nb");
        assert_eq!(without("a /* x */ b", "/* x */"), "a b");
        assert_eq!(without("  /* x */ b\n", "/* x */"), "  b\n");
        assert_eq!(without("a\n// x", "// x"), "a\n");
        assert_eq!(without("a\n/* x\n y */\nb", "/* x\n y */"), "a\nb");
    }

    #[test]
    fn names_go_with_a_separator() {
        let text = "[A, B , C]";
        let named = [1, 4, 8].map(|at| TextRange::new(at, at + 1));
        let without = |gone: &[usize]| {
            let mut text = text.to_owned();
            for range in items(&named, gone).iter().rev() {
                text.replace_range(range.usize(), "");
            }
            text
        };
        for (gone, left) in [
            (&[0][..], "[B , C]"),
            (&[1], "[A, C]"),
            (&[2], "[A, B]"),
            (&[0, 1], "[C]"),
            (&[1, 2], "[A]"),
            (&[0, 2], "[B]"),
        ] {
            assert_eq!(without(gone), left);
        }
    }
}
