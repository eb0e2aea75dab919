//! A small client: it starts the server, speaks, waits for what it wants to hear, and keeps documents as an editor does.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::command_in;

/// Nothing takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// What most editors can do that take diagnostics as they are pushed.
pub(crate) fn pushing() -> Value {
    json!({
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true,
                "versionSupport": true,
                "codeDescriptionSupport": true,
                "tagSupport": { "valueSet": [1, 2] },
            },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
        },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "window": { "showDocument": { "support": true } },
    })
}

/// The same for an editor that asks for diagnostics.
pub(crate) fn pulling() -> Value {
    let mut capabilities = pushing();
    capabilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": true, "relatedInformation": true });
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    capabilities
}

/// A client with its server.
pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What was heard while something else was waited for.
    kept: VecDeque<Value>,
    next_id: i64,
    /// The last that was published, by URI.
    pub(crate) published: BTreeMap<String, Value>,
}

impl Client {
    /// Starts the server in a directory.
    pub(crate) fn start(directory: &Path, arguments: &[&str]) -> Client {
        let mut child = command_in(directory, &[&["lsp"], arguments].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            loop {
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    if stdout.read_line(&mut line).unwrap_or(0) == 0 {
                        return;
                    }
                    if line == "\r\n" {
                        break;
                    }
                    if let Some(value) = line.strip_prefix("Content-Length: ") {
                        length = value.trim().parse().unwrap();
                    }
                }
                let mut body = vec![0; length];
                stdout.read_exact(&mut body).unwrap();
                if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                    return;
                }
            }
        });
        let stdin = child.stdin.take();
        Client { child, stdin, messages, kept: VecDeque::new(), next_id: 0, published: BTreeMap::new() }
    }

    /// Starts it and initializes it with a folder.
    pub(crate) fn on(root: &Path, capabilities: Value, arguments: &[&str]) -> Client {
        let mut client = Client::start(root, arguments);
        client.initialize(&[root], capabilities, Value::Null);
        client
    }

    pub(crate) fn initialize(&mut self, folders: &[&Path], capabilities: Value, options: Value) -> Value {
        let folders: Vec<Value> = folders.iter().map(|it| json!({ "uri": uri(it), "name": "w" })).collect();
        let result = self.request(
            "initialize",
            json!({
                "processId": null, "rootUri": null, "capabilities": capabilities,
                "workspaceFolders": folders, "initializationOptions": options,
            }),
        );
        self.notify("initialized", json!({}));
        result["result"].clone()
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(bytes).unwrap();
        stdin.flush().unwrap();
    }

    pub(crate) fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "method": method, "params": params }));
    }

    /// Sends a request and does not wait.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        self.send(json!({ "id": self.next_id, "method": method, "params": params }));
        self.next_id
    }

    /// The whole response to a request.
    pub(crate) fn response(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == json!(id) && message.get("method").is_none())
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.response(id)
    }

    /// The result of a request that must succeed.
    pub(crate) fn result(&mut self, method: &str, params: Value) -> Value {
        let response = self.request(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    /// The next message of a kind, be it heard already.
    pub(crate) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&is_it) {
            return self.kept.remove(at).unwrap();
        }
        loop {
            let message = self.messages.recv_timeout(PATIENCE).unwrap();
            if message["method"] == "textDocument/publishDiagnostics" {
                let params = &message["params"];
                self.published.insert(params["uri"].as_str().unwrap().to_owned(), params.clone());
            }
            if is_it(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    /// Waits for a notification or a request of the server.
    pub(crate) fn hear(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)
    }

    /// Whether something was heard and not asked for since.
    pub(crate) fn has_heard(&self, method: &str) -> bool {
        self.kept.iter().any(|message| message["method"] == method)
    }

    /// Waits for diagnostics of a version of a document.
    pub(crate) fn diagnostics(&mut self, path: &Path, version: i64) -> Value {
        let uri = uri(path);
        let message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri.as_str()
                && message["params"]["version"] == json!(version)
        });
        message["params"]["diagnostics"].clone()
    }

    /// Waits until nothing is left to analyse: what it hears meanwhile is what the server had to say.
    pub(crate) fn settle(&mut self) {
        self.result("workspace/diagnostic", json!({ "previousResultIds": [] }));
    }

    pub(crate) fn open(&mut self, path: &Path, text: &str) {
        let item = json!({ "uri": uri(path), "languageId": "csharp", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Replaces the whole text.
    pub(crate) fn replace(&mut self, path: &Path, version: i64, text: &str) {
        self.change(path, version, json!([{ "text": text }]));
    }

    pub(crate) fn change(&mut self, path: &Path, version: i64, changes: Value) {
        let document = json!({ "uri": uri(path), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub(crate) fn close(&mut self, path: &Path) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(path) } }));
    }

    /// Says goodbye as the protocol has it.
    pub(crate) fn quit(mut self) -> i32 {
        assert_eq!(self.result("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        self.child.wait().unwrap().code().unwrap()
    }

    /// Goes away without a word.
    pub(crate) fn die(mut self) -> i32 {
        self.stdin = None;
        self.child.wait().unwrap().code().unwrap()
    }

    pub(crate) fn exit_code(mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The URI of a path that needs no escapes but for spaces.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.to_str().unwrap().replace(' ', "%20"))
}

/// `(line, character)` pairs of a range, from 0.
pub(crate) fn range(value: &Value) -> ((u64, u64), (u64, u64)) {
    let position = |it: &Value| (it["line"].as_u64().unwrap(), it["character"].as_u64().unwrap());
    (position(&value["start"]), position(&value["end"]))
}

/// Applies text edits with UTF-16 positions.
pub(crate) fn applied(text: &str, edits: &[Value]) -> String {
    let offset = |(line, character): (u64, u64)| {
        let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
        let mut units = 0;
        let rest = text[start..].char_indices().find(|(_, it)| {
            let is_there = units == character;
            units += it.len_utf16() as u64;
            is_there
        });
        rest.map_or(text.len(), |(at, _)| start + at)
    };
    let mut places: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let (start, end) = range(&edit["range"]);
            (offset(start), offset(end), edit["newText"].as_str().unwrap())
        })
        .collect();
    places.sort();
    let mut new = text.to_owned();
    for (start, end, with) in places.into_iter().rev() {
        new.replace_range(start..end, with);
    }
    new
}
