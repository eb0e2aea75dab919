//! What fixes would change, as a unified diff that `git apply` and `patch -p1` take from the working directory.

use std::io::IsTerminal as _;
use std::path::Path;

use dslint_linter::FixedFile;
use dslint_syntax::text::{Encoding, SourceText};
use similar::TextDiff;

use crate::paths;
use crate::report::escape;
use crate::style::{self, paint};

/// Lines around a change.
const CONTEXT: usize = 3;

/// The diff of all files, for a file or a pipe to the letter, for a terminal in colours and with nothing in it that a
/// terminal obeys.
pub(crate) fn render(files: &[FixedFile], working_directory: &Path, to_file: bool) -> String {
    let text: String = files.iter().map(|file| of_file(file, working_directory)).collect();
    if to_file || !std::io::stdout().is_terminal() { text } else { coloured(&text) }
}

fn of_file(file: &FixedFile, working_directory: &Path) -> String {
    let path = paths::relative(working_directory, &file.path);
    let (old, new) = (decoded(&file.old), decoded(&file.new));
    let lines = |text: &'_ str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(&old), lines(&new));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    diff.unified_diff().context_radius(CONTEXT).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}

/// The text with its byte order mark, which is part of the first line where the file is UTF-8.
fn decoded(bytes: &[u8]) -> String {
    match SourceText::decode(bytes.to_vec()) {
        Ok(decoded) if decoded.encoding == Encoding::Utf8Bom => format!("\u{feff}{}", decoded.text),
        Ok(decoded) => decoded.text,
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn coloured(text: &str) -> String {
    let line = |line: &str| {
        let shown = escape::line(line.trim_end_matches('\r'));
        let painted = match line.as_bytes().first() {
            Some(b'+') => paint(style::GOOD, shown),
            Some(b'-') => paint(style::ERROR, shown),
            Some(b'@') => paint(style::FRAME, shown),
            _ => shown.into_owned(),
        };
        painted + "\n"
    };
    text.lines().map(line).collect()
}
