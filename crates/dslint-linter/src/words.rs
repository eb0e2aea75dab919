//! The words that decide which files are parsed, and the index of declared types that finds further ones.
//!
//! One Aho-Corasick pass over the bytes of each file looks for the trigger words of all rules that matter and for the
//! keywords that declare types. What it finds is checked again on tokens, so that comments and strings do not count.

use crate::matching::crefs;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use dslint_rules::{Trigger, TriggerKind};
use dslint_syntax::lexer::{Token, TokenKind};
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::collections::BTreeSet;

const KEYWORDS: [&str; 5] = ["class", "struct", "record", "interface", "enum"];

/// An automaton over words.
#[derive(Debug)]
pub(crate) struct Words {
    identifiers: BTreeSet<SmolStr>,
    strings: BTreeSet<SmolStr>,
    automaton: Option<AhoCorasick>,
    /// Number of trigger words; patterns behind them are the keywords.
    count: usize,
}

/// What one pass over a text found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    /// Whether a trigger word occurs, as a whole word.
    pub(crate) hit: bool,
    /// The names of the types it seems to declare.
    pub(crate) declared: Vec<SmolStr>,
}

impl Words {
    /// The words of triggers. `global using` is one: such a file matters for the binding of others.
    pub(crate) fn new(triggers: impl IntoIterator<Item = Trigger>) -> Words {
        let mut identifiers = BTreeSet::new();
        let mut strings = BTreeSet::new();
        for trigger in triggers {
            match trigger.kind {
                TriggerKind::Identifier => identifiers.insert(trigger.text),
                TriggerKind::StringLiteral => strings.insert(trigger.text),
            };
        }
        Self::build(identifiers, strings, true)
    }

    /// Words for a later round: names of constants.
    pub(crate) fn of_names(names: BTreeSet<SmolStr>) -> Words {
        Self::build(names, BTreeSet::new(), false)
    }

    fn build(identifiers: BTreeSet<SmolStr>, strings: BTreeSet<SmolStr>, keywords: bool) -> Words {
        let mut patterns: Vec<&str> = identifiers.iter().chain(&strings).map(SmolStr::as_str).collect();
        if keywords {
            patterns.push("global using");
        }
        let count = patterns.len();
        if keywords {
            patterns.extend(KEYWORDS);
        }
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .ok();
        Words { automaton, count, identifiers, strings }
    }

    /// Looks through the bytes of a file.
    pub(crate) fn scan(&self, bytes: &[u8]) -> Scan {
        let mut scan = Scan::default();
        let Some(automaton) = &self.automaton else { return scan };
        for found in automaton.find_overlapping_iter(bytes) {
            let before = found.start().checked_sub(1).and_then(|at| bytes.get(at));
            if before.is_some_and(|&byte| is_word(byte)) {
                continue;
            }
            if bytes.get(found.end()).is_some_and(|&byte| is_word(byte)) {
                continue;
            }
            if found.pattern().as_usize() >= self.count {
                scan.declared.extend(name_at(&bytes[found.end()..]));
            } else {
                scan.hit = true;
            }
        }
        scan
    }

    /// The trigger words among the tokens of a text.
    pub(crate) fn places(&self, text: &str, tokens: &[Token]) -> Vec<TextRange> {
        tokens
            .iter()
            .filter(|token| {
                let source = &text[token.range.usize()];
                match token.kind {
                    TokenKind::Word => self.identifiers.contains(source.trim_start_matches('@')),
                    TokenKind::String | TokenKind::InterpolatedText | TokenKind::VerbatimInterpolatedText => {
                        self.strings.iter().any(|string| source.contains(string.as_str()))
                    }
                    // A documentation comment may name what the code does not.
                    TokenKind::Comment => {
                        crefs::names_something(source) && self.identifiers.iter().any(|it| names(source, it))
                    }
                    _ => false,
                }
            })
            .map(|token| token.range)
            .collect()
    }
}

/// Whether a text holds a whole word.
fn names(text: &str, word: &str) -> bool {
    let is_edge = |at: Option<&u8>| at.is_none_or(|&byte| !is_word(byte));
    let bytes = text.as_bytes();
    text.match_indices(word).any(|(at, _)| {
        is_edge(at.checked_sub(1).and_then(|before| bytes.get(before))) && is_edge(bytes.get(at + word.len()))
    })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The identifier behind a declaring keyword (`record struct X` and `record class X` have two).
fn name_at(bytes: &[u8]) -> Option<SmolStr> {
    let mut rest = bytes;
    loop {
        rest = rest.trim_ascii_start();
        if let Some(comment) = rest.strip_prefix(b"/*") {
            rest = &comment[memchr::memmem::find(comment, b"*/")? + 2..];
            continue;
        }
        if rest.starts_with(b"//") {
            rest = &rest[memchr::memchr(b'\n', rest)?..];
            continue;
        }
        let end = rest.iter().position(|&byte| !is_word(byte)).unwrap_or(rest.len());
        let word = std::str::from_utf8(&rest[..end]).ok().filter(|word| !word.is_empty())?;
        if !matches!(word, "struct" | "class") {
            return Some(SmolStr::new(word));
        }
        rest = &rest[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dslint_rules::TriggerRole;
    use dslint_syntax::{directive::Symbols, lexer};

    fn words() -> Words {
        let trigger = |text: &str, kind| Trigger { text: SmolStr::new(text), kind, role: TriggerRole::Match };
        Words::new([
            trigger("RequireClientSecret", TriggerKind::Identifier),
            trigger("Duende.IdentityServer.Experimental", TriggerKind::StringLiteral),
        ])
    }

    #[test]
    fn finds_words_and_declarations() {
        let scan = words().scan(b"public class A { record struct B(int x); } // RequireClientSecrets\nenum  C {}");
        assert!(!scan.hit);
        assert_eq!(scan.declared, ["A", "B", "B", "C"]);
        assert!(words().scan(b"x.RequireClientSecret = false").hit);
        assert!(words().scan(b"global using X;").hit);
    }

    #[test]
    fn comments_may_stand_anywhere() {
        let scan = words().scan(b"class/* a */ A { } record // b\n struct\tB;");
        assert_eq!(scan.declared, ["A", "B", "B"]);
    }

    #[test]
    fn comments_and_strings_are_no_identifiers() {
        let text = "// RequireClientSecret\nb.Property<bool>(\"RequireClientSecret\"); m(\"Duende.IdentityServer.Experimental\");";
        let tokens = lexer::lex(text, &Symbols::default()).tokens;
        let places = words().places(text, &tokens);
        assert_eq!(places.len(), 1);
        assert!(text[places[0].usize()].contains("Experimental"));
    }
}
