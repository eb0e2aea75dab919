//! What a comment covers: the line it stands on, or, on a line of its own, the statement, member or element that follows.

use super::directive::Cover;
use dslint_syntax::lexer::{Token, TokenKind};
use dslint_syntax::text::TextRange;
use dslint_syntax::xml::{Document, Element};

/// The line of a place, without its line end.
pub(crate) fn line_of(text: &str, range: TextRange) -> TextRange {
    let start = text[..range.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    TextRange::from_usize(start, line_end(text, range.end as usize))
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find(['\n', '\r']).map_or(text.len(), |length| from + length)
}

/// Whether only white space stands beside a place on its lines.
pub(crate) fn is_alone(text: &str, range: TextRange) -> bool {
    let line = line_of(text, range);
    let beside = [line.start..range.start, range.end..line.end];
    beside.into_iter().all(|part| text[part.start as usize..part.end as usize].trim().is_empty())
}

/// What a comment among the tokens of a C# file covers.
pub(crate) fn csharp(text: &str, tokens: &[Token], comment: TextRange) -> Cover {
    if !is_alone(text, comment) {
        return Cover::Line(line_of(text, comment));
    }
    let is_code = |token: &Token| {
        !matches!(token.kind, TokenKind::Comment | TokenKind::Directive | TokenKind::Inactive)
            && token.range.start >= comment.end
    };
    let tokens: Vec<Token> = tokens.iter().filter(|token| is_code(token)).copied().collect();
    let Some(first) = tokens.first() else { return Cover::Nothing };
    let start = line_of(text, first.range).start;
    Cover::Part(TextRange::from_usize(start as usize, line_end(text, unit_end(text, &tokens))))
}

/// Where the statement, member, argument or entry ends that the tokens begin with. Of types, methods and statements with
/// a block it is the head only: nobody means a whole class.
fn unit_end(text: &str, tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    let mut angles = 0_usize;
    let mut has_value = false;
    let mut end = tokens.first().map_or(0, |token| token.range.end as usize);
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let next = tokens.get(index + 1);
        let touches_next = next.is_some_and(|next| next.range.start == token.range.end);
        match token.kind {
            TokenKind::Punctuation(b'{') if depth == 0 && !has_value => {
                // The accessors of a property may be followed by its value.
                let close = closing(tokens, index);
                if !tokens.get(close + 1).is_some_and(|after| after.is(b'=')) {
                    return end;
                }
                index = close;
            }
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punctuation(b')' | b']' | b'}') if depth == 0 => return end,
            TokenKind::Punctuation(b')' | b']' | b'}') => depth -= 1,
            TokenKind::Punctuation(b';') if depth == 0 => return token.range.end as usize,
            TokenKind::Punctuation(b',') if depth == 0 && angles == 0 => return token.range.end as usize,
            TokenKind::Punctuation(b'=') if depth == 0 => {
                let is_comparison = touches_next && next.is_some_and(|next| next.is(b'='));
                has_value |= !is_comparison;
                index += usize::from(is_comparison);
            }
            // `List<A, B>`: no space before the bracket.
            TokenKind::Punctuation(b'<') if depth == 0 => {
                let before = index.checked_sub(1).map(|before| tokens[before]);
                let is_list = before.is_some_and(|it| it.kind == TokenKind::Word && it.range.end == token.range.start);
                angles += usize::from(is_list);
            }
            TokenKind::Punctuation(b'>') if depth == 0 => angles = angles.saturating_sub(1),
            TokenKind::Word if depth == 0 => {
                let word = &text[token.range.usize()];
                has_value |= matches!(word, "new" | "return" | "with" | "throw" | "await" | "yield")
                    || (word == "switch" && index > 0);
            }
            _ => {}
        }
        end = tokens.get(index).map_or(end, |token| token.range.end as usize);
        index += 1;
    }
    end
}

/// The index of the bracket that closes the one at `open`, or of the last token.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::Punctuation(b'{') => depth += 1,
            TokenKind::Punctuation(b'}') if depth == 1 => return index,
            TokenKind::Punctuation(b'}') => depth -= 1,
            _ => {}
        }
    }
    tokens.len().saturating_sub(1)
}

/// What a comment in an XML document covers: its line, or the element that follows it.
pub(crate) fn xml(text: &str, document: &Document, comment: TextRange) -> Cover {
    if !is_alone(text, comment) {
        return Cover::Line(line_of(text, comment));
    }
    let follows = |element: &&Element| element.range.start >= comment.end;
    let Some(next) = document.root.descendants().filter(follows).min_by_key(|element| element.range.start) else {
        return Cover::Nothing;
    };
    let between = &text[comment.end as usize..next.range.start as usize];
    // The last comment in a group says nothing about the group behind it.
    if between.contains("</") {
        return Cover::Nothing;
    }
    Cover::Part(line_of(text, next.range))
}

