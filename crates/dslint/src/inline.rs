//! The texts of pages and findings have inline code between backticks; each format writes it in its own way.
//! Markdown's is here, because plans and reports share it.

use crate::report::escape;

/// A piece of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Piece<'t> {
    Text(&'t str),
    Code(&'t str),
}

/// The pieces of a text. A backtick without its other one is text.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`') else { break };
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        if !code.is_empty() {
            pieces.push(Piece::Code(code));
        }
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Whether what settles a question is for a database or a shell, and not for a person.
pub(crate) fn is_code(ask: &str) -> bool {
    ["SELECT ", "UPDATE ", "dotnet ", "grep "].iter().any(|start| ask.starts_with(start))
}

/// Text with inline code, as Markdown.
pub(crate) fn markdown(text: &str) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Text(text) => markdown_text(text),
        Piece::Code(text) => markdown_code(text),
    };
    pieces(text).into_iter().map(piece).collect()
}

/// Text without any markup of its own, as Markdown.
pub(crate) fn markdown_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in escape::line(text).chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '@' | '!' | '$')
        {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// A code span of Markdown: longer marks than any run of backticks in it.
pub(crate) fn markdown_code(text: &str) -> String {
    let text = escape::line(text);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() { " " } else { "" };
    format!("{marks}{pad}{text}{pad}{marks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_text() {
        assert_eq!(pieces("a `b` c"), [Piece::Text("a "), Piece::Code("b"), Piece::Text(" c")]);
        assert_eq!(pieces("a `b"), [Piece::Text("a `b")]);
        assert_eq!(pieces("``"), []);
    }

    #[test]
    fn spans_hold_what_is_in_them() {
        assert_eq!(markdown_code("a"), "`a`");
        assert_eq!(markdown_code("a``b`"), "``` a``b` ```");
        assert_eq!(markdown_code("<script>|x"), "`<script>|x`");
    }

    #[test]
    fn text_has_no_markup() {
        assert_eq!(markdown_text("<b>*x*|[y](z)\n"), r"\<b\>\*x\*\|\[y\](z)\\n");
        assert_eq!(markdown("a_b `c_d` <e"), r"a\_b `c_d` \<e");
    }
}
