//! Objects in settings files that a host binds to types of the package. What a host gets is made of layers: settings of an
//! environment over those that all have, and variables over both, key by key and index by index.

use super::config::{Settings, concerned, site};
use super::objects::{self, Truth};
use super::{FileContext, readings, sections};
use crate::config::{ConfigFile, is_host_settings};
use crate::diagnostic::{Confidence, Label};
use crate::family::uses_family;
use crate::ledger::Undecided;
use crate::matching::tally::Seen;
use crate::message::{Names, Site};
use dslint_project::ProjectId;
use dslint_rules::{
    ApiHistory, Condition, ConfigObject, Literal, Match, MemberPath, ObjectMatcher, PropertyCondition, Rule, TypeKind,
};
use dslint_semantic::value::{Tracked, Value as Known};
use dslint_syntax::settings::{Entry, Node, Value};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The objects of one file against one matcher.
pub(super) struct Objects<'o, 's, 'a> {
    pub(super) settings: &'o Settings<'s, 'a>,
    /// The file, as an index into the settings files.
    pub(super) index: usize,
    pub(super) rule: &'static Rule,
    pub(super) matched: &'static Match,
    pub(super) matcher: &'o ObjectMatcher,
    pub(super) place: &'o ConfigObject,
}

/// An object as it stands in some files, each with its index; what lies over the others comes first.
#[derive(Clone)]
struct Layers<'n>(Vec<(&'n Node, usize)>);

/// An entry, and the file in which it stands.
type Found<'n> = (&'n Entry, usize);

impl<'n> Layers<'n> {
    fn entry(&self, key: &str) -> Option<Found<'n>> {
        self.0.iter().find_map(|&(node, file)| Some((node.entry(key)?, file)))
    }

    /// The items of a collection: each index as the uppermost layer has it.
    fn items(&self, key: &str) -> BTreeMap<String, (Found<'n>, &'n Node)> {
        let mut items = BTreeMap::new();
        for &(node, file) in self.0.iter().rev() {
            let Some(entry) = node.entry(key) else { continue };
            match &entry.node.value {
                Value::Array(list) => {
                    let numbered = list.iter().enumerate();
                    items.extend(numbered.map(|(index, item)| (index.to_string(), ((entry, file), item))));
                }
                Value::Object(entries) => {
                    let keyed = entries.iter();
                    items.extend(keyed.map(|it| (it.key.to_ascii_lowercase(), ((entry, file), &it.node))));
                }
                Value::Scalar(_) | Value::Null => {}
            }
        }
        items
    }
}

/// A condition, whether it holds, and the entry that decides it.
type Fact<'o, 'n> = (&'o PropertyCondition, Truth, Option<Found<'n>>);

impl<'a> Objects<'_, '_, 'a> {
    pub(super) fn run(&self, sites: &mut Vec<Site<'a>>, undecided: &mut Vec<Undecided>, seen: &mut Vec<Seen>) {
        let is_host = |&project: &ProjectId| uses_family(self.settings.workspace, project);
        if !concerned(self.settings, self.file()).iter().any(is_host) {
            return;
        }
        for document in &self.file().documents {
            document.visit(&mut |path, node| {
                if matches!(node.value, Value::Object(_)) && self.place.at.matches(path) {
                    let mut layers = vec![(node, self.index)];
                    layers.extend(self.file().base.and_then(|base| self.at(base, path)));
                    self.look(path, &[Layers(layers)], sites, undecided, seen);
                }
            });
        }
        for environment in &self.file().environments {
            environment.visit(&mut |path, node| {
                if matches!(node.value, Value::Object(_)) && self.place.at.matches(path) {
                    self.look(path, &self.below(path, node), sites, undecided, seen);
                }
            });
        }
    }

    fn file(&self) -> &ConfigFile {
        &self.settings.files[self.index]
    }

    /// The object at a path of another file.
    fn at(&self, file: usize, path: &[SmolStr]) -> Option<(&Node, usize)> {
        let known = self.settings.files.get(file)?;
        Some((known.documents.first()?.at(path)?, file))
    }

