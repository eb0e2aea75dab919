//! What dslint's own comment says: `dslint: ignore[DS7302, package-outdated] until=8.0 -- reason`. XML allows no `--` in a
//! comment, so `:` and dashes introduce the reason too.

use super::directive::Named;
use dslint_rules::{Releases, RuleSet};
use dslint_syntax::text::TextRange;
use dslint_version::NuGetVersion;

const INTRODUCTION: &str = "dslint:";
const NAME: &str = "dslint";
const WORD: &str = "ignore";

/// How alike a word must be to be taken for a slip of the pen.
const ALIKE: f64 = 0.85;

/// A comment that is meant for dslint.
#[derive(Debug, Default)]
pub(crate) struct Comment {
    pub(crate) named: Vec<Named>,
    /// The version from which on it does not count.
    pub(crate) until: Option<NuGetVersion>,
    pub(crate) reason: Option<String>,
    /// Why it cannot be understood.
    pub(crate) wrong: Option<String>,
}

impl Comment {
    fn wrong(why: impl Into<String>) -> Option<Comment> {
        Some(Comment { wrong: Some(why.into()), ..Comment::default() })
    }
}

/// Reads what stands inside a comment, `offset` bytes into its file. `None`: it is not meant for dslint.
pub(crate) fn parse(rules: &'static RuleSet, body: &str, offset: usize) -> Option<Comment> {
    let Some(said) = body.trim_start().strip_prefix(INTRODUCTION) else {
        return near_miss(body).and_then(Comment::wrong);
    };
    let said = said.trim_start();
    let end = said.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(said.len());
    let (word, rest) = said.split_at(end);
    let rest = rest.trim_start();
    if word != WORD {
        // Prose may begin with the program's name.
        let is_meant = rest.starts_with('[') || strsim::jaro_winkler(word, WORD) > ALIKE;
        return if is_meant { Comment::wrong(format!("`{word}` is not `ignore`")) } else { None };
    }
    let Some(list) = rest.strip_prefix('[') else {
        return Comment::wrong("it names no rule; write `ignore[DS7302]`");
    };
    let Some((list, tail)) = list.split_once(']') else { return Comment::wrong("`[` is not closed") };
    let list_start = offset + body.len() - tail.len() - 1 - list.len();
    let mut named = Vec::new();
    let mut at = list_start;
    for item in list.split(',') {
        let text = item.trim();
        let start = at + (item.len() - item.trim_start().len());
        at += item.len() + 1;
        if !text.is_empty() {
            let range = TextRange::from_usize(start, start + text.len());
            named.push(Named { item: named.len(), ..Named::new(text, range, rules.find(text)) });
        }
    }
    if named.is_empty() {
        return Comment::wrong("it names no rule; write `ignore[DS7302]`");
    }
    let mut comment = Comment { named, ..Comment::default() };
    comment.wrong = comment.read_tail(tail.trim()).err();
    Some(comment)
}

/// What is wrong with a comment that is nearly one for dslint.
fn near_miss(body: &str) -> Option<String> {
    let is_documentation = body.starts_with(['/', '*', '!']);
    let text = body.trim_start_matches(['/', '*', '!']).trim_start();
    let rest = strip_word(text, NAME)?.trim_start();
    let after = rest.strip_prefix(':');
    let list = strip_word(after.unwrap_or(rest).trim_start(), WORD)?.trim_start();
    if !list.starts_with('[') {
        return None;
    }
    let form = "`dslint: ignore[…]`";
    Some(match after {
        _ if is_documentation => format!("a comment of documentation is for people; write {form} behind `//` or `/*`"),
        None => format!("there is no colon behind the name; write {form}"),
        Some(_) => {
            format!("`{}` is not written like this; write {form}", text.split('[').next().unwrap_or(text).trim())
        }
    })
}

/// What follows a word, in any case of its letters.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|_| &text[word.len()..])
}

