// SPDX-License-Identifier: MPL-2.0
// From the words of a command line to a linked program: reads the files (`-` is standard input), assembles
// them with the runtime as an archive, shows what is wrong with them.

import { build, BuildError } from "../../asm/build.ts";
import { formatDiagnostic } from "../../asm/diagnostic.ts";
import type { Program } from "../../asm/program.ts";
import type { SourceFile } from "../../asm/source.ts";
import { runtimeFiles } from "../../runtime/files.ts";
import { CommandError, describeFileError } from "./errors.ts";
import { UsageError } from "./options.ts";
import { errorIsColoured, printError } from "./output.ts";

/** The name of standard input on the command line, and in messages about what came from it. */
const STANDARD_INPUT = "-";
const STANDARD_INPUT_NAME = "<stdin>";
const color = errorIsColoured;

/**
 * Assembles and links the files that a command line names.
 *
 * @throws {UsageError} when it names none.
 * @throws {CommandError} when one cannot be read or there are errors in them, which are shown.
 */
export function assembleFiles(
  words: readonly string[],
  options: { readonly entry?: string | undefined } = {},
): Program {
  if (words.length === 0) throw new UsageError("Cannot start: no source file is named");
  return assemble(words.map(readSource), options);
}

/** Assembles and links sources that are already read. */
export function assemble(
  sources: readonly SourceFile[],
  { entry }: { readonly entry?: string | undefined } = {},
): Program {
  try {
    return build(sources, {
      archive: runtimeFiles,
      include: findIncluded,
      onWarning: (warning) => printError(`${formatDiagnostic(warning, { color })}\n`),
      ...(entry !== undefined && { entry }),
    });
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    printError(`${error.format({ color })}\n`);
    throw new CommandError(error.message, { shown: true, cause: error });
  }
}

function readSource(path: string): SourceFile {
  try {
    if (path === STANDARD_INPUT) return { name: STANDARD_INPUT_NAME, text: readStandardInput() };
    return { name: path, text: Deno.readTextFileSync(path) };
  } catch (error) {
    throw new CommandError(`Cannot read ${path}: ${describeFileError(error, path)}`, {
      cause: error,
    });
  }
}

/** The file that `.include "path"` in the file `from` means: next to it, or from the working folder. */
function findIncluded(path: string, from: string): SourceFile | undefined {
  const folder = from.slice(0, from.lastIndexOf("/") + 1);
  const candidates = path.startsWith("/") || folder === "" ? [path] : [folder + path, path];
  for (const name of candidates) {
    try {
      return { name, text: Deno.readTextFileSync(name) };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw new CommandError(`Cannot read ${name}: ${describeFileError(error, name)}`, {
        cause: error,
      });
    }
  }
  return undefined;
}

function readStandardInput(): string {
  const chunks: Uint8Array[] = [];
  const buffer = new Uint8Array(1 << 16);
  for (let count = Deno.stdin.readSync(buffer); count !== null;) {
    chunks.push(buffer.slice(0, count));
    count = Deno.stdin.readSync(buffer);
  }
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
}
