// SPDX-License-Identifier: MPL-2.0
// The inodes of a file system in memory: what its files and symlinks hold, with permission checks and a limit
// on their total size; memory_directories.ts has its directories. An inode has no clock, since several
// processes may share it: the caller that changes one passes the time. lower_inodes.ts derives inodes that
// start as those of another file system.

import {
  FileError,
  type FileStatus,
  type FileTimes,
  type FileType,
  type NewTime,
} from "./file_system.ts";

/** Bytes that a name counts for, besides its own length. */
const ENTRY_COST = 256;

/** Bytes by which a growing file grows at least, if it has that many; a large one grows by an eighth. */
const SPARE = 1 << 20;

function nameCost(name: string): number {
  return ENTRY_COST + name.length;
}

/** The mode that every symlink shows; it is never checked. */
const SYMLINK_MODE = 0o777;

/** The rights of the owner, which a process has. */
export const OWNER = { READ: 0o400, WRITE: 0o200, SEARCH: 0o100 } as const;

/** What all inodes of a file system share: its capacity and its inode numbers. */
export class Store {
  readonly #capacity: number;
  readonly #maxNames: number;
  #used = 0;
  #names = 0;
  #lastInode: bigint;
  /** Takes bytes of a process's memory limit, too, or gives them back. */
  account: ((bytes: number) => void) | undefined;

  /** A store of that many bytes, names included, and names; its inode numbers come after `lastInode`. */
  constructor(capacity: number, maxNames = Infinity, lastInode = 0n) {
    this.#capacity = capacity;
    this.#maxNames = maxNames;
    this.#lastInode = lastInode;
  }

  /** A new inode number. */
  nextInode(): bigint {
    return ++this.#lastInode;
  }

