//! The objects that rules look into, with what held of each: so that a row without a finding can say what was looked at.

use super::FileContext;
use super::objects::{Truth, condition_holds};
use crate::diagnostic::Label;
use dslint_project::ProjectId;
use dslint_rules::{Condition, Literal, Matcher, ObjectMatcher, PropertyCondition, Rule};
use dslint_semantic::table::Place;
use std::collections::BTreeMap;

/// An object that a rule looked into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Seen {
    pub(crate) rule: &'static str,
    /// Which of the rule's matches.
    pub(crate) matched: usize,
    /// The projects of the file.
    pub(crate) owners: Vec<ProjectId>,
    /// Where it is made.
    pub(crate) at: Label,
    /// For each condition of the match whether it holds on some path.
    pub(crate) held: Vec<bool>,
    /// Whether it stands in a settings file.
    pub(crate) in_settings: bool,
}

/// The objects of a file that the active rules look into: those that are made there, or in what is called from there.
pub(crate) fn file(context: &FileContext<'_>) -> Vec<Seen> {
    let mut found = Vec::new();
    for &rule in &context.route.rules {
        for (index, matched) in rule.matches.iter().enumerate() {
            let Matcher::Object(matcher) = &matched.matcher else { continue };
            if !context.is_concerned(matched) {
                continue;
            }
            found.extend(objects(context, matcher).into_iter().filter_map(|(place, held)| {
                Some(Seen {
                    rule: rule.code.as_str(),
                    matched: index,
                    owners: context.owners().to_vec(),
                    at: context.label(place, "")?,
                    held,
                    in_settings: false,
                })
            }));
        }
    }
    found
}

fn objects(context: &FileContext<'_>, matcher: &ObjectMatcher) -> BTreeMap<Place, Vec<bool>> {
    let resolver = &context.program.resolver;
    let mut objects: BTreeMap<Place, Vec<bool>> = BTreeMap::new();
    for path in context.runs().iter().flat_map(|run| &run.paths) {
        for (_, object) in path.objects().filter(|(_, object)| !object.opaque) {
            let sets_one = matcher.conditions.iter().any(|it| object.properties.contains_key(&it.property));
            if !sets_one || !matcher.types.iter().any(|ty| resolver.derives_from(&object.ty, ty)) {
                continue;
            }
            let held = objects.entry(object.origin).or_insert_with(|| vec![false; matcher.conditions.len()]);
            for (held, condition) in held.iter_mut().zip(&matcher.conditions) {
                *held |= condition_holds(context, path, object, condition).0 >= Truth::Maybe;
            }
        }
    }
    objects
}

/// What the objects of a match came to: ``looked into 12 `Client` objects: `AllowedGrantTypes` contains … in 5, … in none``.
pub(crate) fn sentence(matcher: &ObjectMatcher, seen: &[&Seen]) -> String {
    let name = matcher.types.first().map_or("", |ty| ty.rsplit('.').next().unwrap_or(ty));
    let total = seen.len();
    if total == 0 {
        return format!("no `{name}` object to look into");
    }
    let in_settings = seen.iter().filter(|it| it.in_settings).count();
    let whence = match in_settings {
        0 => String::new(),
        some => format!(", {some} of them in settings files"),
    };
    let objects = if total == 1 { "object" } else { "objects" };
    let all_hold = |seen: &&&Seen| seen.held.iter().all(|held| *held);
    let mut facts: Vec<String> = Vec::new();
    for (index, condition) in matcher.conditions.iter().enumerate() {
        let holding = seen.iter().filter(|it| it.held.get(index).copied().unwrap_or(false)).count();
        // What holds for each of them tells nothing.
        if holding < total || matcher.conditions.len() == 1 {
            facts.push(format!("{} in {}", words(condition), number(holding)));
        }
    }
    if facts.len() > 1 {
        facts.push(format!("all of it together in {}", number(seen.iter().filter(all_hold).count())));
    }
    format!("looked into {total} `{name}` {objects}{whence}: {}", facts.join(", "))
}

fn number(count: usize) -> String {
    if count == 0 { "none".to_owned() } else { count.to_string() }
}

fn words(condition: &PropertyCondition) -> String {
    let property = &condition.property;
    match &condition.condition {
        Condition::Equals(literal) => format!("`{property}` is {}", value(literal)),
        Condition::NotEquals(literal) => format!("`{property}` is not {}", value(literal)),
        Condition::Contains(literal) => format!("`{property}` contains {}", value(literal)),
        Condition::ContainsWhere(members) | Condition::Json(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, literal)| format!("`{name}` {}", value(literal))).collect();
            format!("`{property}` holds {}", members.join(" and "))
        }
        Condition::Set => format!("`{property}` is set"),
        Condition::Unset => format!("`{property}` is not set"),
    }
}

/// A member of an enum without the names around it.
fn value(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => format!("`{value}`"),
        Literal::Integer(value) => format!("`{value}`"),
        Literal::Text(text) if text.starts_with("Duende.") => {
            format!("`{}`", text.rsplit('.').next().unwrap_or(text))
        }
        Literal::Text(text) => format!("`{text}`"),
    }
}

/// The projects of a row, as far as they have objects that a match looked into; each object once.
pub(crate) fn of<'s>(
    seen: &'s [Seen],
    rule: &Rule,
    matched: usize,
    is_near: &dyn Fn(&[ProjectId]) -> bool,
) -> Vec<&'s Seen> {
    let mut known = BTreeMap::new();
    for it in seen.iter().filter(|it| it.rule == rule.code.as_str() && it.matched == matched && is_near(&it.owners)) {
        known.entry((it.at.source, it.at.range)).or_insert(it);
    }
    known.into_values().collect()
}
