// SPDX-License-Identifier: MPL-2.0
// The devices that every program expects: /dev/null, /dev/zero, /dev/full, /dev/random and /dev/urandom.
// They belong to the kernel, not to the host: they need no mount, behave the same in every run, and are not
// in the listing of `/`. A root file system with a `dev` of its own hides them.

import type { RandomBytes } from "../abi/random.ts";
import { type Directory, FileError, type FileNode, type FileStatus } from "./file_system.ts";
import { FixedDirectory, fixedStatus } from "./fixed_directory.ts";
import type { PathEntry } from "./path_entry.ts";

/** How a device reads and writes. */
export interface DeviceBehaviour {
  /** Fills a buffer; returns the number of bytes. */
  readonly read: (buffer: Uint8Array, random: RandomBytes) => number;
  /** Whether it accepts what is written. */
  readonly accepts: boolean;
  /** Whether it can be mapped, as zeros. */
  readonly isMappable?: boolean;
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
  ["zero", { read: zeros, accepts: true, isMappable: true }],
]);

const FIRST_INODE = 1000n;

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
    return fixedStatus(this.type, this.#inode, 0o666);
  }

  /** Its mode is fixed. */
  setMode(_mode: number): never {
    throw new FileError("EPERM");
  }

  /** It keeps no times. */
  setTimes(): void {}
}

/** The directory that is mounted at /dev. */
export function makeDevices(): Directory {
  const nodes = [...DEVICES].map(([name, behaviour], index): [string, FileNode] => [
    name,
    new DeviceNode(behaviour, FIRST_INODE + BigInt(index)),
  ]);
  return new FixedDirectory(new Map(nodes), FIRST_INODE - 1n);
}

/** Whether a path entry is one of these devices. */
export function isDevice(entry: PathEntry): entry is PathEntry<DeviceNode> {
  return entry.node instanceof DeviceNode;
}
