//! The texts of pages and findings have inline code between backticks; each format writes it in its own way.

/// A piece of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Code(&'t str),
}

/// The pieces of a text. A backtick without its other one is text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
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
pub(super) fn is_code(ask: &str) -> bool {
    ["SELECT ", "UPDATE ", "dotnet ", "grep "].iter().any(|start| ask.starts_with(start))
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
}
