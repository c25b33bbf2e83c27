// SPDX-License-Identifier: MPL-2.0
// What the kernel expects of a file system: a tree of nodes, looked up one name at a time. The kernel walks
// paths itself, so a file system never sees a path or `..`, and never follows a symlink. All methods
// are synchronous; one that fails throws a FileError.

import type { ErrorName } from "../abi/errno.ts";

/** The largest size that a file can be given: that of ext4 with blocks of 4 KiB. */
export const MAX_SIZE = 2 ** 44 - 4096;

/** The failure of an operation on a file. */
export class FileError extends Error {
  /** Linux's name of the error. */
  readonly code: ErrorName;

  /** An error of that name. */
  constructor(code: ErrorName, options?: ErrorOptions) {
    super(`Cannot use the file: ${code}`, options);
    this.name = "FileError";
    this.code = code;
  }
}

/** The types of nodes. */
export type FileType =
  | "file"
  | "directory"
  | "symlink"
  | "fifo"
  | "socket"
  | "character device"
  | "block device";

/** The status of a node, as stat shows it. Times are in nanoseconds since 1970. */
export interface FileStatus {
  /** What it is. */
  readonly type: FileType;
  /** Its inode number, unique within its file system. */
  readonly inode: bigint;
  /** The twelve permission bits. */
  readonly mode: number;
  /** The number of its names. */
  readonly links: number;
  /** Its size in bytes; the length of a symlink's target. */
  readonly size: number;
  /** Its size on disk, in units of 512 bytes. */
  readonly blocks: number;
  /** When it was last read. */
  readonly accessed: bigint;
  /** When its contents last changed. */
  readonly modified: bigint;
  /** When its status last changed. */
  readonly changed: bigint;
}

/** A new time for a node, in nanoseconds since 1970; undefined leaves the old one. */
export type NewTime = bigint | "now" | undefined;

/** The failure of a lookup in a directory that is no longer where it was found. */
export class StaleDirectory extends FileError {
  /** The walk along the path can start again: the file system now asks at every step. */
  constructor() {
    super("ENOENT");
    this.name = "StaleDirectory";
  }
}

/** New times for a node. */
export interface FileTimes {
  /** When it was last read. */
  readonly accessed: NewTime;
  /** When its contents last changed. */
  readonly modified: NewTime;
}

/** A node of any kind. */
export interface FileNode {
  /** What it is. */
  readonly type: FileType;
  /** Its status when it was looked up: still right in the same system call, and costs nothing. */
  readonly found?: FileStatus;
  /** Its current status. */
  status(): FileStatus;
  /** Sets its permission bits. */
  setMode(mode: number): void;
  /** Sets its times. */
  setTimes(times: FileTimes): void;
}

/** A regular file. */
export interface RegularFile extends FileNode {
  /** What it is. */
  readonly type: "file";
  /** Opens it. */
  open(rights: { readonly read: boolean; readonly write: boolean }): FileHandle;
}

/** A symlink. */
export interface Symlink extends FileNode {
  /** What it is. */
  readonly type: "symlink";
  /** The path it points to. The kernel follows it, within the tree that the process sees. */
  target(): string;
}

/** An entry of a directory. */
export interface DirectoryEntry {
  /** Its name. */
  readonly name: string;
  /** What it is. */
  readonly type: FileType;
  /** Its inode number, unique within its file system. */
  readonly inode: bigint;
}

/**
 * A directory. Names are never empty, `.` or `..`, and hold no slash and no NUL. The same directory is
 * always the same object.
 */
export interface Directory extends FileNode {
  /** What it is. */
  readonly type: "directory";
  /** The directory it is in; undefined for the root of the file system. */
  readonly parent: Directory | undefined;
  /** Its name there. */
  readonly name: string;
  /** Whether it was removed while it was open. */
  readonly removed: boolean;
  /** The node with that name; undefined when there is none. */
  lookup(name: string): FileNode | undefined;
  /**
   * A directory with that name that was there before, without a look whether it still is; undefined when
   * unknown. What is done in it then fails with {@link StaleDirectory} if it has gone.
   */
  known?(name: string): Directory | undefined;
  /** Fails with EACCES when its entries cannot be listed; if left out, entries() is called for that. */
  needReadable?(): void;
  /** Its entries, in any order. */
  entries(): DirectoryEntry[];
  /**
   * Makes an empty file and opens it for reading and writing, whatever its mode. Fails with EEXIST when
   * the name exists.
   */
  createFile(
    name: string,
    mode: number,
  ): { readonly node: RegularFile; readonly handle: FileHandle };
  /** Makes a directory. */
  createDirectory(name: string, mode: number): void;
  /** Makes a symlink. */
  createSymlink(name: string, target: string): void;
  /** Gives another name to a node of the same file system that is not a directory. */
  link(name: string, node: FileNode): void;
  /** Removes a name of a node that is not a directory. */
  unlink(name: string): void;
  /** Removes an empty directory. */
  removeDirectory(name: string): void;
  /** Moves a node to another directory of the same file system; it replaces what has the new name. */
  rename(name: string, to: Directory, newName: string): void;
}

/** An open file. Positions are in bytes from its start. */
export interface FileHandle {
  /** Fills the start of the buffer; returns the number of bytes, 0 at the end of the file. */
  read(buffer: Uint8Array, position: number): number;
  /** Writes all the bytes; returns their number. */
  write(bytes: Uint8Array, position: number): number;
  /** Sets the size; a longer file is filled with zeros. */
  truncate(size: number): void;
  /** The size; if left out, that of status(). */
  size?(): number;
  /** Writes the contents to the disk. */
  sync(): void;
  /** Sets the file's permission bits. */
  setMode(mode: number): void;
  /** Sets the file's times. */
  setTimes(times: FileTimes): void;
  /** The current status of the file. */
  status(): FileStatus;
  /** Closes it. */
  close(): void;
}

/** How a process uses a file system that it has mounted. */
export interface MountUse {
  /** Its clock, in nanoseconds since 1970, which stamps what it changes. */
  readonly now: () => bigint;
  /** Whether it can only read. */
  readonly readOnly: boolean;
  /**
   * Takes bytes of the memory that the process may use, or gives them back if negative.
   *
   * @throws {FileError} ENOSPC when its limit is reached
   */
  readonly reserve?: ((bytes: number) => void) | undefined;
}

/** A file system. Several processes may use the same one. */
export interface FileSystem {
  /** Its root directory. */
  readonly root: Directory;
  /**
   * The root directory for a process, which mounts it; one that needs to know nothing of the process leaves
   * this out, and every process gets {@link FileSystem.root}.
   */
  mount?(use: MountUse): Directory;
  /** The process has ended. Gets what {@link FileSystem.mount} was given. */
  unmount?(use: MountUse): void;
}

/** Whether a node is a directory. */
export function isDirectory(node: FileNode | undefined): node is Directory {
  return node?.type === "directory";
}

/** Whether a node is a symlink. */
export function isSymlink(node: FileNode | undefined): node is Symlink {
  return node?.type === "symlink";
}

/** Whether a node is a regular file. */
export function isRegularFile(node: FileNode | undefined): node is RegularFile {
  return node?.type === "file";
}
