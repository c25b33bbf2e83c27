// SPDX-License-Identifier: MPL-2.0
// Transfers between open files and the process's memory. A buffer that is only partly mapped is used up to
// its first bad byte, as on Linux: the result is a short count, and EFAULT only when nothing was transferred
// (fs/read_write.c, lib/iov_iter.c).

import type { Memory } from "../../../cpu/memory/memory.ts";
import { MemoryFault } from "../../../cpu/memory/trap.ts";
import { ERRNO, INTERRUPTED } from "../abi/errno.ts";
import { O } from "../abi/open_flags.ts";
import { SIGNAL } from "../abi/signals.ts";
import { FileError } from "../files/file_system.ts";
import type { OpenFile } from "../files/open_file.ts";
import { sentSignal, SI } from "../signals/signal_info.ts";
import type { SyscallContext } from "./syscall.ts";

/** The most bytes of one call: MAX_RW_COUNT. */
export const MAX_COUNT = 0x7fff_f000;
/**
 * The most bytes that one call moves: a longer one ends early, as one that a signal interrupts does on Linux,
 * so that it takes no long time of the host.
 */
const MAX_MOVED = 1 << 28;
/** Bytes moved at once, so that a guest's count does not decide how much memory the host allocates. */
export const CHUNK_SIZE = 1 << 20;

/** A buffer of the guest. */
export interface Buffer {
  readonly address: bigint;
  readonly length: number;
}

/** How far a transfer got, and why it stopped. */
interface Progress {
  readonly count: number;
  readonly end: "done" | "wait" | "fault";
}

/** Moves bytes between a file and a buffer, at that position of the file or at its own. */
type Mover = (file: OpenFile, memory: Memory, buffer: Buffer, position?: number) => Progress;

/** Small writes share this array: a new one takes more time than all the rest of them. */
const small = new Uint8Array(1 << 12);

/** The bytes of a buffer up to the first that cannot be read, until the next call. */
function readable(memory: Memory, address: bigint, length: number): Uint8Array<ArrayBuffer> {
  try {
    if (length >= small.length) return memory.read(address, length);
    const bytes = small.subarray(0, length);
    memory.readInto(address, bytes);
    return bytes;
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
    const wanted = Math.min(CHUNK_SIZE, length - count);
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
    const wanted = Math.min(CHUNK_SIZE, length - count);
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
 * Fills or empties buffers in order, blocking as needed. Returns the result of the call: the number of bytes
 * transferred, or a negated error; undefined when it would block forever.
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
    // With no buffer nothing happens, but an empty one still asks the file.
    for (const { address, length } of buffers) {
      // A read that has got something does not block for the next buffer.
      if (count > 0 && mover === reading && !file.hasPosition && !file.available) return count;
      let done = 0;
      do {
        const limit = (mover === reading ? Math.min(file.maxRead, MAX_MOVED) : MAX_MOVED) - count;
        if (limit <= 0) return count;
        const rest = { address: address + BigInt(done), length: Math.min(length - done, limit) };
        const at = position === undefined ? undefined : position + count;
        const progress = mover(file, call.memory, rest, at);
        done += progress.count;
        count += progress.count;
        if (progress.end === "fault") return count > 0 ? count : -ERRNO.EFAULT;
        if (progress.end === "wait") {
          // A read ends with the first bytes; a write continues until all are written.
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

/** Waits for a file to become ready; returns the result of the call when it must not, or cannot. */
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
