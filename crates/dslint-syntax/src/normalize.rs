//! Rewrites, always at the same length, what the released grammar cannot parse, so that nothing around it is lost.
//!
//! The result goes to the parser only: names and literals are read from the original text. Each rewrite names the
//! construct that the grammar (tree-sitter-c-sharp 0.23.5) loses.

use crate::lexer::{Token, TokenKind};

/// The text for the grammar: inactive text and directives blanked, troublesome constructs replaced.
pub(crate) fn normalize(text: &str, tokens: &[Token]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let code: Vec<Token> = tokens.iter().copied().filter(is_code).collect();
    for token in tokens {
        match token.kind {
            TokenKind::Inactive | TokenKind::Directive => blank(&mut bytes[token.range.usize()]),
            TokenKind::VerbatimInterpolatedText => verbatim_interpolated(&mut bytes[token.range.usize()]),
            _ => {}
        }
    }
    for (index, token) in code.iter().enumerate() {
        let next = code.get(index + 1);
        match token.kind {
            TokenKind::Word => {
                let word = &text[token.range.usize()];
                let previous = index.checked_sub(1).map(|index| code[index]);
                match word {
                    "async" if next.is_some_and(ends_a_name) => replace_last(&mut bytes, *token, b'C'),
                    "type" | "field" | "required" | "file" | "with" | "on" | "by"
                        if previous.is_some_and(|previous| previous.is(b'[') || previous.is(b','))
                            && next.is_some_and(|next| next.is(b']') || next.is(b',')) =>
                    {
                        replace_last(&mut bytes, *token, b'X');
                    }
                    "allows" if words_follow(text, &code, index, &["ref", "struct"]) => {
                        let end = code[index + 2].range.end as usize;
                        let span = &mut bytes[token.range.start as usize..end];
                        blank(span);
                        span[..7].copy_from_slice(b"notnull");
                    }
                    "extension" => extension_block(&mut bytes, text, &code, index),
                    _ => {}
                }
            }
            TokenKind::Punctuation(b'?') if assigns_through(text, &code, index) => {
                bytes[token.range.start as usize] = b' ';
            }
            _ => {}
        }
    }
    // Every replacement is ASCII for ASCII, and blanking replaces whole tokens: the bytes stay UTF-8.
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn is_code(token: &Token) -> bool {
    !matches!(token.kind, TokenKind::Comment | TokenKind::Directive | TokenKind::Inactive)
}

fn blank(bytes: &mut [u8]) {
    for byte in bytes {
        if !matches!(*byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

fn replace_last(bytes: &mut [u8], token: Token, by: u8) {
    bytes[token.range.end as usize - 1] = by;
}

/// `async` is an identifier where an operator or a closing bracket follows; before `(`, `[` and `<` it may be the
/// modifier of a lambda or a method.
fn ends_a_name(next: &Token) -> bool {
    match next.kind {
        TokenKind::Punctuation(byte) => !matches!(byte, b'(' | b'[' | b'<' | b'{'),
        _ => false,
    }
}

fn words_follow(text: &str, code: &[Token], index: usize, words: &[&str]) -> bool {
    words
        .iter()
        .enumerate()
        .all(|(offset, word)| code.get(index + 1 + offset).is_some_and(|token| text[token.range.usize()] == **word))
}

/// `$@"""…`, `@$"""…`: a verbatim interpolated string that starts with an escaped quote is taken for a raw one, and a
/// backslash before a quote for an escape. Escaped quotes become apostrophes, backslashes slashes.
fn verbatim_interpolated(piece: &mut [u8]) {
    let prefix = piece.iter().take_while(|byte| matches!(byte, b'$' | b'@')).count();
    let mut at = if prefix > 0 { prefix + 1 } else { 0 };
    while at < piece.len() {
        match piece[at] {
            b'"' if piece.get(at + 1) == Some(&b'"') => {
                piece[at] = b'\'';
                piece[at + 1] = b'\'';
                at += 2;
            }
            b'\\' => {
                piece[at] = b'/';
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// C# 14 `a?.b = c`, `a?[i] += c`: the `?` in front of a chain that is assigned to is dropped.
fn assigns_through(text: &str, code: &[Token], index: usize) -> bool {
    let Some(first) = code.get(index + 1) else { return false };
    if !(first.is(b'.') || first.is(b'[')) {
        return false;
    }
    // `a ? [x] : [y]` and `a ? .5 : 1` are conditionals: a `?.`/`?[` chain has no white space before the dot.
    if code[index].range.end != first.range.start {
        return false;
    }
    let mut at = index + 1;
    while let Some(token) = code.get(at) {
        match token.kind {
            TokenKind::Punctuation(b'(' | b'[') => match closing(code, at) {
                Some(close) => at = close + 1,
                None => return false,
            },
            TokenKind::Punctuation(b'.' | b'?' | b'!') | TokenKind::Word => at += 1,
            TokenKind::Punctuation(b'=') => {
                return !code
                    .get(at + 1)
                    .is_some_and(|next| next.range.start == token.range.end && (next.is(b'=') || next.is(b'>')));
            }
            TokenKind::Punctuation(b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^') => {
                return code.get(at + 1).is_some_and(|next| next.is(b'=') && next.range.start == token.range.end)
                    && !text[token.range.end as usize..].starts_with("==");
            }
            _ => return false,
        }
    }
    false
}

/// The index of the bracket that closes the one at `open`.
fn closing(code: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, token) in code[open..].iter().enumerate() {
        match token.kind {
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punctuation(b')' | b']' | b'}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(open + offset);
                }
            }
            _ => {}
        }
    }
    None
}

/// C# 14 `extension(T x) { … }`, `extension<T>(T x) where … { … }`: parsed as a nested class named `EXT`, its receiver
/// blanked.
fn extension_block(bytes: &mut [u8], text: &str, code: &[Token], index: usize) {
    let starts_a_member = index
        .checked_sub(1)
        .is_some_and(|previous| [b'{', b'}', b';', b']'].iter().any(|&byte| code[previous].is(byte)));
    if !starts_a_member {
        return;
    }
    let mut at = index + 1;
    if code.get(at).is_some_and(|token| token.is(b'<')) {
        while code.get(at).is_some_and(|token| !token.is(b'(') && !token.is(b'{') && !token.is(b';')) {
            at += 1;
        }
    }
    if !code.get(at).is_some_and(|token| token.is(b'(')) {
        return;
    }
    let Some(close) = closing(code, at) else { return };
    let opens_block = code.get(close + 1).is_some_and(|token| token.is(b'{') || &text[token.range.usize()] == "where");
    if opens_block {
        bytes[code[index].range.usize()].copy_from_slice(b"class EXT");
        blank(&mut bytes[code[at].range.start as usize..code[close].range.end as usize]);
    }
}
