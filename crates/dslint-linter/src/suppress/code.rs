//! Codes among those of others: in pragmas and attributes every analyzer has its own.

use dslint_rules::RuleSet;

/// Whether a code is meant for dslint: `DS` and four digits, or one digit more or less by mistake. Longer ones belong to
/// another analyzer.
pub(crate) fn is_like_ours(code: &str) -> bool {
    let digits = code.get(..2).filter(|start| start.eq_ignore_ascii_case("DS")).map(|_| &code[2..]);
    digits.is_some_and(|digits| (3..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether such a code, or one of a team's own rules, stands in a text.
pub(crate) fn is_mentioned(text: &[u8], rules: &RuleSet) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut of_teams = rules.iter().filter(|rule| rule.code.is_of_team());
    if of_teams.any(|rule| memchr::memmem::find(text, rule.code.as_str().as_bytes()).is_some()) {
        return true;
    }
    memchr::memchr2_iter(b'D', b'd', text).any(|at| {
        let length = text[at..].iter().take_while(|&&byte| is_word(byte)).count();
        let begins = at == 0 || !is_word(text[at - 1]);
        begins && std::str::from_utf8(&text[at..at + length]).is_ok_and(is_like_ours)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let is_mentioned = |text: &[u8]| is_mentioned(text, RuleSet::embedded().unwrap());
        for code in ["DS7302", "ds7302", "DS730", "DS73020"] {
            assert!(is_like_ours(code) && is_mentioned(format!("a, {code}:x").as_bytes()), "{code}");
        }
        for code in ["DS126858", "DS", "CS0618", "DSA7302", "é", "DS73é2"] {
            assert!(!is_like_ours(code) && !is_mentioned(code.as_bytes()), "{code}");
        }
        assert!(!is_mentioned(b"IDS7302 DS7302_"));
    }
}
