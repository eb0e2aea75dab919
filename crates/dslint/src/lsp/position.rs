//! Positions as the client counts them, and byte offsets into a text.

use dslint_syntax::text::{LineIndex, TextRange};
use gen_lsp_types::{Position, PositionEncodingKind, Range};

/// How the client counts characters of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Counting {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, which every client can.
    #[default]
    Utf16,
}

impl Counting {
    /// Bytes where the client offers them: no text has to be counted again then.
    pub(crate) fn among(offered: &[PositionEncodingKind]) -> Counting {
        if offered.contains(&PositionEncodingKind::UTF8) { Counting::Utf8 } else { Counting::Utf16 }
    }

    /// What the client is told.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Counting::Utf8 => PositionEncodingKind::UTF8,
            Counting::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn length(self, character: char) -> usize {
        match self {
            Counting::Utf8 => character.len_utf8(),
            Counting::Utf16 => character.len_utf16(),
        }
    }

    /// Where a range lies.
    pub(crate) fn range(self, text: &str, lines: &LineIndex, range: TextRange) -> Range {
        Range { start: self.position(text, lines, range.start), end: self.position(text, lines, range.end) }
    }

    /// Where an offset lies; one past the end is taken as the end.
    fn position(self, text: &str, lines: &LineIndex, offset: u32) -> Position {
        let at = lines.line_column(text, offset);
        let line = at.line - 1;
        let character = match self {
            Counting::Utf16 => at.column - 1,
            Counting::Utf8 => {
                let start = lines.line_range(text, at.line).map_or(0, |range| range.start);
                offset.min(text.len() as u32) - start
            }
        };
        Position { line, character }
    }

    /// The offset of a position. As the protocol has it, a character beyond the line is its end; so is a line beyond the text.
    pub(crate) fn offset(self, text: &str, lines: &LineIndex, position: Position) -> u32 {
        let number = position.line.saturating_add(1);
        let Some(range) = lines.line_range(text, number) else { return text.len() as u32 };
        let line = lines.line_text(text, number);
        let mut left = position.character as usize;
        let mut offset = range.start;
        for character in line.chars() {
            let length = self.length(character);
            // Inside a character is in front of it.
            if left < length {
                break;
            }
            left -= length;
            offset += character.len_utf8() as u32;
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\r\n/* 😀 */ é = 1;\rlast";

    #[test]
    fn offsets_and_positions_in_both_encodings() {
        let lines = LineIndex::new(TEXT);
        let at = TEXT.find('=').unwrap() as u32;
        for (counting, character) in [(Counting::Utf16, 11), (Counting::Utf8, 14)] {
            let position = Position { line: 1, character };
            assert_eq!(counting.position(TEXT, &lines, at), position);
            assert_eq!(counting.offset(TEXT, &lines, position), at);
        }
    }

    #[test]
    fn every_offset_comes_back() {
        let lines = LineIndex::new(TEXT);
        for counting in [Counting::Utf8, Counting::Utf16] {
            // Between `\r` and `\n` is no position that can be told.
            for (at, _) in TEXT.char_indices().filter(|(at, _)| *at != 2) {
                let position = counting.position(TEXT, &lines, at as u32);
                assert_eq!(counting.offset(TEXT, &lines, position), at as u32, "{counting:?} {at}");
            }
        }
    }

    #[test]
    fn what_is_out_of_reach_is_brought_back() {
        let lines = LineIndex::new(TEXT);
        let offset = |line, character| Counting::Utf16.offset(TEXT, &lines, Position { line, character });
        assert_eq!(offset(0, 99), 1);
        assert_eq!(offset(99, 0), TEXT.len() as u32);
        assert_eq!(offset(u32::MAX, u32::MAX), TEXT.len() as u32);
        // In the middle of a surrogate pair.
        assert_eq!(offset(1, 4), TEXT.find('😀').unwrap() as u32);
    }
}
