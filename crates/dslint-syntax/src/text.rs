//! Decoded source text, byte ranges into it and the way from a byte offset to a line and a column.
//!
//! Everything inside dslint speaks of [`TextRange`]s: byte offsets into the *decoded* UTF-8 text. Lines and columns
//! exist only at the edge, in reports.

use std::fmt;

/// A half-open byte range `start..end` of a decoded text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextRange {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl TextRange {
    /// The range `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The range `start..end` from `usize` offsets. Sources are capped far below 4 GiB, so nothing is lost.
    pub const fn from_usize(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// Number of bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies inside this range (they may be equal).
    pub const fn contains(self, other: TextRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies inside.
    pub const fn contains_offset(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: TextRange) -> TextRange {
        TextRange { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes of the range as an index into a string.
    pub const fn usize(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// How the bytes of a file were encoded. A fix writes the same encoding back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, little endian, with a byte order mark.
    Utf16Le,
    /// UTF-16, big endian, with a byte order mark.
    Utf16Be,
    /// Not valid UTF-8: read as Windows-1252, as the C# compiler falls back to the legacy code page.
    Windows1252,
}

/// Why bytes are not text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DecodeError {
    /// The file has NUL bytes and no UTF-16 byte order mark.
    #[error("binary file: it holds NUL bytes")]
    Binary,
    /// UTF-16 with an odd number of bytes or a lone surrogate.
    #[error("invalid UTF-16 after its byte order mark")]
    InvalidUtf16,
}

/// A character that the encoding of a file has no bytes for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` cannot be written in Windows-1252, the encoding of the file")]
pub struct EncodeError(pub char);

impl Encoding {
    /// The bytes of a text, with the byte order mark where the encoding has one.
    ///
    /// # Errors
    /// [`EncodeError`] for a character that Windows-1252 does not have.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, EncodeError> {
        match self {
            Encoding::Utf8 => Ok(text.as_bytes().to_vec()),
            Encoding::Utf8Bom => Ok([&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat()),
            Encoding::Utf16Le => Ok(Self::utf16([0xFF, 0xFE], text, u16::to_le_bytes)),
            Encoding::Utf16Be => Ok(Self::utf16([0xFE, 0xFF], text, u16::to_be_bytes)),
            Encoding::Windows1252 => {
                let mut bytes = Vec::with_capacity(text.len());
                let mut buffer = [0; 4];
                for character in text.chars() {
                    let (encoded, _, is_lossy) = encoding_rs::WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
                    if is_lossy {
                        return Err(EncodeError(character));
                    }
                    bytes.extend_from_slice(&encoded);
                }
                Ok(bytes)
            }
        }
    }

    fn utf16(mark: [u8; 2], text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect()
    }
}

/// A decoded file.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// The text without byte order mark. All ranges refer to it.
    pub text: String,
    /// What the bytes were.
    pub encoding: Encoding,
}

impl SourceText {
    /// Decodes the bytes of a file: by byte order mark, else UTF-8, else Windows-1252.
    ///
    /// # Errors
    /// [`DecodeError`] when the bytes are no text.
    pub fn decode(bytes: Vec<u8>) -> Result<SourceText, DecodeError> {
        match bytes.as_slice() {
            [0xEF, 0xBB, 0xBF, rest @ ..] => {
                Ok(Self::from_utf8_or_legacy(rest.to_vec(), Encoding::Utf8Bom)).and_then(Self::refuse_binary)
            }
            [0xFF, 0xFE, rest @ ..] => Self::from_utf16(rest, Encoding::Utf16Le, u16::from_le_bytes),
            [0xFE, 0xFF, rest @ ..] => Self::from_utf16(rest, Encoding::Utf16Be, u16::from_be_bytes),
            _ => Self::refuse_binary(Self::from_utf8_or_legacy(bytes, Encoding::Utf8)),
        }
    }

    fn from_utf8_or_legacy(bytes: Vec<u8>, encoding: Encoding) -> SourceText {
        match String::from_utf8(bytes) {
            Ok(text) => SourceText { text, encoding },
            Err(error) => {
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes());
                SourceText { text: text.into_owned(), encoding: Encoding::Windows1252 }
            }
        }
    }

    fn refuse_binary(source: SourceText) -> Result<SourceText, DecodeError> {
        if memchr::memchr(0, source.text.as_bytes()).is_some() { Err(DecodeError::Binary) } else { Ok(source) }
    }

    fn from_utf16(bytes: &[u8], encoding: Encoding, unit: fn([u8; 2]) -> u16) -> Result<SourceText, DecodeError> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(DecodeError::InvalidUtf16);
        }
        let text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
            .collect::<Result<String, _>>()
            .map_err(|_| DecodeError::InvalidUtf16)?;
        Ok(SourceText { text, encoding })
    }
}

