// SPDX-License-Identifier: MPL-2.0
// Finds the libraries of `leveret link`: `-l NAME` in the directories of `-L`, and the files that a linker
// script such as libm.a's names. Takes the words of a command line in order; returns paths.

import { isArchive, isElf } from "../../../asm/object/elf/magic.ts";
import { CommandError } from "../command_line/errors.ts";
import { directoryOf } from "./include_root.ts";
import { peekBytes, readBytes, STANDARD_INPUT } from "./input_files.ts";

/** An input of the command line: a path, or the name of a library. */
export type LinkWord = { readonly path: string } | { readonly library: string };

/** Comments, and a command that only a linker script begins with. */
const SCRIPT = /^(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:OUTPUT_FORMAT|INPUT|GROUP)\s*\(/;
/** Scripts are short, and all other files need not be searched further. */
const SCRIPT_BYTES = 4096;
const MAX_DEPTH = 8;

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/**
 * The paths of the inputs, in order.
 *
 * @throws {CommandError} when a library is not in the directories, or a script is not understood
 */
export function libraryPaths(
  words: readonly LinkWord[],
  directories: readonly string[],
): readonly string[] {
  const paths: string[] = [];
  const libraries = new Set<string>();
  for (const word of words) {
    const isLibrary = "library" in word;
    const path = isLibrary ? findLibrary(word.library, directories) : word.path;
    // Archives are searched until nothing is missing: once is enough.
    if (isLibrary && libraries.has(path)) continue;
    if (isLibrary) libraries.add(path);
    paths.push(...expand(path, directories, 0));
  }
  return paths;
}

function findLibrary(name: string, directories: readonly string[]): string {
  const file = name.startsWith(":") ? name.slice(1) : `lib${name}.a`;
  const paths = directories.map((directory) => `${directory.replace(/\/+$/, "")}/${file}`);
  const found = paths.find(exists);
  if (found !== undefined) return found;
  const shared = paths.map((path) => path.replace(/\.a$/, ".so")).find(exists);
  const reason = directories.length === 0
    ? `no directory to search; name one with -L`
    : shared !== undefined && !name.startsWith(":")
    ? `${shared} is a shared library, and programs are static: ${file} is needed`
    : `there is no ${file} in ${directories.join(", ")}`;
  throw new CommandError(`Cannot find -l${name}: ${reason}`);
}

/** A path, or those that a linker script there names. */
function expand(path: string, directories: readonly string[], depth: number): readonly string[] {
  const isNamed = depth === 0;
  if (path === STANDARD_INPUT) return [path];
  if (isNamed && !/\.(?:a|so)(?:\.[\d.]+)?$|\.ld$|\.lds$/.test(path)) return [path];
  const bytes = peekBytes(path);
  if (isElf(bytes) || isArchive(bytes)) return [path];
  const text = new TextDecoder().decode(bytes.subarray(0, SCRIPT_BYTES + 1));
  if (bytes.length > SCRIPT_BYTES || !SCRIPT.test(text)) {
    // A script may name any file, and the errors of a source would show its lines.
    if (!isNamed) {
      throw new CommandError(`Cannot link ${path}: it is neither an object nor an archive`);
    }
    return [path];
  }
  // The script itself is not linked.
  readBytes(path);
  if (depth > MAX_DEPTH) throw new CommandError(`Cannot read ${path}: it leads to itself`);
  return namesIn(path, text).flatMap((name) => {
    if (name.startsWith("-l")) {
      return expand(findLibrary(name.slice(2), directories), directories, depth + 1);
    }
    if (/\.so(?:\.[\d.]+)?$/.test(name)) {
      const file = path.slice(path.lastIndexOf("/") + 1).replace(/\.so.*$/, ".a");
      throw new CommandError(
        `Cannot link ${path}: it leads to the shared library ${name}, and programs are static; ` +
          `link ${file}`,
      );
    }
    return expand(locate(name, path, directories), directories, depth + 1);
  });
}

/** A file that a script names: as it says, next to the script, or in the directories. */
function locate(name: string, script: string, directories: readonly string[]): string {
  const candidates = [
    name,
    directoryOf(script) + name,
    ...directories.map((directory) => `${directory}/${name}`),
  ];
  return candidates.find(exists) ?? name;
}

/** The files that INPUT and GROUP name. */
function namesIn(path: string, text: string): string[] {
  const tokens = text.replace(/\/\*[^]*?\*\//g, " ").match(/[()]|[^\s(),;]+/g) ?? [];
  const names: string[] = [];
  const commands: string[] = [];
  let command = "";
  for (const token of tokens) {
    if (token === "(") commands.push(command);
    else if (token === ")") commands.pop();
    else if (commands.length === 0 || token === "AS_NEEDED") command = token;
    else if (["INPUT", "GROUP", "AS_NEEDED"].includes(commands.at(-1) ?? "")) names.push(token);
    if (token !== ")" && commands.length === 0 && !KNOWN.has(token)) {
      throw new CommandError(
        `Cannot read ${path}: linker scripts may only name files with INPUT and GROUP, not ${token}`,
      );
    }
  }
  return names;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...["INPUT", "GROUP", "AS_NEEDED", "OUTPUT_FORMAT", "OUTPUT_ARCH", "TARGET"],
]);
