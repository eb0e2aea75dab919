//! `NoWarn` as it is written in project files: which of its codes are ours, and which of them keep anything quiet. What
//! holds in a project is evaluated elsewhere; this knows the places.

use super::code::is_like_ours;
use super::directive::{Cover, Directive, Named};
use super::scan::Marked;
use super::{SourceTable, SuppressionKind, removal};
use crate::source::{SourceId, SourceKind};
use dslint_project::ProjectId;
use dslint_rules::{Rule, RuleSet};
use dslint_syntax::text::TextRange;
use dslint_syntax::xml::{Document, Element};
use std::path::PathBuf;

/// The name of the property.
const NAME: &str = "NoWarn";

/// A property that names codes of ours.
#[derive(Clone, Debug)]
pub(crate) struct NoWarn {
    pub(crate) path: PathBuf,
    pub(crate) source: SourceId,
    /// The projects that read the file.
    pub(crate) owners: Vec<ProjectId>,
    pub(crate) directive: Directive,
    /// The whole element with its line.
    pub(crate) whole: TextRange,
    /// Whether it holds in every build: it depends on no condition.
    pub(crate) is_unconditional: bool,
}

impl NoWarn {
    /// Whether it names a rule for a project.
    pub(crate) fn names(&self, rule: &Rule, project: ProjectId) -> bool {
        let is_it = |named: &Named| named.rule.is_some_and(|own| std::ptr::eq(own, rule));
        self.owners.contains(&project) && self.directive.named.iter().any(is_it)
    }
}

/// Whether the bytes of a project file may hold such a property.
pub(crate) fn is_mentioned(bytes: &[u8], rules: &RuleSet) -> bool {
    let has_name = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    (has_name(NAME.as_bytes()) || has_name(b"nowarn")) && super::code::is_mentioned(bytes, rules)
}

/// The properties of a project file.
pub(crate) fn read(marked: &Marked, rules: &'static RuleSet, table: &mut SourceTable<'_>) -> Vec<NoWarn> {
    let text = marked.text.text.as_str();
    let is_project_file = SourceKind::of(&marked.path) == Some(SourceKind::MsBuild);
    let Some(document) = is_project_file.then(|| Document::parse(text).ok()).flatten() else { return Vec::new() };
    let mut found = Vec::new();
    collect(&document.root, true, &mut |element, is_unconditional| {
        if let Some(directive) = directive(text, element, rules) {
            found.push((directive, removal::whole(text, element.range), is_unconditional));
        }
    });
    let source = if found.is_empty() { return Vec::new() } else { table.id(&marked.path, &marked.text) };
    let property = |(directive, whole, is_unconditional)| NoWarn {
        path: marked.path.clone(),
        source,
        owners: marked.owners.clone(),
        directive,
        whole,
        is_unconditional,
    };
    found.into_iter().map(property).collect()
}

/// All properties of the name, and whether no condition stands on the way to them.
fn collect(element: &Element, is_unconditional: bool, take: &mut impl FnMut(&Element, bool)) {
    let has_condition = element.attributes.iter().any(|attribute| attribute.name == "Condition");
    // One branch of `Choose` holds, whatever the conditions are.
    let is_unconditional = is_unconditional && !has_condition && element.name != "Choose";
    if element.name.eq_ignore_ascii_case(NAME) {
        take(element, is_unconditional);
    }
    for child in &element.children {
        collect(child, is_unconditional, take);
    }
}

fn directive(text: &str, element: &Element, rules: &'static RuleSet) -> Option<Directive> {
    let list = text.get(element.text_range.usize()).filter(|list| !list.contains('<'))?;
    let mut items = Vec::new();
    let mut named = Vec::new();
    let mut at = element.text_range.start as usize;
    for item in list.split([';', ',', ' ', '\t', '\r', '\n']) {
        let range = TextRange::from_usize(at, at + item.len());
        at += item.len() + 1;
        if item.is_empty() {
            continue;
        }
        let rule = rules.by_code(item);
        if rule.is_some() || is_like_ours(item) {
            named.push(Named { item: items.len(), ..Named::new(item, range, rule) });
        }
        items.push(range);
    }
    if named.is_empty() {
        return None;
    }
    // What is inherited says nothing of its own: without another code the whole property can go.
    let is_inherited = |range: &TextRange| text.get(range.usize()).is_some_and(|item| item.starts_with("$("));
    let outer = [items.first(), items.last()].into_iter().flatten().filter(|range| is_inherited(range)).count();
    if items.iter().all(|range| is_inherited(range) || named.iter().any(|named| named.range == *range))
        && items.iter().filter(|range| is_inherited(range)).count() == outer
    {
        items.retain(|range| !is_inherited(range));
        named.iter_mut().enumerate().for_each(|(index, named)| named.item = index);
    }
    Some(Directive {
        kind: SuppressionKind::Project,
        range: element.text_range,
        named,
        items,
        until: None,
        reason: None,
        wrong: None,
        cover: Cover::Nothing,
    })
}
