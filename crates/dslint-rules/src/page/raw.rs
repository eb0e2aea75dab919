//! The head as it stands in the page: flat tables of options, unknown keys refused, every value with its place.
//!
//! Flat on purpose: with tagged or untagged enums an error could only point at the whole table.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use toml::Spanned;

use crate::rule::Literal;

/// A value with its place.
pub(crate) type Placed<T> = Option<Spanned<T>>;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawHead {
    pub(crate) code: Spanned<String>,
    pub(crate) summary: Spanned<String>,
    pub(crate) package: Spanned<String>,
    pub(crate) since: Placed<String>,
    pub(crate) until: Placed<String>,
    pub(crate) change: Spanned<String>,
    pub(crate) effect: Spanned<String>,
    pub(crate) severity: Placed<String>,
    pub(crate) default: Placed<String>,
    pub(crate) sources: Spanned<Vec<Spanned<String>>>,
    pub(crate) effort: Spanned<String>,
    pub(crate) guide: Option<bool>,
    #[serde(default)]
    pub(crate) answers: Vec<String>,
    pub(crate) message: Placed<String>,
    pub(crate) help: Placed<String>,
    pub(crate) options: Option<BTreeMap<String, Spanned<toml::Value>>>,
    #[serde(default, rename = "match")]
    pub(crate) matches: Vec<Spanned<RawMatch>>,
    #[serde(default)]
    pub(crate) silenced_by: Vec<Spanned<RawSilencer>>,
    #[serde(default)]
    pub(crate) lowered_by: Vec<Spanned<RawUnknown>>,
    pub(crate) fix: Placed<RawFix>,
    pub(crate) keep: Placed<RawFix>,
    pub(crate) verdict: Option<RawVerdict>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawMatch {
    // the subject: exactly one
    #[serde(rename = "type")]
    pub(crate) ty: Placed<Strings>,
    pub(crate) namespace: Placed<Strings>,
    pub(crate) member: Placed<Strings>,
    pub(crate) call: Placed<Strings>,
    pub(crate) implements: Placed<Strings>,
    pub(crate) overrides: Placed<toml::Value>,
    pub(crate) base_constructor: Placed<Strings>,
    pub(crate) object: Placed<Strings>,
    pub(crate) string: Placed<Strings>,
    pub(crate) package: Placed<String>,
    pub(crate) property: Placed<toml::Value>,
    pub(crate) target_framework: Placed<toml::Value>,
    pub(crate) schema: Placed<toml::Value>,
    pub(crate) config: Placed<String>,
    pub(crate) presence: Placed<String>,
    pub(crate) check: Placed<String>,
    // what goes with one of them
    pub(crate) uses: Placed<Vec<Spanned<String>>>,
    #[serde(rename = "where")]
    pub(crate) conditions: Placed<BTreeMap<String, Spanned<RawCondition>>>,
    pub(crate) primary: Placed<String>,
    pub(crate) lowered: Placed<BTreeMap<String, Spanned<RawCondition>>>,
    #[serde(default)]
    pub(crate) silenced_by: Vec<Spanned<RawSilencer>>,
    pub(crate) in_config: Placed<RawInConfig>,
    pub(crate) fix_needs: Placed<String>,
    pub(crate) holds: Placed<Strings>,
    pub(crate) except: Placed<Strings>,
    pub(crate) default: Placed<BTreeMap<String, Spanned<RawLiteral>>>,
    pub(crate) argument_of: Placed<Strings>,
    pub(crate) compared_with: Placed<Strings>,
    pub(crate) anywhere: Placed<bool>,
    pub(crate) family: Placed<bool>,
    pub(crate) older_than: Placed<String>,
    pub(crate) type_arguments: Placed<BTreeMap<String, String>>,
    pub(crate) arity: Placed<usize>,
    pub(crate) arguments: Placed<usize>,
    pub(crate) lacks: Placed<String>,
    pub(crate) other_providers: Placed<Strings>,
    pub(crate) kept_by: Placed<Strings>,
    pub(crate) unless_imported: Placed<Strings>,
    pub(crate) needs_family: Placed<bool>,
    pub(crate) absent: Placed<Strings>,
    pub(crate) prefer: Placed<String>,
    pub(crate) crosses: Placed<Vec<Spanned<String>>>,
    pub(crate) raised: Placed<RawRaised>,
    pub(crate) once: Placed<RawOnce>,
    pub(crate) unless: Placed<RawUnless>,
    // what is said there
    pub(crate) message: Placed<String>,
    pub(crate) help: Placed<String>,
    pub(crate) severity: Placed<String>,
    pub(crate) label: Placed<String>,
    pub(crate) fix: Placed<RawFix>,
    pub(crate) keep: Placed<RawFix>,
    pub(crate) adopt: Placed<RawFix>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawCondition {
    pub(crate) equals: Option<RawLiteral>,
    pub(crate) not_equals: Option<RawLiteral>,
    pub(crate) contains: Option<RawLiteral>,
    pub(crate) contains_where: Option<BTreeMap<String, RawLiteral>>,
    pub(crate) json: Option<BTreeMap<String, RawLiteral>>,
    pub(crate) is_set: Option<bool>,
}

/// A call that makes the findings of a match void.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawUnless {
    pub(crate) call: Placed<Strings>,
    pub(crate) type_arguments: Placed<BTreeMap<String, String>>,
    pub(crate) arity: Placed<usize>,
}

/// What is said of the others where a project has one finding for all.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawOnce {
    pub(crate) one: String,
    pub(crate) many: String,
}

