//! Objects whose state is the break.

use super::FileContext;
use crate::diagnostic::{Confidence, Edit, Fix, Label};
use crate::message::{Names, Site};
use dslint_rules::{Condition, FixKind, Literal, Match, ObjectMatcher, PropertyCondition, Rule};
use dslint_semantic::table::Place;
use dslint_semantic::ty::Ty;
use dslint_semantic::value::{ObjectState, State, Tracked, Value};
use dslint_syntax::lexer::lex;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What is known of a condition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Truth {
    No,
    Unknown,
    Maybe,
    Yes,
}

/// What was found at one primary place, over all paths that passed it.
#[derive(Default)]
struct Found {
    /// Paths on which the conditions held.
    held: usize,
    /// Paths on which the primary property had been set at this place.
    passed: usize,
    /// A property that is not known although the primary one is as looked for.
    open: Option<SmolStr>,
    maybe: bool,
    joined: bool,
    /// On some path the collection that the fix needs is empty or not known.
    lacks: bool,
    related: Vec<(Place, String)>,
    value: String,
    ty: String,
}

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &ObjectMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let resolver = &context.program.resolver;
    let mut places: BTreeMap<Place, (Found, bool)> = BTreeMap::new();
    let mut open: BTreeMap<Place, SmolStr> = BTreeMap::new();
    for run in context.runs() {
        // Each run on its own: a member that makes the object whole again does not excuse another.
        let mut in_run: BTreeMap<Place, Found> = BTreeMap::new();
        for path in &run.paths {
            for (_, object) in path.objects() {
                if !matcher.types.iter().any(|ty| resolver.derives_from(&object.ty, ty)) {
                    continue;
                }
                let Some(primary) = primary_place(object, matcher) else { continue };
                let found = in_run.entry(primary).or_default();
                found.passed += 1;
                judge(context, path, object, matcher, primary, found);
            }
        }
        for (place, found) in in_run {
            if found.held == 0 {
                open.extend(found.open.map(|property| (place, property)));
                continue;
            }
            let certain = found.held == found.passed && !found.maybe && !found.joined;
            match places.get_mut(&place) {
                Some((_, known)) if *known || !certain => {}
                _ => {
                    places.insert(place, (found, certain));
                }
            }
        }
    }
    for (place, property) in open {
        if !places.contains_key(&place) {
            let text = format!("`{property}` of the object at this place is not known in source");
            context.undecided(rule, place, text);
        }
    }
    for (place, (found, certain)) in places {
        let Some(primary) = context.label(place, "") else { continue };
        let related: Vec<Label> =
            found.related.iter().filter_map(|(place, text)| context.label(*place, text)).collect();
        let mut site = Site {
            names: Names {
                symbol: matcher.primary.to_string(),
                ty: found.ty.clone(),
                value: found.value.clone(),
                property: matcher.primary.to_string(),
                ..Names::default()
            },
            confidence: if certain { Confidence::Certain } else { Confidence::Likely },
            related,
            ..context.site(rule, matched, primary)
        };
        if !found.lacks {
            site.fix = removal(context, &site, place);
        }
        sites.push(site);
    }
}

/// The place to edit: where the primary property is set; for a text that is looked into, the text itself.
fn primary_place(object: &ObjectState, matcher: &ObjectMatcher) -> Option<Place> {
    let property = object.properties.get(&matcher.primary)?;
    let looks_inside =
        matches!(matcher.condition(&matcher.primary).map(|condition| &condition.condition), Some(Condition::Json(_)));
    match property.value.origin {
        Some(origin) if looks_inside => Some(origin),
        _ => Some(property.written),
    }
}

