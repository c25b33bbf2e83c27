// SPDX-License-Identifier: MPL-2.0
// The devices that every program expects: /dev/null, /dev/zero, /dev/full, /dev/random and /dev/urandom.
// They are the kernel's own, and nothing of the host's: they need no mount, give the same in every run, and
// show in no listing of `/`. A file system that has a `dev` itself hides them.

import {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileNode,
  type FileStatus,
} from "./file_system.ts";
import type { Place } from "./name_space.ts";
import { NodeFile } from "./node_file.ts";
import { SEEK } from "./open_file.ts";
import type { RandomBytes } from "../abi/random.ts";

/** What reading and writing a device do. */
interface Behaviour {
  /** Fills a buffer; gives how many bytes it did. */
  readonly read: (buffer: Uint8Array, random: RandomBytes) => number;
  /** Whether it takes what is written. */
  readonly accepts: boolean;
}

const zeros: Behaviour["read"] = (buffer) => buffer.length;
const randomness: Behaviour["read"] = (buffer, random) => {
  random.fill(buffer);
  return buffer.length;
};

const DEVICES: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ["full", { read: zeros, accepts: false }],
  ["null", { read: () => 0, accepts: true }],
  ["random", { read: randomness, accepts: true }],
  ["urandom", { read: randomness, accepts: true }],
  ["zero", { read: zeros, accepts: true }],
]);

const FIRST_INODE = 1000n;

function statusOf(type: FileStatus["type"], inode: bigint, mode: number): FileStatus {
  const times = { accessed: 0n, modified: 0n, changed: 0n };
  return { type, inode, mode, links: 1, size: 0, blocks: 0, ...times };
}

/** A device. */
export class DeviceNode implements FileNode {
  /** What it is. */
  readonly type = "character device";
  /** What it does. */
  readonly behaviour: Behaviour;
  readonly #inode: bigint;

  /** The device that does that. */
  constructor(behaviour: Behaviour, inode: bigint) {
    this.behaviour = behaviour;
    this.#inode = inode;
  }

  /** What is known about it. */
  status(): FileStatus {
    return statusOf(this.type, this.#inode, 0o666);
  }

  /** It keeps its mode. */
  setMode(_mode: number): never {
    throw new FileError("EPERM");
  }

  /** Its times mean nothing. */
  setTimes(): void {}
}

/** The directory of the devices. */
class DeviceDirectory implements Directory {
  readonly type = "directory";
  readonly parent = undefined;
  readonly name = "";
  readonly removed = false;
  readonly #nodes: ReadonlyMap<string, DeviceNode> = new Map(
    [...DEVICES].map(([name, behaviour], index) => [
      name,
      new DeviceNode(behaviour, FIRST_INODE + BigInt(index)),
    ]),
  );

  status(): FileStatus {
    return statusOf("directory", FIRST_INODE - 1n, 0o755);
  }

  lookup(name: string): FileNode | undefined {
    return this.#nodes.get(name);
  }

  entries(): DirectoryEntry[] {
    return [...this.#nodes].map(([name, node]) => {
      const { type, inode } = node.status();
      return { name, type, inode };
    });
  }

  setMode(): never {
    throw new FileError("EROFS");
  }

  setTimes(): never {
    throw new FileError("EROFS");
  }

  createFile(): never {
    throw new FileError("EROFS");
  }

  createDirectory(): never {
    throw new FileError("EROFS");
  }

  createSymlink(): never {
    throw new FileError("EROFS");
  }

  link(): never {
    throw new FileError("EROFS");
  }

  unlink(): never {
    throw new FileError("EROFS");
  }

  removeDirectory(): never {
    throw new FileError("EROFS");
  }

  rename(): never {
    throw new FileError("EROFS");
  }
}

/** The directory of the devices. */
export function makeDevices(): Directory {
  return new DeviceDirectory();
}

/** An open device. */
export class DeviceFile extends NodeFile {
  readonly #behaviour: Behaviour;
  readonly #random: RandomBytes;
  /** What was given and not yet taken: random bytes that a bad buffer refused are given again. */
  #waiting: Uint8Array = new Uint8Array();

  /** The device at that place. */
  constructor(flags: number, place: Place<DeviceNode>, random: RandomBytes) {
    super(flags, place);
    this.#behaviour = place.node.behaviour;
    this.#random = random;
  }

  override get hasPosition(): boolean {
    return true;
  }

  override peek(limit: number): Uint8Array {
    if (this.#waiting.length >= limit) return this.#waiting.subarray(0, limit);
    const buffer = new Uint8Array(limit);
    this.#waiting = buffer.subarray(0, this.#behaviour.read(buffer, this.#random));
    return this.#waiting;
  }

  override consume(count: number): void {
    this.#waiting = this.#waiting.subarray(count);
  }

  override write(bytes: Uint8Array): number {
    if (!this.#behaviour.accepts && bytes.length > 0) throw new FileError("ENOSPC");
    return bytes.length;
  }

  override readAt(_position: number, limit: number): Uint8Array {
    const bytes = this.peek(limit);
    this.consume(bytes.length);
    return bytes;
  }

  override writeAt(_position: number, bytes: Uint8Array): number {
    return this.write(bytes);
  }

  override seek(_offset: bigint, whence: number): bigint {
    if (whence > SEEK.END) throw new FileError("EINVAL");
    return 0n;
  }
}

/** Whether a place is one of these devices. */
export function isDevice(place: Place): place is Place<DeviceNode> {
  return place.node instanceof DeviceNode;
}
