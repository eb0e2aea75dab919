//! Diagnostics that the client asks for: result ids, and being told to ask again.

use serde_json::{Value, json};

use crate::client::{Client, pulling, uri};
use crate::support::Tree;

fn items(report: &Value) -> Vec<Value> {
    report["items"].as_array().unwrap().clone()
}

#[test]
fn what_did_not_change_is_not_said_again() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let document = json!({ "uri": uri(&path) });
    let mut client = Client::on(&tree.root, pulling(), &["--to", "7.3"]);
    let ask = |client: &mut Client, previous: Value| {
        let params = json!({ "textDocument": document, "previousResultId": previous });
        client.result("textDocument/diagnostic", params)
    };
    let first = ask(&mut client, Value::Null);
    assert_eq!((first["kind"].as_str(), items(&first).len()), (Some("full"), 1));
    let id = first["resultId"].clone();
    let again = ask(&mut client, id.clone());
    assert_eq!((again["kind"].as_str(), &again["resultId"]), (Some("unchanged"), &id));

    let text = std::fs::read_to_string(&path).unwrap();
    client.open(&path, &text);
    client.replace(&path, 2, &format!("\n{text}"));
    let moved = ask(&mut client, id.clone());
    assert_eq!(moved["kind"], "full");
    assert_eq!(moved["items"][0]["range"]["start"]["line"], json!(10));

    let previous = json!([{ "uri": uri(&path), "value": id }, { "uri": "untitled:1", "value": "x" }]);
    let report = client.result("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let report: Vec<_> = items(&report);
    let of = |uri: &str| report.iter().find(|it| it["uri"] == uri).unwrap();
    assert_eq!((of(&uri(&path))["kind"].as_str(), &of(&uri(&path))["version"]), (Some("full"), &json!(2)));
    assert_eq!(of("untitled:1")["items"], json!([]));
    client.replace(&path, 3, &text);
    let report = client.result("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let of_path = items(&report).into_iter().find(|it| it["uri"] == uri(&path).as_str()).unwrap();
    assert_eq!(of_path["kind"], "unchanged");
    assert_eq!(client.quit(), 0);
}

#[test]
fn the_client_is_told_to_ask_again() {
    let tree = Tree::host();
    let mut client = Client::on(&tree.root, pulling(), &["--to", "7.3"]);
    client.hear("workspace/diagnostic/refresh");
    let path = tree.root.join("src/Host/Config.cs");
    std::fs::write(&path, "namespace Host;\n").unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&path), "type": 2 }] }));
    client.hear("workspace/diagnostic/refresh");
    let report = client.result("textDocument/diagnostic", json!({ "textDocument": { "uri": uri(&path) } }));
    assert_eq!(report["items"], json!([]));
    assert_eq!(client.quit(), 0);
}
