//! The lines of a file that a finding shows, as codespan-reporting wants them: only those lines, control characters shown as
//! escapes, very long lines cut around what is marked, and line and column numbers of the real file.

use codespan_reporting::files::{Error, Files, Location};
use std::collections::BTreeMap;
use std::ops::Range;

use dslint_linter::{SourceFile, SourceId};
use dslint_syntax::text::TextRange;

use super::escape;
use super::view::Place;

/// Longer lines are cut.
pub(super) const LONGEST_LINE: usize = 130;
/// How much of a cut line is shown before what is marked.
const BEFORE_MARK: usize = 30;
/// How many lines inside a marked range may be shown at its start and end.
const LINES_OF_RANGE: u32 = 4;

/// The excerpts of one finding.
#[derive(Debug, Default)]
pub(super) struct Excerpts<'a> {
    files: Vec<(SourceId, Excerpt<'a>)>,
}

/// The shown lines of one file.
#[derive(Debug)]
struct Excerpt<'a> {
    file: &'a SourceFile,
    name: String,
    text: String,
    /// By line index, from 0.
    lines: BTreeMap<usize, Line>,
    /// Real positions of the starts of what is marked, by offset in `text`.
    locations: BTreeMap<usize, Location>,
}

/// A shown line.
#[derive(Debug)]
struct Line {
    /// Where it stands in the excerpt's text, with its line end.
    range: Range<usize>,
    /// The shown characters: offset in the file, offset in the excerpt's text. The last pair is the end.
    offsets: Vec<(usize, usize)>,
}

impl<'a> Excerpts<'a> {
    /// Excerpts that show all of the places.
    pub(super) fn of<'p>(places: impl IntoIterator<Item = &'p Place<'a>>) -> Excerpts<'a>
    where
        'a: 'p,
    {
        let mut excerpts = Excerpts::default();
        let mut marks: Vec<(SourceId, &Place<'a>)> = Vec::new();
        for place in places {
            marks.push((place.id, place));
        }
        for (id, place) in &marks {
            if excerpts.files.iter().any(|(known, _)| known == id) {
                continue;
            }
            let ranges: Vec<TextRange> = marks.iter().filter(|mark| mark.0 == *id).map(|mark| mark.1.range).collect();
            let name = escape::line(&place.path).into_owned();
            excerpts.files.push((*id, Excerpt::new(place.file, name, &ranges)));
        }
        excerpts
    }

    /// Where a place stands in the excerpt.
    pub(super) fn range(&mut self, place: &Place<'_>) -> Range<usize> {
        match self.files.iter_mut().find(|(id, _)| *id == place.id) {
            Some((_, excerpt)) => excerpt.range(place),
            None => 0..0,
        }
    }

    fn get(&self, id: SourceId) -> Result<&Excerpt<'a>, Error> {
        self.files.iter().find(|(known, _)| *known == id).map(|(_, excerpt)| excerpt).ok_or(Error::FileMissing)
    }
}

