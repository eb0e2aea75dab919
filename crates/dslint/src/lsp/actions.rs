//! Code actions: the fixes of findings, decisions, suppressions, and pages.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use dslint_linter::{Decision, Diagnostic as Found, Edit as FoundEdit, Fix, FixedSource, apply};
use dslint_rules::Applicability;
use gen_lsp_types::{
    Code, CodeAction, CodeActionContext, CodeActionKind, CodeActionTriggerKind, Command, Diagnostic, DocumentChange,
    Edit, OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextDocumentIdentifier, TextEdit,
    WorkspaceEdit,
};
use serde_json::json;

use super::snapshot::Snapshot;
use super::suppress;
use super::view::{self, SOURCE, View};

/// All safe fixes of a file, for instance when it is saved.
pub(crate) const FIX_ALL: &str = "source.fixAll.dslint";
/// The command that opens the page of a rule.
pub(crate) const OPEN_PAGE: &str = "dslint.openPage";
/// Rules about suppressions themselves are answered by editing those.
const ABOUT_SUPPRESSIONS: &str = "suppression-";

/// What can be done about the findings in a range.
pub(crate) fn at(view: View<'_>, path: &Path, range: Range, context: &CodeActionContext) -> Vec<CodeAction> {
    let only = Only(context.only.as_deref());
    let all = view.findings(path);
    let mut actions = Vec::new();
    if only.admits(&CodeActionKind::QuickFix) {
        let here = all.iter().filter(|(snapshot, found)| {
            let place = view.range(snapshot.analysis.sources.get(found.primary.source), found.primary.range);
            (place.start <= range.end && range.start <= place.end) || is_named(found, &place, &context.diagnostics)
        });
        for (snapshot, found) in here {
            actions.extend(Offer { view, path, snapshot, found }.actions());
        }
    }
    let is_automatic = context.trigger_kind == Some(CodeActionTriggerKind::Automatic);
    if only.admits(&CodeActionKind::Custom(FIX_ALL.into())) && !(only.0.is_none() && is_automatic) {
        actions.extend(fix_all(view, path));
    }
    actions
}

/// Whether the client asks for the actions of a finding by its diagnostic: a cursor may stand beside it on its line.
fn is_named(found: &Found, place: &Range, diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|it| {
        it.source.as_deref() == Some(SOURCE)
            && it.range.start == place.start
            && it.code == Some(Code::String(found.rule.code.to_string()))
    })
}

/// The kinds that are wanted; none: all.
struct Only<'a>(Option<&'a [CodeActionKind]>);

impl Only<'_> {
    fn admits(&self, kind: &CodeActionKind) -> bool {
        let kind = kind.as_str();
        let is_it = |wanted: &CodeActionKind| {
            let wanted = wanted.as_str();
            wanted.is_empty() || kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.0.is_none_or(|only| only.iter().any(is_it))
    }
}

/// A finding that something is offered for.
struct Offer<'a> {
    view: View<'a>,
    path: &'a Path,
    snapshot: &'a Snapshot,
    found: &'a Found,
}

impl<'a> Offer<'a> {
    fn actions(&self) -> Vec<CodeAction> {
        let found = self.found;
        let mut actions = Vec::new();
        if let Some(fix) = found.fix.as_ref().filter(|fix| fix.applicability != Applicability::DisplayOnly) {
            let is_safe = fix.applicability == Applicability::Safe;
            let title = if is_safe { capital(&fix.title) } else { format!("{} (look at it)", capital(&fix.title)) };
            actions.extend(self.edit(title, self.edits(fix), is_safe));
            actions.extend(self.all_of_rule());
        }
        for (decision, fix) in &found.decisions {
            let start = match decision {
                Decision::KeepOld => "Keep the old behavior",
                Decision::AdoptNew => "Adopt the new behavior",
            };
            actions.extend(self.edit(format!("{start}: {}", fix.title), self.edits(fix), false));
        }
        actions.extend(self.suppress());
        actions.extend(self.open_page());
        actions
    }

