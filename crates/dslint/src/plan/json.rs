//! The plan for programs, as docs/plan.schema.json documents it.

use serde::Serialize;

use super::view::{Document, Row};

#[derive(Serialize)]
pub(crate) struct Plan<'a> {
    #[serde(flatten)]
    document: &'a Document,
    /// The rows of all projects.
    rows: Vec<&'a Row>,
}

pub(super) fn render(document: &Document) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(&plan(document))? + "\n")
}

/// The plan as it is serialized.
pub(crate) fn plan(document: &Document) -> Plan<'_> {
    Plan { document, rows: document.projects.iter().flat_map(|project| &project.rows).collect() }
}
