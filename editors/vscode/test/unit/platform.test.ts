// Programs go into the package of their platform only.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { TARGETS, builtFor, mismatch } from "../../scripts/platform.mjs";

function program(write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(256);
  write(bytes);
  return bytes;
}

const elf = (machine: number) =>
  program((it) => {
    it.write("\x7fELF", "latin1");
    it.writeUInt16LE(machine, 18);
  });
const macho = (machine: number) =>
  program((it) => {
    it.writeUInt32LE(0xfeedfacf, 0);
    it.writeUInt32LE(machine, 4);
  });
const pe = (machine: number) =>
  program((it) => {
    it.write("MZ", "latin1");
    it.writeUInt32LE(0x80, 0x3c);
    it.write("PE\0\0", 0x80, "latin1");
    it.writeUInt16LE(machine, 0x84);
  });

test("programs are told apart", () => {
  const found = [elf(0x3e), elf(0xb7), macho(0x01000007), macho(0x0100000c), pe(0x8664), pe(0xaa64)].map(builtFor);
  assert.deepEqual(found, ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64"]);
  assert.equal(builtFor(Buffer.from("#!/bin/sh\n".padEnd(80))), undefined);
  assert.equal(builtFor(elf(0x28)), undefined, "a processor that there is no package for");
  assert.equal(builtFor(pe(0x8664).subarray(0, 0x82)), undefined, "cut off");
  // The program that runs this test.
  assert.equal(builtFor(readFileSync(process.execPath)), `${process.platform}-${process.arch}`);
});

test("a program for another platform is refused", () => {
  assert.equal(mismatch(elf(0x3e), "linux-x64"), undefined);
  assert.equal(mismatch(elf(0x3e), "alpine-x64"), undefined);
  assert.equal(mismatch(pe(0x8664), "linux-x64"), "is built for win32-x64, not for linux-x64");
  assert.match(mismatch(Buffer.alloc(0), "linux-x64") ?? "", /no platform that is known/);
  assert.equal(new Set(Object.values(TARGETS)).size, 8);
});
