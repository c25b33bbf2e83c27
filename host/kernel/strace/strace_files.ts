// SPDX-License-Identifier: MPL-2.0
// The formatters for the arguments of the file calls, in the format of `qemu-riscv64 -strace`. Flags that QEMU
// 7.2 does not know have strace's names.

import { AT, O, S_IF } from "../abi/open_flags.ts";
import {
  address,
  flags,
  type Formatter,
  fullHex,
  hex,
  hex32,
  int,
  named,
} from "./strace_values.ts";

const ACCESS_MODES = ["O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE"] as const;

const openFlags = flags([
  ["O_APPEND", O.APPEND],
  ["O_CREAT", O.CREAT],
  ["O_TMPFILE", O.TMPFILE],
  ["O_DIRECTORY", O.DIRECTORY],
  ["O_EXCL", O.EXCL],
  ["O_LARGEFILE", O.LARGEFILE],
  ["O_NOCTTY", O.NOCTTY],
  ["O_NOFOLLOW", O.NOFOLLOW],
  ["O_NONBLOCK", O.NONBLOCK],
  ["O_DSYNC", O.DSYNC],
  ["O_TRUNC", O.TRUNC],
  ["__O_SYNC", O.SYNC & ~O.DSYNC],
  ["O_DIRECT", O.DIRECT],
  ["O_NOATIME", O.NOATIME],
  ["O_CLOEXEC", O.CLOEXEC],
  ["O_PATH", O.PATH],
], "");

const fileTypes: ReadonlyMap<number, string> = new Map([
  [S_IF.fifo, "S_IFIFO"],
  [S_IF["character device"], "S_IFCHR"],
  [S_IF.directory, "S_IFDIR"],
  [S_IF["block device"], "S_IFBLK"],
  [S_IF.file, "S_IFREG"],
  [S_IF.symlink, "S_IFLNK"],
  [S_IF.socket, "S_IFSOCK"],
]);

const fileMode: Formatter = (value) => {
  const bits = Number(BigInt.asUintN(32, value));
  const type = fileTypes.get(bits & 0o170000);
  const rest = type === undefined ? bits : bits & ~0o170000;
  const octal = rest === 0 ? "0" : `0${rest.toString(8)}`;
  return type === undefined ? octal : `${type}|${octal}`;
};

const openFlagsWithAccess: Formatter = (value, memory, args) => {
  const rest = value & ~BigInt(O.ACCMODE);
  const names = openFlags(rest, memory, args);
  const access = ACCESS_MODES[int(value) & O.ACCMODE] ?? "";
  return names === "" ? access : `${access}|${names}`;
};

const FCNTL = {
  F_DUPFD: 0,
  F_GETFD: 1,
  F_SETFD: 2,
  F_GETFL: 3,
  F_SETFL: 4,
  F_GETLK: 5,
  F_SETLK: 6,
  F_SETLKW: 7,
  F_DUPFD_CLOEXEC: 1030,
  F_SETPIPE_SZ: 1031,
  F_GETPIPE_SZ: 1032,
} as const;

/** The formatters of the third argument of fcntl, by the second. */
const FCNTL_ARGUMENTS: ReadonlyMap<number, Formatter> = new Map<number, Formatter>([
  [FCNTL.F_DUPFD, (value) => String(int(value))],
  [FCNTL.F_GETFD, () => undefined],
  [FCNTL.F_SETFD, (value) => String(int(value))],
  [FCNTL.F_GETFL, () => undefined],
  [FCNTL.F_SETFL, openFlagsWithAccess],
  [FCNTL.F_DUPFD_CLOEXEC, (value) => String(int(value))],
  [FCNTL.F_SETPIPE_SZ, (value) => String(int(value))],
  [FCNTL.F_GETPIPE_SZ, () => undefined],
]);

