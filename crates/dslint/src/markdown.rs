//! The Markdown of rule pages as text for a terminal, and as plain text. Pages use headings, paragraphs, lists, fences and
//! inline code; what else there is stays as written.

use anstyle::Style;

use crate::style::{self, paint};
use crate::wrap::wrap;

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
enum Block<'a> {
    Heading {
        level: usize,
        text: &'a str,
    },
    Paragraph(String),
    Item {
        marker: String,
        text: String,
    },
    Fence {
        info: &'a str,
        lines: Vec<&'a str>,
    },
    /// Tables, quotes and the like.
    Verbatim(&'a str),
    Blank,
}

/// The page for a terminal, wrapped, with escape codes.
pub(crate) fn styled(markdown: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for block in blocks(markdown) {
        match block {
            Block::Heading { level: 1, text } => lines.push(paint(style::STRONG.underline(), text.replace('`', ""))),
            Block::Heading { text, .. } => lines.push(paint(style::STRONG, text)),
            Block::Paragraph(text) => lines.extend(inline(&wrap(&unlinked(&text), width))),
            Block::Item { marker, text } => {
                let indent = " ".repeat(marker.len() + 1);
                let wrapped = inline(&wrap(&unlinked(&text), width.saturating_sub(indent.len())));
                for (number, line) in wrapped.into_iter().enumerate() {
                    let start = if number == 0 { format!("{marker} ") } else { indent.clone() };
                    lines.push(start + &line);
                }
            }
            Block::Fence { info, lines: code } => {
                let name = info.split_once(' ').map_or("", |(_, name)| name.trim());
                if !name.is_empty() {
                    lines.push(paint(style::FAINT, format!("    {name}")));
                }
                lines.extend(
                    code.into_iter().map(|line| format!("    {}", paint(style::CODE, line)).trim_end().to_owned()),
                );
            }
            Block::Verbatim(line) => lines.push(line.to_owned()),
            Block::Blank => lines.push(String::new()),
        }
    }
    lines.join("\n").trim_matches('\n').to_owned() + "\n"
}

/// The page without marks and escape codes.
pub(crate) fn plain(markdown: &str) -> String {
    anstream::adapter::strip_str(styled(markdown, usize::MAX).trim_end()).to_string()
}

fn blocks(markdown: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(fence) = trimmed.strip_prefix("```") {
            let marks = 3 + (fence.len() - fence.trim_start_matches('`').len());
            let close = &trimmed[..marks];
            let code = lines.by_ref().take_while(|line| line.trim() != close).collect();
            blocks.push(Block::Fence { info: fence.trim_start_matches('`').trim(), lines: code });
        } else if trimmed.is_empty() {
            blocks.push(Block::Blank);
        } else if let Some((level, text)) = heading(trimmed) {
            blocks.push(Block::Heading { level, text });
        } else if trimmed.starts_with(['|', '>', '<']) {
            blocks.push(Block::Verbatim(line));
        } else if let Some((marker, text)) = item(line) {
            blocks.push(Block::Item { marker, text: text.to_owned() });
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(text) | Block::Item { text, .. }) => {
                    text.push(' ');
                    text.push_str(trimmed);
                }
                _ => blocks.push(Block::Paragraph(trimmed.to_owned())),
            }
        }
    }
    blocks
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.len() - line.trim_start_matches('#').len();
    let text = line[level..].strip_prefix(' ')?;
    (1..=6).contains(&level).then(|| (level, text.trim()))
}

/// `- text`, `* text`, `1. text`, with the marker as it is shown, indentation included.
fn item(line: &str) -> Option<(String, &str)> {
    let indent = line.len() - line.trim_start().len();
    let (marker, text) = line.trim_start().split_once(' ')?;
    let is_number = marker
        .strip_suffix('.')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()));
    let is_item = is_number || marker == "-" || marker == "*";
    is_item.then(|| (format!("{}{marker}", " ".repeat(indent)), text))
}

/// `[text](link)` as `text (link)`.
fn unlinked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, from) = rest.split_at(open);
        plain.push_str(before);
        let link = from.find("](").and_then(|middle| {
            let close = middle + from[middle..].find(')')?;
            let words = &from[1..middle];
            (!words.contains(['[', '`', '\n'])).then(|| (words, &from[middle + 2..close], close + 1))
        });
        match link {
            Some((words, target, end)) => {
                plain.push_str(&if words == target { words.to_owned() } else { format!("{words} ({target})") });
                rest = &from[end..];
            }
            None => {
                plain.push('[');
                rest = &from[1..];
            }
        }
    }
    plain + rest
}

/// Inline code and strong text in their styles. Lines come wrapped, so a span may go over several.
fn inline(lines: &[String]) -> Vec<String> {
    let mut open: Option<(&str, Style)> = None;
    lines
        .iter()
        .map(|line| {
            let mut styled = open.map(|(_, style)| style.to_string()).unwrap_or_default();
            let mut rest = line.as_str();
            while !rest.is_empty() {
                let (mark, style) = match open {
                    Some(span) => span,
                    None if rest.starts_with("**") => ("**", style::STRONG),
                    None if rest.starts_with('`') => ("`", style::CODE),
                    None => {
                        let next = rest.find(['`', '*']).filter(|at| *at > 0).unwrap_or(1);
                        let next = (next..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
                        styled.push_str(&rest[..next]);
                        rest = &rest[next..];
                        continue;
                    }
                };
                let shown = if mark == "`" { mark } else { "" };
                if open.is_none() {
                    open = Some((mark, style));
                    styled.push_str(&format!("{style}{shown}"));
                    rest = &rest[mark.len()..];
                } else if let Some(end) = rest.find(mark) {
                    open = None;
                    styled.push_str(&format!("{}{shown}{style:#}", &rest[..end]));
                    rest = &rest[end + mark.len()..];
                } else {
                    styled.push_str(rest);
                    rest = "";
                }
            }
            if let Some((_, style)) = open {
                styled.push_str(&format!("{style:#}"));
            }
            styled
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
# `Old` was renamed

Use `New` instead,
see [the guide](https://x.y/z) and **not** the blog.

## What to do

- First `a`
  goes on.
- Second.

```cs Program.cs
new New(); // error
```
";

    #[test]
    fn plain_text() {
        let expected = "\
Old was renamed

Use `New` instead, see the guide (https://x.y/z) and not the blog.

What to do

- First `a` goes on.
- Second.

    Program.cs
    new New(); // error";
        assert_eq!(plain(PAGE), expected);
    }

    #[test]
    fn styles_are_closed_on_every_line() {
        for line in styled(PAGE, 12).lines() {
            let opened = line.matches("\x1b[").count() - line.matches("\x1b[0m").count();
            assert!(opened == 0 || line.ends_with("\x1b[0m"), "{line:?}");
        }
        let stripped = anstream::adapter::strip_str(&styled("a `b c d e f` g", 5)).to_string();
        assert_eq!(stripped, "a `b\nc d e\nf` g\n");
    }

    #[test]
    fn brackets_that_are_no_links_stay() {
        assert_eq!(unlinked("a string[] [x] b"), "a string[] [x] b");
        assert_eq!(unlinked("[https://a](https://a)!"), "https://a!");
    }
}
