// SPDX-License-Identifier: MPL-2.0
// An open file, as the read and write calls see it: what descriptors stand for, shared by those that dup
// made of each other (struct file of Linux). What a kind of file cannot do answers the error that Linux has
// for it. A method that would have to wait gives undefined.

import { FileError, type FileStatus, type FileTimes } from "./file_system.ts";
import { O } from "../abi/open_flags.ts";

/** What can be done with a file right now (poll's POLLIN and its kin). */
export interface Readiness {
  /** Reading does not wait. */
  readonly input: boolean;
  /** Writing does not wait. */
  readonly output: boolean;
  /** The other end of a pipe is closed: nobody writes any more. */
  readonly hangUp?: boolean;
  /** The other end of a pipe is closed: nobody reads any more. */
  readonly broken?: boolean;
}

/** What the file calls need to know of an open file's node. */
export interface OpenStatus extends FileStatus {
  /** The number of the device it lies on. */
  readonly device: number;
}

/** Whence the offset of lseek counts. */
export const SEEK = { SET: 0, CUR: 1, END: 2, DATA: 3, HOLE: 4 } as const;

/** An open file. */
export abstract class OpenFile {
  /** The flags it was opened with, and that fcntl has changed since. */
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

  /** Another descriptor stands for it. */
  retain(): void {
    this.#users++;
  }

  /** A descriptor was closed; with the last one the file is. */
  release(): void {
    this.#users--;
    if (this.#users === 0) this.closed();
  }

  /** What is known about it. */
  abstract status(): OpenStatus;

  /** What can be done without waiting. */
  readiness(): Readiness {
    return { input: true, output: true };
  }

  /** The moment of the monotonic clock at which it becomes ready by itself. */
  get readyAt(): bigint | undefined {
    return undefined;
  }

  /** The next bytes, at most `limit`, none at the end; they stay until they are consumed. */
  peek(_limit: number): Uint8Array | undefined {
    throw new FileError("EINVAL");
  }

  /** Takes away the first of the bytes that {@link peek} gave. */
  consume(_count: number): void {}

  /** Takes bytes; gives how many. */
  write(_bytes: Uint8Array<ArrayBuffer>): number | undefined {
    throw new FileError("EINVAL");
  }

  /** The bytes at a position, at most `limit`. */
  readAt(_position: number, _limit: number): Uint8Array {
    throw new FileError("ESPIPE");
  }

  /** Puts bytes at a position; gives how many. */
  writeAt(_position: number, _bytes: Uint8Array): number {
    throw new FileError("ESPIPE");
  }

  /** Moves to a position; gives it. */
  seek(_offset: bigint, _whence: number): bigint {
    throw new FileError("ESPIPE");
  }

  /** Sets its size. */
  truncate(_size: number): void {
    throw new FileError("EINVAL");
  }

  /** Sets the times of the file it stands for. */
  setTimes(_times: FileTimes): void {}

  /** Makes sure that what was written is kept. */
  sync(): void {
    throw new FileError("EINVAL");
  }

  /** Whether it has a position: reading and writing then go on until all is done. */
  get hasPosition(): boolean {
    return false;
  }

  /** Whether a write that took only some of the bytes goes on with the others once there is room. */
  get takesAll(): boolean {
    return false;
  }

  /** How many bytes can be read now, for FIONREAD; undefined where nobody can tell. */
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
