//! Text from analysed files and their names, made safe for a terminal: control characters and characters that reorder text
//! are shown as escapes instead of being obeyed.

use std::borrow::Cow;

/// `text` on one line, every control and reordering character shown as an escape.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| !is_unsafe(character)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        push(&mut escaped, character);
    }
    Cow::Owned(escaped)
}

/// `text` in one line: breaks become spaces, and what else is unsafe is shown as an escape.
pub(super) fn one_line(text: &str) -> String {
    let joined = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    line(&joined).into_owned()
}

/// Adds a character, or its escape.
pub(crate) fn push(text: &mut String, character: char) {
    if is_unsafe(character) { text.extend(character.escape_default()) } else { text.push(character) }
}

/// Whether a terminal would obey a character instead of showing it, or a reader be misled by it.
pub(crate) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061C}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_a_terminal_would_obey() {
        assert_eq!(line("plain é 日本"), "plain é 日本");
        assert_eq!(line("a\x1b[31mb\x07"), r"a\u{1b}[31mb\u{7}");
        assert_eq!(one_line("a\r\n  b\n\n\x07"), r"a b \u{7}");
        assert_eq!(line("x\u{202e}y\u{9b}z\n\t"), r"x\u{202e}y\u{9b}z\n\t");
    }
}
