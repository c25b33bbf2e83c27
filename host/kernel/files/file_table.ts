// SPDX-License-Identifier: MPL-2.0
// The descriptors of the process and their open files. A process starts with the three standard streams.

import type { OpenFile } from "./open_file.ts";
import { type Input, InputStream, type Output, OutputStream } from "./stream_file.ts";

/** A descriptor. */
interface Slot {
  readonly file: OpenFile;
  /** FD_CLOEXEC. */
  closesOnExec: boolean;
}

/** The descriptors of a process. */
export class FileTable {
  readonly #slots = new Map<number, Slot>();
  readonly #everOpen = new Set<number>();
  /** Is told of reads and writes that can only be mistakes. */
  onUnopened: ((descriptor: number, direction: "read" | "write") => void) | undefined;

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

  /** The open descriptors, in no order. */
  get descriptors(): readonly number[] {
    return [...this.#slots.keys()];
  }

  /** The lowest free descriptor from `least` on; undefined when it is not below the limit. */
  lowestFree(least: number, limit: number): number | undefined {
    let descriptor = least;
    while (this.#slots.has(descriptor)) descriptor++;
    return descriptor < limit ? descriptor : undefined;
  }

  /** Opens a descriptor for a file; if it is open already, it is closed first. */
  set(descriptor: number, file: OpenFile, closesOnExec: boolean): void {
    file.retain();
    this.close(descriptor);
    this.#slots.set(descriptor, { file, closesOnExec });
    this.#everOpen.add(descriptor);
  }

  /** Notes that a call failed because a descriptor is not open. */
  noteNotOpen(descriptor: number, direction: "read" | "write"): void {
    if (!this.#everOpen.has(descriptor)) this.onUnopened?.(descriptor, direction);
  }

  /** Closes a descriptor; returns false when it is not open. */
  close(descriptor: number): boolean {
    const slot = this.#slots.get(descriptor);
    this.#slots.delete(descriptor);
    slot?.file.release();
    return slot !== undefined;
  }

  /** Closes all descriptors. */
  closeAll(): void {
    for (const descriptor of this.descriptors) this.close(descriptor);
  }

  /** Whether a descriptor has FD_CLOEXEC. */
  closesOnExec(descriptor: number): boolean {
    return this.#slots.get(descriptor)?.closesOnExec ?? false;
  }

  /** Sets or clears FD_CLOEXEC. */
  setClosesOnExec(descriptor: number, closes: boolean): void {
    const slot = this.#slots.get(descriptor);
    if (slot !== undefined) slot.closesOnExec = closes;
  }
}
