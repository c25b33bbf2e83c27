// SPDX-License-Identifier: MPL-2.0
// Moving bytes between open files and the process's memory. A buffer that is only partly there is used as
// far as it goes, as Linux does: the answer is then a short count, and EFAULT only when nothing was moved
// (fs/read_write.c, lib/iov_iter.c).

import type { Memory } from "../../../cpu/memory/memory.ts";
import { MemoryFault } from "../../../cpu/memory/trap.ts";
import { FileError } from "../files/file_system.ts";
import { ERRNO, INTERRUPTED } from "../abi/errno.ts";
import type { OpenFile } from "../files/open_file.ts";
import { O } from "../abi/open_flags.ts";
import { sentSignal, SI } from "../signals/signal_info.ts";
import { SIGNAL } from "../abi/signals.ts";
import type { SyscallContext } from "./syscall.ts";

/** The most that one call moves: MAX_RW_COUNT. */
export const MAX_COUNT = 0x7fff_f000;
/** Bytes moved at once, so that a guest's count decides nothing about the host's memory. */
export const PIECE = 1 << 20;

/** A buffer of the guest. */
export interface Buffer {
  readonly address: bigint;
  readonly length: number;
}

/** What a piece of work came to: how far it got, and why no further. */
interface Progress {
  readonly count: number;
  readonly end: "done" | "wait" | "fault";
}

/** Moves bytes between a file and a buffer, from that offset in it on. */
type Mover = (file: OpenFile, memory: Memory, buffer: Buffer, position?: number) => Progress;

/** The bytes of a buffer up to the first that cannot be read. */
function readable(memory: Memory, address: bigint, length: number): Uint8Array<ArrayBuffer> {
  try {
    return memory.read(address, length);
  } catch (error) {
    if (!(error instanceof MemoryFault)) throw error;
    return memory.read(address, Number(error.address - address));
  }
}

/** Stores bytes up to the first that cannot be written; returns how many. */
function store(memory: Memory, address: bigint, bytes: Uint8Array): number {
  try {
    memory.write(address, bytes);
    return bytes.length;
  } catch (error) {
    if (!(error instanceof MemoryFault)) throw error;
    const count = Number(error.address - address);
    memory.write(address, bytes.subarray(0, count));
    return count;
  }
}

/** Reads from a file. */
export const reading: Mover = (file, memory, { address, length }, position) => {
  let count = 0;
  do {
    const wanted = Math.min(PIECE, length - count);
    const bytes = position === undefined
      ? file.peek(wanted)
      : file.readAt(position + count, wanted);
    if (bytes === undefined) return { count, end: count > 0 ? "done" : "wait" };
    const stored = store(memory, address + BigInt(count), bytes);
    if (position === undefined) file.consume(stored);
    count += stored;
    if (stored < bytes.length) return { count, end: "fault" };
    if (bytes.length < wanted || !file.hasPosition) break;
  } while (count < length);
  return { count, end: "done" };
};

/** Writes to a file. */
export const writing: Mover = (file, memory, { address, length }, position) => {
  let count = 0;
  do {
    const wanted = Math.min(PIECE, length - count);
    const bytes = readable(memory, address + BigInt(count), wanted);
    if (bytes.length === 0 && wanted > 0) return { count, end: "fault" };
    const written = position === undefined
      ? file.write(bytes)
      : file.writeAt(position + count, bytes);
    if (written === undefined) return { count, end: "wait" };
    count += written;
    if (written < bytes.length) return { count, end: file.takesAll ? "wait" : "done" };
    if (bytes.length < wanted) return { count, end: "fault" };
  } while (count < length);
  return { count, end: "done" };
};

/**
 * Fills or empties buffers in their order, and waits where it must; gives the answer of the call: how many
 * bytes were moved, or a negated error. Undefined when the wait can have no end.
 */
export function transfer(
  call: SyscallContext,
  file: OpenFile,
  buffers: readonly Buffer[],
  mover: Mover,
  position?: number,
): number | undefined {
  let count = 0;
  try {
    // Without a buffer nothing is moved; an empty one still asks the file.
    for (const { address, length } of buffers) {
      // What came is enough: the next buffer is no reason to wait for more.
      if (count > 0 && mover === reading && !file.hasPosition && !file.available) return count;
      let done = 0;
      do {
        const rest = { address: address + BigInt(done), length: length - done };
        const at = position === undefined ? undefined : position + count;
        const progress = mover(file, call.memory, rest, at);
        done += progress.count;
        count += progress.count;
        if (progress.end === "fault") return count > 0 ? count : -ERRNO.EFAULT;
        if (progress.end === "wait") {
          // Some bytes are enough for a reader; a writer goes on until all are gone.
          if (count > 0 && mover === reading) return count;
          const answer = waitFor(call, file, count);
          if (answer !== "again") return answer;
        } else if (done < length) {
          return count;
        } else {
          break;
        }
      } while (done < length);
    }
    return count;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === "EPIPE") call.kernel.signals.raise(sentSignal(SIGNAL.SIGPIPE, SI.USER));
    return count > 0 ? count : -ERRNO[error.code];
  }
}

/** Waits for a file to become ready, if the call may; otherwise its answer. */
function waitFor(
  call: SyscallContext,
  file: OpenFile,
  count: number,
): "again" | number | undefined {
  const { kernel } = call;
  if ((file.flags & O.NONBLOCK) !== 0) return count > 0 ? count : -ERRNO.EAGAIN;
  const wake = kernel.wait(file.readyAt);
  if (wake === "never") return undefined;
  if (wake === "time") return "again";
  return count > 0 ? count : INTERRUPTED.restartable;
}
