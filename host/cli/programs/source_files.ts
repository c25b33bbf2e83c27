// SPDX-License-Identifier: MPL-2.0
// Source files as the command line takes them: decoded, refused if they are another language, and
// preprocessed if their name ends in .S; and where the files that they include are.

import type { Diagnostics } from "../../../asm/object/diagnostic.ts";
import type { SourceFile } from "../../../asm/object/source.ts";
import type { Include } from "../../../asm/state/assembly.ts";
import { CommandError, fileError } from "../command_line/errors.ts";
import { inputPaths } from "../command_line/input_paths.ts";
import type { OptionRow, Options } from "../command_line/options.ts";
import { invalidValue } from "../command_line/values.ts";
import { directoryOf, type IncludeOptions, IncludeRoot } from "./include_root.ts";
import { nameOf, readFile } from "./input_files.ts";

/** The options for including files and preprocessing. */
export const INCLUDE_OPTIONS = [
  {
    name: "include-directory",
    short: "I",
    value: "DIR",
    repeat: true,
    help: "look for included files in DIR, too",
  },
  {
    name: "include-root",
    value: "DIR",
    repeat: true,
    help: "include files of DIR only; default: FILEs' directories and -I",
  },
  {
    name: "define",
    short: "D",
    value: "NAME[=VALUE]",
    repeat: true,
    help: "define a macro for .S files; without VALUE it is 1",
  },
] as const satisfies readonly OptionRow[];

/** The options for reading sources. */
export const SOURCE_OPTIONS = [
  ...INCLUDE_OPTIONS,
  {
    name: "defsym",
    value: "NAME=VALUE",
    repeat: true,
    help: "define a symbol before the sources are read",
  },
] as const satisfies readonly OptionRow[];

/** How sources are read. */
export interface SourceOptions extends IncludeOptions {
  /** The instruction set to assemble for: `rv64gc`; undefined for all, and no compression. */
  readonly march?: string | undefined;
  /** Macros for .S files, as after -D. */
  readonly macros?: readonly string[];
}

/**
 * Reads the options of {@link INCLUDE_OPTIONS}.
 *
 * @throws {UsageError} for an invalid value
 */
export function readIncludeOptions(
  options: Options<(typeof INCLUDE_OPTIONS)[number]["name"]>,
): SourceOptions {
  return {
    includeDirectories: options.values("include-directory"),
    includeRoots: options.values("include-root"),
    macros: options.values("define").map(parseMacro),
  };
}

/**
 * Reads the options of {@link SOURCE_OPTIONS}.
 *
 * @throws {UsageError} for an invalid value
 */
export function readSourceOptions(
  options: Options<(typeof SOURCE_OPTIONS)[number]["name"]>,
): SourceOptions & { readonly symbols: Readonly<Record<string, bigint>> } {
  return {
    ...readIncludeOptions(options),
    symbols: Object.fromEntries(options.values("defsym").map(parseSymbol)),
  };
}

function parseMacro(text: string): string {
  if (/^[A-Za-z_]\w*(?:\([^)=]*\))?(?:=|$)/.test(text)) return text;
  throw invalidValue("-D", text, "must be NAME or NAME=VALUE");
}

