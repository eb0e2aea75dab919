//! `.env` files: a variable on each line, as Compose and most shells read them.

use super::{Entry, Node, Value};
use crate::text::TextRange;
use smol_str::SmolStr;

pub(super) fn parse(text: &str) -> Vec<Node> {
    let mut entries = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        entries.extend(entry(line, start));
        start += line.len();
    }
    let range = TextRange::from_usize(0, text.len());
    if entries.is_empty() { Vec::new() } else { vec![Node { value: Value::Object(entries), range }] }
}

fn entry(line: &str, start: usize) -> Option<Entry> {
    let trimmed = line.trim_start();
    let assignment = trimmed.strip_prefix("export ").unwrap_or(trimmed);
    let (name, written) = assignment.split_once('=')?;
    let name = name.trim_end();
    if name.is_empty() || name.starts_with('#') || name.contains(char::is_whitespace) {
        return None;
    }
    let name_at = start + line.len() - assignment.len();
    let lead = written.len() - written.trim_start().len();
    let value_at = name_at + assignment.len() - written.len() + lead;
    let written = written.trim();
    let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''));
    let (value, length) = match quote.and_then(|quote| Some((1, written[1..].find(quote)? + 1))) {
        Some((open, close)) => (&written[open..close], close + 1),
        None => {
            let plain = written.split(" #").next().unwrap_or_default().trim_end();
            (plain, plain.len())
        }
    };
    Some(Entry {
        key: SmolStr::new(name),
        key_range: TextRange::from_usize(name_at, name_at + name.len()),
        node: Node {
            value: Value::Scalar(SmolStr::new(value)),
            range: TextRange::from_usize(value_at, value_at + length),
        },
    })
}
