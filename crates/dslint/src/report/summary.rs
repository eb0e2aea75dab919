//! The end of the report for people: how much was found for which release, what was searched, what was not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;
use dslint_rules::Severity;

use super::view::{ProjectEntry, Report};
use super::{escape, generated};
use crate::style::{self, paint};
use crate::wrap::{counted, hanging, number};

/// Lines of each list.
const LONGEST_LIST: usize = 6;
/// The terminal that lines are wrapped for.
const WIDTH: usize = 100;

/// Counts by severity.
#[derive(Clone, Copy, Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// What was found for one release.
#[derive(Default)]
struct OfRelease<'a> {
    counts: Counts,
    /// Findings of each rule, by its code.
    rules: BTreeMap<&'a str, usize>,
}

impl Counts {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// `2 errors, 1 warning`, each in its colour when `styled`.
    fn text(self, styled: bool) -> String {
        let part = |count: usize, one: &str, many: &str, style: Style| {
            let text = counted(count, one, many);
            (count > 0).then(|| if styled { paint(style, text) } else { text })
        };
        let parts = [
            part(self.errors, "error", "errors", style::ERROR),
            part(self.warnings, "warning", "warnings", style::WARNING),
            part(self.notes, "note", "notes", style::NOTE),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Adds the summary.
pub(super) fn push(text: &mut String, report: &Report<'_>) {
    let mut lines = Vec::new();
    // That nothing was there to check is an error, told elsewhere.
    if report.searched.reported > 0 {
        if report.findings.is_empty() {
            lines.push(nothing_found(report));
        } else {
            lines.extend(found(report));
            lines.push(searched(report));
        }
        lines.extend(hidden(report));
        lines.extend(suppressed(report));
        lines.extend(not_reported(report));
        lines.extend(known(report));
        let range = report.range.as_ref().filter(|range| range.before > 0);
        lines.extend(
            range.map(|range| format!("{} {}", paint(style::STRONG, "left out:"), escape::line(&range.text()))),
        );
        lines.extend(routes(report));
    }
    lines.extend(not_read(report));
    lines.extend(more(report));
    for line in lines {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn nothing_found(report: &Report<'_>) -> String {
    let what = if report.baseline.is_some() || report.range.is_some() { "no new findings" } else { "no findings" };
    format!("{}: {}", paint(style::GOOD, what), what_was_searched(report))
}

fn searched(report: &Report<'_>) -> String {
    format!("{} {}", paint(style::STRONG, "searched"), what_was_searched(report))
}

/// `6 rules over 1,234 files, 87 of them parsed`
fn what_was_searched(report: &Report<'_>) -> String {
    let searched = &report.searched;
    let rules = counted(searched.rules.len(), "rule", "rules");
    let files = match searched.files - searched.reported.min(searched.files) {
        0 => counted(searched.files, "file", "files"),
        context => {
            format!("{} (and {} around for context)", counted(searched.reported, "file", "files"), number(context))
        }
    };
    format!("{rules} over {files}, {} parsed", number(searched.parsed))
}

/// The total, then one line for each release.
fn found(report: &Report<'_>) -> Vec<String> {
    let mut total = Counts::default();
    let mut releases: BTreeMap<Option<(u32, u32)>, OfRelease<'_>> = BTreeMap::new();
    let mut files: Vec<&str> = Vec::new();
    for finding in &report.findings {
        let found = finding.diagnostic;
        total.add(found.severity);
        let of_release = releases.entry(found.rule.release()).or_default();
        of_release.counts.add(found.severity);
        *of_release.rules.entry(found.rule.code.as_str()).or_default() += 1;
        files.push(&finding.place.path);
    }
    files.sort_unstable();
    files.dedup();
    let mut lines = vec![format!(
        "{} {} in {}",
        paint(style::STRONG, "found"),
        total.text(true),
        counted(files.len(), "file", "files")
    )];
    let width = releases.values().map(|it| it.counts.text(false).len()).max().unwrap_or(0);
    for (release, OfRelease { counts, rules }) in releases.iter().rev() {
        let release = release.map_or_else(|| "any".to_owned(), |(major, minor)| format!("{major}.{minor}"));
        let times = |(code, count): (&&str, &usize)| match count {
            1 => (*code).to_owned(),
            count => format!("{code} ×{}", number(*count)),
        };
        let rules = rules.iter().map(times).collect::<Vec<_>>().join(", ");
        let indent = 2 + 5 + 1 + width + 2;
        lines.push(format!(
            "  {:<5} {:<width$}  {}",
            format!("{release}:"),
            counts.text(false),
            paint(style::FAINT, hanging(&rules, WIDTH.saturating_sub(indent).max(20), indent)),
        ));
    }
    lines
}

fn hidden(report: &Report<'_>) -> Option<String> {
    (report.hidden > 0).then(|| {
        let findings = counted(report.hidden, "finding is", "findings are");
        format!("{} {findings} below --min-severity", paint(style::STRONG, "not shown:"))
    })
}

fn suppressed(report: &Report<'_>) -> Option<String> {
    let count = report.suppressed.iter().filter(|it| !generated::is_generated(it)).count();
    let findings = counted(count, "finding", "findings");
    let how = if report.show_suppressed || report.range.is_some() {
        ""
    } else {
        "; --show-suppressed shows them with the reasons"
    };
    (count > 0).then(|| format!("{} {findings}{how}", paint(style::STRONG, "suppressed:")))
}

/// `3 generated files not reported, with 5 findings`
fn not_reported(report: &Report<'_>) -> Option<String> {
    let files = generated::files(report);
    let findings = counted(files.iter().map(|file| file.findings).sum(), "finding", "findings");
    let how = if report.show_suppressed || report.range.is_some() { "" } else { "; --show-suppressed shows them" };
    let what = counted(files.len(), "generated file", "generated files");
    (!files.is_empty()).then(|| format!("{} not reported, with {findings}{how}", paint(style::STRONG, what)))
}

fn known(report: &Report<'_>) -> Option<String> {
    let baseline = report.baseline.as_ref()?;
    let text = hanging(&escape::line(&baseline.text()), WIDTH - "baseline: ".len(), 2);
    Some(format!("{} {text}", paint(style::STRONG, "baseline:")))
}

/// One line for each way from one version to another, with the projects that go it, and one for the others.
fn routes(report: &Report<'_>) -> Vec<String> {
    let (with, without): (Vec<_>, Vec<_>) = report.projects.iter().partition(|project| project.uses_identity_server);
    let mut ways: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for project in &with {
        ways.entry(route(report, project)).or_default().push(name(&project.path));
    }
    let width = ways.keys().map(|way| way.chars().count()).max().unwrap_or(0);
    let indent = 2 + width + 2;
    let mut lines: Vec<String> = ways
        .iter()
        .map(|(way, projects)| {
            let mut shown = projects.iter().take(LONGEST_LIST).copied().collect::<Vec<_>>().join(", ");
            if projects.len() > LONGEST_LIST {
                shown.push_str(&format!(" and {} more", number(projects.len() - LONGEST_LIST)));
            }
            let projects = hanging(&escape::line(&shown), WIDTH.saturating_sub(indent).max(30), indent);
            format!("  {}{}  {projects}", paint(style::STRONG, way), " ".repeat(width - way.chars().count()))
        })
        .collect();
    let others = counted(without.len(), "project", "projects");
    match (with.is_empty(), without.is_empty()) {
        (false, false) => lines.push(paint(style::FAINT, format!("  {others} without IdentityServer"))),
        (true, false) => {
            let from =
                report.from.as_ref().map(|from| format!("; taken as {from} → {}", report.to)).unwrap_or_default();
            lines.push(format!("  {others}, none with a reference to IdentityServer{from}"));
        }
        (true, true) => {
            let from = report.from.as_deref().unwrap_or("any version");
            lines.push(format!("  no project file: taken as {from} → {}", report.to));
        }
        (false, true) => {}
    }
    lines
}

/// The file name of a project without its extension.
fn name(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn route(report: &Report<'_>, project: &ProjectEntry) -> String {
    let to = &report.to;
    let start = project.start.as_ref().filter(|start| Some(*start) != project.identity_server.as_ref());
    if let (None, Some(start), Some(own)) = (&report.from, start, &project.identity_server) {
        return format!("{start} → {to} (refers to {own} now)");
    }
    match (&report.from, &project.identity_server) {
        (Some(from), Some(own)) if from != &own.to_string() => format!("{from} → {to} (refers to {own})"),
        (Some(from), _) => format!("{from} → {to}"),
        (None, Some(own)) if own.to_string() == *to => format!("at {to} already"),
        (None, Some(own)) => format!("{own} → {to}"),
        (None, None) => format!("unknown version → {to} (say which with --from)"),
    }
}

/// How to read on.
fn more(report: &Report<'_>) -> Option<String> {
    let worst = report.findings.iter().map(|finding| finding.diagnostic).min_by_key(|found| found.severity)?;
    let explain = format!("dslint explain {}", worst.rule.code);
    Some(format!("{} {} shows what changed and what to do", paint(style::STRONG, "more:"), paint(style::CODE, explain)))
}

fn not_read(report: &Report<'_>) -> Vec<String> {
    let skipped = &report.skipped;
    if skipped.is_empty() {
        return Vec::new();
    }
    let mut lines =
        vec![format!("{} {}", paint(style::WARNING, "not wholly read:"), counted(skipped.len(), "place", "places"))];
    for skip in skipped.iter().take(LONGEST_LIST) {
        let text = format!("{}: {}", escape::line(&skip.path), escape::line(&skip.why));
        lines.push(format!("  {}", hanging(&text, WIDTH - 4, 4)));
    }
    if skipped.len() > LONGEST_LIST {
        let more = number(skipped.len() - LONGEST_LIST);
        lines.push(paint(style::FAINT, format!("  … and {more} more: all of them are in --format json")));
    }
    lines
}