    /// What variables lie over: nothing, or the settings of a host, or those of one of its environments.
    fn below<'n>(&'n self, path: &[SmolStr], node: &'n Node) -> Vec<Layers<'n>> {
        let near = concerned(self.settings, self.file());
        let mut found = Vec::new();
        for (index, file) in self.settings.files.iter().enumerate() {
            if !is_host_settings(&file.path) || !file.owners.iter().any(|owner| near.contains(owner)) {
                continue;
            }
            let lower = |path: &[SmolStr]| -> Vec<(&'n Node, usize)> {
                self.at(index, path).into_iter().chain(file.base.and_then(|base| self.at(base, path))).collect()
            };
            let mut layers = lower(path);
            // Some hosts read only variables with a prefix, and take it off.
            if let (true, Some((first, rest))) = (layers.is_empty(), path.split_first())
                && let Some((_, first)) = first.split_once('_')
            {
                let path: Vec<SmolStr> = [SmolStr::new(first)].into_iter().chain(rest.iter().cloned()).collect();
                layers = lower(&path);
            }
            if !layers.is_empty() {
                layers.insert(0, (node, self.index));
                found.push(Layers(layers));
            }
        }
        if found.is_empty() { vec![Layers(vec![(node, self.index)])] } else { found }
    }

    /// Looks at an object in each of the ways in which it comes together.
    fn look(
        &self,
        path: &[SmolStr],
        ways: &[Layers<'_>],
        sites: &mut Vec<Site<'a>>,
        undecided: &mut Vec<Undecided>,
        seen: &mut Vec<Seen>,
    ) {
        let before = sites.len();
        let mut open = Vec::new();
        let is_whole = |object: &Layers<'_>| self.place.has.as_ref().is_none_or(|key| object.entry(key).is_some());
        // However many ways it comes together, it is one object.
        seen.extend(ways.iter().find(|object| is_whole(object)).and_then(|object| self.seen(object)));
        for object in ways {
            let facts = self.facts(object);
            match is_whole(object) {
                true => self.judge(path, object, &facts, sites, &mut open),
                false => open.extend(self.part(path, &facts)),
            }
        }
        if sites.len() == before {
            undecided.extend(open.into_iter().take(1));
        }
    }

    fn facts<'n>(&self, object: &Layers<'n>) -> Vec<Fact<'_, 'n>> {
        let conditions = self.matcher.conditions.iter();
        conditions
            .map(|condition| {
                let (truth, entry) = self.holds(condition, object);
                (condition, truth, entry)
            })
            .collect()
    }

    fn seen(&self, object: &Layers<'_>) -> Option<Seen> {
        let &(node, _) = object.0.first()?;
        Some(Seen {
            rule: self.rule.code.as_str(),
            matched: self.rule.matches.iter().position(|it| std::ptr::eq(it, self.matched)).unwrap_or_default(),
            owners: self.file().owners.clone(),
            at: Label { source: self.file().source, range: node.range, text: String::new() },
            held: self.facts(object).iter().map(|(_, truth, _)| *truth >= Truth::Maybe).collect(),
            in_settings: true,
        })
    }

    /// Part of an object whose rest is not in the files that were read.
    fn part(&self, path: &[SmolStr], facts: &[Fact<'_, '_>]) -> Option<Undecided> {
        let is_of_host = is_host_settings(&self.file().path) || !self.file().environments.is_empty();
        let primary = facts.iter().find(|(condition, ..)| condition.property == self.matcher.primary)?;
        let (entry, file) = primary.2.filter(|(_, file)| *file == self.index && primary.1 == Truth::Yes)?;
        let is_out = facts.iter().any(|(_, truth, entry)| entry.is_some() && *truth == Truth::No);
        (is_of_host && !is_out && !path.is_empty()).then(|| {
            let text = format!(
                "`{}` is set here for an object whose rest is not in the files that were read",
                self.matcher.primary
            );
            self.undecided(entry, file, text)
        })
    }

