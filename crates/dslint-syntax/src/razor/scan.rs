//! Reads a Razor file: where C# begins in markup, and what kind of C# it is.

use super::code::{Context, Stop};
use super::markup::Until;
use super::{Page, Piece, RazorKind};
use crate::lexer;
use crate::text::TextRange;

/// Markup in C# in markup … deeper than this is read as text.
const MAX_DEPTH: usize = 100;

/// Where a transition stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Between tags, or where a statement may begin.
    Content,
    /// Inside a tag, where no directive can stand.
    Tag,
}

/// Reads from the front to the back. Every byte is looked at once, but for short looks ahead.
pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) kind: RazorKind,
    /// Always on a character boundary when text is copied.
    pub(super) at: usize,
    pub(super) page: Page,
    /// The C# of the method, or of the block of members that is being read.
    pub(super) out: Vec<Piece>,
    depth: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, kind: RazorKind) -> Self {
        Self { text, bytes: text.as_bytes(), kind, at: 0, page: Page::default(), out: Vec::new(), depth: 0 }
    }

    /// Reads the file.
    pub(super) fn page(mut self) -> Page {
        self.markup(Until::End);
        self.page.body = self.out;
        self.page
    }

    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    pub(super) fn starts_with(&self, prefix: &str) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(prefix.as_bytes()))
    }

    pub(super) fn copy(&mut self, from: usize, to: usize) {
        if from < to {
            self.out.push(Piece::Copy(TextRange::from_usize(from, to)));
        }
    }

    pub(super) fn emit(&mut self, text: &'static str) {
        self.out.push(Piece::Text(text));
    }

    /// An expression as a statement. `prefix` stands before it in C#.
    pub(super) fn emit_expression(&mut self, prefix: &'static str, expression: TextRange, suffix: &'static str) {
        self.emit("\n__Write(");
        self.emit(prefix);
        self.copy(expression.start as usize, expression.end as usize);
        self.emit(suffix);
        self.emit("\n);");
    }

    /// Runs `read` one level deeper; false where that is too deep and nothing was read.
    pub(super) fn deeper(&mut self, read: impl FnOnce(&mut Self)) -> bool {
        if self.depth >= MAX_DEPTH {
            return false;
        }
        self.depth += 1;
        read(self);
        self.depth -= 1;
        true
    }

    pub(super) fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |found| from + found)
    }

    /// The first offset from `from` that is no white space.
    pub(super) fn skip_space(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }

    /// The same, on one line.
    pub(super) fn skip_blanks(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    /// The end of the identifier at `from`; `from` where there is none.
    pub(super) fn name_end(&self, from: usize) -> usize {
        let Some(rest) = self.text.get(from..) else { return from };
        if !rest.starts_with(|first: char| first.is_alphabetic() || first == '_') {
            return from;
        }
        rest.find(|c: char| !c.is_alphanumeric() && c != '_').map_or(self.text.len(), |end| from + end)
    }

    /// The identifier at `from`; empty where there is none.
    pub(super) fn name(&self, from: usize) -> &'t str {
        self.text.get(from..self.name_end(from)).unwrap_or_default()
    }

    /// At `@*`: moves behind `*@`.
    pub(super) fn comment(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start + 2..).unwrap_or_default();
        self.at = memchr::memmem::find(rest, b"*@").map_or(self.bytes.len(), |found| start + 2 + found + 2);
        self.page.comments.push(TextRange::from_usize(start, self.at));
    }

    /// At `@` in markup: reads what it begins, or moves behind it where it is text.
    pub(super) fn transition_or_text(&mut self, place: Place) {
        let before = self.text.get(..self.at).and_then(|text| text.chars().next_back());
        let after = self.text.get(self.at + 1..).and_then(|text| text.chars().next());
        // An e-mail address, or a version as in `vue@3.4`.
        if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric) {
            self.at += 1;
        } else {
            self.transition(place);
        }
    }

    /// At `@` where C# may begin.
    pub(super) fn transition(&mut self, place: Place) {
        let start = self.at;
        match self.peek(1) {
            b'@' => self.at += 2,
            b'*' => self.comment(),
            b'{' => {
                self.at += 1;
                self.deeper(|scanner| {
                    scanner.emit("\n");
                    scanner.block(false);
                    scanner.emit("\n");
                });
            }
            b'(' => {
                self.at += 2;
                self.deeper(|scanner| {
                    scanner.emit("\n__Write(");
                    scanner.code(Stop::Closer(b')'), Context::Expression);
                    scanner.at += usize::from(scanner.peek(0) == b')');
                    scanner.emit("\n);");
                });
            }
            _ if self.name_end(start + 1) > start + 1 => {
                self.at += 1;
                self.deeper(|scanner| scanner.named(place));
            }
            _ => self.at += 1,
        }
    }

    /// At the identifier behind an `@`: a control structure, a directive or an expression.
    fn named(&mut self, place: Place) {
        let word = self.name(self.at);
        let end = self.at + word.len();
        let next = self.bytes.get(self.skip_space(end)).copied().unwrap_or(0);
        match word {
            "if" | "for" | "foreach" | "while" | "switch" | "lock" | "using" if next == b'(' => self.control(),
            "do" | "try" if next == b'{' => self.control(),
            "await" if matches!(self.name(self.skip_space(end)), "foreach" | "using") => self.control(),
            _ if place == Place::Content && self.directive(word) => {}
            _ => self.implicit_expression(),
        }
    }

    /// `a.B(c)[d]?.E!.F`, also behind `await`.
    fn implicit_expression(&mut self) {
        self.emit("\n__Write(");
        let mut from = self.at;
        self.at = self.name_end(from);
        if self.text.get(from..self.at) == Some("await") {
            let operand = self.skip_blanks(self.at);
            self.at = self.name_end(operand).max(self.at);
        }
        loop {
            // A `?` or `!` belongs to the expression when something follows it that goes on with it.
            let mark = match self.peek(0) {
                b'?' if matches!(self.peek(1), b'.' | b'[') => 1,
                b'!' if self.peek(1) == b'?' && matches!(self.peek(2), b'.' | b'[') => 2,
                b'!' if matches!(self.peek(1), b'.' | b'[') => 1,
                _ => 0,
            };
            let (opener, name) = (self.at + mark, self.at + mark + 1);
            match self.bytes.get(opener) {
                Some(b'.') if self.name_end(name) > name => self.at = self.name_end(name),
                Some(&open @ (b'(' | b'[')) => {
                    self.at = name;
                    self.copy(from, self.at);
                    let close = if open == b'(' { b')' } else { b']' };
                    self.code(Stop::Closer(close), Context::Expression);
                    from = self.at;
                    if self.peek(0) == close {
                        self.at += 1;
                    } else {
                        self.emit(if open == b'(' { ")" } else { "]" });
                        break;
                    }
                }
                _ => break,
            }
        }
        self.copy(from, self.at);
        self.emit("\n);");
    }

    /// Moves over a string or character literal.
    pub(super) fn literal(&mut self) {
        self.at = lexer::literal_end(self.text, self.at).max(self.at + 1);
    }
}
