// SPDX-License-Identifier: MPL-2.0
// The system calls that open and close descriptors: openat, close, close_range, dup, pipe2; and fcntl, ioctl and
// flock (fs/open.c, fs/namei.c, fs/fcntl.c). Descriptors of events and timers are in event_calls.ts.

import { ERRNO } from "../abi/errno.ts";
import { O } from "../abi/open_flags.ts";
import { RLIMIT } from "../abi/resource_limits.ts";
import { DeviceFile } from "../files/device_file.ts";
import { isDevice } from "../files/devices.ts";
import { type Directory, FileError, isRegularFile, isSymlink } from "../files/file_system.ts";
import { DirectoryFile, NodeFile, RegularOpenFile } from "../files/node_file.ts";
import type { OpenFile } from "../files/open_file.ts";
import { isDirectoryPathEntry, type PathEntry } from "../files/path_entry.ts";
import { makePipe, PIPE_COST, PIPE_SIZE } from "../files/pipe.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { existing, needWritable, readPath, startOf } from "./path_arguments.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

/** How many descriptors the process may have. */
function descriptorLimit(call: SyscallContext): number {
  return Number(call.kernel.limits.get(RLIMIT.NOFILE)?.soft ?? 0n);
}

/** Opens the lowest free descriptor from `least` on for a file; returns it, or a negated error. */
export function install(
  call: SyscallContext,
  file: OpenFile,
  flags: number,
  least = 0,
): number {
  const { files } = call.kernel;
  const descriptor = files.lowestFree(least, descriptorLimit(call));
  if (descriptor === undefined) {
    // No descriptor refers to the file, so this closes it.
    file.retain();
    file.release();
    return -ERRNO.EMFILE;
  }
  files.set(descriptor, file, (flags & O.CLOEXEC) !== 0);
  return descriptor;
}

/** Flags that count only while the file is opened. */
const CREATION_FLAGS = O.CREAT | O.EXCL | O.NOCTTY | O.TRUNC | O.CLOEXEC;
/** The flags that count with O_PATH. */
const O_PATH_FLAGS = O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC;

/** Opens the file of a path. */
function open(
  call: SyscallContext,
  from: PathEntry<Directory>,
  path: string,
  asked: number,
): OpenFile {
  const flags = (asked & O.PATH) === 0 ? asked : asked & O_PATH_FLAGS;
  const has = (flag: number) => (flags & flag) === flag;
  const creates = has(O.CREAT);
  const follow = !has(O.NOFOLLOW) && !(creates && has(O.EXCL));
  const found = call.kernel.names.find(from, path, follow);
  if (found.entry === undefined && creates) {
    if (found.slash) throw new FileError("EISDIR");
    needWritable(found.parent);
    const mode = Number(call.arg(3)) & 0o7777 & ~call.kernel.umask;
    const { node, handle } = found.parent.node.createFile(found.name, mode);
    const entry = { node, mount: found.parent.mount };
    return new RegularOpenFile(flags & ~CREATION_FLAGS, entry, handle);
  }
  if (creates && found.slash) throw new FileError("EISDIR");
  if (creates && has(O.EXCL) && found.entry !== undefined) throw new FileError("EEXIST");
  const entry = existing(found);
  if (has(O.DIRECTORY) && !isDirectoryPathEntry(entry)) throw new FileError("ENOTDIR");
  if (has(O.TMPFILE)) throw new FileError("EOPNOTSUPP");
  if (has(O.PATH)) return new NodeFile(flags & ~CREATION_FLAGS, entry);
  return openEntry(call, entry, flags);
}

function openEntry(call: SyscallContext, entry: PathEntry, flags: number): OpenFile {
  const access = flags & O.ACCMODE;
  // O_ACCMODE itself needs both rights and gives none: such a descriptor is for ioctl.
  const write = access !== O.RDONLY;
  const read = access !== O.WRONLY;
  const truncates = (flags & O.TRUNC) !== 0;
  if (isSymlink(entry.node)) throw new FileError("ELOOP");
  if (isDirectoryPathEntry(entry)) {
    if (write || truncates || (flags & O.CREAT) !== 0) throw new FileError("EISDIR");
    if (entry.node.needReadable === undefined) entry.node.entries();
    else entry.node.needReadable();
    return new DirectoryFile(flags & ~CREATION_FLAGS, entry, call.kernel);
  }
  if (isDevice(entry)) return new DeviceFile(flags & ~CREATION_FLAGS, entry, call.kernel.random);
  // Sockets cannot be opened; devices and named pipes of the host are out of bounds.
  if (!isRegularFile(entry.node)) {
    throw new FileError(entry.node.type === "socket" ? "ENXIO" : "EACCES");
  }
  if (write || truncates) needWritable(entry);
  const handle = entry.node.open({ read, write: write || truncates });
  if (truncates) handle.truncate(0);
  return new RegularOpenFile(flags & ~CREATION_FLAGS, entry, handle);
}

