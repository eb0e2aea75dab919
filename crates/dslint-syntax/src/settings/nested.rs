//! Paths written in one name: `Clients:0:Enabled` as a key of JSON, `Clients__0__Enabled` as a variable of the environment.

use super::{Entry, Node, Value};
use crate::text::TextRange;
use smol_str::SmolStr;

/// What stands between the parts of a path in the name of a variable.
const SEPARATOR: &str = "__";

impl Node {
    /// The same with keys such as `A:0:B` taken apart, as .NET configuration reads them.
    #[must_use]
    pub fn nested(self) -> Node {
        let value = match self.value {
            Value::Object(entries) => {
                let mut root = Node { value: Value::Object(Vec::new()), range: self.range };
                for entry in entries {
                    let node = entry.node.nested();
                    let parts: Vec<SmolStr> = entry.key.split(':').map(SmolStr::new).collect();
                    match parts.len() > 1 && parts.iter().all(|part| !part.is_empty()) {
                        true => put(&mut root, &parts, entry.key_range, node),
                        false => put(&mut root, &[entry.key], entry.key_range, node),
                    }
                }
                return root;
            }
            Value::Array(items) => Value::Array(items.into_iter().map(Node::nested).collect()),
            other => other,
        };
        Node { value, range: self.range }
    }

    /// The configuration that variables of the environment make, one tree for each list of them: keys of an object, `A=b` in
    /// an array, or objects with `name` and `value`, as Compose, Kubernetes and launch settings have them.
    pub fn environments(&self) -> Vec<Node> {
        let mut found = Vec::new();
        self.visit(&mut |_, node| {
            let mut root = Node { value: Value::Object(Vec::new()), range: node.range };
            let mut add = |name: &str, key_range: TextRange, value: Node| {
                let parts: Vec<SmolStr> = name.split(SEPARATOR).map(SmolStr::new).collect();
                if parts.len() > 1 && parts.iter().all(|part| !part.is_empty() && !part.contains(char::is_whitespace)) {
                    put(&mut root, &parts, key_range, value);
                }
            };
            match &node.value {
                Value::Object(entries) => {
                    for entry in entries.iter().filter(|entry| is_plain(&entry.node)) {
                        add(&entry.key, entry.key_range, entry.node.clone());
                    }
                }
                Value::Array(items) => {
                    for item in items {
                        if let Some((name, value)) = item.text().and_then(|text| text.split_once('=')) {
                            let value = Node { value: Value::Scalar(SmolStr::new(value)), range: item.range };
                            add(name, item.range, value);
                        } else if let Some(name) = item.entry("name").filter(|name| is_plain(&name.node)) {
                            // What comes from a secret is not known here.
                            let unknown = || Node { value: Value::Scalar("${}".into()), range: name.node.range };
                            let value = item.entry("value").map_or_else(unknown, |value| value.node.clone());
                            add(name.node.text().unwrap_or_default(), name.node.range, value);
                        }
                    }
                }
                Value::Scalar(_) | Value::Null => {}
            }
            if matches!(&root.value, Value::Object(entries) if !entries.is_empty()) {
                found.push(root);
            }
        });
        found
    }
}

fn is_plain(node: &Node) -> bool {
    matches!(node.value, Value::Scalar(_) | Value::Null)
}

/// Puts a value at a path, beside what is there.
fn put(node: &mut Node, path: &[SmolStr], key_range: TextRange, value: Node) {
    let Some((first, rest)) = path.split_first() else {
        match value.value {
            Value::Object(more) => {
                for entry in more {
                    put(node, &[entry.key], entry.key_range, entry.node);
                }
                if !matches!(node.value, Value::Object(_) | Value::Array(_)) {
                    *node = Node { value: Value::Object(Vec::new()), range: value.range };
                }
            }
            _ => *node = value,
        }
        return;
    };
    if let Value::Array(items) = &mut node.value {
        if let Some(item) = first.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
            return put(item, rest, key_range, value);
        }
        // A list with other keys is an object of numbered keys to .NET.
        let numbered = std::mem::take(items).into_iter().enumerate();
        let entries =
            numbered.map(|(index, node)| Entry { key: SmolStr::new(index.to_string()), key_range: node.range, node });
        node.value = Value::Object(entries.collect());
    }
    if !matches!(node.value, Value::Object(_)) {
        node.value = Value::Object(Vec::new());
    }
    let Value::Object(entries) = &mut node.value else { return };
    let known = entries.iter_mut().rev().find(|entry| entry.key.eq_ignore_ascii_case(first));
    match known {
        Some(entry) => {
            if rest.is_empty() && is_plain(&value) {
                entry.key_range = key_range;
            }
            put(&mut entry.node, rest, key_range, value);
        }
        None => {
            let mut child = Node { value: Value::Null, range: value.range };
            put(&mut child, rest, key_range, value);
            entries.push(Entry { key: first.clone(), key_range, node: child });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, parse};
    use super::*;

    fn scalars(text: &str, node: &Node) -> Vec<String> {
        let mut found = Vec::new();
        node.visit(&mut |path, node| {
            if let Value::Scalar(value) = &node.value {
                found.push(format!("{}={value} at {}", path.join(":"), &text[node.range.usize()]));
            }
        });
        found
    }

    #[test]
    fn keys_with_colons_are_paths() {
        let text = r#"{ "A": [ { "x": 1 } ], "A:0:y": 2, "A:1:x": 3, "B:C": true, "B": { "D": "d" }, "E::F": 4 }"#;
        let node = parse(text, Format::Json).unwrap().remove(0).nested();
        assert_eq!(
            scalars(text, &node),
            ["A:0:x=1 at 1", "A:0:y=2 at 2", "A:1:x=3 at 3", "B:C=true at true", "B:D=d at \"d\"", "E::F=4 at 4"]
        );
        let entry = node.at(&["A".into(), "0".into()]).and_then(|item| item.entry("Y")).unwrap();
        assert_eq!(&text[entry.range().usize()], "\"A:0:y\": 2");
    }

    #[test]
    fn variables_are_paths() {
        let yaml = "a:\n  environment:\n    A__0__b: \"false\"\n    __init__: 1\n    plain: x\nc:\n  environment:\n    - A__0__b=true\n    - X=1\nenv:\n  - name: A__c\n    value: \"1\"\n  - name: A__d\n    valueFrom: { secretKeyRef: x }\n";
        let trees = parse(yaml, Format::Yaml).unwrap()[0].environments();
        let found: Vec<_> = trees.iter().map(|tree| scalars(yaml, tree)).collect();
        assert_eq!(
            found,
            [
                vec!["A:0:b=false at \"false\""],
                vec!["A:0:b=true at A__0__b=true"],
                vec!["A:c=1 at \"1\"", "A:d=${} at A__d"],
            ]
        );
    }

    #[test]
    fn env_files_are_variables() {
        let text = "# c\nexport A__0__b=false # no\nA__c='x y'\n\nnonsense\nD=1\r\n";
        let document = parse(text, Format::Env).unwrap().remove(0);
        assert_eq!(scalars(text, &document.environments()[0]), ["A:0:b=false at false", "A:c=x y at 'x y'"]);
        assert_eq!(document.entry("D").and_then(|entry| entry.node.text()), Some("1"));
    }
}
