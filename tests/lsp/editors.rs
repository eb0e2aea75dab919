//! A real editor: Neovim attaches to the server, shows a finding, and applies a code action. Where it is not installed, the test
//! says so.

use std::process::Command;

use crate::support::Tree;

/// What Neovim 0.7 understands too, which has no `vim.lsp.start` yet.
const SCRIPT: &str = r#"
local id = vim.lsp.start_client({ name = 'dslint', cmd = { vim.env.DSLINT, 'lsp', '--to', '7.3' }, root_dir = vim.env.ROOT })
vim.lsp.buf_attach_client(0, id)
if not vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 50) then print('NOTHING SHOWN') return end
for _, d in ipairs(vim.diagnostic.get(0)) do
  print(string.format('SHOWN %d:%d-%d %s %s', d.lnum + 1, d.col + 1, d.end_col + 1, d.source, d.code))
end
local shown = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { shown.lnum + 1, shown.col })
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
for client, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 30000)) do
  for _, action in ipairs(answer.result or {}) do
    print('OFFERED ' .. action.title)
    if action.title:find('Suppress') then
      vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(client).offset_encoding)
    end
  end
end
print('WRITTEN ' .. vim.api.nvim_buf_get_lines(0, shown.lnum, shown.lnum + 1, false)[1])
print('GONE ' .. tostring(vim.wait(30000, function() return #vim.diagnostic.get(0) == 0 end, 50)))
vim.lsp.stop_client(id)
vim.wait(5000, function() return vim.lsp.client_is_stopped(id) end, 50)
"#;

#[test]
fn neovim_shows_a_finding_and_applies_an_action() {
    if Command::new("nvim").arg("--version").output().is_err() {
        eprintln!("NOT RUN: Neovim is not installed, so no real editor spoke to the server");
        return;
    }
    let tree = Tree::host();
    tree.write("attach.lua", SCRIPT);
    let path = tree.root.join("src/Host/Config.cs");
    let text =
        std::fs::read_to_string(&path).unwrap().replace("        RequireClientSecret", "/* 😀 */RequireClientSecret");
    std::fs::write(&path, text).unwrap();
    let output = Command::new("nvim")
        .args(["--headless", "-u", "NONE", "-n"])
        .arg(&path)
        .args(["-c", &format!("luafile {}", tree.root.join("attach.lua").display()), "-c", "qa!"])
        .env("DSLINT", env!("CARGO_BIN_EXE_dslint"))
        .env("ROOT", &tree.root)
        .env("XDG_STATE_HOME", tree.root.join("state"))
        .env("XDG_CACHE_HOME", tree.root.join("state"))
        .output()
        .unwrap();
    // Headless, Neovim prints on standard error.
    let said = String::from_utf8_lossy(&output.stderr).replace('\r', "");
    for expected in [
        "SHOWN 10:11-38 dslint DS7302",
        "OFFERED Suppress DS7302 here, with a reason",
        "// dslint: ignore[DS7302] -- TODO: reason",
        "GONE true",
    ] {
        assert!(said.contains(expected), "no `{expected}` in\n{said}");
    }
}
