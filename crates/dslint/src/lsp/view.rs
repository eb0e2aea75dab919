//! What the client sees of the findings of a file.

use std::path::Path;

use dslint_linter::{Diagnostic as Found, SourceFile};
use dslint_rules::{Rule, Severity};
use dslint_syntax::text::TextRange;
use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    Message, Range, Uri,
};

use super::client::Client;
use super::documents::Documents;
use super::snapshot::Snapshot;
use super::targets::Targets;

/// The name under which findings are shown.
pub(crate) const SOURCE: &str = "dslint";
/// The rule about suppressions that nothing needs.
const UNUSED: &str = "suppression-unused";

/// The state of the server, to look at.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) client: &'a Client,
    pub(crate) documents: &'a Documents,
    pub(crate) targets: &'a Targets,
}

impl<'a> View<'a> {
    /// How the client names a file.
    pub(crate) fn uri(&self, path: &Path) -> Uri {
        self.documents.get(path).map_or_else(|| self.targets.uri(path), |document| document.uri.clone())
    }

    /// A place as the client counts it.
    pub(crate) fn range(&self, file: &SourceFile, range: TextRange) -> Range {
        self.client.counting.range(&file.text, file.lines(), range)
    }

    /// The findings of a file, each once, with the analyses they come from.
    pub(crate) fn findings(&self, path: &Path) -> Vec<(&'a Snapshot, &'a Found)> {
        let mut all = self.targets.findings(path);
        all.sort_by(|(_, left), (_, right)| {
            (left.primary.range, &left.rule.code).cmp(&(right.primary.range, &right.rule.code))
        });
        all
    }

    /// The diagnostics of a file.
    pub(crate) fn diagnostics(&self, path: &Path) -> Vec<Diagnostic> {
        self.findings(path).into_iter().map(|(snapshot, found)| self.diagnostic(snapshot, found)).collect()
    }

    /// A finding as a diagnostic.
    pub(crate) fn diagnostic(&self, snapshot: &Snapshot, found: &Found) -> Diagnostic {
        let sources = &snapshot.analysis.sources;
        let related = found.related.iter().map(|label| {
            let file = sources.get(label.source);
            let location = Location { uri: self.uri(&file.path), range: self.range(file, label.range) };
            DiagnosticRelatedInformation { location, message: label.text.clone() }
        });
        let related: Vec<_> = related.filter(|_| self.client.relates).collect();
        let is_faded = self.client.fades && found.rule.name.as_str() == UNUSED;
        Diagnostic {
            range: self.range(sources.get(found.primary.source), found.primary.range),
            severity: Some(severity(found.severity)),
            code: Some(Code::String(found.rule.code.to_string())),
            code_description: page(found.rule)
                .filter(|_| self.client.links_codes)
                .map(|href| CodeDescription { href: Uri(href.to_owned()) }),
            source: Some(SOURCE.to_owned()),
            message: Message::String(message(found)),
            tags: is_faded.then(|| vec![DiagnosticTag::Unnecessary]),
            related_information: (!related.is_empty()).then_some(related),
            data: None,
        }
    }
}

/// Where the change of a rule is described.
pub(crate) fn page(rule: &Rule) -> Option<&str> {
    rule.sources.first().map(String::as_str)
}

/// What is wrong, and what to do: editors show nothing but this.
fn message(found: &Found) -> String {
    match &found.help {
        Some(help) => format!("{}\nhelp: {help}", found.message),
        None => found.message.clone(),
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}
