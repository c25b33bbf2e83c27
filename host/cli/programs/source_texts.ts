// SPDX-License-Identifier: MPL-2.0
// The sources that the line tables of ELF files name, for traces and reports. An ELF file may name any
// file, so only regular files below the working directory or the directory of an ELF file are read, with
// symlinks resolved, and only up to a size.

import { inputPaths } from "../command_line/input_paths.ts";

/** Sources larger than this are not read. */
const MAX_SIZE = 16 * 1024 * 1024;

/** Makes a function that finds sources for the ELF files at `paths`. */
export function sourceTexts(
  paths: readonly string[],
): (file: string, directory: string | undefined) => string | undefined {
  const bases = paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1) || "./");
  const roots = [...new Set(["./", ...bases])].flatMap((base) => realPath(base) ?? []);
  return (file, directory) => {
    const candidates = file.startsWith("/")
      ? [file]
      : [...roots.map((root) => `${root}/${file}`), ...directory ? [`${directory}/${file}`] : []];
    for (const candidate of candidates) {
      const real = realPath(candidate);
      if (real === undefined || !roots.some((root) => real.startsWith(`${root}/`))) continue;
      const text = readText(real);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

/** The path with symlinks resolved; undefined when there is nothing. */
function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(path).replace(/\/$/, "");
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  inputPaths.add(path);
  try {
    const { isFile, size } = Deno.statSync(path);
    return isFile && size <= MAX_SIZE ? Deno.readTextFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
