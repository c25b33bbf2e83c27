// SPDX-License-Identifier: MPL-2.0
// From the words of a command line to a program: reads the files (`-` is standard input), whose content
// says what they are, assembles sources with the runtime as an archive, shows what is wrong with them.

import { Architecture, ArchitectureError } from "../../../asm/state/architecture.ts";
import { assemble as assembleSource } from "../../../asm/assembler.ts";
import { build, BuildError, type BuildInput } from "../../../asm/build.ts";
import { type Diagnostic, Diagnostics, formatDiagnostic } from "../../../asm/object/diagnostic.ts";
import { diagnosticToJson } from "../../../asm/object/diagnostic_json.ts";
import type { ObjectFile } from "../../../asm/object/object.ts";
import type { Program } from "../../../asm/object/program.ts";
import type { FindSource } from "../../../asm/object/dwarf/dwarf_lines.ts";
import { isArchive, isElf, isObject } from "../../../asm/object/elf/magic.ts";
import type { SourceFile } from "../../../asm/object/source.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { CommandError, fileError } from "../command_line/errors.ts";
import { type OptionRow, UsageError } from "../command_line/options.ts";
import { errorIsColoured, printError } from "../command_line/output.ts";
import { nameOf, readBytes, STANDARD_INPUT } from "./input_files.ts";

const color = errorIsColoured;

/** How to make a program of sources. */
export interface AssemblyOptions {
  /** The symbol to start at; undefined for the linker's default. */
  readonly entry?: string | undefined;
  /** The instruction set to assemble for: `rv64gc`; undefined for all, and no compression. */
  readonly march?: string | undefined;
  /** Whether what is wrong with them is shown as JSON, one value a line. */
  readonly json?: boolean;
  /** Finds the texts of sources that were compiled to objects. */
  readonly findSource?: FindSource;
}

/** A program that can be run, and the words of the command line that are its arguments. */
export interface LoadedProgram {
  /** The program. */
  readonly program: Program;
  /** What follows an executable's name. */
  readonly args: readonly string[];
}

/**
 * Makes a program of the files that a command line names: an executable with its arguments, or files to
 * be linked.
 *
 * @throws {UsageError} when it names none.
 * @throws {CommandError} when one cannot be read or there are errors in them, which are shown.
 */
export async function loadProgram(
  words: readonly string[],
  options: AssemblyOptions = {},
): Promise<LoadedProgram> {
  const [first, ...rest] = words;
  if (first === undefined) throw new UsageError("Cannot start: no source file is named");
  const bytes = readBytes(first);
  if (isElf(bytes) && !isObject(bytes)) {
    const { readProgram } = await import("./binary_files.ts");
    return { program: readProgram(first, bytes), args: rest };
  }
  const program = await link(
    [await toInput(first, bytes), ...await readInputs(rest)],
    words,
    options,
  );
  return { program, args: [] };
}

/** Whether all files that a command line names are object files. */
export function areObjects(words: readonly string[]): boolean {
  return words.length > 0 && !words.includes(STANDARD_INPUT) &&
    words.every((path) => isObject(readBytes(path)));
}

/**
 * Links the files that a command line names: sources, which are assembled, objects, and archives.
 *
 * @throws {UsageError} when it names none.
 * @throws {CommandError} when one cannot be read or there are errors in them, which are shown.
 */
export async function linkFiles(
  words: readonly string[],
  options: AssemblyOptions = {},
): Promise<Program> {
  if (words.length === 0) throw new UsageError("Cannot start: no source file is named");
  return await link(await readInputs(words), words, options);
}

async function readInputs(paths: readonly string[]): Promise<BuildInput[]> {
  const inputs: BuildInput[] = [];
  for (const path of paths) inputs.push(await toInput(path, readBytes(path)));
  return inputs;
}

