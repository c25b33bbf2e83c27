// SPDX-License-Identifier: MPL-2.0
// The flags of the file calls by Linux's names (asm-generic/fcntl.h, linux/fcntl.h, linux/stat.h).

/** Flags of openat. */
export const O = {
  RDONLY: 0,
  WRONLY: 1,
  RDWR: 2,
  ACCMODE: 3,
  CREAT: 0x40,
  EXCL: 0x80,
  NOCTTY: 0x100,
  TRUNC: 0x200,
  APPEND: 0x400,
  NONBLOCK: 0x800,
  DSYNC: 0x1000,
  DIRECT: 0x4000,
  LARGEFILE: 0x8000,
  DIRECTORY: 0x1_0000,
  NOFOLLOW: 0x2_0000,
  NOATIME: 0x4_0000,
  CLOEXEC: 0x8_0000,
  SYNC: 0x10_1000,
  PATH: 0x20_0000,
  TMPFILE: 0x41_0000,
} as const;

/** Flags of the calls that take the descriptor of a directory and a path. */
export const AT = {
  FDCWD: -100,
  SYMLINK_NOFOLLOW: 0x100,
  /** Of unlinkat. */
  REMOVEDIR: 0x200,
  /** Of faccessat2. */
  EACCESS: 0x200,
  /** Of linkat. */
  SYMLINK_FOLLOW: 0x400,
  NO_AUTOMOUNT: 0x800,
  EMPTY_PATH: 0x1000,
  STATX_SYNC_TYPE: 0x6000,
} as const;

/** File types, as in st_mode. */
export const S_IF = {
  "fifo": 0o010000,
  "character device": 0o020000,
  "directory": 0o040000,
  "block device": 0o060000,
  "file": 0o100000,
  "symlink": 0o120000,
  "socket": 0o140000,
} as const;

/** Flags of renameat2. */
export const RENAME = { NOREPLACE: 1, EXCHANGE: 2, WHITEOUT: 4 } as const;
