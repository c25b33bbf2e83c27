// SPDX-License-Identifier: MPL-2.0
// The files that a command line names, as bytes; `-` is standard input.

import { isElf, isRiscV } from "../../../asm/object/elf/magic.ts";
import { fileError } from "../command_line/errors.ts";
import { inputPaths } from "../command_line/input_paths.ts";

/** Standard input on the command line. */
export const STANDARD_INPUT = "-";
const STANDARD_INPUT_NAME = "<stdin>";

/** The name of a file in messages. */
export function nameOf(path: string): string {
  return path === STANDARD_INPUT ? STANDARD_INPUT_NAME : path;
}

/** Finds a file that the host does not have; undefined when it is nowhere else, either. */
export type FindFile = (path: string) => Uint8Array | undefined;

/** Files that were read to see what they are, and are still to be used. */
const readAhead = new Map<string, Uint8Array>();

/**
 * The bytes of a file, or of standard input.
 *
 * @throws {CommandError} when it cannot be read
 */
export function readBytes(path: string, find?: FindFile): Uint8Array {
  const known = readAhead.get(path);
  readAhead.delete(path);
  return known ?? read(path, find);
}

/**
 * The same bytes, which the next `readBytes` gives again: standard input can be read only once.
 *
 * @throws {CommandError} when it cannot be read
 */
export function peekBytes(path: string, find?: FindFile): Uint8Array {
  const bytes = readBytes(path, find);
  readAhead.set(path, bytes);
  return bytes;
}

function read(path: string, find: FindFile | undefined): Uint8Array {
  inputPaths.add(path);
  try {
    if (path === STANDARD_INPUT) return readToEnd(Deno.stdin);
    const bytes = readFile(path);
    // The host's own program of that name is not meant.
    return isElf(bytes) && !isRiscV(bytes) ? find?.(path) ?? bytes : bytes;
  } catch (error) {
    const found = error instanceof Deno.errors.NotFound ? find?.(path) : undefined;
    if (found !== undefined) return found;
    throw fileError("read", path === STANDARD_INPUT ? "standard input" : path, error);
  }
}

/** The bytes of a file. Reading a regular one into an array of its size takes half the time. */
function readFile(path: string): Uint8Array {
  using file = Deno.openSync(path);
  const { isFile, size } = file.statSync();
  // Files in /proc claim to be empty.
  if (!isFile || size === 0) return readToEnd(file);
  const bytes = new Uint8Array(size);
  let end = 0;
  while (end < size) {
    const count = file.readSync(bytes.subarray(end));
    if (count === null) break;
    end += count;
  }
  return bytes.subarray(0, end);
}

/** The bytes of a pipe, or of a file of unknown size. */
function readToEnd(file: Pick<Deno.FsFile, "readSync">): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const buffer = new Uint8Array(1 << 16);
  for (let count = file.readSync(buffer); count !== null;) {
    chunks.push(buffer.slice(0, count));
    size += count;
    count = file.readSync(buffer);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
