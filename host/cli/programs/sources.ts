// SPDX-License-Identifier: MPL-2.0
// Makes a program from the files of a command line: reads them (`-` is standard input), recognises them by
// their content, assembles and links them with the runtime as an archive, and shows the diagnostics.

import { assemble as assembleSource } from "../../../asm/assembler.ts";
import { build, BuildError, type BuildInput } from "../../../asm/build.ts";
import { type Diagnostic, Diagnostics, formatDiagnostic } from "../../../asm/object/diagnostic.ts";
import { diagnosticToJson } from "../../../asm/object/diagnostic_json.ts";
import type { FindSource } from "../../../asm/object/dwarf/dwarf_lines.ts";
import { isArchive, isElf, isObject } from "../../../asm/object/elf/magic.ts";
import type { SectionCollector, SymbolDefinition } from "../../../asm/link/resolution.ts";
import type { ObjectFile } from "../../../asm/object/object.ts";
import type { Program } from "../../../asm/object/program.ts";
import type { SourceFile } from "../../../asm/object/source.ts";
import { Architecture, ArchitectureError } from "../../../asm/state/architecture.ts";
import {
  ALLOCATOR_NAMES,
  type AllocatorName,
  runtimeFiles,
  runtimeWith,
} from "../../../runtime/files.ts";
import type { Capsule } from "../../capsule/capsule.ts";
import { isCapsule } from "../../capsule/mark.ts";
import { CommandError } from "../command_line/errors.ts";
import { type OptionRow, UsageError } from "../command_line/options.ts";
import { errorIsColoured, printError } from "../command_line/output.ts";
import { invalidValue, parseChoice } from "../command_line/values.ts";
import { type FindFile, nameOf, peekBytes, readBytes, STANDARD_INPUT } from "./input_files.ts";
import { includeFinder, type SourceOptions, toSource } from "./source_files.ts";

const color = errorIsColoured;

/** How to make a program from files. */
export interface AssemblyOptions extends SourceOptions {
  /** The symbol to start at; undefined for the linker's default. */
  readonly entry?: string | undefined;
  /** Symbols that the sources find defined. */
  readonly symbols?: Readonly<Record<string, bigint>>;
  /** The runtime's allocator to link; undefined for the default. */
  readonly allocator?: AllocatorChoice | undefined;
  /** The runtime to link; by default, the one with the allocator. */
  readonly runtime?: readonly SourceFile[];
  /** Symbols that the command line defines. */
  readonly definitions?: readonly SymbolDefinition[];
  /** Functions to wrap. */
  readonly wrap?: readonly string[];
  /** Symbols to take from archives even if nothing refers to them. */
  readonly undefined?: readonly string[];
  /** Finds sections to leave out. */
  readonly gcSections?: SectionCollector | undefined;
  /** The address of the code; undefined for the linker's default. */
  readonly textAddress?: bigint | undefined;
  /** Whose calls ecall makes; a simulator's program has a start and an end of its own. */
  readonly ecalls?: "linux" | "rars" | "venus";
  /** Whether diagnostics are shown as JSON, one value a line. */
  readonly json?: boolean;
  /** Finds the texts of sources that were compiled to objects. */
  readonly findSource?: FindSource;
  /** Whether the program is to run; the default. */
  readonly isRun?: boolean;
  /** Finds files that the host does not have. */
  readonly findFile?: FindFile | undefined;
}

/** A program, and the file that it was read from. */
export interface LoadedProgram {
  /** The program. */
  readonly program: Program;
  /** The bytes of the executable; undefined when the program was linked here. */
  readonly executable?: Uint8Array;
  /** The recorded run that the program comes from. */
  readonly capsule?: Capsule;
}

/** Whether a file is an executable or a capsule, rather than a file to link. */
export function isExecutable(path: string, find?: FindFile): boolean {
  try {
    const bytes = peekBytes(path, find);
    return isElf(bytes) && !isObject(bytes) || isCapsule(bytes);
  } catch (error) {
    // Reading it as a file to link fails, too, and says why.
    if (error instanceof CommandError) return false;
    throw error;
  }
}

