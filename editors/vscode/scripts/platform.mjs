// The platforms that packages are made for, and what a program for each looks like.

/**
 * The target of `vsce` for each, by the name that releases of the program have.
 * @type {Readonly<Record<string, string>>}
 */
export const TARGETS = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-musl-x64": "alpine-x64",
  "linux-musl-arm64": "alpine-arm64",
  "osx-x64": "darwin-x64",
  "osx-arm64": "darwin-arm64",
  "win-x64": "win32-x64",
  "win-arm64": "win32-arm64",
};

/**
 * What a program is built for, like `linux-x64`; `undefined` for what is no program. Programs for Alpine and for other Linuxes
 * look alike.
 * @param {Buffer} program
 * @returns {string | undefined}
 */
export function builtFor(program) {
  if (program.length < 64) {
    return undefined;
  }
  if (program.readUInt32BE(0) === 0x7f454c46) {
    const machine = program.readUInt16LE(18);
    return named("linux", machine, 0x3e, 0xb7);
  }
  if (program.readUInt32LE(0) === 0xfeedfacf) {
    const machine = program.readUInt32LE(4);
    return named("darwin", machine, 0x0100_0007, 0x0100_000c);
  }
  if (program.toString("latin1", 0, 2) === "MZ") {
    const header = program.readUInt32LE(0x3c);
    if (header + 6 > program.length || program.toString("latin1", header, header + 4) !== "PE\0\0") {
      return undefined;
    }
    return named("win32", program.readUInt16LE(header + 4), 0x8664, 0xaa64);
  }
  return undefined;
}

/**
 * @param {string} system
 * @param {number} machine
 * @param {number} x64
 * @param {number} arm64
 */
function named(system, machine, x64, arm64) {
  return machine === x64 ? `${system}-x64` : machine === arm64 ? `${system}-arm64` : undefined;
}

/**
 * Why a program does not belong into the package for a target; `undefined` where it does.
 * @param {Buffer} program
 * @param {string} target
 * @returns {string | undefined}
 */
export function mismatch(program, target) {
  const expected = target.replace("alpine", "linux");
  const found = builtFor(program);
  return found === expected ? undefined : `is built for ${found ?? "no platform that is known"}, not for ${target}`;
}
