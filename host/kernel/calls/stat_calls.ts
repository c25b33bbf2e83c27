// SPDX-License-Identifier: MPL-2.0
// The system calls that query files: newfstatat, fstat, statx, statfs, readlinkat, faccessat (fs/stat.c,
// asm-generic/stat.h, linux/stat.h). All files belong to the user of the process. Device numbers are those of
// the mounts, not of the host.

import { SECOND } from "../abi/clock.ts";
import { ERRNO } from "../abi/errno.ts";
import { AT, S_IF } from "../abi/open_flags.ts";
import { USER_ID } from "../abi/process_id.ts";
import { isSymlink } from "../files/file_system.ts";
import { NodeFile } from "../files/node_file.ts";
import { OpenFile, type OpenStatus } from "../files/open_file.ts";
import type { PathEntry } from "../files/path_entry.ts";
import { entryOfPath, fileOrEntry, openFile } from "./path_arguments.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

const BLOCK_SIZE = 4096;

function statusOf(what: OpenFile | PathEntry): OpenStatus {
  if (what instanceof OpenFile) return what.status();
  return { ...what.node.found ?? what.node.status(), device: what.mount.device };
}

/** struct stat of riscv64. */
function encodeStat(status: OpenStatus): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(128));
  const time = (at: number, value: bigint) => {
    const seconds = value / SECOND;
    view.setBigInt64(at, seconds, true);
    view.setBigInt64(at + 8, value - seconds * SECOND, true);
  };
  view.setBigUint64(0, BigInt(status.device), true);
  view.setBigUint64(8, status.inode, true);
  view.setUint32(16, S_IF[status.type] | status.mode, true);
  view.setUint32(20, status.links, true);
  view.setUint32(24, USER_ID, true);
  view.setUint32(28, USER_ID, true);
  view.setBigInt64(48, BigInt(status.size), true);
  view.setInt32(56, BLOCK_SIZE, true);
  view.setBigInt64(64, BigInt(status.blocks), true);
  time(72, status.accessed);
  time(88, status.modified);
  time(104, status.changed);
  return new Uint8Array(view.buffer);
}

const STAT_FLAGS = AT.SYMLINK_NOFOLLOW | AT.NO_AUTOMOUNT | AT.EMPTY_PATH;

function newfstatat(call: SyscallContext): number {
  const flags = call.int(3);
  if ((flags & ~STAT_FLAGS) !== 0) return -ERRNO.EINVAL;
  const what = fileOrEntry(call, 0, {
    follow: (flags & AT.SYMLINK_NOFOLLOW) === 0,
    allowEmpty: (flags & AT.EMPTY_PATH) !== 0,
  });
  call.memory.write(call.arg(2), encodeStat(statusOf(what)));
  return 0;
}

function fstat(call: SyscallContext): number {
  call.memory.write(call.arg(1), encodeStat(openFile(call, call.int(0)).status()));
  return 0;
}

/** STATX_BASIC_STATS: the fields that are always filled in. */
const BASIC_STATS = 0x7ff;
const STATX_RESERVED = 0x8000_0000;

function encodeStatx(status: OpenStatus): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(256));
  const time = (at: number, value: bigint) => {
    view.setBigInt64(at, value / SECOND, true);
    view.setUint32(at + 8, Number(value % SECOND), true);
  };
  view.setUint32(0, BASIC_STATS, true);
  view.setUint32(4, BLOCK_SIZE, true);
  view.setUint32(16, status.links, true);
  view.setUint32(20, USER_ID, true);
  view.setUint32(24, USER_ID, true);
  view.setUint16(28, S_IF[status.type] | status.mode, true);
  view.setBigUint64(32, status.inode, true);
  view.setBigUint64(40, BigInt(status.size), true);
  view.setBigUint64(48, BigInt(status.blocks), true);
  time(64, status.accessed);
  time(96, status.changed);
  time(112, status.modified);
  view.setUint32(140, status.device, true);
  return new Uint8Array(view.buffer);
}

