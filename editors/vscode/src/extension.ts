// The extension: it starts the server and registers the commands.
import { type ExtensionContext, commands, window, workspace } from "vscode";
import { fixAllInFile, fixAllInWorkspace } from "./fixes";
import { showPlan } from "./planView";
import { Server } from "./server";

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("dslint", { log: true });
  const running = (server = new Server(context, log));
  const command = (name: string, run: () => unknown) => context.subscriptions.push(commands.registerCommand(name, run));
  command("dslint.restart", () => running.restart());
  command("dslint.showLog", () => log.show());
  command("dslint.fixAll", fixAllInFile);
  command("dslint.fixAllInWorkspace", fixAllInWorkspace);
  command("dslint.showPlan", async () => {
    const binary = running.binary();
    if (binary !== undefined) {
      await showPlan(binary);
    }
  });
  context.subscriptions.push(
    log,
    // The server asks for its own settings when they change; this one decides which server it is.
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("dslint.path")) {
        // The server that runs hears of the change first, while it still does.
        setTimeout(() => void running.restart());
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => void running.restart()),
  );
  await running.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
