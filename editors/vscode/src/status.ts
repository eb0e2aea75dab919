// What the server says about itself in a line, and how it is shown.

/** The parameters of the notification `dslint/status`. */
export interface Status {
  readonly state: "analyzing" | "ready" | "failed";
  readonly routes: readonly Route[];
  readonly findings: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** The way of some projects. */
export interface Route {
  /** `null`: not known. */
  readonly from: string | null;
  readonly to: string;
  /** The project files, from the folder. */
  readonly projects: readonly string[];
}

/** The text in the status bar. */
export function line(status: Status | undefined): string {
  if (status === undefined || (status.state === "analyzing" && status.routes.length === 0)) {
    return "$(loading~spin) dslint";
  }
  if (status.state === "failed") {
    return "$(warning) dslint";
  }
  return status.routes.length === 0 ? "dslint" : `dslint ${way(status.routes)} $(issues) ${status.findings}`;
}

/** All ways in a few characters: `7.2 → 7.3`, `6.3, 7.2 → 7.3`, `6.2 … 7.2 → 7.3`. */
export function way(routes: readonly Route[]): string {
  const distinct = (versions: readonly (string | null)[]) => [...new Set(versions.map(release))].sort(byNumber);
  const few = (versions: readonly string[]) =>
    versions.length <= 2 ? versions.join(", ") : `${versions[0]} … ${versions[versions.length - 1]}`;
  const from = distinct(routes.map((route) => route.from));
  const to = distinct(routes.map((route) => route.to));
  // Within one release it is the patches that matter.
  const [first] = routes;
  if (first && from.join() === to.join() && routes.every((it) => it.from === first.from && it.to === first.to)) {
    return first.from === first.to ? first.to : `${first.from ?? "?"} → ${first.to}`;
  }
  return from.join() === to.join() ? few(to) : `${few(from)} → ${few(to)}`;
}

/** `7.2` of `7.2.4`. */
function release(version: string | null): string {
  return version === null ? "?" : version.split(".", 2).join(".");
}

function byNumber(left: string, right: string): number {
  return left.localeCompare(right, "en", { numeric: true });
}

/** What is shown when one points at it, in Markdown. */
export function tooltip(status: Status | undefined, server: string): string {
  const lines = [`**${escape(server)}**`];
  if (status === undefined) {
    lines.push("The server starts.");
    return lines.join("\n\n");
  }
  if (status.state === "analyzing") {
    lines.push("Analyzing: the numbers are those from before.");
  }
  if (status.state === "failed") {
    lines.push("The last analysis failed, for instance since the settings are wrong; what was found before is still shown.");
  }
  if (status.routes.length === 0) {
    lines.push("No project here uses IdentityServer.");
  }
  for (const route of status.routes) {
    const from = route.from ?? "unknown version";
    const ends = route.from === route.to ? `at ${route.to} already` : `${from} → ${route.to}`;
    const shown = route.projects.slice(0, 5).map(escape).join(", ");
    const more = route.projects.length > 5 ? ` and ${route.projects.length - 5} more` : "";
    lines.push(`${escape(ends)}: ${shown}${more}`);
  }
  if (status.routes.some((route) => route.from === null)) {
    lines.push("Say with the setting `dslint.from` which version to start from.");
  }
  lines.push(counts(status));
  return lines.join("\n\n");
}

function counts({ errors, warnings, notes, findings }: Status): string {
  const some = [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")];
  return findings === 0 ? "No findings." : `${some.filter((part) => part !== "").join(", ")}.`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~&$]/g, "\\$&");
}