impl<'a> Excerpt<'a> {
    fn new(file: &'a SourceFile, name: String, ranges: &[TextRange]) -> Excerpt<'a> {
        let mut wanted: BTreeMap<u32, u32> = BTreeMap::new();
        for range in ranges {
            let range = trimmed(file, *range);
            let (start, end) = file.position(range);
            let mut want = |line: u32, mark: u32| {
                let known = wanted.entry(line).or_insert(mark);
                *known = (*known).min(mark);
            };
            want(start.line, range.start);
            want(end.line, if start.line == end.line { range.start } else { range.end });
            // Lines around are shown between two marks that stand close to each other.
            let after = start.line + 1..=(start.line + LINES_OF_RANGE).min(file.lines().line_count());
            let before = end.line.saturating_sub(LINES_OF_RANGE).max(1)..end.line;
            for line in after.chain(before) {
                wanted.entry(line).or_insert(0);
            }
        }
        let mut excerpt =
            Excerpt { file, name, text: String::new(), lines: BTreeMap::new(), locations: BTreeMap::new() };
        for (line, mark) in wanted {
            excerpt.add(line, mark as usize);
        }
        excerpt
    }

    fn add(&mut self, line: u32, mark: usize) {
        let Some(range) = self.file.lines().line_range(&self.file.text, line) else { return };
        let start = range.start as usize;
        let content = self.file.lines().line_text(&self.file.text, line);
        let before = content.get(..mark.saturating_sub(start)).map_or(0, |text| text.chars().count());
        let length = content.chars().count();
        let first = match length {
            _ if length <= LONGEST_LINE => 0,
            _ => before.saturating_sub(BEFORE_MARK).min(length - LONGEST_LINE),
        };
        let shown_from = self.text.len();
        let mut offsets = Vec::new();
        if first > 0 {
            self.text.push_str("… ");
        }
        let mut end = start + content.len();
        for (count, (at, character)) in content.char_indices().enumerate().skip(first) {
            if count == first + LONGEST_LINE {
                end = start + at;
                break;
            }
            offsets.push((start + at, self.text.len()));
            if character == '\t' { self.text.push('\t') } else { escape::push(&mut self.text, character) }
        }
        offsets.push((end, self.text.len()));
        if end < start + content.len() {
            self.text.push_str(" …");
        }
        self.text.push('\n');
        self.lines.insert(line as usize - 1, Line { range: shown_from..self.text.len(), offsets });
    }

    fn range(&mut self, place: &Place<'_>) -> Range<usize> {
        let range = trimmed(self.file, place.range);
        let start = self.offset(range.start);
        let end = self.offset(range.end).max(start);
        let position = self.file.position(range).0;
        let location = Location { line_number: position.line as usize, column_number: position.column as usize };
        self.locations.insert(start, location);
        start..end
    }

    /// The offset in the excerpt of an offset in the file.
    fn offset(&self, offset: u32) -> usize {
        let line = self.file.lines().line_column(&self.file.text, offset).line as usize - 1;
        let Some(line) = self.lines.get(&line) else { return 0 };
        let at = line.offsets.partition_point(|(original, _)| *original < offset as usize);
        line.offsets.get(at).or(line.offsets.last()).map_or(line.range.start, |(_, shown)| *shown)
    }
}

/// A range that ends at the beginning of a line marks nothing on that line.
fn trimmed(file: &SourceFile, range: TextRange) -> TextRange {
    let text = file.text.get(range.usize()).unwrap_or_default();
    TextRange { start: range.start, end: range.start + text.trim_end_matches(['\r', '\n']).len() as u32 }
}

impl<'f> Files<'f> for Excerpts<'_> {
    type FileId = SourceId;
    type Name = &'f str;
    type Source = &'f str;

    fn name(&'f self, id: SourceId) -> Result<&'f str, Error> {
        Ok(&self.get(id)?.name)
    }

    fn source(&'f self, id: SourceId) -> Result<&'f str, Error> {
        Ok(&self.get(id)?.text)
    }

    fn line_index(&'f self, id: SourceId, offset: usize) -> Result<usize, Error> {
        let lines = &self.get(id)?.lines;
        let line = lines.iter().find(|(_, line)| line.range.contains(&offset)).or_else(|| lines.last_key_value());
        Ok(line.map_or(0, |(index, _)| *index))
    }

    fn line_range(&'f self, id: SourceId, index: usize) -> Result<Range<usize>, Error> {
        Ok(self.get(id)?.lines.get(&index).map_or(0..0, |line| line.range.clone()))
    }

    fn location(&'f self, id: SourceId, offset: usize) -> Result<Location, Error> {
        let excerpt = self.get(id)?;
        let unmarked = Location { line_number: 1, column_number: 1 };
        Ok(excerpt.locations.get(&offset).copied().unwrap_or(unmarked))
    }
}
