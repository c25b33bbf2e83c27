// SPDX-License-Identifier: MPL-2.0
// Open files of a file system: regular files with their position, directories with their listing, and what
// O_PATH opens, which only refers to a path entry.

import { O } from "../abi/open_flags.ts";
import {
  type Directory,
  FileError,
  type FileHandle,
  type FileNode,
  type FileTimes,
  type FileType,
  MAX_SIZE,
} from "./file_system.ts";
import type { MemoryManager } from "../memory/memory_manager.ts";
import type { NameSpace } from "./name_space.ts";
import { OpenFile, type OpenStatus, SEEK } from "./open_file.ts";
import type { PathEntry } from "./path_entry.ts";

/** The largest position: larger numbers of the host are not exact. */
export const MAX_OFFSET = (1n << 53n) - 1n;

/** An open file that has a node in the tree. With O_PATH this is all that it is. */
export class NodeFile<Node extends FileNode = FileNode> extends OpenFile {
  /** What its path led to. */
  readonly entry: PathEntry<Node>;

  /** Refers to that path entry. */
  constructor(flags: number, entry: PathEntry<Node>) {
    super(flags);
    this.entry = entry;
  }

  override status(): OpenStatus {
    return { ...this.entry.node.status(), device: this.entry.mount.device };
  }

  override setMode(mode: number): void {
    this.entry.node.setMode(mode);
  }

  override setTimes(times: FileTimes): void {
    this.entry.node.setTimes(times);
  }
}

/** What was read last, of any file: it is used before the next read. A new buffer each time would be zeroed. */
let readBuffer = new Uint8Array(1 << 16);

/** An open regular file. */
export class RegularOpenFile extends NodeFile {
  readonly #handle: FileHandle;
  #position = 0;

  /** The file of that path entry, opened as `handle`. */
  constructor(flags: number, entry: PathEntry, handle: FileHandle) {
    super(flags, entry);
    this.#handle = handle;
  }

  override status(): OpenStatus {
    return { ...this.#handle.status(), device: this.entry.mount.device };
  }

  override get hasPosition(): boolean {
    return true;
  }

  /** Its size in bytes. */
  get size(): number {
    return this.#handle.size?.() ?? this.status().size;
  }

  override get available(): number {
    return Math.max(0, this.size - this.#position);
  }

  override peek(limit: number): Uint8Array {
    return this.readAt(this.#position, limit);
  }

  override consume(count: number): void {
    this.#position += count;
  }

  override write(bytes: Uint8Array): number {
    if ((this.flags & O.APPEND) !== 0) this.#position = this.size;
    const count = this.writeAt(this.#position, bytes);
    this.#position += count;
    return count;
  }

  override readAt(position: number, limit: number): Uint8Array {
    if (readBuffer.length < limit) readBuffer = new Uint8Array(limit);
    const buffer = readBuffer.subarray(0, limit);
    return buffer.subarray(0, this.#handle.read(buffer, position));
  }

  override writeAt(position: number, bytes: Uint8Array): number {
    if (BigInt(position) + BigInt(bytes.length) > MAX_OFFSET) throw new FileError("EFBIG");
    // With O_APPEND pwrite appends too: pwrite(2) documents it as a bug.
    const at = (this.flags & O.APPEND) !== 0 ? this.size : position;
    return this.#handle.write(bytes, at);
  }

  override seek(offset: bigint, whence: number): bigint {
    const target = this.#target(offset, whence);
    if (target < 0n || target > BigInt(MAX_SIZE)) throw new FileError("EINVAL");
    this.#position = Number(target);
    return target;
  }

  #target(offset: bigint, whence: number): bigint {
    switch (whence) {
      case SEEK.SET:
        return offset;
      case SEEK.CUR:
        return BigInt(this.#position) + offset;
      case SEEK.END:
        return BigInt(this.size) + offset;
      case SEEK.DATA:
      case SEEK.HOLE: {
        // As if no file had holes, except the one that every file has at its end.
        const size = BigInt(this.size);
        if (offset < 0n || offset >= size) throw new FileError("ENXIO");
        return whence === SEEK.DATA ? offset : size;
      }
      default:
        throw new FileError("EINVAL");
    }
  }

  override truncate(size: number): void {
    this.#handle.truncate(size);
  }

  override setMode(mode: number): void {
    this.#handle.setMode(mode);
  }

  override setTimes(times: FileTimes): void {
    this.#handle.setTimes(times);
  }

  override sync(): void {
    this.#handle.sync();
  }

  protected override closed(): void {
    this.#handle.close();
  }
}

/** An entry as getdents64 lists it. */
export interface ListedEntry {
  readonly name: string;
  readonly inode: bigint;
  readonly type: FileType;
}

type MemoryLimit = Pick<MemoryManager, "reserve">;

/** What a listed entry counts for in the memory limit. */
const ENTRY_COST = 160;

/** An open directory. */
export class DirectoryFile extends NodeFile<Directory> {
  readonly #names: NameSpace;
  readonly #memory: MemoryLimit;
  #entries: readonly ListedEntry[] | undefined;
  #position = 0n;

  /** Opens the directory of that path entry; its listing counts towards the memory limit. */
  constructor(
    flags: number,
    entry: PathEntry<Directory>,
    { names, memory }: { readonly names: NameSpace; readonly memory: MemoryLimit },
  ) {
    super(flags, entry);
    this.#names = names;
    this.#memory = memory;
  }

  override peek(_limit: number): Uint8Array {
    throw new FileError("EISDIR");
  }

  override readAt(_position: number, _limit: number): Uint8Array {
    throw new FileError("EISDIR");
  }

  override seek(offset: bigint, whence: number): bigint {
    if (whence !== SEEK.SET && whence !== SEEK.CUR) throw new FileError("EINVAL");
    const target = whence === SEEK.SET ? offset : this.#position + offset;
    if (target < 0n) throw new FileError("EINVAL");
    // rewinddir reads the directory again.
    if (target === 0n) this.#forget();
    return this.#position = target;
  }

  override sync(): void {}

  /** The number of the next entry to be read. */
  get position(): bigint {
    return this.#position;
  }

  /** The entry after the next `skip`, undefined at the end: `.`, `..`, then the others by name. */
  next(skip = 0): ListedEntry | undefined {
    if (this.entry.node.removed) throw new FileError("ENOENT");
    if (this.#entries === undefined) {
      const entries = this.#list();
      if (!this.#memory.reserve(ENTRY_COST * entries.length)) throw new FileError("ENOMEM");
      this.#entries = entries;
    }
    const { length } = this.#entries;
    return this.#position < length ? this.#entries[Number(this.#position) + skip] : undefined;
  }

  protected override closed(): void {
    this.#forget();
  }

  #forget(): void {
    this.#memory.reserve(-ENTRY_COST * (this.#entries?.length ?? 0));
    this.#entries = undefined;
  }

  /** Moves past that many entries. */
  advance(count: number): void {
    this.#position += BigInt(count);
  }

  #list(): ListedEntry[] {
    const { entry } = this;
    const mounted = this.#names.mountsIn(entry);
    const entries: ListedEntry[] = entry.node.entries().filter(({ name }) => !mounted.has(name));
    for (const [name, { root }] of mounted) {
      entries.push({ name, inode: root.status().inode, type: "directory" });
    }
    // Sorted, because each file system of a host has an order of its own.
    entries.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    const itself = (name: string, { node }: PathEntry): ListedEntry => ({
      name,
      inode: node.status().inode,
      type: "directory",
    });
    return [itself(".", entry), itself("..", this.#names.parent(entry)), ...entries];
  }
}
