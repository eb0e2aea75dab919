// The server: started, restarted and stopped, one after the other, with what it says in the status bar.
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { Uri, commands, type ExtensionContext, type LogOutputChannel, window, workspace } from "vscode";
import { type ClientCapabilities, LanguageClient, State, type StaticFeature, TransportKind } from "vscode-languageclient/node";
import { StatusBar } from "./bar";
import { type Search, findBinary } from "./binary";
import type { Status } from "./status";

const LANGUAGES = ["csharp", "razor", "aspnetcorerazor", "xml", "json", "jsonc", "yaml"];
/** Other extensions give project files languages of their own. */
const PROJECTS = "**/*.{csproj,fsproj,vbproj,props,targets}";

/** Says to the server that the status is shown. */
const knowsStatus: StaticFeature = {
  fillClientCapabilities: (capabilities: ClientCapabilities) => {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), dslintStatus: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

export class Server {
  readonly #context: ExtensionContext;
  readonly #log: LogOutputChannel;
  readonly #bar = new StatusBar();
  #client: LanguageClient | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(context: ExtensionContext, log: LogOutputChannel) {
    this.#context = context;
    this.#log = log;
    context.subscriptions.push(this.#bar);
  }

  /** Starts it, or starts it anew. */
  restart(): Promise<void> {
    return this.#next(async () => {
      await this.#end();
      await this.#begin();
    });
  }

  stop(): Promise<void> {
    return this.#next(() => this.#end());
  }

  /** The program, or a message to the user that there is none. */
  binary(): string | undefined {
    const found = this.#search();
    if ("command" in found) {
      return found.command;
    }
    this.#log.error(found.missing);
    void this.#tellMissing(found.missing);
    return undefined;
  }

  #search(): Search {
    return findBinary({
      setting: workspace.getConfiguration("dslint").get<string>("path") ?? "",
      extension: this.#context.extensionUri.fsPath,
      searchPath: process.env["PATH"] ?? "",
      platform: process.platform,
      home: homedir(),
      folder: workspace.workspaceFolders?.[0]?.uri.fsPath,
      isProgram,
    });
  }

  async #begin(): Promise<void> {
    const command = this.binary();
    if (command === undefined) {
      this.#bar.fail("The program dslint was not found.");
      return;
    }
    this.#log.info(`starting ${command} lsp`);
    const serverOptions = { command, args: ["lsp"], transport: TransportKind.stdio };
    const client: LanguageClient = new LanguageClient("dslint", "dslint", serverOptions, {
      documentSelector: [
        ...LANGUAGES.map((language) => ({ scheme: "file", language })),
        { scheme: "file", pattern: PROJECTS },
      ],
      outputChannel: this.#log,
      middleware: {
        workspace: {
          // A change of settings may be what ends this server.
          didChangeConfiguration: async (sections, next) => {
            if (this.#client === client && client.state === State.Running) {
              await next(sections);
            }
          },
        },
      },
    });
    client.registerFeature(knowsStatus);
    client.onNotification("dslint/status", (status: Status) => this.#bar.show(status, name(client)));
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) {
        this.#bar.show(undefined, "dslint");
      } else if (newState === State.Stopped && this.#client === client) {
        this.#bar.fail("The server has stopped.");
      }
    });
    this.#client = client;
    try {
      await client.start();
      this.#log.info(`${name(client)} runs`);
    } catch (error) {
      this.#log.error(String(error));
      this.#bar.fail(`${command} did not start as a language server.`);
      void this.#tellBroken(command);
    }
  }

  async #end(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // It may have died, which is where it is to be.
      this.#log.warn(String(error));
    }
  }

  // Nothing waits for the answers: a message may stay for hours.
  async #tellBroken(command: string): Promise<void> {
    const answer = await window.showErrorMessage(`dslint: ${command} did not start as a language server.`, "Show the Log");
    if (answer !== undefined) {
      this.#log.show();
    }
  }

  async #tellMissing(missing: string): Promise<void> {
    const answer = await window.showErrorMessage(missing, "How to Install", "Set the Path");
    if (answer === "How to Install") {
      await commands.executeCommand("markdown.showPreview", Uri.joinPath(this.#context.extensionUri, "INSTALL.md"));
    } else if (answer === "Set the Path") {
      await commands.executeCommand("workbench.action.openSettings", "dslint.path");
    }
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step, step);
    return this.#turn;
  }
}

function name(client: LanguageClient): string {
  const info = client.initializeResult?.serverInfo;
  return info === undefined ? "dslint" : `${info.name} ${info.version ?? ""}`.trim();
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
