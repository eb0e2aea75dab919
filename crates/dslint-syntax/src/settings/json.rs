//! JSON into the tree of settings, by `jsonc-parser`.

use super::{Entry, MAX_DEPTH, Node, SettingsError, Value};
use crate::text::TextRange;
use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::{Range, Ranged as _};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use smol_str::SmolStr;

/// What `Microsoft.Extensions.Configuration.Json` accepts beyond JSON: comments and trailing commas.
const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_loose_object_property_names: false,
    allow_trailing_commas: true,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

pub(super) fn parse(text: &str) -> Result<Vec<Node>, SettingsError> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &OPTIONS)
        .map_err(|error| SettingsError { line: line_of(text, error.range().start), why: error.kind().to_string() })?;
    parsed.value.iter().map(|value| node(value, 0).ok_or_else(|| too_deep(text, value.range()))).collect()
}

fn node(value: &ast::Value<'_>, depth: usize) -> Option<Node> {
    if depth > MAX_DEPTH {
        return None;
    }
    let known = match value {
        ast::Value::StringLit(text) => Value::Scalar(SmolStr::new(&text.value)),
        ast::Value::NumberLit(number) => Value::Scalar(SmolStr::new(number.value)),
        ast::Value::BooleanLit(boolean) => Value::Scalar(SmolStr::new(boolean.value.to_string())),
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(array) => {
            Value::Array(array.elements.iter().map(|item| node(item, depth + 1)).collect::<Option<_>>()?)
        }
        ast::Value::Object(object) => Value::Object(
            object
                .properties
                .iter()
                .map(|property| {
                    let (key, at) = match &property.name {
                        ObjectPropName::String(name) => (SmolStr::new(&name.value), name.range),
                        ObjectPropName::Word(name) => (SmolStr::new(name.value), name.range),
                    };
                    Some(Entry { key, key_range: range(at), node: node(&property.value, depth + 1)? })
                })
                .collect::<Option<_>>()?,
        ),
    };
    Some(Node { value: known, range: range(value.range()) })
}

fn range(range: Range) -> TextRange {
    TextRange::from_usize(range.start, range.end)
}

fn too_deep(text: &str, at: Range) -> SettingsError {
    SettingsError { line: line_of(text, at.start), why: "nested too deeply".to_owned() }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|&&byte| byte == b'\n').count() + 1
}
