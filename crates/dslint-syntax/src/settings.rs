//! Settings files: JSON as .NET reads it (with comments and trailing commas), YAML and `.env`, as one kind of tree with ranges.
//!
//! What a value means is not decided here: .NET configuration turns every scalar into a string, YAML tags some.

mod env;
mod json;
mod nested;
mod yaml;

use crate::text::TextRange;
use smol_str::SmolStr;

/// Trees deeper than this are refused: nobody writes them, and walking them takes stack.
const MAX_DEPTH: usize = 200;

/// The format of a settings file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// `.json`
    Json,
    /// `.yaml`, `.yml`
    Yaml,
    /// `.env`
    Env,
}

/// A value and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its text, quotes and brackets included.
    pub range: TextRange,
}

/// The forms of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Keys with values, in the order of the text.
    Object(Vec<Entry>),
    /// Values in a row.
    Array(Vec<Node>),
    /// A string, number or boolean, as text with its escapes resolved.
    Scalar(SmolStr),
    /// `null`, an alias of YAML, or nothing at all.
    Null,
}

/// A key and its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key, its escapes resolved.
    pub key: SmolStr,
    /// Where the key stands, quotes included.
    pub key_range: TextRange,
    /// What it is set to.
    pub node: Node,
}

impl Entry {
    /// From the key to the end of the value.
    pub fn range(&self) -> TextRange {
        TextRange::new(self.key_range.start, self.node.range.end.max(self.key_range.end))
    }
}

impl Node {
    /// The entry of a key, whose case does not matter to .NET configuration; the last one counts.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let Value::Object(entries) = &self.value else { return None };
        entries.iter().rev().find(|entry| entry.key.eq_ignore_ascii_case(key))
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The value at a path of keys and indices.
    pub fn at(&self, path: &[SmolStr]) -> Option<&Node> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        let child = match &self.value {
            Value::Object(_) => &self.entry(first)?.node,
            Value::Array(items) => items.get(first.parse::<usize>().ok()?)?,
            Value::Scalar(_) | Value::Null => return None,
        };
        child.at(rest)
    }

    /// Visits every value below and itself, each with its path: keys, and indices of arrays.
    pub fn visit<'n>(&'n self, see: &mut dyn FnMut(&[SmolStr], &'n Node)) {
        self.visit_below(&mut Vec::new(), see);
    }

    fn visit_below<'n>(&'n self, path: &mut Vec<SmolStr>, see: &mut dyn FnMut(&[SmolStr], &'n Node)) {
        see(path, self);
        match &self.value {
            Value::Object(entries) => {
                for entry in entries {
                    path.push(entry.key.clone());
                    entry.node.visit_below(path, see);
                    path.pop();
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(SmolStr::new(index.to_string()));
                    item.visit_below(path, see);
                    path.pop();
                }
            }
            Value::Scalar(_) | Value::Null => {}
        }
    }
}

/// Why a settings file was not understood.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct SettingsError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub why: String,
}

/// Reads a settings file. YAML may hold several documents, JSON has one or, when the file is empty, none.
///
/// # Errors
/// Where the text is not of the format, or nested deeper than 200 levels.
pub fn parse(text: &str, format: Format) -> Result<Vec<Node>, SettingsError> {
    match format {
        Format::Json => json::parse(text),
        Format::Yaml => yaml::parse(text),
        Format::Env => Ok(env::parse(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(text: &str, format: Format) -> Vec<String> {
        let mut found = Vec::new();
        for node in parse(text, format).unwrap() {
            node.visit(&mut |path, node| {
                if let Value::Scalar(value) = &node.value {
                    found.push(format!("{}={value} {}", path.join(":"), &text[node.range.usize()]));
                }
            });
        }
        found
    }

    #[test]
    fn json_as_dotnet_reads_it() {
        let text = "{ // a comment\n \"A\": { \"b\": [1, true, \"x\\ny\", null, ], /* c */ \"c\": \"é\" } }";
        assert_eq!(
            described(text, Format::Json),
            ["A:b:0=1 1", "A:b:1=true true", "A:b:2=x\ny \"x\\ny\"", "A:c=é \"é\""]
        );
        let tree = &parse(text, Format::Json).unwrap()[0];
        assert_eq!(tree.at(&["a".into(), "B".into(), "1".into()]).and_then(Node::text), Some("true"));
        let entry = tree.entry("a").unwrap();
        assert!(text[entry.range().usize()].starts_with("\"A\": {") && text[entry.range().usize()].ends_with("}"));
        assert_eq!(parse("", Format::Json), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_json_has_a_line() {
        for wrong in ["{\n \"a\": }", "{\n 'a': 1}", "{\n a: 1}", "{\n \"a\": 1 \"b\": 2 }", "{}\n{}"] {
            let error = parse(wrong, Format::Json).unwrap_err();
            assert_eq!(error.line, 2, "{wrong}: {error}");
        }
        assert!(parse(&"[".repeat(100_000), Format::Json).is_err());
    }

    #[test]
    fn yaml_with_places() {
        let text = "é: 'à ''b' # c\nplain: x # c\nlist:\n  - a: x.y\n    env: \"A=1\"\n  - plain text\n--- \nsecond: |\n  two\n  lines\n";
        assert_eq!(
            described(text, Format::Yaml),
            [
                "é=à 'b 'à ''b'",
                "plain=x x",
                "list:0:a=x.y x.y",
                "list:0:env=A=1 \"A=1\"",
                "list:1=plain text plain text",
                "second=two\nlines\n two\n  lines",
            ]
        );
    }

    #[test]
    fn what_is_no_yaml_has_a_line() {
        let error = parse("a: 1\nb: {{ .Values.x }}: {\n", Format::Yaml).unwrap_err();
        assert!(error.line >= 2, "{error}");
        assert!(parse(&"- ".repeat(5_000), Format::Yaml).is_err());
        assert!(parse(&"[".repeat(5_000), Format::Yaml).is_err());
    }

    #[test]
    fn aliases_are_no_values() {
        assert_eq!(described("a: &x one\nb: *x\n", Format::Yaml), ["a=one &x one"]);
    }
}
