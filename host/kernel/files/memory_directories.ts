// SPDX-License-Identifier: MPL-2.0
// The directories of a file system in memory: names of inodes, with the checks of permissions that Linux makes
// when they are looked up, made, removed and renamed.

import { type DirectoryEntry, FileError } from "./file_system.ts";
import { FileInode, Inode, OWNER, type Store, SymlinkInode } from "./memory_inodes.ts";

/** The size that every directory shows. */
const DIRECTORY_SIZE = 4096;

/** The inodes in a directory by name. */
export interface Names {
  /** The inode with that name. */
  get(name: string): Inode | undefined;
  /** A directory that was looked up before; see {@link Directory.known}. */
  known?(name: string): DirectoryInode | undefined;
  /** Adds a name that is not there; when that fails, nothing has changed. */
  set(name: string, inode: Inode): void;
  /** Removes a name; when that fails, nothing has changed. */
  delete(name: string): void;
  /** Whether the store counts a name that is there: removing it frees its room. */
  isCounted(name: string): boolean;
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

  isCounted(): boolean {
    return true;
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
    this.require(OWNER.SEARCH);
    return this.names.get(name);
  }

  /** A directory that was looked up before; see {@link Directory.known}. */
  known(name: string): DirectoryInode | undefined {
    // A lookup says why it cannot be searched.
    return (this.mode & OWNER.SEARCH) === 0 ? undefined : this.names.known?.(name);
  }

  /** Its entries. */
  entries(): DirectoryEntry[] {
    this.needReadable();
    return this.names.list();
  }

  /** Throws EACCES when its owner may not list it. */
  needReadable(): void {
    this.require(OWNER.READ);
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
    this.#add(name, now, () => {
      inode.beforeChange();
      return inode;
    });
    inode.linked(now);
  }

  /** Removes a name of an inode that is not a directory. */
  unlink(name: string, now: bigint): void {
    const inode = this.#existing(name);
    if (inode instanceof DirectoryInode) throw new FileError("EISDIR");
    this.require(OWNER.WRITE | OWNER.SEARCH);
    inode.beforeChange();
    this.#remove(name, now);
    inode.unlinked(now);
  }

  /** Removes an empty directory. */
  removeDirectory(name: string, now: bigint): void {
    const inode = this.#existing(name);
    if (!(inode instanceof DirectoryInode)) throw new FileError("ENOTDIR");
    this.require(OWNER.WRITE | OWNER.SEARCH);
    inode.#needEmpty();
    inode.beforeChange();
    this.#remove(name, now);
    inode.removed = true;
    inode.links = 0;
    this.links--;
  }

  /** Moves an inode to another directory; it replaces what has the new name. */
  rename(name: string, to: DirectoryInode, newName: string, now: bigint): void {
    if (to.store !== this.store) throw new FileError("EXDEV");
    const inode = this.#existing(name);
    this.require(OWNER.WRITE | OWNER.SEARCH);
    to.require(OWNER.WRITE | OWNER.SEARCH);
    const replaced = to.names.get(newName);
    if (replaced === inode) return;
    if (replaced instanceof DirectoryInode) replaced.#needEmpty();
    // From here on nothing fails halfway.
    for (const one of [inode, this, to, replaced]) one?.beforeChange();
    const freed = [
      this.names.isCounted(name),
      replaced !== undefined && to.names.isCounted(newName),
    ].filter((isFreed) => isFreed);
    this.store.needNames([name, newName, newName], 1 - freed.length);
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

  #needEmpty(): void {
    if (this.names.list().length > 0) throw new FileError("ENOTEMPTY");
  }

  #existing(name: string): Inode {
    const inode = this.names.get(name);
    if (inode === undefined) throw new FileError("ENOENT");
    return inode;
  }

  #add<Kind extends Inode>(name: string, now: bigint, make: () => Kind): Kind {
    this.require(OWNER.WRITE | OWNER.SEARCH);
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
