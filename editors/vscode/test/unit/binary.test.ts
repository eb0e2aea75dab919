// Which program is started.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Surroundings, findBinary } from "../../src/binary";

function around(given: Partial<Surroundings>, ...programs: string[]): Surroundings {
  return {
    setting: "",
    extension: "/ext",
    searchPath: "/usr/bin::/opt/bin",
    platform: "linux",
    home: "/home/me",
    folder: "/w",
    isProgram: (file) => programs.includes(file),
    ...given,
  };
}

test("the setting outweighs the package, and that the PATH", () => {
  const all = ["/mine/dslint", "/ext/bin/dslint", "/opt/bin/dslint"];
  assert.deepEqual(findBinary(around({ setting: " /mine/dslint " }, ...all)), { command: "/mine/dslint", origin: "setting" });
  assert.deepEqual(findBinary(around({}, ...all)), { command: "/ext/bin/dslint", origin: "bundled" });
  assert.deepEqual(findBinary(around({}, "/opt/bin/dslint")), { command: "/opt/bin/dslint", origin: "path" });
});

test("a setting may name the home directory, the folder, and a program on the PATH", () => {
  const command = (setting: string, program: string) => findBinary(around({ setting }, program));
  assert.deepEqual(command("~/bin/dslint", "/home/me/bin/dslint"), { command: "/home/me/bin/dslint", origin: "setting" });
  assert.deepEqual(command("${workspaceFolder}/t/dslint", "/w/t/dslint"), { command: "/w/t/dslint", origin: "setting" });
  assert.deepEqual(command("dslint-next", "/opt/bin/dslint-next"), { command: "/opt/bin/dslint-next", origin: "setting" });
});

test("nothing is started in the place of what the setting names", () => {
  const missing = (given: Partial<Surroundings>) => {
    const search = findBinary(around(given, "/ext/bin/dslint", "tools/dslint"));
    return "missing" in search ? search.missing : search.command;
  };
  assert.match(missing({ setting: "/gone/dslint" }), /names \/gone\/dslint, but there is no such program/);
  assert.match(missing({ setting: "tools/dslint" }), /not a whole path/);
  assert.match(missing({ setting: "${workspaceFolder}/dslint", folder: undefined }), /not a whole path/);
});

test("Windows has other names", () => {
  const windows = { platform: "win32", extension: "C:\\ext", searchPath: "C:\\bin;D:\\tools" } as const;
  assert.deepEqual(findBinary(around(windows, "C:\\ext\\bin\\dslint.exe")), { command: "C:\\ext\\bin\\dslint.exe", origin: "bundled" });
  assert.deepEqual(findBinary(around(windows, "D:\\tools\\dslint.exe")), { command: "D:\\tools\\dslint.exe", origin: "path" });
});

test("that there is none is said", () => {
  const search = findBinary(around({}));
  assert.ok("missing" in search && search.missing.includes("PATH"));
});
