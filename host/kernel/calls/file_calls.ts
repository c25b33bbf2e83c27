// SPDX-License-Identifier: MPL-2.0
// The system calls on the contents of open files: read, write and their variants with vectors and positions,
// lseek, sendfile, copy_file_range, fsync and its like, and those that set the size, ftruncate and fallocate
// (fs/read_write.c, fs/open.c). truncate, which takes a path, is in path_calls.ts.

import { ERRNO } from "../abi/errno.ts";
import { O } from "../abi/open_flags.ts";
import { FileError, MAX_SIZE } from "../files/file_system.ts";
import { DirectoryFile, MAX_OFFSET, NodeFile, RegularOpenFile } from "../files/node_file.ts";
import type { OpenFile } from "../files/open_file.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";
import { type Buffer, CHUNK_SIZE, MAX_COUNT, reading, transfer, writing } from "./transfer.ts";

/** The most buffers that readv and writev take: UIO_MAXIOV. */
const MAX_VECTOR = 1024;

type Direction = "read" | "write";
const MOVERS = { read: reading, write: writing } as const;

/** The open file of argument 0; undefined when it is not open for that direction. */
function opened(call: SyscallContext, direction: Direction): OpenFile | undefined {
  const { files } = call.kernel;
  const file = files.get(call.int(0));
  if (file === undefined) files.noteNotOpen(call.int(0), direction);
  const allowed = direction === "read" ? file?.readable : file?.writable;
  return allowed === true ? file : undefined;
}

/** The end of Linux's largest address space (Sv57, 56 bits). */
const USER_END = 1n << 56n;

/** Whether a buffer lies within user addresses (access_ok of Linux). */
function isPossible(address: bigint, length: bigint): boolean {
  return length <= USER_END && address <= USER_END - length;
}

/** The buffer of arguments 1 and 2, or a negated error. */
function buffer(call: SyscallContext): Buffer | number {
  const address = call.arg(1);
  const count = call.arg(2);
  if (!isPossible(address, count)) return -ERRNO.EFAULT;
  return { address, length: Math.min(Number(count), MAX_COUNT) };
}

/** The buffers of an iovec array in memory, or a negated error. */
function vector(call: SyscallContext): Buffer[] | number {
  const count = call.arg(2);
  if (count > BigInt(MAX_VECTOR)) return -ERRNO.EINVAL;
  const view = new DataView(call.memory.read(call.arg(1), Number(count) * 16).buffer);
  const buffers: Buffer[] = [];
  let total = 0;
  for (let at = 0; at < view.byteLength; at += 16) {
    const address = view.getBigUint64(at, true);
    const length = view.getBigUint64(at + 8, true);
    if (length >= 1n << 63n) return -ERRNO.EINVAL;
    if (!isPossible(address, length)) return -ERRNO.EFAULT;
    const taken = Math.min(Number(length), MAX_COUNT - total);
    total += taken;
    buffers.push({ address, length: taken });
  }
  return total === 0 ? buffers.slice(0, 1) : buffers.filter(({ length }) => length > 0);
}

function single(call: SyscallContext, direction: Direction): number | undefined {
  const file = opened(call, direction);
  if (file === undefined) return -ERRNO.EBADF;
  const only = buffer(call);
  return typeof only === "number" ? only : transfer(call, file, [only], MOVERS[direction]);
}

function several(call: SyscallContext, direction: Direction): number | undefined {
  const file = opened(call, direction);
  if (file === undefined) return -ERRNO.EBADF;
  const buffers = vector(call);
  return typeof buffers === "number" ? buffers : transfer(call, file, buffers, MOVERS[direction]);
}

/** A position as a number, or a negated error. */
function positionOf(value: bigint): number {
  const position = BigInt.asIntN(64, value);
  if (position < 0n) return -ERRNO.EINVAL;
  // No file is that long: a read there finds the end, and a write does not fit.
  return Number(position < MAX_OFFSET ? position : MAX_OFFSET);
}

/** pread64, pwrite64, preadv and pwritev, whose position is argument 3. */
function positioned(
  call: SyscallContext,
  direction: Direction,
  buffers: (call: SyscallContext) => Buffer | readonly Buffer[] | number,
): number | undefined {
  const position = positionOf(call.arg(3));
  if (position < 0) return position;
  if (call.kernel.files.get(call.int(0)) === undefined) return -ERRNO.EBADF;
  const file = opened(call, direction);
  if (file === undefined) return -ERRNO.EBADF;
  if (!(file instanceof NodeFile)) return -ERRNO.ESPIPE;
  const given = buffers(call);
  if (typeof given === "number") return given;
  const list = [given].flat();
  const count = list.reduce((sum, { length }) => sum + length, 0);
  if (call.arg(3) + BigInt(count) >= 1n << 63n) return -ERRNO.EINVAL;
  return transfer(call, file, list, MOVERS[direction], position);
}

