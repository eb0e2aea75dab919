//! What the server says about itself, and what it asks the client for.

use std::path::PathBuf;

use gen_lsp_types::{
    ChangeNotifications, CodeActionKind, CodeActionOptions, CodeActionProvider, DiagnosticOptions, DiagnosticProvider,
    ExecuteCommandOptions, FileSystemWatcher, GlobPattern, HoverProvider, InitializeParams, InitializeResult, Pattern,
    Registration, RootPath, Save, ServerCapabilities, ServerInfo, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, WorkspaceFolders, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde_json::json;

use super::actions::{FIX_ALL, OPEN_PAGE};
use super::client::Client;
use super::uri;
use super::view::SOURCE;

/// What findings depend on: sources, settings, project files, and what says what is left out or how loud it is.
const WATCHED: [&str; 6] = [
    "**/*.{cs,cshtml,razor,json,yaml,yml,env}",
    "**/*.{csproj,fsproj,vbproj,props,targets,sln,slnx,slnf}",
    "**/packages.config",
    "**/{.editorconfig,.globalconfig,*.globalconfig}",
    "**/{dslint.toml,.gitignore}",
    // Rule pages of the team.
    "**/*.md",
];

/// The answer to `initialize`.
pub(crate) fn result(client: &Client) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(Save::Bool(true)),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::Custom(FIX_ALL.into())]),
        ..CodeActionOptions::default()
    };
    let commands = ExecuteCommandOptions { commands: vec![OPEN_PAGE.to_owned()], ..ExecuteCommandOptions::default() };
    let diagnostics = DiagnosticOptions {
        identifier: Some(SOURCE.to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..DiagnosticOptions::default()
    };
    let folders = WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(ChangeNotifications::Bool(true)),
    };
    let capabilities = ServerCapabilities {
        position_encoding: Some(client.counting.kind()),
        text_document_sync: Some(TextDocumentSync::Options(sync)),
        hover_provider: Some(HoverProvider::Bool(true)),
        code_action_provider: client.takes_actions.then_some(CodeActionProvider::CodeActionOptions(actions)),
        execute_command_provider: client.shows_pages.then_some(commands),
        diagnostic_provider: client.pulls.then_some(DiagnosticProvider::DiagnosticOptions(diagnostics)),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    };
    let version = Some(env!("CARGO_PKG_VERSION").to_owned());
    InitializeResult { capabilities, server_info: Some(ServerInfo { name: SOURCE.to_owned(), version }) }
}

/// The folders that the client has open.
#[allow(deprecated, reason = "clients that know no folders give the root in one of the older ways")]
pub(crate) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(list)) => {
            list.iter().filter_map(|folder| uri::path(&folder.uri)).collect()
        }
        _ => match (&params.root_uri, &params.root_path) {
            (Some(root), _) => uri::path(root).into_iter().collect(),
            (None, Some(RootPath::String(root))) => vec![PathBuf::from(root)],
            _ => Vec::new(),
        },
    }
}

/// What the client is asked to tell.
pub(crate) fn registrations(client: &Client) -> Vec<Registration> {
    let mut list = Vec::new();
    if client.watches {
        let watcher = |glob: &str| FileSystemWatcher {
            glob_pattern: GlobPattern::Pattern(Pattern::from(glob.to_owned())),
            kind: None,
        };
        let watchers: Vec<FileSystemWatcher> = WATCHED.into_iter().map(watcher).collect();
        list.push(Registration {
            id: "watched-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(json!({ "watchers": watchers })),
        });
    }
    if client.announces_settings {
        list.push(Registration {
            id: "settings".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(json!({ "section": SOURCE })),
        });
    }
    list
}
