// The upgrade plan as a page: how the program is asked for it, and how the page takes on the colors of the editor.

/** The settings that decide what the plan is about. */
export interface PlanSettings {
  readonly from: string;
  readonly to: string;
  readonly config: string;
}

/** The arguments of the program. */
export function planArguments(settings: PlanSettings): string[] {
  const options: (readonly [string, string])[] = [
    ["--from", settings.from],
    ["--to", settings.to],
    ["--config", settings.config],
  ];
  const given = options.filter(([, value]) => value.trim() !== "");
  // With `=`, what a folder says is never read as another option.
  return ["plan", "--format", "html", ...given.map(([name, value]) => `${name}=${value.trim()}`)];
}

/** What the page calls its colors, and what the editor calls them. */
const COLORS: Readonly<Record<string, string>> = {
  paper: "--vscode-editorWidget-background",
  page: "--vscode-editor-background",
  ink: "--vscode-editor-foreground",
  faint: "--vscode-descriptionForeground",
  line: "--vscode-editorWidget-border",
  code: "--vscode-textCodeBlock-background",
  link: "--vscode-textLink-foreground",
  todo: "--vscode-editorError-foreground",
  ask: "--vscode-editorWarning-foreground",
  clear: "--vscode-charts-green",
  note: "--vscode-editorInfo-foreground",
};

/** The rule of the page that nothing is loaded and no script runs. */
const POLICY = `http-equiv="Content-Security-Policy" content="default-src 'none';`;

/** The page as it is shown. `undefined` where it is not the page that is expected: then nothing of it is. */
export function themed(page: string): string | undefined {
  const end = page.indexOf("</head>");
  if (end < 0 || !page.slice(0, end).includes(POLICY)) {
    return undefined;
  }
  const colors = Object.entries(COLORS).map(([ours, theirs]) => `--${ours}: var(${theirs});`);
  // Stronger than the page's own, also where the system is dark and the editor is not.
  const style = `<style>\nhtml:root { ${colors.join(" ")} }\nbody { font-family: var(--vscode-font-family); }\n</style>\n`;
  return page.slice(0, end) + style + page.slice(end);
}
