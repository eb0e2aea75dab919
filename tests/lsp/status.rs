//! The line about the state, for clients that show one.

use serde_json::{Value, json};

use crate::client::{Client, pulling, pushing, uri};
use crate::support::{REFUSED_CLIENT, Tree};

fn showing(mut capabilities: Value) -> Value {
    capabilities["experimental"] = json!({ "dslintStatus": true });
    capabilities
}

/// The next status that is the last word.
fn settled(client: &mut Client) -> Value {
    let message =
        client.wait(|message| message["method"] == "dslint/status" && message["params"]["state"] != "analyzing");
    message["params"].clone()
}

#[test]
fn it_names_the_ways_and_counts() {
    let tree = Tree::of_corpus("template-host-7.2");
    for capabilities in [showing(pushing()), showing(pulling())] {
        let mut client = Client::on(&tree.root, capabilities, &["--to", "7.3.4"]);
        assert_eq!(client.hear("dslint/status")["params"]["state"], "analyzing");
        let project = "src/Larkspur.Identity/Larkspur.Identity.csproj";
        let expected = json!({
            "state": "ready",
            "routes": [{ "from": "7.2.4", "to": "7.3.4", "projects": [project] }],
            "findings": 5, "errors": 3, "warnings": 1, "notes": 1,
        });
        assert_eq!(settled(&mut client), expected);
        assert_eq!(client.quit(), 0);
    }
}

#[test]
fn it_follows_edits_and_settings() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let mut client = Client::on(&tree.root, showing(pushing()), &["--to", "7.3"]);
    // DS7302, and the package that is behind.
    assert_eq!(settled(&mut client)["findings"], 2);
    client.open(&path, &REFUSED_CLIENT.replace("RequireClientSecret = false,", ""));
    assert_eq!(settled(&mut client)["errors"], 0);
    let set = |client: &mut Client, settings: Value| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "dslint": settings } }));
    };
    set(&mut client, json!({ "minSeverity": "warning" }));
    assert_eq!(settled(&mut client)["findings"], 0);
    set(&mut client, json!({ "from": "7.1", "to": "7.2" }));
    let status = settled(&mut client);
    let route = &status["routes"][0];
    assert_eq!((route["from"].as_str(), route["to"].as_str()), (Some("7.1.0"), Some("7.2.4")));

    tree.write("dslint.toml", "nonsense = 1\n");
    let changed = json!({ "changes": [{ "uri": uri(&tree.root.join("dslint.toml")), "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    assert_eq!(settled(&mut client)["state"], "failed");
    assert_eq!(client.quit(), 0);
}

#[test]
fn who_does_not_know_it_hears_nothing_of_it() {
    let tree = Tree::host();
    let mut client = Client::on(&tree.root, pushing(), &["--to", "7.3"]);
    client.settle();
    assert!(!client.has_heard("dslint/status"));
    assert_eq!(client.quit(), 0);
}
