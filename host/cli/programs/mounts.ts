// SPDX-License-Identifier: MPL-2.0
// The directories that a command line gives to the program, mounted; and the files in them, for programs
// that the host's own directories do not have. Imported only when a directory is given, since start-up
// time counts.

import { denoFileSystem, DirectoryInUse, type DirectoryLimit } from "../../deno/file_system.ts";
import { describeError, ERRNO } from "../../kernel/abi/errno.ts";
import { CopyOnWriteFileSystem } from "../../kernel/files/copy_on_write.ts";
import { FileError, isRegularFile } from "../../kernel/files/file_system.ts";
import { readWholeFile } from "../../kernel/files/whole_file.ts";
import { absolutePath, type Mount, NameSpace } from "../../kernel/files/name_space.ts";
import { CommandError } from "../command_line/errors.ts";
import type { GrantedDirectory } from "../command_line/values.ts";
import type { FindFile } from "./input_files.ts";

/** The message of a file error. */
export function explain({ code }: FileError): string {
  const text = describeError(ERRNO[code])?.text;
  return text === undefined ? code : text.charAt(0).toLowerCase() + text.slice(1);
}

/**
 * Mounts a directory of the host.
 *
 * @throws {CommandError} when there is none, or programs must not use it
 */
export function mountOf({ host, guest, mode }: GrantedDirectory, limit?: DirectoryLimit): Mount {
  try {
    const fileSystem = denoFileSystem(host, { shared: mode === "shared", limit });
    return mode === "cow"
      ? { at: guest, fileSystem: new CopyOnWriteFileSystem(fileSystem, limit) }
      : { at: guest, fileSystem, readOnly: mode === "ro" };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`Cannot let the program use ${host}: ${explain(error)}`);
  }
}

/** The error for one of those directories that another program uses; undefined for other errors. */
export function directoryInUse(
  error: FileError,
  directories: readonly GrantedDirectory[],
): CommandError | undefined {
  if (!(error instanceof DirectoryInUse)) return undefined;
  const { path } = error;
  const isAffected = ({ host }: GrantedDirectory) =>
    `${Deno.realPathSync(host)}/`.startsWith(path === "/" ? path : `${path}/`);
  const { host = path } = directories.find(isAffected) ?? {};
  const what = path === Deno.realPathSync(host)
    ? "another program uses it or a directory in it"
    : `another program uses ${path}`;
  return new CommandError(
    `Cannot let the program use ${host}: ${what}, and what a program may write is its own; wait ` +
      `until it has ended, or give the directory to both with :shared if you trust both`,
  );
}

/** Finds files in those directories; relative paths start at the program's working directory. */
export function findIn(
  directories: readonly GrantedDirectory[],
  workingDirectory: string,
): FindFile {
  return (path) => {
    const from = path.startsWith("/") ? path : `${workingDirectory}/${path}`;
    let nameSpace: NameSpace | undefined;
    try {
      const mounts = directories.map((directory) => ({ ...mountOf(directory), readOnly: true }));
      nameSpace = new NameSpace(mounts, { now: () => 0n });
      const node = nameSpace.find(nameSpace.root, absolutePath(from), true).entry?.node;
      return isRegularFile(node) ? readWholeFile(node) : undefined;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const inUse = directoryInUse(error, directories);
      if (inUse !== undefined) throw inUse;
      return undefined;
    } finally {
      nameSpace?.unmountAll();
    }
  };
}