function statx(call: SyscallContext): number {
  const flags = call.int(2);
  const known = STAT_FLAGS | AT.STATX_SYNC_TYPE;
  if ((Number(BigInt.asUintN(32, call.arg(3))) & STATX_RESERVED) !== 0) return -ERRNO.EINVAL;
  if ((flags & AT.STATX_SYNC_TYPE) === AT.STATX_SYNC_TYPE) return -ERRNO.EINVAL;
  if ((flags & ~known) !== 0) return -ERRNO.EINVAL;
  const what = fileOrEntry(call, 0, {
    follow: (flags & AT.SYMLINK_NOFOLLOW) === 0,
    allowEmpty: (flags & AT.EMPTY_PATH) !== 0,
  });
  call.memory.write(call.arg(4), encodeStatx(statusOf(what)));
  return 0;
}

const MAX_NAME = 255n;
/** TMPFS_MAGIC, whatever the file system is. */
const FILE_SYSTEM_TYPE = 0x0102_1994n;

/** struct statfs of a file system with 4 GiB free, whatever is free on the host. */
function encodeStatfs(): Uint8Array<ArrayBuffer> {
  const blocks = 1n << 20n;
  const size = BigInt(BLOCK_SIZE);
  const words = [FILE_SYSTEM_TYPE, size, blocks, blocks, blocks, blocks, blocks, 0n, MAX_NAME];
  return new Uint8Array(BigUint64Array.of(...words, size, 0n, 0n, 0n, 0n, 0n).buffer);
}

function statfs(call: SyscallContext): number {
  entryOfPath(call, 0);
  call.memory.write(call.arg(1), encodeStatfs());
  return 0;
}

function fstatfs(call: SyscallContext): number {
  openFile(call, call.int(0));
  call.memory.write(call.arg(1), encodeStatfs());
  return 0;
}

function readlinkat(call: SyscallContext): number {
  const size = call.int(3);
  if (size <= 0) return -ERRNO.EINVAL;
  const what = fileOrEntry(call, 0, { follow: false, allowEmpty: true });
  const node = what instanceof OpenFile
    ? (what instanceof NodeFile ? what.entry.node : undefined)
    : what.node;
  const isEmpty = what instanceof OpenFile;
  if (!isSymlink(node)) return isEmpty ? -ERRNO.ENOENT : -ERRNO.EINVAL;
  const target = new TextEncoder().encode(node.target()).subarray(0, size);
  call.memory.write(call.arg(2), target);
  return target.length;
}

const ACCESS = { EXECUTE: 1, WRITE: 2, READ: 4 } as const;

function access(call: SyscallContext, flags: number): number {
  const mode = call.int(2);
  if ((mode & ~7) !== 0) return -ERRNO.EINVAL;
  if ((flags & ~(AT.EACCESS | AT.SYMLINK_NOFOLLOW | AT.EMPTY_PATH)) !== 0) return -ERRNO.EINVAL;
  const what = fileOrEntry(call, 0, {
    follow: (flags & AT.SYMLINK_NOFOLLOW) === 0,
    allowEmpty: (flags & AT.EMPTY_PATH) !== 0,
  });
  const status = statusOf(what);
  const entry = what instanceof NodeFile ? what.entry : what instanceof OpenFile ? undefined : what;
  if ((mode & ACCESS.WRITE) !== 0 && entry?.mount.readOnly === true) return -ERRNO.EROFS;
  // The process is the owner, whose bits have the same values shifted left by 6.
  if (status.type !== "symlink" && (mode & ~(status.mode >> 6)) !== 0) return -ERRNO.EACCES;
  return 0;
}

/** The calls of this file. */
export const STAT_CALLS: readonly SyscallRow[] = [
  row(43, "statfs", ["string", "address"], statfs),
  row(44, "fstatfs", ["fd", "pointer"], fstatfs),
  row(48, "faccessat", ["directory", "string", "access mode"], (call) => access(call, 0)),
  row(78, "readlinkat", ["directory", "string", "address", "size"], readlinkat),
  row(79, "newfstatat", ["directory", "string", "address", "at flags"], newfstatat),
  row(80, "fstat", ["fd", "address"], fstat),
  row(291, "statx", ["directory", "string", "at flags", "statx mask", "address"], statx),
  row(
    439,
    "faccessat2",
    ["directory", "string", "access mode", "at flags"],
    (call) => access(call, call.int(3)),
  ),
];
