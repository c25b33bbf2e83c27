// SPDX-License-Identifier: MPL-2.0

/**
 * A directory of the host as a file system for a process. What Deno is not permitted to do, the process
 * cannot do either.
 *
 * @example Let a program read the directory `data` as `/data`
 * ```ts
 * import { Process, type Program } from "@leveret/leveret";
 * import { denoFileSystem } from "@leveret/leveret/deno";
 * import { FileError } from "@leveret/leveret/kernel";
 * import { assertThrows } from "@std/assert";
 *
 * function runWithData(program: Program): void {
 *   const data = denoFileSystem("data");
 *   using process = new Process(program, {
 *     mounts: [{ at: "/data", fileSystem: data, readOnly: true }],
 *   });
 *   process.run();
 * }
 *
 * // Deno must be started with --allow-read=data.
 * assertThrows(() => denoFileSystem("data"), FileError, "EACCES");
 * ```
 *
 * @module
 */

import {
  type Directory,
  FileError,
  type FileSystem,
  type MountUse,
} from "../kernel/files/file_system.ts";
import { lockDirectory } from "./directory_locks.ts";
import { ask } from "./host_calls.ts";
import { HostDirectory } from "./host_directory.ts";
import { HostTree } from "./host_tree.ts";
import { type DirectoryLimit, Quota } from "./quota.ts";

export { DirectoryInUse } from "./directory_locks.ts";
export type { DirectoryLimit } from "./quota.ts";

/** Directories of the host's kernel, through which a guest could reach other processes. */
const FORBIDDEN = ["/proc", "/sys", "/dev"];

/** How programs may use a directory. */
export interface DirectoryOptions {
  /**
   * Whether a process may write the directory while other processes use it. Without this a process that
   * may write it has it for itself until it ends, and mounting it fails with {@link DirectoryInUse} while
   * a process of another thread or program uses it, a directory above or one in it. Processes that share a
   * directory can lead each other out of it: host/README.md says how.
   */
  readonly shared?: boolean;
  /** How much processes may add to it; no limit by default. */
  readonly limit?: DirectoryLimit | undefined;
}

/** A directory of the host. */
class HostFileSystem implements FileSystem {
  readonly root: Directory;
  readonly #top: string;
  readonly #tree: HostTree;
  readonly #shared: boolean;
  readonly #locks = new Map<MountUse, () => void>();

  constructor(top: string, root: HostDirectory, shared: boolean) {
    this.#top = top;
    this.root = root;
    this.#tree = root.tree;
    this.#shared = shared;
  }

  mount(use: MountUse): Directory {
    const exclusive = !use.readOnly && !this.#shared;
    this.#locks.set(use, lockDirectory(this.#top, exclusive));
    if (!exclusive) this.#tree.watchEntries();
    return this.root;
  }

  unmount(use: MountUse): void {
    this.#locks.get(use)?.();
    this.#locks.delete(use);
    if (this.#locks.size === 0) this.#tree.releaseEntries();
  }
}

/**
 * A directory of the host, for {@link ProcessOptions.mounts}. Nothing that the process does leads out of it.
 *
 * @throws {FileError} when there is no such directory, when Deno is not permitted to read it, or when it is
 * one of the host's kernel (/proc, /sys, /dev)
 */
export function denoFileSystem(
  path: string,
  { shared = false, limit }: DirectoryOptions = {},
): FileSystem {
  return ask(() => {
    const top = Deno.realPathSync(path);
    const found = Deno.lstatSync(top);
    if (!found.isDirectory) throw new FileError("ENOTDIR");
    for (const forbidden of FORBIDDEN) {
      if (deviceOf(forbidden) === found.dev) {
        if (deviceOf("/") !== found.dev) throw new FileError("EACCES");
      }
      if (top === forbidden || top.startsWith(`${forbidden}/`)) throw new FileError("EACCES");
    }
    const tree = new HostTree(found.dev, limit && new Quota(limit));
    const root = new HostDirectory(found, tree, undefined, top);
    return new HostFileSystem(top, root, shared);
  });
}

function deviceOf(path: string): number | undefined {
  try {
    return Deno.lstatSync(path).dev;
  } catch {
    return undefined;
  }
}
