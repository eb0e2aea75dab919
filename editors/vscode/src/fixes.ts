// Safe fixes: those of a file, or of all files with findings.
import { type CodeAction, CodeActionKind, Range, type TextDocument, type Uri, commands, languages, window, workspace } from "vscode";

const FIX_ALL = CodeActionKind.SourceFixAll.append("dslint");

/** Applies the safe fixes of the file that is edited. */
export async function fixAllInFile(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) {
    void window.showInformationMessage("dslint: no file is open.");
    return;
  }
  if ((await fix(document)).length === 0) {
    void window.showInformationMessage("dslint: there is nothing in this file that can be fixed safely.");
  }
}

/** Applies those of all files. */
export async function fixAllInWorkspace(): Promise<void> {
  const found = languages.getDiagnostics().filter(([, diagnostics]) => diagnostics.some((it) => it.source === "dslint"));
  const changed = new Map<string, Uri>();
  // One after the other: a fix may change what the next is about, and the server waits for that.
  for (const [uri] of found) {
    for (const touched of await fix(await workspace.openTextDocument(uri))) {
      changed.set(touched.toString(), touched);
    }
  }
  if (changed.size === 0) {
    void window.showInformationMessage("dslint: there is nothing that can be fixed safely.");
    return;
  }
  const files = `${changed.size} file${changed.size === 1 ? "" : "s"}`;
  const text = `dslint: fixed what is safe in ${files}; nothing is saved yet.`;
  if ((await window.showInformationMessage(text, "Save")) === "Save") {
    // `workspace.saveAll` saves only what has a tab.
    const documents = await Promise.all([...changed.values()].map((uri) => workspace.openTextDocument(uri)));
    await Promise.all(documents.map((document) => document.save()));
  }
}

/** The files that were changed: a fix may lie in another than the finding, such as `Directory.Packages.props`. */
async function fix(document: TextDocument): Promise<Uri[]> {
  const whole = document.validateRange(new Range(0, 0, document.lineCount, 0));
  const actions = await commands.executeCommand<CodeAction[] | undefined>(
    "vscode.executeCodeActionProvider",
    document.uri,
    whole,
    FIX_ALL.value,
  );
  const changed: Uri[] = [];
  for (const action of actions ?? []) {
    // Others may offer to fix all that is theirs.
    if (action.kind?.value === FIX_ALL.value && action.edit && (await workspace.applyEdit(action.edit))) {
      changed.push(...action.edit.entries().map(([uri]) => uri));
    }
  }
  return changed;
}
