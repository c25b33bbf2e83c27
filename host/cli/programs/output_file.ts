// SPDX-License-Identifier: MPL-2.0
// A file that a command writes. The bytes go to a new file in the same directory, which takes the name when it
// is whole: an error leaves the old file as it was. Guarantees: a file that the command reads is never
// written; the permissions of an existing file stay; pipes, devices and the standard streams are
// written directly.

import { CommandError, fileError, NOT_UTF8, REPLACEMENT } from "../command_line/errors.ts";
import { flushOutput, writeAll, writeError, writeOutput } from "../command_line/output.ts";
import { inputPaths } from "../command_line/input_paths.ts";
import { directoryOf } from "./include_root.ts";
import { STANDARD_INPUT } from "./input_files.ts";

/** The mode of executable files. */
export const EXECUTABLE = 0o755;

/** How to open an output file. */
export interface OutputFileOptions {
  /** The mode of a new file, before the umask. Default: 0666. */
  readonly mode?: number;
  /**
   * Whether it is lines that are written as a program runs. What was written before an error stays, up to
   * the last whole line, and none of the standard streams may be the same file.
   */
  readonly log?: boolean;
}

/** Where the bytes go meanwhile. */
interface Destination {
  write(bytes: Uint8Array): void;
  /** Everything is written. */
  commit(): void;
  /** Something failed: the old file stays. */
  abandon(): void;
  /** Keeps the whole lines that were written; returns the name of their file if it is not the path itself. */
  salvage?(): string | undefined;
}

const STREAMS: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
  "/dev/stdout": writeOutput,
  "/dev/fd/1": writeOutput,
  "/proc/self/fd/1": writeOutput,
  "/dev/stderr": writeError,
  "/dev/fd/2": writeError,
  "/proc/self/fd/2": writeError,
};

const MAX_SYMLINKS = 40;
const PERMISSIONS = 0o777;
const NEWLINE = 10;

/** An output file that is being written. */
export class OutputFile {
  readonly #path: string;
  readonly #destination: Destination;
  #open = true;

  private constructor(path: string, destination: Destination) {
    this.#path = path;
    this.#destination = destination;
  }

  /**
   * Opens a file to write.
   *
   * @throws {CommandError} when it cannot be written, or is a file that the command reads
   */
  static async open(path: string, options: OutputFileOptions = {}): Promise<OutputFile> {
    if (path.includes(REPLACEMENT)) throw new CommandError(`Cannot write ${path}: ${NOT_UTF8}`);
    try {
      return new OutputFile(path, await destinationOf(path, options));
    } catch (error) {
      throw error instanceof CommandError ? error : fileError("write", path, error);
    }
  }