/// Whether bytes may hold a comment for dslint, or nearly one.
pub(crate) fn is_mentioned(bytes: &[u8]) -> bool {
    let is_near = |list: usize| {
        let before = bytes[..list].trim_ascii_end();
        let Some(rest) = strip_end(before, WORD) else { return false };
        let rest = rest.trim_ascii_end();
        strip_end(rest.strip_suffix(b":").unwrap_or(rest).trim_ascii_end(), NAME).is_some()
    };
    memchr::memmem::find(bytes, INTRODUCTION.as_bytes()).is_some() || memchr::memchr_iter(b'[', bytes).any(is_near)
}

/// What stands before a word, in any case of its letters.
fn strip_end<'t>(bytes: &'t [u8], word: &str) -> Option<&'t [u8]> {
    let at = bytes.len().checked_sub(word.len())?;
    bytes[at..].eq_ignore_ascii_case(word.as_bytes()).then(|| &bytes[..at])
}

impl Comment {
    /// What follows the list. An error says what is wrong.
    fn read_tail(&mut self, mut tail: &str) -> Result<(), String> {
        if let Some(rest) = tail.strip_prefix("until") {
            let Some(rest) = rest.trim_start().strip_prefix('=') else {
                return Err("after `until` comes `=` and a version".to_owned());
            };
            let rest = rest.trim_start();
            let end = rest.find(|character: char| character.is_whitespace() || matches!(character, ':' | '—' | '–'));
            let end = end.unwrap_or(rest.len()).min(rest.find("--").unwrap_or(rest.len()));
            let (version, rest) = rest.split_at(end);
            let wrong = || format!("`until={version}` names no version: write one like 8.0, not a date");
            self.until = Some(Releases::embedded().until(version).ok_or_else(wrong)?);
            tail = rest.trim_start();
        }
        let dashes = tail.len() - tail.trim_start_matches('-').len();
        let reason = match tail.chars().next() {
            None => return Ok(()),
            Some(sign @ (':' | '—' | '–')) => &tail[sign.len_utf8()..],
            Some('-') if dashes >= 2 => &tail[dashes..],
            Some(_) => {
                let text: String = tail.chars().take(20).collect();
                return Err(format!("`{text}` stands where `until=VERSION` or `-- reason` goes"));
            }
        };
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        self.reason = (!reason.is_empty()).then_some(reason);
        Ok(())
    }
}