function openat(call: SyscallContext): number {
  const flags = call.int(2);
  const has = (flag: number) => (flags & flag) === flag;
  if ((flags & O.PATH) === 0) {
    if (has(O.CREAT) && has(O.DIRECTORY)) return -ERRNO.EINVAL;
    if (has(O.TMPFILE) && (flags & O.ACCMODE) === O.RDONLY) return -ERRNO.EINVAL;
    if ((flags & O.TMPFILE & ~O.DIRECTORY) !== 0 && !has(O.TMPFILE)) return -ERRNO.EINVAL;
  }
  const path = readPath(call, call.arg(1));
  if (path === "") return -ERRNO.ENOENT;
  const isFull = call.kernel.files.lowestFree(0, descriptorLimit(call)) === undefined;
  if (isFull) return -ERRNO.EMFILE;
  return install(call, open(call, startOf(call, call.int(0), path), path, flags), flags);
}

function close(call: SyscallContext): number {
  return call.kernel.files.close(call.int(0)) ? 0 : -ERRNO.EBADF;
}

function dup(call: SyscallContext): number {
  const file = call.kernel.files.get(call.int(0));
  return file === undefined ? -ERRNO.EBADF : install(call, file, 0);
}

function dup3(call: SyscallContext): number {
  const { files } = call.kernel;
  const [from, to, flags] = [call.int(0), call.int(1), call.int(2)];
  if ((flags & ~O.CLOEXEC) !== 0 || from === to) return -ERRNO.EINVAL;
  if (to < 0 || to >= descriptorLimit(call)) return -ERRNO.EBADF;
  const file = files.get(from);
  if (file === undefined) return -ERRNO.EBADF;
  files.set(to, file, (flags & O.CLOEXEC) !== 0);
  return to;
}

function pipe2(call: SyscallContext): number {
  const { files, memory } = call.kernel;
  const flags = call.int(1);
  if ((flags & ~(O.CLOEXEC | O.NONBLOCK | O.DIRECT)) !== 0) return -ERRNO.EINVAL;
  if (!memory.reserve(PIPE_COST)) return -ERRNO.ENOMEM;
  const giveBack = () => memory.reserve(-PIPE_COST);
  const { input, output } = makePipe(flags & O.NONBLOCK, call.kernel.nextInode(), giveBack);
  const reader = install(call, input, flags);
  const writer = reader < 0 ? reader : install(call, output, flags);
  if (writer < 0) {
    files.close(reader);
    // The other end has not been opened, so the pipe does not notice.
    giveBack();
    return writer;
  }
  try {
    call.memory.write(call.arg(0), new Uint8Array(Int32Array.of(reader, writer).buffer));
  } catch (error) {
    files.close(reader);
    files.close(writer);
    throw error;
  }
  return 0;
}

const CLOSE_RANGE = { UNSHARE: 2, CLOEXEC: 4 } as const;

function closeRange(call: SyscallContext): number {
  const { files } = call.kernel;
  const unsigned = (index: number) => Number(BigInt.asUintN(32, call.arg(index)));
  const [first, last, flags] = [unsigned(0), unsigned(1), unsigned(2)];
  if ((flags & ~(CLOSE_RANGE.UNSHARE | CLOSE_RANGE.CLOEXEC)) !== 0) return -ERRNO.EINVAL;
  if (first > last) return -ERRNO.EINVAL;
  for (const descriptor of files.descriptors) {
    if (descriptor < first || descriptor > last) continue;
    if ((flags & CLOSE_RANGE.CLOEXEC) !== 0) files.setClosesOnExec(descriptor, true);
    else files.close(descriptor);
  }
  return 0;
}

/** The flags that F_SETFL can change. */
const SETTABLE_FLAGS = O.APPEND | O.NONBLOCK | O.NOATIME | O.DIRECT;
const FD_CLOEXEC = 1;

/** The type of lock in a struct flock, and whether the struct is valid. */
function readLock(call: SyscallContext): { type: number; isValid: boolean } {
  const view = new DataView(call.memory.read(call.arg(2), 32).buffer);
  const type = view.getInt16(0, true);
  const whence = view.getInt16(2, true);
  return { type, isValid: type >= 0 && type <= 2 && whence >= 0 && whence <= 2 };
}

/** A lock is always granted: there is no other process. */
function setLock(call: SyscallContext, file: OpenFile): number {
  const { type, isValid } = readLock(call);
  if (!isValid) return -ERRNO.EINVAL;
  if ((type === 0 && !file.readable) || (type === 1 && !file.writable)) return -ERRNO.EBADF;
  return 0;
}