const IOCTL = {
  TCGETS: 0x5401,
  TCSETS: 0x5402,
  TCSETSW: 0x5403,
  TCSETSF: 0x5404,
  TIOCGPGRP: 0x540f,
  TIOCSPGRP: 0x5410,
  TIOCGWINSZ: 0x5413,
  TIOCSWINSZ: 0x5414,
  FIONREAD: 0x541b,
  FIONBIO: 0x5421,
  FIONCLEX: 0x5450,
  FIOCLEX: 0x5451,
} as const;

const ioctlNames: ReadonlySet<number> = new Set(Object.values(IOCTL));

const accessMode = flags([["R_OK", 4], ["W_OK", 2], ["X_OK", 1]], "F_OK");

const statxMask = flags([
  ["STATX_ALL", 0xfff],
  ["STATX_BASIC_STATS", 0x7ff],
  ["STATX_TYPE", 1],
  ["STATX_MODE", 2],
  ["STATX_NLINK", 4],
  ["STATX_UID", 8],
  ["STATX_GID", 0x10],
  ["STATX_ATIME", 0x20],
  ["STATX_MTIME", 0x40],
  ["STATX_CTIME", 0x80],
  ["STATX_INO", 0x100],
  ["STATX_SIZE", 0x200],
  ["STATX_BLOCKS", 0x400],
  ["STATX_BTIME", 0x800],
], "0");

/** The kind of an argument of a file call, which decides how a trace shows it. */
export type FileArgumentKind =
  | "directory"
  | "open flags"
  | "creation mode"
  | "file mode"
  | "access mode"
  | "at flags"
  | "unlink flags"
  | "rename flags"
  | "fallocate mode"
  | "whence"
  | "statx mask"
  | "fcntl command"
  | "fcntl argument"
  | "ioctl request"
  | "ioctl argument"
  | "optional pointer"
  | "two times";

/** The formatter of each kind of argument that only file calls have. */
export const FILE_FORMATS: Readonly<Record<FileArgumentKind, Formatter>> = {
  /** The descriptor of the directory that a path starts from. */
  "directory": (value) => int(value) === AT.FDCWD ? "AT_FDCWD" : String(int(value)),
  "open flags": openFlagsWithAccess,
  /** The mode of openat, which counts only with O_CREAT. */
  "creation mode": (value, memory, args) =>
    (int(args[2] ?? 0n) & O.CREAT) === 0 ? undefined : fileMode(value, memory, args),
  "file mode": fileMode,
  "access mode": accessMode,
  "at flags": flags([
    ["AT_EACCESS", AT.EACCESS],
    ["AT_SYMLINK_NOFOLLOW", AT.SYMLINK_NOFOLLOW],
    ["AT_SYMLINK_FOLLOW", AT.SYMLINK_FOLLOW],
    ["AT_NO_AUTOMOUNT", AT.NO_AUTOMOUNT],
    ["AT_EMPTY_PATH", AT.EMPTY_PATH],
  ], "0"),
  "unlink flags": flags([["AT_REMOVEDIR", AT.REMOVEDIR]], "0"),
  "rename flags": flags([
    ["RENAME_NOREPLACE", 1],
    ["RENAME_EXCHANGE", 2],
    ["RENAME_WHITEOUT", 4],
  ], "0"),
  "fallocate mode": flags([["FALLOC_FL_KEEP_SIZE", 1], ["FALLOC_FL_PUNCH_HOLE", 2]], "0"),
  "whence": named("SEEK_", { SET: 0, CUR: 1, END: 2, DATA: 3, HOLE: 4 }, hex32),
  "statx mask": statxMask,
  "fcntl command": named("", FCNTL, (value) => String(int(value))),
  "fcntl argument": (value, memory, args) => {
    const format = FCNTL_ARGUMENTS.get(int(args[1] ?? 0n));
    return format === undefined ? fullHex(value) : format(value, memory, args);
  },
  "ioctl request": named("", IOCTL, hex32),
  "ioctl argument": (value, _memory, args) =>
    ioctlNames.has(int(args[1] ?? 0n)) ? fullHex(value) : hex(value),
  /** An address, or a null pointer. */
  "optional pointer": (value) => value === 0n ? "(nil)" : hex(value),
  /** The two times that utimensat sets. */
  "two times": address,
};
