//! The item pass: items with their metadata, by `Include`, `Update` and `Remove`, in document order.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use dslint_syntax::text::TextRange;
use dslint_syntax::xml::{Attribute, Element};
use smol_str::SmolStr;

use crate::compile::{Operation, OperationKind, Pattern, default_operation};
use crate::condition::{self, Truth};
use crate::evaluate::{Statement, chosen, undecided};
use crate::files::{Files, Location, Problem, ProblemKind};
use crate::properties::{Doubt, Expansion, Literal, Properties, Scope, list, unescape};
use crate::sdk::{self, SdkReference};
use crate::sources::{ProjectFile, Sources};

/// How deep `Choose` may nest.
const MAX_DEPTH: usize = 100;

/// How many items one evaluation may have.
const MAX_ITEMS: usize = 100_000;

/// A piece of metadata of an item.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    /// Lower case.
    pub(crate) name: SmolStr,
    pub(crate) value: Expansion,
    pub(crate) doubt: Doubt,
    /// The text as it stands in the file.
    pub(crate) raw: String,
    pub(crate) at: Location,
    pub(crate) literal: Option<Literal>,
    /// Whether an `Update` put it there.
    pub(crate) updated: bool,
}

/// An item. Wildcards are not expanded: there is no listing of files here.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) identity: String,
    /// Where the identity is written; `None` for the SDK's own items.
    pub(crate) at: Option<Location>,
    pub(crate) metadata: Vec<Metadata>,
    pub(crate) doubt: Doubt,
}

impl Item {
    pub(crate) fn metadata(&self, name: &str) -> Option<&Metadata> {
        self.metadata.iter().find(|metadata| metadata.name == name)
    }

    /// The text of a piece of metadata, empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.metadata(name).map_or("", |metadata| metadata.value.text.trim())
    }

    pub(crate) fn is(&self, identity: &str) -> bool {
        self.identity.eq_ignore_ascii_case(identity)
    }
}

/// All items of one evaluation.
#[derive(Debug, Default)]
pub(crate) struct Items {
    by_type: BTreeMap<String, Vec<Item>>,
    /// What happens to source files, in order.
    pub(crate) compile: Vec<Operation>,
}

impl Items {
    /// The items of a type, whose name is given in lower case.
    pub(crate) fn of(&self, kind: &str) -> &[Item] {
        self.by_type.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// Whether items of this type are files of which only the patterns matter.
fn is_file_type(kind: &str) -> bool {
    matches!(
        kind,
        "compile"
            | "content"
            | "none"
            | "embeddedresource"
            | "page"
            | "resource"
            | "folder"
            | "razorcomponent"
            | "razorgenerate"
    )
}

pub(crate) struct ItemPass<'a> {
    properties: &'a Properties,
    files: &'a dyn Files,
    root: &'a Path,
    project: &'a Path,
    sdks: &'a [SdkReference],
    items: Items,
    count: usize,
    problems: Vec<Problem>,
    work: &'a Cell<usize>,
}

impl<'a> ItemPass<'a> {
    pub(crate) fn new(
        properties: &'a Properties,
        sources: &'a Sources<'_>,
        project: &'a Path,
        sdks: &'a [SdkReference],
        problems: Vec<Problem>,
        work: &'a Cell<usize>,
    ) -> Self {
        Self {
            properties,
            files: sources.files,
            root: sources.root,
            project,
            sdks,
            items: Items::default(),
            count: 0,
            problems,
            work,
        }
    }

    pub(crate) fn finish(self) -> (Items, Vec<Problem>) {
        (self.items, self.problems)
    }

