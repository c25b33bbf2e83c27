// SPDX-License-Identifier: MPL-2.0
// The system calls that change the tree of files: mkdirat, mknodat, unlinkat, symlinkat, linkat, renameat2;
// truncate; and those for modes, owners and times. openat is in open_calls.ts. Their checks are in Linux's order
// (fs/namei.c, fs/open.c, fs/utimes.c).

import { SECOND } from "../abi/clock.ts";
import { ERRNO } from "../abi/errno.ts";
import { AT, O, RENAME, S_IF } from "../abi/open_flags.ts";
import { USER_ID } from "../abi/process_id.ts";
import { readTwoWords } from "../abi/time_values.ts";
import {
  type Directory,
  FileError,
  type FileNode,
  isDirectory,
  isRegularFile,
  MAX_SIZE,
  type NewTime,
} from "../files/file_system.ts";
import type { PathLookup } from "../files/name_space.ts";
import { NodeFile } from "../files/node_file.ts";
import { OpenFile } from "../files/open_file.ts";
import { isDirectoryPathEntry, type PathEntry } from "../files/path_entry.ts";
import {
  entryOfPath,
  existing,
  fileOrEntry,
  findPath,
  needWritable,
  openFile,
  readPath,
} from "./path_arguments.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

/** Whether the last name of a path is an entry of its directory, not `.`, `..` or the root. */
function isOrdinary({ name }: PathLookup): boolean {
  return name !== "." && name !== ".." && name !== "/";
}

/** Checks that a path can be created (filename_create of Linux). */
function needAbsent(found: PathLookup, isForDirectory: boolean): void {
  if (!isOrdinary(found) || found.entry !== undefined) throw new FileError("EEXIST");
  if (found.slash && !isForDirectory) throw new FileError("ENOENT");
  needWritable(found.parent);
}

function mkdirat(call: SyscallContext): number {
  const found = findPath(call, 0, false);
  needAbsent(found, true);
  const mode = Number(call.arg(2)) & 0o1777 & ~call.kernel.umask;
  found.parent.node.createDirectory(found.name, mode);
  return 0;
}

/** The types of nodes that mknod can make on Linux; 0 is a regular file. */
const NODE_TYPES: ReadonlySet<number> = new Set([
  0,
  S_IF.file,
  S_IF.fifo,
  S_IF.socket,
  S_IF["character device"],
  S_IF["block device"],
]);

function mknodat(call: SyscallContext): number {
  const type = call.int(2) & 0o170000;
  if (!NODE_TYPES.has(type)) return type === S_IF.directory ? -ERRNO.EPERM : -ERRNO.EINVAL;
  const found = findPath(call, 0, false);
  needAbsent(found, false);
  if (type !== 0 && type !== S_IF.file) return -ERRNO.EPERM;
  const mode = call.int(2) & 0o7777 & ~call.kernel.umask;
  found.parent.node.createFile(found.name, mode).handle.close();
  return 0;
}

function symlinkat(call: SyscallContext): number {
  const target = readPath(call, call.arg(0));
  if (target === "") return -ERRNO.ENOENT;
  const found = findPath(call, 1, false);
  needAbsent(found, false);
  found.parent.node.createSymlink(found.name, target);
  return 0;
}

function unlinkat(call: SyscallContext): number {
  const flags = call.int(2);
  if ((flags & ~AT.REMOVEDIR) !== 0) return -ERRNO.EINVAL;
  const found = findPath(call, 0, false);
  return flags === 0 ? unlink(call, found) : rmdir(call, found);
}

function unlink(call: SyscallContext, found: PathLookup): number {
  const { parent, name, entry, slash } = found;
  if (!isOrdinary(found)) return -ERRNO.EISDIR;
  if (slash && entry !== undefined) {
    return isDirectoryPathEntry(entry) ? -ERRNO.EISDIR : -ERRNO.ENOTDIR;
  }
  if (entry === undefined) {
    needWritable(parent);
    return -ERRNO.ENOENT;
  }
  needWritable(parent);
  if (call.kernel.names.isMountPoint(parent, name) || isDirectoryPathEntry(entry)) {
    return -ERRNO.EISDIR;
  }
  parent.node.unlink(name);
  return 0;
}

/** The errors of rmdir for names that are not entries. */
const RMDIR_ERRORS: ReadonlyMap<string, number> = new Map([
  [".", ERRNO.EINVAL],
  ["..", ERRNO.ENOTEMPTY],
  ["/", ERRNO.EBUSY],
]);

