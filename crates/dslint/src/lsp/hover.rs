//! The pages of the rules whose findings are under the cursor.

use dslint_rules::Rule;
use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};
use std::path::Path;

use super::view::View;
use crate::{explain, markdown};

/// The pages at a position, as `dslint explain` shows them.
pub(crate) fn at(view: View<'_>, path: &Path, position: Position) -> Option<Hover> {
    let mut rules: Vec<&Rule> = Vec::new();
    let mut range = None;
    for (snapshot, found) in view.findings(path) {
        let place = view.range(snapshot.analysis.sources.get(found.primary.source), found.primary.range);
        if position < place.start || place.end < position {
            continue;
        }
        range.get_or_insert(place);
        if !rules.iter().any(|rule| rule.code == found.rule.code) {
            rules.push(found.rule);
        }
    }
    let pages: Vec<String> = rules.into_iter().map(page).collect();
    if pages.is_empty() {
        return None;
    }
    let text = pages.join("\n---\n\n");
    let (kind, value) = match view.client.markdown {
        true => (MarkupKind::Markdown, text),
        false => (MarkupKind::PlainText, markdown::plain(&text)),
    };
    Some(Hover { contents: Contents::MarkupContent(MarkupContent { kind, value }), range })
}

fn page(rule: &Rule) -> String {
    let facts = explain::facts(rule, |severity| severity.to_string());
    let facts: Vec<String> = facts
        .into_iter()
        .map(|(name, value)| match name {
            "source" => format!("- {name}: <{value}>"),
            _ => format!("- {name}: {value}"),
        })
        .collect();
    format!("{}\n\n{}\n", rule.page.markdown.trim(), facts.join("\n"))
}
