// SPDX-License-Identifier: MPL-2.0

/**
 * A directory of the host as a file system for a process.
 *
 * @example Let a program read `data`, as `/data`
 * ```ts
 * import { Process, type ProcessOptions, type Program } from "@leveret/leveret";
 * import { denoFileSystem } from "@leveret/leveret/deno";
 *
 * // Run this with --allow-read.
 * function runWithData(program: Program): void {
 *   const mounts: ProcessOptions["mounts"] = [
 *     { at: "/data", fileSystem: denoFileSystem("data"), readOnly: true },
 *   ];
 *   using process = new Process(program, { mounts });
 *   process.run();
 * }
 * ```
 *
 * @module
 */

// Deno's calls take paths and follow links. So each call is made only after every directory on the way was
// found to be the one that was looked up, and no link; and what was opened is compared with what was
// looked up. Nothing that a guest does leads out of the directory. Only regular files are opened, and no
// other file system that is mounted inside is entered.

import { ERRNO, type ErrorName } from "../kernel/abi/errno.ts";
import {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileHandle,
  type FileNode,
  type FileStatus,
  type FileSystem,
  type FileTimes,
  type FileType,
  type NewTime,
  type RegularFile,
  type Symlink,
} from "../kernel/files/file_system.ts";

/** How errors without a code of the system's are called there. */
const ERROR_CLASSES: readonly (readonly [new () => Error, ErrorName])[] = [
  [Deno.errors.NotFound, "ENOENT"],
  [Deno.errors.AlreadyExists, "EEXIST"],
  [Deno.errors.PermissionDenied, "EACCES"],
  [Deno.errors.NotCapable, "EACCES"],
  [Deno.errors.NotADirectory, "ENOTDIR"],
  [Deno.errors.IsADirectory, "EISDIR"],
  [Deno.errors.FilesystemLoop, "ELOOP"],
];

/** Does something with the host's files; its errors become Linux's. */
function ask<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof FileError) throw error;
    const { code } = error as { code?: unknown };
    const isKnown = typeof code === "string" && Object.hasOwn(ERRNO, code);
    const [, name = "EIO"] = ERROR_CLASSES.find(([kind]) => error instanceof kind) ?? [];
    throw new FileError(isKnown ? code as ErrorName : name, { cause: error });
  }
}

function typeOf(info: Deno.FileInfo): FileType {
  if (info.isFile) return "file";
  if (info.isDirectory) return "directory";
  if (info.isSymlink) return "symlink";
  if (info.isFifo) return "fifo";
  if (info.isSocket) return "socket";
  return info.isBlockDevice ? "block device" : "character device";
}

const MILLISECOND = 1_000_000n;
const time = (date: Date | null): bigint => BigInt(date?.getTime() ?? 0) * MILLISECOND;

function statusOf(info: Deno.FileInfo): FileStatus {
  return {
    type: typeOf(info),
    inode: BigInt(info.ino ?? 0),
    mode: (info.mode ?? 0) & 0o7777,
    links: info.nlink ?? 1,
    size: info.size,
    blocks: info.blocks ?? Math.ceil(info.size / 512),
    accessed: time(info.atime),
    modified: time(info.mtime),
    changed: time(info.ctime),
  };
}

/** Whether two answers are about the same node. */
function isSame(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return a.dev === b.dev && a.ino === b.ino && typeOf(a) === typeOf(b);
}

/** The two times as Deno takes them: those of before where there are no new ones. */
function chooseTimes(
  { accessed, modified }: FileTimes,
  old: FileStatus,
): [number | Date, number | Date] {
  const choose = (time: NewTime, before: bigint) =>
    time === "now" ? new Date() : Number(time ?? before) / 1e9;
  return [choose(accessed, old.accessed), choose(modified, old.modified)];
}

abstract class HostNode implements FileNode {
  readonly type: FileType;
  readonly found: Deno.FileInfo;

  constructor(found: Deno.FileInfo) {
    this.type = typeOf(found);
    this.found = found;
  }

  /** Its path, after making sure that this is where it is. */
  abstract path(): string;

  status(): FileStatus {
    return ask(() => statusOf(Deno.lstatSync(this.path())));
  }

  setMode(mode: number): void {
    this.#refuseLink();
    ask(() => Deno.chmodSync(this.path(), mode));
  }

