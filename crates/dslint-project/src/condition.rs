//! Conditions in three values. What cannot be decided is `Unknown` and says why; it is never quietly false.

use std::path::Path;

use crate::functions::{compare_versions, split};
use crate::paths;
use crate::properties::{Doubt, Expansion, Scope, closing};

/// How deep parentheses and negations may nest.
const MAX_NESTING: usize = 64;

/// The value of a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Truth {
    True,
    False,
    Unknown,
}

impl Truth {
    fn of(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

/// A condition's value and, where it is unknown for want of understanding, the reason. A condition that hangs on the
/// building machine or on an earlier unknown one is unknown without a reason.
#[derive(Debug)]
pub(crate) struct Decision {
    pub(crate) truth: Truth,
    pub(crate) reason: Option<String>,
}

/// Evaluates a condition; `directory` is what relative paths in `Exists` start from.
pub(crate) fn evaluate(condition: &str, scope: &Scope<'_>, directory: &Path) -> Decision {
    if condition.trim().is_empty() {
        return Decision { truth: Truth::True, reason: None };
    }
    let mut parser = Parser { text: condition, at: 0, scope, directory, reason: None, depth: 0 };
    let truth = parser.or().filter(|_| parser.rest().trim().is_empty());
    match truth {
        Some(truth) => Decision { truth, reason: parser.reason.filter(|_| truth == Truth::Unknown) },
        None => Decision {
            truth: Truth::Unknown,
            reason: Some(parser.reason.unwrap_or_else(|| "it is not understood".to_owned())),
        },
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    scope: &'a Scope<'a>,
    directory: &'a Path,
    reason: Option<String>,
    depth: usize,
}

/// `None` from a method means that the condition is not understood at all.
impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        self.skip_blanks();
        let rest = self.rest();
        let found = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && !rest[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if found {
            self.at += word.len();
        }
        found
    }

    fn unknown(&mut self, reason: impl FnOnce() -> String) -> Truth {
        self.reason.get_or_insert_with(reason);
        Truth::Unknown
    }

    fn or(&mut self) -> Option<Truth> {
        let mut truth = self.and()?;
        while self.eat_word("or") {
            truth = truth.or(self.and()?);
        }
        Some(truth)
    }

    fn and(&mut self) -> Option<Truth> {
        let mut truth = self.not()?;
        while self.eat_word("and") {
            truth = truth.and(self.not()?);
        }
        Some(truth)
    }

    fn not(&mut self) -> Option<Truth> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return None;
        }
        let truth = if self.eat("!") {
            self.not()?.not()
        } else if self.eat("(") {
            let truth = self.or()?;
            if !self.eat(")") {
                return None;
            }
            truth
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Some(truth)
    }

    fn comparison(&mut self) -> Option<Truth> {
        let left = match self.operand()? {
            Operand::Truth(truth) => return Some(truth),
            Operand::Text(left) => left,
        };
        // The longer operators first.
        let Some(operator) = ["==", "!=", "<=", ">=", "<", ">"].into_iter().find(|operator| self.eat(operator)) else {
            return Some(self.boolean(&left));
        };
        let right = match self.operand()? {
            Operand::Text(right) => right,
            Operand::Truth(_) => return None,
        };
        Some(self.compare(&left, operator, &right))
    }

    fn operand(&mut self) -> Option<Operand> {
        self.skip_blanks();
        let rest = self.rest();
        let text = match rest.as_bytes().first()? {
            quote @ (b'\'' | b'"') => {
                let end = quoted_end(rest, *quote)?;
                self.at += end + 1;
                &rest[1..end]
            }
            b'$' | b'@' | b'%' if rest.as_bytes().get(1) == Some(&b'(') => {
                let end = closing(rest, 1)?;
                self.at += end + 1;
                &rest[..=end]
            }
            _ => {
                let end = rest
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+')))
                    .unwrap_or(rest.len());
                if end == 0 {
                    return None;
                }
                self.at += end;
                if self.rest().trim_start().starts_with('(') {
                    return self.function(&rest[..end]);
                }
                &rest[..end]
            }
        };
        Some(Operand::Text(self.scope.expand(text)))
    }

    fn function(&mut self, name: &str) -> Option<Operand> {
        self.skip_blanks();
        let rest = self.rest();
        let end = closing(rest, 0)?;
        self.at += end + 1;
        let arguments = split(&rest[1..end]);
        let argument = arguments.first().map(|it| it.trim_matches(['\'', '"'])).unwrap_or_default();
        let expansion = self.scope.expand(argument);
        let truth = match name.to_ascii_lowercase().as_str() {
            "exists" => self.exists(&expansion),
            "hastrailingslash" if expansion.doubt == Doubt::Certain => Truth::of(expansion.text.ends_with(['/', '\\'])),
            _ => self.unknown(|| format!("the function `{name}` is not known")),
        };
        Some(Operand::Truth(truth))
    }

    /// Only files can be asked for: a path that may be a directory leaves the answer open.
    fn exists(&mut self, path: &Expansion) -> Truth {
        if path.doubt != Doubt::Certain {
            return self.doubtful(path);
        }
        if path.text.trim().is_empty() {
            return Truth::False;
        }
        let absolute = paths::absolute(self.directory, &path.text);
        if self.scope.files.is_file(&absolute) {
            Truth::True
        } else if !absolute.starts_with(self.scope.root) || absolute.extension().is_some() {
            Truth::False
        } else if self.scope.root.starts_with(&absolute) || self.scope.project.starts_with(&absolute) {
            Truth::True
        } else {
            Truth::Unknown
        }
    }

    fn doubtful(&mut self, expansion: &Expansion) -> Truth {
        match &expansion.unknown {
            Some(expression) => self.unknown(|| format!("`{expression}` could not be worked out")),
            None => Truth::Unknown,
        }
    }

    fn boolean(&mut self, operand: &Expansion) -> Truth {
        if operand.doubt != Doubt::Certain {
            return self.doubtful(operand);
        }
        match as_boolean(&operand.text) {
            Some(value) => Truth::of(value),
            None => self.unknown(|| format!("`{}` is neither true nor false", operand.text)),
        }
    }

    fn compare(&mut self, left: &Expansion, operator: &str, right: &Expansion) -> Truth {
        for operand in [left, right] {
            if operand.doubt != Doubt::Certain {
                return self.doubtful(operand);
            }
            if operand.text.contains("@(") || operand.text.contains("%(") {
                return self.unknown(|| format!("the items of `{}` are not known", operand.text));
            }
        }
        let (left, right) = (left.text.as_str(), right.text.as_str());
        let numbers = as_number(left).zip(as_number(right));
        let equal = || match (numbers, as_boolean(left).zip(as_boolean(right))) {
            (Some((left, right)), _) => left == right,
            (None, Some((left, right))) => left == right,
            (None, None) => left.to_lowercase() == right.to_lowercase(),
        };
        let order = || numbers.and_then(|(l, r)| l.partial_cmp(&r)).or_else(|| compare_versions(left, right));
        let decided = match operator {
            "==" => Some(equal()),
            "!=" => Some(!equal()),
            "<" => order().map(|it| it.is_lt()),
            "<=" => order().map(|it| it.is_le()),
            ">" => order().map(|it| it.is_gt()),
            _ => order().map(|it| it.is_ge()),
        };
        match decided {
            Some(value) => Truth::of(value),
            None => self.unknown(|| format!("`{left}` and `{right}` are not both numbers")),
        }
    }
}

enum Operand {
    Text(Expansion),
    Truth(Truth),
}

/// The end of a quoted text. Quotes of arguments inside `$(…)` do not end it: `'$(A.Replace('x', 'y'))'`.
fn quoted_end(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            byte if byte == quote => return Some(at),
            b'$' if bytes.get(at + 1) == Some(&b'(') => match closing(text, at + 1) {
                Some(end) => at = end + 1,
                None => at += 1,
            },
            _ => at += 1,
        }
    }
    None
}

