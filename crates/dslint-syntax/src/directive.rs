//! Conditional compilation: which branch of `#if … #elif … #else … #endif` is active for a set of symbols.
//!
//! Follows the C# specification, "Pre-processing expressions": identifiers, `true`, `false`, `!`, `&&`, `||`, `==`,
//! `!=` and parentheses. Unlike C, a symbol has no value.

use std::collections::BTreeSet;

/// The conditional compilation symbols that are defined for a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbols(BTreeSet<String>);

impl Symbols {
    /// The set of the given names.
    pub fn new<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }

    /// Whether the symbol is defined. Names are case-sensitive.
    pub fn is_defined(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// All names, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

struct Frame {
    /// Whether the text around the `#if` is active.
    parent_active: bool,
    /// Whether a branch was taken already.
    taken: bool,
    active: bool,
}

/// The state of conditional compilation while a text is read from top to bottom.
pub(crate) struct Conditionals {
    symbols: Symbols,
    frames: Vec<Frame>,
    outcome: Vec<bool>,
}

impl Conditionals {
    pub(crate) fn new(symbols: &Symbols) -> Self {
        Self { symbols: symbols.clone(), frames: Vec::new(), outcome: Vec::new() }
    }

    pub(crate) fn active(&self) -> bool {
        self.frames.last().is_none_or(|frame| frame.active)
    }

    pub(crate) fn into_outcome(self) -> Vec<bool> {
        self.outcome
    }

    /// Applies one line that begins with `#`. Lines that steer nothing are ignored.
    pub(crate) fn apply(&mut self, line: &str) {
        let line = line.trim_start_matches('#').trim_start();
        let word_end = line.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(line.len());
        let (word, rest) = line.split_at(word_end);
        match word {
            "if" => {
                let parent_active = self.active();
                let active = parent_active && self.evaluate(rest);
                self.frames.push(Frame { parent_active, taken: active, active });
            }
            "elif" => {
                let open = self.frames.last().is_some_and(|frame| frame.parent_active && !frame.taken);
                let value = open && self.evaluate(rest);
                if let Some(frame) = self.frames.last_mut() {
                    frame.active = value;
                    frame.taken |= value;
                }
            }
            "else" => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.active = frame.parent_active && !frame.taken;
                    frame.taken = true;
                }
            }
            "endif" => {
                self.frames.pop();
            }
            "define" if self.active() => {
                self.symbols.0.insert(first_word(rest).to_owned());
            }
            "undef" if self.active() => {
                self.symbols.0.remove(first_word(rest));
            }
            _ => {}
        }
    }

    fn evaluate(&mut self, condition: &str) -> bool {
        let condition = condition.split("//").next().unwrap_or_default();
        let value = Evaluation { rest: condition.trim_start(), symbols: &self.symbols, depth: 0 }.or();
        self.outcome.push(value);
        value
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Deeper parentheses than this are taken as false: nobody writes them, and the stack stays safe.
const MAX_DEPTH: usize = 64;

struct Evaluation<'c> {
    rest: &'c str,
    symbols: &'c Symbols,
    depth: usize,
}

impl Evaluation<'_> {
    fn accept(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(token) else { return false };
        self.rest = rest.trim_start();
        true
    }

    fn or(&mut self) -> bool {
        let mut value = self.and();
        while self.accept("||") {
            value |= self.and();
        }
        value
    }

    fn and(&mut self) -> bool {
        let mut value = self.equality();
        while self.accept("&&") {
            value &= self.equality();
        }
        value
    }

    fn equality(&mut self) -> bool {
        let mut value = self.unary();
        loop {
            if self.accept("==") {
                value = value == self.unary();
            } else if self.accept("!=") {
                value = value != self.unary();
            } else {
                return value;
            }
        }
    }

    fn unary(&mut self) -> bool {
        let mut negated = false;
        while !self.rest.starts_with("!=") && self.accept("!") {
            negated = !negated;
        }
        negated != self.primary()
    }

    fn primary(&mut self) -> bool {
        if self.accept("(") {
            self.depth += 1;
            let value = self.depth < MAX_DEPTH && self.or();
            self.depth -= 1;
            self.accept(")");
            return value;
        }
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        match word {
            "true" => true,
            "false" => false,
            name => self.symbols.is_defined(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evaluates_expressions() {
        let symbols = Symbols::new(["NET8_0", "DEBUG"]);
        for (condition, expected) in [
            ("NET8_0", true),
            ("!NET8_0", false),
            ("NET9_0 || (DEBUG && NET8_0)", true),
            ("DEBUG == NET9_0", false),
            ("DEBUG != NET9_0 // because", true),
            ("true && !false", true),
            ("!!DEBUG", true),
            ("", false),
        ] {
            assert_eq!(Conditionals::new(&symbols).evaluate(condition), expected, "{condition}");
        }
        let deep = "(".repeat(100_000);
        assert!(!Conditionals::new(&symbols).evaluate(&deep));
    }
}
