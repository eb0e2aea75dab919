// The line in the status bar.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Route, type Status, line, tooltip, way } from "../../src/status";

const route = (from: string | null, to: string, ...projects: string[]): Route => ({ from, to, projects });

function status(given: Partial<Status>): Status {
  const routes = [route("7.2.4", "7.3.4", "src/Host/Host.csproj")];
  return { state: "ready", routes, findings: 5, errors: 3, warnings: 1, notes: 1, ...given };
}

test("it names the way and counts", () => {
  assert.equal(line(status({})), "dslint 7.2 → 7.3 $(issues) 5");
  assert.equal(line(status({ state: "analyzing" })), "dslint 7.2 → 7.3 $(issues) 5", "typing does not make it flicker");
  assert.equal(line(status({ state: "failed" })), "$(warning) dslint");
  assert.equal(line(status({ routes: [], findings: 0 })), "dslint");
  assert.equal(line(status({ state: "analyzing", routes: [] })), "$(loading~spin) dslint");
  assert.equal(line(undefined), "$(loading~spin) dslint");
});

test("several ways are one short text", () => {
  assert.equal(way([route("7.2.4", "7.3.4"), route("7.2.1", "7.3.4")]), "7.2 → 7.3");
  assert.equal(way([route("7.2.4", "7.3.4"), route("6.3.10", "7.3.4")]), "6.3, 7.2 → 7.3");
  assert.equal(way([route("7.10.0", "8.0.0"), route("6.2.0", "8.0.0"), route("7.2.0", "8.0.0")]), "6.2 … 7.10 → 8.0");
  assert.equal(way([route(null, "7.3.4")]), "? → 7.3");
  assert.equal(way([route("7.3.1", "7.3.4")]), "7.3.1 → 7.3.4");
  assert.equal(way([route("7.3.4", "7.3.4")]), "7.3.4");
  assert.equal(way([route("7.3.4", "7.3.4"), route("7.3.1", "7.3.4")]), "7.3");
});

test("pointing at it tells the rest", () => {
  const text = tooltip(status({}), "dslint 0.1.0");
  assert.ok(text.includes("7.2.4 → 7.3.4: src/Host/Host.csproj"), text);
  assert.ok(text.includes("3 errors, 1 warning, 1 note."), text);
  const unknown = tooltip(status({ routes: [route(null, "7.3.4", "A_B.csproj")], findings: 0, errors: 0 }), "dslint");
  assert.ok(unknown.includes("unknown version → 7.3.4: A\\_B.csproj") && unknown.includes("dslint.from"), unknown);
  assert.ok(tooltip(status({ routes: [] }), "dslint").includes("No project here uses IdentityServer."));
  const many = tooltip(status({ routes: [route("7.2.4", "7.3.4", ..."abcdefgh")] }), "dslint");
  assert.ok(many.includes("a, b, c, d, e and 3 more"), many);
});
