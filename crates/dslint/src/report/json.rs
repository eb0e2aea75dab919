//! The JSON report: a contract, documented by docs/json.schema.json. Fields are added, never changed or removed, without a
//! new `version`.

use serde::Serialize;

use super::view::{Finding, Place, Report, SuppressedFinding};
use super::{RenderError, generated};

/// Version of the contract.
const VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Document<'a> {
    version: u32,
    tool: ToolObject,
    from: Option<&'a str>,
    to: &'a str,
    findings: Vec<FindingObject<'a>>,
    suppressed_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Vec<SuppressedObject<'a>>>,
    baseline: Option<BaselineObject<'a>>,
    projects: Vec<ProjectObject<'a>>,
    searched: SearchedObject<'a>,
    skipped: Vec<SkippedObject<'a>>,
    generated: Vec<GeneratedObject<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingObject<'a> {
    rule: &'a str,
    code: &'a str,
    severity: &'a str,
    effect: &'a str,
    confidence: &'a str,
    since: Option<String>,
    project: Option<&'a str>,
    #[serde(flatten)]
    place: PlaceObject<'a>,
    message: &'a str,
    help: Option<&'a str>,
    docs: Option<&'a str>,
    related: Vec<RelatedObject<'a>>,
    fix: Option<FixObject<'a>>,
    decisions: Vec<DecisionObject<'a>>,
    baseline_state: Option<&'static str>,
}

#[derive(Serialize)]
struct BaselineObject<'a> {
    path: &'a str,
    known: usize,
    gone: usize,
}

#[derive(Serialize)]
struct DecisionObject<'a> {
    decision: &'a str,
    title: &'a str,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct SuppressedObject<'a> {
    finding: FindingObject<'a>,
    suppression: SuppressionObject<'a>,
}

#[derive(Serialize)]
struct SuppressionObject<'a> {
    kind: &'a str,
    reason: Option<&'a str>,
    path: Option<&'a str>,
    line: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceObject<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct RelatedObject<'a> {
    #[serde(flatten)]
    place: PlaceObject<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    #[serde(flatten)]
    place: PlaceObject<'a>,
    replacement: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProjectObject<'a> {
    path: &'a str,
    packages: Vec<PackageObject<'a>>,
    target_frameworks: &'a [String],
}

#[derive(Serialize)]
struct PackageObject<'a> {
    id: &'a str,
    version: Option<&'a str>,
    requested: &'a str,
}

#[derive(Serialize)]
struct SearchedObject<'a> {
    files: usize,
    reported: usize,
    scanned: usize,
    parsed: usize,
    projects: usize,
    bytes: u64,
    rules: Vec<&'a str>,
}

#[derive(Serialize)]
struct SkippedObject<'a> {
    path: &'a str,
    why: &'a str,
}

/// A file whose findings are not reported.
#[derive(Serialize)]
struct GeneratedObject<'a> {
    path: &'a str,
    why: &'a str,
    findings: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToolObject {
    version: &'static str,
    rule_set: &'static str,
}

/// The report as JSON.
pub fn render(report: &Report<'_>) -> Result<String, RenderError> {
    let mut text = serde_json::to_string_pretty(&document(report))?;
    text.push('\n');
    Ok(text)
}

/// The report as it is serialized.
pub(crate) fn document<'a>(report: &'a Report<'_>) -> Document<'a> {
    let searched = &report.searched;
    Document {
        version: VERSION,
        tool: ToolObject { version: env!("CARGO_PKG_VERSION"), rule_set: dslint_rules::DIGEST },
        from: report.from.as_deref(),
        to: &report.to,
        findings: report.findings.iter().map(finding_object).collect(),
        suppressed_count: report.suppressed.len(),
        suppressed: report.show_suppressed.then(|| report.suppressed.iter().map(suppressed_object).collect()),
        baseline: report.baseline.as_ref().map(|baseline| BaselineObject {
            path: &baseline.path,
            known: baseline.known,
            gone: baseline.gone,
        }),
        projects: report
            .projects
            .iter()
            .map(|project| ProjectObject {
                path: &project.path,
                packages: project
                    .packages
                    .iter()
                    .map(|package| PackageObject {
                        id: &package.id,
                        version: package.version.as_deref(),
                        requested: &package.requested,
                    })
                    .collect(),
                target_frameworks: &project.target_frameworks,
            })
            .collect(),
        searched: SearchedObject {
            files: searched.files,
            reported: searched.reported,
            scanned: searched.scanned,
            parsed: searched.parsed,
            projects: searched.projects,
            bytes: searched.bytes,
            rules: searched.rules.iter().map(|rule| rule.code.as_str()).collect(),
        },
        skipped: report.skipped.iter().map(|skip| SkippedObject { path: &skip.path, why: &skip.why }).collect(),
        generated: generated::files(report)
            .into_iter()
            .map(|file| GeneratedObject { path: file.path, why: file.why, findings: file.findings })
            .collect(),
    }
}

fn suppressed_object<'a>(suppressed: &'a SuppressedFinding<'a>) -> SuppressedObject<'a> {
    SuppressedObject {
        finding: finding_object(&suppressed.finding),
        suppression: SuppressionObject {
            kind: suppressed.by.kind.as_str(),
            reason: suppressed.by.reason.as_deref(),
            path: suppressed.at.as_ref().map(|at| at.path.as_str()),
            line: suppressed.at.as_ref().map(|at| at.start.line),
        },
    }
}

fn finding_object<'a>(finding: &'a Finding<'a>) -> FindingObject<'a> {
    let found = finding.diagnostic;
    FindingObject {
        rule: found.rule.name.as_str(),
        code: found.rule.code.as_str(),
        severity: found.severity.as_str(),
        effect: found.rule.effect.as_str(),
        confidence: found.confidence.as_str(),
        since: found.rule.since.as_ref().map(ToString::to_string),
        project: finding.project.as_deref(),
        place: place_object(&finding.place),
        message: &found.message,
        help: found.help.as_deref(),
        docs: found.rule.sources.first().map(String::as_str),
        related: finding
            .related
            .iter()
            .map(|(place, message)| RelatedObject { place: place_object(place), message })
            .collect(),
        fix: found.fix.as_ref().map(|fix| FixObject {
            title: &fix.title,
            applicability: fix.applicability.as_str(),
            edits: edit_objects(&finding.edits),
        }),
        decisions: finding
            .decisions
            .iter()
            .map(|way| DecisionObject {
                decision: way.decision.as_str(),
                title: way.title,
                edits: edit_objects(&way.edits),
            })
            .collect(),
        baseline_state: finding.baseline_state(),
    }
}

fn edit_objects<'a>(edits: &'a [(Place<'a>, &'a str)]) -> Vec<EditObject<'a>> {
    edits.iter().map(|(place, replacement)| EditObject { place: place_object(place), replacement }).collect()
}

fn place_object<'a>(place: &'a Place<'a>) -> PlaceObject<'a> {
    PlaceObject {
        path: &place.path,
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    }
}
