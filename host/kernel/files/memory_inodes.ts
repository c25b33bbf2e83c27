// SPDX-License-Identifier: MPL-2.0
// The inodes of a file system in memory: what its files, symlinks and directories hold, with permission
// checks and a limit on their total size. An inode has no clock, since several processes may share it:
// the caller that changes one passes the time. copy_on_write.ts derives inodes that start as those of
// another file system.

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

/** Bytes by which a growing file grows at least, if it has that many; a large one grows by an eighth. */
const SPARE = 1 << 20;

function nameCost(name: string): number {
  return ENTRY_COST + name.length;
}

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

  /** Throws ENOSPC unless these names can be added. */
  needNames(names: readonly string[]): void {
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

  /** It got another name. */
  linked(now: bigint): void {
    this.links++;
    this.changed = now;
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

  override unlinked(now: bigint): void {
    super.unlinked(now);
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

  override unlinked(now: bigint): void {
    super.unlinked(now);
    if (this.links === 0) this.store.reserve(-this.target.length);
  }
}

/** The inodes in a directory by name. */
export interface Names {
  /** The inode with that name. */
  get(name: string): Inode | undefined;
  /** A directory that was looked up before; see {@link Directory.known}. */
  known?(name: string): DirectoryInode | undefined;
  /** Adds a name that is not there. */
  set(name: string, inode: Inode): void;
  /** Removes a name. */
  delete(name: string): void;
  /** All names. */
  list(): DirectoryEntry[];
}

/** The names of a directory that is in memory only. */
class MemoryNames implements Names {
  readonly #store: Store;
  readonly #inodes = new Map<string, Inode>();

  constructor(store: Store) {
    this.#store = store;
  }

  get(name: string): Inode | undefined {
    return this.#inodes.get(name);
  }

  set(name: string, inode: Inode): void {
    this.#store.addName(name);
    this.#inodes.set(name, inode);
  }

  delete(name: string): void {
    if (this.#inodes.delete(name)) this.#store.removeName(name);
  }

  list(): DirectoryEntry[] {
    return [...this.#inodes].map(([name, { type, number }]) => ({ name, type, inode: number }));
  }
}

/** A directory. */
export class DirectoryInode extends Inode {
  override readonly type = "directory";
  /** What is in it. */
  protected readonly names: Names;
  /** The directory it is in; undefined for the root. */
  parent: DirectoryInode | undefined;
  /** Its name there. */
  name: string;
  /** Whether it was removed while it was open. */
  removed = false;

  /** An empty directory, or one with those names. */
  constructor(
    store: Store,
    mode: number,
    parent: DirectoryInode | undefined,
    name: string,
    now: bigint,
    names: Names = new MemoryNames(store),
    number?: bigint,
  ) {
    super(store, mode, now, number);
    this.parent = parent;
    this.name = name;
    this.links = 2;
    this.names = names;
  }

  override get size(): number {
    return DIRECTORY_SIZE;
  }

  /** The inode with that name. */
  lookup(name: string): Inode | undefined {
    this.require(OWNER_SEARCH);
    return this.names.get(name);
  }

  /** A directory that was looked up before; see {@link Directory.known}. */
  known(name: string): DirectoryInode | undefined {
    // A lookup says why it cannot be searched.
    return (this.mode & OWNER_SEARCH) === 0 ? undefined : this.names.known?.(name);
  }

  /** Its entries. */
  entries(): DirectoryEntry[] {
    this.needReadable();
    return this.names.list();
  }

  /** Throws EACCES when its owner may not list it. */
  needReadable(): void {
    this.require(OWNER_READ);
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
    this.store.reserve(target.length);
    try {
      this.#add(name, now, () => new SymlinkInode(this.store, target, now));
    } catch (error) {
      this.store.reserve(-target.length);
      throw error;
    }
  }

  /** Gives an inode that is not a directory another name. */
  link(name: string, inode: Inode, now: bigint): void {
    if (inode.store !== this.store) throw new FileError("EXDEV");
    if (inode.links === 0) throw new FileError("ENOENT");
    this.#add(name, now, () => inode);
    inode.linked(now);
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
    if (inode.names.list().length > 0) throw new FileError("ENOTEMPTY");
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
    const replaced = to.names.get(newName);
    if (replaced === inode) return;
    // So that nothing fails halfway.
    this.store.needNames([name, newName]);
    if (replaced instanceof DirectoryInode) to.removeDirectory(newName, now);
    else if (replaced !== undefined) to.unlink(newName, now);
    this.#remove(name, now);
    to.#put(newName, inode, now);
    if (inode instanceof DirectoryInode) {
      inode.parent = to;
      inode.name = newName;
      this.links--;
      to.links++;
    }
    inode.changed = now;
  }

  #existing(name: string): Inode {
    const inode = this.names.get(name);
    if (inode === undefined) throw new FileError("ENOENT");
    return inode;
  }

  #add<Kind extends Inode>(name: string, now: bigint, make: () => Kind): Kind {
    this.require(OWNER_WRITE | OWNER_SEARCH);
    if (this.removed) throw new FileError("ENOENT");
    if (this.names.get(name) !== undefined) throw new FileError("EEXIST");
    const inode = make();
    this.#put(name, inode, now);
    return inode;
  }

  #put(name: string, inode: Inode, now: bigint): void {
    this.names.set(name, inode);
    this.touch(now);
  }

  #remove(name: string, now: bigint): void {
    this.names.delete(name);
    this.touch(now);
  }
}