fn as_boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" | "!false" | "!off" | "!no" => Some(true),
        "false" | "off" | "no" | "!true" | "!on" | "!yes" => Some(false),
        _ => None,
    }
}

fn as_number(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(hex, 16).ok().map(f64::from);
    }
    // `parse` alone would take `inf` and `nan`.
    let plausible = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    plausible.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::properties::tests::with_scope;

    fn decide(condition: &str) -> Decision {
        let properties = [
            ("TargetFramework", "net8.0"),
            ("Configuration", "Debug"),
            ("Platform", "AnyCPU"),
            ("Yes", "TRUE"),
            ("V", "8.0"),
        ];
        with_scope(&properties, |scope| evaluate(condition, &scope, Path::new("/r/src/App")))
    }

    #[test]
    fn decides() {
        for (condition, truth) in [
            ("", true),
            ("  ", true),
            ("'$(TargetFramework)' == 'net8.0'", true),
            ("'$(TargetFramework)' == 'NET8.0'", true),
            ("'$(TargetFramework)' != 'net8.0'", false),
            (" '$(Configuration)|$(Platform)' == 'Debug|AnyCPU' ", true),
            ("'$(Missing)' == ''", true),
            ("$(Missing) == ''", true),
            ("'$(Missing)' == 'true'", false),
            ("$(Yes)", true),
            ("!$(Yes)", false),
            ("'$(Yes)' == 'on'", true),
            ("'$(Yes)' == true And '$(V)' >= '6'", true),
            ("'$(V)' == '8'", true),
            ("0x10 == 16", true),
            ("'8.0.1' > '8.0.0'", true),
            ("'a' == 'b' or 'a' == 'a' and 'b' == 'b'", true),
            ("('a' == 'b' or 'a' == 'a') and 'b' == 'c'", false),
            ("!('a' == 'b')", true),
            ("! ( false ) AND true", true),
            ("$(TargetFramework.StartsWith('net8'))", true),
            ("'$(TargetFramework.Replace('net', 'x'))' == 'x8.0'", true),
            ("$([MSBuild]::IsTargetFrameworkCompatible('$(TargetFramework)', 'net6.0')) == 'true'", true),
            ("Exists('../x.props')", true),
            ("exists ( '$(MSBuildThisFileDirectory)x.props' )", true),
            ("!Exists('y.props')", true),
            ("Exists('$(MSBuildProjectDirectory)')", true),
            ("Exists('')", false),
            ("Exists('/elsewhere/dir')", false),
            ("HasTrailingSlash('a\\')", true),
            ("'false' == 'x' or $([System.DateTime]::Now) or true", true),
            ("false and '@(X)' == ''", false),
        ] {
            let decision = decide(condition);
            assert_eq!((decision.truth, decision.reason), (Truth::of(truth), None), "{condition}");
        }
    }

    #[test]
    fn says_why_it_cannot_decide() {
        for (condition, reason) in [
            (
                "$([System.DateTime]::Now.Year) == 2024",
                Some("`$([System.DateTime]::Now.Year)` could not be worked out"),
            ),
            ("'@(Compile)' == ''", Some("the items of `@(Compile)` are not known")),
            ("'%(Identity)' == 'x' and true", Some("the items of `%(Identity)` are not known")),
            ("Frob('x')", Some("the function `Frob` is not known")),
            ("'a' > 'b'", Some("`a` and `b` are not both numbers")),
            ("'x'", Some("`x` is neither true nor false")),
            ("$(Missing)", Some("`` is neither true nor false")),
            ("'a' ==", Some("it is not understood")),
            ("'a' == 'b", Some("it is not understood")),
            ("('a' == 'a'", Some("it is not understood")),
            ("true true", Some("it is not understood")),
            ("'$(OS)' == 'Windows_NT'", None),
            ("$([MSBuild]::IsOSPlatform('Linux'))", None),
            ("Exists('some/directory')", None),
        ] {
            let decision = decide(condition);
            assert_eq!((decision.truth, decision.reason.as_deref()), (Truth::Unknown, reason), "{condition}");
        }
    }

    #[test]
    fn deep_nesting_is_safe() {
        for condition in ["(".repeat(100_000), "!".repeat(100_000) + "true", "$(".repeat(100_000)] {
            assert_eq!(decide(&condition).truth, Truth::Unknown);
        }
    }
}
