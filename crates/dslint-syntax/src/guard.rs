//! Keeps hostile or hopeless text away from the grammar.
//!
//! Two inputs abort the process before any deadline can bite: a 20 KB run of `a<a<a<…` takes a gigabyte, and 160 KB of
//! `(a)-(a)-…` overflow the stack inside the parser. Both are ambiguous chains, so chains are counted; deep nesting is
//! counted because every later pass recurses.

use crate::lexer::{Token, TokenKind};

/// Larger texts are not parsed: memory is up to two hundred times the text.
pub const MAX_BYTES: usize = 2 << 20;

/// Brackets nested deeper than this are not parsed.
const MAX_NESTING: usize = 500;

/// More `<` without a `>` in one statement than this are not parsed.
const MAX_OPEN_ANGLES: usize = 200;

/// More `(…)` followed by an operator in one statement than this are not parsed.
const MAX_CAST_CHAIN: usize = 2_000;

/// Why a text was not parsed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotParsed {
    /// The text is too large.
    #[error("larger than {} MiB", MAX_BYTES >> 20)]
    TooLarge,
    /// Brackets are nested too deeply.
    #[error("brackets nested deeper than {MAX_NESTING}")]
    TooDeep,
    /// A chain of `<` or of parentheses and operators that the grammar cannot take.
    #[error("a chain of `<` or parentheses too long for the parser")]
    TooAmbiguous,
    /// The parser ran into its deadline.
    #[error("parsing took longer than {0} ms")]
    TooSlow(u64),
    /// The grammar could not be loaded.
    #[error("the C# grammar does not load")]
    NoGrammar,
}

/// Refuses what must not reach the grammar.
pub(crate) fn check(text: &str, tokens: &[Token]) -> Result<(), NotParsed> {
    if text.len() > MAX_BYTES {
        return Err(NotParsed::TooLarge);
    }
    let mut nesting = 0usize;
    let mut angles = 0usize;
    let mut chain = 0usize;
    let mut previous_closes = false;
    for token in tokens {
        let TokenKind::Punctuation(byte) = token.kind else {
            if !matches!(token.kind, TokenKind::Comment | TokenKind::Directive | TokenKind::Inactive) {
                previous_closes = false;
            }
            continue;
        };
        match byte {
            b'(' | b'[' | b'{' => nesting += 1,
            b')' | b']' | b'}' => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        match byte {
            b'<' => angles += 1,
            b'>' => angles = angles.saturating_sub(1),
            b';' | b'{' | b'}' => {
                angles = 0;
                chain = 0;
            }
            b'-' | b'+' | b'*' | b'&' | b'(' if previous_closes => chain += 1,
            _ => {}
        }
        previous_closes = byte == b')';
        if nesting > MAX_NESTING {
            return Err(NotParsed::TooDeep);
        }
        if angles > MAX_OPEN_ANGLES || chain > MAX_CAST_CHAIN {
            return Err(NotParsed::TooAmbiguous);
        }
    }
    Ok(())
}