function rmdir(call: SyscallContext, { parent, name, entry }: PathLookup): number {
  const error = RMDIR_ERRORS.get(name);
  if (error !== undefined) return -error;
  needWritable(parent);
  if (entry === undefined) return -ERRNO.ENOENT;
  if (!isDirectoryPathEntry(entry)) return -ERRNO.ENOTDIR;
  if (call.kernel.names.isMountPoint(parent, name)) return -ERRNO.EBUSY;
  parent.node.removeDirectory(name);
  return 0;
}

function linkat(call: SyscallContext): number {
  const flags = call.int(4);
  if ((flags & ~(AT.SYMLINK_FOLLOW | AT.EMPTY_PATH)) !== 0) return -ERRNO.EINVAL;
  // Linking an open file needs a privilege, or /proc.
  if ((flags & AT.EMPTY_PATH) !== 0) return -ERRNO.ENOENT;
  const old = existing(findPath(call, 0, (flags & AT.SYMLINK_FOLLOW) !== 0));
  const found = findPath(call, 2, false);
  if (!isOrdinary(found) || found.entry !== undefined) return -ERRNO.EEXIST;
  if (found.slash) return -ERRNO.ENOENT;
  if (old.mount !== found.parent.mount) return -ERRNO.EXDEV;
  needWritable(found.parent);
  if (isDirectory(old.node)) return -ERRNO.EPERM;
  found.parent.node.link(found.name, old.node);
  return 0;
}

/** Whether a directory is `outer` or lies in it. */
function isWithin(inner: Directory, outer: FileNode): boolean {
  for (let at: Directory | undefined = inner; at !== undefined; at = at.parent) {
    if (at === outer) return true;
  }
  return false;
}

function rename(call: SyscallContext, flags: number): number {
  if ((flags & ~RENAME.NOREPLACE) !== 0) return -ERRNO.EINVAL;
  const from = findPath(call, 0, false);
  const to = findPath(call, 2, false);
  if (from.parent.mount !== to.parent.mount) return -ERRNO.EXDEV;
  if (!isOrdinary(from) || !isOrdinary(to)) return -ERRNO.EBUSY;
  needWritable(from.parent);
  if (from.entry === undefined) return -ERRNO.ENOENT;
  if (to.entry !== undefined && (flags & RENAME.NOREPLACE) !== 0) return -ERRNO.EEXIST;
  const { node } = from.entry;
  if (!isDirectory(node) && (from.slash || to.slash)) return -ERRNO.ENOTDIR;
  if (isDirectory(node) && isWithin(to.parent.node, node)) return -ERRNO.EINVAL;
  const isAncestor = isDirectoryPathEntry(to.entry) && isWithin(from.parent.node, to.entry.node);
  if (isAncestor) return -ERRNO.ENOTEMPTY;
  const { names } = call.kernel;
  const isBusy = names.isMountPoint(from.parent, from.name) ||
    names.isMountPoint(to.parent, to.name);
  if (to.entry !== undefined && !isBusy) {
    if (isSame(from.entry, to.entry)) return 0;
    if (isDirectory(node) && !isDirectoryPathEntry(to.entry)) return -ERRNO.ENOTDIR;
    if (!isDirectory(node) && isDirectoryPathEntry(to.entry)) return -ERRNO.EISDIR;
  }
  if (isBusy) return -ERRNO.EBUSY;
  from.parent.node.rename(from.name, to.parent.node, to.name);
  return 0;
}

function isSame(a: PathEntry, b: PathEntry): boolean {
  return a.node === b.node || a.node.status().inode === b.node.status().inode;
}

function truncate(call: SyscallContext): number {
  const size = BigInt.asIntN(64, call.arg(1));
  if (size < 0n) return -ERRNO.EINVAL;
  const entry = entryOfPath(call, 0);
  if (isDirectoryPathEntry(entry)) return -ERRNO.EISDIR;
  if (!isRegularFile(entry.node)) return -ERRNO.EINVAL;
  needWritable(entry);
  if (size > BigInt(MAX_SIZE)) return -ERRNO.EFBIG;
  const handle = entry.node.open({ read: false, write: true });
  try {
    handle.truncate(Number(size));
  } finally {
    handle.close();
  }
  return 0;
}

/** The node of an open file or a path entry, which must be writable; streams and pipes have none. */
function changeable(what: OpenFile | PathEntry): FileNode | undefined {
  if (what instanceof OpenFile && !(what instanceof NodeFile)) return undefined;
  const entry = what instanceof NodeFile ? what.entry : what as PathEntry;
  needWritable(entry);
  return entry.node;
}

