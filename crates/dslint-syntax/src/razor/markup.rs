//! Markup: only as much of it as it takes to find the C# in it and to know where it gives way to C#.

use super::RazorKind;
use super::scan::{Place, Scanner};
use super::value::{self, ValueKind};
use crate::text::TextRange;

/// Where a stretch of markup ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// At the end of the file.
    End,
    /// Before the `}` of a `@section`.
    Brace,
    /// Behind the element or comment that comes first.
    Element,
    /// Before the end of the line.
    Line,
}

/// Elements that have no end tag.
const VOID_ELEMENTS: [&str; 15] = [
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link", "meta", "param", "source",
    "wbr",
];

/// A start tag.
struct Tag<'t> {
    name: &'t str,
    /// `<a/>`.
    closed: bool,
}

impl<'t> Scanner<'t> {
    /// Reads markup.
    pub(super) fn markup(&mut self, until: Until) {
        let mut open: Vec<&'t str> = Vec::new();
        // The element whose content knows no tags: a script or a style sheet.
        let mut raw: Option<&'t str> = None;
        let mut comment = false;
        let mut braces = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'@' => {
                    self.transition_or_text(Place::Content);
                    continue;
                }
                b'\n' | b'\r' if until == Until::Line => return,
                b'-' if comment && self.starts_with("-->") => {
                    self.at += 3;
                    comment = false;
                    if until == Until::Element && open.is_empty() {
                        return;
                    }
                    continue;
                }
                b'{' if until == Until::Brace && !comment => braces += 1,
                b'}' if until == Until::Brace && !comment => match braces.checked_sub(1) {
                    Some(left) => braces = left,
                    None => return,
                },
                b'<' if !comment && raw.is_none_or(|name| self.is_end_tag_of(name)) => {
                    raw = None;
                    if self.starts_with("<!--") {
                        comment = true;
                        self.at += 4;
                        continue;
                    }
                    if self.angle(until, &mut open, &mut raw) && until == Until::Element && open.is_empty() {
                        return;
                    }
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// At `<` that begins no comment: reads the tag and keeps `open` in step; false where it begins no tag.
    fn angle(&mut self, until: Until, open: &mut Vec<&'t str>, raw: &mut Option<&'t str>) -> bool {
        let bang = usize::from(self.peek(1) == b'!');
        match self.peek(1 + bang) {
            b'/' => {
                let name = self.end_tag(until);
                if let Some(index) = open.iter().rposition(|opened| opened.eq_ignore_ascii_case(name)) {
                    open.truncate(index);
                }
                true
            }
            byte if byte.is_ascii_alphabetic() && !self.starts_with("<!DOCTYPE") && !self.starts_with("<!doctype") => {
                let tag = self.start_tag(until);
                if tag.closed {
                    return true;
                }
                if tag.name.eq_ignore_ascii_case("script") || tag.name.eq_ignore_ascii_case("style") {
                    *raw = Some(tag.name);
                }
                if VOID_ELEMENTS.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
                    // An end tag is not needed, but allowed.
                    let next = self.skip_space(self.at);
                    if self.is_end_tag_of_at(next, tag.name) {
                        self.at = next;
                        self.end_tag(until);
                    }
                } else if until == Until::Element {
                    open.push(tag.name);
                }
                true
            }
            _ => {
                self.at += 1;
                false
            }
        }
    }

    fn is_end_tag_of(&self, name: &str) -> bool {
        self.is_end_tag_of_at(self.at, name)
    }

    fn is_end_tag_of_at(&self, at: usize, name: &str) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.starts_with(b"</")
            && rest.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && !rest.get(2 + name.len()).is_some_and(|&byte| is_tag_name(byte))
    }

