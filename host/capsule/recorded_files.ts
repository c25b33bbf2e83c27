// SPDX-License-Identifier: MPL-2.0
// A file system that passes everything on to another one, and has its answers written down. The process sees
// what it would see without. Guarantees: a directory is always the same object, as file systems must have it.

import {
  type Directory,
  type DirectoryEntry,
  type FileHandle,
  type FileNode,
  type FileStatus,
  type FileSystem,
  type FileTimes,
  type FileType,
  isDirectory,
  isRegularFile,
  isSymlink,
  type MountUse,
  type RegularFile,
  type Symlink,
} from "../kernel/files/file_system.ts";
import type { BytesWriter } from "./bytes.ts";
import type { EventWriter } from "./event_writer.ts";
import { FILE_TYPES } from "./host_event.ts";
import { areEqual } from "../text/bytes.ts";

const nothing = () => {};

/** The file system `inner`, recorded by `writer`. */
export class RecordedFileSystem implements FileSystem {
  readonly #inner: FileSystem;
  readonly #tree: Tree;
  readonly #uses = new Map<MountUse, MountUse>();

  constructor(inner: FileSystem, writer: EventWriter) {
    this.#inner = inner;
    this.#tree = new Tree(writer);
  }

  get root(): Directory {
    return this.#tree.directory(this.#inner.root);
  }

  mount(use: MountUse): Directory {
    const { writer } = this.#tree;
    const { reserve } = use;
    const innerUse = reserve === undefined ? use : {
      ...use,
      reserve(bytes: number) {
        reserve(bytes);
        writer.reserved(bytes);
      },
    };
    return writer.ask("mount a file system", () => {
      const root = this.#inner.mount?.(innerUse) ?? this.#inner.root;
      this.#uses.set(use, innerUse);
      return this.#tree.directory(root);
    }, (root) => writer.node(root));
  }

  unmount(use: MountUse): void {
    const innerUse = this.#uses.get(use);
    this.#uses.delete(use);
    if (innerUse !== undefined) this.#inner.unmount?.(innerUse);
  }
}

/** The nodes of one file system. */
class Tree {
  readonly writer: EventWriter;
  readonly #directories = new WeakMap<Directory, RecordedDirectory>();

  constructor(writer: EventWriter) {
    this.writer = writer;
  }

  directory(inner: Directory): RecordedDirectory {
    const known = this.#directories.get(inner);
    if (known !== undefined) return known;
    const made = new RecordedDirectory(this, inner);
    this.#directories.set(inner, made);
    return made;
  }

  node(inner: FileNode): RecordedNode {
    if (isDirectory(inner)) return this.directory(inner);
    if (isRegularFile(inner)) return new RecordedFile(this, inner);
    if (isSymlink(inner)) return new RecordedSymlink(this, inner);
    return new RecordedNode(this, inner);
  }
}

class RecordedNode<Inner extends FileNode = FileNode> implements FileNode {
  readonly type: FileType;
  readonly found?: FileStatus;
  readonly inner: Inner;
  readonly tree: Tree;

  constructor(tree: Tree, inner: Inner) {
    this.tree = tree;
    this.inner = inner;
    this.type = inner.type;
    const { found } = inner;
    if (found !== undefined) this.found = found;
  }

  get writer(): EventWriter {
    return this.tree.writer;
  }

  status(): FileStatus {
    return this.writer.ask(
      "look at the status of a file",
      () => this.inner.status(),
      (status) => this.writer.status(status),
    );
  }

  setMode(mode: number): void {
    this.writer.ask("set the mode of a file", () => this.inner.setMode(mode), nothing);
  }

  setTimes(times: FileTimes): void {
    this.writer.ask("set the times of a file", () => this.inner.setTimes(times), nothing);
  }
}

class RecordedSymlink extends RecordedNode<Symlink> implements Symlink {
  override readonly type = "symlink";

  target(): string {
    return this.writer.ask("read a symlink", () => this.inner.target(), writeText);
  }
}

class RecordedFile extends RecordedNode<RegularFile> implements RegularFile {
  override readonly type = "file";

  open(rights: { readonly read: boolean; readonly write: boolean }): FileHandle {
    return this.writer.ask(
      "open a file",
      () => new RecordedHandle(this.writer, this.inner.open(rights), this.found),
      (handle) => handle.opened(),
    );
  }
}

class RecordedDirectory extends RecordedNode<Directory> implements Directory {
  override readonly type = "directory";

  get parent(): Directory | undefined {
    return this.writer.ask("look at the parent of a directory", () => {
      const { parent } = this.inner;
      return parent && this.tree.directory(parent);
    }, (parent) => this.writer.node(parent));
  }

  get name(): string {
    return this.writer.ask("look at the name of a directory", () => this.inner.name, writeText);
  }

  get removed(): boolean {
    return this.writer.ask(
      "look whether a directory was removed",
      () => this.inner.removed,
      (removed, to) => to.byte(removed ? 1 : 0),
    );
  }