    /// The same fix wherever the rule was matched in the file.
    fn all_of_rule(&self) -> Option<CodeAction> {
        let code = &self.found.rule.code;
        let here: Vec<&Found> = self.snapshot.findings(self.path).filter(|it| it.rule.code == *code).collect();
        let least = self.found.fix.as_ref()?.applicability;
        let choose = |found: &'a Found| {
            // Who looks at a safe fix is not asked about others.
            let is_admitted = |fix: &&Fix| fix.applicability == Applicability::Safe || fix.applicability == least;
            let is_here = here.iter().any(|it| std::ptr::eq(*it, found));
            found
                .fix
                .as_ref()
                .filter(|fix| is_here && fix.applicability != Applicability::DisplayOnly && is_admitted(fix))
        };
        if here.iter().filter(|found| found.fix.is_some()).count() < 2 {
            return None;
        }
        let sources = apply(&self.snapshot.analysis, &choose);
        self.edit(format!("Fix all {code} in this file"), changed(self.snapshot, &sources), false)
    }

    fn suppress(&self) -> Option<CodeAction> {
        if self.found.rule.name.as_str().starts_with(ABOUT_SUPPRESSIONS) {
            return None;
        }
        let file = self.snapshot.analysis.sources.get(self.found.primary.source);
        let code = self.found.rule.code.as_str();
        let (offset, text) = suppress::insertion(self.path, &file.text, self.found.primary.range, code)?;
        let range = dslint_syntax::text::TextRange::new(offset, offset);
        let edit = FoundEdit { source: self.found.primary.source, range, replacement: text };
        let changes = Changes::of(self.snapshot, [&edit]);
        self.edit(format!("Suppress {code} here, with a reason"), changes, false)
    }

    fn open_page(&self) -> Option<CodeAction> {
        view::page(self.found.rule).filter(|_| self.view.client.shows_pages)?;
        let code = self.found.rule.code.as_str();
        let title = format!("Open the page of {code}");
        let command = Command {
            title: title.clone(),
            command: OPEN_PAGE.to_owned(),
            arguments: Some(vec![json!(code)]),
            ..Command::default()
        };
        Some(CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            command: Some(command),
            ..CodeAction::default()
        })
    }

    fn edits(&self, fix: &'a Fix) -> Changes<'a> {
        Changes::of(self.snapshot, &fix.edits)
    }

    fn edit(&self, title: String, changes: Changes<'_>, is_preferred: bool) -> Option<CodeAction> {
        Some(CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![self.view.diagnostic(self.snapshot, self.found)]),
            is_preferred: is_preferred.then_some(true),
            edit: Some(changes.workspace_edit(self.view)?),
            ..CodeAction::default()
        })
    }
}

/// All safe fixes of a file that do not get in each other's way.
fn fix_all(view: View<'_>, path: &Path) -> Option<CodeAction> {
    let snapshot = view.targets.about(path).into_iter().find(|snapshot| snapshot.findings(path).next().is_some())?;
    let here: Vec<&Found> = snapshot.findings(path).collect();
    let choose = |found: &'_ Found| -> bool { here.iter().any(|it| std::ptr::eq(*it, found)) };
    let sources = apply(&snapshot.analysis, &|found| {
        found.fix.as_ref().filter(|fix| fix.applicability == Applicability::Safe && choose(found))
    });
    Some(CodeAction {
        title: "Fix all that is safe (dslint)".to_owned(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: Some(changed(snapshot, &sources).workspace_edit(view)?),
        ..CodeAction::default()
    })
}

fn changed<'a>(snapshot: &'a Snapshot, sources: &'a [FixedSource]) -> Changes<'a> {
    Changes::of(snapshot, sources.iter().flat_map(FixedSource::edits))
}

/// Edits by file.
struct Changes<'a> {
    snapshot: &'a Snapshot,
    by_path: BTreeMap<PathBuf, Vec<&'a FoundEdit>>,
}

impl<'a> Changes<'a> {
    fn of(snapshot: &'a Snapshot, edits: impl IntoIterator<Item = &'a FoundEdit>) -> Changes<'a> {
        let mut by_path: BTreeMap<PathBuf, Vec<&FoundEdit>> = BTreeMap::new();
        for edit in edits {
            by_path.entry(snapshot.analysis.sources.get(edit.source).path.clone()).or_default().push(edit);
        }
        Changes { snapshot, by_path }
    }

    /// `None` where there is nothing to change, or where a text is not the one that was analysed any more.
    fn workspace_edit(&self, view: View<'_>) -> Option<WorkspaceEdit> {
        if self.by_path.is_empty() {
            return None;
        }
        let mut by_file = Vec::new();
        for (path, edits) in &self.by_path {
            let file = self.snapshot.analysis.sources.get(edits.first()?.source);
            if view.documents.text(path)? != file.text {
                return None;
            }
            let edits = edits
                .iter()
                .map(|edit| TextEdit { range: view.range(file, edit.range), new_text: edit.replacement.clone() });
            by_file.push((view.uri(path), view.documents.get(path).map(|it| it.version), edits.collect::<Vec<_>>()));
        }
        let mut whole = WorkspaceEdit::default();
        if view.client.versioned_edits {
            let changes = by_file.into_iter().map(|(uri, version, edits)| {
                let text_document = OptionalVersionedTextDocumentIdentifier {
                    version,
                    text_document_identifier: TextDocumentIdentifier { uri },
                };
                let edits = edits.into_iter().map(Edit::TextEdit).collect();
                DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits })
            });
            whole.document_changes = Some(changes.collect());
        } else {
            whole.changes = Some(by_file.into_iter().map(|(uri, _, edits)| (uri, edits)).collect::<HashMap<_, _>>());
        }
        Some(whole)
    }
}

/// Titles of fixes are written in the middle of sentences elsewhere.
fn capital(title: &str) -> String {
    let mut characters = title.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_wanted_by_their_beginning() {
        let admits = |only: &[&str], kind: &str| {
            let only: Vec<CodeActionKind> = only.iter().map(|it| CodeActionKind::from((*it).to_owned())).collect();
            Only(Some(&only)).admits(&CodeActionKind::from(kind.to_owned()))
        };
        assert!(admits(&["source"], FIX_ALL) && admits(&["source.fixAll"], FIX_ALL) && admits(&[""], "quickfix"));
        assert!(!admits(&["source.fix"], FIX_ALL) && !admits(&["quickfix"], FIX_ALL) && !admits(&[], "quickfix"));
        assert!(Only(None).admits(&CodeActionKind::QuickFix));
    }
}
