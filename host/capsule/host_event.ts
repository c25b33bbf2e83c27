// SPDX-License-Identifier: MPL-2.0
// What the host of a run is asked for, in codes: the capsule has one event for each question, in order. What is
// asked follows from the run, so an event holds only which question it was, and the answer.

import { ERRNO, type ErrorName } from "../kernel/abi/errno.ts";
import { FileError, type FileType, StaleDirectory } from "../kernel/files/file_system.ts";

/** The questions. The numbers are part of the format: new ones come last. */
export const QUESTIONS = [
  "read standard input",
  "wait for standard input",
  "close a file or write to a stream",
  "mount a file system",
  "look at the status of a file",
  "set the mode of a file",
  "set the times of a file",
  "open a file",
  "read a symlink",
  "look at the parent of a directory",
  "look at the name of a directory",
  "look whether a directory was removed",
  "look a name up",
  "look whether a directory is known",
  "look whether a directory can be listed",
  "list a directory",
  "create a file",
  "create a directory",
  "create a symlink",
  "link a file",
  "remove a file",
  "remove a directory",
  "rename a file",
  "read a file",
  "write a file",
  "truncate a file",
  "look at the size of a file",
  "write a file to the disk",
] as const;

/** What the host can be asked for. */
export type Question = (typeof QUESTIONS)[number];

/** The code of a question. */
export const CODES = Object.fromEntries(
  QUESTIONS.map((question, code) => [question, code]),
) as Readonly<Record<Question, number>>;

/** Flags of an event's first byte: the answer is an error; memory of the process was taken or given back. */
export const FAILED = 0x80;
/** See {@link FAILED}. */
export const RESERVED = 0x40;
/** The other bits: the question. */
export const CODE_MASK = 0x3f;

/** The types of nodes by number. */
export const FILE_TYPES: readonly FileType[] = [
  "file",
  "directory",
  "symlink",
  "fifo",
  "socket",
  "character device",
  "block device",
];

/** The error number that stands for a {@link StaleDirectory}. */
const STALE = 0;
const NAMES = new Map(Object.entries(ERRNO).map(([name, number]) => [number, name as ErrorName]));

/** The number of an error. */
export function errorNumberOf(error: FileError): number {
  return error instanceof StaleDirectory ? STALE : ERRNO[error.code];
}

/** The error with a number; undefined when there is none. */
export function errorOf(number: number): FileError | undefined {
  if (number === STALE) return new StaleDirectory();
  const name = NAMES.get(number);
  return name && new FileError(name);
}
