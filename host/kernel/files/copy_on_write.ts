// SPDX-License-Identifier: MPL-2.0
// A file system that starts with the contents of another one, the lower, and keeps all changes in memory.
// Guarantees: the lower is only read; what is not changed shows its current contents; changes count towards
// the memory limit of the process that makes them.

import { type Directory, type FileSystem, type MountUse } from "./file_system.ts";
import { Lower, LowerDirectory } from "./lower_inodes.ts";
import { View } from "./memory_file_system.ts";
import { Store } from "./memory_inodes.ts";

/** Bytes that changes may take by default; the memory limit of the process is usually lower. */
const DEFAULT_CAPACITY = 2 ** 32;
/** New inode numbers come after this one, so that they are none of the lower's. */
const LAST_LOWER_INODE = 1n << 62n;

/** How much may be changed. */
export interface CopyOnWriteOptions {
  /** Bytes of changed and new files, names included; 4 GiB by default. */
  readonly bytes?: number;
  /** Names of new files, directories and symlinks; no limit by default. */
  readonly files?: number;
}

/** A file system that reads another one and keeps changes in memory. Processes that share it share the changes. */
export class CopyOnWriteFileSystem implements FileSystem {
  /** Its root directory, for the host. What is changed through it gets the time 0. */
  readonly root: Directory;
  readonly #lower: FileSystem;
  readonly #root: LowerDirectory;
  readonly #store: Store;
  readonly #uses = new Map<MountUse, MountUse>();

  /** A copy of that file system, without changes yet. */
  constructor(lower: FileSystem, { bytes = DEFAULT_CAPACITY, files }: CopyOnWriteOptions = {}) {
    this.#lower = lower;
    this.#store = new Store(bytes, files, LAST_LOWER_INODE);
    const { root } = lower;
    this.#root = new LowerDirectory(new Lower(this.#store), root, undefined, "");
    this.root = new View(() => 0n).directory(this.#root);
  }

  /** The tree for a process: the lower is mounted to be read, and the process pays for changes. */
  mount(use: MountUse): Directory {
    const lowerUse = { ...use, readOnly: true };
    this.#lower.mount?.(lowerUse);
    this.#uses.set(use, lowerUse);
    this.#store.account ??= use.reserve;
    return new View(use.now).directory(this.#root);
  }

  /** The process has ended. */
  unmount(use: MountUse): void {
    const lowerUse = this.#uses.get(use);
    if (lowerUse !== undefined) this.#lower.unmount?.(lowerUse);
    this.#uses.delete(use);
    if (this.#store.account === use.reserve) this.#store.account = undefined;
  }
}
