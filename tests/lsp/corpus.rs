//! The same text has the same findings in the editor and on the command line, on every solution of corpus/.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::{Client, pulling, pushing, range};
use crate::support::{Tree, corpus};

/// Everything that both say about a finding, as comparable lines by file.
type Said = BTreeMap<String, Vec<String>>;

fn of_command_line(tree: &Tree) -> Said {
    let report = tree.json(&["check", "--to", "7.3", "--fail-on", "never"]);
    let mut said = Said::new();
    for finding in report["findings"].as_array().unwrap() {
        let place = |it: &Value| {
            let number = |key: &str| it[key].as_u64().unwrap() - 1;
            ((number("line"), number("column")), (number("endLine"), number("endColumn")))
        };
        let text = |key: &str| finding[key].as_str().unwrap();
        let message = match finding["help"].as_str() {
            Some(help) => format!("{}\nhelp: {help}", text("message")),
            None => text("message").to_owned(),
        };
        let related: Vec<String> = finding["related"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| format!("{} {:?} {}", it["path"].as_str().unwrap(), place(it), it["message"].as_str().unwrap()))
            .collect();
        let line = format!(
            "{:?} {} {} {} {message} {related:?}",
            place(finding),
            text("code"),
            text("severity"),
            finding["docs"].as_str().unwrap_or("-")
        );
        said.entry(text("path").to_owned()).or_default().push(line);
    }
    said.values_mut().for_each(|lines| lines.sort());
    said
}

fn of_editor<'v>(tree: &Tree, files: impl IntoIterator<Item = (&'v str, &'v Value)>) -> Said {
    let start = format!("file://{}/", tree.root.display());
    let path = |uri: &str| uri.strip_prefix(&start).unwrap().replace("%20", " ");
    let mut said = Said::new();
    for (uri, diagnostics) in files {
        for it in diagnostics.as_array().unwrap() {
            assert_eq!(it["source"], "dslint");
            let related: Vec<String> = it["relatedInformation"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|it| {
                    let location = &it["location"];
                    let place = range(&location["range"]);
                    format!("{} {place:?} {}", path(location["uri"].as_str().unwrap()), it["message"].as_str().unwrap())
                })
                .collect();
            let severity = ["error", "warning", "note"][it["severity"].as_u64().unwrap() as usize - 1];
            let line = format!(
                "{:?} {} {severity} {} {} {related:?}",
                range(&it["range"]),
                it["code"].as_str().unwrap(),
                it["codeDescription"]["href"].as_str().unwrap_or("-"),
                it["message"].as_str().unwrap()
            );
            said.entry(path(uri)).or_default().push(line);
        }
    }
    said.values_mut().for_each(|lines| lines.sort());
    said
}

#[test]
fn pushed_findings_are_those_of_the_command_line() {
    for name in corpus().keys() {
        let tree = Tree::of_corpus(name);
        let expected = of_command_line(&tree);
        let mut client = Client::on(&tree.root, pushing(), &["--to", "7.3"]);
        for path in expected.keys() {
            let path = tree.root.join(path);
            client.open(&path, std::fs::read_to_string(&path).unwrap().trim_start_matches('\u{feff}'));
        }
        client.settle();
        let published = client.published.iter().map(|(uri, params)| (uri.as_str(), &params["diagnostics"]));
        assert_eq!(of_editor(&tree, published), expected, "{name}");
        assert_eq!(client.quit(), 0);
    }
}

#[test]
fn pulled_findings_are_those_of_the_command_line() {
    let mut findings = 0;
    for name in corpus().keys() {
        let tree = Tree::of_corpus(name);
        let expected = of_command_line(&tree);
        findings += expected.values().map(Vec::len).sum::<usize>();
        let mut client = Client::on(&tree.root, pulling(), &["--to", "7.3"]);
        let report = client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
        let items = report["items"].as_array().unwrap();
        let pulled = items.iter().map(|it| (it["uri"].as_str().unwrap(), &it["items"]));
        assert_eq!(of_editor(&tree, pulled), expected, "{name}");
        for path in expected.keys() {
            let document = json!({ "uri": crate::client::uri(&tree.root.join(path)) });
            let report = client.result("textDocument/diagnostic", json!({ "textDocument": document }));
            let uri = document["uri"].as_str().unwrap();
            assert_eq!(of_editor(&tree, [(uri, &report["items"])])[path], expected[path], "{name} {path}");
        }
        assert!(client.published.is_empty(), "who asks is not told");
        assert_eq!(client.quit(), 0);
    }
    assert!(findings > 20, "{findings}");
}

#[test]
fn a_text_that_is_not_saved_counts_as_if_it_were() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let mut client = Client::on(&tree.root, pushing(), &["--to", "7.3"]);
    let text = std::fs::read_to_string(&path).unwrap();
    client.open(&path, &text);
    assert_eq!(client.diagnostics(&path, 1).as_array().unwrap().len(), 1);
    client.replace(&path, 2, &text.replace("RequireClientSecret = false,", ""));
    assert_eq!(client.diagnostics(&path, 2), json!([]));
    // A file that is nowhere but in the editor.
    let settings = tree.root.join(".editorconfig");
    client.replace(&path, 3, &text);
    assert_eq!(client.diagnostics(&path, 3).as_array().unwrap().len(), 1);
    client.open(&settings, "root = true\n[*.cs]\ndotnet_diagnostic.DS7302.severity = none\n");
    client.settle();
    let uri = crate::client::uri(&path);
    assert_eq!(client.published[&uri]["diagnostics"], json!([]), "the settings silence it");
    client.close(&settings);
    client.settle();
    assert_eq!(client.published[&uri]["diagnostics"].as_array().unwrap().len(), 1, "what is saved counts again");
    assert_eq!(client.quit(), 0);
}
