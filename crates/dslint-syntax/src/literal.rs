//! The values of C# literals.

use crate::ast::Literal;

/// The value of a string literal of any form, quotes and `@` included in `text`. `None` when it is not one.
pub(crate) fn string_value(text: &str) -> Option<String> {
    let text = text.strip_suffix("u8").or_else(|| text.strip_suffix("U8")).unwrap_or(text);
    if let Some(rest) = text.strip_prefix("@\"") {
        return Some(rest.strip_suffix('"').unwrap_or(rest).replace("\"\"", "\""));
    }
    let quotes = text.bytes().take_while(|&byte| byte == b'"').count();
    if quotes >= 3 {
        return Some(raw_value(text.trim_matches('"')));
    }
    let rest = text.strip_prefix('"')?;
    Some(unescape(rest.strip_suffix('"').unwrap_or(rest)))
}

/// The content of a raw string literal without its quotes: a multi-line one loses its first and last line end and
/// the indentation of its last line (C# specification, "Raw string literals").
fn raw_value(content: &str) -> String {
    let Some(first_line_end) = content.find('\n') else { return content.to_owned() };
    if !content[..first_line_end].trim().is_empty() {
        return content.to_owned();
    }
    let body = &content[first_line_end + 1..];
    let (body, indent) = match body.rfind('\n') {
        Some(at) => (&body[..at], &body[at + 1..]),
        None => return String::new(),
    };
    let lines: Vec<&str> = body
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .map(|line| line.strip_prefix(indent).unwrap_or_else(|| line.trim_start()))
        .collect();
    lines.join("\n")
}

/// Resolves the escapes of a regular string.
pub(crate) fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            Some('r') => value.push('\r'),
            Some('0') => value.push('\0'),
            Some('a') => value.push('\u{7}'),
            Some('b') => value.push('\u{8}'),
            Some('f') => value.push('\u{c}'),
            Some('v') => value.push('\u{b}'),
            Some('e') => value.push('\u{1b}'),
            Some('u') => push_code(&mut value, &mut chars, 4),
            Some('U') => push_code(&mut value, &mut chars, 8),
            Some('x') => push_code(&mut value, &mut chars, 4),
            Some(other) => value.push(other),
            None => value.push('\\'),
        }
    }
    value
}

fn push_code(value: &mut String, chars: &mut std::str::Chars<'_>, most: usize) {
    let digits = chars.as_str().bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
    let code = u32::from_str_radix(&chars.as_str()[..digits], 16).unwrap_or(0xFFFD);
    value.push(char::from_u32(code).unwrap_or('\u{FFFD}'));
    if digits > 0 {
        chars.nth(digits - 1);
    }
}

/// The value of an integer literal.
pub(crate) fn integer_value(text: &str) -> Literal {
    let digits: String = text.trim_end_matches(['u', 'U', 'l', 'L']).chars().filter(|&c| c != '_').collect();
    let lower = digits.to_ascii_lowercase();
    let parsed = if let Some(hex) = lower.strip_prefix("0x") {
        i64::from_str_radix(hex, 16)
    } else if let Some(binary) = lower.strip_prefix("0b") {
        i64::from_str_radix(binary, 2)
    } else {
        lower.parse()
    };
    parsed.map_or(Literal::Other, Literal::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_values() {
        for (text, value) in [
            (r#""a\"b\n\u0041\x42""#, "a\"b\nAB"),
            (r#"@"a""b\n""#, "a\"b\\n"),
            ("\"\"\"a \" b\"\"\"", "a \" b"),
            ("\"\"\"\n    {\n      \"kty\": \"oct\"\n    }\n    \"\"\"", "{\n  \"kty\": \"oct\"\n}"),
            ("\"x\"u8", "x"),
            ("\"\"", ""),
        ] {
            assert_eq!(string_value(text).as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn integer_values() {
        assert_eq!(integer_value("1_000UL"), Literal::Integer(1000));
        assert_eq!(integer_value("0x1F"), Literal::Integer(31));
        assert_eq!(integer_value("99999999999999999999"), Literal::Other);
    }
}