    fn undecided(&self, entry: &Entry, file: usize, text: String) -> Undecided {
        let source = self.settings.files[file].source;
        let owners = concerned(self.settings, self.file());
        let at = Label { source, range: entry.range(), text: String::new() };
        Undecided { rule: self.rule.code.as_str(), owners, at, text }
    }

    fn judge(
        &self,
        path: &[SmolStr],
        object: &Layers<'_>,
        facts: &[Fact<'_, '_>],
        sites: &mut Vec<Site<'a>>,
        undecided: &mut Vec<Undecided>,
    ) {
        let Some((_, _, Some((primary, primary_file)))) =
            facts.iter().find(|(condition, ..)| condition.property == self.matcher.primary)
        else {
            return;
        };
        // What stands in the files below alone is found there.
        let is_here = facts.iter().any(|(_, _, entry)| matches!(entry, Some((_, file)) if *file == self.index));
        let worst = facts.iter().map(|(_, truth, _)| *truth).min();
        if !is_here || worst == Some(Truth::No) {
            return;
        }
        if worst == Some(Truth::Unknown) {
            let open = facts.iter().find(|(_, truth, _)| *truth == Truth::Unknown);
            let property = open.map(|(condition, ..)| condition.property.as_str()).unwrap_or_default();
            let text = format!("`{property}` of the object at this place is not known before it is deployed");
            undecided.push(self.undecided(primary, *primary_file, text));
            return;
        }
        let source_of = |file: usize| self.settings.files[file].source;
        let related = facts
            .iter()
            .filter(|(condition, ..)| condition.property != self.matcher.primary)
            .filter_map(|(condition, _, entry)| {
                let (entry, file) = (*entry)?;
                let text = format!("`{}` {}", condition.property, objects::describe(&condition.condition));
                Some(Label { source: source_of(file), range: entry.range(), text })
            })
            .collect();
        let joined = facts.iter().any(|(_, _, entry)| matches!(entry, Some((_, file)) if *file != self.index));
        let lowered = |condition: &PropertyCondition| self.holds(condition, object).0 >= Truth::Maybe;
        let is_lowered = self.matcher.lowered.iter().any(lowered);
        let certain = !joined && !is_lowered && self.is_bound(path) && !self.is_overridden(path, object);
        let mut site = Site {
            names: Names {
                symbol: self.matcher.primary.to_string(),
                ty: self.matcher.types.first().map(|ty| simple(ty).to_owned()).unwrap_or_default(),
                value: primary.node.text().unwrap_or_default().to_owned(),
                property: self.matcher.primary.to_string(),
                ..Names::default()
            },
            confidence: if certain { Confidence::Certain } else { Confidence::Likely },
            related,
            ..site(self.settings, self.file(), self.rule, self.matched, primary.range())
        };
        site.primary.source = source_of(*primary_file);
        sites.push(site);
    }

    /// Whether settings of an environment, or variables, make of the object something else.
    fn is_overridden(&self, path: &[SmolStr], object: &Layers<'_>) -> bool {
        let over = |node| {
            let mut layers = vec![(node, usize::MAX)];
            layers.extend(object.0.iter().copied());
            self.facts(&Layers(layers)).iter().any(|(_, truth, _)| *truth == Truth::No)
        };
        self.settings.files.iter().any(|file| {
            let by_file = file.base == Some(self.index) && file.documents.iter().filter_map(|it| it.at(path)).any(over);
            let near = concerned(self.settings, file);
            by_file
                || (self.file().owners.iter().any(|owner| near.contains(owner))
                    && file.environments.iter().filter_map(|it| it.at(path)).any(over))
        })
    }

