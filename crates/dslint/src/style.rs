//! The few colours of the program, in one place.

use anstyle::{AnsiColor, Style};
use dslint_rules::Severity;

/// Errors.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Warnings.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Notes.
pub(crate) const NOTE: Style = AnsiColor::Cyan.on_default().bold();
/// Good news.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What matters.
pub(crate) const STRONG: Style = Style::new().bold();
/// What does not matter much.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Frames, line numbers, links.
pub(crate) const FRAME: Style = AnsiColor::Blue.on_default();
/// Code in running text.
pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();

/// The style of a severity.
pub(crate) const fn of(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Note => NOTE,
    }
}

/// `text` in a style. Whether the escape codes arrive is decided where the text is printed.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