  setTimes(times: FileTimes): void {
    this.#refuseLink();
    const [accessed, modified] = chooseTimes(times, this.status());
    ask(() => Deno.utimeSync(this.path(), accessed, modified));
  }

  /** The host would change what the link stands for. */
  #refuseLink(): void {
    if (this.type === "symlink") throw new FileError("EOPNOTSUPP");
  }
}

/** A node that is no directory: it is where it was looked up, or gone. */
class HostLeaf extends HostNode {
  directory: HostDirectory;
  name: string;

  constructor(found: Deno.FileInfo, directory: HostDirectory, name: string) {
    super(found);
    this.directory = directory;
    this.name = name;
  }

  path(): string {
    const path = this.directory.pathOf(this.name);
    if (!isSame(ask(() => Deno.lstatSync(path)), this.found)) throw new FileError("ENOENT");
    return path;
  }
}

class HostSymlink extends HostLeaf implements Symlink {
  override readonly type = "symlink";

  target(): string {
    return ask(() => Deno.readLinkSync(this.path()));
  }
}

class HostFile extends HostLeaf implements RegularFile {
  override readonly type = "file";

  open({ read, write }: { readonly read: boolean; readonly write: boolean }): FileHandle {
    const file = ask(() => Deno.openSync(this.path(), { read, write }));
    return this.checked(file);
  }

  /** Makes sure that what was opened is this file, and that it is still inside. */
  checked(file: Deno.FsFile): FileHandle {
    try {
      if (!isSame(ask(() => file.statSync()), this.found)) throw new FileError("ENOENT");
      this.path();
      return new HostHandle(file, this);
    } catch (error) {
      file.close();
      throw error;
    }
  }
}

/** The files that are open: they stay the same files when they are renamed. */
const openFiles = new Set<HostFile>();

class HostHandle implements FileHandle {
  readonly #file: Deno.FsFile;
  readonly #node: HostFile;

  constructor(file: Deno.FsFile, node: HostFile) {
    this.#file = file;
    this.#node = node;
    openFiles.add(node);
  }

  read(buffer: Uint8Array, position: number): number {
    return ask(() => {
      this.#file.seekSync(position, Deno.SeekMode.Start);
      return this.#file.readSync(buffer) ?? 0;
    });
  }

  write(bytes: Uint8Array, position: number): number {
    return ask(() => {
      this.#file.seekSync(position, Deno.SeekMode.Start);
      for (let done = 0; done < bytes.length;) done += this.#file.writeSync(bytes.subarray(done));
      return bytes.length;
    });
  }

