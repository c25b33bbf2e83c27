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

import { FileError, type FileSystem } from "../kernel/files/file_system.ts";
import { ask } from "./host_calls.ts";
import { hostDirectory } from "./host_nodes.ts";

/** Directories of the host's kernel, through which a guest could reach other processes. */
const FORBIDDEN = ["/proc", "/sys", "/dev"];

/**
 * A directory of the host, for {@link ProcessOptions.mounts}. Nothing that the process does leads out of it.
 *
 * @throws {FileError} when there is no such directory, when Deno is not permitted to read it, or when it is
 * one of the host's kernel (/proc, /sys, /dev)
 */
export function denoFileSystem(path: string): FileSystem {
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
    return { root: hostDirectory(top, found) };
  });
}

function deviceOf(path: string): number | undefined {
  try {
    return Deno.lstatSync(path).dev;
  } catch {
    return undefined;
  }
}
