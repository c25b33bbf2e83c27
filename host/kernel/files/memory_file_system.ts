// SPDX-License-Identifier: MPL-2.0
// A file system that lives in memory: for tests, for browsers, and for whoever wants a program to write
// files that are gone afterwards. What it holds is limited, so that a program cannot exhaust the host.

import {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileHandle,
  type FileNode,
  type FileStatus,
  type FileSystem,
  type FileTimes,
  type FileType,
  isDirectory,
  type NewTime,
  type RegularFile,
  type Symlink,
} from "./file_system.ts";

/** Bytes that it may hold, unless told otherwise: 64 MiB. */
const DEFAULT_CAPACITY = 64 << 20;
/** Bytes that a name counts for, besides its own length. */
const ENTRY_COST = 256;

/** Contents to begin with: a file's bytes or text, or what is in a directory. */
export interface MemoryTree {
  /** What has that name. */
  readonly [name: string]: Uint8Array | string | MemoryTree;
}

/** What all nodes of a file system share. */
class Store {
  now: () => bigint = () => 0n;
  readonly #capacity: number;
  #used = 0;
  #lastInode = 0n;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  nextInode(): bigint {
    return ++this.#lastInode;
  }

  /** Takes room, or gives it back where the number is negative. */
  take(bytes: number): void {
    if (this.#used + bytes > this.#capacity) throw new FileError("ENOSPC");
    this.#used += bytes;
  }
}

abstract class MemoryNode implements FileNode {
  abstract readonly type: FileType;
  readonly store: Store;
  readonly inode: bigint;
  mode: number;
  links = 1;
  accessed: bigint;
  modified: bigint;
  changed: bigint;

  constructor(store: Store, mode: number) {
    this.store = store;
    this.inode = store.nextInode();
    this.mode = mode;
    this.accessed = this.modified = this.changed = store.now();
  }

  abstract get size(): number;

  status(): FileStatus {
    const { type, inode, mode, links, size, accessed, modified, changed } = this;
    const blocks = Math.ceil(size / 512);
    return { type, inode, mode, links, size, blocks, accessed, modified, changed };
  }

  setMode(mode: number): void {
    this.mode = mode;
    this.changed = this.store.now();
  }

  setTimes({ accessed, modified }: FileTimes): void {
    const now = this.store.now();
    const choose = (time: NewTime, old: bigint) => time === "now" ? now : time ?? old;
    this.accessed = choose(accessed, this.accessed);
    this.modified = choose(modified, this.modified);
    this.changed = now;
  }

  /** Its contents changed. */
  touch(): void {
    this.modified = this.changed = this.store.now();
  }

  /** The last name of it is gone. */
  dropped(): void {}
}

const OWNER_READ = 0o400;
const OWNER_WRITE = 0o200;
const OWNER_SEARCH = 0o100;

class MemoryFile extends MemoryNode implements RegularFile {
  readonly type = "file";
  #bytes = new Uint8Array();
  #size = 0;
  #handles = 0;

  get size(): number {
    return this.#size;
  }

  open({ read, write }: { readonly read: boolean; readonly write: boolean }): FileHandle {
    const needed = (read ? OWNER_READ : 0) | (write ? OWNER_WRITE : 0);
    if ((this.mode & needed) !== needed) throw new FileError("EACCES");
    return this.handle();
  }

  handle(): FileHandle {
    this.#handles++;
    return {
      read: (buffer, position) => this.#read(buffer, position),
      write: (bytes, position) => this.write(bytes, position),
      truncate: (size) => {
        this.#resize(size);
        this.touch();
      },
      sync() {},
      setTimes: (times) => this.setTimes(times),
      status: () => this.status(),
      close: () => {
        this.#handles--;
        this.#free();
      },
    };
  }

  write(bytes: Uint8Array, position: number): number {
    if (position + bytes.length > this.#size) this.#resize(position + bytes.length);
    this.#bytes.set(bytes, position);
    this.touch();
    return bytes.length;
  }

  override dropped(): void {
    this.#free();
  }

  #read(buffer: Uint8Array, position: number): number {
    const bytes = this.#bytes.subarray(position, Math.min(this.#size, position + buffer.length));
    buffer.set(bytes);
    this.accessed = this.store.now();
    return bytes.length;
  }

