// SPDX-License-Identifier: MPL-2.0
// The descriptors of the process: which open file each stands for. At the start these are the three
// standard streams. How many there can be is a resource limit.

import type { OpenFile } from "./open_file.ts";
import { type Input, InputStream, type Output, OutputStream } from "./stream_file.ts";

/** A descriptor. */
interface Slot {
  readonly file: OpenFile;
  /** Whether it would be closed by execve (FD_CLOEXEC). */
  closesOnExec: boolean;
}

/** The descriptors of a process. */
export class FileTable {
  readonly #slots = new Map<number, Slot>();

  /** The standard streams as descriptors 0, 1 and 2. */
  constructor(stdin: Input, stdout: Output, stderr: Output) {
    this.set(0, new InputStream(stdin), false);
    this.set(1, new OutputStream(stdout, 1), false);
    this.set(2, new OutputStream(stderr, 2), false);
  }

  /** The file of a descriptor; undefined when it is not open. */
  get(descriptor: number): OpenFile | undefined {
    return this.#slots.get(descriptor)?.file;
  }

  /** The descriptors that are open, in no order. */
  get descriptors(): readonly number[] {
    return [...this.#slots.keys()];
  }

  /** The lowest descriptor from `least` on that is free; undefined when it is not below the limit. */
  lowestFree(least: number, limit: number): number | undefined {
    let descriptor = least;
    while (this.#slots.has(descriptor)) descriptor++;
    return descriptor < limit ? descriptor : undefined;
  }

  /** Makes a descriptor stand for a file; what it stood for before is closed. */
  set(descriptor: number, file: OpenFile, closesOnExec: boolean): void {
    file.retain();
    this.close(descriptor);
    this.#slots.set(descriptor, { file, closesOnExec });
  }

  /** Closes a descriptor; false when it is not open. */
  close(descriptor: number): boolean {
    const slot = this.#slots.get(descriptor);
    this.#slots.delete(descriptor);
    slot?.file.release();
    return slot !== undefined;
  }

  /** Closes everything. */
  closeAll(): void {
    for (const descriptor of this.descriptors) this.close(descriptor);
  }

  /** Whether a descriptor is marked to be closed by execve. */
  closesOnExec(descriptor: number): boolean {
    return this.#slots.get(descriptor)?.closesOnExec ?? false;
  }

  /** Marks a descriptor to be closed by execve, or not. */
  setClosesOnExec(descriptor: number, closes: boolean): void {
    const slot = this.#slots.get(descriptor);
    if (slot !== undefined) slot.closesOnExec = closes;
  }
}