function getLock(call: SyscallContext): number {
  const { type, isValid } = readLock(call);
  if (!isValid || type === UNLOCKED) return -ERRNO.EINVAL;
  call.memory.writeUint(call.arg(2), 2, BigInt(UNLOCKED));
  return 0;
}

const UNLOCKED = 2;

type Command = (call: SyscallContext, file: OpenFile) => number;

function duplicate(flags: number): Command {
  return (call, file) => {
    const least = Number(BigInt.asUintN(32, call.arg(2)));
    return least >= descriptorLimit(call) ? -ERRNO.EINVAL : install(call, file, flags, least);
  };
}

/** The commands of fcntl by number. */
const COMMANDS: ReadonlyMap<number, Command> = new Map<number, Command>([
  [0, duplicate(0)],
  [1, (call) => call.kernel.files.closesOnExec(call.int(0)) ? FD_CLOEXEC : 0],
  [2, (call) => {
    call.kernel.files.setClosesOnExec(call.int(0), (call.int(2) & FD_CLOEXEC) !== 0);
    return 0;
  }],
  [3, (_, file) => file.flags | ((file.flags & O.PATH) === 0 ? O.LARGEFILE : 0)],
  [4, (call, file) => {
    file.flags = (file.flags & ~SETTABLE_FLAGS) | (call.int(2) & SETTABLE_FLAGS);
    return 0;
  }],
  [5, getLock],
  [6, setLock],
  [7, setLock],
  [1030, duplicate(O.CLOEXEC)],
  [1032, (_, file) => file.status().type === "fifo" ? PIPE_SIZE : -ERRNO.EBADF],
]);

/** The commands that fcntl accepts for a file opened with O_PATH. */
const O_PATH_COMMANDS = new Set([0, 1, 2, 3, 1030]);

function fcntl(call: SyscallContext): number {
  const file = call.kernel.files.get(call.int(0));
  if (file === undefined) return -ERRNO.EBADF;
  const number = call.int(1);
  if ((file.flags & O.PATH) !== 0 && !O_PATH_COMMANDS.has(number)) return -ERRNO.EBADF;
  return COMMANDS.get(number)?.(call, file) ?? -ERRNO.EINVAL;
}

/** The requests of ioctl that every file supports. */
const REQUESTS = {
  FIONBIO: 0x5421,
  FIONREAD: 0x541b,
  FIONCLEX: 0x5450,
  FIOCLEX: 0x5451,
} as const;

function ioctl(call: SyscallContext): number {
  const { kernel, memory } = call;
  const file = kernel.files.get(call.int(0));
  if (file === undefined || (file.flags & O.PATH) !== 0) return -ERRNO.EBADF;
  switch (Number(BigInt.asUintN(32, call.arg(1)))) {
    case REQUESTS.FIOCLEX:
      kernel.files.setClosesOnExec(call.int(0), true);
      return 0;
    case REQUESTS.FIONCLEX:
      kernel.files.setClosesOnExec(call.int(0), false);
      return 0;
    case REQUESTS.FIONBIO: {
      const on = memory.readUint(call.arg(2), 4) !== 0n;
      file.flags = on ? file.flags | O.NONBLOCK : file.flags & ~O.NONBLOCK;
      return 0;
    }
    case REQUESTS.FIONREAD: {
      const { available } = file;
      if (available === undefined) return -ERRNO.ENOTTY;
      memory.writeUint(call.arg(2), 4, BigInt(available));
      return 0;
    }
    default:
      // No file is a terminal.
      return -ERRNO.ENOTTY;
  }
}

const LOCK = { SH: 1, EX: 2, NB: 4, UN: 8 } as const;

function flock(call: SyscallContext): number {
  const command = call.int(1) & ~LOCK.NB;
  if (command !== LOCK.SH && command !== LOCK.EX && command !== LOCK.UN) return -ERRNO.EINVAL;
  const file = call.kernel.files.get(call.int(0));
  return file === undefined || (file.flags & O.PATH) !== 0 ? -ERRNO.EBADF : 0;
}

/** The calls of this file. */
export const OPEN_CALLS: readonly SyscallRow[] = [
  row(23, "dup", ["fd"], dup),
  row(24, "dup3", ["fd", "fd", "int"], dup3),
  row(25, "fcntl", ["fd", "fcntl command", "fcntl argument"], fcntl),
  row(29, "ioctl", ["fd", "ioctl request", "ioctl argument"], ioctl),
  row(32, "flock", SIX_LONGS, flock),
  row(56, "openat", ["directory", "string", "open flags", "creation mode"], openat),
  row(57, "close", ["fd"], close),
  row(59, "pipe2", SIX_LONGS, pipe2),
  row(436, "close_range", ["fd", "fd", "int"], closeRange),
];
