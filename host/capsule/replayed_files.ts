// SPDX-License-Identifier: MPL-2.0
// A file system that answers as a recorded one did, from the events of a capsule. There are no files behind it:
// what the process writes is dropped, and nothing of the host is touched.

import {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileHandle,
  type FileNode,
  type FileStatus,
  type FileSystem,
  type FileType,
  type MountUse,
  type RegularFile,
  type Symlink,
} from "../kernel/files/file_system.ts";
import type { EventReader, RecordedNode } from "./event_reader.ts";
import { FILE_TYPES, type Question } from "./host_event.ts";

/** The file systems of one run: directories have numbers across all of them. */
export class ReplayedFileSystems {
  readonly reader: EventReader;
  readonly #directories: ReplayedDirectory[] = [];

  /** Answers come from `reader`. */
  constructor(reader: EventReader) {
    this.reader = reader;
  }

  /** One of them. */
  make(): FileSystem {
    return new ReplayedFileSystem(this);
  }

  /** The node that an event describes. */
  node({ type, directory, found }: RecordedNode, tree: Tree): ReplayedNode {
    if (directory !== undefined) return this.directory(directory, tree);
    switch (type) {
      case "file":
        return new ReplayedFile(tree, found);
      case "symlink":
        return new ReplayedSymlink(tree, found);
      default:
        return new ReplayedNode(tree, type, found);
    }
  }

  /** The directory with that number; of the file system `tree` if it is new. */
  directory(number: number, tree: Tree): ReplayedDirectory {
    return this.#directories[number] ??= new ReplayedDirectory(tree, undefined);
  }
}

/** What the nodes of a file system share. */
interface Tree {
  readonly all: ReplayedFileSystems;
  /** See {@link MountUse.reserve}. */
  reserve: ((bytes: number) => void) | undefined;
}

class ReplayedFileSystem implements FileSystem, Tree {
  readonly all: ReplayedFileSystems;
  reserve: ((bytes: number) => void) | undefined;

  constructor(all: ReplayedFileSystems) {
    this.all = all;
  }

  get root(): Directory {
    throw new FileError("EIO");
  }

  mount(use: MountUse): Directory {
    this.reserve = use.reserve;
    return ask(this, "mount a file system", () => directoryOf(this, this.all.reader.node()));
  }
}

class ReplayedNode implements FileNode {
  readonly type: FileType;
  readonly found?: FileStatus;
  readonly tree: Tree;

  constructor(tree: Tree, type: FileType, found: FileStatus | undefined) {
    this.tree = tree;
    this.type = type;
    if (found !== undefined) this.found = found;
  }

  get reader(): EventReader {
    return this.tree.all.reader;
  }

  status(): FileStatus {
    return ask(this.tree, "look at the status of a file", () => this.reader.status());
  }

  setMode(): void {
    did(this.tree, "set the mode of a file");
  }

  setTimes(): void {
    did(this.tree, "set the times of a file");
  }
}

class ReplayedSymlink extends ReplayedNode implements Symlink {
  override readonly type = "symlink";

  constructor(tree: Tree, found: FileStatus | undefined) {
    super(tree, "symlink", found);
  }

  target(): string {
    return text(this.tree, "read a symlink");
  }
}

class ReplayedFile extends ReplayedNode implements RegularFile {
  override readonly type = "file";

  constructor(tree: Tree, found: FileStatus | undefined) {
    super(tree, "file", found);
  }

  open(): FileHandle {
    const { tree, reader } = this;
    return ask(tree, "open a file", () => new ReplayedHandle(tree, reader.inode()));
  }
}

class ReplayedDirectory extends ReplayedNode implements Directory {
  override readonly type = "directory";

  constructor(tree: Tree, found: FileStatus | undefined) {
    super(tree, "directory", found);
  }

  get parent(): Directory | undefined {
    return this.#directory("look at the parent of a directory");
  }

  get name(): string {
    return text(this.tree, "look at the name of a directory");
  }

  get removed(): boolean {
    return ask(this.tree, "look whether a directory was removed", (from) => from.byte() !== 0);
  }

  lookup(): FileNode | undefined {
    return ask(this.tree, "look a name up", () => {
      const node = this.reader.node();
      return node && this.tree.all.node(node, this.tree);
    });
  }

