//! Attribute values: which of them are C#, and whether a text can be C# at all.

use super::RazorKind;
use crate::directive::Symbols;
use crate::lexer::{self, Token, TokenKind};

/// What an attribute value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueKind {
    /// Text, with C# behind `@` only.
    Text,
    /// C#.
    Code,
    /// C# behind `Model.`.
    Model,
    /// A type argument.
    Type,
    /// The parameter of a component: C#, unless the parameter is a string.
    Parameter,
}

impl ValueKind {
    /// The kind of the value of an attribute.
    pub(super) fn of(razor: RazorKind, tag: &str, name: &str) -> ValueKind {
        match (razor, tag, name) {
            (RazorKind::Component, ..) => Self::of_component(tag, name),
            (_, _, "asp-for" | "asp-validation-for") | (_, "partial", "for") => Self::Model,
            (_, _, "asp-items" | "asp-all-route-data") => Self::Code,
            (_, "partial", "model" | "view-data") | (_, "component", "type") => Self::Code,
            (_, "component", name) if name.starts_with("param-") => Self::Code,
            (_, "cache" | "distributed-cache", "expires-on" | "expires-after" | "expires-sliding") => Self::Code,
            _ => Self::Text,
        }
    }

    fn of_component(tag: &str, name: &str) -> ValueKind {
        let mut chars = name.chars();
        match (chars.next(), chars.next()) {
            _ if !tag.starts_with(|first: char| first.is_ascii_uppercase()) => Self::Text,
            // By convention.
            (Some('T'), None) => Self::Type,
            (Some('T'), Some(second)) if second.is_ascii_uppercase() => Self::Type,
            // Declares a name.
            _ if name == "Context" => Self::Text,
            (Some(first), _) if first.is_ascii_uppercase() => Self::Parameter,
            _ => Self::Text,
        }
    }

    /// The kind of the value of `@name="…"` in a component.
    pub(super) fn of_directive(name: &str) -> ValueKind {
        match name.rsplit_once(':') {
            None if name == "formname" => Self::Text,
            None => Self::Code,
            Some((_, "after" | "get" | "set" | "preventDefault" | "stopPropagation")) => Self::Code,
            Some(_) => Self::Text,
        }
    }
}

fn code_tokens(text: &str) -> Vec<Token> {
    lexer::lex(text, &Symbols::default()).tokens
}

/// Whether `text` can stand in C# without reaching beyond its end: nothing in it is left open.
pub(super) fn is_contained(text: &str) -> bool {
    const END: &str = "\n;";
    let mut probe = String::with_capacity(text.len() + END.len());
    probe.push_str(text);
    probe.push_str(END);
    let tokens = code_tokens(&probe);
    let Some((last, tokens)) = tokens.split_last() else { return false };
    if tokens.is_empty() || !last.is(b';') || last.range.end as usize != probe.len() {
        return false;
    }
    let mut open = Vec::new();
    let mut holes = 0usize;
    for token in tokens {
        match token.kind {
            TokenKind::Punctuation(bracket @ (b'(' | b'[' | b'{')) => open.push(bracket),
            TokenKind::Punctuation(closing @ (b')' | b']' | b'}')) => {
                let opener = match closing {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                if open.pop() != Some(opener) {
                    return false;
                }
            }
            TokenKind::InterpolatedText | TokenKind::VerbatimInterpolatedText => {
                let piece = &probe[token.range.usize()];
                holes += usize::from(piece.ends_with('{'));
                holes = holes.saturating_sub(usize::from(piece.starts_with(['}', ':'])));
            }
            TokenKind::String if !probe[token.range.usize()].ends_with('"') => return false,
            TokenKind::Directive | TokenKind::Inactive => return false,
            _ => {}
        }
    }
    open.is_empty() && holes == 0
}

/// Words that cannot stand alone where an expression is wanted, and those that read like English between two words.
const NO_OPERANDS: [&str; 34] = [
    "and", "as", "bool", "break", "byte", "case", "char", "class", "decimal", "do", "double", "else", "event", "float",
    "for", "if", "in", "int", "is", "long", "not", "object", "or", "out", "params", "ref", "short", "static", "string",
    "switch", "void", "when", "while", "with",
];

/// What an expression may hold next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// An operand has to follow.
    Left,
    /// Behind an operand.
    Right,
    /// Behind `)`, `>` or `!`: both can follow.
    Either,
}

/// Whether `text` looks like one expression, not like words for people to read. Right is more than complete: what is
/// taken for an expression must parse as one.
pub(super) fn is_plausible(text: &str) -> bool {
    if !is_contained(text) {
        return false;
    }
    let tokens = code_tokens(text);
    let mut side = Side::Left;
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate() {
        let source = &text[token.range.usize()];
        let follows = |byte: u8| tokens.get(index + 1).is_some_and(|next| next.is(byte));
        side = match token.kind {
            TokenKind::Word if matches!(source, "new" | "await" | "async") && tokens.len() > 2 => Side::Left,
            TokenKind::Word if side == Side::Right => return false,
            // `int.Parse(…)`, `List<int>`, `typeof(int)`.
            TokenKind::Word if NO_OPERANDS.contains(&source) && !follows(b'.') && !follows(b'>') && !follows(b')') => {
                return false;
            }
            TokenKind::Number if !is_number(source) => return false,
            TokenKind::Word | TokenKind::Number | TokenKind::Char | TokenKind::String if side == Side::Right => {
                return false;
            }
            TokenKind::Word | TokenKind::Number | TokenKind::Char | TokenKind::String => Side::Right,
            TokenKind::InterpolatedText | TokenKind::VerbatimInterpolatedText => {
                if source.ends_with('{') {
                    Side::Left
                } else {
                    Side::Right
                }
            }
            TokenKind::Punctuation(byte) => match byte {
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    Side::Left
                }
                b')' | b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    if byte == b')' { Side::Either } else { Side::Right }
                }
                b'>' if index > 0 && tokens[index - 1].is(b'=') => Side::Left,
                b'>' if side != Side::Left || depth > 0 => Side::Either,
                b'!' => {
                    if side == Side::Right {
                        Side::Either
                    } else {
                        Side::Left
                    }
                }
                b'-' | b'/' if side == Side::Right && joins_words(text, *token) => return false,
                b'+' | b'-' | b'~' | b'=' | b'&' | b'|' | b'?' => Side::Left,
                b';' if depth > 0 => Side::Left,
                b':' if depth == 0 && !text.contains('?') => return false,
                b'.' | b',' | b':' | b'*' | b'/' | b'%' | b'^' | b'<' if side != Side::Left || depth > 0 => Side::Left,
                b'.' if index > 0 => Side::Left,
                _ => return false,
            },
            TokenKind::Comment | TokenKind::Directive | TokenKind::Inactive => return false,
        };
    }
    side != Side::Left
}

fn is_number(source: &str) -> bool {
    let digits = source.trim_end_matches(['f', 'F', 'd', 'D', 'm', 'M', 'l', 'L', 'u', 'U']);
    source.starts_with("0x")
        || (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_')))
}

/// Whether no white space stands around a token.
fn joins_words(text: &str, token: Token) -> bool {
    let (before, after) = (&text[..token.range.start as usize], &text[token.range.end as usize..]);
    !before.ends_with(char::is_whitespace) && !after.starts_with(char::is_whitespace)
}

/// Whether `text` is one word with a capital.
pub(super) fn is_capital_word(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}