/** The flags of preadv2 and pwritev2 that have no effect here: RWF_HIPRI, RWF_DSYNC, RWF_SYNC. */
const HARMLESS = 7;

/** preadv2 and pwritev2: -1 is the position of the file. */
function positionedWithFlags(call: SyscallContext, direction: Direction): number | undefined {
  if ((call.int(5) & ~HARMLESS) !== 0) return -ERRNO.EOPNOTSUPP;
  return BigInt.asIntN(64, call.arg(3)) === -1n
    ? several(call, direction)
    : positioned(call, direction, vector);
}

const SEEK_MAX = 4;

function lseek(call: SyscallContext): bigint | number {
  const file = call.kernel.files.get(call.int(0));
  if (file === undefined || (file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  const whence = Number(BigInt.asUintN(32, call.arg(2)));
  if (whence > SEEK_MAX) return -ERRNO.EINVAL;
  return file.seek(BigInt.asIntN(64, call.arg(1)), whence);
}

/**
 * The most bytes that one call copies between files. A file that is appended to itself never ends: with this
 * limit the process continues, and its instructions are counted.
 */
const MAX_COPY = 16 << 20;

/** Copies up to that many bytes from a regular file to another file; returns how many. */
function copy(
  input: { readonly file: OpenFile; readonly position: number | undefined },
  output: { readonly file: OpenFile; readonly position: number | undefined },
  count: number,
): number {
  let done = 0;
  while (done < count) {
    // A stream that has given something must not be waited for.
    if (done > 0 && !input.file.hasPosition && !input.file.available) break;
    const wanted = Math.min(CHUNK_SIZE, count - done);
    const bytes = input.position === undefined
      ? input.file.peek(wanted)
      : input.file.readAt(input.position + done, wanted);
    if (bytes === undefined || bytes.length === 0) break;
    const written = output.position === undefined
      ? output.file.write(new Uint8Array(bytes))
      : output.file.writeAt(output.position + done, bytes);
    if (written === undefined) {
      if (done === 0) throw new FileError("EAGAIN");
      break;
    }
    if (input.position === undefined) input.file.consume(written);
    done += written;
    if (written < bytes.length) break;
  }
  return done;
}

/** The offset in memory at which a copy starts, which it advances; undefined for the file's position. */
function offsetAt(call: SyscallContext, address: bigint): number | undefined {
  return address === 0n ? undefined : positionOf(call.memory.readUint(address, 8));
}

function storeOffset(call: SyscallContext, address: bigint, start: number, count: number): void {
  if (address !== 0n) call.memory.writeUint(address, 8, BigInt(start + count));
}

function sendfile(call: SyscallContext): number {
  const { files } = call.kernel;
  const position = offsetAt(call, call.arg(2));
  const input = files.get(call.int(1));
  if (input?.readable !== true) return -ERRNO.EBADF;
  if (position !== undefined && !(input instanceof NodeFile)) return -ERRNO.ESPIPE;
  const output = files.get(call.int(0));
  if (output?.writable !== true) return -ERRNO.EBADF;
  if (!(input instanceof RegularOpenFile) || (output.flags & O.APPEND) !== 0) return -ERRNO.EINVAL;
  if (call.arg(3) >= 1n << 63n || (position !== undefined && position < 0)) return -ERRNO.EINVAL;
  const wanted = Math.min(Number(call.arg(3)), MAX_COPY);
  const count = copy({ file: input, position }, { file: output, position: undefined }, wanted);
  storeOffset(call, call.arg(2), position ?? 0, count);
  return count;
}

function copyFileRange(call: SyscallContext): number {
  const { files } = call.kernel;
  const input = files.get(call.int(0));
  const output = files.get(call.int(2));
  if (input === undefined || output === undefined) return -ERRNO.EBADF;
  const from = offsetAt(call, call.arg(1));
  const to = offsetAt(call, call.arg(3));
  if (call.int(5) !== 0) return -ERRNO.EINVAL;
  if (input instanceof DirectoryFile || output instanceof DirectoryFile) return -ERRNO.EISDIR;
  const areFiles = input instanceof RegularOpenFile && output instanceof RegularOpenFile;
  if (!areFiles) return -ERRNO.EINVAL;
  const isOpen = input.readable && output.writable && (output.flags & O.APPEND) === 0;
  if (!isOpen) return -ERRNO.EBADF;
  if ((from ?? 0) < 0 || (to ?? 0) < 0 || call.arg(4) >= 1n << 63n) return -ERRNO.EINVAL;
  let wanted = Math.min(Number(call.arg(4)), MAX_COPY);
  const start = from ?? Number(input.seek(0n, 1));
  const target = to ?? Number(output.seek(0n, 1));
  wanted = Math.min(wanted, Math.max(0, input.status().size - start));
  const isSame = input.entry.mount === output.entry.mount &&
    input.status().inode === output.status().inode;
  if (isSame && start < target + wanted && target < start + wanted) return -ERRNO.EINVAL;
  const count = copy({ file: input, position: from }, { file: output, position: to }, wanted);
  storeOffset(call, call.arg(1), start, count);
  storeOffset(call, call.arg(3), target, count);
  return count;
}

/** A new size, or a negated error. */
function sizeOf(value: bigint): number {
  const size = BigInt.asIntN(64, value);
  if (size < 0n) return -ERRNO.EINVAL;
  return size > BigInt(MAX_SIZE) ? -ERRNO.EFBIG : Number(size);
}

function ftruncate(call: SyscallContext): number {
  if (BigInt.asIntN(64, call.arg(1)) < 0n) return -ERRNO.EINVAL;
  const file = call.kernel.files.get(call.int(0));
  if (file === undefined || (file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  if (!(file instanceof RegularOpenFile) || !file.writable) return -ERRNO.EINVAL;
  const size = sizeOf(call.arg(1));
  if (size < 0) return size;
  file.truncate(size);
  return 0;
}

/** FALLOC_FL_KEEP_SIZE: reserves space without changing the size. */
const KEEP_SIZE = 1;

function fallocate(call: SyscallContext): number {
  const file = call.kernel.files.get(call.int(0));
  if (file === undefined || (file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  const mode = call.int(1);
  const offset = BigInt.asIntN(64, call.arg(2));
  const length = BigInt.asIntN(64, call.arg(3));
  if (offset < 0n || length <= 0n) return -ERRNO.EINVAL;
  if ((mode & ~KEEP_SIZE) !== 0) return -ERRNO.EOPNOTSUPP;
  if (!file.writable) return -ERRNO.EBADF;
  if (!(file instanceof NodeFile)) return -ERRNO.ESPIPE;
  if (!(file instanceof RegularOpenFile)) return -ERRNO.ENODEV;
  const end = sizeOf(BigInt.asUintN(64, offset + length));
  if (end < 0) return -ERRNO.EFBIG;
  if (mode === 0 && end > file.status().size) file.truncate(end);
  return 0;
}

function fsync(call: SyscallContext): number {
  const file = call.kernel.files.get(call.int(0));
  if (file === undefined || (file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  file.sync();
  return 0;
}

/** Nothing to do: writes reach the host at once. */
function sync(): number {
  return 0;
}

function syncfs(call: SyscallContext): number {
  const file = call.kernel.files.get(call.int(0));
  return file === undefined || (file.flags & O.PATH) !== 0 ? -ERRNO.EBADF : 0;
}

const LAST_ADVICE = 5;

/** Checks its arguments and does nothing. */
function fadvise64(call: SyscallContext): number {
  const file = call.kernel.files.get(call.int(0));
  if (file === undefined || (file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  if (!(file instanceof NodeFile)) return -ERRNO.ESPIPE;
  const advice = call.int(3);
  const isValid = advice >= 0 && advice <= LAST_ADVICE && BigInt.asIntN(64, call.arg(2)) >= 0n;
  return isValid ? 0 : -ERRNO.EINVAL;
}

/** The calls of this file. */
export const FILE_CALLS: readonly SyscallRow[] = [
  row(46, "ftruncate", ["fd", "long"], ftruncate),
  row(47, "fallocate", ["fd", "fallocate mode", "long", "long"], fallocate),
  row(62, "lseek", ["fd", "long", "whence"], lseek),
  row(63, "read", ["fd", "pointer", "size"], (call) => single(call, "read")),
  row(64, "write", ["fd", "pointer", "size"], (call) => single(call, "write")),
  row(65, "readv", SIX_LONGS, (call) => several(call, "read")),
  row(66, "writev", ["fd", "pointer", "hex"], (call) => several(call, "write")),
  row(67, "pread64", SIX_LONGS, (call) => positioned(call, "read", buffer)),
  row(68, "pwrite64", SIX_LONGS, (call) => positioned(call, "write", buffer)),
  row(69, "preadv", SIX_LONGS, (call) => positioned(call, "read", vector)),
  row(70, "pwritev", SIX_LONGS, (call) => positioned(call, "write", vector)),
  row(71, "sendfile", SIX_LONGS, sendfile),
  row(81, "sync", SIX_LONGS, sync),
  row(82, "fsync", ["fd"], fsync),
  row(83, "fdatasync", ["fd"], fsync),
  row(223, "fadvise64", SIX_LONGS, fadvise64),
  row(267, "syncfs", ["fd"], syncfs),
  row(
    285,
    "copy_file_range",
    ["fd", "optional pointer", "fd", "optional pointer", "size", "hex"],
    copyFileRange,
  ),
  row(
    286,
    "preadv2",
    ["fd", "pointer", "hex", "long", "long", "hex"],
    (call) => positionedWithFlags(call, "read"),
  ),
  row(
    287,
    "pwritev2",
    ["fd", "pointer", "hex", "long", "long", "hex"],
    (call) => positionedWithFlags(call, "write"),
  ),
];
