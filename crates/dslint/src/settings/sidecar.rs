//! Ignores for files that cannot hold a comment, such as JSON: they stand in the settings file, beside what they are about.

use dslint_project::Location;
use dslint_rules::Rule;
use dslint_syntax::text::TextRange;
use dslint_version::NuGetVersion;

/// Findings of one rule to leave out in some files.
#[derive(Clone, Debug)]
pub(crate) struct SidecarIgnore {
    /// The rule.
    pub(crate) rule: &'static Rule,
    /// The files, in the syntax of `.gitignore`, from the directory of the settings file. It is a valid pattern:
    /// [`Exclude::new`](crate::exclude::Exclude::new) takes it.
    pub(crate) path: String,
    /// The first target for which the findings are reported again.
    pub(crate) until: Option<NuGetVersion>,
    /// Why the findings may stay. Not empty.
    pub(crate) reason: String,
    /// The `[[ignore]]` table: the settings file and the bytes of its decoded text.
    pub(crate) at: Location,
    /// The line of the table, from 1.
    pub(crate) line: u32,
    /// What goes when the table goes; none where it is written in another way.
    pub(crate) removal: Option<TextRange>,
}

/// The lines of an `[[ignore]]` table from its header to the end of its last value, with the comments that stand directly
/// above it and the blank lines behind it. None for tables in a list, as in `ignore = [{ … }]`.
pub(crate) fn removal(text: &str, header: u32, last: u32) -> Option<TextRange> {
    let (header, last) = (header as usize, last as usize);
    let mut start = text.get(..header)?.rfind('\n').map_or(0, |at| at + 1);
    if !text.get(start..)?.trim_start().starts_with("[[") {
        return None;
    }
    let end_of_line = |at: usize| text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
    let mut end = end_of_line(last);
    let line_before = |start: usize| {
        let before = text[..start].strip_suffix('\n')?;
        Some(before.rfind('\n').map_or(0, |at| at + 1))
    };
    while let Some(line) = line_before(start).filter(|&line| text[line..start].trim_start().starts_with('#')) {
        start = line;
    }
    while end < text.len() && text[end..end_of_line(end)].trim().is_empty() {
        end = end_of_line(end);
    }
    // At the end of the file, it is the blank lines before it that are left over.
    while end == text.len()
        && let Some(line) = line_before(start).filter(|&line| text[line..start].trim().is_empty())
    {
        start = line;
    }
    Some(TextRange::from_usize(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_goes_with_its_comments() {
        let rules = "# rules\n[rules]\nDS7303 = \"note\" # quiet\n\n";
        let first = "# JSON has no comments,\n# so this is here\n[[ignore]]\npath = \"a\"\nreason = \"x\" # why\n\n";
        let second = "[[ignore]]\r\npath = \"b\"\r\nreason = \"y\"\r\n";
        let text = format!("{rules}{first}{second}");
        let without = |part: &str, value: &str| {
            let header = text.find(part).unwrap() + part.find("[[").unwrap();
            let last = text.find(value).unwrap() + value.len();
            let range = removal(&text, header as u32, last as u32).unwrap();
            let mut text = text.clone();
            text.replace_range(range.usize(), "");
            text
        };
        assert_eq!(without(first, "\"x\""), format!("{rules}{second}"));
        assert_eq!(without(second, "\"y\""), format!("{rules}{}", first.trim_end_matches('\n').to_owned() + "\n"));
        assert_eq!(removal("ignore = [{ path = \"a\" }]", 10, 20), None);
    }
}