    /// At `</`: moves behind the tag and tells its name.
    fn end_tag(&mut self, until: Until) -> &'t str {
        self.at += 2 + usize::from(self.peek(1) == b'!');
        let name = self.tag_name();
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'>' => {
                    self.at += 1;
                    break;
                }
                b'<' | b'@' => break,
                b'\n' | b'\r' if until == Until::Line => break,
                _ => self.at += 1,
            }
        }
        name
    }

    fn tag_name(&mut self) -> &'t str {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        self.at += rest.iter().take_while(|&&byte| is_tag_name(byte)).count();
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// At `<`: moves behind the tag and reads the C# in its attributes.
    fn start_tag(&mut self, until: Until) -> Tag<'t> {
        self.at += 1 + usize::from(self.peek(1) == b'!');
        let name = self.tag_name();
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' | b'\r' if until == Until::Line => break,
                b'>' => {
                    self.at += 1;
                    break;
                }
                b'/' if self.peek(1) == b'>' => {
                    self.at += 2;
                    return Tag { name, closed: true };
                }
                b'<' => break,
                b'@' => {
                    if self.kind != RazorKind::Component || !self.directive_attribute() {
                        self.transition_or_text(Place::Tag);
                    }
                }
                _ if byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'/') => self.at += 1,
                _ => self.attribute(name),
            }
        }
        Tag { name, closed: false }
    }

    /// At the name of an attribute, or at a stray `=`.
    fn attribute(&mut self, tag: &str) {
        let name = self.attribute_name();
        let equals = self.skip_space(self.at);
        if self.bytes.get(equals) == Some(&b'=') {
            self.at = equals + 1;
            self.value(ValueKind::of(self.kind, tag, name));
        } else if name.is_empty() {
            self.at += 1;
        }
    }

    fn attribute_name(&mut self) -> &'t str {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let is_part =
            |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/' | b'<' | b'"' | b'\'' | b'@');
        self.at += rest.iter().take_while(|byte| is_part(byte)).count();
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// At the `@` of `@onclick="…"`, `@bind:event="…"` and the like: reads it; false where it is none.
    fn directive_attribute(&mut self) -> bool {
        let start = self.at;
        self.at += 1;
        let name = self.attribute_name();
        let equals = self.skip_space(self.at);
        let valued = self.bytes.get(equals) == Some(&b'=');
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_' | b'.'));
        if name.is_empty() || !plain || !(valued || name.contains(':')) {
            self.at = start;
            return false;
        }
        if valued {
            self.at = equals + 1;
            self.value(ValueKind::of_directive(name));
        }
        true
    }

    /// Behind the `=` of an attribute.
    fn value(&mut self, kind: ValueKind) {
        self.at = self.skip_space(self.at);
        let quote = self.peek(0);
        if !matches!(quote, b'"' | b'\'') {
            while let Some(&byte) = self.bytes.get(self.at) {
                match byte {
                    b'@' => self.transition_or_text(Place::Tag),
                    b'>' | b'<' => return,
                    b'/' if self.peek(1) == b'>' => return,
                    _ if byte.is_ascii_whitespace() => return,
                    _ => self.at += 1,
                }
            }
            return;
        }
        self.at += 1;
        if kind != ValueKind::Text && self.code_value(kind, quote) {
            return;
        }
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'@' => self.transition_or_text(Place::Tag),
                _ => {
                    self.at += 1;
                    if byte == quote {
                        return;
                    }
                }
            }
        }
    }

    /// Reads a value that is C# as a whole; false where it is not after all.
    fn code_value(&mut self, kind: ValueKind, quote: u8) -> bool {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let Some(end) = memchr::memchr(quote, rest).map(|found| start + found) else { return false };
        let written = self.text.get(start..end).unwrap_or_default();
        let code = written.trim_ascii();
        let from = start + (written.len() - written.trim_ascii_start().len());
        let marked = code.starts_with('@') && !code.starts_with("@*") && !code.starts_with("@@");
        let code = if marked { &code[1..] } else { code };
        let from = from + usize::from(marked);
        let known = match kind {
            // A marked value of a parameter is a transition like any other.
            ValueKind::Parameter if marked => return false,
            ValueKind::Parameter => value::is_plausible(code),
            _ => value::is_contained(code),
        };
        if !known {
            return false;
        }
        let range = TextRange::from_usize(from, from + code.len());
        match kind {
            ValueKind::Model if !marked => self.emit_expression("Model.", range, ""),
            ValueKind::Type => self.emit_expression("typeof(", range, ")"),
            // A word may be a text that happens to be the name of a type: it can only be a member of the component.
            ValueKind::Parameter if value::is_capital_word(code) => self.emit_expression("this.", range, ""),
            _ => self.emit_expression("", range, ""),
        }
        self.at = end + 1;
        true
    }
}

fn is_tag_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_' | b'.' | 0x80..)
}
