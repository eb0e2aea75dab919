//! Diagnostics that the client asks for. A result id stands for what was said, so that saying it again is short.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;

use gen_lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, PreviousResultId,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::view::View;

/// Stands for what is said about a file.
pub(crate) fn hash(diagnostics: &[Diagnostic]) -> u64 {
    let mut hasher = DefaultHasher::new();
    diagnostics.hash(&mut hasher);
    hasher.finish()
}

/// Diagnostics with their id, or only the id where the client has them already.
enum Said {
    Anew(FullDocumentDiagnosticReport),
    Again(UnchangedDocumentDiagnosticReport),
}

fn said(items: Vec<Diagnostic>, previous: Option<&str>) -> Said {
    let result_id = format!("{:016x}", hash(&items));
    match previous {
        Some(previous) if previous == result_id => Said::Again(UnchangedDocumentDiagnosticReport { result_id }),
        _ => Said::Anew(FullDocumentDiagnosticReport { result_id: Some(result_id), items }),
    }
}

/// What is said about one file.
pub(crate) fn document(items: Vec<Diagnostic>, previous: Option<&str>) -> DocumentDiagnosticReport {
    match said(items, previous) {
        Said::Anew(report) => {
            DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: report,
            })
        }
        Said::Again(report) => DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
            RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: report,
            },
        ),
    }
}

/// What is said about all files that have findings or that the client knows of.
pub(crate) fn workspace(
    view: View<'_>,
    previous: &[PreviousResultId],
    path: impl Fn(&Uri) -> Option<PathBuf>,
) -> WorkspaceDiagnosticReport {
    let mut known: BTreeMap<PathBuf, &str> = BTreeMap::new();
    let mut items = Vec::new();
    for previous in previous {
        match path(&previous.uri) {
            Some(path) => {
                known.insert(path, &previous.value);
            }
            // It is no file, so nothing is said about it.
            None => items.push((previous.uri.clone(), None, said(Vec::new(), Some(&previous.value)))),
        }
    }
    let paths: BTreeSet<PathBuf> = view.targets.paths().into_iter().chain(known.keys().cloned()).collect();
    for path in paths {
        let version = view.documents.get(&path).map(|document| document.version);
        items.push((view.uri(&path), version, said(view.diagnostics(&path), known.get(&path).copied())));
    }
    let report = |(uri, version, said): (Uri, Option<i32>, Said)| match said {
        Said::Anew(report) => WorkspaceDocumentDiagnosticReport::WorkspaceFullDocumentDiagnosticReport(
            WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report: report },
        ),
        Said::Again(report) => WorkspaceDocumentDiagnosticReport::WorkspaceUnchangedDocumentDiagnosticReport(
            WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report: report },
        ),
    };
    WorkspaceDiagnosticReport { items: items.into_iter().map(report).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let items = vec![Diagnostic::default()];
        let id = format!("{:016x}", hash(&items));
        assert!(matches!(said(items.clone(), Some(&id)), Said::Again(_)));
        assert!(matches!(said(Vec::new(), Some(&id)), Said::Anew(report) if report.items.is_empty()));
        assert!(matches!(said(items, None), Said::Anew(report) if report.result_id == Some(id)));
    }
}
