// What a user of the extension does and sees, in a VS Code that browser.sh has started: squiggle, hover, quick fix, status bar, plan, all
// safe fixes, and a program that is not there. What is seen is asserted; the pictures are to look at.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

const { PORT, WORK } = process.env;
const host = `127.0.0.1:${PORT}`;
const solution = `${WORK}/solution`;
const telemetry = `${solution}/src/Larkspur.Identity/TelemetryExtensions.cs`;
const project = `${solution}/src/Larkspur.Identity/Larkspur.Identity.csproj`;
// The program is a setting of the machine where the files are.
const settings = `${WORK}/user/Machine/settings.json`;
const began = Date.now();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(45_000);

/** @param {string} text */
const say = (text) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`);
/** @param {string} name */
const picture = (name) => page.screenshot({ path: `${WORK}/${name}.png` });
const status = page.locator(".statusbar-item[id*='dslint']");

/** Waits until something is so. @param {string} what @param {() => Promise<unknown>} is */
async function until(what, is) {
  for (let waited = 0; !(await is()); waited += 100) {
    if (waited > 30_000) {
      await picture("failure");
      assert.fail(`${what}: not after 30 s`);
    }
    await sleep(100);
  }
}

/** @param {string} title */
async function command(title) {
  const input = page.locator(".quick-input-widget input");
  // While a page of an extension closes, keys go nowhere.
  await until("the palette opens", async () => {
    await page.keyboard.press("F1");
    await sleep(300);
    return input.isVisible();
  });
  await input.fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
}

/** Opens a file, once the server and the window are there. @param {string} file */
async function open(file) {
  const payload = JSON.stringify([["openFile", `vscode-remote://${host}${file}`]]);
  await page.goto(`http://${host}/?folder=${solution}&payload=${encodeURIComponent(payload)}`);
}

try {
  for (let tries = 0; ; tries += 1) {
    try {
      await fetch(`http://${host}/healthz`);
      break;
    } catch (error) {
      assert.ok(tries < 100, `code-server does not answer: ${error}`);
      await sleep(200);
    }
  }
  await open(telemetry);

  // The squiggle.
  const squiggles = page.locator(".monaco-editor .squiggly-warning");
  await squiggles.first().waitFor();
  assert.equal(await squiggles.count(), 1);
  assert.equal(await page.locator(".monaco-editor .squiggly-error").count(), 0);
  say("the squiggle is there");

  // The status bar.
  await until("the status bar has the way and the count", async () => /^dslint 7\.2 → 7\.3\s+5$/.test((await status.innerText()).trim()));
  await picture("squiggle");
  say(`status bar: ${(await status.innerText()).trim().replace(/\s+/g, " ")}`);

  // The hover: the finding, and the page of the rule.
  const meter = page.locator(".view-line span", { hasText: /^"Duende\.IdentityServer\.Experimental"$/ }).first();
  await meter.hover();
  const hover = page.locator(".monaco-hover:visible", { hasText: "DS7303" });
  await hover.first().waitFor();
  await until("the hover has the page of the rule", async () => (await hover.first().innerText()).includes("experimental-meter-renamed"));
  const text = await hover.first().innerText();
  assert.match(text, /no longer exists in Duende\.IdentityServer 7\.3/);
  await picture("hover");
  say(`hover: ${text.slice(0, 90).replace(/\s+/g, " ")}…`);

  // The quick fix.
  await page.keyboard.press("Escape");
  await meter.click();
  await page.keyboard.press("Control+.");
  const actions = page.locator(".action-widget .monaco-list-row");
  await actions.first().waitFor();
  const titles = (await actions.allInnerTexts()).map((it) => it.trim());
  assert.ok(titles.some((it) => it.startsWith("Suppress DS7303 here")), titles.join("\n"));
  assert.ok(titles.some((it) => it.startsWith("Open the page of DS7303")), titles.join("\n"));
  await picture("quick-fix");
  say(`quick fixes: ${titles.filter((it) => it !== "").join(" | ")}`);
  const before = readFileSync(telemetry, "utf8");
  await page.keyboard.press("Enter");
  await until("the squiggle is gone", async () => (await squiggles.count()) === 0);
  await page.keyboard.press("Control+S");
  await until("the file is fixed", async () => readFileSync(telemetry, "utf8") !== before);
  // The other name is registered beside it, so the old one only goes.
  assert.equal(readFileSync(telemetry, "utf8"), before.replace(/,\s*"Duende\.IdentityServer\.Experimental"/, ""));
  await until("the count goes down", async () => /\s4$/.test((await status.innerText()).trim()));
  await picture("fixed");
  say("the quick fix is in the file");

  // The plan.
  await command("dslint: Show the Upgrade Plan");
  const plan = page.frameLocator("iframe.webview").frameLocator("iframe#active-frame");
  await plan.locator("h1", { hasText: "IdentityServer 7.2.4 → 7.3" }).waitFor();
  const color = (/** @type {string} */ of) => plan.locator("body").evaluate((body, name) => getComputedStyle(body).getPropertyValue(name), of);
  assert.equal(await color("--page"), await color("--vscode-editor-background"));
  assert.ok((await plan.locator("body").innerText()).includes("PartnerClients.cs"));
  assert.equal(await plan.locator("script").count(), 0);
  await picture("plan");
  say("the plan is shown");
  await page.locator(".tab", { hasText: "Upgrade Plan" }).click({ button: "middle" });

  // All safe fixes.
  assert.ok(readFileSync(project, "utf8").includes('"7.2.4"'));
  await command("dslint: Fix All That Is Safe in the Workspace");
  const toast = page.locator(".notification-toast", { hasText: "fixed what is safe in 1 file; nothing is saved yet" });
  await toast.locator(".monaco-button", { hasText: "Save" }).waitFor();
  await picture("fix-all");
  assert.ok(readFileSync(project, "utf8").includes('"7.2.4"'), "nobody saved it yet");
  await toast.locator(".monaco-button", { hasText: "Save" }).click();
  await until("the package is raised", async () => !readFileSync(project, "utf8").includes('"7.2.4"'));
  say("all safe fixes are in the files");

  // Restarting.
  await command("dslint: Restart the Server");
  await until("it is back", async () => (await status.innerText()).includes("7.3"));
  say(`restarted: ${(await status.innerText()).trim().replace(/\s+/g, " ")}`);

  // A program that is not there, and the way out.
  writeFileSync(settings, '{ "dslint.path": "/nowhere/dslint" }');
  const missing = page.locator(".notification-toast", { hasText: "names /nowhere/dslint, but there is no such program" });
  await missing.waitFor();
  assert.equal(await status.locator(".codicon-warning").count(), 1);
  await sleep(500);
  assert.equal(await page.locator(".notification-toast").count(), 1, "one message, and no other error");
  await picture("missing");
  await missing.locator(".monaco-button", { hasText: "How to Install" }).click();
  await page.frameLocator("iframe.webview").frameLocator("iframe#active-frame").locator("h1", { hasText: "How to install dslint" }).waitFor();
  await picture("install");
  writeFileSync(settings, "{}");
  await until("it starts again", async () => (await status.locator(".codicon-warning").count()) === 0 && /\d$/.test((await status.innerText()).trim()));
  say("a program that is not there is told, and it recovers");
} catch (error) {
  await picture("failure");
  throw error;
} finally {
  await browser.close();
}
say("done");
