#!/usr/bin/env bash
# Validates SARIF files with Microsoft's validator, GitHub's rules on. Fails on any error or warning: the validator itself
# ends with 0 whatever it finds, so its findings are counted. Notes are printed with --notes.
#
#   tests/sarif/check.sh [--notes] FILE…
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
validator=$here/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

notes=
if [ "${1:-}" = --notes ]; then
  notes=1
  shift
fi
if [ $# = 0 ]; then
  echo "usage: check.sh [--notes] FILE…" >&2
  exit 2
fi

# The package's script only makes the binary executable; that is done here, so that no script of a package runs.
[ -e "$validator" ] || npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund >&2
chmod u+x "$validator"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

failed=0
for file in "$@"; do
  # The binary, not the package's wrapper, which splits arguments at `;`. The file comes first: list options swallow it.
  if ! "$validator" validate "$file" -c "$here/gh.json" -o "$scratch/out.sarif" --rule-kind "Sarif;Ghas" \
    --log ForceOverwrite >"$scratch/log" 2>&1; then
    echo "$file: the validator did not run" >&2
    cat "$scratch/log" >&2
    exit 2
  fi
  NOTES=$notes node - "$file" "$scratch/out.sarif" <<'JS' || failed=1
const [file, out] = process.argv.slice(2);
const log = JSON.parse(require("fs").readFileSync(out, "utf8").replace(/^\uFEFF/, ""));
const counts = { error: 0, warning: 0, note: 0 };
for (const result of log.runs.flatMap(run => run.results ?? [])) {
  const level = result.level ?? "warning";
  counts[level] = (counts[level] ?? 0) + 1;
  if (level !== "note" || process.env.NOTES) {
    const line = result.locations?.[0]?.physicalLocation?.region?.startLine ?? 0;
    const text = result.message.text ?? JSON.stringify(result.message.arguments ?? []);
    console.log(`${file}:${line}: ${level} ${result.ruleId} ${text}`);
  }
}
console.log(`${file}: ${counts.error} errors, ${counts.warning} warnings, ${counts.note} notes`);
process.exit(counts.error + counts.warning > 0 ? 1 : 0);
JS
done
exit "$failed"
