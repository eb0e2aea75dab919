//! C# in a Razor file: copied up to where it ends, with the markup in it replaced by the C# of that markup.

use super::RazorKind;
use super::markup::Until;
use super::scan::{Place, Scanner};

/// Where a stretch of C# ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Before this closing bracket, or before a brace that closes what is around.
    Closer(u8),
    /// Behind one statement.
    Statement,
}

/// What a stretch of C# consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Statements or members: markup may stand between them.
    Statements,
    /// An expression or a header: markup may only stand in it as a template, `@<b>…</b>`.
    Expression,
}

/// Whether markup may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A statement begins.
    Statement,
    /// The one statement of an `if (…)`, an `else` and the like begins.
    Embedded,
    /// The middle of something.
    Inside,
}

struct Bracket {
    open: u8,
    /// A brace with statements or members in it, not the properties of an object.
    statements: bool,
    /// Behind `if`, `while` and the like: a statement follows the closing one.
    header: bool,
}

/// The brackets of a stretch of C#.
struct Brackets {
    open: Vec<Bracket>,
    braces: usize,
    context: Context,
}

impl Brackets {
    fn in_statements(&self) -> bool {
        match self.open.last() {
            Some(bracket) => bracket.statements,
            None => self.context == Context::Statements,
        }
    }

    fn push(&mut self, open: u8, header: bool) {
        self.open.push(Bracket { open, statements: false, header });
    }

    fn push_brace(&mut self, statements: bool) {
        self.braces += 1;
        self.open.push(Bracket { open: b'{', statements, header: false });
    }

    /// At `}`: closes the innermost brace with all that is left open in it; none when there is no brace.
    fn close_brace(&mut self) -> Option<Bracket> {
        self.braces = self.braces.checked_sub(1)?;
        loop {
            let bracket = self.open.pop()?;
            if bracket.open == b'{' {
                return Some(bracket);
            }
        }
    }
}