/// A position for people: both numbers start at 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineColumn {
    /// Line number, from 1.
    pub line: u32,
    /// Column in UTF-16 code units, from 1, as Visual Studio, MSBuild, SARIF and LSP count.
    pub column: u32,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`. `\n`, `\r\n` and a lone `\r` end a line.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        Self { starts }
    }

    /// Number of lines, at least 1.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Line and column of a byte offset. An offset past the end is taken as the end.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let offset = (offset as usize).min(text.len());
        let line = self.starts.partition_point(|&start| start as usize <= offset).max(1) - 1;
        let start = self.starts[line] as usize;
        let mut end = offset;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let units: usize = text.get(start..end).unwrap_or_default().chars().map(char::len_utf16).sum();
        LineColumn { line: line as u32 + 1, column: units as u32 + 1 }
    }

    /// The text of a line (numbered from 1) without its line end; empty where there is no such line.
    pub fn line_text<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let Some(&start) = self.starts.get(line.wrapping_sub(1) as usize) else { return "" };
        let end = self.starts.get(line as usize).map_or(text.len(), |&next| next as usize);
        text[start as usize..end].trim_end_matches(['\r', '\n'])
    }

    /// Byte range of a line (numbered from 1) with its line end.
    pub fn line_range(&self, text: &str, line: u32) -> Option<TextRange> {
        let start = *self.starts.get(line.checked_sub(1)? as usize)?;
        let end = self.starts.get(line as usize).copied().unwrap_or(text.len() as u32);
        Some(TextRange { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_every_encoding() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("é\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let decoded = SourceText::decode(utf16).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("é\n", Encoding::Utf16Le));
        let decoded = SourceText::decode(b"\xEF\xBB\xBFabc".to_vec()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("abc", Encoding::Utf8Bom));
        let decoded = SourceText::decode(b"caf\xE9".to_vec()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("café", Encoding::Windows1252));
        assert_eq!(SourceText::decode(b"a\0b".to_vec()).unwrap_err(), DecodeError::Binary);
        assert_eq!(SourceText::decode(b"\xFF\xFEa".to_vec()).unwrap_err(), DecodeError::InvalidUtf16);
    }

    #[test]
    fn refuses_what_an_encoding_has_no_bytes_for() {
        assert_eq!(Encoding::Windows1252.encode("caf\u{e9} \u{20ac}").unwrap(), b"caf\xE9 \x80");
        assert_eq!(Encoding::Windows1252.encode("a\u{4e2d}").unwrap_err(), EncodeError('\u{4e2d}'));
    }

    fn decodes_back(bytes: Vec<u8>) -> Result<(), proptest::test_runner::TestCaseError> {
        // A mark before bytes that are no UTF-8 is the one thing that is not kept; whoever writes compares first.
        let is_marked = bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
        if let Ok(decoded) = SourceText::decode(bytes.clone())
            && !(is_marked && decoded.encoding == Encoding::Windows1252)
        {
            proptest::prop_assert_eq!(decoded.encoding.encode(&decoded.text).unwrap(), bytes);
        }
        Ok(())
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_encoded_back_as_they_were(bytes: Vec<u8>, mark in 0..4usize) {
            let marks: [&[u8]; 4] = [&[], &[0xEF, 0xBB, 0xBF], &[0xFF, 0xFE], &[0xFE, 0xFF]];
            decodes_back([marks[mark], &bytes].concat())?;
        }

        #[test]
        fn any_text_is_encoded_back_as_it_was(text in "[^\\x00]*", mark in 0..4usize) {
            let encodings = [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be];
            decodes_back(encodings[mark].encode(&text).unwrap())?;
        }
    }

    #[test]
    fn counts_lines_and_utf16_columns() {
        let text = "a\r\nb\rc\n😀x";
        let index = LineIndex::new(text);
        assert_eq!(index.line_count(), 4);
        let at = text.find('x').unwrap() as u32;
        assert_eq!(index.line_column(text, at), LineColumn { line: 4, column: 3 });
        assert_eq!(index.line_text(text, 1), "a");
        assert_eq!(index.line_text(text, 9), "");
        assert_eq!(index.line_column(text, 999), LineColumn { line: 4, column: 4 });
    }
}
