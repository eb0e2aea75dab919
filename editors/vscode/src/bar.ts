// The line in the status bar.
import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from "vscode";
import { type Status, line, tooltip } from "./status";

/** What can be done from the tooltip. */
const ACTIONS = [
  ["Upgrade plan", "dslint.showPlan"],
  ["Problems", "workbench.actions.view.problems"],
  ["Restart", "dslint.restart"],
  ["Log", "dslint.showLog"],
] as const;

export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem("dslint.status", StatusBarAlignment.Left, 0);

  constructor() {
    this.#item.name = "dslint";
  }

  /** Shows what the server said last; `undefined`: it has said nothing yet. */
  show(status: Status | undefined, server: string): void {
    this.#item.command = "dslint.showPlan";
    this.#set(line(status), tooltip(status, server), status?.state === "failed");
  }

  /** Shows that there is no server. */
  fail(why: string): void {
    this.#item.command = "dslint.restart";
    this.#set("$(warning) dslint", `${why} A click starts it again.`, true);
  }

  dispose(): void {
    this.#item.dispose();
  }

  #set(text: string, tooltip: string, isWrong: boolean): void {
    const links = ACTIONS.map(([title, command]) => `[${title}](command:${command})`);
    const markdown = new MarkdownString(`${tooltip}\n\n${links.join(" | ")}`);
    markdown.isTrusted = { enabledCommands: ACTIONS.map(([, command]) => command) };
    this.#item.text = text;
    this.#item.tooltip = markdown;
    this.#item.backgroundColor = isWrong ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.show();
  }
}
