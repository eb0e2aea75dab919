//! What a range of commits adds, in the formats of `diff`: the findings as `check` reports them, then the plan.

use std::path::Path;

use serde::Serialize;

use super::raised::Raised;
use super::revisions::Range;
use crate::cli::{DiffArguments, DiffFormat, PlanFormat};
use crate::console::Console;
use crate::error::Error;
use crate::plan::{self, Document};
use crate::report::{self, Report};
use crate::style::{self, paint};
use crate::{inline, paths, step_summary};

/// Version of the contract.
const VERSION: u32 = 1;

/// What there is to tell.
pub(super) struct Outcome<'a> {
    pub(super) range: &'a Range,
    pub(super) report: &'a Report<'a>,
    pub(super) raised: &'a Raised,
    pub(super) plan: Option<&'a Document>,
    /// Where paths start.
    pub(super) here: &'a Path,
}

/// The report in the format that was asked for.
pub(super) fn render(outcome: &Outcome<'_>, arguments: &DiffArguments, console: &Console) -> Result<String, Error> {
    let report = outcome.report;
    let failed = |error: report::RenderError| Error::Render(error.to_string());
    match arguments.format {
        DiffFormat::Human => {
            let mut text = report::human::render(report, !arguments.quiet).map_err(failed)?;
            if let Some(plan) = outcome.plan {
                if !text.is_empty() {
                    text.push('\n');
                }
                let title = format!("the upgrade in {}", report::escape::line(&outcome.range.name));
                text.push_str(&format!("{}\n\n", paint(style::STRONG, title)));
                text.push_str(&plan::render(plan, PlanFormat::Human)?);
            }
            Ok(text)
        }
        DiffFormat::Concise => Ok(report::concise::render(report)),
        DiffFormat::Markdown => {
            let name = inline::markdown_code(&outcome.range.name);
            let mut text = format!("# What {name} adds\n\n{}", report::step_summary::render(report, usize::MAX));
            if let Some(plan) = outcome.plan {
                text.push('\n');
                text.push_str(&plan::render(plan, PlanFormat::Markdown)?);
            }
            Ok(text)
        }
        DiffFormat::Json => json(outcome).map_err(|error| Error::Render(error.to_string())),
        DiffFormat::Github => {
            let has_summary = step_summary::append(report, console);
            Ok(report::github::render(report, has_summary))
        }
    }
}

#[derive(Serialize)]
struct DiffObject<'a> {
    version: u32,
    range: RangeObject<'a>,
    raised: Vec<RaisedObject>,
    check: report::json::Document<'a>,
    plan: Option<plan::json::Plan<'a>>,
}

#[derive(Serialize)]
struct RangeObject<'a> {
    name: &'a str,
    from: EndObject<'a>,
    to: EndObject<'a>,
    /// Findings that were there before.
    before: usize,
}

#[derive(Serialize)]
struct EndObject<'a> {
    revision: &'a str,
    commit: &'a str,
}

#[derive(Serialize)]
struct RaisedObject {
    project: String,
    from: String,
    to: String,
}

fn json(outcome: &Outcome<'_>) -> Result<String, serde_json::Error> {
    let range = outcome.range;
    let document = DiffObject {
        version: VERSION,
        range: RangeObject {
            name: &range.name,
            from: EndObject { revision: &range.old_name, commit: range.old.id() },
            to: EndObject { revision: &range.new_name, commit: range.new.id() },
            before: outcome.report.range.as_ref().map_or(0, |range| range.before),
        },
        raised: outcome
            .raised
            .all
            .iter()
            .map(|project| RaisedObject {
                project: paths::relative(outcome.here, &project.path),
                from: project.old.to_string(),
                to: project.new.to_string(),
            })
            .collect(),
        check: report::json::document(outcome.report),
        plan: outcome.plan.map(plan::json::plan),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