  /**
   * Reserves bytes; a negative number releases them.
   *
   * @throws {FileError} ENOSPC when the store is full
   */
  reserve(bytes: number): void {
    if (this.#used + bytes > this.#capacity) throw new FileError("ENOSPC");
    this.account?.(bytes);
    this.#used += bytes;
  }

  /** Reserves the bytes of a name. */
  addName(name: string): void {
    if (this.#names >= this.#maxNames) throw new FileError("ENOSPC");
    this.reserve(nameCost(name));
    this.#names++;
  }

  /** Releases the bytes of a name. */
  removeName(name: string): void {
    this.reserve(-nameCost(name));
    this.#names--;
  }

  /** Throws ENOSPC unless there is room for the bytes of these names, and for so many more names. */
  needNames(names: readonly string[], more: number): void {
    if (this.#names + more > this.#maxNames) throw new FileError("ENOSPC");
    const bytes = names.reduce((sum, name) => sum + nameCost(name), 0);
    this.reserve(bytes);
    this.reserve(-bytes);
  }
}

/** An inode. Times are in nanoseconds since 1970. */
export abstract class Inode {
  /** What it is. */
  abstract readonly type: FileType;
  /** The store it belongs to. */
  readonly store: Store;
  /** Its number. */
  readonly number: bigint;
  /** The twelve permission bits. */
  mode: number;
  /** The number of its names. */
  links = 1;
  /** When it was last read. */
  accessed: bigint;
  /** When its contents last changed. */
  modified: bigint;
  /** When its status last changed. */
  changed: bigint;

  /** An inode with one name. */
  constructor(store: Store, mode: number, now: bigint, number: bigint = store.nextInode()) {
    this.store = store;
    this.number = number;
    this.mode = mode;
    this.accessed = this.modified = this.changed = now;
  }

  /** Its size in bytes. */
  abstract get size(): number;

  /** Its status. */
  status(): FileStatus {
    const { type, number, mode, links, size, accessed, modified, changed } = this;
    const blocks = Math.ceil(size / 512);
    return { type, inode: number, mode, links, size, blocks, accessed, modified, changed };
  }

  /** It is about to change. Throws ENOSPC when that needs bytes that the store does not have. */
  beforeChange(): void {}

  /** Its last name was removed. */
  protected afterLastName(): void {}

  /** Sets its permission bits. */
  setMode(mode: number, now: bigint): void {
    this.beforeChange();
    this.mode = mode;
    this.changed = now;
  }

  /** Sets its times. */
  setTimes({ accessed, modified }: FileTimes, now: bigint): void {
    this.beforeChange();
    const choose = (time: NewTime, old: bigint) => time === "now" ? now : time ?? old;
    this.accessed = choose(accessed, this.accessed);
    this.modified = choose(modified, this.modified);
    this.changed = now;
  }

  /** Throws EACCES unless its mode has all of these bits. */
  require(bits: number): void {
    if ((this.mode & bits) !== bits) throw new FileError("EACCES");
  }

  /** Its contents changed. */
  protected touch(now: bigint): void {
    this.modified = this.changed = now;
  }

  /** It got another name. */
  linked(now: bigint): void {
    this.beforeChange();
    this.links++;
    this.changed = now;
  }

  /** One of its names was removed. */
  unlinked(now: bigint): void {
    this.beforeChange();
    this.links--;
    this.changed = now;
    if (this.links === 0) this.afterLastName();
  }
}

/** A regular file. */
export class FileInode extends Inode {
  override readonly type = "file";
  #bytes = new Uint8Array();
  #size = 0;
  #handles = 0;

  override get size(): number {
    return this.#size;
  }

  /** Throws EACCES unless its owner has these rights. */
  requireAccess({ read, write }: { readonly read: boolean; readonly write: boolean }): void {
    this.require((read ? OWNER.READ : 0) | (write ? OWNER.WRITE : 0));
  }

  /** Whether a handle to it is open. */
  protected get isOpen(): boolean {
    return this.#handles > 0;
  }

  /** Another handle to it was opened. */
  retain(): void {
    this.#handles++;
  }

  /** A handle was closed. */
  release(): void {
    this.#handles--;
    this.#freeIfUnreachable();
  }

  /** Fills the start of the buffer; returns the number of bytes. */
  read(buffer: Uint8Array, position: number, now: bigint): number {
    const bytes = this.#bytes.subarray(position, Math.min(this.#size, position + buffer.length));
    buffer.set(bytes);
    this.accessed = now;
    return bytes.length;
  }

  /** Writes all the bytes; returns their number. */
  write(bytes: Uint8Array, position: number, now: bigint): number {
    // Nothing written does not make the file longer.
    if (bytes.length === 0) return 0;
    if (position + bytes.length > this.#size) this.#resize(position + bytes.length);
    this.#bytes.set(bytes, position);
    this.touch(now);
    return bytes.length;
  }

  /** Makes it shorter, or longer with zeros. */
  truncate(size: number, now: bigint): void {
    this.#resize(size);
    this.touch(now);
  }

  protected override afterLastName(): void {
    this.#freeIfUnreachable();
  }

  #resize(size: number): void {
    this.store.reserve(size - this.#size);
    if (size > this.#bytes.length) {
      const spare = Math.min(this.#bytes.length, Math.max(SPARE, this.#bytes.length >> 3));
      const larger = this.#allocate(Math.max(size, this.#bytes.length + spare), size - this.#size);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    // Bytes that are cut off must not come back when the file grows again.
    this.#bytes.fill(0, Math.min(size, this.#size), Math.max(size, this.#size));
    this.#size = size;
  }

  /** An array for the contents; without one, the bytes that were reserved are given back. */
  #allocate(length: number, reserved: number): Uint8Array<ArrayBuffer> {
    try {
      return new Uint8Array(length);
    } catch {
      this.store.reserve(-reserved);
      throw new FileError("ENOSPC");
    }
  }

  #freeIfUnreachable(): void {
    if (this.links > 0 || this.#handles > 0) return;
    this.store.reserve(-this.#size);
    this.#bytes = new Uint8Array();
    this.#size = 0;
  }
}

/** A symlink. */
export class SymlinkInode extends Inode {
  override readonly type = "symlink";
  readonly #target: string;

  /** A symlink to that path. */
  constructor(store: Store, target: string, now: bigint, number?: bigint) {
    super(store, SYMLINK_MODE, now, number);
    this.#target = target;
  }

  /** The path it points to. */
  get target(): string {
    return this.#target;
  }

  override get size(): number {
    return new TextEncoder().encode(this.target).length;
  }

  protected override afterLastName(): void {
    this.store.reserve(-this.target.length);
  }
}
