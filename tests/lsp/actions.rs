//! Code actions and hover: what is offered, and that applying it does what it says.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, applied, pulling, pushing, uri};
use crate::support::{HOST, Tree, corpus};

fn actions(client: &mut Client, path: &Path, range: &Value, context: Value) -> Vec<Value> {
    let params = json!({ "textDocument": { "uri": uri(path) }, "range": range, "context": context });
    client.result("textDocument/codeAction", params).as_array().unwrap().clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|it| it["title"].as_str().unwrap().contains(title));
    found.unwrap_or_else(|| panic!("no `{title}` in {actions:#?}"))
}

/// The text of the one document that an action edits, with the edits.
fn edited(action: &Value, text: &str, version: i64) -> String {
    let changes = action["edit"]["documentChanges"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{action}");
    assert_eq!(changes[0]["textDocument"]["version"], json!(version));
    applied(text, changes[0]["edits"].as_array().unwrap())
}

#[test]
fn every_offer_does_what_it_says_on_every_solution() {
    let (mut fixes, mut suppressions) = (0, 0);
    for name in corpus().keys() {
        let tree = Tree::of_corpus(name);
        let mut client = Client::on(&tree.root, pulling(), &["--to", "7.3"]);
        let report = client.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
        for item in report["items"].as_array().unwrap() {
            let path = Path::new(item["uri"].as_str().unwrap().strip_prefix("file://").unwrap());
            let text = std::fs::read_to_string(path).unwrap().trim_start_matches('\u{feff}').to_owned();
            client.open(path, &text);
            let mut version = 1;
            for diagnostic in item["items"].as_array().unwrap() {
                let code = &diagnostic["code"];
                let offers = actions(&mut client, path, &diagnostic["range"], json!({ "diagnostics": [diagnostic] }));
                let own = offers.iter().filter(|it| it["diagnostics"][0]["code"] == *code && it.get("edit").is_some());
                for action in own.filter(|it| it["diagnostics"][0]["range"] == diagnostic["range"]) {
                    let changes = action["edit"]["documentChanges"].as_array().unwrap();
                    let title = action["title"].as_str().unwrap();
                    let here = changes.iter().find(|it| it["textDocument"]["uri"] == item["uri"]);
                    let Some(here) = here.filter(|_| changes.len() == 1) else { continue };
                    let new = applied(&text, here["edits"].as_array().unwrap());
                    assert_ne!(new, text, "{title}");
                    version += 1;
                    client.replace(path, version, &new);
                    let params = json!({ "textDocument": { "uri": item["uri"] } });
                    let after = client.result("textDocument/diagnostic", params);
                    let count =
                        |items: &Value| items.as_array().unwrap().iter().filter(|it| it["code"] == *code).count();
                    assert!(
                        count(&after["items"]) < count(&item["items"]),
                        "{name}: `{title}` for {code} in {} leaves it:\n{new}",
                        path.display()
                    );
                    match title.starts_with("Suppress") {
                        true => suppressions += 1,
                        false => fixes += 1,
                    }
                    version += 1;
                    client.replace(path, version, &text);
                }
            }
        }
        assert_eq!(client.quit(), 0);
    }
    assert!(fixes > 10 && suppressions > 30, "{fixes} {suppressions}");
}

const METERS: &str = r#"using Duende.IdentityServer;

namespace Host;

public static class Names
{
    public static readonly string One = Telemetry.ServiceNameExperimental;
    public static readonly string Two = Telemetry.ServiceNameExperimental;
}
"#;

#[test]
fn all_fixes_of_a_rule_or_of_a_file_at_once() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Names.cs");
    let mut client = Client::on(&tree.root, pushing(), &["--to", "7.3"]);
    client.open(&path, METERS);
    let found = client.diagnostics(&path, 1);
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 2, "{found:#?}");
    let offers = actions(&mut client, &path, &found[0]["range"], json!({ "diagnostics": [] }));
    let all = edited(titled(&offers, "Fix all DS7303 in this file"), METERS, 1);
    assert!(!all.contains("Experimental"), "{all}");
    let one = titled(&offers, "Use `ServiceName`");
    assert_eq!(edited(one, METERS, 1).matches("Experimental").count(), 1);
    assert_eq!(one["isPreferred"], json!(true), "it is safe");

    let start = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    for kind in ["source", "source.fixAll", "source.fixAll.dslint"] {
        let offers = actions(&mut client, &path, &start, json!({ "diagnostics": [], "only": [kind] }));
        assert_eq!(offers.len(), 1, "{offers:#?}");
        assert_eq!(
            (offers[0]["kind"].as_str(), edited(&offers[0], METERS, 1)),
            (Some("source.fixAll.dslint"), all.clone())
        );
    }
    let none = actions(&mut client, &path, &start, json!({ "diagnostics": [], "only": ["refactor"] }));
    assert!(none.is_empty());
    client.replace(&path, 2, &all);
    assert_eq!(client.diagnostics(&path, 2), json!([]));
    let none = actions(&mut client, &path, &start, json!({ "diagnostics": [], "only": ["source.fixAll"] }));
    assert!(none.is_empty(), "nothing is left to fix");
    assert_eq!(client.quit(), 0);
}