    /// Whether a condition holds for what is written; for nothing written, for the default. With the entry that decides it.
    fn holds<'n>(&self, condition: &PropertyCondition, object: &Layers<'n>) -> (Truth, Option<Found<'n>>) {
        let found = object.entry(&condition.property);
        let node = found.map(|(entry, _)| &entry.node);
        let truth = match (&condition.condition, node.map(|node| &node.value)) {
            (Condition::Unset, node) => objects::truth(node.is_none()),
            (Condition::Set, node) => objects::truth(node.is_some()),
            (Condition::Contains(literal), Some(_)) => {
                // A binder takes an object of numbered keys for a list, too.
                let items = object.items(&condition.property);
                let judged = items.values().map(|(found, item)| (objects::equals(&known(item), literal), *found));
                return match judged.max_by_key(|(truth, _)| *truth) {
                    Some((truth, decides)) if truth > Truth::No => (truth, Some(decides)),
                    _ => (Truth::No, found),
                };
            }
            (Condition::Contains(_) | Condition::ContainsWhere(_), _) => Truth::No,
            (Condition::Equals(Literal::Bool(wanted)), Some(Value::Scalar(text))) => {
                match text.trim().to_ascii_lowercase().parse::<bool>() {
                    Ok(value) => objects::truth(value == *wanted),
                    Err(_) => Truth::Unknown,
                }
            }
            (Condition::Equals(Literal::Text(wanted)), Some(Value::Scalar(text))) if enum_member(wanted).is_some() => {
                let name = text.trim();
                // A binder takes a number, too; whose it is, is not looked up.
                match name.parse::<i64>() {
                    Ok(_) => Truth::Unknown,
                    Err(_) => objects::truth(enum_member(wanted).is_some_and(|it| it.eq_ignore_ascii_case(name))),
                }
            }
            (other, Some(_)) => {
                let value = node.map(known).unwrap_or_default();
                objects::holds_alone(&Tracked { value, ..Tracked::default() }, other)
            }
            (other, None) => {
                let value = condition.default.as_ref().map(objects::literal_value).unwrap_or_else(|| Tracked {
                    value: self.default_value(&condition.property),
                    ..Tracked::default()
                });
                objects::holds_alone(&value, other)
            }
        };
        (truth, found)
    }

    fn default_value(&self, property: &str) -> Known {
        let release = self.settings.plan.release(&self.file().owners);
        let types = self.matcher.types.iter().flat_map(|ty| ApiHistory::embedded().types_named(ty, 0));
        let text = types.into_iter().find_map(|ty| ty.unassigned_value(property, release));
        text.and_then(dslint_semantic::value::literal).unwrap_or_default()
    }

    /// Whether a host binds the section in which the object stands, in a file that hosts read without being told.
    fn is_bound(&self, path: &[SmolStr]) -> bool {
        if !is_host_settings(&self.file().path) {
            return false;
        }
        let workspace = self.settings.workspace;
        let owners = &self.file().owners;
        let near = |context: &&FileContext<'_>| {
            let mut others = context.owners().iter();
            others.any(|owner| owners.iter().any(|own| workspace.closure(*own).contains(owner) || own == owner))
        };
        self.settings.code.iter().filter(near).any(|context| {
            let mut bound = sections::bound(context, &self.place.bound_by);
            if let Some(ty) = &self.place.bound_as {
                bound.extend(readings::handed_on(context, ty, &self.place.bound_by, &self.matcher.primary));
            }
            bound.iter().any(|section| {
                let parts = section.split(':').count();
                path.len() > parts
                    && path[..parts].iter().zip(section.split(':')).all(|(a, b)| a.eq_ignore_ascii_case(b))
            })
        })
    }
}

/// The name of a member of an enum that is written as its full name.
fn enum_member(text: &str) -> Option<&str> {
    let path = MemberPath::parse(text)?;
    let is_enum = ApiHistory::embedded().types_named(path.type_name(), 0).any(|ty| ty.kind() == TypeKind::Enum);
    is_enum.then(|| text.rsplit('.').next()).flatten()
}

/// What a scalar says. What is put in at deployment is not known.
fn known(node: &Node) -> Known {
    match &node.value {
        Value::Scalar(text) if ["${", "$(", "{{", "#{"].iter().any(|open| text.contains(open)) => Known::Unknown,
        Value::Scalar(text) => Known::Text(text.as_str().into()),
        Value::Null => Known::Null,
        Value::Object(_) | Value::Array(_) => Known::Unknown,
    }
}

fn simple(full_name: &str) -> &str {
    full_name.rsplit('.').next().unwrap_or(full_name)
}
