//! A small lossless C# lexer that evaluates the preprocessor on the way.
//!
//! It is a hundred times faster than the grammar, so it decides what the grammar must see at all: which trigger words
//! are real tokens, what text an inactive `#if` branch hides, and whether nesting is sane. Lexing and preprocessing
//! are one pass because the text of an inactive branch need not be valid C# and must not be lexed (C# specification,
//! "Pre-processing directives").

use crate::directive::{Conditionals, Symbols};
use crate::text::TextRange;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// An identifier or a keyword; a verbatim identifier includes its `@`.
    Word,
    /// A numeric literal.
    Number,
    /// A character literal.
    Char,
    /// A regular, verbatim or raw string literal with its quotes.
    String,
    /// A piece of text of an interpolated string: from a quote or a hole's `}` up to a hole's `{` or a quote.
    InterpolatedText,
    /// The same of a verbatim interpolated string.
    VerbatimInterpolatedText,
    /// A line or block comment.
    Comment,
    /// A whole preprocessor line in active text, without its line end.
    Directive,
    /// Text that an inactive branch hides, without the directives around it.
    Inactive,
    /// One punctuation character; operators of several characters are several tokens.
    Punctuation(u8),
}

/// A token. White space is what lies between two of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub range: TextRange,
}

impl Token {
    /// Whether it is nothing that the compiler sees as code: a comment, a directive or text that `#if` left out.
    pub fn is_trivia(&self) -> bool {
        matches!(self.kind, TokenKind::Comment | TokenKind::Directive | TokenKind::Inactive)
    }

    /// Whether it is the given punctuation character.
    pub fn is(&self, punctuation: u8) -> bool {
        self.kind == TokenKind::Punctuation(punctuation)
    }
}

/// How a string literal ends and how its holes open.
#[derive(Clone, Copy)]
enum StringForm {
    /// `"…"`: backslash escapes, ends at the end of the line at the latest.
    Regular,
    /// `@"…"`: doubled quotes.
    Verbatim,
    /// `"""…"""`: as many quotes as it began with.
    Raw(usize),
}

/// An interpolated string whose hole is being lexed.
struct Hole {
    form: StringForm,
    /// Number of `$`, that is of braces that open a hole; 1 but for raw strings.
    dollars: usize,
    /// Brackets open inside the hole.
    depth: usize,
}

/// What a text consists of.
#[derive(Debug, Default)]
pub struct Lexed {
    /// All tokens in order, comments, directives and inactive text included.
    pub tokens: Vec<Token>,
    /// The value of each `#if`/`#elif` condition that was evaluated, in order: two symbol sets with the same outcome
    /// see the same program.
    pub outcome: Vec<bool>,
}

/// Splits `text` into tokens as the compiler would with the given symbols defined. Never fails: what makes no sense
/// becomes punctuation.
pub fn lex(text: &str, symbols: &Symbols) -> Lexed {
    let mut lexer = Lexer {
        bytes: text.as_bytes(),
        text,
        at: 0,
        line_begins: true,
        holes: Vec::new(),
        conditionals: Conditionals::new(symbols),
        tokens: Vec::with_capacity(text.len() / 6),
    };
    lexer.run();
    Lexed { tokens: lexer.tokens, outcome: lexer.conditionals.into_outcome() }
}

/// Where the string or character literal that begins at `start` ends, its interpolation holes included.
pub(crate) fn literal_end(text: &str, start: usize) -> usize {
    let mut lexer = Lexer {
        bytes: text.as_bytes(),
        text,
        at: start,
        line_begins: false,
        holes: Vec::new(),
        conditionals: Conditionals::new(&Symbols::default()),
        tokens: Vec::new(),
    };
    lexer.step();
    while !lexer.holes.is_empty() && lexer.at < text.len() {
        lexer.step();
    }
    lexer.at
}

