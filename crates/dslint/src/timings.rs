//! `--timings`: how much was read and where the time went, for standard error.

use std::fmt::Write as _;
use std::time::Duration;

use dslint_linter::Analysis;

use crate::style::{self, paint};
use crate::wrap::{counted, number};

/// One line of numbers, then one for each phase.
pub(crate) fn table(analysis: &Analysis, walked: usize, walk: Duration, report: Duration) -> String {
    let timings = &analysis.timings;
    let searched = &analysis.searched;
    let mut text = format!(
        "{} {} walked, {} read ({} bytes), {} scanned, {} parsed\n",
        paint(style::STRONG, "timings:"),
        counted(walked, "file", "files"),
        number(timings.reads),
        number(usize::try_from(timings.bytes).unwrap_or(usize::MAX)),
        number(searched.scanned),
        number(searched.parsed),
    );
    let phases = [
        ("walk", walk),
        ("projects", timings.projects),
        ("scan", timings.scan),
        ("parse", timings.parse),
        ("bind, match", timings.matching),
        ("report", report),
    ];
    let total: Duration = phases.iter().map(|(_, time)| *time).sum();
    for (name, time) in phases.into_iter().chain([("total", total)]) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {name:<11} {:>9.1} ms", time.as_secs_f64() * 1000.0);
    }
    text
}
