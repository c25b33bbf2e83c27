// SPDX-License-Identifier: MPL-2.0
// The system calls on open files: read, readv, write, writev. A buffer that is only partly there is used
// as far as it goes, as Linux does: the answer is then a short count, and EFAULT only when nothing was
// moved (fs/read_write.c, lib/iov_iter.c).

import type { Memory } from "../../cpu/memory.ts";
import { MemoryFault } from "../../cpu/trap.ts";
import { ERRNO } from "./errno.ts";
import type { OpenFile } from "./files.ts";
import { USER_END } from "./memory_manager.ts";
import { SIX_LONGS } from "./strace.ts";
import type { SyscallContext, SyscallRow } from "./syscall.ts";

/** The most that one call moves: MAX_RW_COUNT. */
const LARGEST_COUNT = 0x7fff_f000;
/** The most buffers that readv and writev take: UIO_MAXIOV. */
const LARGEST_VECTOR = 1024;
/** Bytes moved at once, so that a guest's count decides nothing about the host's memory. */
const PIECE = 1 << 20;

/** A buffer of the guest. */
interface Buffer {
  readonly address: bigint;
  readonly length: number;
}

/** Moves bytes between a file and a buffer: how many, or a negated error. */
type Mover = (file: OpenFile, memory: Memory, buffer: Buffer) => number;

/** The bytes of a buffer up to the first that cannot be read. */
function readable(memory: Memory, { address, length }: Buffer): Uint8Array<ArrayBuffer> {
  try {
    return memory.read(address, length);
  } catch (error) {
    if (!(error instanceof MemoryFault)) throw error;
    return memory.read(address, Number(error.address - address));
  }
}

/** Stores bytes up to the first place that cannot be written; gives how many it stored. */
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

const writeBuffer: Mover = (file, memory, { address, length }) => {
  let done = 0;
  while (done < length) {
    const wanted = Math.min(PIECE, length - done);
    const bytes = readable(memory, { address: address + BigInt(done), length: wanted });
    if (bytes.length > 0) file.write?.(bytes);
    done += bytes.length;
    if (bytes.length < wanted) break;
  }
  return done === 0 && length > 0 ? -ERRNO.EFAULT : done;
};

const readBuffer: Mover = (file, memory, { address, length }) => {
  const bytes = file.read?.(length) ?? new Uint8Array();
  const stored = store(memory, address, bytes);
  if (stored < bytes.length) file.unread?.(bytes.subarray(stored));
  return stored === 0 && bytes.length > 0 ? -ERRNO.EFAULT : stored;
};

/** Whether the buffer lies within what can be user memory at all; else nothing is tried. */
function isPossible(address: bigint, length: bigint): boolean {
  return length <= USER_END && address <= USER_END - length;
}

function single(call: SyscallContext, direction: "read" | "write", mover: Mover): number {
  const file = call.kernel.files.get(call.int(0));
  if (file?.[direction] === undefined) return -ERRNO.EBADF;
  const address = call.arg(1);
  const count = call.arg(2);
  if (count >= 1n << 63n) return -ERRNO.EINVAL;
  if (!isPossible(address, count)) return -ERRNO.EFAULT;
  const length = Math.min(Number(count), LARGEST_COUNT);
  return mover(file, call.memory, { address, length });
}

/** The buffers of an iovec array in memory, or a negated error. */
function vector(call: SyscallContext): Buffer[] | number {
  const count = call.arg(2);
  if (count > BigInt(LARGEST_VECTOR)) return -ERRNO.EINVAL;
  const view = new DataView(call.memory.read(call.arg(1), Number(count) * 16).buffer);
  const buffers: Buffer[] = [];
  let total = 0;
  for (let at = 0; at < view.byteLength; at += 16) {
    const address = view.getBigUint64(at, true);
    const length = view.getBigUint64(at + 8, true);
    if (length >= 1n << 63n) return -ERRNO.EINVAL;
    if (!isPossible(address, length)) return -ERRNO.EFAULT;
    const taken = Math.min(Number(length), LARGEST_COUNT - total);
    total += taken;
    buffers.push({ address, length: taken });
  }
  return buffers;
}

function several(call: SyscallContext, direction: "read" | "write", mover: Mover): number {
  const file = call.kernel.files.get(call.int(0));
  if (file?.[direction] === undefined) return -ERRNO.EBADF;
  const buffers = vector(call);
  if (typeof buffers === "number") return buffers;
  let done = 0;
  for (const buffer of buffers) {
    if (buffer.length === 0) continue;
    const moved = mover(file, call.memory, buffer);
    if (moved < 0) return done > 0 ? done : moved;
    done += moved;
    if (moved < buffer.length) break;
  }
  return done;
}

/** The calls of this file. */
export const FILE_CALLS: readonly SyscallRow[] = [
  {
    number: 63,
    name: "read",
    arguments: ["fd", "pointer", "size"],
    returns: "int",
    handler: (call) => single(call, "read", readBuffer),
  },
  {
    number: 64,
    name: "write",
    arguments: ["fd", "pointer", "size"],
    returns: "int",
    handler: (call) => single(call, "write", writeBuffer),
  },
  {
    number: 65,
    name: "readv",
    arguments: SIX_LONGS,
    returns: "int",
    handler: (call) => several(call, "read", readBuffer),
  },
  {
    number: 66,
    name: "writev",
    arguments: ["fd", "pointer", "hex"],
    returns: "int",
    handler: (call) => several(call, "write", writeBuffer),
  },
];
