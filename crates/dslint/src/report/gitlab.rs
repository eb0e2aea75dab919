//! The Code Quality report of GitLab, which compares the fingerprints of two branches in a merge request.

use serde::Serialize;

use dslint_rules::Severity;

use super::view::{Finding, Report};
use super::{RenderError, fingerprint};

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
    positions: Positions,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

/// The report as an array of issues. Paths start at the top of the tree, as GitLab wants them.
pub fn render(report: &Report<'_>) -> Result<String, RenderError> {
    let fingerprints = fingerprint::all(report.findings.iter());
    let issues: Vec<Issue<'_>> = report.findings.iter().zip(fingerprints).map(|(it, own)| issue(it, own)).collect();
    let mut text = serde_json::to_string_pretty(&issues)?;
    text.push('\n');
    Ok(text)
}

fn issue<'a>(finding: &'a Finding<'a>, fingerprint: String) -> Issue<'a> {
    let (start, end) = (finding.place.start, finding.place.end);
    Issue {
        description: &finding.diagnostic.message,
        check_name: finding.diagnostic.rule.code.as_str(),
        fingerprint,
        severity: severity(finding.diagnostic.severity),
        location: Location {
            path: &finding.place.path_from_root,
            lines: Lines { begin: start.line, end: end.line },
            positions: Positions {
                begin: Position { line: start.line, column: start.column },
                end: Position { line: end.line, column: end.column },
            },
        },
    }
}

/// GitLab has `info`, `minor`, `major`, `critical` and `blocker`.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Note => "info",
    }
}