/// The comment without its signs, and where that begins in it.
pub(crate) fn body(comment: &str) -> Option<(&str, usize)> {
    if let Some(line) = comment.strip_prefix("//") {
        return Some((line, 2));
    }
    if let Some(line) = comment.strip_prefix('#') {
        return Some((line, 1));
    }
    [("/*", "*/"), ("<!--", "-->"), ("@*", "*@")].into_iter().find_map(|(open, close)| {
        let inside = comment.strip_prefix(open)?;
        Some((inside.strip_suffix(close).unwrap_or(inside), open.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<Comment> {
        parse(RuleSet::embedded().unwrap(), text, 0)
    }

    #[test]
    fn forms() {
        for (text, named, until, reason) in [
            (" dslint: ignore[DS7302] -- why not", "DS7302", None, Some("why not")),
            (
                "dslint:ignore[ DS7302 , package-outdated ] until=8.0 -- a\n  b",
                "DS7302 package-outdated",
                Some("8.0"),
                Some("a b"),
            ),
            (" dslint: ignore [DS7302] until = 8.0.1-rc.1: x", "DS7302", Some("8.0.1-rc.1"), Some("x")),
            (" dslint: ignore[DS7302] until=8.0--x", "DS7302", Some("8.0"), Some("x")),
            (" dslint: ignore[DS7302] — x — y", "DS7302", None, Some("x — y")),
            (" dslint: ignore[DS7302]", "DS7302", None, None),
            (" dslint: ignore[DS7302] --- ", "DS7302", None, None),
            (" dslint: ignore[DS7302,]: x", "DS7302", None, Some("x")),
        ] {
            let comment = read(text).unwrap();
            let names: Vec<&str> = comment.named.iter().map(|named| named.text.as_str()).collect();
            assert_eq!(names.join(" "), named, "{text}");
            assert_eq!(comment.until, until.map(|version| version.parse().unwrap()), "{text}");
            assert_eq!(comment.reason.as_deref(), reason, "{text}");
            assert_eq!(comment.wrong, None, "{text}");
            for named in &comment.named {
                assert_eq!(&text[named.range.usize()], named.text);
            }
        }
    }

    #[test]
    fn slips_are_told_and_prose_is_not() {
        for (text, wrong) in [
            (" dslint: ignroe[DS7302] -- x", "`ignroe` is not `ignore`"),
            (" dslint: disable[DS7302]", "`disable` is not `ignore`"),
            (" dslint: ignore DS7302", "it names no rule; write `ignore[DS7302]`"),
            (" dslint: ignore[] -- x", "it names no rule; write `ignore[DS7302]`"),
            (" dslint: ignore[DS7302 -- x", "`[` is not closed"),
            (
                " dslint: ignore[DS7302] until=soon -- x",
                "`until=soon` names no version: write one like 8.0, not a date",
            ),
            (
                " dslint: ignore[DS7302] until=2026-12-01 -- x",
                "`until=2026-12-01` names no version: write one like 8.0, not a date",
            ),
            (
                " dslint: ignore[DS7302] until=1.12.2026 -- x",
                "`until=1.12.2026` names no version: write one like 8.0, not a date",
            ),
            (
                " dslint: ignore[DS7302] until=2026.12 -- x",
                "`until=2026.12` names no version: write one like 8.0, not a date",
            ),
            (" dslint: ignore[DS7302] until 8.0", "after `until` comes `=` and a version"),
            (" dslint: ignore[DS7302] because", "`because` stands where `until=VERSION` or `-- reason` goes"),
        ] {
            assert_eq!(read(text).unwrap().wrong.as_deref(), Some(wrong), "{text}");
        }
        for prose in [
            " dslint: see the wiki",
            " dslint",
            " we ignore[DS7302]",
            "/ dslint: see the wiki",
            " DSLINT ignore the rest",
        ] {
            assert!(read(prose).is_none(), "{prose}");
        }
    }

    #[test]
    fn near_misses_are_told() {
        for (text, wrong) in [
            (" dslint ignore[DS7302] -- x", "there is no colon behind the name; write `dslint: ignore[…]`"),
            (" DSLINT: ignore[DS7302] -- x", "`DSLINT: ignore` is not written like this; write `dslint: ignore[…]`"),
            (" Dslint ignore [DS7302]", "there is no colon behind the name; write `dslint: ignore[…]`"),
            (
                "/ dslint: ignore[DS7302] -- x",
                "a comment of documentation is for people; write `dslint: ignore[…]` behind `//` or `/*`",
            ),
        ] {
            assert_eq!(read(text).unwrap().wrong.as_deref(), Some(wrong), "{text}");
            assert!(is_mentioned(text.as_bytes()), "{text}");
        }
        assert!(!is_mentioned(b"a[1]; ignore[2]; dslint; xignore[3]"));
    }

    #[test]
    fn names_lead_to_rules() {
        let comment = read("dslint: ignore[ds7302, package-outdated, DS9999]").unwrap();
        let codes: Vec<_> = comment.named.iter().map(|named| named.rule.map(|rule| rule.code.as_str())).collect();
        assert_eq!(codes, [Some("DS7302"), Some("DS0001"), None]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(tail in any::<String>(), list in "[A-Za-z0-9, \\[-]{0,12}") {
            let text = format!(" dslint: ignore[{list}]{tail}");
            if let Some(comment) = read(&text) {
                for named in &comment.named {
                    prop_assert_eq!(&text[named.range.usize()], named.text.as_str());
                }
            }
        }
    }
}
