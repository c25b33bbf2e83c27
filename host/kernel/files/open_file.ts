// SPDX-License-Identifier: MPL-2.0
// An open file: what a descriptor refers to, shared by its duplicates (struct file of Linux). Each kind of
// file overrides the methods that it supports; the others throw Linux's error. A method that would block
// returns undefined.

import { O } from "../abi/open_flags.ts";
import { FileError, type FileStatus, type FileTimes } from "./file_system.ts";

/** What a file is ready for, as poll reports it. */
export interface Readiness {
  /** A read does not block. */
  readonly input: boolean;
  /** A write does not block. */
  readonly output: boolean;
  /** The write end of the pipe is closed. */
  readonly hangUp?: boolean;
  /** The read end of the pipe is closed. */
  readonly broken?: boolean;
}

/** The status of an open file. */
export interface OpenStatus extends FileStatus {
  /** The number of its device. */
  readonly device: number;
}

/** What the offset of lseek is relative to. */
export const SEEK = { SET: 0, CUR: 1, END: 2, DATA: 3, HOLE: 4 } as const;

/** An open file. */
export abstract class OpenFile {
  /** The flags of openat, as fcntl has changed them. */
  flags: number;
  #users = 0;

  /** A file that was opened with those flags. */
  constructor(flags: number) {
    this.flags = flags;
  }

  /** Whether it was opened for reading. */
  get readable(): boolean {
    const mode = this.flags & O.ACCMODE;
    return (this.flags & O.PATH) === 0 && (mode === O.RDONLY || mode === O.RDWR);
  }

  /** Whether it was opened for writing. */
  get writable(): boolean {
    const mode = this.flags & O.ACCMODE;
    return (this.flags & O.PATH) === 0 && (mode === O.WRONLY || mode === O.RDWR);
  }

  /** Another descriptor refers to it. */
  retain(): void {
    this.#users++;
  }

  /** A descriptor was closed; the last one closes the file. */
  release(): void {
    this.#users--;
    if (this.#users === 0) this.closed();
  }

  /** Its status. */
  abstract status(): OpenStatus;

  /** What it is ready for. */
  readiness(): Readiness {
    return { input: true, output: true };
  }

  /** The time of the monotonic clock at which it becomes ready by itself. */
  get readyAt(): bigint | undefined {
    return undefined;
  }

  /**
   * The next bytes, at most `limit`; none at the end. They stay until they are consumed, and the array until
   * the next read from any file.
   */
  peek(_limit: number): Uint8Array | undefined {
    throw new FileError("EINVAL");
  }

  /** The most bytes that one call reads, however large its buffers are. */
  get maxRead(): number {
    return Infinity;
  }

  /** Removes the first of the bytes that {@link peek} returned. */
  consume(_count: number): void {}

  /** Writes bytes; returns how many were written. The array stays until the next write to any file. */
  write(_bytes: Uint8Array<ArrayBuffer>): number | undefined {
    throw new FileError("EINVAL");
  }

  /** The bytes at a position, at most `limit`. The array stays until the next read from any file. */
  readAt(_position: number, _limit: number): Uint8Array {
    throw new FileError("ESPIPE");
  }

  /** Writes bytes at a position; returns how many were written. The array stays as with `write`. */
  writeAt(_position: number, _bytes: Uint8Array): number {
    throw new FileError("ESPIPE");
  }

  /** Sets the position and returns it. */
  seek(_offset: bigint, _whence: number): bigint {
    throw new FileError("ESPIPE");
  }

  /** Sets its size. */
  truncate(_size: number): void {
    throw new FileError("EINVAL");
  }

  /** Sets the permission bits of its node. */
  setMode(_mode: number): void {}

  /** Sets the times of its node. */
  setTimes(_times: FileTimes): void {}

  /** Writes the contents to the disk. */
  sync(): void {
    throw new FileError("EINVAL");
  }

  /** Whether it has a position. Reads and writes then continue until everything is transferred. */
  get hasPosition(): boolean {
    return false;
  }

  /** Whether a partial write waits for room for the rest. */
  get takesAll(): boolean {
    return false;
  }

  /** The number of bytes that can be read now, for FIONREAD; undefined when unknown. */
  get available(): number | undefined {
    return undefined;
  }

  /** Its last descriptor was closed. */
  protected closed(): void {}
}

/** The status of a file that has no node in a file system: a pipe, a stream, a counter. */
export function anonymousStatus(
  type: FileStatus["type"],
  mode: number,
  inode: number,
): OpenStatus {
  return {
    type,
    mode,
    inode: BigInt(inode),
    links: 1,
    size: 0,
    blocks: 0,
    accessed: 0n,
    modified: 0n,
    changed: 0n,
    device: 0,
  };
}
