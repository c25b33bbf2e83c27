// SPDX-License-Identifier: MPL-2.0
// The files that a command line names, as bytes; `-` is standard input.

import { isElf, isRiscV } from "../../../asm/object/elf/magic.ts";
import { CommandError, fileError } from "../command_line/errors.ts";
import { inputPaths } from "../command_line/input_paths.ts";
import { pipeReader } from "./named_pipe.ts";

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
    const bytes = Deno.statSync(path).isFifo === true ? readPipe(path) : readFile(path);
    // The host's own program of that name is not meant.
    return isElf(bytes) && !isRiscV(bytes) ? find?.(path) ?? bytes : bytes;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const found = error instanceof Deno.errors.NotFound ? find?.(path) : undefined;
    if (found !== undefined) return found;
    throw fileError("read", path === STANDARD_INPUT ? "standard input" : path, error);
  }
}

/** The bytes of a named pipe that the command line names. */
function readPipe(path: string): Uint8Array {
  const pipe = pipeReader(path);
  try {
    return readToEnd({
      readSync(buffer) {
        const bytes = pipe.read();
        if (bytes !== undefined) buffer.set(bytes);
        return bytes === undefined ? null : bytes.length;
      },
    }, path);
  } finally {
    pipe.close();
  }
}

/** Files larger than this are not read: a program has at most 4 GiB of memory. */
const MAX_SIZE = 2 ** 31;

/**
 * The bytes of a regular file: reading a named pipe or a device might never end.
 *
 * @throws {CommandError} when it is no regular file, or larger than `limit`
 * @throws {Error} the host's error when it cannot be read
 */
export function readFile(path: string, limit = MAX_SIZE): Uint8Array<ArrayBuffer> {
  // Opening a named pipe would wait for its other end.
  needRegular(path, Deno.statSync(path), limit);
  using file = Deno.openSync(path);
  const info = file.statSync();
  needRegular(path, info, limit);
  const { size } = info;
  // Files in /proc claim to be empty. Reading others into an array of their size takes half the time.
  if (size === 0) return readToEnd(file, path, limit);
  const bytes = new Uint8Array(size);
  let end = 0;
  while (end < size) {
    const count = file.readSync(bytes.subarray(end));
    if (count === null) break;
    end += count;
  }
  return bytes.subarray(0, end);
}

function needRegular(path: string, info: Deno.FileInfo, limit: number): void {
  const reason = info.isDirectory
    ? "it is a directory"
    : info.isFifo === true
    ? "it is a named pipe"
    : !info.isFile
    ? "it is not a regular file"
    : info.size > limit
    ? `it has more than ${limit / 2 ** 20} MiB`
    : undefined;
  if (reason !== undefined) throw new CommandError(`Cannot read ${path}: ${reason}`);
}

/** The bytes of a stream, or of a file of unknown size. */
function readToEnd(
  file: Pick<Deno.FsFile, "readSync">,
  path = STANDARD_INPUT,
  limit = MAX_SIZE,
): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const buffer = new Uint8Array(1 << 16);
  for (let count = file.readSync(buffer); count !== null;) {
    chunks.push(buffer.slice(0, count));
    size += count;
    if (size > limit) {
      throw new CommandError(
        `Cannot read ${nameOf(path)}: it has more than ${limit / 2 ** 20} MiB`,
      );
    }
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
