// SPDX-License-Identifier: MPL-2.0
// An open device: what it reads and writes is its node's behaviour (devices.ts). It has no position.

import type { RandomBytes } from "../abi/random.ts";
import type { DeviceBehaviour, DeviceNode } from "./devices.ts";
import { FileError } from "./file_system.ts";
import { NodeFile } from "./node_file.ts";
import { SEEK } from "./open_file.ts";
import type { PathEntry } from "./path_entry.ts";

/**
 * The most bytes that one call reads from a device, as Linux long had it for /dev/urandom: a process could
 * otherwise ask for seconds of work with one instruction.
 */
const MAX_READ = 2 ** 25 - 1;

/** An open device. */
export class DeviceFile extends NodeFile {
  readonly #behaviour: DeviceBehaviour;
  readonly #random: RandomBytes;

  /** Opens the device of that path entry. */
  constructor(flags: number, entry: PathEntry<DeviceNode>, random: RandomBytes) {
    super(flags, entry);
    this.#behaviour = entry.node.behaviour;
    this.#random = random;
  }

  /** Whether it can be mapped, as zeros. */
  get isMappable(): boolean {
    return this.#behaviour.isMappable === true;
  }

  override get maxRead(): number {
    return MAX_READ;
  }

  override get hasPosition(): boolean {
    return true;
  }

  override peek(limit: number): Uint8Array {
    const buffer = new Uint8Array(limit);
    return buffer.subarray(0, this.#behaviour.read(buffer, this.#random));
  }

  /** Keeps nothing: the bytes of a read that fails are lost, as on Linux. */
  override consume(): void {}

  override write(bytes: Uint8Array): number {
    if (!this.#behaviour.accepts && bytes.length > 0) throw new FileError("ENOSPC");
    return bytes.length;
  }

  override readAt(_position: number, limit: number): Uint8Array {
    return this.peek(limit);
  }

  override writeAt(_position: number, bytes: Uint8Array): number {
    return this.write(bytes);
  }

  override seek(_offset: bigint, whence: number): bigint {
    if (whence > SEEK.END) throw new FileError("EINVAL");
    return 0n;
  }
}