  /**
   * Writes bytes.
   *
   * @throws {CommandError} when they cannot be written; nothing more is written then
   */
  write(bytes: Uint8Array): void {
    if (!this.#open) return;
    try {
      this.#destination.write(bytes);
    } catch (error) {
      this.#open = false;
      throw this.#failure(error);
    }
  }

  /**
   * Gives the file its name: it is whole. Returns false when a write has failed before.
   *
   * @throws {CommandError} when that fails
   */
  commit(): boolean {
    if (!this.#open) return false;
    this.#open = false;
    try {
      this.#destination.commit();
      return true;
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): CommandError {
    const failure = error instanceof CommandError ? error : fileError("write", this.#path, error);
    const kept = this.#destination.salvage?.();
    if (kept === undefined) {
      this.#destination.abandon();
      return failure;
    }
    return new CommandError(`${failure.message}; what was written before is in ${kept}`, {
      cause: error,
    });
  }
}

/**
 * Writes a file.
 *
 * @throws {CommandError} when it cannot be written, or is a file that the command reads
 */
export async function writeFile(
  path: string,
  bytes: Uint8Array,
  options: OutputFileOptions = {},
): Promise<void> {
  const file = await OutputFile.open(path, options);
  file.write(bytes);
  file.commit();
}

/** The working directory; undefined when Deno is not permitted to tell. */
export function workingDirectory(): string | undefined {
  try {
    return Deno.cwd();
  } catch {
    return undefined;
  }
}

async function destinationOf(path: string, options: OutputFileOptions): Promise<Destination> {
  const stream = STREAMS[path];
  if (stream !== undefined) return direct(stream, flushOutput);
  let target = path;
  let old: Deno.FileInfo | undefined;
  try {
    target = followed(path);
    old = statusOf(target);
    if (old !== undefined) await refuseInputs(path, old, options);
    if (old === undefined || old.isFile) return replacement(path, target, old, options);
  } catch (error) {
    // The file may be writable although its directory is not, or Deno may permit just this file.
    const denied = error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotCapable;
    if (!denied) throw error;
  }
  return inPlace(target, old, options.mode);
}

/** What a path names once its symlinks are followed, although there may be nothing yet. */
function followed(path: string): string {
  let target = path;
  for (let count = 0; count < MAX_SYMLINKS; count++) {
    let link: string;
    try {
      if (!Deno.lstatSync(target).isSymlink) return target;
      link = Deno.readLinkSync(target);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return target;
      throw error;
    }
    target = link.startsWith("/") ? link : directoryOf(target) + link;
  }
  return target;
}

function statusOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

type Identity = Pick<Deno.FileInfo, "dev" | "ino">;

async function refuseInputs(
  path: string,
  old: Deno.FileInfo,
  { log = false }: OutputFileOptions,
): Promise<void> {
  const isOld = ({ dev, ino }: Identity) => dev === old.dev && ino === old.ino;
  for (const input of inputPaths) {
    if (input === STANDARD_INPUT) continue;
    const found = statusOf(input);
    if (found === undefined || !isOld(found)) continue;
    throw new CommandError(`Cannot write ${path}: it is a file that this command reads`);
  }
  if (!old.isFile || !log && !inputPaths.has(STANDARD_INPUT)) return;
  const names = ["standard input", ...log ? ["standard output", "standard error"] : []];
  // Imported here, because this takes longer than most commands.
  const { fstatSync } = await import("node:fs");
  for (const [descriptor, name] of names.entries()) {
    if (!isOld(fstatSync(descriptor))) continue;
    throw new CommandError(`Cannot write ${path}: it is ${name} of this command`);
  }
}

function direct(write: (bytes: Uint8Array) => void, end: () => void): Destination {
  return { write, commit: end, abandon() {} };
}

/** Writes into a pipe or a device, or into a file whose directory cannot be written. */
function inPlace(target: string, old: Deno.FileInfo | undefined, mode?: number): Destination {
  const options = { write: true, create: old === undefined, ...(mode !== undefined && { mode }) };
  const file = Deno.openSync(target, options);
  const isFile = old === undefined || old.isFile;
  let isEmpty = !isFile;
  return {
    write(bytes) {
      // Only now: an error before the first byte leaves the old file.
      if (!isEmpty) file.truncateSync();
      isEmpty = true;
      writeAll(file, bytes);
    },
    commit() {
      if (!isEmpty) file.truncateSync();
      file.close();
    },
    abandon: () => file.close(),
  };
}

/** Writes into a new file beside the old one, which it replaces at the end. */
function replacement(
  path: string,
  target: string,
  old: Deno.FileInfo | undefined,
  { mode, log = false }: OutputFileOptions,
): Destination {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const name = `${directoryOf(target)}.leveret-${
    [...random].map((word) => word.toString(36)).join("")
  }`;
  const file = Deno.openSync(name, {
    ...{ write: true, read: true, createNew: true },
    ...(mode !== undefined && { mode }),
  });
  if (old !== undefined) keepOwnerAndMode(name, old);
  return {
    write: (bytes) => writeAll(file, bytes),
    commit() {
      file.close();
      Deno.renameSync(name, target);
    },
    abandon: () => remove(name, file),
    salvage() {
      if (!log) return undefined;
      const kept = old === undefined ? target : `${target}.part`;
      try {
        const end = endOfLastLine(file);
        if (end === 0) return undefined;
        file.truncateSync(end);
        file.close();
        Deno.renameSync(name, kept);
        return old === undefined ? path : kept;
      } catch {
        return undefined;
      }
    },
  };
}

function keepOwnerAndMode(name: string, { mode, uid, gid }: Deno.FileInfo): void {
  try {
    const made = Deno.statSync(name);
    if (made.uid !== uid || made.gid !== gid) Deno.chownSync(name, uid, gid);
  } catch {
    // Only the superuser may give files away.
  }
  if (mode !== null) Deno.chmodSync(name, mode & PERMISSIONS);
}

function remove(name: string, file: Deno.FsFile): void {
  try {
    file.close();
  } catch {
    // It is closed already.
  }
  try {
    Deno.removeSync(name);
  } catch {
    // The disk may be gone; the error that led here is the one to show.
  }
}

/** The offset after the last newline of a file; 0 without one. */
function endOfLastLine(file: Deno.FsFile): number {
  const buffer = new Uint8Array(1 << 16);
  for (let end = file.statSync().size; end > 0;) {
    const start = Math.max(0, end - buffer.length);
    file.seekSync(start, Deno.SeekMode.Start);
    const count = file.readSync(buffer.subarray(0, end - start)) ?? 0;
    const at = buffer.subarray(0, count).lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}
