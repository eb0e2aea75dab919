//! Edits that take a suppression away: the whole line when nothing else stands on it.

use super::coverage::{is_alone, line_of};
use super::directive::Named;
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

/// What goes with one name of a list: the separator that follows, or the one before the last.
pub(crate) fn item(named: &[Named], index: usize) -> TextRange {
    let range = named[index].range;
    match (named.get(index + 1), index.checked_sub(1).map(|before| &named[before])) {
        (Some(next), _) => TextRange::new(range.start, next.range.start),
        (None, Some(before)) => TextRange::new(before.range.end, range.end),
        (None, None) => range,
    }
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
        let named: Vec<Named> = [(1, "A"), (4, "B"), (8, "C")]
            .map(|(at, name)| Named::new(name, TextRange::new(at, at + 1), None))
            .into_iter()
            .collect();
        let without = |index: usize| {
            let mut text = text.to_owned();
            text.replace_range(item(&named, index).usize(), "");
            text
        };
        assert_eq!([without(0), without(1), without(2)], ["[B , C]", "[A, C]", "[A, B]"]);
    }
}