/**
 * Makes a program from the words of a command line: an executable, a capsule, or files to link.
 *
 * @throws {UsageError} when there are none
 * @throws {CommandError} when a file cannot be read, or has errors, which are shown
 */
export async function loadProgram(
  words: readonly string[],
  given: AssemblyOptions = {},
): Promise<LoadedProgram> {
  const [first, ...rest] = words;
  if (first === undefined) throw new UsageError("no input file");
  const options = { ...given, files: words };
  const { findFile } = options;
  const bytes = readBytes(first, findFile);
  if (isCapsule(bytes)) {
    const { loadCapsule } = await import("./capsules.ts");
    return await loadCapsule(nameOf(first), bytes);
  }
  if (isElf(bytes) && !isObject(bytes)) {
    if (rest.length > 0) {
      throw new UsageError(
        `${nameOf(first)} is an executable, which cannot be linked with other files`,
      );
    }
    if (options.allocator !== undefined) {
      throw new UsageError("--allocator is for files to link, and this is an executable");
    }
    const { readProgram } = await import("./binary_files.ts");
    return {
      program: readProgram(first, bytes, options, options.isRun === false ? "none" : findFile),
      executable: bytes,
    };
  }
  const program = await link(
    [await toInput(first, bytes, options), ...await readInputs(rest, options)],
    options,
  );
  return { program };
}

/** Whether all these files are object files. */
export function areObjects(words: readonly string[]): boolean {
  return words.length > 0 && !words.includes(STANDARD_INPUT) &&
    words.every((path) => isObject(peekBytes(path)));
}

/**
 * Links files: sources, which are assembled, objects, and archives.
 *
 * @throws {UsageError} when there are none
 * @throws {CommandError} when a file cannot be read, or has errors, which are shown
 */
export async function linkFiles(
  words: readonly string[],
  given: AssemblyOptions = {},
): Promise<Program> {
  if (words.length === 0) throw new UsageError("no input file");
  const options = { ...given, files: words };
  return await link(await readInputs(words, options), options);
}

async function readInputs(
  paths: readonly string[],
  options: AssemblyOptions,
): Promise<BuildInput[]> {
  const inputs: BuildInput[] = [];
  for (const path of paths) {
    inputs.push(await toInput(path, readBytes(path, options.findFile), options));
  }
  return inputs;
}

/** A file as the linker takes it; its content decides what it is. */
async function toInput(
  path: string,
  bytes: Uint8Array,
  options: AssemblyOptions,
): Promise<BuildInput> {
  if (!isElf(bytes) && !isArchive(bytes)) return await readSource(path, bytes, options);
  const { readBinary } = await import("./binary_files.ts");
  return readBinary(path, bytes, options);
}

async function link(
  inputs: readonly BuildInput[],
  { ecalls = "linux", ...options }: AssemblyOptions,
): Promise<Program> {
  if (ecalls !== "linux") {
    const { aroundProgram, SIMULATOR_ENTRY, SIMULATORS } = await import("./simulators.ts");
    const { entry = SIMULATOR_ENTRY } = options;
    return await link(aroundProgram(inputs, SIMULATORS[ecalls]), { ...options, entry });
  }
  const { allocator } = options;
  if (typeof allocator === "object") {
    const { checkOwnAllocator, runtimeAround } = await import("./own_allocator.ts");
    const { file } = allocator;
    const own = await toInput(file, readBytes(file, options.findFile), options);
    const program = await linkWith([...inputs, own], { ...options, runtime: runtimeAround() });
    checkOwnAllocator(program, file);
    return program;
  }
  return await linkWith(inputs, options);
}

async function linkWith(
  inputs: readonly BuildInput[],
  options: AssemblyOptions,
): Promise<Program> {
  if (inputs.every((input) => "text" in input)) return assemble(inputs, options);
  const { sourceTexts } = await import("./source_texts.ts");
  return assemble(inputs, { ...options, findSource: sourceTexts(options) });
}

