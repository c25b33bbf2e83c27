// SPDX-License-Identifier: MPL-2.0
// Open files by number, as Node's API has them. Only they can change the mode of an open file; Deno.FsFile
// cannot, and Deno.chmod follows symlinks. Node's API takes milliseconds to load, so that it is loaded when
// a program first asks.

import { FileError } from "../kernel/files/file_system.ts";
import { ask } from "./host_calls.ts";

/** What is used of node:fs. */
interface NodeFiles {
  openSync(path: string, flags: number): number;
  fstatSync(descriptor: number): { readonly dev: number; readonly ino: number };
  fchmodSync(descriptor: number, mode: number): void;
  closeSync(descriptor: number): void;
}

/** Flags of open(2), which neither create nor wait for the other end of a named pipe. */
const O = { RDONLY: 0, WRONLY: 1, NONBLOCK: 0o4000 } as const;

let nodeFiles: NodeFiles | undefined;

function files(): NodeFiles {
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): NodeFiles };
  };
  return nodeFiles ??= process.getBuiltinModule("node:fs");
}

/** An open file or directory whose mode can be changed. */
export interface OpenDescriptor extends Disposable {
  /** Whether it is that file. */
  is(info: Deno.FileInfo): boolean;
  /** Sets its permission bits. */
  setMode(mode: number): void;
}

/**
 * Opens a file or a directory in the way that its mode allows.
 *
 * @throws {FileError} EACCES when it may be neither read nor written
 */
export function openDescriptor(path: string): OpenDescriptor {
  const { openSync, fstatSync, fchmodSync, closeSync } = files();
  let descriptor: number;
  try {
    descriptor = ask(() => openSync(path, O.RDONLY | O.NONBLOCK));
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== "EACCES") throw error;
    descriptor = ask(() => openSync(path, O.WRONLY | O.NONBLOCK));
  }
  return {
    is(info) {
      const { dev, ino } = ask(() => fstatSync(descriptor));
      return dev === info.dev && ino === info.ino;
    },
    setMode: (mode) => ask(() => fchmodSync(descriptor, mode)),
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}
