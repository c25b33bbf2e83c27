// SPDX-License-Identifier: MPL-2.0
// The nodes of a directory of the host. Deno's calls take paths and follow symlinks, so each call is made only
// after a check that every directory on the way is still the one that was looked up, and that what was
// opened is what was looked up. Guarantees: nothing a guest does leads out of the directory; only regular
// files are opened; file systems mounted inside it are not entered.

import {
  type Directory,
  type DirectoryEntry,
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

/** What all nodes of a directory of the host share. */
interface HostTree {
  /** The path of the directory itself. */
  readonly top: string;
  /** The open files: an open file must stay usable when it is renamed. */
  readonly openFiles: Set<HostFile>;
}

abstract class HostNode implements FileNode {
  readonly type: FileType;
  readonly found: Deno.FileInfo;

  constructor(found: Deno.FileInfo) {
    this.type = typeOf(found);
    this.found = found;
  }

  /** Its path, after a check that it is still there. */
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

  /** A change would reach the symlink's target. */
  #refuseLink(): void {
    if (this.type === "symlink") throw new FileError("EOPNOTSUPP");
  }
}

/** A node that is not a directory. */
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

  /** The handle of an opened file, after a check that it is this file, still in the tree. */
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

class HostHandle implements FileHandle {
  readonly #file: Deno.FsFile;
  readonly #node: HostFile;

  constructor(file: Deno.FsFile, node: HostFile) {
    this.#file = file;
    this.#node = node;
    node.directory.tree.openFiles.add(node);
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
    this.#node.directory.tree.openFiles.delete(this.#node);
    this.#file.close();
  }
}

class HostDirectory extends HostNode implements Directory {
  override readonly type = "directory";
  readonly #directories = new Map<string, HostDirectory>();
  readonly tree: HostTree;
  parent: HostDirectory | undefined;
  name: string;
  removed = false;

  constructor(
    found: Deno.FileInfo,
    tree: HostTree,
    parent: HostDirectory | undefined,
    name: string,
  ) {
    super(found);
    this.tree = tree;
    this.parent = parent;
    this.name = name;
  }

  override status(): FileStatus {
    // An open descriptor can still ask.
    return this.removed ? { ...statusOf(this.found), links: 0 } : super.status();
  }

  /** Checks every directory from the top down: each must be what it was, and not a symlink. */
  path(): string {
    if (this.removed) throw new FileError("ENOENT");
    const path = this.parent === undefined ? this.tree.top : this.parent.pathOf(this.name);
    if (!isSame(ask(() => Deno.lstatSync(path)), this.found)) throw new FileError("ENOENT");
    return path;
  }

  /** The path of that name in this directory. */
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
        // It was removed meanwhile.
        return [];
      }
    });
  }

  createFile(name: string, mode: number): { node: HostFile; handle: FileHandle } {
    const path = this.pathOf(name);
    // With createNew the host follows no symlink.
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
    for (const open of this.tree.openFiles) {
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
    // A file system mounted here, such as /proc, was not granted.
    if (found.dev !== this.found.dev) throw new FileError("EACCES");
    const known = this.#directories.get(name);
    if (known !== undefined && isSame(known.found, found)) return known;
    const made = new HostDirectory(found, this.tree, this, name);
    this.#directories.set(name, made);
    return made;
  }
}

/** The root directory of a tree of the host: `top` is its real path. */
export function hostDirectory(top: string, found: Deno.FileInfo): Directory {
  return new HostDirectory(found, { top, openFiles: new Set() }, undefined, "");
}