  truncate(size: number): void {
    ask(() => this.#file.truncateSync(size));
  }

  sync(): void {
    ask(() => this.#file.syncSync());
  }

  setTimes(times: FileTimes): void {
    const [accessed, modified] = chooseTimes(times, this.status());
    ask(() => this.#file.utimeSync(accessed, modified));
  }

  status(): FileStatus {
    return ask(() => statusOf(this.#file.statSync()));
  }

  close(): void {
    openFiles.delete(this.#node);
    this.#file.close();
  }
}

class HostDirectory extends HostNode implements Directory {
  override readonly type = "directory";
  readonly #directories = new Map<string, HostDirectory>();
  readonly #top: string;
  parent: HostDirectory | undefined;
  name: string;
  removed = false;

  constructor(
    found: Deno.FileInfo,
    top: string,
    parent: HostDirectory | undefined,
    name: string,
  ) {
    super(found);
    this.#top = top;
    this.parent = parent;
    this.name = name;
  }

  override status(): FileStatus {
    // Who has it open can still ask.
    return this.removed ? { ...statusOf(this.found), links: 0 } : super.status();
  }

  /** Looks at every directory from the top down: each must still be what it was, and no link. */
  path(): string {
    if (this.removed) throw new FileError("ENOENT");
    const path = this.parent === undefined ? this.#top : this.parent.pathOf(this.name);
    if (!isSame(ask(() => Deno.lstatSync(path)), this.found)) throw new FileError("ENOENT");
    return path;
  }

  /** The path of what has that name here. */
  pathOf(name: string): string {
    return `${this.path().replace(/\/$/, "")}/${name}`;
  }

  lookup(name: string): HostNode | undefined {
    const path = this.pathOf(name);
    let found: Deno.FileInfo;
    try {
      found = ask(() => Deno.lstatSync(path));
    } catch (error) {
      if (error instanceof FileError && error.code === "ENOENT") return undefined;
      throw error;
    }
    return this.#node(name, found);
  }

  entries(): DirectoryEntry[] {
    const path = this.path();
    return ask(() => [...Deno.readDirSync(path)]).flatMap(({ name }) => {
      try {
        const info = Deno.lstatSync(`${path}/${name}`);
        return [{ name, type: typeOf(info), inode: BigInt(info.ino ?? 0) }];
      } catch {
        // It has gone in the meantime.
        return [];
      }
    });
  }

  createFile(name: string, mode: number): { node: HostFile; handle: FileHandle } {
    const path = this.pathOf(name);
    // A new file is always just that: the host follows no link for it.
    const options = { read: true, write: true, createNew: true, mode };
    const file = ask(() => Deno.openSync(path, options));
    const node = new HostFile(ask(() => file.statSync()), this, name);
    return { node, handle: node.checked(file) };
  }

  createDirectory(name: string, mode: number): void {
    ask(() => Deno.mkdirSync(this.pathOf(name), { mode }));
  }

  createSymlink(name: string, target: string): void {
    ask(() => Deno.symlinkSync(target, this.pathOf(name)));
  }

  link(name: string, node: FileNode): void {
    if (!(node instanceof HostLeaf)) throw new FileError("EXDEV");
    ask(() => Deno.linkSync(node.path(), this.pathOf(name)));
  }

  unlink(name: string): void {
    const node = this.#existing(name);
    if (node instanceof HostDirectory) throw new FileError("EISDIR");
    ask(() => Deno.removeSync(this.pathOf(name)));
  }

  removeDirectory(name: string): void {
    const node = this.#existing(name);
    if (!(node instanceof HostDirectory)) throw new FileError("ENOTDIR");
    ask(() => Deno.removeSync(this.pathOf(name)));
    node.removed = true;
    this.#directories.delete(name);
  }

  rename(name: string, to: Directory, newName: string): void {
    if (!(to instanceof HostDirectory)) throw new FileError("EXDEV");
    const node = this.#existing(name);
    const replaced = to.lookup(newName);
    ask(() => Deno.renameSync(this.pathOf(name), to.pathOf(newName)));
    if (replaced instanceof HostDirectory && replaced !== node) replaced.removed = true;
    for (const open of openFiles) {
      if (open.directory !== this || open.name !== name) continue;
      open.directory = to;
      open.name = newName;
    }
    if (!(node instanceof HostDirectory)) return;
    this.#directories.delete(name);
    to.#directories.set(newName, node);
    node.parent = to;
    node.name = newName;
  }

  #existing(name: string): HostNode {
    const node = this.lookup(name);
    if (node === undefined) throw new FileError("ENOENT");
    return node;
  }

  #node(name: string, found: Deno.FileInfo): HostNode {
    switch (typeOf(found)) {
      case "directory":
        return this.#directory(name, found);
      case "symlink":
        return new HostSymlink(found, this, name);
      case "file":
        return new HostFile(found, this, name);
      default:
        return new HostLeaf(found, this, name);
    }
  }

  #directory(name: string, found: Deno.FileInfo): HostDirectory {
    // What is mounted here is another file system, which was not granted: /proc, say.
    if (found.dev !== this.found.dev) throw new FileError("EACCES");
    const known = this.#directories.get(name);
    if (known !== undefined && isSame(known.found, found)) return known;
    const made = new HostDirectory(found, this.#top, this, name);
    this.#directories.set(name, made);
    return made;
  }
}

/** File systems of the kernel's own, through which a guest could reach into the host's processes. */
const FORBIDDEN = ["/proc", "/sys", "/dev"];

/**
 * A directory of the host, for {@link ProcessOptions.mounts}. What Deno is not permitted to do, the guest
 * cannot do either.
 *
 * @throws {FileError} when there is no such directory, or it is one of the system's own (/proc, /sys, /dev)
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
    return { root: new HostDirectory(found, top, undefined, "") };
  });
}

function deviceOf(path: string): number | undefined {
  try {
    return Deno.lstatSync(path).dev;
  } catch {
    return undefined;
  }
}
