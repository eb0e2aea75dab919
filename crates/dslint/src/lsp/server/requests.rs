//! Requests of the client.

use std::path::{Path, PathBuf};

use gen_lsp_types::{
    CodeActionParams, DocumentDiagnosticParams, ExecuteCommandParams, HoverParams, InitializeParams,
    WorkspaceDiagnosticParams,
};
use lsp_server::{ErrorCode, Request, RequestId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Phase, Server, real, real_path};
use crate::lsp::actions::{self, OPEN_PAGE};
use crate::lsp::client::Client;
use crate::lsp::options::Options;
use crate::lsp::{hover, initialize, pull, view};

/// A request that needs an analysis, with the file it is about.
#[derive(Debug)]
pub(super) enum Ask {
    Diagnostics(Option<PathBuf>, DocumentDiagnosticParams),
    WorkspaceDiagnostics(WorkspaceDiagnosticParams),
    Actions(Option<PathBuf>, CodeActionParams),
    Hover(Option<PathBuf>, HoverParams),
}

impl Ask {
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Ask::Diagnostics(path, _) | Ask::Actions(path, _) | Ask::Hover(path, _) => path.as_deref(),
            Ask::WorkspaceDiagnostics(_) => None,
        }
    }
}

type Answer = Result<Value, (ErrorCode, String)>;

fn params<T: DeserializeOwned>(value: Value) -> Result<T, (ErrorCode, String)> {
    serde_json::from_value(value).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn json(result: impl serde::Serialize) -> Answer {
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

impl Server {
    pub(super) fn request(&mut self, request: Request) {
        let Request { id, method, params: value } = request;
        let answer = match (self.phase, method.as_str()) {
            (Phase::New, "initialize") => self.initialize(value),
            (Phase::New, _) => Err((ErrorCode::ServerNotInitialized, "`initialize` comes first".to_owned())),
            (Phase::ShutDown, _) => Err((ErrorCode::InvalidRequest, "after `shutdown` comes `exit`".to_owned())),
            (Phase::Running, "initialize") => {
                Err((ErrorCode::InvalidRequest, "`initialize` was sent already".to_owned()))
            }
            (Phase::Running, "shutdown") => {
                self.shut_down();
                Ok(Value::Null)
            }
            (Phase::Running, "workspace/executeCommand") => {
                params(value).and_then(|command: ExecuteCommandParams| self.execute(&command))
            }
            (Phase::Running, method) => match ask(method, value) {
                Ok(ask) => return self.wait(id, ask),
                Err(error) => Err(error),
            },
        };
        self.respond(id, answer);
    }

    fn initialize(&mut self, value: Value) -> Answer {
        let params: InitializeParams = params(value)?;
        self.client = Client::of(&params.capabilities);
        let (options, wrong) = Options::read(params.initialization_options.as_ref().unwrap_or(&Value::Null));
        self.layers.initial = options;
        self.tell_wrong_settings(&wrong);
        for folder in initialize::folders(&params) {
            let root = real_path(&folder);
            self.targets.add_folder(folder, root);
        }
        self.phase = Phase::Running;
        json(initialize::result(&self.client))
    }

    fn shut_down(&mut self) {
        self.phase = Phase::ShutDown;
        self.due = None;
        for (id, _) in std::mem::take(&mut self.waiting) {
            self.respond(id, Err((ErrorCode::RequestCanceled, "the server is shut down".to_owned())));
        }
    }

    fn wait(&mut self, id: RequestId, ask: Ask) {
        self.queue.incoming.register(id.clone(), ());
        self.waiting.push((id, ask));
        self.answer();
        if !self.waiting.is_empty() {
            self.start();
        }
    }

    /// The answer to a request, now that there is an analysis.
    pub(super) fn result(&self, ask: &Ask) -> Answer {
        let view = self.view();
        match ask {
            Ask::Diagnostics(path, params) => {
                let items = path.as_ref().map(|path| view.diagnostics(path)).unwrap_or_default();
                json(pull::document(items, params.previous_result_id.as_deref()))
            }
            Ask::WorkspaceDiagnostics(params) => json(pull::workspace(view, &params.previous_result_ids, real)),
            Ask::Actions(path, params) => {
                let path = path.as_ref().filter(|_| self.client.takes_actions);
                json(path.map(|path| actions::at(view, path, params.range, &params.context)).unwrap_or_default())
            }
            Ask::Hover(path, params) => {
                let position = params.text_document_position_params.position;
                json(path.as_ref().and_then(|path| hover::at(view, path, position)))
            }
        }
    }

    fn execute(&mut self, params: &ExecuteCommandParams) -> Answer {
        let wrong = |why: String| Err((ErrorCode::InvalidParams, why));
        if params.command != OPEN_PAGE {
            return wrong(format!("there is no command `{}`", params.command));
        }
        let Some(code) = params.arguments.iter().flatten().next().and_then(Value::as_str) else {
            return wrong(format!("`{OPEN_PAGE}` takes the code of a rule"));
        };
        // Only pages that rules name are opened, whatever is asked.
        let Some(page) = self.targets.rule(code).and_then(view::page).map(str::to_owned) else {
            return wrong(format!("there is no page for `{code}`"));
        };
        self.ask(super::Asked::Other, "window/showDocument", json!({ "uri": page, "external": true }));
        Ok(Value::Null)
    }
}

fn ask(method: &str, value: Value) -> Result<Ask, (ErrorCode, String)> {
    Ok(match method {
        "textDocument/diagnostic" => {
            let params: DocumentDiagnosticParams = params(value)?;
            Ask::Diagnostics(real(&params.text_document.uri), params)
        }
        "workspace/diagnostic" => Ask::WorkspaceDiagnostics(params(value)?),
        "textDocument/codeAction" => {
            let params: CodeActionParams = params(value)?;
            Ask::Actions(real(&params.text_document.uri), params)
        }
        "textDocument/hover" => {
            let params: HoverParams = params(value)?;
            Ask::Hover(real(&params.text_document_position_params.text_document.uri), params)
        }
        _ => return Err((ErrorCode::MethodNotFound, format!("dslint does not know `{method}`"))),
    })
}