function fchmodat(call: SyscallContext): number {
  const entry = existing(findPath(call, 0, true));
  changeable(entry)?.setMode(Number(call.arg(2)) & 0o7777);
  return 0;
}

function fchmod(call: SyscallContext): number {
  const file = openFile(call, call.int(0));
  if ((file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  changeable(file);
  file.setMode(Number(call.arg(1)) & 0o7777);
  return 0;
}

/** Checks that owner and group stay the process's own: it may not give a file away. */
function changeOwner(what: OpenFile | PathEntry, user: number, group: number): number {
  changeable(what);
  const isOwn = (id: number) => id === -1 || id === USER_ID;
  return isOwn(user) && isOwn(group) ? 0 : -ERRNO.EPERM;
}

function fchownat(call: SyscallContext): number {
  const flags = call.int(4);
  if ((flags & ~(AT.SYMLINK_NOFOLLOW | AT.EMPTY_PATH)) !== 0) return -ERRNO.EINVAL;
  const what = fileOrEntry(call, 0, {
    follow: (flags & AT.SYMLINK_NOFOLLOW) === 0,
    allowEmpty: (flags & AT.EMPTY_PATH) !== 0,
  });
  return changeOwner(what, call.int(2), call.int(3));
}

function fchown(call: SyscallContext): number {
  const file = openFile(call, call.int(0));
  if ((file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  return changeOwner(file, call.int(1), call.int(2));
}

/** Special values of tv_nsec. */
const UTIME = { NOW: 0x3fff_ffffn, OMIT: 0x3fff_fffen } as const;

/** The new time in a struct timespec; undefined keeps the old one. */
function newTime([seconds, rest]: readonly [bigint, bigint]): NewTime {
  if (rest === UTIME.OMIT) return undefined;
  if (rest === UTIME.NOW) return "now";
  if (rest < 0n || rest >= SECOND) throw new FileError("EINVAL");
  return seconds * SECOND + rest;
}

function utimensat(call: SyscallContext): number {
  const { memory } = call;
  const flags = call.int(3);
  const words = call.arg(2) === 0n
    ? undefined
    : [readTwoWords(memory, call.arg(2)), readTwoWords(memory, call.arg(2) + 16n)] as const;
  if (words?.[0][1] === UTIME.OMIT && words[1][1] === UTIME.OMIT) return 0;
  if ((flags & ~(AT.SYMLINK_NOFOLLOW | AT.EMPTY_PATH)) !== 0) return -ERRNO.EINVAL;
  const follow = (flags & AT.SYMLINK_NOFOLLOW) === 0;
  const allowEmpty = (flags & AT.EMPTY_PATH) !== 0;
  let what: OpenFile | PathEntry;
  if (call.arg(1) === 0n && call.int(0) !== AT.FDCWD) {
    if (flags !== 0) return -ERRNO.EINVAL;
    what = openFile(call, call.int(0));
    if ((what.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  } else {
    what = fileOrEntry(call, 0, { follow, allowEmpty });
  }
  const accessed = words === undefined ? "now" : newTime(words[0]);
  const modified = words === undefined ? "now" : newTime(words[1]);
  const node = changeable(what);
  if (what instanceof OpenFile) what.setTimes({ accessed, modified });
  else node?.setTimes({ accessed, modified });
  return 0;
}

/** The calls of this file. */
export const PATH_CALLS: readonly SyscallRow[] = [
  row(33, "mknodat", ["directory", "string", "file mode"], mknodat),
  row(34, "mkdirat", ["directory", "string", "file mode"], mkdirat),
  row(35, "unlinkat", ["directory", "string", "unlink flags"], unlinkat),
  row(36, "symlinkat", ["string", "directory", "string"], symlinkat),
  row(37, "linkat", ["directory", "string", "directory", "string", "at flags"], linkat),
  row(38, "renameat", ["directory", "string", "directory", "string"], (call) => rename(call, 0)),
  row(45, "truncate", ["string", "long"], truncate),
  row(52, "fchmod", ["fd", "file mode"], fchmod),
  row(53, "fchmodat", ["directory", "string", "file mode"], fchmodat),
  row(54, "fchownat", ["directory", "string", "int", "int", "at flags"], fchownat),
  row(55, "fchown", ["fd", "int", "int"], fchown),
  row(88, "utimensat", ["directory", "string", "two times", "at flags"], utimensat),
  row(
    276,
    "renameat2",
    ["directory", "string", "directory", "string", "rename flags"],
    (call) => rename(call, call.int(4)),
  ),
];
