// SPDX-License-Identifier: MPL-2.0
// What a file system is to the kernel: a tree of nodes that are looked up one name at a time. The kernel
// walks paths itself, so that a file system never sees a path, `..` or a link to follow. Everything is
// synchronous. What cannot be done throws a FileError with Linux's name of the error.

import type { ErrorName } from "../abi/errno.ts";

/** Thrown by what cannot be done with a file. */
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

/** What kinds of nodes there are. */
export type FileType =
  | "file"
  | "directory"
  | "symlink"
  | "fifo"
  | "socket"
  | "character device"
  | "block device";

/** What is known about a node. Times are in nanoseconds since 1970. */
export interface FileStatus {
  /** What it is. */
  readonly type: FileType;
  /** Its number within its file system. */
  readonly inode: bigint;
  /** The twelve permission bits. */
  readonly mode: number;
  /** How many names it has. */
  readonly links: number;
  /** Its size in bytes; the length of a symlink's target. */
  readonly size: number;
  /** How many units of 512 bytes it takes. */
  readonly blocks: number;
  /** When it was read last. */
  readonly accessed: bigint;
  /** When its contents changed last. */
  readonly modified: bigint;
  /** When its status changed last. */
  readonly changed: bigint;
}

/** A new time for a node, in nanoseconds since 1970; what is undefined stays. */
export type NewTime = bigint | "now" | undefined;

/** New times for a node. */
export interface FileTimes {
  /** When it was read last. */
  readonly accessed: NewTime;
  /** When its contents changed last. */
  readonly modified: NewTime;
}

/** A node of any kind. */
export interface FileNode {
  /** What it is. */
  readonly type: FileType;
  /** What is known about it now. */
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

/** A symbolic link. */
export interface Symlink extends FileNode {
  /** What it is. */
  readonly type: "symlink";
  /** The path it stands for: the kernel follows it, within what the process can see. */
  target(): string;
}

/** An entry of a directory. */
export interface DirectoryEntry {
  /** Its name. */
  readonly name: string;
  /** What it is. */
  readonly type: FileType;
  /** Its number within its file system. */
  readonly inode: bigint;
}

/**
 * A directory. Names are never empty, `.` or `..`, and hold no slash and no NUL. The same directory is
 * always the same object.
 */
export interface Directory extends FileNode {
  /** What it is. */
  readonly type: "directory";
  /** Where it is; undefined for the root of a file system. */
  readonly parent: Directory | undefined;
  /** Its name there. */
  readonly name: string;
  /** Whether it was removed while somebody still had it open. */
  readonly removed: boolean;
  /** The node of that name; undefined when there is none. */
  lookup(name: string): FileNode | undefined;
  /** What is in it, in any order. */
  entries(): DirectoryEntry[];
  /**
   * Makes an empty file, open for reading and writing whatever its mode says; there must be nothing of
   * that name.
   */
  createFile(
    name: string,
    mode: number,
  ): { readonly node: RegularFile; readonly handle: FileHandle };
  /** Makes a directory. */
  createDirectory(name: string, mode: number): void;
  /** Makes a symbolic link. */
  createSymlink(name: string, target: string): void;
  /** Gives a node of the same file system, which is no directory, another name. */
  link(name: string, node: FileNode): void;
  /** Removes a name of a node that is no directory. */
  unlink(name: string): void;
  /** Removes an empty directory. */
  removeDirectory(name: string): void;
  /** Moves a node to another directory of the same file system, in the stead of what is there. */
  rename(name: string, to: Directory, newName: string): void;
}

/** An open file. Positions are in bytes from its start. */
export interface FileHandle {
  /** Fills the start of the buffer; gives the number of bytes, 0 at the end. */
  read(buffer: Uint8Array, position: number): number;
  /** Writes all the bytes, or throws; gives how many that are. */
  write(bytes: Uint8Array, position: number): number;
  /** Makes the file longer with zeros, or shorter. */
  truncate(size: number): void;
  /** Makes sure that what was written is kept. */
  sync(): void;
  /** Sets the file's times. */
  setTimes(times: FileTimes): void;
  /** What is known about the file now. */
  status(): FileStatus;
  /** Ends its use. */
  close(): void;
}

/** A file system. Several processes may use the same one. */
export interface FileSystem {
  /** Its topmost directory. */
  readonly root: Directory;
  /**
   * The topmost directory for one process: `now` is the process's clock, in nanoseconds since 1970, which
   * stamps what the process changes. A file system with a clock of its own leaves this out, and every
   * process gets {@link FileSystem.root}.
   */
  mount?(now: () => bigint): Directory;
}

/** Whether a node is a directory. */
export function isDirectory(node: FileNode | undefined): node is Directory {
  return node?.type === "directory";
}

/** Whether a node is a symbolic link. */
export function isSymlink(node: FileNode | undefined): node is Symlink {
  return node?.type === "symlink";
}

/** Whether a node is a regular file. */
export function isRegularFile(node: FileNode | undefined): node is RegularFile {
  return node?.type === "file";
}