    pub(crate) fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Group { file, element, doubt } if element.name == "Choose" => {
                self.choose(file, element, *doubt, 0);
            }
            Statement::Group { file, element, doubt } => self.group(file, element, *doubt),
            Statement::SdkItems => {
                let directory = self.project.parent().unwrap_or(self.project);
                self.items.compile.extend(default_operation(directory, self.properties, self.sdks));
                for namespace in sdk::implicit_usings(self.properties, self.sdks) {
                    self.add(
                        "using",
                        Item { identity: namespace.to_owned(), at: None, metadata: Vec::new(), doubt: Doubt::Certain },
                    );
                }
            }
        }
    }

    fn choose(&mut self, file: &Arc<ProjectFile>, choose: &Element, doubt: Doubt, depth: usize) {
        // The property pass has told that it is too deep.
        if depth >= MAX_DEPTH {
            return;
        }
        for (branch, doubt) in chosen(choose, doubt, |when| self.decide(file, when, doubt)) {
            for child in &branch.children {
                match child.name.as_str() {
                    "ItemGroup" => self.group(file, child, doubt),
                    "Choose" => self.choose(file, child, doubt, depth + 1),
                    _ => {}
                }
            }
        }
    }

    fn group(&mut self, file: &Arc<ProjectFile>, group: &Element, doubt: Doubt) {
        let Some(doubt) = self.decide(file, group, doubt) else { return };
        for element in &group.children {
            if let Some(doubt) = self.decide(file, element, doubt) {
                self.item(file, element, doubt);
            }
        }
    }

    fn item(&mut self, file: &Arc<ProjectFile>, element: &Element, doubt: Doubt) {
        let kind = element.name.to_ascii_lowercase();
        let attribute = |name: &str| element.attribute(name).filter(|attribute| !attribute.value.trim().is_empty());
        if let Some(include) = attribute("Include") {
            if is_file_type(&kind) {
                let exclude = attribute("Exclude").map(|it| self.patterns(file, &it.value)).unwrap_or_default();
                self.file_operation(file, &kind, OperationKind::Include, include, exclude, doubt);
            } else {
                self.include(file, &kind, element, include, attribute("Exclude"), doubt);
            }
        } else if let Some(update) = attribute("Update") {
            if !is_file_type(&kind) {
                self.update(file, &kind, element, update, doubt);
            }
        } else if let Some(remove) = attribute("Remove") {
            if is_file_type(&kind) {
                self.file_operation(file, &kind, OperationKind::Remove, remove, Vec::new(), doubt);
            } else {
                self.remove(file, &kind, remove, doubt);
            }
        }
    }

    fn file_operation(
        &mut self,
        file: &Arc<ProjectFile>,
        kind: &str,
        operation: OperationKind,
        attribute: &Attribute,
        exclude: Vec<Pattern>,
        doubt: Doubt,
    ) {
        let Some(sources) = Operation::sources(kind) else { return };
        let patterns = self.patterns(file, &attribute.value);
        if attribute.value.contains("@(") {
            // Files that a target or another item list names; only removal of everything would matter.
            let message = format!("the items of `{}` are not known", attribute.value);
            if kind == "compile" {
                self.problem(file, attribute.value_range, ProblemKind::Unsupported, message);
            }
        }
        self.items.compile.push(Operation {
            kind: operation,
            sources,
            patterns,
            exclude,
            uncertain: doubt != Doubt::Certain,
            is_default: false,
        });
    }

    /// The patterns of a list. What cannot be worked out is left out.
    fn patterns(&mut self, file: &Arc<ProjectFile>, raw: &str) -> Vec<Pattern> {
        let expansion = self.expand(file, raw);
        let directory = self.project.parent().unwrap_or(self.project);
        list(&expansion.text)
            .filter(|part| !part.contains("@(") && !part.contains("$(") && !part.contains("%("))
            .map(|part| Pattern::new(directory, part))
            .collect()
    }

    fn include(
        &mut self,
        file: &Arc<ProjectFile>,
        kind: &str,
        element: &Element,
        include: &Attribute,
        exclude: Option<&Attribute>,
        doubt: Doubt,
    ) {
        let excluded = exclude.map(|it| self.expand(file, &it.value).text).unwrap_or_default();
        let metadata = self.metadata(file, element, doubt, false);
        let expansion = self.expand(file, &include.value);
        let doubt = doubt.max(expansion.doubt);
        for part in list(&expansion.text) {
            if let Some(other) = part.strip_prefix("@(").and_then(|rest| rest.strip_suffix(')')) {
                for mut item in self.items.of(&other.trim().to_ascii_lowercase()).to_vec() {
                    item.doubt = item.doubt.max(doubt);
                    merge(&mut item.metadata, &metadata);
                    self.add(kind, item);
                }
                continue;
            }
            let identity = unescape(part);
            if list(&excluded).any(|other| unescape(other).eq_ignore_ascii_case(&identity)) {
                continue;
            }
            let at = Some(file.at(part_range(include, part)));
            self.add(kind, Item { identity, at, metadata: metadata.clone(), doubt });
        }
    }

    fn add(&mut self, kind: &str, item: Item) {
        self.count += 1;
        if self.count <= MAX_ITEMS {
            self.items.by_type.entry(kind.to_owned()).or_default().push(item);
        } else if self.count == MAX_ITEMS + 1 {
            let (path, message) = (self.project.into(), format!("more than {MAX_ITEMS} items"));
            self.problems.push(Problem::new(&path, TextRange::default(), ProblemKind::TooLarge, message));
        }
    }

    fn update(&mut self, file: &Arc<ProjectFile>, kind: &str, element: &Element, update: &Attribute, doubt: Doubt) {
        let metadata = self.metadata(file, element, doubt, true);
        let matcher = self.matcher(file, kind, &update.value);
        if let Some(items) = self.items.by_type.get_mut(kind) {
            for item in items.iter_mut().filter(|item| matcher.takes(&item.identity)) {
                merge(&mut item.metadata, &metadata);
            }
        }
    }

    fn remove(&mut self, file: &Arc<ProjectFile>, kind: &str, remove: &Attribute, doubt: Doubt) {
        let matcher = self.matcher(file, kind, &remove.value);
        let Some(items) = self.items.by_type.get_mut(kind) else { return };
        match doubt {
            Doubt::Certain => items.retain(|item| !matcher.takes(&item.identity)),
            _ => items
                .iter_mut()
                .filter(|item| matcher.takes(&item.identity))
                .for_each(|item| item.doubt = item.doubt.max(Doubt::Maybe)),
        }
    }

    fn matcher(&mut self, file: &Arc<ProjectFile>, kind: &str, raw: &str) -> Matcher {
        let expansion = self.expand(file, raw);
        let mut matcher = Matcher::default();
        for part in list(&expansion.text) {
            match part.strip_prefix("@(").and_then(|rest| rest.strip_suffix(')')) {
                Some(other) if other.trim().eq_ignore_ascii_case(kind) => matcher.all = true,
                Some(other) => {
                    let others = self.items.of(&other.trim().to_ascii_lowercase());
                    matcher.identities.extend(others.iter().map(|item| item.identity.to_ascii_lowercase()));
                }
                None if part == "*" || part == "**" => matcher.all = true,
                None => matcher.identities.push(unescape(part).to_ascii_lowercase()),
            }
        }
        matcher
    }

    /// The metadata that an item element sets, as attributes or as children.
    fn metadata(&mut self, file: &Arc<ProjectFile>, element: &Element, doubt: Doubt, updated: bool) -> Vec<Metadata> {
        let mut all = Vec::new();
        for attribute in &element.attributes {
            let name = attribute.name.to_ascii_lowercase();
            if !is_reserved(&name) {
                let range = part_range(attribute, attribute.value.trim());
                all.push(self.one_metadata(file, name.into(), &attribute.value, range, doubt, updated));
            }
        }
        for child in &element.children {
            if let Some(doubt) = self.decide(file, child, doubt) {
                let name = child.name.to_ascii_lowercase();
                let one = self.one_metadata(file, name.into(), &child.text, child.text_range, doubt, updated);
                merge(&mut all, &[one]);
            }
        }
        all
    }

    fn one_metadata(
        &mut self,
        file: &Arc<ProjectFile>,
        name: SmolStr,
        raw: &str,
        range: TextRange,
        doubt: Doubt,
        updated: bool,
    ) -> Metadata {
        let mut value = self.expand(file, raw);
        if value.text.contains("%(") || value.text.contains("@(") {
            value.unknown.get_or_insert_with(|| raw.trim().to_owned());
            value.doubt = Doubt::Unknown;
        }
        let literal = self.scope(file).literal(raw, &value, file.at(range));
        let doubt = doubt.max(value.doubt);
        Metadata { name, value, doubt, raw: raw.trim().to_owned(), at: file.at(range), literal, updated }
    }

    fn expand(&self, file: &ProjectFile, raw: &str) -> Expansion {
        self.scope(file).expand(raw)
    }

    fn decide(&mut self, file: &Arc<ProjectFile>, element: &Element, doubt: Doubt) -> Option<Doubt> {
        let Some(condition) = element.attribute("Condition") else { return Some(doubt) };
        let directory = self.project.parent().unwrap_or(self.project);
        let decision = condition::evaluate(&condition.value, &self.scope(file), directory);
        if let Some(reason) = decision.reason {
            self.problem(file, condition.value_range, ProblemKind::UndecidedCondition, undecided(&reason));
        }
        match decision.truth {
            Truth::True => Some(doubt),
            Truth::Unknown => Some(doubt.max(Doubt::Maybe)),
            Truth::False => None,
        }
    }

    fn scope<'s>(&'s self, file: &'s ProjectFile) -> Scope<'s> {
        Scope {
            properties: self.properties,
            file,
            project: self.project,
            files: self.files,
            root: self.root,
            work: self.work,
        }
    }

    fn problem(&mut self, file: &Arc<ProjectFile>, range: TextRange, kind: ProblemKind, message: String) {
        self.problems.push(Problem::new(&file.path, range, kind, message));
    }
}

