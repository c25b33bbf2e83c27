// SPDX-License-Identifier: MPL-2.0
// The nodes of a directory of the host that are not directories, and what they have in common with those. A file is
// opened first, without a change, and compared by device and inode with what was looked up; its size, mode and
// times are changed through the open file. Guarantees: only regular files are opened; no file gets the bits
// setuid, setgid and sticky.

import {
  FileError,
  type FileHandle,
  type FileNode,
  type FileStatus,
  type FileTimes,
  type FileType,
  type RegularFile,
  type Symlink,
} from "../kernel/files/file_system.ts";
import { ask, chooseTimes, isSame, statusOf, typeOf } from "./host_calls.ts";
import { HostHandle } from "./host_handle.ts";
import type { EntryName, HostParent } from "./host_tree.ts";
import { openDescriptor } from "./node_descriptors.ts";
import type { Quota } from "./quota.ts";

/** The permission bits that files of the host can get. */
export const PERMISSIONS = 0o777;
/** The bits that run a file as its owner or group. */
const SET_ID = 0o6000;

/** A node of any kind. */
export abstract class HostNode implements FileNode {
  readonly type: FileType;
  /** What the host said when it was looked up. */
  readonly info: Deno.FileInfo;

  constructor(info: Deno.FileInfo) {
    this.type = typeOf(info);
    this.info = info;
  }

  /** Its path. */
  abstract path(): string;
  /** Checks that the path leads to it. */
  abstract check(): void;

  /** Its status, once it is checked that the path leads to it. */
  abstract status(): FileStatus;

  setMode(mode: number): void {
    this.#needOpenable();
    this.check();
    using file = openDescriptor(this.path());
    if (!file.is(this.info)) throw new FileError("ENOENT");
    this.check();
    file.setMode(mode & PERMISSIONS);
  }

  setTimes(times: FileTimes): void {
    this.#needOpenable();
    this.check();
    using file = openForTimes(this.path());
    const info = ask(() => file.statSync());
    if (!isSame(info, this.info)) throw new FileError("ENOENT");
    this.check();
    const [accessed, modified] = chooseTimes(times, statusOf(info));
    ask(() => file.utimeSync(accessed, modified));
  }

  #needOpenable(): void {
    if (this.type === "symlink") throw new FileError("EOPNOTSUPP");
    if (this.type !== "file" && this.type !== "directory") throw new FileError("EPERM");
  }
}

/** Opens a file in the way that its mode allows. */
function openForTimes(path: string): Deno.FsFile {
  try {
    return ask(() => Deno.openSync(path));
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== "EACCES") throw error;
    return ask(() => Deno.openSync(path, { write: true }));
  }
}

/** A node that is not a directory. It is made by a lookup and serves one system call, or an open file. */
export class HostLeaf extends HostNode implements EntryName {
  directory: HostParent;
  name: string;

  constructor(info: Deno.FileInfo, directory: HostParent, name: string) {
    super(info);
    this.directory = directory;
    this.name = name;
  }

  get found(): FileStatus {
    return statusOf(this.info);
  }

  path(): string {
    return this.directory.pathOf(this.name);
  }

  check(): void {
    this.#ask();
  }

  status(): FileStatus {
    return statusOf(this.#ask());
  }

  #ask(): Deno.FileInfo {
    this.directory.check();
    const info = ask(() => Deno.lstatSync(this.path()));
    if (!isSame(info, this.info)) throw new FileError("ENOENT");
    return info;
  }
}

/** A symlink. */
export class HostSymlink extends HostLeaf implements Symlink {
  override readonly type = "symlink";

  target(): string {
    const target = ask(() => Deno.readLinkSync(this.path()));
    this.check();
    return target;
  }
}

/** A regular file. */
export class HostFile extends HostLeaf implements RegularFile {
  override readonly type = "file";

  get inode(): number {
    return this.info.ino ?? 0;
  }

  get quota(): Quota | undefined {
    return this.directory.tree.quota;
  }

  open({ read, write }: { readonly read: boolean; readonly write: boolean }): FileHandle {
    // What a program writes must not run with the rights of the owner.
    if (write && ((this.info.mode ?? 0) & SET_ID) !== 0) throw new FileError("EPERM");
    return this.checked(ask(() => Deno.openSync(this.path(), { read, write })));
  }

  /** The handle of an opened file, after a check that it is this one, and its directory where it was. */
  checked(file: Deno.FsFile): FileHandle {
    try {
      if (!isSame(ask(() => file.statSync()), this.info)) throw new FileError("ENOENT");
      this.directory.check();
    } catch (error) {
      file.close();
      throw error;
    }
    const handle = new HostHandle(file, this);
    this.directory.tree.openFiles.set(handle, this);
    return handle;
  }

  closed(handle: HostHandle): void {
    this.directory.tree.openFiles.delete(handle);
  }
}
