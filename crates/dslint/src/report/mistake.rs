//! A mistake in a file that a user wrote for dslint, shown like a finding: message, place, and what to do.

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::term::{self, Chars, Config};

use dslint_linter::{SourceFile, SourceId};
use dslint_syntax::text::TextRange;

use super::excerpt::Excerpts;
use super::human::Styled;
use super::view::Place;
use super::{RenderError, escape};
use crate::style::{self, paint};
use crate::wrap::hanging;

/// The terminal that lines are wrapped for.
const WIDTH: usize = 100;
/// What is in front of a message.
const HEADER: usize = "error: ".len();
/// What is in front of the first line of a help.
const HELP: usize = "  = help: ".len();

/// The mistake with its line. `path` is how the file is called.
pub(crate) fn render(
    file: &SourceFile,
    path: &str,
    range: TextRange,
    message: &str,
    help: Option<&str>,
) -> Result<String, RenderError> {
    let (start, end) = file.position(range);
    let id = SourceId(0);
    let place = Place { file, id, path: path.to_owned(), path_from_root: path.to_owned(), range, start, end };
    let mut excerpts = Excerpts::of([&place]);
    let help = help.map(|help| {
        format!("{}: {}", paint(style::STRONG, "help"), hanging(&escape::line(help), WIDTH - HELP, "help: ".len()))
    });
    let diagnostic = codespan::Diagnostic::error()
        .with_message(hanging(&escape::line(message), WIDTH - HEADER, HEADER))
        .with_label(codespan::Label::primary(id, excerpts.range(&place)))
        .with_notes(help.into_iter().collect());
    let mut writer = Styled::default();
    let config = Config { chars: Chars::box_drawing(), ..Config::default() };
    term::emit_to_write_style(&mut writer, &config, &excerpts, &diagnostic)?;
    Ok(writer.text())
}