/** Reads a source, and preprocesses it if its name says so; shows what is wrong. */
async function readSource(
  path: string,
  bytes: Uint8Array,
  options: AssemblyOptions,
): Promise<SourceFile> {
  checkArchitecture(options.march);
  const { json = false } = options;
  const diagnostics = new Diagnostics();
  const source = await toSource(path, bytes, options, diagnostics);
  if (source === undefined) fail(new BuildError(diagnostics.list, diagnostics.errorCount), json);
  for (const warning of diagnostics.list) printError(diagnosticLines(warning, json));
  return source;
}

/**
 * Assembles one file, without linking.
 *
 * @throws {CommandError} when it cannot be read, or has errors, which are shown
 */
export async function assembleFile(
  path: string,
  given: AssemblyOptions = {},
): Promise<ObjectFile> {
  const options = { ...given, files: [path] };
  const { march, json = false, symbols } = options;
  const source = await readSource(path, readBytes(path), options);
  const diagnostics = new Diagnostics();
  const { object } = assembleSource(source, {
    include: includeFinder(options),
    diagnostics,
    ...(march !== undefined && { architecture: march }),
    ...(symbols !== undefined && { symbols }),
  });
  if (object === undefined) fail(new BuildError(diagnostics.list, diagnostics.errorCount), json);
  for (const warning of diagnostics.list) printError(diagnosticLines(warning, json));
  return object;
}

/** The option for the instruction set. */
export const MARCH_OPTION = {
  name: "march",
  value: "ARCH",
  help: "assemble for ARCH, such as rv64gc_zba; c enables compression",
} as const satisfies OptionRow;

/** The option for the allocator. */
export const ALLOCATOR_OPTION = {
  name: "allocator",
  value: "NAME",
  help: "hare (the default), hare-linear, which it replaced, or a file",
} as const satisfies OptionRow;

/** An allocator of the runtime's, or the file with one of the user's own. */
export type AllocatorChoice = AllocatorName | { readonly file: string };

/**
 * The allocator that {@link ALLOCATOR_OPTION} names; undefined if it was not given. What has a dot or a slash
 * in it is a file.
 *
 * @throws {UsageError} for another name
 */
export function parseAllocator(text: string | undefined): AllocatorChoice | undefined {
  if (text !== undefined && /[./]/.test(text)) return { file: text };
  return text === undefined ? undefined : parseChoice("--allocator", text, ALLOCATOR_NAMES);
}

/** The option that leaves out line tables. */
export const NO_LINE_TABLES_OPTION = {
  name: "no-line-tables",
  help: "leave out the line tables of assembly sources (for debuggers)",
} as const satisfies OptionRow;

function checkArchitecture(march: string | undefined): void {
  if (march === undefined) return;
  try {
    Architecture.parse(march);
  } catch (error) {
    if (!(error instanceof ArchitectureError)) throw error;
    const advice = error.advice === undefined ? "" : `; ${error.advice}`;
    throw invalidValue("--march", march, `${error.message}${advice}`);
  }
}

/** Shows the diagnostics, and ends the command. */
function fail(error: BuildError, json: boolean): never {
  printError(
    json
      ? error.diagnostics.map((diagnostic) => diagnosticLines(diagnostic, true)).join("") +
        `${JSON.stringify({ event: "diagnostics", errors: error.errorCount })}\n`
      : `${error.format({ color })}\n`,
  );
  throw new CommandError(error.message, { shown: true, cause: error });
}

/** Assembles and links files that are already read. */
export function assemble(
  inputs: readonly BuildInput[],
  options: AssemblyOptions = {},
): Program {
  const { entry, march, allocator, json = false, findSource, textAddress } = options;
  checkArchitecture(march);
  const { wrap, undefined: wanted, definitions, gcSections, symbols } = options;
  try {
    return build(inputs, {
      archive: options.runtime ??
        (typeof allocator === "string" ? runtimeWith(allocator) : runtimeFiles),
      include: includeFinder(options),
      onWarning: (warning) => printError(diagnosticLines(warning, json)),
      ...(entry !== undefined && { entry }),
      ...(wrap !== undefined && { wrap }),
      ...(wanted !== undefined && { undefined: wanted }),
      ...(definitions !== undefined && { definitions }),
      ...(gcSections !== undefined && { gcSections }),
      ...(symbols !== undefined && { symbols }),
      ...(textAddress !== undefined && { textAddress, hasHeaders: false }),
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
