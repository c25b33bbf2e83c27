// SPDX-License-Identifier: MPL-2.0
// An open file of the host. Guarantees: everything is done to the file that was opened, whatever its name leads
// to by now; within the quota of its directory, if there is one.

import {
  FileError,
  type FileHandle,
  type FileStatus,
  type FileTimes,
  MAX_SIZE,
} from "../kernel/files/file_system.ts";
import { ask, chooseTimes, statusOf } from "./host_calls.ts";
import type { Quota } from "./quota.ts";

/** What a handle needs of the file that it opens. */
export interface HandleOwner {
  /** Its inode number. */
  readonly inode: number;
  /** The quota that it counts towards. */
  readonly quota: Quota | undefined;
  /** Sets the permission bits of this file, which is open. */
  setMode(mode: number): void;
  /** The handle was closed. */
  closed(handle: HostHandle): void;
}

/** An open file. */
export class HostHandle implements FileHandle {
  readonly #file: Deno.FsFile;
  readonly #owner: HandleOwner;
  /** The position of the host's file, so that reads in a row need not set it. */
  #position = 0;

  /** The open file. */
  constructor(file: Deno.FsFile, owner: HandleOwner) {
    this.#file = file;
    this.#owner = owner;
    owner.quota?.opened(owner.inode);
  }

  read(buffer: Uint8Array, position: number): number {
    if (!this.#seek(position)) return 0;
    const count = ask(() => this.#file.readSync(buffer) ?? 0);
    this.#position += count;
    return count;
  }

  /** Sets the position; returns false when no file of the host can be so long. */
  #seek(position: number): boolean {
    if (position === this.#position) return true;
    try {
      this.#position = this.#file.seekSync(position, Deno.SeekMode.Start);
      return true;
    } catch {
      return false;
    }
  }

  write(bytes: Uint8Array, position: number): number {
    if (position + bytes.length > MAX_SIZE) throw new FileError("EFBIG");
    if (bytes.length === 0) return 0;
    const { quota, inode } = this.#owner;
    let count = bytes.length;
    if (quota !== undefined) {
      const size = this.size();
      const left = size + quota.bytes - position;
      // A write that fits in part ends early, as on a full disk.
      if (position < size + quota.bytes && count > left) count = left;
      quota.resize(inode, Math.max(0, position + count - size));
    }
    if (!this.#seek(position)) throw new FileError("EFBIG");
    return ask(() => {
      let done = 0;
      while (done < count) {
        const written = this.#file.writeSync(bytes.subarray(done, count));
        done += written;
        this.#position += written;
      }
      return done;
    });
  }

  truncate(size: number): void {
    const { quota, inode } = this.#owner;
    const change = quota === undefined ? 0 : size - this.size();
    if (change > 0) quota?.resize(inode, change);
    ask(() => this.#file.truncateSync(size));
    if (change < 0) quota?.resize(inode, change);
  }

  size(): number {
    return this.#position = ask(() => this.#file.seekSync(0, Deno.SeekMode.End));
  }

  sync(): void {
    ask(() => this.#file.syncSync());
  }

  setMode(mode: number): void {
    this.#owner.setMode(mode);
  }

  setTimes(times: FileTimes): void {
    const [accessed, modified] = chooseTimes(times, this.status());
    ask(() => this.#file.utimeSync(accessed, modified));
  }

  status(): FileStatus {
    return ask(() => statusOf(this.#file.statSync()));
  }

  close(): void {
    const { quota, inode } = this.#owner;
    if (quota !== undefined) quota.closed(inode, this.status().links === 0);
    this.#owner.closed(this);
    this.#file.close();
  }
}