#[test]
fn the_page_under_the_cursor() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let mut client = Client::on(&tree.root, pushing(), &["--to", "7.3"]);
    let document = json!({ "uri": uri(&path) });
    let mut hover = |line: u64| {
        let position = json!({ "line": line, "character": 10 });
        client.result("textDocument/hover", json!({ "textDocument": document, "position": position }))
    };
    let page = hover(9);
    let shown = page["contents"]["value"].as_str().unwrap();
    assert_eq!(page["contents"]["kind"], "markdown");
    assert!(
        shown.starts_with("# ") && shown.contains("- rule: DS7302 (client-credentials-requires-secret)"),
        "{shown}"
    );
    assert_eq!(page["range"]["start"]["line"], json!(9));
    assert_eq!(hover(0), Value::Null);

    let range = page["range"].clone();
    let offers = actions(&mut client, &path, &range, json!({ "diagnostics": [] }));
    let open = titled(&offers, "Open the page of DS7302");
    let command = &open["command"];
    let id = client
        .begin("workspace/executeCommand", json!({ "command": command["command"], "arguments": command["arguments"] }));
    let shown = client.hear("window/showDocument");
    assert_eq!(shown["params"]["external"], json!(true));
    assert!(shown["params"]["uri"].as_str().unwrap().starts_with("https://"));
    client.send(json!({ "id": shown["id"], "result": { "success": true } }));
    assert_eq!(client.response(id)["result"], Value::Null);
    for wrong in [json!(["DS9999"]), json!([7]), json!([])] {
        let params = json!({ "command": command["command"], "arguments": wrong });
        assert_eq!(client.request("workspace/executeCommand", params)["error"]["code"], json!(-32602));
    }
    assert_eq!(client.quit(), 0);
}

#[test]
fn a_plain_client_gets_plain_text_and_plain_changes() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let literals = json!({ "codeActionKind": { "valueSet": [] } });
    let capabilities = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": literals } } });
    let mut client = Client::on(&tree.root, capabilities, &["--to", "7.3"]);
    let position = json!({ "line": 9, "character": 10 });
    let document = json!({ "uri": uri(&path) });
    let hover = client.result("textDocument/hover", json!({ "textDocument": document, "position": position }));
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let message = client.published[&uri(&path)]["diagnostics"][0].clone();
    assert!(message.get("relatedInformation").is_none() && message.get("codeDescription").is_none(), "{message}");
    let offers = actions(&mut client, &path, &message["range"], json!({ "diagnostics": [] }));
    assert!(!offers.iter().any(|it| it.get("command").is_some()), "it opens no pages");
    let suppress = titled(&offers, "Suppress DS7302 here");
    let edit = &suppress["edit"]["changes"][uri(&path)][0];
    assert_eq!(edit["newText"], "        // dslint: ignore[DS7302] -- TODO: reason\n");
    assert_eq!(client.quit(), 0);
}

/// A host that relies on consumed tokens, and beside it the options that decide about them.
const RETENTION: &str = "using Duende.IdentityServer.EntityFramework.Options;\n\npublic static class Retention\n{\n    public static void Configure(OperationalStoreOptions options) => options.RemoveConsumedTokens = true;\n}\n";
const STARTUP: &str = "using Microsoft.Extensions.DependencyInjection;\n\npublic static class Startup\n{\n    public static void Configure(IServiceCollection services)\n    {\n        services.AddIdentityServer(options => options.EmitStaticAudienceClaim = true);\n    }\n}\n";

#[test]
fn a_decision_is_written_where_the_options_are() {
    let tree =
        Tree::new(&[(".git/HEAD", ""), ("Host.csproj", HOST), ("Retention.cs", RETENTION), ("Startup.cs", STARTUP)]);
    let (path, startup) = (tree.root.join("Retention.cs"), tree.root.join("Startup.cs"));
    let mut client = Client::on(&tree.root, pushing(), &["--from", "6.2", "--to", "6.3"]);
    client.open(&path, RETENTION);
    let found = client.diagnostics(&path, 1);
    let diagnostic = found.as_array().unwrap().iter().find(|it| it["code"] == "DS6305").unwrap();
    let offers = actions(&mut client, &path, &diagnostic["range"], json!({ "diagnostics": [diagnostic] }));
    let keep = titled(&offers, "Keep the old behavior: ");
    let changes = keep["edit"]["documentChanges"].as_array().unwrap();
    assert_eq!(changes[0]["textDocument"], json!({ "uri": uri(&startup), "version": null }), "it is not open");
    assert!(keep.get("isPreferred").is_none(), "nobody decides by one key");
    let new = applied(STARTUP, changes[0]["edits"].as_array().unwrap());
    assert!(new.contains("options.PersistentGrants.DeleteOneTimeOnlyRefreshTokensOnUse = false;"), "{new}");

    // Behind the back of the server: an edit of the text it knows would be wrong.
    tree.write("Startup.cs", format!("\n{STARTUP}"));
    let offers = actions(&mut client, &path, &diagnostic["range"], json!({ "diagnostics": [diagnostic] }));
    assert!(!offers.iter().any(|it| it["title"].as_str().unwrap().starts_with("Keep")), "{offers:#?}");
    client.open(&startup, &new);
    client.settle();
    let left = client.published[&uri(&path)]["diagnostics"].as_array().unwrap().clone();
    assert!(!left.iter().any(|it| it["code"] == "DS6305"), "{left:#?}");
    assert_eq!(client.quit(), 0);
}
