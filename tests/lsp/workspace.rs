//! Folders, settings, watched files and progress.

use serde_json::{Value, json};

use crate::client::{Client, pushing, uri};
use crate::support::{HOST, REFUSED_CLIENT, Tree};

#[test]
fn folders_come_and_go() {
    let one = Tree::host();
    let other = Tree::host();
    let [first, second] = [&one, &other].map(|tree| tree.root.join("src/Host/Config.cs"));
    let mut client = Client::on(&one.root, pushing(), &["--to", "7.3"]);
    client.settle();
    let folder = |tree: &Tree| json!({ "uri": uri(&tree.root), "name": "w" });
    let event = json!({ "added": [folder(&other)], "removed": [folder(&one)] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    client.settle();
    assert_eq!(client.published[&uri(&first)]["diagnostics"], json!([]), "it is none of our business any more");
    assert_eq!(client.published[&uri(&second)]["diagnostics"].as_array().unwrap().len(), 1);
    assert_eq!(client.quit(), 0);
}

#[test]
fn a_file_without_a_folder_has_its_project() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let mut client = Client::start(&tree.root, &["--to", "7.3"]);
    client.initialize(&[], pushing(), Value::Null);
    client.open(&path, REFUSED_CLIENT);
    assert_eq!(client.diagnostics(&path, 1).as_array().unwrap().len(), 1);
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": "untitled:U-1", "languageId": "csharp", "version": 1, "text": "x" } }),
    );
    client.close(&path);
    client.settle();
    assert_eq!(client.published[&uri(&path)]["diagnostics"], json!([]));
    assert_eq!(client.quit(), 0);
}

#[test]
fn settings_of_the_editor_outweigh_the_command_line() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    // As an editor that sends its settings.
    let mut client = Client::start(&tree.root, &["--to", "7.2"]);
    client.initialize(&[&tree.root], pushing(), json!({ "to": "7.3" }));
    client.open(&path, REFUSED_CLIENT);
    assert_eq!(client.diagnostics(&path, 1).as_array().unwrap().len(), 1);
    let settings = json!({ "settings": { "dslint": { "to": "7.2.4" } } });
    client.notify("workspace/didChangeConfiguration", settings);
    client.settle();
    assert_eq!(client.published[&uri(&path)]["diagnostics"], json!([]), "7.2 does not mind");
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "dslint": { "to": 7.3 } } }));
    assert!(client.hear("window/showMessage")["params"]["message"].as_str().unwrap().contains("dslint.to"));
    assert_eq!(client.quit(), 0);

    // As an editor that is asked for them.
    let mut capabilities = pushing();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = Client::on(&tree.root, capabilities, &["--to", "7.2"]);
    let asked = client.hear("workspace/configuration");
    assert_eq!(asked["params"]["items"], json!([{ "section": "dslint" }]));
    client.send(json!({ "id": asked["id"], "result": [{ "to": "7.3" }] }));
    client.settle();
    assert_eq!(client.published[&uri(&path)]["diagnostics"].as_array().unwrap().len(), 1);
    assert_eq!(client.quit(), 0);
}

#[test]
fn watched_files_bring_a_new_analysis() {
    let tree = Tree::new(&[(".git/HEAD", ""), ("src/Host/Config.cs", REFUSED_CLIENT)]);
    let path = tree.root.join("src/Host/Config.cs");
    let project = tree.root.join("src/Host/Host.csproj");
    let mut capabilities = pushing();
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({ "dynamicRegistration": true });
    capabilities["window"]["workDoneProgress"] = json!(true);
    let mut client = Client::on(&tree.root, capabilities, &["--to", "7.3"]);
    let registered = client.hear("client/registerCapability");
    let watched = registered["params"]["registrations"][0].to_string();
    for part in ["didChangeWatchedFiles", "csproj", "props", ".editorconfig", "dslint.toml", "yaml"] {
        assert!(watched.contains(part), "{watched}");
    }
    client.send(json!({ "id": registered["id"], "result": null }));
    let progress = client.hear("window/workDoneProgress/create");
    client.send(json!({ "id": progress["id"], "result": null }));
    client.settle();
    let before = client.published.get(&uri(&path)).cloned();

    let told = |client: &mut Client, path: &std::path::Path, kind: u8| {
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(path), "type": kind }] }));
        client.settle();
    };
    tree.write("src/Host/Host.csproj", HOST);
    told(&mut client, &project, 1);
    assert_eq!(client.published[&uri(&path)]["diagnostics"].as_array().unwrap().len(), 1, "{before:?}");
    tree.write("src/Host/.editorconfig", "[*.cs]\ndotnet_diagnostic.DS7302.severity = suggestion\n");
    told(&mut client, &tree.root.join("src/Host/.editorconfig"), 1);
    assert_eq!(client.published[&uri(&path)]["diagnostics"][0]["severity"], json!(3));
    std::fs::remove_file(&path).unwrap();
    told(&mut client, &path, 3);
    assert_eq!(client.published[&uri(&path)]["diagnostics"], json!([]));
    assert_eq!(client.quit(), 0);
}

#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_keeps_its_name() {
    let tree = Tree::host();
    let elsewhere = Tree::new(&[]);
    let link = elsewhere.root.join("link");
    std::os::unix::fs::symlink(&tree.root, &link).unwrap();
    let mut client = Client::on(&link, pushing(), &["--to", "7.3"]);
    client.settle();
    let uris: Vec<&String> = client.published.keys().collect();
    assert_eq!(uris, [&uri(&link.join("src/Host/Config.cs")), &uri(&link.join("src/Host/Host.csproj"))]);
    assert_eq!(client.quit(), 0);
}
