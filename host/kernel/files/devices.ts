// SPDX-License-Identifier: MPL-2.0
// The devices that every program expects: /dev/null, /dev/zero, /dev/full, /dev/random and /dev/urandom.
// They belong to the kernel, not to the host: they need no mount, behave the same in every run, and are not
// in the listing of `/`. A root file system with a `dev` of its own hides them.

import type { RandomBytes } from "../abi/random.ts";
import {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileNode,
  type FileStatus,
} from "./file_system.ts";
import type { PathEntry } from "./path_entry.ts";

/** How a device reads and writes. */
export interface DeviceBehaviour {
  /** Fills a buffer; returns the number of bytes. */
  readonly read: (buffer: Uint8Array, random: RandomBytes) => number;
  /** Whether it accepts what is written. */
  readonly accepts: boolean;
}

const zeros: DeviceBehaviour["read"] = (buffer) => buffer.length;
const randomness: DeviceBehaviour["read"] = (buffer, random) => {
  random.fill(buffer);
  return buffer.length;
};

const DEVICES: ReadonlyMap<string, DeviceBehaviour> = new Map<string, DeviceBehaviour>([
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
  /** How it reads and writes. */
  readonly behaviour: DeviceBehaviour;
  readonly #inode: bigint;

  /** A device with that behaviour. */
  constructor(behaviour: DeviceBehaviour, inode: bigint) {
    this.behaviour = behaviour;
    this.#inode = inode;
  }

  /** Its status. */
  status(): FileStatus {
    return statusOf(this.type, this.#inode, 0o666);
  }

  /** Its mode is fixed. */
  setMode(_mode: number): never {
    throw new FileError("EPERM");
  }

  /** It keeps no times. */
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

/** The directory that is mounted at /dev. */
export function makeDevices(): Directory {
  return new DeviceDirectory();
}

/** Whether a path entry is one of these devices. */
export function isDevice(entry: PathEntry): entry is PathEntry<DeviceNode> {
  return entry.node instanceof DeviceNode;
}