/// Which items an `Update` or a `Remove` means.
#[derive(Default)]
struct Matcher {
    all: bool,
    identities: Vec<String>,
}

impl Matcher {
    fn takes(&self, identity: &str) -> bool {
        self.all || self.identities.iter().any(|other| other.eq_ignore_ascii_case(identity))
    }
}

fn is_reserved(name: &str) -> bool {
    matches!(
        name,
        "include"
            | "exclude"
            | "remove"
            | "update"
            | "condition"
            | "label"
            | "keepmetadata"
            | "removemetadata"
            | "keepduplicates"
            | "matchonmetadata"
            | "matchonmetadataoptions"
    )
}

/// Later metadata of the same name replaces what is there.
fn merge(metadata: &mut Vec<Metadata>, with: &[Metadata]) {
    for one in with {
        match metadata.iter_mut().find(|known| known.name == one.name) {
            Some(known) => *known = one.clone(),
            None => metadata.push(one.clone()),
        }
    }
}

/// Where one part of an attribute's list stands; the whole value where it does not stand there literally.
fn part_range(attribute: &Attribute, part: &str) -> TextRange {
    let whole = attribute.value_range;
    // With entities the offsets of value and source differ.
    if attribute.value.len() != whole.len() as usize || part.is_empty() {
        return whole;
    }
    let mut from = 0;
    while let Some(found) = attribute.value[from..].find(part) {
        let (start, end) = (from + found, from + found + part.len());
        let (before, after) = (&attribute.value[..start], &attribute.value[end..]);
        let bounds = [';', ' '];
        if (before.is_empty() || before.ends_with(bounds)) && (after.is_empty() || after.starts_with(bounds)) {
            return TextRange::new(whole.start + start as u32, whole.start + end as u32);
        }
        from = end;
    }
    whole
}
