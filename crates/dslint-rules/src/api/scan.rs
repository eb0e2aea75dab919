//! Splitting signature text at its own level: brackets of every kind and string literals are skipped.

/// Cuts `text` at each `separator` that stands outside brackets and string literals.
pub(crate) fn split_top_level(text: &'static str, separator: u8) -> impl Iterator<Item = &'static str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let current = rest?;
        match find_top_level(current, separator) {
            Some(at) => {
                rest = Some(&current[at + 1..]);
                Some(&current[..at])
            }
            None => {
                rest = None;
                Some(current)
            }
        }
    })
}

/// The position of the first `wanted` outside brackets and string literals.
pub(crate) fn find_top_level(text: &str, wanted: u8) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b if b == wanted && depth == 0 => return Some(at),
            b'(' | b'<' | b'[' | b'{' => depth += 1,
            b')' | b'>' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => {
                while let Some((_, inner)) = bytes.next() {
                    match inner {
                        b'\\' => {
                            bytes.next();
                        }
                        b'"' => break,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    None
}

/// The text inside the bracket that `text` begins with, and what follows the closing one.
pub(crate) fn bracketed(text: &'static str, open: u8, close: u8) -> Option<(&'static str, &'static str)> {
    if text.as_bytes().first() != Some(&open) {
        return None;
    }
    let inside = &text[1..];
    let end = find_top_level(inside, close)?;
    Some((&inside[..end], &inside[end + 1..]))
}

/// The column with this index of a tab-separated line; empty when it is cut off.
pub(crate) fn column(line: &'static str, index: usize) -> &'static str {
    line.split('\t').nth(index).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_its_own_level() {
        let parts: Vec<_> = split_top_level("Func<A,B> f, string s=\"a,\\\"b\", int[,] n", b',').collect();
        assert_eq!(parts, ["Func<A,B> f", " string s=\"a,\\\"b\"", " int[,] n"]);
        assert_eq!(bracketed("(a(b)c)d", b'(', b')'), Some(("a(b)c", "d")));
        assert_eq!(bracketed("x", b'(', b')'), None);
        assert_eq!(bracketed("(x", b'(', b')'), None);
    }
}