/// Where objects stand in settings files.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawInConfig {
    pub(crate) at: Placed<Strings>,
    pub(crate) has: Option<String>,
    pub(crate) bound_by: String,
    pub(crate) bound_as: Placed<String>,
}

/// When a finding is louder.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawRaised {
    pub(crate) framework_before: Spanned<String>,
    pub(crate) call: Spanned<String>,
    pub(crate) message: Placed<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawSilencer {
    pub(crate) member: Placed<Strings>,
    pub(crate) uses: Placed<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(crate) all: bool,
    pub(crate) holds: Placed<Strings>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawFix {
    pub(crate) kind: Spanned<String>,
    #[serde(rename = "in")]
    pub(crate) within: Placed<String>,
    pub(crate) members: Placed<BTreeMap<String, String>>,
    pub(crate) to: Placed<String>,
    pub(crate) title: Placed<String>,
    pub(crate) applicability: Placed<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawVerdict {
    pub(crate) clear: Option<String>,
    pub(crate) counted: Option<RawCounted>,
    #[serde(default)]
    pub(crate) unknown_when: Vec<Spanned<RawUnknown>>,
    pub(crate) ask: Option<String>,
    pub(crate) look: Option<String>,
}

/// What is counted among what was searched.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawCounted {
    pub(crate) rule: String,
    pub(crate) one: String,
    pub(crate) many: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawUnknown {
    pub(crate) call: Placed<String>,
    pub(crate) argument: Placed<String>,
    pub(crate) implements: Placed<String>,
    pub(crate) reads: Placed<Strings>,
    pub(crate) binds: Placed<String>,
    pub(crate) registers: Placed<String>,
    pub(crate) because: Placed<String>,
    pub(crate) ask: Option<String>,
    pub(crate) keeps: Placed<String>,
}

/// One string, or a list of strings.
#[derive(Debug)]
pub(crate) struct Strings(pub(crate) Vec<String>);

/// A boolean, whole number or string.
#[derive(Debug, Clone)]
pub(crate) struct RawLiteral(pub(crate) Literal);

impl<'de> Deserialize<'de> for Strings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StringsVisitor;
        impl<'de> Visitor<'de> for StringsVisitor {
            type Value = Strings;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a string or a list of strings")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Strings, E> {
                Ok(Strings(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strings, A::Error> {
                let mut strings = Vec::new();
                while let Some(text) = items.next_element::<String>()? {
                    strings.push(text);
                }
                if strings.is_empty() { Err(A::Error::custom("an empty list")) } else { Ok(Strings(strings)) }
            }
        }
        deserializer.deserialize_any(StringsVisitor)
    }
}

impl<'de> Deserialize<'de> for RawLiteral {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LiteralVisitor;
        impl Visitor<'_> for LiteralVisitor {
            type Value = RawLiteral;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a boolean, a whole number or a string")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<RawLiteral, E> {
                Ok(RawLiteral(Literal::Bool(value)))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<RawLiteral, E> {
                Ok(RawLiteral(Literal::Integer(value)))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<RawLiteral, E> {
                Ok(RawLiteral(Literal::Text(value.into())))
            }
        }
        deserializer.deserialize_any(LiteralVisitor)
    }
}