/** What a file is, as its content says. */
async function toInput(path: string, bytes: Uint8Array): Promise<BuildInput> {
  if (!isElf(bytes) && !isArchive(bytes)) return toSource(path, bytes);
  const { readBinary } = await import("./binary_files.ts");
  return readBinary(path, bytes);
}

async function link(
  inputs: readonly BuildInput[],
  paths: readonly string[],
  options: AssemblyOptions,
): Promise<Program> {
  if (inputs.every((input) => "text" in input)) return assemble(inputs, options);
  const { sourceTexts } = await import("./source_texts.ts");
  return assemble(inputs, { ...options, findSource: sourceTexts(paths) });
}

/**
 * Assembles one file and does not link it.
 *
 * @throws {CommandError} when it cannot be read or there are errors in it, which are shown.
 */
export function assembleFile(
  path: string,
  { march, json = false }: AssemblyOptions = {},
): ObjectFile {
  checkArchitecture(march);
  const diagnostics = new Diagnostics();
  const { object } = assembleSource(readSource(path), {
    include: findIncluded,
    diagnostics,
    ...(march !== undefined && { architecture: march }),
  });
  if (object === undefined) fail(new BuildError(diagnostics.list, diagnostics.errorCount), json);
  for (const warning of diagnostics.list) printError(diagnosticLines(warning, json));
  return object;
}

/** The option that says what to assemble for. */
export const MARCH_OPTION = {
  name: "march",
  value: "ARCH",
  help: "assemble for rv64gc, rv64im_zba …; with c, compress",
} as const satisfies OptionRow;

/** The option that leaves out the line tables of sources. */
export const NO_LINE_TABLES_OPTION = {
  name: "no-line-tables",
  help: "leave out the lines of assembly sources, which debuggers show",
} as const satisfies OptionRow;

function checkArchitecture(march: string | undefined): void {
  if (march === undefined) return;
  try {
    Architecture.parse(march);
  } catch (error) {
    if (!(error instanceof ArchitectureError)) throw error;
    const advice = error.advice === undefined ? "" : `; ${error.advice}`;
    throw new UsageError(`Cannot read --march: ${error.message}${advice}`);
  }
}

/** Shows what is wrong with sources, and ends the command. */
function fail(error: BuildError, json: boolean): never {
  printError(
    json
      ? error.diagnostics.map((diagnostic) => diagnosticLines(diagnostic, true)).join("") +
        `${JSON.stringify({ event: "diagnostics", errors: error.errorCount })}\n`
      : `${error.format({ color })}\n`,
  );
  throw new CommandError(error.message, { shown: true, cause: error });
}

/** Assembles and links what is already read. */
export function assemble(
  inputs: readonly BuildInput[],
  { entry, march, json = false, findSource }: AssemblyOptions = {},
): Program {
  checkArchitecture(march);
  try {
    return build(inputs, {
      archive: runtimeFiles,
      include: findIncluded,
      onWarning: (warning) => printError(diagnosticLines(warning, json)),
      ...(entry !== undefined && { entry }),
      ...(march !== undefined && { architecture: march }),
      ...(findSource !== undefined && { findSource }),
    });
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    fail(error, json);
  }
}

function diagnosticLines(diagnostic: Diagnostic, json: boolean): string {
  return json
    ? `${JSON.stringify(diagnosticToJson(diagnostic))}\n`
    : `${formatDiagnostic(diagnostic, { color })}\n`;
}

const DECODER = new TextDecoder();

function readSource(path: string): SourceFile {
  return toSource(path, readBytes(path));
}

/** Where a text has no NUL, and other files nearly always have one. */
const TELLING = 1024;

function toSource(path: string, bytes: Uint8Array): SourceFile {
  if (bytes.subarray(0, TELLING).includes(0)) {
    throw new CommandError(
      `Cannot read ${nameOf(path)}: it is neither assembly source nor an ELF file or an archive`,
    );
  }
  return { name: nameOf(path), text: DECODER.decode(bytes) };
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
      throw fileError("read", name, error);
    }
  }
  return undefined;
}