  #resize(size: number): void {
    this.store.take(size - this.#size);
    if (size > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    // What is cut off must not come back when the file grows again.
    this.#bytes.fill(0, Math.min(size, this.#size), Math.max(size, this.#size));
    this.#size = size;
  }

  /** Gives the room back once nobody can reach the file any more. */
  #free(): void {
    if (this.links > 0 || this.#handles > 0) return;
    this.store.take(-this.#size);
    this.#bytes = new Uint8Array();
    this.#size = 0;
  }
}

class MemorySymlink extends MemoryNode implements Symlink {
  readonly type = "symlink";
  readonly #target: string;

  constructor(store: Store, target: string) {
    super(store, 0o777);
    this.#target = target;
  }

  get size(): number {
    return new TextEncoder().encode(this.#target).length;
  }

  target(): string {
    return this.#target;
  }
}

class MemoryDirectory extends MemoryNode implements Directory {
  readonly type = "directory";
  readonly #nodes = new Map<string, MemoryNode>();
  parent: MemoryDirectory | undefined;
  name: string;
  removed = false;

  constructor(store: Store, mode: number, parent: MemoryDirectory | undefined, name: string) {
    super(store, mode);
    this.parent = parent;
    this.name = name;
    this.links = 2;
  }

  get size(): number {
    return 4096;
  }

  lookup(name: string): MemoryNode | undefined {
    this.#need(OWNER_SEARCH);
    return this.#nodes.get(name);
  }

  entries(): DirectoryEntry[] {
    this.#need(OWNER_READ);
    return [...this.#nodes].map(([name, { type, inode }]) => ({ name, type, inode }));
  }

  createFile(name: string, mode: number): { node: MemoryFile; handle: FileHandle } {
    const node = this.#add(name, () => new MemoryFile(this.store, mode));
    return { node, handle: node.handle() };
  }

  createDirectory(name: string, mode: number): MemoryDirectory {
    const made = this.#add(name, () => new MemoryDirectory(this.store, mode, this, name));
    this.links++;
    return made;
  }

  createSymlink(name: string, target: string): void {
    this.#add(name, () => new MemorySymlink(this.store, target));
  }

  link(name: string, node: FileNode): void {
    if (!(node instanceof MemoryNode) || node.store !== this.store) throw new FileError("EXDEV");
    if (node.links === 0) throw new FileError("ENOENT");
    this.#add(name, () => node);
    node.links++;
    node.changed = this.store.now();
  }

  unlink(name: string): void {
    const node = this.#existing(name);
    if (isDirectory(node)) throw new FileError("EISDIR");
    this.#need(OWNER_WRITE | OWNER_SEARCH);
    this.#remove(name);
    node.links--;
    node.changed = this.store.now();
    node.dropped();
  }

  removeDirectory(name: string): void {
    const node = this.#existing(name);
    if (!(node instanceof MemoryDirectory)) throw new FileError("ENOTDIR");
    this.#need(OWNER_WRITE | OWNER_SEARCH);
    if (node.#nodes.size > 0) throw new FileError("ENOTEMPTY");
    this.#remove(name);
    node.removed = true;
    node.links = 0;
    this.links--;
  }

  rename(name: string, to: Directory, newName: string): void {
    if (!(to instanceof MemoryDirectory) || to.store !== this.store) throw new FileError("EXDEV");
    const node = this.#existing(name);
    this.#need(OWNER_WRITE | OWNER_SEARCH);
    to.#need(OWNER_WRITE | OWNER_SEARCH);
    const replaced = to.#nodes.get(newName);
    if (replaced === node) return;
    if (replaced !== undefined) {
      if (isDirectory(replaced)) to.removeDirectory(newName);
      else to.unlink(newName);
    }
    this.#remove(name);
    to.#add(newName, () => node);
    if (node instanceof MemoryDirectory) {
      node.parent = to;
      node.name = newName;
      this.links--;
      to.links++;
    }
    node.changed = this.store.now();
  }

  #existing(name: string): MemoryNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new FileError("ENOENT");
    return node;
  }

  #need(bits: number): void {
    if ((this.mode & bits) !== bits) throw new FileError("EACCES");
  }

  #add<Node extends MemoryNode>(name: string, make: () => Node): Node {
    this.#need(OWNER_WRITE | OWNER_SEARCH);
    if (this.removed) throw new FileError("ENOENT");
    if (this.#nodes.has(name)) throw new FileError("EEXIST");
    this.store.take(ENTRY_COST + name.length);
    const node = make();
    this.#nodes.set(name, node);
    this.touch();
    return node;
  }

  #remove(name: string): void {
    this.#nodes.delete(name);
    this.store.take(-(ENTRY_COST + name.length));
    this.touch();
  }
}

/** A file system in memory. */
export class MemoryFileSystem implements FileSystem {
  /** Its topmost directory. */
  readonly root: Directory;
  readonly #store: Store;

  /**
   * A file system with those contents. `capacity` is the number of bytes that it may hold, names
   * included; 64 MiB when left out. Writing more answers ENOSPC.
   */
  constructor(contents: MemoryTree = {}, options: { readonly capacity?: number } = {}) {
    this.#store = new Store(options.capacity ?? DEFAULT_CAPACITY);
    const root = new MemoryDirectory(this.#store, 0o755, undefined, "");
    fill(root, contents);
    this.root = root;
  }

  /** How it tells the time, in nanoseconds since 1970. */
  get now(): () => bigint {
    return this.#store.now;
  }

  set now(now: () => bigint) {
    this.#store.now = now;
  }
}

function fill(directory: MemoryDirectory, contents: MemoryTree): void {
  for (const [name, value] of Object.entries(contents)) {
    if (typeof value === "string" || value instanceof Uint8Array) {
      const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
      directory.createFile(name, 0o644).node.write(bytes, 0);
    } else {
      fill(directory.createDirectory(name, 0o755), value as MemoryTree);
    }
  }
}
