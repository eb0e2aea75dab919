// Packages the extension.
//
//   npm run package                                    without the program, for every platform
//   npm run package -- --target linux-x64              with target/release/dslint
//   npm run package -- --target linux-x64 --binary F   with another program
//   npm run package -- --out DIRECTORY                 [default: target/vsix]
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { TARGETS, mismatch } from "./platform.mjs";

const extension = dirname(dirname(fileURLToPath(import.meta.url)));
const root = resolve(extension, "../..");

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(`error: ${message}`);
  process.exit(2);
}

const { values } = parseArgs({
  options: { target: { type: "string" }, binary: { type: "string" }, out: { type: "string" } },
});
// Also by the names that releases of the program have.
const target = values.target && (TARGETS[values.target] ?? values.target);
if (target && !Object.values(TARGETS).includes(target)) {
  fail(`there is no target ${target}; there are ${Object.values(TARGETS).join(", ")}`);
}
if (values.binary && !target) {
  fail("--binary needs --target");
}

// `npm run` starts here, but names were given from where it was called.
const called = process.env["INIT_CWD"] ?? process.cwd();
const out = resolve(called, values.out ?? join(root, "target/vsix"));
const { version } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
const file = join(out, `dslint-${target ? `${target}-` : ""}${version}.vsix`);
mkdirSync(out, { recursive: true });

const bin = join(extension, "bin");
rmSync(bin, { recursive: true, force: true });
if (target) {
  const name = target.startsWith("win32") ? "dslint.exe" : "dslint";
  const binary = values.binary ? resolve(called, values.binary) : join(root, "target/release", name);
  let program;
  try {
    program = readFileSync(binary);
  } catch (error) {
    fail(`${binary} cannot be read: build it with \`cargo build --release\`, or name another with --binary (${error})`);
  }
  const why = mismatch(program, target);
  if (why) {
    fail(`${binary} ${why}`);
  }
  mkdirSync(bin);
  copyFileSync(binary, join(bin, name));
  chmodSync(join(bin, name), 0o755);
}
for (const license of ["LICENSE-MIT", "LICENSE-APACHE"]) {
  copyFileSync(join(root, license), join(extension, license));
}

const vsce = join(extension, "node_modules/@vscode/vsce/vsce");
const options = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--no-rewrite-relative-links", "--out", file];
const packed = spawnSync(process.execPath, [vsce, "package", ...options, ...(target ? ["--target", target] : [])], {
  cwd: extension,
  stdio: "inherit",
});
rmSync(bin, { recursive: true, force: true });
process.exitCode = packed.status ?? 1;