impl Scanner<'_> {
    /// Copies C# up to `stop`.
    pub(super) fn code(&mut self, stop: Stop, context: Context) {
        let mut brackets = Brackets { open: Vec::new(), braces: 0, context };
        let mut next = match (context, stop) {
            (Context::Expression, _) => Next::Inside,
            (Context::Statements, Stop::Closer(_)) => Next::Statement,
            (Context::Statements, Stop::Statement) => Next::Embedded,
        };
        let mut from = self.at;
        let (mut header, mut label, mut line_begins) = (false, false, false);
        while let Some(&byte) = self.bytes.get(self.at) {
            let begins = brackets.in_statements() && next != Next::Inside;
            let mut after = Next::Inside;
            let mut header_follows = false;
            match byte {
                b'\n' | b'\r' => {
                    self.at += 1;
                    line_begins = true;
                    continue;
                }
                b'/' if self.peek(1) == b'/' => {
                    self.at = self.line_end(self.at);
                    continue;
                }
                b'/' if self.peek(1) == b'*' => {
                    self.block_comment();
                    continue;
                }
                b'#' if line_begins => {
                    self.at = self.line_end(self.at);
                    continue;
                }
                _ if byte.is_ascii_whitespace() => {
                    self.at += 1;
                    continue;
                }
                b'@' if self.peek(1) == b'*' => {
                    self.copy(from, self.at);
                    self.comment();
                    from = self.at;
                    continue;
                }
                b'@' | b'<' if begins && self.embeds() => {
                    self.copy(from, self.at);
                    self.embedded(next == Next::Embedded);
                    from = self.at;
                    after = Next::Statement;
                }
                b'@' if self.peek(1) == b'<' => {
                    self.copy(from, self.at);
                    self.at += 1;
                    self.template();
                    from = self.at;
                }
                b'@' if matches!(self.peek(1), b'(' | b'{') => {
                    // Not needed, but allowed: the transition goes.
                    self.copy(from, self.at);
                    self.at += 1;
                    from = self.at;
                }
                b'@' if self.peek(1) == b'"' || self.peek(1) == b'$' => self.literal(),
                b'"' | b'\'' | b'$' => self.literal(),
                b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80.. => match self.word() {
                    "if" | "for" | "foreach" | "while" | "using" | "lock" | "fixed" | "switch" | "catch" | "when" => {
                        header_follows = true;
                    }
                    "else" | "do" => after = Next::Embedded,
                    "case" | "default" if begins => label = true,
                    _ => {}
                },
                b'(' | b'[' => {
                    brackets.push(byte, header);
                    self.at += 1;
                }
                b'{' => {
                    brackets.push_brace(begins || !self.opens_object(from));
                    self.at += 1;
                    after = Next::Statement;
                }
                b')' | b']' => {
                    let open = if byte == b')' { b'(' } else { b'[' };
                    if brackets.open.last().is_some_and(|bracket| bracket.open == open) {
                        if brackets.open.pop().is_some_and(|bracket| bracket.header) {
                            after = Next::Embedded;
                        }
                    } else if brackets.open.is_empty() && (stop == Stop::Closer(byte) || stop == Stop::Statement) {
                        break;
                    }
                    self.at += 1;
                }
                b'}' => {
                    let Some(brace) = brackets.close_brace() else { break };
                    self.at += 1;
                    if brace.statements {
                        after = Next::Statement;
                    }
                }
                b';' => {
                    self.at += 1;
                    if brackets.in_statements() {
                        after = Next::Statement;
                    }
                }
                b':' => {
                    let colons = self.peek(1) == b':' || self.bytes.get(self.at.wrapping_sub(1)) == Some(&b':');
                    if label && !colons && brackets.in_statements() {
                        label = false;
                        after = Next::Statement;
                    }
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            let ended = after == Next::Statement && byte != b'{' && byte != b':';
            if stop == Stop::Statement && ended && brackets.open.is_empty() {
                break;
            }
            next = after;
            header = header_follows;
            line_begins = false;
        }
        self.copy(from, self.at);
        for _ in 0..brackets.braces {
            self.emit("\n}");
        }
    }

    /// Whether the `{` here belongs to an object, a collection or a pattern, as what stands before it says. What stands
    /// before `from` is not looked at.
    fn opens_object(&self, from: usize) -> bool {
        let before = self.text.get(from..self.at).unwrap_or_default().trim_ascii_end();
        match before.bytes().next_back() {
            Some(b'=' | b',' | b'(' | b'[' | b']' | b'?' | b':' | b'&' | b'|') => true,
            _ => {
                let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
                let word = before.get(start..).unwrap_or_default();
                matches!(word, "new" | "is" | "switch" | "with" | "and" | "or" | "not")
            }
        }
    }

    fn block_comment(&mut self) {
        let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
        self.at = memchr::memmem::find(rest, b"*/").map_or(self.bytes.len(), |found| self.at + 2 + found + 2);
    }

    /// Moves over an identifier, a keyword or a number.
    fn word(&mut self) -> &str {
        let start = self.at;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | 0x80..);
        let rest = self.bytes.get(start..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| is_part(byte)).count();
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Whether what stands at the begin of a statement is markup, or a transition that C# itself does not have.
    fn embeds(&self) -> bool {
        match (self.peek(0), self.peek(1)) {
            (b'@', b':' | b'{' | b'(' | b'@') => true,
            (b'@', b'<') => self.is_tag(self.at + 1),
            (b'@', _) => self.name_end(self.at + 1) > self.at + 1,
            _ => self.is_tag(self.at),
        }
    }

    /// Whether the `<` at an offset begins a tag.
    fn is_tag(&self, at: usize) -> bool {
        self.bytes.get(at) == Some(&b'<')
            && self.bytes.get(at + 1).is_some_and(|&byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'/'))
    }

    /// Reads markup or a transition where a statement begins. `single`: it is the only statement of an `if` or `else`.
    fn embedded(&mut self, single: bool) {
        if single {
            self.emit(" {");
        }
        let start = self.at;
        let read = self.deeper(|scanner| match (scanner.peek(0), scanner.peek(1)) {
            (b'@', b':') => {
                scanner.at += 2;
                scanner.markup(Until::Line);
            }
            (b'@', b'<') => {
                scanner.at += 1;
                scanner.markup(Until::Element);
            }
            (b'@', _) => scanner.transition(Place::Content),
            _ => scanner.markup(Until::Element),
        });
        if !read || self.at == start {
            self.at = start + 1;
        }
        if single {
            self.emit("\n}");
        }
    }

    /// At the tag of `@<b>…</b>`: a function that writes it.
    fn template(&mut self) {
        if !self.is_tag(self.at) {
            return;
        }
        self.emit(match self.kind {
            RazorKind::Page => " item => {",
            RazorKind::Component => " __builder => {",
        });
        if !self.deeper(|scanner| scanner.markup(Until::Element)) {
            self.at += 1;
        }
        self.emit("\n}");
    }

    /// At `{`: reads the statements or members up to the `}` that closes it. `braces`: whether C# gets the braces too.
    pub(super) fn block(&mut self, braces: bool) {
        if braces {
            self.copy(self.at, self.at + 1);
        }
        self.at += 1;
        self.code(Stop::Closer(b'}'), Context::Statements);
        if self.peek(0) == b'}' {
            if braces {
                self.copy(self.at, self.at + 1);
            }
            self.at += 1;
        } else if braces {
            self.emit("\n}");
        }
    }

    /// At the keyword of `@if`, `@foreach`, `@try` and the like: reads the whole statement.
    pub(super) fn control(&mut self) {
        self.emit("\n");
        let mut word = self.name(self.at);
        self.keyword();
        if word == "await" {
            word = self.name(self.at);
            self.keyword();
        }
        match word {
            "do" => {
                self.body();
                if self.continues_with(&["while"]) {
                    self.keyword();
                    self.header();
                }
                let end = self.skip_blanks(self.at);
                if self.bytes.get(end) == Some(&b';') {
                    self.at = end + 1;
                }
                self.emit(";");
            }
            "try" => {
                self.body();
                while self.continues_with(&["catch", "finally"]) {
                    self.keyword();
                    self.header();
                    if self.continues_with(&["when"]) {
                        self.keyword();
                        self.header();
                    }
                    self.body();
                }
            }
            "if" => {
                self.header();
                self.body();
                while self.continues_with(&["else"]) {
                    self.keyword();
                    if self.continues_with(&["if"]) {
                        self.keyword();
                        self.header();
                        self.body();
                    } else {
                        self.body();
                        break;
                    }
                }
            }
            _ => {
                self.header();
                self.body();
            }
        }
        self.emit("\n");
    }

    /// Copies the keyword and moves to what follows it.
    fn keyword(&mut self) {
        let end = self.name_end(self.at);
        self.copy(self.at, end);
        self.emit(" ");
        self.at = end;
        self.gap();
    }

    /// Moves over white space and comments.
    fn gap(&mut self) {
        loop {
            self.at = self.skip_space(self.at);
            match (self.peek(0), self.peek(1)) {
                (b'/', b'/') => self.at = self.line_end(self.at),
                (b'/', b'*') => self.block_comment(),
                (b'@', b'*') => self.comment(),
                _ => return,
            }
        }
    }

    /// Whether one of the words comes next, and moves to it if so.
    fn continues_with(&mut self, words: &[&str]) -> bool {
        let (start, comments) = (self.at, self.page.comments.len());
        self.gap();
        if words.contains(&self.name(self.at)) {
            return true;
        }
        self.at = start;
        self.page.comments.truncate(comments);
        false
    }

    /// Copies `(…)`, if that is what comes, and moves to what follows it.
    fn header(&mut self) {
        if self.peek(0) != b'(' {
            return;
        }
        self.copy(self.at, self.at + 1);
        self.at += 1;
        self.code(Stop::Closer(b')'), Context::Expression);
        if self.peek(0) == b')' {
            self.copy(self.at, self.at + 1);
            self.at += 1;
        } else {
            self.emit("\n)");
        }
        self.gap();
    }

    /// Copies a block, or one statement.
    fn body(&mut self) {
        if self.peek(0) == b'{' {
            self.block(true);
        } else {
            self.emit(" ");
            self.code(Stop::Statement, Context::Statements);
        }
    }
}
