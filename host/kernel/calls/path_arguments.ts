// SPDX-License-Identifier: MPL-2.0
// Paths as arguments of system calls: a string in memory, often with the descriptor of the directory that it
// starts from. And checks of the path entry that a path leads to.

import { AT } from "../abi/open_flags.ts";
import { type Directory, FileError } from "../files/file_system.ts";
import { MAX_PATH, type PathLookup } from "../files/name_space.ts";
import { NodeFile } from "../files/node_file.ts";
import type { OpenFile } from "../files/open_file.ts";
import { isDirectoryPathEntry, type PathEntry } from "../files/path_entry.ts";
import type { SyscallContext } from "./syscall.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The string at an address.
 *
 * @throws {FileError} ENAMETOOLONG; EILSEQ when it is not UTF-8, as all names are here
 */
export function readPath(call: SyscallContext, address: bigint): string {
  const bytes = call.memory.readCString(address, MAX_PATH);
  if (bytes.length >= MAX_PATH) throw new FileError("ENAMETOOLONG");
  if (isShortAscii(bytes)) return String.fromCharCode(...bytes);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FileError("EILSEQ");
  }
}

/** Whether a string is like most paths; making it without a decoder takes half the time. */
function isShortAscii(bytes: Uint8Array): boolean {
  return bytes.length < 128 && bytes.every((byte) => byte < 0x80);
}

/** The open file of a descriptor. */
export function openFile(call: SyscallContext, descriptor: number): OpenFile {
  const file = call.kernel.files.get(descriptor);
  if (file === undefined) throw new FileError("EBADF");
  return file;
}

/** The directory that a path starts from. An absolute path needs no valid descriptor. */
export function startOf(
  call: SyscallContext,
  descriptor: number,
  path: string,
): PathEntry<Directory> {
  if (path.startsWith("/")) return call.kernel.names.root;
  if (descriptor === AT.FDCWD) return call.kernel.workingDirectory;
  const file = openFile(call, descriptor);
  if (!(file instanceof NodeFile) || !isDirectoryPathEntry(file.entry)) {
    throw new FileError("ENOTDIR");
  }
  return file.entry;
}

/** Follows the path in argument `index + 1`, from the directory of the descriptor in argument `index`. */
export function findPath(call: SyscallContext, index: number, follow: boolean): PathLookup {
  const path = readPath(call, call.arg(index + 1));
  // An empty path fails before a bad descriptor does.
  if (path === "") throw new FileError("ENOENT");
  return call.kernel.names.find(startOf(call, call.int(index), path), path, follow);
}

/** The path entry of a lookup, which must exist. */
export function existing({ entry, slash }: PathLookup): PathEntry {
  if (entry === undefined) throw new FileError("ENOENT");
  if (slash && !isDirectoryPathEntry(entry)) throw new FileError("ENOTDIR");
  return entry;
}

/**
 * The file of a descriptor and a path in arguments `index` and `index + 1`. An empty path can mean the
 * descriptor's own open file; otherwise it is a path entry.
 */
export function fileOrEntry(
  call: SyscallContext,
  index: number,
  { follow, allowEmpty }: { readonly follow: boolean; readonly allowEmpty: boolean },
): OpenFile | PathEntry {
  const path = readPath(call, call.arg(index + 1));
  const descriptor = call.int(index);
  if (path === "" && allowEmpty) {
    if (descriptor === AT.FDCWD) return call.kernel.workingDirectory;
    return openFile(call, descriptor);
  }
  if (path === "") throw new FileError("ENOENT");
  const from = startOf(call, descriptor, path);
  return existing(call.kernel.names.find(from, path, follow));
}

/** What the path in argument `index` leads to, symlinks followed, from the working directory. */
export function entryOfPath(call: SyscallContext, index: number): PathEntry {
  const { names, workingDirectory } = call.kernel;
  return existing(names.find(workingDirectory, readPath(call, call.arg(index)), true));
}

/** Throws EROFS when a path entry is on a read-only mount. */
export function needWritable({ mount }: PathEntry): void {
  if (mount.readOnly) throw new FileError("EROFS");
}