struct Lexer<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
    /// Only white space so far on this line.
    line_begins: bool,
    holes: Vec<Hole>,
    conditionals: Conditionals,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token { kind, range: TextRange::from_usize(start, self.at) });
    }

    fn run(&mut self) {
        while self.at < self.bytes.len() {
            self.step();
        }
    }

    /// Moves over white space or one token.
    fn step(&mut self) {
        let start = self.at;
        let Some(&byte) = self.bytes.get(start) else { return };
        match byte {
            b'\n' | b'\r' => {
                self.at += 1;
                self.line_begins = true;
                return;
            }
            b' ' | b'\t' | 0x0b | 0x0c => {
                self.at += 1;
                return;
            }
            b'#' if self.line_begins && self.holes.is_empty() => self.directive(),
            b'/' if self.peek(1) == b'/' => {
                self.at = self.line_end(start);
                self.push(TokenKind::Comment, start);
            }
            b'/' if self.peek(1) == b'*' => {
                let end = memchr::memmem::find(&self.bytes[start + 2..], b"*/");
                self.at = end.map_or(self.bytes.len(), |found| start + 2 + found + 2);
                self.push(TokenKind::Comment, start);
            }
            b'"' => self.quoted(start, 0, false),
            b'$' | b'@' => self.prefixed(start),
            b'\'' => self.character(start),
            b'0'..=b'9' => self.number(start),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => self.word(start),
            b'\\' if matches!(self.peek(1), b'u' | b'U') => self.word(start),
            _ => self.punctuation(byte, start),
        }
        self.line_begins = false;
    }

    fn line_end(&self, from: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', &self.bytes[from..]).map_or(self.bytes.len(), |found| from + found)
    }

    fn word(&mut self, start: usize) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80.. => self.at += 1,
                b'\\' if matches!(self.peek(1), b'u' | b'U') => self.at += 2,
                b'@' if self.at == start => self.at += 1,
                _ => break,
            }
        }
        // A word always advances: a lone `@` before something else is caught by the caller.
        self.push(TokenKind::Word, start);
    }

    fn number(&mut self, start: usize) {
        while let Some(&byte) = self.bytes.get(self.at) {
            let exponent_sign = matches!(byte, b'+' | b'-')
                && matches!(self.bytes[self.at - 1], b'e' | b'E')
                && !self.bytes[start..self.at].starts_with(b"0x");
            let fraction = byte == b'.' && self.peek(1).is_ascii_digit();
            if byte.is_ascii_alphanumeric() || byte == b'_' || exponent_sign || fraction {
                self.at += 1;
            } else {
                break;
            }
        }
        self.push(TokenKind::Number, start);
    }

    fn character(&mut self, start: usize) {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                b'\'' => {
                    self.at += 1;
                    break;
                }
                b'\n' | b'\r' => break,
                _ => self.at += 1,
            }
        }
        self.push(TokenKind::Char, start);
    }

    /// `$`, `@`: the prefix of a string, a verbatim identifier, or nothing sensible.
    fn prefixed(&mut self, start: usize) {
        let mut dollars = 0;
        let mut verbatim = false;
        let mut at = start;
        loop {
            match self.bytes.get(at) {
                Some(b'$') => dollars += 1,
                Some(b'@') if !verbatim => verbatim = true,
                _ => break,
            }
            at += 1;
        }
        match self.bytes.get(at) {
            Some(b'"') => {
                self.at = at;
                self.quoted(start, dollars, verbatim);
            }
            Some(b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80..) if dollars == 0 && at == start + 1 => self.word(start),
            _ => {
                self.at = start + 1;
                self.push(TokenKind::Punctuation(self.bytes[start]), start);
            }
        }
    }

    /// A string whose first quote is at `self.at` and whose prefix began at `start`.
    fn quoted(&mut self, start: usize, dollars: usize, verbatim: bool) {
        let quotes = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'"').count();
        let form = if verbatim {
            self.at += 1;
            StringForm::Verbatim
        } else if quotes >= 3 {
            self.at += quotes;
            StringForm::Raw(quotes)
        } else {
            self.at += 1;
            StringForm::Regular
        };
        if dollars == 0 {
            self.string_text(form, usize::MAX);
            self.push(TokenKind::String, start);
        } else {
            self.interpolated_text(start, form, dollars);
        }
    }

    /// Text of an interpolated string from `start`; opens a hole when it ends at one.
    fn interpolated_text(&mut self, start: usize, form: StringForm, dollars: usize) {
        let hole = self.string_text(form, dollars);
        let kind = match form {
            StringForm::Verbatim => TokenKind::VerbatimInterpolatedText,
            _ => TokenKind::InterpolatedText,
        };
        self.push(kind, start);
        if hole {
            self.holes.push(Hole { form, dollars, depth: 0 });
        }
    }

    /// Moves behind the closing quote (false) or behind the braces that open a hole (true).
    fn string_text(&mut self, form: StringForm, dollars: usize) -> bool {
        let holes = dollars != usize::MAX;
        while let Some(&byte) = self.bytes.get(self.at) {
            match (form, byte) {
                (StringForm::Regular, b'\\') => self.at = (self.at + 2).min(self.bytes.len()),
                (StringForm::Regular, b'\n' | b'\r') => return false,
                (StringForm::Regular, b'"') => {
                    self.at += 1;
                    return false;
                }
                (StringForm::Verbatim, b'"') => {
                    let doubled = self.peek(1) == b'"';
                    self.at += 1 + usize::from(doubled);
                    if !doubled {
                        return false;
                    }
                }
                (StringForm::Raw(quotes), b'"') => {
                    let run = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'"').count();
                    self.at += run;
                    if run >= quotes {
                        return false;
                    }
                }
                (_, b'{') if holes => {
                    let run = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'{').count();
                    self.at += run;
                    let opens = match form {
                        StringForm::Raw(_) => run >= dollars,
                        _ => run % 2 == 1,
                    };
                    if opens {
                        return true;
                    }
                }
                _ => self.at += 1,
            }
        }
        false
    }

    fn punctuation(&mut self, byte: u8, start: usize) {
        if let Some(hole) = self.holes.last_mut() {
            match byte {
                b'(' | b'[' | b'{' => hole.depth += 1,
                b')' | b']' => hole.depth = hole.depth.saturating_sub(1),
                b'}' if hole.depth > 0 => hole.depth -= 1,
                b'}' => return self.end_of_hole(start),
                b':' if hole.depth == 0 && self.peek(1) != b':' && (start == 0 || self.bytes[start - 1] != b':') => {
                    // A format specifier is text up to the brace that closes the hole.
                    self.at = memchr::memchr3(b'}', b'"', b'\n', &self.bytes[start..])
                        .map_or(self.bytes.len(), |found| start + found);
                    return if self.peek(0) == b'}' {
                        self.end_of_hole(start)
                    } else {
                        self.push(TokenKind::InterpolatedText, start)
                    };
                }
                _ => {}
            }
        }
        self.at += 1;
        // Anything else is one byte of ASCII here: multi-byte characters are words.
        self.push(TokenKind::Punctuation(byte), start);
    }

    /// At the `}` of a hole: goes on with the text of its string. `start` is where the closing text begins.
    fn end_of_hole(&mut self, start: usize) {
        let Some(hole) = self.holes.pop() else { return };
        let braces = match hole.form {
            StringForm::Raw(_) => {
                self.bytes[self.at..].iter().take_while(|&&byte| byte == b'}').count().min(hole.dollars)
            }
            _ => 1,
        };
        self.at += braces.max(1);
        self.interpolated_text(start, hole.form, hole.dollars);
    }

    fn directive(&mut self) {
        let start = self.at;
        self.at = self.line_end(start);
        self.push(TokenKind::Directive, start);
        self.conditionals.apply(&self.text[start..self.at]);
        if !self.conditionals.active() {
            self.skip_inactive();
        }
    }

    /// Skips lines until a directive makes the text active again.
    fn skip_inactive(&mut self) {
        let mut start = self.at;
        while self.at < self.bytes.len() {
            let line_end = self.line_end(self.at);
            let line = &self.text[self.at..line_end];
            let indent = line.len() - line.trim_start().len();
            if line[indent..].starts_with('#') {
                let hash = self.at + indent;
                self.conditionals.apply(&line[indent..]);
                if self.conditionals.active() {
                    self.at = hash;
                    if start < hash {
                        self.push(TokenKind::Inactive, start);
                    }
                    self.at = line_end;
                    self.push(TokenKind::Directive, hash);
                    return;
                }
                // The branch changed from one inactive text to another: the directive is not active text itself.
            }
            self.at = (line_end + 1).min(self.bytes.len());
        }
        start = start.min(self.bytes.len());
        self.push(TokenKind::Inactive, start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        lex(text, &Symbols::default())
            .tokens
            .iter()
            .map(|token| format!("{:?} {}", token.kind, &text[token.range.usize()]))
            .collect()
    }

    #[test]
    fn words_numbers_and_comments() {
        assert_eq!(
            kinds("@class x1 = 0x1F_u; // c\n/* a\n*/ 1.5e-3"),
            [
                "Word @class",
                "Word x1",
                "Punctuation(61) =",
                "Number 0x1F_u",
                "Punctuation(59) ;",
                "Comment // c",
                "Comment /* a\n*/",
                "Number 1.5e-3"
            ]
        );
    }

    #[test]
    fn strings_of_every_kind() {
        assert_eq!(kinds(r#""a\"b" 'x' '\''"#), [r#"String "a\"b""#, "Char 'x'", r"Char '\''"]);
        assert_eq!(kinds(r#"@"a""b\" c"#), [r#"String @"a""b\""#, "Word c"]);
        assert_eq!(kinds("\"\"\"a \"\" b\"\"\" c"), ["String \"\"\"a \"\" b\"\"\"", "Word c"]);
        assert_eq!(kinds("$\"a{{{b:N2}}}\" c").len(), 4);
        assert_eq!(kinds("$\"x{a}y\" z"), ["InterpolatedText $\"x{", "Word a", "InterpolatedText }y\"", "Word z"]);
        assert_eq!(
            kinds("$@\"\"\"{a}\"\"\" z"),
            ["VerbatimInterpolatedText $@\"\"\"{", "Word a", "VerbatimInterpolatedText }\"\"\"", "Word z"]
        );
        assert_eq!(
            kinds("$$\"\"\"{a}{{b}}\"\"\" z"),
            ["InterpolatedText $$\"\"\"{a}{{", "Word b", "InterpolatedText }}\"\"\"", "Word z"]
        );
        // A string in a hole, and a conditional that needs its parentheses.
        assert_eq!(kinds("$\"{(a ? \"}\" : \"{\")}\" z").last().unwrap(), "Word z");
        assert_eq!(kinds("$\"{global::A.B}\" z").last().unwrap(), "Word z");
    }

    #[test]
    fn inactive_text_is_not_lexed() {
        let text = "a\n#if X\nb's \"\n#elif !X\nc\n#else\nd\n#endif\ne";
        assert_eq!(
            kinds(text),
            [
                "Word a",
                "Directive #if X",
                "Inactive \nb's \"\n",
                "Directive #elif !X",
                "Word c",
                "Directive #else",
                "Inactive \nd\n",
                "Directive #endif",
                "Word e"
            ]
        );
        let symbols = Symbols::new(["X"]);
        let lexed = lex(text, &symbols);
        assert_eq!(lexed.outcome, [true]);
        assert!(!lexed.tokens.iter().any(|token| &text[token.range.usize()] == "c"));
    }

    #[test]
    fn an_unfinished_text_ends() {
        for text in ["\"abc", "@\"abc", "\"\"\"abc", "$\"{a", "/* a", "#if X\nabc", "'", "@", "$", "\\", "#"] {
            lex(text, &Symbols::default());
        }
    }
}
