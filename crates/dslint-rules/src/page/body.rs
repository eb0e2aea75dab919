//! The Markdown of a page: title, text, what to do, examples.

use super::error::PageError;
use super::example::{Example, ExampleFile, Language, take_markers};

const WHAT_TO_DO: &str = "What to do";
const EXAMPLES: &str = "Examples";

/// The readable part of a page. `explain`, hover texts and the site show it; there is no second text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where the page stands, from the root of the repository.
    pub path: String,
    /// The title, without `#`.
    pub title: String,
    /// What changed and why: the text before the first section.
    pub text: String,
    /// The section `What to do`.
    pub what_to_do: String,
    /// The whole page without its head.
    pub markdown: String,
    /// The section `Examples`, taken apart.
    pub examples: Vec<Example>,
}

/// A fence, or a piece of text between fences.
enum Block<'a> {
    Text { prose: &'a str, offset: usize },
    Fence { info: &'a str, content: &'a str, offset: usize },
}

/// The head's text, where it begins, and where the body begins.
pub(crate) fn split_head(text: &str) -> Result<(&str, usize, usize), (usize, String)> {
    let start = text.len() - text.trim_start().len();
    match blocks(text, start).next() {
        Some(Ok(Block::Fence { info: "toml", content, offset })) => {
            let after = offset + content.len();
            let end = text[after..].find('\n').map_or(text.len(), |newline| after + newline + 1);
            Ok((content, offset, end))
        }
        Some(Err(error)) => Err(error),
        _ => Err((start, "a page begins with its head: a fence ```toml".to_owned())),
    }
}

impl Page {
    /// Reads what follows the head.
    pub(crate) fn read(path: &str, text: &str, body_start: usize) -> Result<Page, PageError> {
        let fail = |offset: usize, message: &str| PageError::at_offset(path, text, offset, message);
        let headings = headings(text, body_start).map_err(|(offset, message)| fail(offset, &message))?;
        let expected = [("# ", ""), ("## ", WHAT_TO_DO), ("## ", EXAMPLES)];
        for (index, (marks, wanted)) in expected.into_iter().enumerate() {
            let heading = headings.get(index);
            let is_right = heading.is_some_and(|(_, line)| {
                line.strip_prefix(marks).is_some_and(|title| wanted.is_empty() || title == wanted)
            });
            if !is_right {
                let offset = heading.map_or(text.len(), |(offset, _)| *offset);
                return Err(fail(offset, "the headings of a page are its title, `## What to do`, `## Examples`"));
            }
        }
        if let Some((offset, _)) = headings.get(expected.len()) {
            return Err(fail(*offset, "no heading follows `## Examples`"));
        }
        let section = |index: usize| {
            let (offset, line) = headings[index];
            let end = headings.get(index + 1).map_or(text.len(), |(next, _)| *next);
            (offset + line.len(), &text[offset + line.len()..end])
        };
        let before = text[body_start..headings[0].0].trim();
        if !before.is_empty() {
            return Err(fail(body_start, "text before the title"));
        }
        let (examples_start, examples) = section(2);
        let page = Page {
            path: path.to_owned(),
            title: headings[0].1[2..].trim().to_owned(),
            text: section(0).1.trim().to_owned(),
            what_to_do: section(1).1.trim().to_owned(),
            markdown: text[body_start..].trim().to_owned(),
            examples: read_examples(text, examples_start, examples.len())
                .map_err(|(offset, message)| fail(offset, &message))?,
        };
        if page.text.is_empty() || page.what_to_do.is_empty() {
            return Err(fail(headings[0].0, "a page says what changed and what to do"));
        }
        Ok(page)
    }

    /// Whether an example shows what the fixes make of it.
    pub fn has_fixed(&self) -> bool {
        self.examples.iter().any(Example::has_fixed)
    }
}

/// Headings of the first and second level outside fences, with their offsets.
fn headings(text: &str, start: usize) -> Result<Vec<(usize, &str)>, (usize, String)> {
    let mut headings = Vec::new();
    for block in blocks(text, start) {
        if let Block::Text { prose, mut offset } = block? {
            for line in prose.split_inclusive('\n') {
                if line.starts_with("# ") || line.starts_with("## ") {
                    headings.push((offset, line.trim_end()));
                }
                offset += line.len();
            }
        }
    }
    Ok(headings)
}

