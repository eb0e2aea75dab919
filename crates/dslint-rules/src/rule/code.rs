//! The two names of a rule: its code and its name.

use smol_str::SmolStr;

/// What dslint's own codes begin with.
const OURS: &str = "DS";

/// `DS7302`: release 7.3, the second change. `DS00…` belongs to no single release. A team's own rules have two to eight other
/// capital letters and a number: `ACME001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleCode(SmolStr);

/// The file's stem: `client-credentials-requires-secret`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(SmolStr);

/// Not a code, or not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleNameError {
    /// Not of the form of a code.
    #[error("`{0}` is no rule code: `DS`, two digits for the release, two for the change, as in `DS7302`")]
    Code(String),
    /// Not of the form of a code of a team.
    #[error(
        "`{0}` is no rule code: two to eight capital letters that do not begin with `DS`, and up to six digits, as in \
         `ACME001`"
    )]
    TeamCode(String),
    /// Not of the form of a name.
    #[error("`{0}` is no rule name: lower-case words with hyphens, as in `client-credentials-requires-secret`")]
    Name(String),
}

impl RuleCode {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the code of a team's own rule, not one of dslint's.
    pub fn is_of_team(&self) -> bool {
        !self.0.starts_with(OURS)
    }

    /// The release whose change it is; `None` for `DS00…` and for codes of teams.
    pub fn release(&self) -> Option<(u32, u32)> {
        if self.is_of_team() {
            return None;
        }
        let digit = |at: usize| self.0.as_bytes().get(at).map(|byte| u32::from(byte.wrapping_sub(b'0')));
        match (digit(2)?, digit(3)?) {
            (0, 0) => None,
            release => Some(release),
        }
    }
}

impl RuleName {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RuleCode {
    type Err = RuleNameError;

    fn from_str(text: &str) -> Result<Self, RuleNameError> {
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(digits) = text.strip_prefix(OURS) {
            return match digits.len() == 4 && are_digits(digits) {
                true => Ok(RuleCode(SmolStr::new(text))),
                false => Err(RuleNameError::Code(text.to_owned())),
            };
        }
        let (letters, digits) = text.split_at(text.bytes().take_while(u8::is_ascii_uppercase).count());
        match (2..=8).contains(&letters.len()) && (1..=6).contains(&digits.len()) && are_digits(digits) {
            true => Ok(RuleCode(SmolStr::new(text))),
            false => Err(RuleNameError::TeamCode(text.to_owned())),
        }
    }
}

impl std::str::FromStr for RuleName {
    type Err = RuleNameError;

    fn from_str(text: &str) -> Result<Self, RuleNameError> {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text.split('-').all(is_word) && text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase()) {
            Ok(RuleName(SmolStr::new(text)))
        } else {
            Err(RuleNameError::Name(text.to_owned()))
        }
    }
}

impl std::fmt::Display for RuleCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::fmt::Display for RuleName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let code: RuleCode = "DS7302".parse().unwrap();
        assert_eq!(code.release(), Some((7, 3)));
        assert_eq!("DS0001".parse::<RuleCode>().unwrap().release(), None);
        for wrong in ["DS730", "ds7302", "DS73O2", "DSX001", ""] {
            assert!(wrong.parse::<RuleCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn codes_of_teams() {
        for right in ["ACME001", "XX7302", "ABCDEFGH123456", "IS1"] {
            let code: RuleCode = right.parse().unwrap();
            assert!(code.is_of_team() && code.release().is_none(), "{right}");
        }
        assert!(!"DS7302".parse::<RuleCode>().unwrap().is_of_team());
        for wrong in ["A1", "ABCDEFGHI1", "ACME", "ACME1234567", "Acme1", "ACME-1", "ACMÉ1", "1ACME"] {
            assert!(wrong.parse::<RuleCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn names() {
        assert!("package-outdated".parse::<RuleName>().is_ok());
        for wrong in ["", "-a", "a--b", "A", "a_b", "7-a"] {
            assert!(wrong.parse::<RuleName>().is_err(), "{wrong}");
        }
    }
}
