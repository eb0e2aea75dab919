//! YAML into the tree of settings, by the events of `saphyr-parser`.

use super::{Entry, MAX_DEPTH, Node, SettingsError, Value};
use crate::text::TextRange;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use smol_str::SmolStr;

/// A collection that is still open.
enum Open {
    Sequence { start: u32, items: Vec<Node> },
    Mapping { start: u32, entries: Vec<Entry>, key: Option<(SmolStr, TextRange)> },
}

pub(super) fn parse(text: &str) -> Result<Vec<Node>, SettingsError> {
    let offsets = Offsets::new(text);
    let mut documents = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| SettingsError { line: error.marker().line(), why: error.info().to_owned() })?;
        let range = offsets.range(span);
        let done = match event {
            Event::SequenceStart(..) => {
                open.push(Open::Sequence { start: range.start, items: Vec::new() });
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Mapping { start: range.start, entries: Vec::new(), key: None });
                None
            }
            Event::Scalar(value, style, ..) => {
                let written = text.get(range.usize()).unwrap_or_default();
                let end = range.start + written_length(written, &value, style) as u32;
                let is_null = style == ScalarStyle::Plain && matches!(&*value, "" | "~" | "null");
                let value = if is_null { Value::Null } else { Value::Scalar(SmolStr::new(&value)) };
                Some(Node { value, range: TextRange::new(range.start, end) })
            }
            Event::Alias(_) => Some(Node { value: Value::Null, range }),
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|open| {
                let (start, value, last) = match open {
                    Open::Sequence { start, items } => {
                        let last = items.last().map(|node| node.range.end);
                        (start, Value::Array(items), last)
                    }
                    Open::Mapping { start, entries, .. } => {
                        let last = entries.last().map(|entry| entry.node.range.end);
                        (start, Value::Object(entries), last)
                    }
                };
                // In block style the end event stands at whatever comes next.
                let is_flow = text.get(start as usize..).is_some_and(|rest| rest.starts_with(['[', '{']));
                let end = if is_flow { range.end } else { last.unwrap_or(range.end) };
                Node { value, range: TextRange::new(start, end.max(start)) }
            }),
            _ => None,
        };
        if open.len() > MAX_DEPTH {
            return Err(SettingsError { line: span.start.line(), why: "nested too deeply".to_owned() });
        }
        let Some(node) = done else { continue };
        match open.last_mut() {
            None => documents.push(node),
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { entries, key, .. }) => match key.take() {
                Some((name, key_range)) => entries.push(Entry { key: name, key_range, node }),
                // A key that is no scalar names nothing that a rule could look for.
                None => *key = Some((SmolStr::new(node.text().unwrap_or_default()), node.range)),
            },
        }
    }
    Ok(documents)
}

/// How much of what the parser says a scalar spans is the scalar: not the comment behind it.
fn written_length(written: &str, value: &str, style: ScalarStyle) -> usize {
    let closing = |quote: char, escape: Option<char>| {
        let mut rest = written.char_indices().skip(1).peekable();
        while let Some((at, character)) = rest.next() {
            let next = rest.peek().map(|(_, next)| *next);
            if Some(character) == escape || (character == quote && escape.is_none() && next == Some(quote)) {
                rest.next();
            } else if character == quote {
                return Some(at + 1);
            }
        }
        None
    };
    let length = match style {
        ScalarStyle::SingleQuoted if written.starts_with('\'') => closing('\'', None),
        ScalarStyle::DoubleQuoted if written.starts_with('"') => closing('"', Some('\\')),
        ScalarStyle::Plain if written.starts_with(value) => Some(value.len()),
        _ => None,
    };
    length.unwrap_or_else(|| written.trim_end().len())
}

/// The parser counts characters; ranges are bytes.
struct Offsets {
    /// The byte offset of every character; none where all of them are one byte.
    characters: Option<Vec<u32>>,
    length: u32,
}

impl Offsets {
    fn new(text: &str) -> Offsets {
        let characters = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at as u32).collect());
        Offsets { characters, length: text.len() as u32 }
    }

    fn offset(&self, index: usize) -> u32 {
        let offset = match &self.characters {
            Some(characters) => characters.get(index).copied(),
            None => u32::try_from(index).ok(),
        };
        offset.unwrap_or(self.length).min(self.length)
    }

    fn range(&self, span: Span) -> TextRange {
        let start = self.offset(span.start.index());
        TextRange::new(start, self.offset(span.end.index()).max(start))
    }
}
