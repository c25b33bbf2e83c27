// SPDX-License-Identifier: MPL-2.0
// The inodes of a copy-on-write file system that the lower file system has, too. Each is clean at first: it
// shows what the lower shows. A change keeps the inode, with its status and, once it is written, its
// contents. Guarantees: there is one inode for each file of the lower, whatever its names.

import {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileHandle,
  type FileNode,
  type FileStatus,
  type FileType,
  isDirectory,
  isRegularFile,
  isSymlink,
  type RegularFile,
  type Symlink,
} from "./file_system.ts";
import { DirectoryInode, type Names } from "./memory_directories.ts";
import { FileInode, Inode, type Store, SymlinkInode } from "./memory_inodes.ts";

/** Bytes copied at once. */
const CHUNK_SIZE = 1 << 20;
/** Bytes that an inode takes when it is kept. */
const INODE_COST = 256;

/** What is known of the lower file system. */
export class Lower {
  readonly store: Store;
  readonly #directories = new WeakMap<Directory, LowerDirectory>();
  /** The changed files and symlinks by inode number. */
  readonly #kept = new Map<bigint, Inode>();
  /** The clean ones that are in use. */
  readonly #clean = new Map<bigint, WeakRef<Inode>>();
  readonly #gone = new FinalizationRegistry<bigint>((number) => {
    if (this.#clean.get(number)?.deref() === undefined) this.#clean.delete(number);
  });

  /** Nothing is known yet. */
  constructor(store: Store) {
    this.store = store;
  }

  /** The inode of a directory that was looked up before. */
  known(node: Directory): LowerDirectory | undefined {
    return this.#directories.get(node);
  }

  /** The inode of a node of the lower, which has that name in `parent`. */
  inode(node: FileNode, parent: LowerDirectory, name: string): Inode {
    if (isDirectory(node)) {
      const known = this.#directories.get(node);
      if (known !== undefined) return known;
      const made = new LowerDirectory(this, node, parent, name);
      this.#directories.set(node, made);
      return made;
    }
    const status = node.found ?? node.status();
    const known = this.#kept.get(status.inode) ?? this.#clean.get(status.inode)?.deref();
    if (known?.type === node.type) return known;
    const made = this.#make(node, status);
    this.#clean.set(status.inode, new WeakRef(made));
    this.#gone.register(made, status.inode);
    return made;
  }

  #make(node: FileNode, status: FileStatus): Inode {
    if (isRegularFile(node)) return new LowerFile(this, node, status);
    if (isSymlink(node)) return new LowerSymlink(this, node, status);
    return new LowerSpecial(this, node.type, status);
  }

  /** Keeps a file or a symlink that is about to change. */
  keep(inode: Inode): void {
    this.store.reserve(INODE_COST);
    this.#kept.set(inode.number, inode);
  }

  /** A kept inode has no name any more. Its number may be used again. */
  forget(inode: Inode): void {
    this.store.reserve(-INODE_COST);
    this.#kept.delete(inode.number);
    this.#clean.delete(inode.number);
  }
}

/** Takes over the status of a node of the lower. */
function copyStatus(inode: Inode, { mode, links, accessed, modified, changed }: FileStatus): void {
  Object.assign(inode, { mode, links, accessed, modified, changed });
}

class LowerFile extends FileInode {
  readonly #lower: Lower;
  readonly #node: RegularFile;
  #isClean = true;
  /** Whether the contents are still the lower's. */
  #isShared = true;
  #handle: FileHandle | undefined;

  constructor(lower: Lower, node: RegularFile, status: FileStatus) {
    super(lower.store, status.mode, 0n, status.inode);
    copyStatus(this, status);
    this.#lower = lower;
    this.#node = node;
  }

  override get size(): number {
    return this.#isShared ? this.#lowerStatus().size : super.size;
  }

  override status(): FileStatus {
    return this.#isClean ? this.#lowerStatus() : super.status();
  }

  #lowerStatus(): FileStatus {
    return (this.#handle ?? this.#node).status();
  }