  known(): Directory | undefined {
    return this.#directory("look whether a directory is known");
  }

  #directory(question: Question): Directory | undefined {
    return ask(this.tree, question, () => {
      const node = this.reader.node();
      return node && directoryOf(this.tree, node);
    });
  }

  needReadable(): void {
    did(this.tree, "look whether a directory can be listed");
  }

  entries(): DirectoryEntry[] {
    return ask(this.tree, "list a directory", (from) => {
      const entries: DirectoryEntry[] = [];
      let inode = 0n;
      for (let left = from.count(); left > 0; left--) {
        const name = from.text();
        const type = FILE_TYPES[from.byte()];
        inode += from.signed();
        if (type === undefined) throw from.damaged("a list makes no sense");
        entries.push({ name, type, inode });
      }
      return entries;
    });
  }

  createFile(): { node: RegularFile; handle: FileHandle } {
    return ask(this.tree, "create a file", (from) => {
      const node = this.reader.node();
      if (node?.type !== "file") throw from.damaged("a file makes no sense");
      const handle = new ReplayedHandle(this.tree, this.reader.inode());
      return { node: new ReplayedFile(this.tree, node.found), handle };
    });
  }

  createDirectory(): void {
    did(this.tree, "create a directory");
  }

  createSymlink(): void {
    did(this.tree, "create a symlink");
  }

  link(): void {
    did(this.tree, "link a file");
  }

  unlink(): void {
    did(this.tree, "remove a file");
  }

  removeDirectory(): void {
    did(this.tree, "remove a directory");
  }

  rename(): void {
    did(this.tree, "rename a file");
  }
}

class ReplayedHandle implements FileHandle {
  readonly #tree: Tree;
  /** The number of its inode in the capsule. */
  readonly #number: number;

  constructor(tree: Tree, number: number) {
    this.#tree = tree;
    this.#number = number;
  }

  get #reader(): EventReader {
    return this.#tree.all.reader;
  }

  read(buffer: Uint8Array, position: number): number {
    return ask(this.#tree, "read a file", (from) => {
      const reader = this.#reader;
      const { count, flag } = reader.amount(buffer.length);
      const known = flag === 0 ? undefined : reader.known.get(this.#number, position, count);
      if (flag !== 0 && known === undefined) throw from.damaged("a file is missing");
      const bytes = known ?? reader.bytes(count);
      buffer.set(bytes);
      if (known === undefined) reader.known.set(this.#number, position, bytes);
      return count;
    });
  }

  write(bytes: Uint8Array, position: number): number {
    return ask(this.#tree, "write a file", () => {
      const { count } = this.#reader.amount(bytes.length);
      this.#reader.known.set(this.#number, position, bytes.subarray(0, count));
      return count;
    });
  }

  truncate(size: number): void {
    did(this.#tree, "truncate a file");
    this.#reader.known.truncate(this.#number, size);
  }

  size(): number {
    return ask(this.#tree, "look at the size of a file", (from) => from.count());
  }

  sync(): void {
    did(this.#tree, "write a file to the disk");
  }

  setMode(): void {
    did(this.#tree, "set the mode of a file");
  }

  setTimes(): void {
    did(this.#tree, "set the times of a file");
  }

  status(): FileStatus {
    return ask(this.#tree, "look at the status of a file", () => this.#reader.status());
  }

  close(): void {
    this.#reader.askQuietly(this.#tree.reserve);
  }
}

function ask<T>(
  { all, reserve }: Tree,
  question: Question,
  read: Parameters<typeof EventReader.prototype.ask<T>>[1],
): T {
  return all.reader.ask(question, read, reserve);
}

/** What gives no answer but that it was done. */
function did(tree: Tree, question: Question): void {
  ask(tree, question, () => {});
}

function text(tree: Tree, question: Question): string {
  return ask(tree, question, (from) => from.text());
}

function directoryOf(tree: Tree, node: RecordedNode | undefined): Directory {
  if (node?.directory === undefined) {
    throw tree.all.reader.diverged("a file is where a directory was");
  }
  return tree.all.directory(node.directory, tree);
}
