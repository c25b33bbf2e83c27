// SPDX-License-Identifier: MPL-2.0
// Files that other tools made: executables, object files and archives. Imported only when there is one,
// since start-up time counts.

import type { BuildInput } from "../../../asm/build.ts";
import { ObjectArchive } from "../../../asm/object/elf/archive_reader.ts";
import { FileFormatError } from "../../../asm/object/elf/byte_reader.ts";
import { readExecutable } from "../../../asm/object/elf/executable_reader.ts";
import { isArchive, isObject } from "../../../asm/object/elf/magic.ts";
import { readObject } from "../../../asm/object/elf/object_reader.ts";
import type { Program } from "../../../asm/object/program.ts";
import { CommandError, fileError } from "../command_line/errors.ts";
import { inputPaths } from "../command_line/input_paths.ts";
import { directoryOf, type IncludeOptions, IncludeRoot, realPath } from "./include_root.ts";
import { type FindFile, nameOf, readFile } from "./input_files.ts";
import { sourceTexts } from "./source_texts.ts";

/** Members of thin archives larger than this are not read. */
const MAX_MEMBER_SIZE = 256 * 1024 * 1024;

/**
 * Calls `read`, which reads a file that another tool made.
 *
 * @throws {CommandError} when the file is malformed
 */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}

/**
 * Reads an executable; if it is dynamically linked, `find` finds its interpreter in the program's files.
 * "none" does without, for a program that is not to run.
 */
export function readProgram(
  path: string,
  bytes: Uint8Array,
  options: IncludeOptions,
  find: FindFile | "none" | undefined,
): Program {
  const findSource = sourceTexts({ ...options, files: [path] });
  let interpreter: InterpreterFile | undefined;
  const findInterpreter = find === undefined || find === "none" ? find : (path: string) => {
    const bytes = find(path);
    interpreter = bytes && { path, bytes };
    return bytes;
  };
  const found = findInterpreter === undefined ? {} : { findInterpreter };
  const program = reading(() => readExecutable(bytes, nameOf(path), { findSource, ...found }));
  if (interpreter !== undefined) interpreters.set(program, interpreter);
  return program;
}

/** The file of an interpreter. */
export interface InterpreterFile {
  /** Its path. */
  readonly path: string;
  /** Its bytes. */
  readonly bytes: Uint8Array;
}

const interpreters = new WeakMap<Program, InterpreterFile>();

/** The interpreter of a dynamically linked program that was read here. */
export function interpreterOf(program: Program): InterpreterFile | undefined {
  return interpreters.get(program);
}

/** Reads an object file or an archive. */
export function readBinary(path: string, bytes: Uint8Array, options: IncludeOptions): BuildInput {
  const name = nameOf(path);
  if (isArchive(bytes)) {
    const readMember = thinMembers(path, options);
    return reading(() => new ObjectArchive(bytes, name, { readMember }));
  }
  if (!isObject(bytes)) {
    // A damaged executable is reported as such.
    reading(() => readExecutable(bytes, name));
    throw new CommandError(
      `Cannot link ${name}: it is an executable; to run it: leveret run ${name} [ARGUMENT...]`,
    );
  }
  return reading(() => readObject(bytes, name));
}

/** Reads the members of a thin archive, which are files in the include root. */
export function thinMembers(
  path: string,
  options: IncludeOptions,
): (member: string) => Uint8Array | undefined {
  const root = new IncludeRoot(options);
  return (member) => {
    const file = member.startsWith("/") ? member : directoryOf(path) + member;
    if (realPath(file) === undefined) return undefined;
    if (!root.contains(file)) throw root.refusal(file, nameOf(path));
    inputPaths.add(file);
    try {
      return readFile(file, MAX_MEMBER_SIZE);
    } catch (error) {
      throw error instanceof CommandError ? error : fileError("read", file, error);
    }
  };
}
