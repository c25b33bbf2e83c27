// SPDX-License-Identifier: MPL-2.0
// Pipes (fs/pipe.c). A pipe holds 64 KiB, and writes of up to 4 KiB are atomic. With one process, only a
// signal handler can end the wait for the other end.

import { O } from "../abi/open_flags.ts";
import { FileError } from "./file_system.ts";
import { anonymousStatus, OpenFile, type OpenStatus, type Readiness } from "./open_file.ts";

/** Bytes that a pipe holds. */
export const PIPE_SIZE = 65536;
/** What a pipe counts for in the memory limit, full or empty. */
export const PIPE_COST: number = PIPE_SIZE + 1024;
/** Writes of up to this size are atomic: PIPE_BUF. */
const ATOMIC_SIZE = 4096;

/** What the two ends share. */
class Pipe {
  readonly parts: Uint8Array[] = [];
  length = 0;
  readers = 1;
  writers = 1;
  readonly inode: number;
  readonly #whenClosed: () => void;

  constructor(inode: number, whenClosed: () => void) {
    this.inode = inode;
    this.#whenClosed = whenClosed;
  }

  /** An end was closed. */
  endClosed(): void {
    if (this.readers === 0 && this.writers === 0) this.#whenClosed();
  }
}

abstract class PipeEnd extends OpenFile {
  protected readonly pipe: Pipe;

  constructor(pipe: Pipe, flags: number) {
    super(flags);
    this.pipe = pipe;
  }

  override status(): OpenStatus {
    return anonymousStatus("fifo", 0o600, this.pipe.inode);
  }

  override get available(): number {
    return this.pipe.length;
  }
}

class ReadEnd extends PipeEnd {
  override readiness(): Readiness {
    const { length, writers } = this.pipe;
    return { input: length > 0, output: false, hangUp: writers === 0 };
  }

  override peek(limit: number): Uint8Array | undefined {
    const { parts, length, writers } = this.pipe;
    if (length === 0 && writers > 0 && limit > 0) return undefined;
    const bytes = new Uint8Array(Math.min(limit, length));
    let at = 0;
    for (const part of parts) {
      if (at === bytes.length) break;
      const chunk = part.subarray(0, bytes.length - at);
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  override consume(count: number): void {
    const { pipe } = this;
    pipe.length -= count;
    while (count > 0) {
      const first = pipe.parts[0] ?? new Uint8Array();
      if (first.length > count) pipe.parts[0] = first.subarray(count);
      else pipe.parts.shift();
      count -= Math.min(count, first.length);
    }
  }

  protected override closed(): void {
    this.pipe.readers--;
    this.pipe.endClosed();
  }
}

class WriteEnd extends PipeEnd {
  override get takesAll(): boolean {
    return true;
  }

  override readiness(): Readiness {
    const { length, readers } = this.pipe;
    return { input: false, output: length <= PIPE_SIZE - ATOMIC_SIZE, broken: readers === 0 };
  }

  override write(bytes: Uint8Array): number | undefined {
    const { pipe } = this;
    if (pipe.readers === 0) throw new FileError("EPIPE");
    if (bytes.length === 0) return 0;
    const room = PIPE_SIZE - pipe.length;
    if (room === 0 || (bytes.length <= ATOMIC_SIZE && bytes.length > room)) return undefined;
    const taken = bytes.slice(0, room);
    const last = pipe.parts.at(-1);
    // Joins small writes, so that the list of parts stays short.
    if (last !== undefined && last.length + taken.length <= ATOMIC_SIZE) {
      const joined = new Uint8Array(last.length + taken.length);
      joined.set(last);
      joined.set(taken, last.length);
      pipe.parts[pipe.parts.length - 1] = joined;
    } else {
      pipe.parts.push(taken);
    }
    pipe.length += taken.length;
    return taken.length;
  }

  protected override closed(): void {
    this.pipe.writers--;
    this.pipe.endClosed();
  }
}

/** The two ends of a new pipe. `whenClosed` is called once both are closed. */
export function makePipe(
  flags: number,
  inode: number,
  whenClosed: () => void,
): { input: OpenFile; output: OpenFile } {
  const pipe = new Pipe(inode, whenClosed);
  return {
    input: new ReadEnd(pipe, O.RDONLY | flags),
    output: new WriteEnd(pipe, O.WRONLY | flags),
  };
}
