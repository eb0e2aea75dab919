//! The comment that suppresses a finding, and where it goes so that it covers it (docs/suppressions.md).

use std::path::Path;

use dslint_linter::SourceKind;
use dslint_syntax::lexer::{Token, TokenKind, lex};
use dslint_syntax::text::{LineIndex, TextRange};

/// What stands where the reason goes.
const REASON: &str = "TODO: reason";

/// Where to insert what. `None` where no comment can stand: in JSON, or in the middle of a string over several lines.
pub(crate) fn insertion(path: &Path, text: &str, range: TextRange, code: &str) -> Option<(u32, String)> {
    let lines = LineIndex::new(text);
    let line = Line::of(text, &lines, range.start)?;
    match SourceKind::of(path)? {
        SourceKind::CSharp => csharp(text, line, range, code),
        SourceKind::Razor => Some(line.above(&format!("@* dslint: ignore[{code}] -- {REASON} *@"))),
        SourceKind::MsBuild => {
            // In front of the element, of which a finding may be an attribute.
            let open = text.get(..(range.start as usize + 1).min(text.len()))?.rfind('<')?;
            let line = Line::of(text, &lines, open as u32)?;
            // XML has no `--` in comments.
            let comment = format!("<!-- dslint: ignore[{code}]: {REASON} -->");
            line.text
                .trim_start()
                .starts_with('<')
                .then(|| line.above(&comment))
                .filter(|_| line.first() == open as u32)
        }
        _ => None,
    }
}

fn csharp(text: &str, line: Line<'_>, range: TextRange, code: &str) -> Option<(u32, String)> {
    let comment = format!("// dslint: ignore[{code}] -- {REASON}");
    let tokens = lex(text, &Default::default()).tokens;
    let is_inside = |offset: u32| tokens.iter().any(|token| holds(token, offset));
    let above = || (!is_inside(line.start)).then(|| line.above(&comment));
    if line.first() == range.start
        && let Some(insertion) = above()
    {
        return Some(insertion);
    }
    let ends_in_comment = |token: &Token| token.kind == TokenKind::Comment && token.range.end == line.end();
    match is_inside(line.end()) || tokens.iter().any(ends_in_comment) {
        true => above(),
        false => {
            let written = line.text.trim_end().len() as u32;
            Some((line.start + written, format!(" {comment}")))
        }
    }
}

/// Whether an offset lies in the middle of a token.
fn holds(token: &Token, offset: u32) -> bool {
    token.range.start < offset && offset < token.range.end
}

/// A line of a text.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: u32,
    /// Without its end.
    text: &'t str,
    /// How the lines of the file end.
    ending: &'static str,
}

impl<'t> Line<'t> {
    fn of(text: &'t str, lines: &LineIndex, offset: u32) -> Option<Line<'t>> {
        let number = lines.line_column(text, offset).line;
        let start = lines.line_range(text, number)?.start;
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Some(Line { start, text: lines.line_text(text, number), ending })
    }

    fn indent(&self) -> &'t str {
        &self.text[..self.text.len() - self.text.trim_start().len()]
    }

    /// Where the first thing stands that is no white space.
    fn first(&self) -> u32 {
        self.start + self.indent().len() as u32
    }

    fn end(&self) -> u32 {
        self.start + self.text.len() as u32
    }

    /// A line of its own in front of this one.
    fn above(&self, comment: &str) -> (u32, String) {
        (self.start, format!("{}{comment}{}", self.indent(), self.ending))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with the comment for the place marked by `§`.
    fn suppressed(path: &str, marked: &str) -> Option<String> {
        let at = marked.find('§').unwrap();
        let mut text = marked.replace('§', "");
        let (offset, comment) = insertion(Path::new(path), &text, TextRange::from_usize(at, at + 1), "DS7302")?;
        text.insert_str(offset as usize, &comment);
        Some(text)
    }

    #[track_caller]
    fn assert_is(path: &str, marked: &str, expected: &str) {
        assert_eq!(suppressed(path, marked).as_deref(), Some(expected));
    }

    #[test]
    fn in_csharp() {
        let comment = "// dslint: ignore[DS7302] -- TODO: reason";
        assert_is("A.cs", "x\n    §a = 1,\n", &format!("x\n    {comment}\n    a = 1,\n"));
        assert_is("A.cs", "x\r\n\t§a();\r\n", &format!("x\r\n\t{comment}\r\n\ta();\r\n"));
        assert_is("A.cs", "x = §a; \n", &format!("x = a; {comment} \n").replace("reason \n", "reason \n"));
        // What is behind `//` already is no comment of its own.
        assert_is("A.cs", "  x = §a; // so\n", &format!("  {comment}\n  x = a; // so\n"));
        assert_is(
            "A.cs",
            "  x = §a + \"\"\"\n  b\n  \"\"\";\n",
            &format!("  {comment}\n  x = a + \"\"\"\n  b\n  \"\"\";\n"),
        );
        assert_eq!(suppressed("A.cs", "x = \"\"\"\n  §b\n  \"\"\";\n"), None);
    }

    #[test]
    fn in_razor_and_project_files() {
        assert_is("A.cshtml", " <p>@§x</p>", " @* dslint: ignore[DS7302] -- TODO: reason *@\n <p>@x</p>");
        let comment = "<!-- dslint: ignore[DS7302]: TODO: reason -->";
        assert_is(
            "A.csproj",
            "<P>\n  <R\n    V=\"§7\" />\n</P>",
            &format!("<P>\n  {comment}\n  <R\n    V=\"7\" />\n</P>"),
        );
        assert_eq!(suppressed("A.csproj", "<P><R V=\"§7\" /></P>"), None, "nothing can stand in front of it alone");
        assert_eq!(suppressed("appsettings.json", "{\n  §\"a\": 1\n}"), None);
    }
}
