// SPDX-License-Identifier: MPL-2.0
// The system calls for the working directory, getcwd and chdir; getdents64, which lists a directory; and umask
// (fs/readdir.c, fs/d_path.c). mkdirat is in path_calls.ts.

import { ERRNO } from "../abi/errno.ts";
import { O } from "../abi/open_flags.ts";
import { MAX_PATH } from "../files/name_space.ts";
import { DirectoryFile, type ListedEntry, NodeFile } from "../files/node_file.ts";
import { isDirectoryPathEntry } from "../files/path_entry.ts";
import { entryOfPath, openFile } from "./path_arguments.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

const encoder = new TextEncoder();

function getcwd(call: SyscallContext): number {
  const { names, workingDirectory } = call.kernel;
  const path = names.pathOf(workingDirectory);
  if (path === undefined) return -ERRNO.ENOENT;
  const bytes = encoder.encode(`${path}\0`);
  if (bytes.length > MAX_PATH) return -ERRNO.ENAMETOOLONG;
  if (bytes.length > call.arg(1)) return -ERRNO.ERANGE;
  call.memory.write(call.arg(0), bytes);
  return bytes.length;
}

function chdir(call: SyscallContext): number {
  const entry = entryOfPath(call, 0);
  if (!isDirectoryPathEntry(entry)) return -ERRNO.ENOTDIR;
  call.kernel.workingDirectory = entry;
  return 0;
}

function fchdir(call: SyscallContext): number {
  const file = openFile(call, call.int(0));
  if (!(file instanceof NodeFile) || !isDirectoryPathEntry(file.entry)) return -ERRNO.ENOTDIR;
  call.kernel.workingDirectory = file.entry;
  return 0;
}

/** d_type: the type bits of st_mode, shifted right by 12. */
const D_TYPE = {
  "fifo": 1,
  "character device": 2,
  "directory": 4,
  "block device": 6,
  "file": 8,
  "symlink": 10,
  "socket": 12,
} as const;

/** Stores a struct linux_dirent64 at a position; returns its size, or 0 if there is no room. */
function storeEntry(
  bytes: Uint8Array,
  at: number,
  { name, inode, type }: ListedEntry,
  next: bigint,
): number {
  const text = encoder.encode(name);
  const size = (HEADER_SIZE + text.length + 1 + 7) & ~7;
  if (at + size > bytes.length) return 0;
  const view = new DataView(bytes.buffer, at, size);
  view.setBigUint64(0, inode, true);
  view.setBigInt64(8, next, true);
  view.setUint16(16, size, true);
  view.setUint8(18, D_TYPE[type]);
  bytes.set(text, at + HEADER_SIZE);
  return size;
}

/** Bytes of a struct linux_dirent64 before the name. */
const HEADER_SIZE = 19;
/** The most bytes that one call lists: more than the C libraries ask for. */
const MAX_LISTING = 1 << 18;

function getdents64(call: SyscallContext): number {
  const file = openFile(call, call.int(0));
  if ((file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  if (!(file instanceof DirectoryFile)) return -ERRNO.ENOTDIR;
  const room = Number(BigInt.asUintN(32, call.arg(2)));
  const bytes = new Uint8Array(Math.min(room, MAX_LISTING));
  let used = 0;
  let count = 0;
  for (let entry = file.next(); entry !== undefined; entry = file.next(count)) {
    const size = storeEntry(bytes, used, entry, file.position + BigInt(count + 1));
    if (size === 0) break;
    used += size;
    count++;
  }
  if (used === 0 && file.next() !== undefined) return -ERRNO.EINVAL;
  call.memory.write(call.arg(1), bytes.subarray(0, used));
  file.advance(count);
  return used;
}

function umask(call: SyscallContext): number {
  const { kernel } = call;
  const old = kernel.umask;
  kernel.umask = Number(call.arg(0) & 0o777n);
  return old;
}

/** The calls of this file. */
export const DIRECTORY_CALLS: readonly SyscallRow[] = [
  row(17, "getcwd", ["pointer", "size"], getcwd),
  row(49, "chdir", ["string"], chdir),
  row(50, "fchdir", ["fd"], fchdir),
  row(61, "getdents64", ["fd", "pointer", "size"], getdents64),
  row(166, "umask", ["file mode"], umask),
];
