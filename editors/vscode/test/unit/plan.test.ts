// The upgrade plan as a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { planArguments, themed } from "../../src/plan";

test("what is not set is not said", () => {
  assert.deepEqual(planArguments({ from: "", to: " ", config: "" }), ["plan", "--format", "html"]);
  const given = planArguments({ from: "7.2", to: "7.3 ", config: "--output" });
  assert.deepEqual(given.slice(3), ["--from=7.2", "--to=7.3", "--config=--output"]);
});

test("the page takes on the colors of the editor", () => {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  const page = themed(`<html><head>${policy}</head><body>plan</body></html>`);
  assert.ok(page?.includes("--paper: var(--vscode-editorWidget-background);"));
  assert.ok(page?.endsWith("</head><body>plan</body></html>"));
});

test("another page is not shown", () => {
  assert.equal(themed("<html><head></head><body>plan</body></html>"), undefined);
  assert.equal(themed(`error <meta http-equiv="Content-Security-Policy" content="default-src 'none';`), undefined);
  assert.equal(themed(""), undefined);
});
