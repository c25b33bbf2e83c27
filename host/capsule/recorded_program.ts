// SPDX-License-Identifier: MPL-2.0
// The program of a capsule: an ELF file, with the sources that its line table names, as far as their text is
// known. A program that was linked for the run becomes such a file.

import { FileFormatError } from "../../asm/object/elf/byte_reader.ts";
import { readExecutable } from "../../asm/object/elf/executable_reader.ts";
import { writeElf } from "../../asm/object/elf/executable_writer.ts";
import type { MappedFile, Program, SourceLocation } from "../../asm/object/program.ts";
import { BytesReader, BytesWriter } from "./bytes.ts";
import { CapsuleError } from "./capsule_error.ts";

/** The most bytes of sources. */
const MAX_SOURCES = 2 ** 22;
/** The most entries of the line table to look through for names of sources. */
const MAX_LINES = 2 ** 20;

/** The file of a program: that which it was read from, or one made of it. */
export function programFile(
  program: Program,
  executable: Uint8Array | undefined,
): Uint8Array<ArrayBuffer> {
  return executable?.slice() ?? writeElf(program);
}

/** The sources of a program. */
export function writeSources({ lines }: Program): Uint8Array<ArrayBuffer> {
  const writer = new BytesWriter();
  const seen = new Set<string>();
  let left = MAX_LINES;
  for (const { location } of lines.entries()) {
    if (left-- === 0) break;
    if (seen.has(location.file)) continue;
    seen.add(location.file);
    const text = textOf(location, (at) => lines.text(at));
    if (text === undefined || writer.length + text.length > MAX_SOURCES) continue;
    writer.text(location.file);
    writer.text(text);
  }
  return writer.bytes;
}

/** The whole text of the file that a location is in; undefined when it is not known. */
function textOf(
  { file, line }: SourceLocation,
  lineAt: (location: SourceLocation) => string | undefined,
): string | undefined {
  if (lineAt({ file, line }) === undefined) return undefined;
  const lines: string[] = [];
  for (;;) {
    const text = lineAt({ file, line: lines.length + 1 });
    if (text === undefined) return lines.join("\n");
    lines.push(text);
  }
}

/**
 * A shared library whose file is read when it is mapped, not when a symbol is first looked up: so files are read
 * at the same moments, whoever watches.
 */
export function readAtOnce(file: MappedFile): MappedFile {
  const bytes = file.read();
  return { ...file, read: () => bytes };
}

/** A program's files. */
export interface ProgramFiles {
  /** Its name, for messages. */
  readonly name: string;
  /** Its ELF file. */
  readonly program: Uint8Array;
  /** The interpreter of a dynamically linked program. */
  readonly interpreter?: { readonly path: string; readonly bytes: Uint8Array } | undefined;
  /** Its sources, as {@link writeSources} writes them. */
  readonly sources: Uint8Array<ArrayBuffer>;
}

/**
 * The program in these files.
 *
 * @throws {CapsuleError} when they are damaged
 */
export function readProgramFiles({ name, program, interpreter, sources }: ProgramFiles): Program {
  const reader = new BytesReader(sources);
  const texts = new Map<string, string>();
  while (!reader.isAtEnd) texts.set(reader.text(), reader.text());
  try {
    return readExecutable(program, name, {
      findSource: (file) => texts.get(file),
      findInterpreter: (path) => path === interpreter?.path ? interpreter.bytes : undefined,
    });
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    throw new CapsuleError(`Cannot read the program of the capsule: ${error.message}`, {
      cause: error,
    });
  }
}