/** A symbol with a number: decimal, 0x… or 0…, as GNU as takes it. */
function parseSymbol(text: string): [string, bigint] {
  const match = /^([A-Za-z_.$][\w.$]*)=(?:(0[xX][0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))$/.exec(text);
  const [, name = "", hex, octal, decimal] = match ?? [];
  const value = BigInt(hex ?? (octal === undefined ? decimal ?? 0 : `0o0${octal}`));
  if (match !== null && value < 1n << 64n) return [name, value];
  throw invalidValue("--defsym", text, "must be NAME=VALUE, with a number such as 12 or 0x1f");
}

const DECODER = new TextDecoder();

/** Bytes in which binary files nearly always have a NUL; a text has none. */
const PROBED_BYTES = 1024;

/** Languages by the ends of their files' names, with the command that makes assembly source of one. */
const COMPILERS: Readonly<Record<string, readonly [language: string, command: string]>> = {
  ".c": ["C", "riscv64-linux-gnu-gcc -S -O1"],
  ".cc": ["C++", "riscv64-linux-gnu-g++ -S -O1"],
  ".cpp": ["C++", "riscv64-linux-gnu-g++ -S -O1"],
  ".cxx": ["C++", "riscv64-linux-gnu-g++ -S -O1"],
  ".C": ["C++", "riscv64-linux-gnu-g++ -S -O1"],
  ".c++": ["C++", "riscv64-linux-gnu-g++ -S -O1"],
  ".i": ["preprocessed C", "riscv64-linux-gnu-gcc -S -O1"],
  ".ii": ["preprocessed C++", "riscv64-linux-gnu-g++ -S -O1"],
  ".f90": ["Fortran", "riscv64-linux-gnu-gfortran -S -O1"],
  ".ll": ["LLVM's intermediate language", "llc -mtriple=riscv64-linux-gnu -mattr=+m,+a,+f,+d"],
  ".zig": ["Zig", "zig build-obj -target riscv64-linux -femit-asm -fno-emit-bin"],
  ".rs": ["Rust", "rustc --target riscv64gc-unknown-linux-gnu --emit asm"],
  ".ha": ["Hare", "hare build -a riscv64 -t s"],
};

function refuseOtherLanguage(path: string): void {
  const end = path.slice(path.lastIndexOf("."));
  const [language, command] = COMPILERS[end] ?? [];
  if (language === undefined) return;
  const made = command?.endsWith("-S -O1")
    ? `, then run ${path.slice(path.lastIndexOf("/") + 1, -end.length)}.s`
    : "";
  throw new CommandError(
    `Cannot read ${nameOf(path)}: it is ${language}, not assembly source; compile it first: ` +
      `${command} ${path}${made}`,
  );
}

/**
 * The source in a file, preprocessed if its name says so; undefined after errors, which are in the
 * diagnostics.
 *
 * @throws {CommandError} when it is not assembly source
 */
export async function toSource(
  path: string,
  bytes: Uint8Array,
  { march, macros = [], ...options }: SourceOptions,
  diagnostics: Diagnostics,
): Promise<SourceFile | undefined> {
  refuseOtherLanguage(path);
  if (bytes.subarray(0, PROBED_BYTES).includes(0)) {
    throw new CommandError(
      `Cannot read ${nameOf(path)}: it is not assembly source, an ELF file or an archive`,
    );
  }
  const source = { name: nameOf(path), text: DECODER.decode(bytes) };
  if (!/\.(?:S|sx)$/.test(path)) return source;
  const { preprocess } = await import("../../../asm/preprocessor/preprocessor.ts");
  return preprocess(source, {
    ...{ define: macros, include: includeFinder(options), diagnostics },
    ...(march !== undefined && { architecture: march }),
  }).source;
}

/** Included files larger than this are not read. */
const MAX_INCLUDED = 2 ** 28;

/**
 * Finds the files of `.include "path"` and `.incbin "path"` next to the file that names them, in the
 * working directory, or in the directories of -I; those of `#include <path>` only in the latter. They must
 * be in the include root.
 */
export function includeFinder(options: IncludeOptions = {}): Include {
  const { includeDirectories = [] } = options;
  const further = includeDirectories.map((directory) => directory.replace(/\/*$/, "/"));
  const root = new IncludeRoot(options);
  return (path, from, how) => {
    const own = directoryOf(from);
    // As in gcc, `#include "path"` is not looked for in the working directory.
    const near = how === "system" ? [] : how === "text" ? [own] : [own, ""];
    const candidates = path.startsWith("/")
      ? [path]
      : [...new Set([...near, ...further])].map((directory) => directory + path);
    let outside: string | undefined;
    for (const name of candidates) {
      inputPaths.add(name);
      try {
        Deno.statSync(name);
        if (!root.contains(name)) {
          outside ??= name;
          continue;
        }
        const bytes = readFile(name, MAX_INCLUDED);
        return how === "bytes" ? { name, text: "", bytes } : { name, text: DECODER.decode(bytes) };
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) continue;
        throw error instanceof CommandError ? error : fileError("read", name, error);
      }
    }
    if (outside !== undefined) throw root.refusal(outside, from);
    return undefined;
  };
}