fn judge(
    context: &FileContext<'_>,
    path: &State,
    object: &ObjectState,
    matcher: &ObjectMatcher,
    primary: Place,
    found: &mut Found,
) {
    let mut related = Vec::new();
    let mut maybe = false;
    let mut joined = false;
    let anchor = object.properties.get(&matcher.primary).map_or(primary, |property| property.written);
    let truths: Vec<(Truth, Option<Place>)> =
        matcher.conditions.iter().map(|condition| condition_holds(context, path, object, condition)).collect();
    if truths.iter().any(|(truth, _)| *truth == Truth::No) {
        return;
    }
    let open = matcher.conditions.iter().zip(&truths).find(|(_, (truth, _))| *truth == Truth::Unknown);
    if let Some((condition, _)) = open {
        // Nothing speaks against it; the rest depends on what this code does not say.
        found.open.get_or_insert_with(|| condition.property.clone());
        return;
    }
    for (condition, (truth, place)) in matcher.conditions.iter().zip(truths) {
        maybe |= truth == Truth::Maybe;
        if let Some(place) = place
            && condition.property != matcher.primary
        {
            // What the class itself begins with is no fact of this code.
            if is_initial(context, object, place) {
                continue;
            }
            joined |= !context.same_member(place, anchor);
            // The property is set here to what somebody else passed in.
            joined |= object
                .properties
                .get(&condition.property)
                .filter(|property| !property.value.constant)
                .and_then(|property| property.value.origin)
                .is_some_and(|origin| !context.same_member(origin, place));
            let place = added_place(path, object, condition).unwrap_or(place);
            related.push((place, format!("`{}` {}", condition.property, describe(&condition.condition))));
        }
    }
    if let Some(property) = object.properties.get(&matcher.primary) {
        // A text from another member that is no constant was joined too.
        joined |= !property.value.constant && !context.same_member(property.written, primary);
        found.value = match &property.value.value {
            Value::Bool(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Text(text) => text.to_string(),
            _ => String::new(),
        };
    }
    found.ty = context.program.resolver.full_name(&object.ty).map(|name| simple(&name)).unwrap_or_default();
    if found.held == 0 {
        found.related = related;
        found.joined = joined;
    }
    found.maybe |= maybe;
    found.lacks |= matcher.fix_needs.as_ref().is_some_and(|needs| !holds_something(path, object, needs));
    found.held += 1;
}

/// Whether a collection of the object is known to have an element.
fn holds_something(path: &State, object: &ObjectState, property: &SmolStr) -> bool {
    let Some(Value::Ref(id)) = object.properties.get(property).map(|property| &property.value.value) else {
        return false;
    };
    path.list(*id).is_some_and(|list| !list.items.is_empty())
}

/// Takes the primary property out of the initializer that sets it.
fn removal(context: &FileContext<'_>, site: &Site<'_>, place: Place) -> Option<Fix> {
    let template = site.rule.fix_of(site.matched).filter(|template| template.kind == FixKind::Remove)?;
    let tokens = lex(&context.program.resolver.table.file(place.file).text, &Default::default()).tokens;
    let before = tokens.iter().rev().find(|token| token.range.end <= place.range.start && !token.is_trivia())?;
    // Not a statement, and not one of several declarations.
    if place.file != context.file || !(before.is(b'{') || before.is(b',')) {
        return None;
    }
    let ranges = super::registration::entry(&tokens, context, place)?;
    let edit = |range| Edit { source: site.primary.source, range, replacement: String::new() };
    Some(Fix {
        title: site.title(template, || "Remove it".to_owned()),
        edits: ranges.into_iter().map(edit).collect(),
        applicability: template.applicability,
    })
}

/// Whether a place is inside the declaration of the object's own type: an initializer of a property, or its constructor.
fn is_initial(context: &FileContext<'_>, object: &ObjectState, place: Place) -> bool {
    let Ty::Declared(id, _) = object.ty else { return false };
    let table = context.program.resolver.table;
    let mut parts = table.decl(id).parts.iter();
    parts.any(|&(file, index)| file == place.file && table.part(file, index).range.contains(place.range))
}

fn simple(full_name: &str) -> String {
    full_name.rsplit('.').next().unwrap_or(full_name).to_owned()
}

pub(crate) fn describe(condition: &Condition) -> String {
    match condition {
        Condition::Equals(literal) => format!("is {literal} here"),
        Condition::NotEquals(literal) => format!("is not {literal} here"),
        Condition::Contains(literal) => format!("contains {literal} here"),
        Condition::ContainsWhere(members) => match members.first() {
            Some((_, literal)) => format!("contains {literal} here"),
            None => "is set here".to_owned(),
        },
        Condition::Json(_) | Condition::Unset | Condition::Set => "is set here".to_owned(),
    }
}

/// Whether a condition holds for an object, and where the property that decides it was set.
pub(crate) fn condition_holds(
    context: &FileContext<'_>,
    path: &State,
    object: &ObjectState,
    condition: &PropertyCondition,
) -> (Truth, Option<Place>) {
    if condition.condition == Condition::Set {
        let property = object.properties.get(&condition.property);
        return (truth(property.is_some()), property.map(|property| property.written));
    }
    if condition.condition == Condition::Unset {
        // What the class itself begins with is not set by anybody.
        let property = object.properties.get(&condition.property);
        let is_set = property.is_some_and(|property| !is_initial(context, object, property.written));
        let truth = if is_set {
            Truth::No
        } else if object.opaque {
            Truth::Unknown
        } else {
            Truth::Yes
        };
        return (truth, None);
    }
    if let Some(property) = object.properties.get(&condition.property) {
        return (holds(path, &property.value, &condition.condition), Some(property.written));
    }
    if object.opaque {
        // Not set by this code. What the page says it usually is, is good enough for a condition that only narrows.
        return match &condition.default {
            Some(literal) => (holds(path, &literal_value(literal), &condition.condition), None),
            None => match context.program.default_value(context.file, &object.ty, &condition.property) {
                Value::Text(text) => {
                    let value = Tracked { value: Value::Text(text), ..Tracked::default() };
                    (holds(path, &value, &condition.condition), None)
                }
                _ => (Truth::Unknown, None),
            },
        };
    }
    let default = context.program.default_value(context.file, &object.ty, &condition.property);
    let value = match (&default, &condition.default) {
        (Value::Unknown, Some(literal)) => literal_value(literal),
        // A collection that the constructor makes is empty.
        (Value::Unknown | Value::Null, None)
            if matches!(condition.condition, Condition::Contains(_) | Condition::ContainsWhere(_)) =>
        {
            return (Truth::No, None);
        }
        _ => Tracked { value: default, ..Tracked::default() },
    };
    (holds(path, &value, &condition.condition), None)
}

pub(crate) fn literal_value(literal: &Literal) -> Tracked {
    let value = match literal {
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Integer(value) => Value::Integer(*value),
        Literal::Text(text) => Value::Text(text.as_str().into()),
    };
    Tracked { value, ..Tracked::default() }
}

/// Yes or no.
pub(crate) fn truth(holds: bool) -> Truth {
    if holds { Truth::Yes } else { Truth::No }
}

/// Whether a condition holds for a value that is no object or list.
pub(crate) fn holds_alone(value: &Tracked, condition: &Condition) -> Truth {
    holds(&State::default(), value, condition)
}

fn holds(path: &State, value: &Tracked, condition: &Condition) -> Truth {
    match condition {
        Condition::Equals(literal) => equals(&value.value, literal),
        Condition::NotEquals(literal) => match equals(&value.value, literal) {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            other => other,
        },
        Condition::Contains(_) | Condition::ContainsWhere(_) => {
            any_item(path, value, &|item| item_holds(path, item, condition))
        }
        Condition::Json(members) => json_holds(&value.value, members),
        // Decided by the object, not by a value.
        Condition::Unset | Condition::Set => Truth::No,
    }
}

/// Whether an item is what a condition wants a list to contain.
fn item_holds(path: &State, item: &Tracked, condition: &Condition) -> Truth {
    match condition {
        Condition::Contains(literal) => equals(&item.value, literal),
        Condition::ContainsWhere(members) => {
            let Value::Ref(id) = item.value else { return Truth::Unknown };
            let Some(object) = path.object(id) else { return Truth::Unknown };
            members.iter().map(|(name, literal)| member_equals(object, name, literal)).min().unwrap_or(Truth::Yes)
        }
        Condition::Equals(_) | Condition::NotEquals(_) | Condition::Json(_) | Condition::Unset | Condition::Set => {
            Truth::Unknown
        }
    }
}

/// The argument that added what a list must contain, where it was not in the list from the beginning.
fn added_place(path: &State, object: &ObjectState, condition: &PropertyCondition) -> Option<Place> {
    let Value::Ref(id) = object.properties.get(&condition.property)?.value.value else { return None };
    let list = path.list(id)?;
    let is_wanted = |item: &Tracked| item_holds(path, item, &condition.condition) >= Truth::Maybe;
    let added = list.added.iter().filter(|(item, _)| is_wanted(item));
    let there = list.items.iter().filter(|item| is_wanted(item));
    if there.count() > added.clone().count() {
        return None;
    }
    added.map(|(_, place)| *place).next()
}

fn member_equals(object: &ObjectState, name: &SmolStr, literal: &Literal) -> Truth {
    match object.properties.get(name) {
        Some(property) => equals(&property.value.value, literal),
        None if object.opaque => Truth::Unknown,
        None => Truth::No,
    }
}

pub(crate) fn equals(value: &Value, literal: &Literal) -> Truth {
    let known = match (value, literal) {
        (Value::Bool(value), Literal::Bool(literal)) => value == literal,
        (Value::Integer(value), Literal::Integer(literal)) => value == literal,
        (Value::Text(value), Literal::Text(literal)) => **value == **literal,
        // A member of an enum is written as its full name.
        (Value::EnumMember(value), Literal::Text(literal)) => value == literal,
        (Value::OneOf(values), literal) => return one_of(values.iter().map(|value| equals(&value.value, literal))),
        (Value::Unknown | Value::From(_) | Value::Ref(_), _) => return Truth::Unknown,
        _ => false,
    };
    if known { Truth::Yes } else { Truth::No }
}

/// All the same: that. Otherwise it depends on the path; unknown alternatives add nothing.
fn one_of(truths: impl Iterator<Item = Truth>) -> Truth {
    let truths: Vec<Truth> = truths.collect();
    let all = |wanted| truths.iter().all(|&truth| truth == wanted);
    if all(Truth::Yes) {
        Truth::Yes
    } else if truths.iter().any(|&truth| truth >= Truth::Maybe) {
        Truth::Maybe
    } else if all(Truth::No) {
        Truth::No
    } else {
        Truth::Unknown
    }
}

fn any_item(path: &State, value: &Tracked, test: &dyn Fn(&Tracked) -> Truth) -> Truth {
    match &value.value {
        Value::Ref(id) => match path.list(*id) {
            Some(list) => {
                let best = list.items.iter().map(test).max().unwrap_or(Truth::No);
                if best == Truth::No && list.open { Truth::Unknown } else { best }
            }
            None => Truth::Unknown,
        },
        Value::OneOf(values) => one_of(values.iter().map(|value| any_item(path, value, test))),
        Value::Null => Truth::No,
        _ => Truth::Unknown,
    }
}

fn json_holds(value: &Value, members: &[(SmolStr, Literal)]) -> Truth {
    match value {
        Value::Text(text) => {
            // Keys in single quotes were read by the JSON library of older releases, and are in old code still.
            let parsed = serde_json::from_str(text).or_else(|_| serde_json::from_str(&text.replace('\'', "\"")));
            let Ok(serde_json::Value::Object(object)) = parsed else { return Truth::No };
            let same = members.iter().all(|(name, literal)| match (object.get(name.as_str()), literal) {
                (Some(serde_json::Value::String(value)), Literal::Text(literal)) => value == literal.as_str(),
                (Some(serde_json::Value::Bool(value)), Literal::Bool(literal)) => value == literal,
                (Some(serde_json::Value::Number(value)), Literal::Integer(literal)) => value.as_i64() == Some(*literal),
                _ => false,
            });
            if same { Truth::Yes } else { Truth::No }
        }
        Value::OneOf(values) => one_of(values.iter().map(|value| json_holds(&value.value, members))),
        Value::Null | Value::Bool(_) | Value::Integer(_) => Truth::No,
        _ => Truth::Unknown,
    }
}

/// Whether a value is or may be this text.
pub(crate) fn contains_text(value: &Tracked, text: &str) -> bool {
    match &value.value {
        Value::Text(known) => **known == *text,
        Value::OneOf(values) => values.iter().any(|value| contains_text(value, text)),
        _ => false,
    }
}
