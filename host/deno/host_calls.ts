// SPDX-License-Identifier: MPL-2.0
// Deno's answers in Linux's terms: errors as error numbers, file information as the status of a node.

import { describeError, ERRNO, type ErrorName } from "../kernel/abi/errno.ts";
import {
  FileError,
  type FileStatus,
  type FileTimes,
  type FileType,
  type NewTime,
} from "../kernel/files/file_system.ts";

/** Linux's names of Deno's errors, for those that carry no error number of the host. */
const ERROR_CLASSES: readonly (readonly [new () => Error, ErrorName])[] = [
  [Deno.errors.NotFound, "ENOENT"],
  [Deno.errors.AlreadyExists, "EEXIST"],
  [Deno.errors.PermissionDenied, "EACCES"],
  [Deno.errors.NotCapable, "EACCES"],
  [Deno.errors.NotADirectory, "ENOTDIR"],
  [Deno.errors.IsADirectory, "EISDIR"],
  [Deno.errors.FilesystemLoop, "ELOOP"],
];

/** Calls the host: what it throws becomes a {@link FileError}. */
export function ask<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof FileError) throw error;
    throw new FileError(errorName(error), { cause: error });
  }
}

/** Linux's name of an error of the host: by its code, its number, or its class. */
function errorName(error: Error): ErrorName {
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && Object.hasOwn(ERRNO, code)) return code as ErrorName;
  const [, number] = /\(os error (\d+)\)/.exec(error.message) ?? [];
  const numbered = Deno.build.os === "linux" ? describeError(Number(number)) : undefined;
  if (numbered !== undefined) return numbered.name;
  return ERROR_CLASSES.find(([kind]) => error instanceof kind)?.[1] ?? "EIO";
}

/** The type of a file of the host. */
export function typeOf(info: Deno.FileInfo): FileType {
  if (info.isFile) return "file";
  if (info.isDirectory) return "directory";
  if (info.isSymlink) return "symlink";
  if (info.isFifo) return "fifo";
  if (info.isSocket) return "socket";
  return info.isBlockDevice ? "block device" : "character device";
}

const MILLISECOND = 1_000_000n;
const time = (date: Date | null): bigint => BigInt(date?.getTime() ?? 0) * MILLISECOND;

/** The status of a file of the host. */
export function statusOf(info: Deno.FileInfo): FileStatus {
  return {
    type: typeOf(info),
    inode: BigInt(info.ino ?? 0),
    mode: (info.mode ?? 0) & 0o7777,
    links: info.nlink ?? 1,
    size: info.size,
    blocks: info.blocks ?? Math.ceil(info.size / 512),
    accessed: time(info.atime),
    modified: time(info.mtime),
    changed: time(info.ctime),
  };
}

/** Whether both are about the same file. */
export function isSame(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return a.dev === b.dev && a.ino === b.ino && typeOf(a) === typeOf(b);
}

/** New times in the form that Deno takes; those of `old` where there are no new ones. */
export function chooseTimes(
  { accessed, modified }: FileTimes,
  old: FileStatus,
): [number | Date, number | Date] {
  const choose = (time: NewTime, before: bigint) =>
    time === "now" ? new Date() : Number(time ?? before) / 1e9;
  return [choose(accessed, old.accessed), choose(modified, old.modified)];
}