/// An example is the fences between two pieces of prose. A fence without a name begins an example of its own; fences that name
/// files form one project.
fn read_examples(text: &str, start: usize, len: usize) -> Result<Vec<Example>, (usize, String)> {
    let mut examples: Vec<Example> = Vec::new();
    let mut lead = "";
    let mut is_open = false;
    for block in blocks(&text[..start + len], start) {
        let (info, content, offset) = match block? {
            Block::Text { prose, .. } => {
                if !prose.trim().is_empty() {
                    lead = prose.trim();
                    is_open = false;
                }
                continue;
            }
            Block::Fence { info, content, offset } => (info, content, offset),
        };
        let fence_error = |message: String| (offset.saturating_sub(1), message);
        let mut words = info.split_ascii_whitespace();
        let language = words.next().unwrap_or("");
        let Some(language) = Language::of_fence(language) else {
            return Err(fence_error(format!(
                "a fence of an example is cs, cshtml, xml, json or yaml, not `{language}`"
            )));
        };
        let mut name = words.next();
        let again = name.filter(|word| matches!(*word, "fixed" | "kept" | "adopted"));
        if let Some(word) = again {
            name = words.next();
            let file = examples.last_mut().filter(|_| is_open).and_then(|example| match name {
                Some(name) => example.files.iter_mut().find(|file| file.name == name),
                None => example.files.last_mut(),
            });
            let slot = file.map(|file| match word {
                "fixed" => &mut file.fixed,
                "kept" => &mut file.kept,
                _ => &mut file.adopted,
            });
            match slot {
                Some(slot) if slot.is_none() => *slot = Some(content.to_owned()),
                _ => return Err(fence_error(format!("a fence `{word}` follows the file that it shows again"))),
            }
            continue;
        }
        let line = text[..offset].matches('\n').count() + 1;
        let (plain, expected) = take_markers(content).map_err(|(index, message)| {
            let at = content.split_inclusive('\n').take(index).map(str::len).sum::<usize>();
            (offset + at, message)
        })?;
        let file = ExampleFile {
            name: name.unwrap_or(language.default_name()).to_owned(),
            is_named: name.is_some(),
            language,
            text: plain,
            expected,
            fixed: None,
            kept: None,
            adopted: None,
            line,
        };
        match examples.last_mut().filter(|_| is_open) {
            Some(example) if file.is_named && example.files.iter().all(|known| known.is_named) => {
                if example.files.iter().any(|known| known.name == file.name) {
                    return Err(fence_error(format!("two files `{}` in one example", file.name)));
                }
                example.files.push(file);
            }
            _ => examples.push(Example { lead: std::mem::take(&mut lead).to_owned(), files: vec![file] }),
        }
        is_open = true;
    }
    Ok(examples)
}

/// Cuts Markdown into fences and the text between them.
fn blocks(text: &str, start: usize) -> impl Iterator<Item = Result<Block<'_>, (usize, String)>> {
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let begin = at;
        let mut line_start = at;
        for line in text[begin..].split_inclusive('\n') {
            let Some(ticks) = fence_ticks(line) else {
                line_start += line.len();
                continue;
            };
            if line_start > begin {
                at = line_start;
                return Some(Ok(Block::Text { prose: &text[begin..line_start], offset: begin }));
            }
            let info = line[ticks..].trim();
            let content_start = line_start + line.len();
            let mut end = content_start;
            for inner in text[content_start..].split_inclusive('\n') {
                if fence_ticks(inner).is_some_and(|closing| closing >= ticks && inner[closing..].trim().is_empty()) {
                    at = end + inner.len();
                    let content = &text[content_start..end];
                    return Some(Ok(Block::Fence { info, content, offset: content_start }));
                }
                end += inner.len();
            }
            at = text.len();
            return Some(Err((line_start, "a fence that is not closed".to_owned())));
        }
        at = text.len();
        Some(Ok(Block::Text { prose: &text[begin..], offset: begin }))
    })
}

/// The number of backticks of a line that opens or closes a fence.
fn fence_ticks(line: &str) -> Option<usize> {
    let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
    (ticks >= 3).then_some(ticks)
}
