//! The protocol itself: the beginning and the end, cancelling, and clients that do not keep to it.

use serde_json::{Value, json};

use crate::client::{Client, pulling, pushing, uri};
use crate::support::Tree;

fn code(response: &Value) -> i64 {
    response["error"]["code"].as_i64().unwrap_or_else(|| panic!("no error: {response}"))
}

#[test]
fn it_begins_and_ends_as_specified() {
    let tree = Tree::host();
    let mut client = Client::start(&tree.root, &["--stdio"]);
    assert_eq!(code(&client.request("textDocument/hover", json!({}))), -32002, "before `initialize`");
    client.notify("textDocument/didOpen", json!({ "nonsense": true }));
    assert_eq!(code(&client.request("initialize", json!({ "capabilities": 7 }))), -32602);
    let result = client.initialize(&[&tree.root], pushing(), Value::Null);
    let capabilities = &result["capabilities"];
    assert_eq!(result["serverInfo"], json!({ "name": "dslint", "version": env!("CARGO_PKG_VERSION") }));
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(capabilities["textDocumentSync"], json!({ "openClose": true, "change": 2, "save": true }));
    assert!(capabilities.get("diagnosticProvider").is_none(), "it does not ask");
    assert_eq!(capabilities["codeActionProvider"]["codeActionKinds"], json!(["quickfix", "source.fixAll.dslint"]));
    assert_eq!(code(&client.request("initialize", json!({ "capabilities": {} }))), -32600, "twice");
    assert_eq!(code(&client.request("textDocument/completion", json!({}))), -32601);
    assert_eq!(code(&client.request("textDocument/hover", json!({ "position": "here" }))), -32602);
    client.notify("$/setTrace", json!({ "value": "off" }));
    client.notify("textDocument/didChange", json!({ "textDocument": 7 }));
    assert!(client.hear("window/logMessage")["params"]["message"].as_str().unwrap().contains("didChange"));
    assert_eq!(client.result("shutdown", Value::Null), Value::Null);
    assert_eq!(code(&client.request("textDocument/hover", json!({}))), -32600, "after `shutdown`");
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn it_ends_with_the_client() {
    let tree = Tree::host();
    let mut client = Client::on(&tree.root, pushing(), &[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1, "without `shutdown`");
    assert_eq!(Client::on(&tree.root, pushing(), &[]).die(), 1);
    assert_eq!(Client::start(&tree.root, &[]).die(), 1);
    let mut client = Client::on(&tree.root, pushing(), &[]);
    client.result("shutdown", Value::Null);
    assert_eq!(client.die(), 0);
}

#[test]
fn it_lives_through_what_is_no_message() {
    let tree = Tree::host();
    let mut client = Client::on(&tree.root, pushing(), &["--to", "7.3"]);
    client.write(b"Content-Length: 9\r\n\r\n{ garbage");
    assert_eq!(code(&client.wait(|it| it["id"].is_null() && it.get("error").is_some())), -32700);
    client.write(b"Content-Length: 2\r\n\r\n[]Content-Length: 3\r\n\r\n\xff\xfe\xfd");
    client.write(b"nonsense\r\n\r\n");
    for expected in [-32600, -32700, -32700] {
        assert_eq!(code(&client.wait(|it| it["id"].is_null() && it.get("error").is_some())), expected);
    }
    client.send(json!({ "id": 4.5, "method": "shutdown" }));
    assert_eq!(code(&client.wait(|it| it["id"].is_null() && it.get("error").is_some())), -32600);
    client.send(json!({ "id": 99, "result": null }));
    let path = tree.root.join("src/Host/Config.cs");
    client.change(&path, 7, json!([{ "text": "" }]));
    client.close(&path);
    client.open(&path, &std::fs::read_to_string(&path).unwrap());
    assert_eq!(client.diagnostics(&path, 1).as_array().unwrap().len(), 1, "it lives");
    assert_eq!(client.quit(), 0);
}

#[test]
fn what_is_cancelled_is_answered_so() {
    let tree = Tree::host();
    let mut client = Client::start(&tree.root, &["--to", "7.3"]);
    client.initialize(&[&tree.root], pulling(), Value::Null);
    let path = tree.root.join("src/Host/Config.cs");
    let document = json!({ "uri": uri(&path) });
    client.open(&path, "class Other;");
    let first = client.begin("textDocument/diagnostic", json!({ "textDocument": document }));
    client.notify("$/cancelRequest", json!({ "id": first }));
    client.notify("$/cancelRequest", json!({ "id": "never sent" }));
    let second = client.begin("textDocument/diagnostic", json!({ "textDocument": document }));
    // The first may have been answered before it was cancelled; nothing is left without an answer.
    let response = client.response(first);
    assert!(response.get("result").is_some() || code(&response) == -32800, "{response}");
    assert_eq!(client.response(second)["result"]["items"], json!([]));
    assert_eq!(client.quit(), 0);
}

#[test]
fn positions_are_counted_as_was_agreed() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let text =
        std::fs::read_to_string(&path).unwrap().replace("        RequireClientSecret", "/* 😀 */RequireClientSecret");
    for (offered, expected, start) in [(json!(["utf-8", "utf-16"]), "utf-8", 10), (json!(["utf-32"]), "utf-16", 8)] {
        let mut capabilities = pushing();
        capabilities["general"] = json!({ "positionEncodings": offered });
        let mut client = Client::start(&tree.root, &["--to", "7.3"]);
        let result = client.initialize(&[&tree.root], capabilities, Value::Null);
        assert_eq!(result["capabilities"]["positionEncoding"], expected);
        client.open(&path, &text);
        let found = client.diagnostics(&path, 1);
        assert_eq!(found[0]["range"]["start"], json!({ "line": 9, "character": start }));
        assert_eq!(client.quit(), 0);
    }
}

#[test]
fn wrong_settings_are_told_once_and_the_last_findings_stay() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let mut client = Client::on(&tree.root, pushing(), &["--to", "7.3"]);
    client.open(&path, &std::fs::read_to_string(&path).unwrap());
    assert_eq!(client.diagnostics(&path, 1).as_array().unwrap().len(), 1);
    let settings = tree.root.join("dslint.toml");
    let changed = json!({ "changes": [{ "uri": uri(&settings), "type": 2 }] });
    tree.write("dslint.toml", "nonsense = 1\n");
    client.notify("workspace/didChangeWatchedFiles", changed.clone());
    let message = client.hear("window/showMessage");
    assert!(message["params"]["message"].as_str().unwrap().contains("dslint.toml:1:1"), "{message}");
    client.settle();
    assert_eq!(client.published[&uri(&path)]["diagnostics"].as_array().unwrap().len(), 1);
    tree.write("dslint.toml", "[rules]\nDS7302 = \"off\"\n");
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.settle();
    assert_eq!(client.published[&uri(&path)]["diagnostics"], json!([]));
    assert_eq!(client.quit(), 0);

    let mut client = Client::start(&tree.root, &["--to", "nonsense"]);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 2, "what is wrong on the command line is told at once");
}
