// SPDX-License-Identifier: MPL-2.0
// The inodes of a file system in memory: what its files, symlinks and directories hold, with permission
// checks and a limit on their total size. An inode has no clock, since several processes may share it:
// the caller that changes one passes the time.

import {
  type DirectoryEntry,
  FileError,
  type FileStatus,
  type FileTimes,
  type FileType,
  type NewTime,
} from "./file_system.ts";

/** Bytes that a name counts for, besides its own length. */
const ENTRY_COST = 256;
/** The mode that every symlink shows; it is never checked. */
const SYMLINK_MODE = 0o777;
/** The size that every directory shows. */
const DIRECTORY_SIZE = 4096;

const OWNER_READ = 0o400;
const OWNER_WRITE = 0o200;
const OWNER_SEARCH = 0o100;

/** What all inodes of a file system share: its capacity and its inode numbers. */
export class Store {
  readonly #capacity: number;
  #used = 0;
  #lastInode = 0n;

  /** A store of that many bytes, names included. */
  constructor(capacity: number) {
    this.#capacity = capacity;
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
    this.#used += bytes;
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
  constructor(store: Store, mode: number, now: bigint) {
    this.store = store;
    this.number = store.nextInode();
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

  /** Sets its permission bits. */
  setMode(mode: number, now: bigint): void {
    this.mode = mode;
    this.changed = now;
  }

  /** Sets its times. */
  setTimes({ accessed, modified }: FileTimes, now: bigint): void {
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

  /** One of its names was removed. */
  unlinked(now: bigint): void {
    this.links--;
    this.changed = now;
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
    this.require((read ? OWNER_READ : 0) | (write ? OWNER_WRITE : 0));
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

  override unlinked(now: bigint): void {
    super.unlinked(now);
    this.#freeIfUnreachable();
  }

  #resize(size: number): void {
    this.store.reserve(size - this.#size);
    if (size > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    // Bytes that are cut off must not come back when the file grows again.
    this.#bytes.fill(0, Math.min(size, this.#size), Math.max(size, this.#size));
    this.#size = size;
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
  /** The path it points to. */
  readonly target: string;

  /** A symlink to that path. */
  constructor(store: Store, target: string, now: bigint) {
    super(store, SYMLINK_MODE, now);
    this.target = target;
  }

  override get size(): number {
    return new TextEncoder().encode(this.target).length;
  }
}

/** A directory. */
export class DirectoryInode extends Inode {
  override readonly type = "directory";
  readonly #inodes = new Map<string, Inode>();
  /** The directory it is in; undefined for the root. */
  parent: DirectoryInode | undefined;
  /** Its name there. */
  name: string;
  /** Whether it was removed while it was open. */
  removed = false;

  /** An empty directory. */
  constructor(
    store: Store,
    mode: number,
    parent: DirectoryInode | undefined,
    name: string,
    now: bigint,
  ) {
    super(store, mode, now);
    this.parent = parent;
    this.name = name;
    this.links = 2;
  }

  override get size(): number {
    return DIRECTORY_SIZE;
  }

  /** The inode with that name. */
  lookup(name: string): Inode | undefined {
    this.require(OWNER_SEARCH);
    return this.#inodes.get(name);
  }

  /** Its entries. */
  entries(): DirectoryEntry[] {
    this.require(OWNER_READ);
    return [...this.#inodes].map(([name, { type, number }]) => ({ name, type, inode: number }));
  }

  /** Makes an empty file. */
  createFile(name: string, mode: number, now: bigint): FileInode {
    return this.#add(name, now, () => new FileInode(this.store, mode, now));
  }

  /** Makes a directory. */
  createDirectory(name: string, mode: number, now: bigint): DirectoryInode {
    const make = () => new DirectoryInode(this.store, mode, this, name, now);
    const made = this.#add(name, now, make);
    this.links++;
    return made;
  }

  /** Makes a symlink. */
  createSymlink(name: string, target: string, now: bigint): void {
    this.#add(name, now, () => new SymlinkInode(this.store, target, now));
  }

  /** Gives an inode that is not a directory another name. */
  link(name: string, inode: Inode, now: bigint): void {
    if (inode.store !== this.store) throw new FileError("EXDEV");
    if (inode.links === 0) throw new FileError("ENOENT");
    this.#add(name, now, () => inode);
    inode.links++;
    inode.changed = now;
  }

  /** Removes a name of an inode that is not a directory. */
  unlink(name: string, now: bigint): void {
    const inode = this.#existing(name);
    if (inode instanceof DirectoryInode) throw new FileError("EISDIR");
    this.require(OWNER_WRITE | OWNER_SEARCH);
    this.#remove(name, now);
    inode.unlinked(now);
  }

  /** Removes an empty directory. */
  removeDirectory(name: string, now: bigint): void {
    const inode = this.#existing(name);
    if (!(inode instanceof DirectoryInode)) throw new FileError("ENOTDIR");
    this.require(OWNER_WRITE | OWNER_SEARCH);
    if (inode.#inodes.size > 0) throw new FileError("ENOTEMPTY");
    this.#remove(name, now);
    inode.removed = true;
    inode.links = 0;
    this.links--;
  }

  /** Moves an inode to another directory; it replaces what has the new name. */
  rename(name: string, to: DirectoryInode, newName: string, now: bigint): void {
    if (to.store !== this.store) throw new FileError("EXDEV");
    const inode = this.#existing(name);
    this.require(OWNER_WRITE | OWNER_SEARCH);
    to.require(OWNER_WRITE | OWNER_SEARCH);
    const replaced = to.#inodes.get(newName);
    if (replaced === inode) return;
    if (replaced instanceof DirectoryInode) to.removeDirectory(newName, now);
    else if (replaced !== undefined) to.unlink(newName, now);
    this.#remove(name, now);
    to.#add(newName, now, () => inode);
    if (inode instanceof DirectoryInode) {
      inode.parent = to;
      inode.name = newName;
      this.links--;
      to.links++;
    }
    inode.changed = now;
  }

  #existing(name: string): Inode {
    const inode = this.#inodes.get(name);
    if (inode === undefined) throw new FileError("ENOENT");
    return inode;
  }

  #add<Kind extends Inode>(name: string, now: bigint, make: () => Kind): Kind {
    this.require(OWNER_WRITE | OWNER_SEARCH);
    if (this.removed) throw new FileError("ENOENT");
    if (this.#inodes.has(name)) throw new FileError("EEXIST");
    this.store.reserve(ENTRY_COST + name.length);
    const inode = make();
    this.#inodes.set(name, inode);
    this.touch(now);
    return inode;
  }

  #remove(name: string, now: bigint): void {
    this.#inodes.delete(name);
    this.store.reserve(-(ENTRY_COST + name.length));
    this.touch(now);
  }
}
