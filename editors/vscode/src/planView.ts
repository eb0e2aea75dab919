// Shows the upgrade plan beside the editor.
import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";
import { type CancellationToken, ProgressLocation, ViewColumn, type WorkspaceFolder, window, workspace } from "vscode";
import { planArguments, themed } from "./plan";

/** Asks the program for the plan of a folder and shows it. */
export async function showPlan(command: string): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) {
    return;
  }
  const settings = workspace.getConfiguration("dslint", folder);
  const text = (name: string) => settings.get<string>(name) ?? "";
  const given = planArguments({ from: text("from"), to: text("to"), config: text("config") });
  const progress = { location: ProgressLocation.Notification, title: "dslint: the upgrade plan", cancellable: true };
  const page = await window.withProgress(progress, (_, token) => run(command, given, folder.uri.fsPath, token));
  if (page === undefined) {
    return;
  }
  const html = themed(page);
  if (html === undefined) {
    void window.showErrorMessage(`dslint: ${basename(command)} wrote a plan that this extension does not know; are both of one version?`);
    return;
  }
  const title = workspace.workspaceFolders?.length === 1 ? "Upgrade Plan" : `Upgrade Plan: ${folder.name}`;
  // The page loads nothing, so it gets no roots, and it has no scripts.
  const options = { enableScripts: false, enableFindWidget: true, localResourceRoots: [] };
  const panel = window.createWebviewPanel("dslint.plan", title, ViewColumn.Beside, options);
  panel.webview.html = html;
}

async function chooseFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void window.showInformationMessage("dslint: open a folder first; the plan is that of a folder.");
    return undefined;
  }
  const active = window.activeTextEditor && workspace.getWorkspaceFolder(window.activeTextEditor.document.uri);
  return folders.length === 1 ? folders[0] : active ?? window.showWorkspaceFolderPick();
}

async function run(command: string, given: string[], cwd: string, token: CancellationToken): Promise<string | undefined> {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const unsaved = workspace.textDocuments.filter((it) => it.isDirty && it.uri.scheme === "file").length;
  if (unsaved > 0) {
    void window.showInformationMessage(`dslint: the plan is about the files as they are saved; ${unsaved} ${unsaved === 1 ? "is" : "are"} not.`);
  }
  try {
    const options = { cwd, signal: abort.signal, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: "1" } };
    return (await promisify(execFile)(command, given, options)).stdout;
  } catch (error) {
    if (!abort.signal.aborted) {
      void window.showErrorMessage(`dslint: ${reason(error)}`);
    }
    return undefined;
  }
}

/** What the program said, else what the system said. */
function reason(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return said !== "" ? said.replace(/^error: /, "") : String(error);
}
