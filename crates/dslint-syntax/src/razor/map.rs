//! The way from generated C# back to the Razor file it was made from.

use crate::lexer::Token;
use crate::text::TextRange;

/// A stretch of generated text that is a copy of the file's.
#[derive(Clone, Copy, Debug)]
struct Segment {
    generated: u32,
    original: u32,
    len: u32,
}

impl Segment {
    fn end(self) -> u32 {
        self.generated + self.len
    }
}

/// Which stretches of a generated text stand where in the file, ordered by the generated text.
#[derive(Clone, Debug, Default)]
pub(crate) struct OffsetMap {
    segments: Vec<Segment>,
}

impl OffsetMap {
    /// Says that what stands at `generated` is a copy of `original`. Calls come in the order of the generated text.
    pub(super) fn push(&mut self, generated: usize, original: TextRange) {
        let (generated, len) = (generated as u32, original.len());
        match self.segments.last_mut() {
            Some(last) if last.end() == generated && last.original + last.len == original.start => last.len += len,
            _ => self.segments.push(Segment { generated, original: original.start, len }),
        }
    }

    /// The part of the file that a range of the generated text covers. A range without any copied text comes to an
    /// empty one at the nearest copy.
    pub(crate) fn range(&self, range: TextRange) -> TextRange {
        let first = self.segments.partition_point(|segment| segment.end() <= range.start);
        let mut covered: Option<TextRange> = None;
        for segment in self.segments[first..].iter().take_while(|segment| segment.generated < range.end) {
            let start = segment.original + (range.start.max(segment.generated) - segment.generated);
            let end = segment.original + (range.end.min(segment.end()) - segment.generated);
            let part = TextRange::new(start, end);
            covered = Some(covered.map_or(part, |covered| covered.cover(part)));
        }
        covered.unwrap_or_else(|| self.nearest(range, first))
    }

    /// `next` is the first segment that ends behind the start of `range`, which meets no segment or is empty.
    fn nearest(&self, range: TextRange, next: usize) -> TextRange {
        let before = next.checked_sub(1).and_then(|index| self.segments.get(index));
        let at = match (before, self.segments.get(next)) {
            (Some(before), Some(next)) if range.start - before.end() < next.generated.saturating_sub(range.end) => {
                before.original + before.len
            }
            (_, Some(next)) => next.original,
            (Some(before), None) => before.original + before.len,
            (None, None) => 0,
        };
        TextRange::new(at, at)
    }

    /// A token of the generated text in the file; none where it is not wholly copied.
    pub(super) fn token(&self, token: Token) -> Option<Token> {
        let range = token.range;
        let index = self.segments.partition_point(|segment| segment.end() < range.end);
        let segment = self.segments.get(index).filter(|segment| segment.generated <= range.start)?;
        let start = segment.original + (range.start - segment.generated);
        Some(Token { kind: token.kind, range: TextRange::new(start, start + range.len()) })
    }
}
