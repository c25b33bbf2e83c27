// SPDX-License-Identifier: MPL-2.0
// Open files of a file system: regular files with their position, directories with a list of what is in
// them, and what O_PATH opens, which only marks a place.

import {
  type Directory,
  FileError,
  type FileHandle,
  type FileNode,
  type FileTimes,
  type FileType,
} from "./file_system.ts";
import type { NameSpace, Place } from "./name_space.ts";
import { OpenFile, type OpenStatus, SEEK } from "./open_file.ts";
import { O } from "../abi/open_flags.ts";

/** The largest position: beyond it the host's numbers are no longer exact. */
export const LARGEST_OFFSET = (1n << 53n) - 1n;

/** An open file that has a place in the tree. */
export class NodeFile<Node extends FileNode = FileNode> extends OpenFile {
  /** Where it was found. */
  readonly place: Place<Node>;

  /** A mark at that place. */
  constructor(flags: number, place: Place<Node>) {
    super(flags);
    this.place = place;
  }

  override status(): OpenStatus {
    return { ...this.place.node.status(), device: this.place.mount.device };
  }

  override setTimes(times: FileTimes): void {
    this.place.node.setTimes(times);
  }
}

/** An open regular file. */
export class RegularOpenFile extends NodeFile {
  readonly #handle: FileHandle;
  #position = 0;

  /** The file at that place, which was opened. */
  constructor(flags: number, place: Place, handle: FileHandle) {
    super(flags, place);
    this.#handle = handle;
  }

  override status(): OpenStatus {
    return { ...this.#handle.status(), device: this.place.mount.device };
  }

  override get hasPosition(): boolean {
    return true;
  }

  override get available(): number {
    return Math.max(0, this.status().size - this.#position);
  }

  override peek(limit: number): Uint8Array {
    return this.readAt(this.#position, limit);
  }

  override consume(count: number): void {
    this.#position += count;
  }

  override write(bytes: Uint8Array): number {
    if ((this.flags & O.APPEND) !== 0) this.#position = this.status().size;
    const count = this.writeAt(this.#position, bytes);
    this.#position += count;
    return count;
  }

  override readAt(position: number, limit: number): Uint8Array {
    const buffer = new Uint8Array(limit);
    return buffer.subarray(0, this.#handle.read(buffer, position));
  }

  override writeAt(position: number, bytes: Uint8Array): number {
    if (BigInt(position) + BigInt(bytes.length) > LARGEST_OFFSET) throw new FileError("EFBIG");
    // pwrite appends too where the file was opened so: Linux has it documented as a bug.
    const at = (this.flags & O.APPEND) !== 0 ? this.status().size : position;
    return this.#handle.write(bytes, at);
  }

  override seek(offset: bigint, whence: number): bigint {
    const target = this.#target(offset, whence);
    if (target < 0n || target > LARGEST_OFFSET) throw new FileError("EINVAL");
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
        return BigInt(this.status().size) + offset;
      case SEEK.DATA:
      case SEEK.HOLE: {
        // Every file is taken to be without holes; there is one behind its end.
        const size = BigInt(this.status().size);
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

/** An entry as getdents64 gives it. */
export interface ListedEntry {
  readonly name: string;
  readonly inode: bigint;
  readonly type: FileType;
}

/** An open directory. */
export class DirectoryFile extends NodeFile<Directory> {
  readonly #names: NameSpace;
  #entries: readonly ListedEntry[] | undefined;
  #position = 0n;

  /** The directory at that place. */
  constructor(flags: number, place: Place<Directory>, names: NameSpace) {
    super(flags, place);
    this.#names = names;
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
    // What is there is looked at anew by those who start again.
    if (target === 0n) this.#entries = undefined;
    return this.#position = target;
  }

  override sync(): void {}

  /** The number of the next entry to be read. */
  get position(): bigint {
    return this.#position;
  }

  /** The first entry that was not read yet: `.` and `..`, then the others by name. */
  next(): ListedEntry | undefined {
    if (this.place.node.removed) throw new FileError("ENOENT");
    this.#entries ??= this.#list();
    const { length } = this.#entries;
    return this.#position < length ? this.#entries[Number(this.#position)] : undefined;
  }

  /** Goes on by an entry. */
  advance(): void {
    this.#position++;
  }

  #list(): ListedEntry[] {
    const { place } = this;
    const mounted = this.#names.mountsIn(place);
    const entries: ListedEntry[] = place.node.entries().filter(({ name }) => !mounted.has(name));
    for (const [name, { root }] of mounted) {
      entries.push({ name, inode: root.status().inode, type: "directory" });
    }
    // The order of the host's file system would not be the same everywhere.
    entries.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    const itself = (name: string, { node }: Place): ListedEntry => ({
      name,
      inode: node.status().inode,
      type: "directory",
    });
    return [itself(".", place), itself("..", this.#names.parent(place)), ...entries];
  }
}
