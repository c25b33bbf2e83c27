// SPDX-License-Identifier: MPL-2.0
// The directories that a command line gives to the program, mounted; and the files in them, for programs
// that the host's own directories do not have. Imported only when a directory is given, since start-up
// time counts.

import { denoFileSystem } from "../../deno/file_system.ts";
import { describeError, ERRNO } from "../../kernel/abi/errno.ts";
import { FileError, isRegularFile, type RegularFile } from "../../kernel/files/file_system.ts";
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
export function mountOf({ host, guest, readOnly }: GrantedDirectory): Mount {
  try {
    return { at: guest, fileSystem: denoFileSystem(host), readOnly };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`Cannot let the program use ${host}: ${explain(error)}`);
  }
}

/** Finds files in those directories; relative paths start at the program's working directory. */
export function findIn(
  directories: readonly GrantedDirectory[],
  workingDirectory: string,
): FindFile {
  let nameSpace: NameSpace | undefined;
  return (path) => {
    const from = path.startsWith("/") ? path : `${workingDirectory}/${path}`;
    nameSpace ??= new NameSpace(directories.map(mountOf), () => 0n);
    try {
      const node = nameSpace.find(nameSpace.root, absolutePath(from), true).entry?.node;
      return isRegularFile(node) ? readNode(node) : undefined;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  };
}

function readNode(node: RegularFile): Uint8Array {
  const handle = node.open({ read: true, write: false });
  try {
    const bytes = new Uint8Array(handle.status().size);
    let end = 0;
    for (let count = -1; count !== 0 && end < bytes.length; end += count) {
      count = handle.read(bytes.subarray(end), end);
    }
    return bytes.subarray(0, end);
  } finally {
    handle.close();
  }
}
