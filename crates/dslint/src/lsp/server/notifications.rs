//! Notifications of the client, and its answers to what it was asked.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use dslint_linter::SourceKind;
use gen_lsp_types::{
    CancelParams, DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    FileChangeType, Id, MessageType,
};
use lsp_server::{Notification, RequestId, Response};
use serde_json::{Value, json};

use super::{Asked, PROGRESS, Phase, Server, real, real_path};
use crate::lsp::documents::{self, Document};
use crate::lsp::options::Options;
use crate::lsp::view::SOURCE;
use crate::lsp::{initialize, uri};

impl Server {
    pub(super) fn notification(&mut self, notification: Notification) {
        if self.phase != Phase::Running {
            return;
        }
        let Notification { method, params } = notification;
        let done = match method.as_str() {
            "initialized" => {
                self.initialized();
                Ok(())
            }
            "$/cancelRequest" => serde_json::from_value(params).map(|it| self.cancel(it)),
            "textDocument/didOpen" => serde_json::from_value(params).map(|it| self.did_open(it)),
            "textDocument/didChange" => serde_json::from_value(params).map(|it| self.did_change(it)),
            "textDocument/didSave" => serde_json::from_value(params).map(|it| self.did_save(&it)),
            "textDocument/didClose" => serde_json::from_value(params).map(|it| self.did_close(&it)),
            "workspace/didChangeWatchedFiles" => serde_json::from_value(params).map(|it| self.did_change_files(&it)),
            "workspace/didChangeConfiguration" => {
                serde_json::from_value(params).map(|it| self.did_change_settings(&it))
            }
            "workspace/didChangeWorkspaceFolders" => {
                serde_json::from_value(params).map(|it| self.did_change_folders(&it))
            }
            // Of a notification that is not known nobody is told, says the protocol.
            _ => Ok(()),
        };
        if let Err(error) = done {
            let text = format!("{method} was not understood: {error}");
            self.notify("window/logMessage", json!({ "type": MessageType::Warning, "message": text }));
        }
    }

    fn initialized(&mut self) {
        let registrations = initialize::registrations(&self.client);
        if !registrations.is_empty() {
            self.ask(Asked::Other, "client/registerCapability", json!({ "registrations": registrations }));
        }
        self.ask_for_settings();
        if self.client.progress && self.targets.unsettled().is_some() {
            self.ask(Asked::Progress, "window/workDoneProgress/create", json!({ "token": PROGRESS }));
        }
        self.due = Some(Instant::now());
    }

    fn ask_for_settings(&mut self) {
        if self.client.has_settings {
            self.ask(Asked::Settings, "workspace/configuration", json!({ "items": [{ "section": SOURCE }] }));
        }
    }

    pub(super) fn response(&mut self, response: Response) {
        let (asked, result) = (self.queue.outgoing.complete(response.id), response.response_result);
        match (asked, result) {
            (Some(Asked::Settings), Ok(Value::Array(values))) => {
                self.set_settings(values.first().unwrap_or(&Value::Null));
            }
            (Some(Asked::Progress), Ok(_)) if self.targets.unsettled().is_some() => {
                self.is_in_progress = true;
                let value = json!({ "kind": "begin", "title": "dslint: first analysis" });
                self.notify("$/progress", json!({ "token": PROGRESS, "value": value }));
            }
            _ => {}
        }
    }

    fn cancel(&mut self, params: CancelParams) {
        let id = match params.id {
            Id::Int(id) => RequestId::from(id),
            Id::String(id) => RequestId::from(id),
        };
        if let Some(response) = self.queue.incoming.cancel(id.clone()) {
            self.waiting.retain(|(waiting, _)| *waiting != id);
            self.post(super::Outgoing::Message(response.into()));
        }
    }

    fn did_open(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let Some(path) = real(&item.uri) else { return };
        let text: Arc<str> = Arc::from(item.text);
        let is_as_saved = documents::on_disk(&path).as_ref() == Some(&text);
        self.documents.open(path.clone(), Document { uri: item.uri, version: item.version, text });
        // Whoever opens a file wants to hear of it, be it that there is nothing to say.
        self.published.remove(&path);
        let is_new = self.targets.add_file(&path);
        if is_new || !is_as_saved {
            self.change(|targets| targets.touch(&path));
        }
        self.tell();
    }

    fn did_change(&mut self, params: DidChangeTextDocumentParams) {
        let Some(path) = real(&params.text_document.text_document_identifier.uri) else { return };
        let version = params.text_document.version;
        if self.documents.change(&path, version, params.content_changes, self.client.counting) && is_read_open(&path) {
            self.change(|targets| targets.touch(&path));
        }
    }

    fn did_save(&mut self, params: &DidSaveTextDocumentParams) {
        let Some(path) = real(&params.text_document.uri) else { return };
        // Other files were heard of when they were changed.
        if is_read(&path) && !is_read_open(&path) {
            self.change(|targets| targets.touch(&path));
        }
    }

    fn did_close(&mut self, params: &DidCloseTextDocumentParams) {
        let Some(path) = real(&params.text_document.uri) else { return };
        let closed = self.documents.close(&path);
        self.targets.remove_file(&path);
        if closed.is_some_and(|document| documents::on_disk(&path) != Some(document.text)) {
            self.change(|targets| targets.touch(&path));
        }
        self.tell();
    }

    fn did_change_files(&mut self, params: &DidChangeWatchedFilesParams) {
        for event in &params.changes {
            let Some(path) = real(&event.uri) else { continue };
            // What is open is read from the editor.
            let is_hidden =
                event.kind == FileChangeType::Changed && self.documents.get(&path).is_some() && is_read_open(&path);
            if is_read(&path) && !is_hidden {
                self.change(|targets| targets.touch(&path));
            }
        }
    }

    fn did_change_settings(&mut self, params: &DidChangeConfigurationParams) {
        // Who can be asked sends nothing of use.
        if self.client.has_settings {
            self.ask_for_settings();
        } else {
            self.set_settings(&params.settings);
        }
    }

    fn set_settings(&mut self, value: &Value) {
        let (options, wrong) = Options::read(value);
        self.tell_wrong_settings(&wrong);
        if options != self.layers.settings {
            self.layers.settings = options;
            self.change(|targets| targets.touch_all());
        }
    }

    pub(super) fn tell_wrong_settings(&self, wrong: &[String]) {
        for wrong in wrong {
            self.message(MessageType::Warning, &format!("dslint: {wrong}"));
        }
    }

    fn did_change_folders(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        for folder in params.event.removed.iter().filter_map(|folder| uri::path(&folder.uri)) {
            let root = real_path(&folder);
            self.targets.remove_folder(&root);
            self.troubles.remove(&root);
        }
        for folder in params.event.added.iter().filter_map(|folder| uri::path(&folder.uri)) {
            let root = real_path(&folder);
            self.targets.add_folder(folder, root);
        }
        for path in self.documents.paths() {
            self.targets.add_file(path);
        }
        self.change(|_| ());
        self.tell();
    }
}

/// Whether the text of an open document is read in place of the file.
fn is_read_open(path: &Path) -> bool {
    SourceKind::of(path).is_some() || has_name(path, &[".editorconfig", ".globalconfig"], &["globalconfig"])
}

/// Whether findings depend on a file.
fn is_read(path: &Path) -> bool {
    // Pages may be rules of the team.
    is_read_open(path) || has_name(path, &["dslint.toml", ".gitignore"], &["md"])
}

fn has_name(path: &Path, names: &[&str], extensions: &[&str]) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    names.contains(&name) || extensions.contains(&extension)
}