  lookup(name: string): FileNode | undefined {
    return this.writer.ask("look a name up", () => {
      const node = this.inner.lookup(name);
      return node && this.tree.node(node);
    }, (node) => this.writer.node(node));
  }

  known(name: string): Directory | undefined {
    return this.writer.ask("look whether a directory is known", () => {
      const node = this.inner.known?.(name);
      return node && this.tree.directory(node);
    }, (node) => this.writer.node(node));
  }

  needReadable(): void {
    this.writer.ask("look whether a directory can be listed", () => {
      if (this.inner.needReadable === undefined) this.inner.entries();
      else this.inner.needReadable();
    }, nothing);
  }

  entries(): DirectoryEntry[] {
    return this.writer.ask("list a directory", () => this.inner.entries(), (entries, to) => {
      to.count(entries.length);
      let last = 0n;
      for (const { name, type, inode } of entries) {
        to.text(name);
        to.byte(FILE_TYPES.indexOf(type));
        to.signed(inode - last);
        last = inode;
      }
    });
  }

  createFile(name: string, mode: number): { node: RegularFile; handle: FileHandle } {
    return this.writer.ask("create a file", () => {
      const { node, handle } = this.inner.createFile(name, mode);
      const recorded = new RecordedFile(this.tree, node);
      return { node: recorded, handle: new RecordedHandle(this.writer, handle, node.found) };
    }, ({ node, handle }) => {
      this.writer.node(node);
      handle.opened();
    });
  }

  createDirectory(name: string, mode: number): void {
    this.writer.ask("create a directory", () => this.inner.createDirectory(name, mode), nothing);
  }

  createSymlink(name: string, target: string): void {
    this.writer.ask("create a symlink", () => this.inner.createSymlink(name, target), nothing);
  }

  link(name: string, node: FileNode): void {
    this.writer.ask("link a file", () => this.inner.link(name, innerOf(node)), nothing);
  }

  unlink(name: string): void {
    this.writer.ask("remove a file", () => this.inner.unlink(name), nothing);
  }

  removeDirectory(name: string): void {
    this.writer.ask("remove a directory", () => this.inner.removeDirectory(name), nothing);
  }

  rename(name: string, to: Directory, newName: string): void {
    const target = to instanceof RecordedDirectory ? to.inner : to;
    this.writer.ask("rename a file", () => this.inner.rename(name, target, newName), nothing);
  }
}

class RecordedHandle implements FileHandle {
  readonly #writer: EventWriter;
  readonly #inner: FileHandle;
  readonly #inode: bigint;
  /** The number of its inode in the capsule. */
  #number = 0;

  constructor(writer: EventWriter, inner: FileHandle, found: FileStatus | undefined) {
    this.#writer = writer;
    this.#inner = inner;
    this.#inode = (found ?? inner.status()).inode;
  }

  /** Writes down that it is open. */
  opened(): void {
    this.#number = this.#writer.inode(this.#inode);
  }

  read(buffer: Uint8Array, position: number): number {
    const { known } = this.#writer;
    return this.#writer.ask(
      "read a file",
      () => this.#inner.read(buffer, position),
      (count) => {
        const bytes = buffer.subarray(0, count);
        const before = known.get(this.#number, position, count);
        const isKnown = before !== undefined && areEqual(before, bytes);
        this.#writer.amount({ count, of: buffer.length }, isKnown ? 1 : 0);
        if (isKnown) return;
        this.#writer.bytes(bytes);
        known.set(this.#number, position, bytes);
      },
    );
  }

  write(bytes: Uint8Array, position: number): number {
    return this.#writer.ask(
      "write a file",
      () => this.#inner.write(bytes, position),
      (count) => {
        this.#writer.amount({ count, of: bytes.length });
        this.#writer.known.set(this.#number, position, bytes.subarray(0, count));
      },
    );
  }

  truncate(size: number): void {
    this.#writer.ask("truncate a file", () => this.#inner.truncate(size), () => {
      this.#writer.known.truncate(this.#number, size);
    });
  }

  size(): number {
    return this.#writer.ask(
      "look at the size of a file",
      () => this.#inner.size?.() ?? this.#inner.status().size,
      (size, to) => to.count(size),
    );
  }

  sync(): void {
    this.#writer.ask("write a file to the disk", () => this.#inner.sync(), nothing);
  }

  setMode(mode: number): void {
    this.#writer.ask("set the mode of a file", () => this.#inner.setMode(mode), nothing);
  }

  setTimes(times: FileTimes): void {
    this.#writer.ask("set the times of a file", () => this.#inner.setTimes(times), nothing);
  }

  status(): FileStatus {
    return this.#writer.ask(
      "look at the status of a file",
      () => this.#inner.status(),
      (status) => this.#writer.status(status),
    );
  }

  close(): void {
    this.#writer.askQuietly(() => this.#inner.close());
  }
}

function writeText(text: string, to: BytesWriter): void {
  to.text(text);
}

function innerOf(node: FileNode): FileNode {
  return node instanceof RecordedNode ? node.inner : node;
}
