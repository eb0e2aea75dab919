// Bundles the extension into dist/extension.js. `--minify` for packages.
import { build } from "esbuild";

const minify = process.argv.includes("--minify");

await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  external: ["vscode"],
  format: "cjs",
  platform: "node",
  // The oldest Node that a supported VS Code brings.
  target: "node20",
  minify,
  sourcemap: minify ? false : "inline",
  logLevel: "warning",
});