/// What a comment in a Razor file covers: its line, or the next line that is neither empty nor a comment.
pub(crate) fn razor(text: &str, comment: TextRange) -> Cover {
    if !is_alone(text, comment) {
        return Cover::Line(line_of(text, comment));
    }
    let mut at = line_end(text, comment.end as usize);
    while at < text.len() {
        let start = at + text[at..].len() - text[at..].trim_start_matches(['\n', '\r']).len();
        let end = line_end(text, start);
        let line = text[start..end].trim();
        if !line.is_empty() && !["//", "/*", "@*", "<!--"].iter().any(|sign| line.starts_with(sign)) {
            return Cover::Part(TextRange::from_usize(start, end));
        }
        at = end;
    }
    Cover::Nothing
}

/// What a comment of YAML covers: its line; or the entry that follows, with all that is indented below it.
pub(crate) fn yaml(text: &str, comment: TextRange) -> Cover {
    if !is_alone(text, comment) {
        return Cover::Line(line_of(text, comment));
    }
    let is_nothing = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut at = line_end(text, comment.end as usize);
    let mut part: Option<(usize, usize, usize)> = None;
    for line in text[at..].split_inclusive('\n') {
        let end = at + line.trim_end().len();
        part = match part {
            _ if is_nothing(line) => part,
            None => Some((indent(line), at, end)),
            Some((own, start, _)) if indent(line) > own => Some((own, start, end)),
            Some(_) => break,
        };
        at += line.len();
    }
    part.map_or(Cover::Nothing, |(_, start, end)| Cover::Part(TextRange::from_usize(start, end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dslint_syntax::lexer::lex;

    /// The lines that the comment `// X` covers, from 1.
    fn covered(text: &str) -> Option<(usize, usize)> {
        let at = text.find("// X").unwrap();
        let comment = TextRange::from_usize(at, at + 4);
        let line = |offset: u32| text[..offset as usize].matches('\n').count() + 1;
        match csharp(text, &lex(text, &Default::default()).tokens, comment) {
            Cover::Nothing => None,
            Cover::Line(range) | Cover::Part(range) => Some((line(range.start), line(range.end))),
        }
    }

    #[test]
    fn what_follows_a_comment() {
        for (text, lines) in [
            ("a(); // X\nb();", (1, 1)),
            ("// X\na();\nb();", (2, 2)),
            ("// X\n// other\n\n#if A\n#endif\na(1,\n  2);\nb();", (6, 7)),
            ("// X\nnew Client\n{\n  A = 1,\n},\nnew Client { }", (2, 5)),
            ("f(\n // X\n new A(\n 1),\n 2);", (3, 4)),
            ("// X\nclass A\n  : B\n{\n int x;\n}", (2, 3)),
            ("// X\nvoid M()\n{\n a();\n}", (2, 2)),
            ("// X\nif (a)\n{\n b();\n}", (2, 2)),
            ("// X\nint M() =>\n f(x => {\n y(); });", (2, 4)),
            ("// X\npublic A B { get; } = new()\n{\n C = 1,\n};\nint d;", (2, 5)),
            ("// X\npublic A B { get; set; }\nint d;", (2, 2)),
            ("// X\nDictionary<A,\n B> c = new()\n{\n};", (2, 5)),
            ("// X\nreturn a switch\n{\n B => 1,\n};", (2, 5)),
            ("// X\nswitch (a)\n{\n}", (2, 2)),
            ("// X\n[Obsolete(\n 1)]\nclass A\n{\n}", (2, 4)),
            ("// X\nA = 1,\nB = 2", (2, 2)),
            ("// X\n}", (2, 2)),
        ] {
            assert_eq!(covered(text), Some(lines), "{text}");
        }
        assert_eq!(covered("a();\n// X\n"), None);
    }

    #[test]
    fn in_xml_the_next_element() {
        let text = "<P>\n  <!-- X -->\n  <A>\n    <B/>\n  </A>\n  <C/>\n</P>";
        let document = Document::parse(text).unwrap();
        let cover = |text: &str, document: &Document| {
            let comment = document.comments[0].range;
            xml(text, document, comment)
        };
        let Cover::Part(part) = cover(text, &document) else { panic!("covers nothing") };
        assert_eq!(text[part.usize()].trim(), "<A>\n    <B/>\n  </A>");
        let text = "<P>\n<G>\n<A/>\n<!-- X -->\n</G>\n<H/></P>";
        assert_eq!(cover(text, &Document::parse(text).unwrap()), Cover::Nothing);
        let text = "<P>\n<A/> <!-- X -->\n</P>";
        assert!(matches!(cover(text, &Document::parse(text).unwrap()), Cover::Line(_)));
    }

    #[test]
    fn in_razor_the_next_line() {
        let text = "@* X *@\n\r\n@* other *@\n<p>\n</p>";
        let Cover::Part(part) = razor(text, TextRange::new(0, 7)) else { panic!("covers nothing") };
        assert_eq!(&text[part.usize()], "<p>");
        assert_eq!(razor("@* X *@\n\n", TextRange::new(0, 7)), Cover::Nothing);
    }
}
