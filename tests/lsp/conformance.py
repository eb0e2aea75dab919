"""A conversation with the server for each of several real editors: the client has the capabilities that the editor has, and
whatever the server sends beyond them is an error. Run by conformance.rs, which names the program and a solution."""

import asyncio
import os
import shutil
import time
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

FILE = "src/Host/Config.cs"
LINE = 9
EDITORS = ["visual_studio_code@v1.65.2", "neovim@v0.7.0", "neovim@v0.11.0", "emacs@v29.1"]
# Seconds; nothing takes so long.
PATIENCE = 30
# How many units stand before the finding, on a line that begins with `/* 😀 */`.
CHARACTER = {"utf-8": 10, "utf-16": 8}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(os.environ["DSLINT_SOLUTION"], tmp_path / "solution")
    return tmp_path / "solution"


@pytest_lsp.fixture(params=EDITORS, config=ClientServerConfig(server_command=[os.environ["DSLINT"], "lsp"]))
async def client(request: pytest.FixtureRequest, lsp_client: LanguageClient, root: Path):
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(_: types.RegistrationParams) -> None:
        """Editors that watch files are asked to."""

    lsp_client.set_configuration({"dslint": {"to": "7.3"}})
    capabilities = client_capabilities(request.param)
    folder = types.WorkspaceFolder(uri=root.as_uri(), name="solution")
    parameters = types.InitializeParams(
        capabilities=capabilities,
        root_uri=root.as_uri(),
        workspace_folders=[folder],
        initialization_options={"to": "7.3"},
    )
    result = await lsp_client.initialize_session(parameters)
    offered = (capabilities.general and capabilities.general.position_encodings) or ["utf-16"]
    assert result.capabilities.position_encoding in offered or result.capabilities.position_encoding == "utf-16"
    lsp_client.agreed = result.capabilities
    lsp_client.uri = (root / FILE).as_uri()
    yield
    await lsp_client.shutdown_session()


def pulls(client: LanguageClient) -> bool:
    return client.capabilities.text_document.diagnostic is not None


async def diagnostics(client: LanguageClient, expected: int) -> list[types.Diagnostic]:
    """What is shown of the file, as the editor comes by it, once there are as many as are expected."""
    document = types.TextDocumentIdentifier(uri=client.uri)
    if pulls(client):
        assert client.agreed.diagnostic_provider is not None
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=document))
        assert client.uri not in client.diagnostics, "who pulls is not pushed to"
        return list(report.items)
    assert client.agreed.diagnostic_provider is None
    # Notifications may come two at once, so what was heard is looked at rather than waited for.
    deadline = time.monotonic() + PATIENCE
    while len(client.diagnostics.get(client.uri, [None] * 9)) != expected and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    return list(client.diagnostics[client.uri])


def offset(text: str, position: types.Position, encoding: str) -> int:
    lines = text.splitlines(keepends=True)
    before = sum(len(line) for line in lines[: position.line])
    if position.line == len(lines):
        return before
    width = {"utf-8": lambda it: len(it.encode()), "utf-16": lambda it: len(it.encode("utf-16-le")) // 2}[encoding]
    units = 0
    for at, character in enumerate(lines[position.line]):
        if units == position.character:
            return before + at
        units += width(character)
    assert units == position.character, f"{position} lies inside of a character"
    return before + len(lines[position.line])


def applied(client: LanguageClient, text: str, edit: types.WorkspaceEdit) -> str:
    """The text of the file after an edit that came in the form that the editor takes."""
    takes_versions = client.capabilities.workspace.workspace_edit.document_changes
    assert bool(edit.document_changes) == bool(takes_versions)
    if takes_versions:
        edits = [it.edits for it in edit.document_changes if it.text_document.uri == client.uri][0]
    else:
        edits = edit.changes[client.uri]
    encoding = client.agreed.position_encoding
    for it in sorted(edits, key=lambda it: (it.range.start.line, it.range.start.character), reverse=True):
        text = text[: offset(text, it.range.start, encoding)] + it.new_text + text[offset(text, it.range.end, encoding) :]
    return text


@pytest.mark.asyncio
async def test_a_finding_is_shown_explained_and_suppressed(client: LanguageClient, root: Path):
    text = (root / FILE).read_text().replace("        RequireClientSecret", "/* 😀 */RequireClientSecret")
    item = types.TextDocumentItem(uri=client.uri, language_id="csharp", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    found = await diagnostics(client, 1)
    assert [(it.source, it.code, it.severity) for it in found] == [("dslint", "DS7302", types.DiagnosticSeverity.Error)]
    start = types.Position(line=LINE, character=CHARACTER[client.agreed.position_encoding])
    assert found[0].range.start == start

    document = types.TextDocumentIdentifier(uri=client.uri)
    hover = await client.text_document_hover_async(types.HoverParams(text_document=document, position=start))
    assert "RequireClientSecret" in hover.contents.value
    assert hover.contents.kind in client.capabilities.text_document.hover.content_format

    context = types.CodeActionContext(diagnostics=found, trigger_kind=types.CodeActionTriggerKind.Invoked)
    parameters = types.CodeActionParams(text_document=document, range=found[0].range, context=context)
    actions = await client.text_document_code_action_async(parameters)
    suppress = [it for it in actions if it.title == "Suppress DS7302 here, with a reason"]
    assert len(suppress) == 1, [it.title for it in actions]
    # Editors that resolve actions get whole ones all the same.
    assert suppress[0].edit is not None and client.agreed.code_action_provider.resolve_provider is not True

    after = applied(client, text, suppress[0].edit)
    assert "/* 😀 */RequireClientSecret = false, // dslint: ignore[DS7302] -- TODO: reason\n" in after
    change = types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=client.uri, version=2),
        content_changes=[types.TextDocumentContentChangeWholeDocument(text=after)],
    )
    client.text_document_did_change(change)
    assert await diagnostics(client, 0) == []
    client.text_document_did_close(types.DidCloseTextDocumentParams(text_document=document))


@pytest.mark.asyncio
async def test_a_safe_fix_is_applied(client: LanguageClient, root: Path):
    client.uri = (root / "src/Host/Telemetry.cs").as_uri()
    text = 'class Telemetry\n{\n    void Add(OpenTelemetry.Metrics.MeterProviderBuilder meters) => meters.AddMeter("Duende.IdentityServer.Experimental");\n}\n'
    item = types.TextDocumentItem(uri=client.uri, language_id="csharp", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    found = await diagnostics(client, 1)
    assert [it.code for it in found] == ["DS7303"]
    document = types.TextDocumentIdentifier(uri=client.uri)
    context = types.CodeActionContext(diagnostics=[], only=["source.fixAll.dslint"])
    whole = types.Range(types.Position(0, 0), types.Position(4, 0))
    parameters = types.CodeActionParams(text_document=document, range=whole, context=context)
    actions = await client.text_document_code_action_async(parameters)
    assert [it.kind for it in actions] == ["source.fixAll.dslint"]
    assert applied(client, text, actions[0].edit) == text.replace(".Experimental", "")
