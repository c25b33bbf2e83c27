// SPDX-License-Identifier: MPL-2.0
// The files that a command line names, as bytes; `-` is standard input.

import { fileError } from "../command_line/errors.ts";

/** Standard input on the command line. */
export const STANDARD_INPUT = "-";
const STANDARD_INPUT_NAME = "<stdin>";

/** The name of a file in messages. */
export function nameOf(path: string): string {
  return path === STANDARD_INPUT ? STANDARD_INPUT_NAME : path;
}

/**
 * The bytes of a file, or of standard input.
 *
 * @throws {CommandError} when it cannot be read
 */
export function readBytes(path: string): Uint8Array {
  try {
    return path === STANDARD_INPUT ? readToEnd(Deno.stdin) : readFile(path);
  } catch (error) {
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
