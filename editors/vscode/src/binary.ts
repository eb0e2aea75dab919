// Where the program is: named by the setting, else the one in the package, else the one on the PATH.
import * as path from "node:path";

/** What the search depends on. */
export interface Surroundings {
  /** The setting `dslint.path`. */
  readonly setting: string;
  /** The directory of the extension. */
  readonly extension: string;
  /** The variable PATH. */
  readonly searchPath: string;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The first folder of the workspace. */
  readonly folder: string | undefined;
  /** Whether there is a file that can be started. */
  readonly isProgram: (file: string) => boolean;
}

export type Search =
  | { readonly command: string; readonly origin: "setting" | "bundled" | "path" }
  /** Why there is none, in a sentence for the user. */
  | { readonly missing: string };

/** Looks for the program. A setting that names none is told: another program in its place would be a surprise. */
export function findBinary(around: Surroundings): Search {
  const { join, delimiter, isAbsolute } = around.platform === "win32" ? path.win32 : path.posix;
  const name = around.platform === "win32" ? "dslint.exe" : "dslint";
  const onSearchPath = (file: string) =>
    around.searchPath
      .split(delimiter)
      .filter((directory) => directory !== "")
      .map((directory) => join(directory, file))
      .find(around.isProgram);

  const setting = expand(around.setting.trim(), around);
  if (setting !== "") {
    // A bare name is one to look for, as in a shell.
    const isBare = !/[\\/]/.test(setting);
    const file = isBare ? onSearchPath(setting) : isAbsolute(setting) ? setting : undefined;
    if (file !== undefined && around.isProgram(file)) {
      return { command: file, origin: "setting" };
    }
    const why = isBare || isAbsolute(setting) ? "there is no such program" : "it is not a whole path";
    return { missing: `The setting dslint.path names ${setting}, but ${why}.` };
  }
  const bundled = join(around.extension, "bin", name);
  if (around.isProgram(bundled)) {
    return { command: bundled, origin: "bundled" };
  }
  const found = onSearchPath(name);
  return found !== undefined
    ? { command: found, origin: "path" }
    : { missing: "The program dslint is not in this package of the extension, and not on the PATH." };
}

function expand(setting: string, around: Surroundings): string {
  const home = setting.replace(/^~(?=$|[\\/])/, () => around.home);
  return home.replace(/\$\{workspaceFolder\}/g, () => around.folder ?? "${workspaceFolder}");
}
