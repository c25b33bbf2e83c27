// SPDX-License-Identifier: MPL-2.0
// A file system in memory, for tests, for browsers, and for programs whose files should be gone afterwards.
// Its nodes are views of shared inodes (memory_inodes.ts), one view for each mount, which stamps what is
// changed through it with its own clock. Guarantees: what it holds is limited, so a program cannot exhaust
// the host; a view has one node for each inode. copy_on_write.ts uses the same nodes.

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
  type MountUse,
  type RegularFile,
  type Symlink,
} from "./file_system.ts";
import { DirectoryInode } from "./memory_directories.ts";
import { FileInode, type Inode, Store, SymlinkInode } from "./memory_inodes.ts";

/** Bytes that it may hold by default: 64 MiB. */
const DEFAULT_CAPACITY = 64 << 20;
/** The time of the first contents, and of what is changed through {@link MemoryFileSystem.root}. */
const NO_TIME = 0n;

/** The first contents: a file is bytes or text, a directory another tree. */
export interface MemoryTree {
  /** The contents of the entry with that name. */
  readonly [name: string]: Uint8Array | string | MemoryTree;
}

/** A tree of inodes with the clock of the process that uses it. */
export class View {
  /** The clock. */
  readonly now: () => bigint;
  readonly #nodes = new WeakMap<Inode, MemoryNode>();

  /** A view with that clock. */
  constructor(now: () => bigint) {
    this.now = now;
  }

  /** The node of an inode, always the same. */
  node(inode: Inode): MemoryNode {
    const known = this.#nodes.get(inode);
    if (known !== undefined) return known;
    const made = this.#make(inode);
    this.#nodes.set(inode, made);
    return made;
  }

  /** The node of a directory. */
  directory(inode: DirectoryInode): MemoryDirectory {
    return this.node(inode) as MemoryDirectory;
  }

  #make(inode: Inode): MemoryNode {
    if (inode instanceof DirectoryInode) return new MemoryDirectory(this, inode);
    if (inode instanceof FileInode) return new MemoryFile(this, inode);
    if (inode instanceof SymlinkInode) return new MemorySymlink(this, inode);
    return new SpecialNode(this, inode);
  }
}

abstract class MemoryNode<Kind extends Inode = Inode> implements FileNode {
  abstract readonly type: FileType;
  readonly view: View;
  readonly inode: Kind;

  constructor(view: View, inode: Kind) {
    this.view = view;
    this.inode = inode;
  }

  status(): FileStatus {
    return this.inode.status();
  }

  setMode(mode: number): void {
    this.inode.setMode(mode, this.view.now());
  }

  setTimes(times: FileTimes): void {
    this.inode.setTimes(times, this.view.now());
  }
}

/** What cannot be opened: a named pipe, a socket or a device. */
class SpecialNode extends MemoryNode {
  override readonly type: FileType;

  constructor(view: View, inode: Inode) {
    super(view, inode);
    this.type = inode.type;
  }
}

class MemoryFile extends MemoryNode<FileInode> implements RegularFile {
  override readonly type = "file";

  open(rights: { readonly read: boolean; readonly write: boolean }): FileHandle {
    this.inode.requireAccess(rights);
    return this.handle();
  }

  handle(): FileHandle {
    const { inode, view } = this;
    inode.retain();
    return {
      read: (buffer, position) => inode.read(buffer, position, view.now()),
      write: (bytes, position) => inode.write(bytes, position, view.now()),
      truncate: (size) => inode.truncate(size, view.now()),
      sync() {},
      size: () => inode.size,
      setMode: (mode) => this.setMode(mode),
      setTimes: (times) => this.setTimes(times),
      status: () => this.status(),
      close: () => inode.release(),
    };
  }
}

class MemorySymlink extends MemoryNode<SymlinkInode> implements Symlink {
  override readonly type = "symlink";

  target(): string {
    return this.inode.target;
  }
}

class MemoryDirectory extends MemoryNode<DirectoryInode> implements Directory {
  override readonly type = "directory";

  get parent(): MemoryDirectory | undefined {
    const { parent } = this.inode;
    return parent && this.view.directory(parent);
  }

  get name(): string {
    return this.inode.name;
  }

  get removed(): boolean {
    return this.inode.removed;
  }

  lookup(name: string): FileNode | undefined {
    const found = this.inode.lookup(name);
    return found && this.view.node(found);
  }

  known(name: string): MemoryDirectory | undefined {
    const known = this.inode.known(name);
    return known && this.view.directory(known);
  }

  needReadable(): void {
    this.inode.needReadable();
  }

  entries(): DirectoryEntry[] {
    return this.inode.entries();
  }

  createFile(name: string, mode: number): { node: MemoryFile; handle: FileHandle } {
    const node = this.view.node(this.inode.createFile(name, mode, this.view.now())) as MemoryFile;
    return { node, handle: node.handle() };
  }

  createDirectory(name: string, mode: number): void {
    this.inode.createDirectory(name, mode, this.view.now());
  }

  createSymlink(name: string, target: string): void {
    this.inode.createSymlink(name, target, this.view.now());
  }

  link(name: string, node: FileNode): void {
    if (!(node instanceof MemoryNode)) throw new FileError("EXDEV");
    this.inode.link(name, node.inode, this.view.now());
  }

  unlink(name: string): void {
    this.inode.unlink(name, this.view.now());
  }

  removeDirectory(name: string): void {
    this.inode.removeDirectory(name, this.view.now());
  }

  rename(name: string, to: Directory, newName: string): void {
    if (!(to instanceof MemoryDirectory)) throw new FileError("EXDEV");
    this.inode.rename(name, to.inode, newName, this.view.now());
  }
}

/** A file system in memory. Several processes can use it at once, each by its own clock. */
export class MemoryFileSystem implements FileSystem {
  /**
   * Its root directory, for the host to read and write. What is changed through it gets the time 0; a
   * process stamps its changes with its own time.
   */
  readonly root: Directory;
  readonly #root: DirectoryInode;

  /**
   * A file system with those contents. `capacity` is the number of bytes that it may hold, names
   * included; 64 MiB by default. Writing more fails with ENOSPC.
   */
  constructor(contents: MemoryTree = {}, options: { readonly capacity?: number } = {}) {
    const store = new Store(options.capacity ?? DEFAULT_CAPACITY);
    this.#root = new DirectoryInode(store, 0o755, undefined, "", NO_TIME);
    fill(this.#root, contents);
    this.root = new View(() => NO_TIME).directory(this.#root);
  }

  /** The tree for a process, whose clock stamps what it changes. */
  mount({ now }: Pick<MountUse, "now">): Directory {
    return new View(now).directory(this.#root);
  }
}

function fill(directory: DirectoryInode, contents: MemoryTree): void {
  for (const [name, value] of Object.entries(contents)) {
    if (typeof value === "string" || value instanceof Uint8Array) {
      const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
      directory.createFile(name, 0o644, NO_TIME).write(bytes, 0, NO_TIME);
    } else {
      fill(directory.createDirectory(name, 0o755, NO_TIME), value as MemoryTree);
    }
  }
}