  override requireAccess(rights: { readonly read: boolean; readonly write: boolean }): void {
    // The lower decides whether a clean file can be read: its owner may be another user.
    super.requireAccess(this.#isClean ? { read: false, write: rights.write } : rights);
    if (this.#isShared) this.#opened();
  }

  override release(): void {
    super.release();
    if (!this.isOpen) this.#closeLower();
  }

  override read(buffer: Uint8Array, position: number, now: bigint): number {
    if (this.#isShared) return this.#opened().read(buffer, position);
    return super.read(buffer, position, now);
  }

  override write(bytes: Uint8Array, position: number, now: bigint): number {
    this.#copy(Infinity, now);
    return super.write(bytes, position, now);
  }

  override truncate(size: number, now: bigint): void {
    this.#copy(size, now);
    super.truncate(size, now);
  }

  override beforeChange(): void {
    if (!this.#isClean) return;
    copyStatus(this, this.#lowerStatus());
    this.#lower.keep(this);
    this.#isClean = false;
  }

  protected override afterLastName(): void {
    super.afterLastName();
    this.#lower.forget(this);
  }

  #opened(): FileHandle {
    return this.#handle ??= this.#node.open({ read: true, write: false });
  }

  #closeLower(): void {
    this.#handle?.close();
    this.#handle = undefined;
  }

  /** Copies the contents up to `limit` into memory: they are about to change. */
  #copy(limit: number, now: bigint): void {
    if (!this.#isShared) return;
    this.beforeChange();
    const handle = this.#opened();
    const size = Math.min(limit, handle.status().size);
    super.truncate(size, now);
    const chunk = new Uint8Array(Math.min(size, CHUNK_SIZE));
    for (let at = 0; at < size;) {
      const count = handle.read(chunk.subarray(0, Math.min(chunk.length, size - at)), at);
      if (count === 0) break;
      super.write(chunk.subarray(0, count), at, now);
      at += count;
    }
    this.#isShared = false;
    this.#closeLower();
  }
}

class LowerSymlink extends SymlinkInode {
  readonly #lower: Lower;
  readonly #node: Symlink;
  #isClean = true;

  constructor(lower: Lower, node: Symlink, status: FileStatus) {
    super(lower.store, "", 0n, status.inode);
    copyStatus(this, status);
    this.#lower = lower;
    this.#node = node;
  }

  override get target(): string {
    return this.#node.target();
  }

  override beforeChange(): void {
    if (this.#isClean) this.#lower.keep(this);
    this.#isClean = false;
  }

  /** Gives back what keeping it took; the target is the lower's. */
  protected override afterLastName(): void {
    this.#lower.forget(this);
  }
}

/** A named pipe, a socket or a device of the lower, which can only be looked at and removed. */
class LowerSpecial extends Inode {
  override readonly type: FileType;

  constructor(lower: Lower, type: FileType, status: FileStatus) {
    super(lower.store, status.mode, 0n, status.inode);
    copyStatus(this, status);
    this.type = type;
  }

  override get size(): number {
    return 0;
  }

  override setMode(): never {
    throw new FileError("EPERM");
  }

  override setTimes(): never {
    throw new FileError("EPERM");
  }
}

/** The names in a directory of the lower: those of the lower, with some added and some hidden. */
class LowerNames implements Names {
  readonly #lower: Lower;
  readonly #node: Directory;
  readonly #added = new Map<string, Inode>();
  readonly #hidden = new Set<string>();
  /** The directory that these names are in. */
  owner: LowerDirectory | undefined;

  constructor(lower: Lower, node: Directory) {
    this.#lower = lower;
    this.#node = node;
  }

  get(name: string): Inode | undefined {
    const added = this.#added.get(name);
    if (added !== undefined) return added;
    const node = this.#below(name);
    return node && this.owner && this.#lower.inode(node, this.owner, name);
  }

  known(name: string): DirectoryInode | undefined {
    const added = this.#added.get(name);
    if (added !== undefined) return added instanceof DirectoryInode ? added : undefined;
    const node = this.#hidden.has(name) ? undefined : this.#node.known?.(name);
    return node && this.#lower.known(node);
  }

  set(name: string, inode: Inode): void {
    this.owner?.beforeChange();
    this.#lower.store.addName(name);
    this.#added.set(name, inode);
  }

  delete(name: string): void {
    this.owner?.beforeChange();
    if (this.#below(name) !== undefined) {
      this.#lower.store.reserve(INODE_COST + name.length);
      this.#hidden.add(name);
    }
    if (this.#added.delete(name)) this.#lower.store.removeName(name);
  }

  isCounted(name: string): boolean {
    return this.#added.has(name);
  }

  list(): DirectoryEntry[] {
    const below = this.#node.entries().filter(({ name }) =>
      !this.#hidden.has(name) && !this.#added.has(name)
    );
    const added = [...this.#added].map(([name, { type, number }]) => ({
      name,
      type,
      inode: number,
    }));
    return [...below, ...added];
  }

  /** What the lower has under a name that is not hidden. */
  #below(name: string): FileNode | undefined {
    return this.#hidden.has(name) ? undefined : this.#node.lookup(name);
  }
}

/** A directory of the lower. */
export class LowerDirectory extends DirectoryInode {
  readonly #node: Directory;
  #isClean = true;

  /** The directory `node` of the lower, which has that name in `parent`. */
  constructor(lower: Lower, node: Directory, parent: DirectoryInode | undefined, name: string) {
    const status = node.status();
    const names = new LowerNames(lower, node);
    super(lower.store, status.mode, parent, name, 0n, names, status.inode);
    names.owner = this;
    copyStatus(this, status);
    this.#node = node;
  }

  override status(): FileStatus {
    return this.#isClean ? this.#node.status() : super.status();
  }

  override lookup(name: string): Inode | undefined {
    // The lower decides, as its owner may be another user.
    return this.#isClean ? this.names.get(name) : super.lookup(name);
  }

  override needReadable(): void {
    if (this.#isClean) this.#node.needReadable?.();
    else super.needReadable();
  }

  /** Keeps its status. */
  override beforeChange(): void {
    if (!this.#isClean) return;
    this.store.reserve(INODE_COST);
    copyStatus(this, this.#node.status());
    this.#isClean = false;
  }
}
