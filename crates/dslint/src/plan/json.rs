//! The plan for programs, as docs/plan.schema.json documents it.

use serde::Serialize;

use super::view::{Document, Row};

#[derive(Serialize)]
struct Plan<'a> {
    #[serde(flatten)]
    document: &'a Document,
    /// The rows of all projects.
    rows: Vec<&'a Row>,
}

pub(super) fn render(document: &Document) -> Result<String, serde_json::Error> {
    let rows = document.projects.iter().flat_map(|project| &project.rows).collect();
    Ok(serde_json::to_string_pretty(&Plan { document, rows })? + "\n")
}
