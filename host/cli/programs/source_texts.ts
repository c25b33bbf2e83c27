// SPDX-License-Identifier: MPL-2.0
// The sources that the line tables of ELF files name, for traces and reports. An ELF file may name any file.
// So only regular files with the name of a source are read, in the working directory, the directory of an
// ELF file, or those of --include-root if it was given; and only up to a size.

import { inputPaths } from "../command_line/input_paths.ts";
import { directoryOf, type IncludeOptions, IncludeRoot } from "./include_root.ts";
import { readFile } from "./input_files.ts";

/** Sources larger than this are not read. */
const MAX_SIZE = 16 * 1024 * 1024;
/** The ends of the names of sources: assembly, and the languages whose compilers write line tables. */
const SOURCE_NAME =
  /\.(?:s|sx|asm|inc|h|hh|hpp|hxx|c|cc|cpp|cxx|c\+\+|i|ii|m|mm|ha|rs|go|zig|d|f|f90|f95|for|adb|ads|pas|nim|cr|v|swift|ml|hs)$/i;

const DECODER = new TextDecoder();

/** Makes a function that finds sources for the ELF files that the command line names. */
export function sourceTexts(
  { files = [], includeRoots = [] }: IncludeOptions,
): (file: string, directory: string | undefined) => string | undefined {
  const root = new IncludeRoot({ files: [...files, "./"], includeRoots });
  const bases = [...new Set(["./", ...files.map((file) => directoryOf(file) || "./")])];
  return (file, directory) => {
    if (!SOURCE_NAME.test(file)) return undefined;
    const candidates = file.startsWith("/")
      ? [file]
      : [...bases.map((base) => base + file), ...directory ? [`${directory}/${file}`] : []];
    for (const candidate of candidates) {
      const text = root.contains(candidate) ? readText(candidate) : undefined;
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

function readText(path: string): string | undefined {
  inputPaths.add(path);
  try {
    return DECODER.decode(readFile(path, MAX_SIZE));
  } catch {
    return undefined;
  }
}
