//! One line for each finding: `path:line:col: error DS7302 message`.

use std::fmt::Write as _;

use super::escape;
use super::view::Report;
use crate::style::{self, paint};

/// The findings, one on each line.
pub fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let found = finding.diagnostic;
        let at = finding.place.start;
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{}:{}:{}: {} {} {}",
            escape::line(&finding.place.path),
            at.line,
            at.column,
            paint(style::of(found.severity), found.severity),
            found.rule.code,
            escape::one_line(&found.message),
        );
    }
    text
}
