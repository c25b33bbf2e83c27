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
import { CommandError } from "../command_line/errors.ts";
import { inputPaths } from "../command_line/input_paths.ts";
import { nameOf } from "./input_files.ts";
import { sourceTexts } from "./source_texts.ts";

/** Members of thin archives larger than this are not read. */
const MAX_MEMBER_SIZE = 256 * 1024 * 1024;

/** Calls `read`; a malformed file becomes a failure of the command. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}

/** Reads an executable. */
export function readProgram(path: string, bytes: Uint8Array): Program {
  return reading(() => readExecutable(bytes, nameOf(path), { findSource: sourceTexts([path]) }));
}

/** Reads an object file or an archive. */
export function readBinary(path: string, bytes: Uint8Array): BuildInput {
  const name = nameOf(path);
  if (isArchive(bytes)) {
    const directory = path.slice(0, path.lastIndexOf("/") + 1);
    const readMember = (member: string) =>
      readFile(member.startsWith("/") ? member : directory + member);
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

function readFile(path: string): Uint8Array | undefined {
  inputPaths.add(path);
  try {
    const { isFile, size } = Deno.statSync(path);
    return isFile && size <= MAX_MEMBER_SIZE ? Deno.readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
