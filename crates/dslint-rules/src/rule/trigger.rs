//! The rare words of which one must occur in a file before it is worth parsing, derived from what a rule looks for.

use smol_str::SmolStr;

use super::matcher::{
    BaseConstructorMatcher, CallMatcher, ImplementsMatcher, Matcher, MemberPath, ObjectMatcher, TypeMatcher,
};
use super::rule::Rule;
use super::verdict::UnknownFact;
use crate::api::ApiHistory;

/// Property names that occur in so many files that they say nothing.
const EVERYDAY: [&str; 24] = [
    "Address",
    "Claims",
    "Code",
    "Count",
    "Data",
    "Description",
    "DisplayName",
    "Enabled",
    "Id",
    "Items",
    "Key",
    "Kind",
    "Name",
    "Options",
    "Path",
    "Properties",
    "Scope",
    "Scopes",
    "State",
    "Title",
    "Type",
    "Url",
    "UserName",
    "Value",
];

/// A word that must occur.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trigger {
    /// The word: a whole identifier, or the whole content of a string.
    pub text: SmolStr,
    /// What kind of token it is.
    pub kind: TriggerKind,
    /// What it is needed for.
    pub role: TriggerRole,
}

/// What kind of token a trigger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TriggerKind {
    /// An identifier.
    Identifier,
    /// The content of a string literal.
    StringLiteral,
}

/// What a trigger is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TriggerRole {
    /// The file may have a finding, or a constant that a finding elsewhere needs.
    Match,
    /// The file may make findings void.
    Silence,
    /// The file may make the ledger's row `unknown`.
    Unknown,
}

impl Rule {
    /// The words of which one must occur in a file for it to matter to this rule, sorted. Package references have none, and a
    /// check written in code brings its own.
    pub fn triggers(&self, api: &ApiHistory) -> Vec<Trigger> {
        let mut triggers = Vec::new();
        let mut add = |text: &str, kind: TriggerKind, role: TriggerRole| {
            triggers.push(Trigger { text: SmolStr::new(text), kind, role });
        };
        for matched in &self.matches {
            match &matched.matcher {
                Matcher::Member(matcher) => {
                    for path in &matcher.members {
                        add(path.member(), TriggerKind::Identifier, TriggerRole::Match);
                    }
                }
                Matcher::Object(matcher) => {
                    for (text, kind) in object_words(matcher, api) {
                        add(&text, kind, TriggerRole::Match);
                    }
                }
                Matcher::String(matcher) => {
                    for value in &matcher.values {
                        add(value, TriggerKind::StringLiteral, TriggerRole::Match);
                    }
                    for method in &matcher.argument_of {
                        add(&method.name, TriggerKind::Identifier, TriggerRole::Match);
                    }
                }
                Matcher::Type(TypeMatcher { types, .. })
                | Matcher::BaseConstructor(BaseConstructorMatcher { types })
                | Matcher::Implements(ImplementsMatcher { types, .. }) => {
                    for name in types {
                        add(simple_name(name), TriggerKind::Identifier, TriggerRole::Match);
                    }
                }
                Matcher::Namespace(matcher) => {
                    for name in &matcher.namespaces {
                        let first = name.split('.').next().unwrap_or(name);
                        add(first, TriggerKind::Identifier, TriggerRole::Match);
                    }
                }
                Matcher::Presence(matcher) => {
                    add(&matcher.call.name, TriggerKind::Identifier, TriggerRole::Match);
                    let raised = matcher.raised.as_ref().map(|raised| &raised.call.name);
                    for name in matcher.absent.iter().chain(&matcher.prefer).chain(raised) {
                        add(name, TriggerKind::Identifier, TriggerRole::Silence);
                    }
                }
                // The types are rarer than the methods, which may be `AddTransient`.
                Matcher::Call(CallMatcher { methods, type_arguments, .. }) => match type_arguments.first() {
                    Some((_, ty)) => add(simple_name(ty), TriggerKind::Identifier, TriggerRole::Match),
                    None => {
                        for method in methods {
                            add(&method.name, TriggerKind::Identifier, TriggerRole::Match);
                        }
                    }
                },
                Matcher::Package(_) | Matcher::Config(_) | Matcher::Check(_) => {}
            }
        }
        let keeps = self.matches.iter().filter_map(|matched| self.keep_of(matched));
        for call in keeps.filter_map(|keep| keep.within.as_ref()) {
            add(call, TriggerKind::Identifier, TriggerRole::Silence);
        }
        for path in self.silencers.iter().flat_map(|silencer| &silencer.members) {
            add(path.member(), TriggerKind::Identifier, TriggerRole::Silence);
        }
        for unknown in &self.verdict.unknown_when {
            let words = match &unknown.fact {
                UnknownFact::Call(method) => vec![method.name.as_str()],
                UnknownFact::Implements(name) => vec![simple_name(name)],
                UnknownFact::Reads(members) => members.iter().map(MemberPath::member).collect(),
            };
            for word in words {
                add(word, TriggerKind::Identifier, TriggerRole::Unknown);
            }
        }
        triggers.sort();
        triggers.dedup();
        triggers
    }
}

impl Rule {
    /// The words of which one must occur in a settings file for it to matter to this rule, sorted. Their case does not matter.
    pub fn config_words(&self, api: &ApiHistory) -> Vec<SmolStr> {
        let mut words: Vec<SmolStr> = Vec::new();
        for matched in &self.matches {
            match &matched.matcher {
                Matcher::Config(matcher) => words.extend(matcher.holds.iter().cloned()),
                Matcher::Object(matcher) if matcher.config.is_some() => {
                    words.extend(object_words(matcher, api).into_iter().map(|(text, _)| text));
                }
                _ => {}
            }
        }
        words.sort();
        words.dedup();
        words
    }
}

/// The primary property when its name is rare; else the strings of the conditions, and every constant with such a value.
fn object_words(matcher: &ObjectMatcher, api: &ApiHistory) -> Vec<(SmolStr, TriggerKind)> {
    if !EVERYDAY.contains(&matcher.primary.as_str()) {
        return vec![(matcher.primary.clone(), TriggerKind::Identifier)];
    }
    let mut words = Vec::new();
    for text in matcher.texts() {
        words.push((text.clone(), TriggerKind::StringLiteral));
        for constant in api.constants_with_value(text) {
            words.push((SmolStr::new(constant.name()), TriggerKind::Identifier));
        }
    }
    if words.is_empty() {
        let rare = matcher.conditions.iter().find(|condition| !EVERYDAY.contains(&condition.property.as_str()));
        let property = rare.map_or(&matcher.primary, |condition| &condition.property);
        words.push((property.clone(), TriggerKind::Identifier));
    }
    words
}

/// The last part of a full name, without arity.
fn simple_name(full_name: &str) -> &str {
    let last = full_name.rsplit('.').next().unwrap_or(full_name);
    last.split('`').next().unwrap_or(last)
}
