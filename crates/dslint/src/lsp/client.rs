//! What the client can do, as far as it decides what the server sends.

use gen_lsp_types::{ClientCapabilities, DiagnosticTag, DiagnosticsCapabilities, MarkupKind};

use super::position::Counting;
use super::status;

/// The capabilities that matter here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Client {
    /// How it counts characters.
    pub(crate) counting: Counting,
    /// It asks for diagnostics itself, so they are not pushed.
    pub(crate) pulls: bool,
    /// It asks again when it is told to.
    pub(crate) refreshes: bool,
    /// It shows related places.
    pub(crate) relates: bool,
    /// It links codes to pages.
    pub(crate) links_codes: bool,
    /// It knows the tag for what is unnecessary.
    pub(crate) fades: bool,
    /// It wants versions in what is pushed.
    pub(crate) compares_versions: bool,
    /// It takes edits for certain versions of documents.
    pub(crate) versioned_edits: bool,
    /// It takes code actions, and not only commands.
    pub(crate) takes_actions: bool,
    /// It shows Markdown.
    pub(crate) markdown: bool,
    /// It watches files when it is asked to.
    pub(crate) watches: bool,
    /// It shows progress.
    pub(crate) progress: bool,
    /// It opens pages outside.
    pub(crate) shows_pages: bool,
    /// It can be asked for its settings.
    pub(crate) has_settings: bool,
    /// It tells that settings changed when it is asked to.
    pub(crate) announces_settings: bool,
    /// It shows the state in a line.
    pub(crate) shows_status: bool,
}

impl Client {
    /// What the capabilities come to.
    pub(crate) fn of(capabilities: &ClientCapabilities) -> Client {
        let workspace = capabilities.workspace.as_ref();
        let document = capabilities.text_document.as_ref();
        let window = capabilities.window.as_ref();
        let pull = document.and_then(|it| it.diagnostic.as_ref());
        let push = document.and_then(|it| it.publish_diagnostics.as_ref());
        let shown: Vec<&DiagnosticsCapabilities> =
            [pull.map(|it| &it.diagnostics_capabilities), push.map(|it| &it.diagnostics_capabilities)]
                .into_iter()
                .flatten()
                .collect();
        let offered = capabilities.general.as_ref().and_then(|it| it.position_encodings.as_deref());
        let formats = document.and_then(|it| it.hover.as_ref()).and_then(|it| it.content_format.as_deref());
        let experimental = capabilities.experimental.as_ref();
        let is_true = |value: Option<bool>| value == Some(true);
        Client {
            counting: Counting::among(offered.unwrap_or_default()),
            pulls: pull.is_some(),
            refreshes: is_true(workspace.and_then(|it| it.diagnostics.as_ref()).and_then(|it| it.refresh_support)),
            relates: shown.iter().any(|it| is_true(it.related_information)),
            links_codes: shown.iter().any(|it| is_true(it.code_description_support)),
            fades: shown
                .iter()
                .filter_map(|it| it.tag_support.as_ref())
                .any(|it| it.value_set.contains(&DiagnosticTag::Unnecessary)),
            compares_versions: is_true(push.and_then(|it| it.version_support)),
            versioned_edits: is_true(
                workspace.and_then(|it| it.workspace_edit.as_ref()).and_then(|it| it.document_changes),
            ),
            takes_actions: document
                .and_then(|it| it.code_action.as_ref())
                .is_some_and(|it| it.code_action_literal_support.is_some()),
            markdown: formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            watches: is_true(
                workspace.and_then(|it| it.did_change_watched_files.as_ref()).and_then(|it| it.dynamic_registration),
            ),
            progress: is_true(window.and_then(|it| it.work_done_progress)),
            shows_pages: window.and_then(|it| it.show_document.as_ref()).is_some_and(|it| it.support),
            has_settings: is_true(workspace.and_then(|it| it.configuration)),
            announces_settings: is_true(
                workspace.and_then(|it| it.did_change_configuration.as_ref()).and_then(|it| it.dynamic_registration),
            ),
            shows_status: experimental.and_then(|it| it.get(status::CAPABILITY)) == Some(&true.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_client_that_says_nothing_gets_the_least() {
        assert_eq!(Client::of(&ClientCapabilities::default()), Client::default());
    }

    #[test]
    fn what_is_said_is_heard() {
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-16", "utf-8"] },
            "textDocument": {
                "diagnostic": {},
                "publishDiagnostics": { "relatedInformation": true, "tagSupport": { "valueSet": [1] } },
                "hover": { "contentFormat": ["markdown"] },
            },
            "workspace": { "workspaceEdit": { "documentChanges": true }, "diagnostics": { "refreshSupport": true } },
            "experimental": { "dslintStatus": true },
        });
        let client = Client::of(&serde_json::from_value(capabilities).unwrap());
        let expected = Client {
            counting: Counting::Utf8,
            pulls: true,
            refreshes: true,
            relates: true,
            fades: true,
            versioned_edits: true,
            markdown: true,
            shows_status: true,
            ..Client::default()
        };
        assert_eq!(client, expected);
    }
}
