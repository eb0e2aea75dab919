// Bundles the tests of the parts that need no editor, and runs them with the runner of Node.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const tests = readdirSync("test/unit").filter((name) => name.endsWith(".test.ts"));

await build({
  entryPoints: tests.map((name) => join("test/unit", name)),
  outdir: "dist/test",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
});

const files = tests.map((name) => join("dist/test", name.replace(/\.ts$/, ".cjs")));
process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
