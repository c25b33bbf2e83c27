// SPDX-License-Identifier: MPL-2.0
// What the nodes of one directory of the host share: its device and quota, the files that are open, and how
// often what was found had to be forgotten.

import { EnteredDirectories } from "./directory_locks.ts";
import type { HostHandle } from "./host_handle.ts";
import type { Quota } from "./quota.ts";

/** The most entries whose inodes are remembered. */
const MAX_REMEMBERED = 10_000;

/** What an entry needs of the directory that it is in. */
export interface HostParent {
  /** The tree that it belongs to. */
  readonly tree: HostTree;
  /** Checks that its path leads to it. */
  check(): void;
  /** The path of that name in it. */
  pathOf(name: string): string;
}

/** Where a file is: a rename changes it. */
export interface EntryName {
  /** The directory that it is in. */
  directory: HostParent;
  /** Its name there. */
  name: string;
}

/** What all nodes of a directory of the host share. */
export class HostTree {
  /** The device of the directory: what is on another is mounted inside. */
  readonly device: number;
  /** How much may be added to it. */
  readonly quota: Quota | undefined;
  /** The open files and their handles: an open file must stay usable when it is renamed. */
  readonly openFiles = new Map<HostHandle, EntryName>();
  /** Counts the times that something was not where it was found: all directories must be looked up again. */
  generation = 0;
  /** Counts the directories that were renamed: paths change. */
  renames = 0;
  /** Counts the times that the inodes of entries were forgotten, because they were too many. */
  epoch = 0;
  #remembered = 0;
  #entered: EnteredDirectories | undefined;

  /** An empty tree. */
  constructor(device: number, quota: Quota | undefined) {
    this.device = device;
    this.quota = quota;
  }

  /** The tree is used together with others: from now on, entered directories are locked. */
  watchEntries(): void {
    if (this.#entered !== undefined) return;
    this.#entered = new EnteredDirectories();
    this.generation++;
  }

  /** The tree is used no more. */
  releaseEntries(): void {
    this.#entered?.release();
    this.#entered = undefined;
  }

  /** Locks a directory that is entered, if it was not since `before`; returns what to pass the next time. */
  enter(path: string, before: object | undefined): object | undefined {
    if (this.#entered !== before) this.#entered?.enter(path);
    return this.#entered;
  }

  /** The inode of another entry is remembered. */
  remember(): void {
    if (++this.#remembered <= MAX_REMEMBERED) return;
    this.#remembered = 0;
    this.epoch++;
  }
}
