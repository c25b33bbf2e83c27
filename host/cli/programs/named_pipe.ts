// SPDX-License-Identifier: MPL-2.0
// Reads a named pipe that the command line names, without waiting for ever: for a writer to come, or for one
// that says nothing.

import { CommandError } from "../command_line/errors.ts";

/** What is used of node:fs; Deno's own calls wait until there is a writer. */
interface NodeFiles {
  openSync(path: string, flags: number): number;
  readSync(descriptor: number, buffer: Uint8Array): number;
  closeSync(descriptor: number): void;
}

/** O_RDONLY | O_NONBLOCK. */
const FLAGS = 0o4000;
/** Milliseconds to wait for the first writer. */
const WRITER_LIMIT = 5000;
/** Milliseconds to wait for a writer to go on. */
const SILENCE_LIMIT = 60_000;
/** Milliseconds between two attempts. */
const PAUSE = 5;

/**
 * The next bytes of a named pipe each time it is called; undefined at the end.
 *
 * @throws {CommandError} when nobody writes
 */
export function pipeReader(path: string): { read(): Uint8Array | undefined; close(): void } {
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): NodeFiles };
  };
  const { openSync, readSync, closeSync } = process.getBuiltinModule("node:fs");
  const descriptor = openSync(path, FLAGS);
  const buffer = new Uint8Array(1 << 16);
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  let hasWriter = false;
  const read = () => {
    for (let waited = 0;; waited += PAUSE) {
      const count = attempt(() => readSync(descriptor, buffer));
      if (count === 0 && hasWriter) return undefined;
      if (count !== 0) hasWriter = true;
      if (count !== undefined && count > 0) return buffer.subarray(0, count);
      if (waited >= (hasWriter ? SILENCE_LIMIT : WRITER_LIMIT)) {
        throw new CommandError(`Cannot read ${path}: it is a named pipe, and nobody writes to it`);
      }
      Atomics.wait(sleeper, 0, 0, PAUSE);
    }
  };
  return { read, close: () => closeSync(descriptor) };
}

/** The result; undefined when there is nothing to read yet. */
function attempt(read: () => number): number | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return undefined;
    throw error;
  }
}
