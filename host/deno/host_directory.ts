// SPDX-License-Identifier: MPL-2.0
// The directories in a directory of the host. Deno's calls take paths and follow symlinks. So each call comes right
// after a check that the directory it is made in is still the one that was looked up, by device and inode.
// Guarantees: nothing leads out of the directory unless another program swaps a directory for a symlink
// between the check and the call; what is mounted inside is not entered.

import {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileHandle,
  type FileNode,
  type FileStatus,
  StaleDirectory,
} from "../kernel/files/file_system.ts";
import { ask, isSame, statusOf, typeOf } from "./host_calls.ts";
import { HostFile, HostLeaf, HostNode, HostSymlink, PERMISSIONS } from "./host_leaves.ts";
import type { HostParent, HostTree } from "./host_tree.ts";

/** How often an entry is looked up again before it is believed to be in its directory. */
const CONFIRMATIONS = 2;

/** A directory of the host. */
export class HostDirectory extends HostNode implements Directory, HostParent {
  override readonly type = "directory";
  readonly #directories = new Map<string, HostDirectory>();
  readonly tree: HostTree;
  parent: HostDirectory | undefined;
  name: string;
  removed = false;
  /** The generation of the tree in which it was last looked up. */
  #generation: number;
  /** By which it was entered: see {@link HostTree.enter}. */
  #entered: object | undefined;
  #path = "";
  #pathIsOf = -1;
  /** Inodes of entries that were found while this directory was in its place. */
  #inodes = new Map<string, number>();
  #inodesAreOf = 0;

  /** The directory with that name; for the root of the tree the name is its path. */
  constructor(
    info: Deno.FileInfo,
    tree: HostTree,
    parent: HostDirectory | undefined,
    name: string,
  ) {
    super(info);
    this.tree = tree;
    this.parent = parent;
    this.name = name;
    this.#generation = tree.generation;
  }

  status(): FileStatus {
    // An open descriptor can still ask.
    if (this.removed) return { ...statusOf(this.info), links: 0 };
    return statusOf(this.#ask());
  }

  /** Checks that its path leads to it. Then no symlink on the way leads elsewhere. */
  check(): void {
    this.#ask();
  }

  #ask(): Deno.FileInfo {
    if (this.removed) throw new FileError("ENOENT");
    const info = lstatOf(this.path());
    if (info !== undefined && isSame(info, this.info)) return info;
    throw this.#stale();
  }

  path(): string {
    if (this.parent === undefined) return this.name;
    if (this.#pathIsOf !== this.tree.renames) {
      this.#path = this.parent.pathOf(this.name);
      this.#pathIsOf = this.tree.renames;
    }
    return this.#path;
  }

  /** The path of that name in this directory. */
  pathOf(name: string): string {
    const path = this.path();
    return path === "/" ? `/${name}` : `${path}/${name}`;
  }

  known(name: string): HostDirectory | undefined {
    const known = this.#directories.get(name);
    return known !== undefined && known.#generation === this.tree.generation ? known : undefined;
  }

  lookup(name: string): HostNode | undefined {
    const info = lstatOf(this.pathOf(name));
    if (info === undefined) {
      this.check();
      return undefined;
    }
    // If the path leads to the same file as before, this directory is where it was.
    if (this.#inodeOf(name) !== info.ino || info.dev !== this.tree.device) {
      this.#confirm(name, info);
    }
    this.#remember(name, info);
    return this.#node(name, info);
  }

  /**
   * Checks that an entry was found in this directory. A program that swaps the directory for a symlink has
   * to swap it between each two of these calls.
   */
  #confirm(name: string, info: Deno.FileInfo): void {
    this.check();
    for (let round = 0; round < CONFIRMATIONS; round++) {
      const again = lstatOf(this.pathOf(name));
      if (again === undefined || !isSame(again, info)) throw this.#stale();
      this.check();
    }
  }

  #stale(): StaleDirectory {
    this.tree.generation++;
    return new StaleDirectory();
  }

  #inodeOf(name: string): number | undefined {
    return this.#inodesAreOf === this.tree.epoch ? this.#inodes.get(name) : undefined;
  }

  #remember(name: string, { ino }: Deno.FileInfo): void {
    if (this.#inodeOf(name) === undefined) this.tree.remember();
    if (this.#inodesAreOf !== this.tree.epoch) this.#inodes = new Map();
    this.#inodesAreOf = this.tree.epoch;
    if (ino !== null) this.#inodes.set(name, ino);
  }

  needReadable(): void {
    this.check();
    ask(() => Deno.openSync(this.path())).close();
  }

  entries(): DirectoryEntry[] {
    this.check();
    const found: [string, Deno.FileInfo][] = [];
    const listed = ask(() => [...Deno.readDirSync(this.path())]);
    const entries = listed.flatMap(({ name }): DirectoryEntry[] => {
      try {
        const info = Deno.lstatSync(this.pathOf(name));
        found.push([name, info]);
        return [{ name, type: typeOf(info), inode: BigInt(info.ino ?? 0) }];
      } catch {
        // It was removed meanwhile.
        return [];
      }
    });
    const [first] = found;
    if (first === undefined) this.check();
    else this.#confirm(...first);
    for (const [name, info] of found) this.#remember(name, info);
    return entries;
  }

  createFile(name: string, mode: number): { node: HostFile; handle: FileHandle } {
    this.#needRoom();
    // With createNew the host follows no symlink.
    const options = { read: true, write: true, createNew: true, mode: mode & PERMISSIONS };
    const file = ask(() => Deno.openSync(this.pathOf(name), options));
    const node = new HostFile(ask(() => file.statSync()), this, name);
    this.tree.quota?.named(node.inode);
    return { node, handle: node.checked(file) };
  }

  createDirectory(name: string, mode: number): void {
    this.#needRoom();
    ask(() => Deno.mkdirSync(this.pathOf(name), { mode: mode & PERMISSIONS }));
    this.#countName(name);
  }

  createSymlink(name: string, target: string): void {
    this.#needRoom();
    ask(() => Deno.symlinkSync(target, this.pathOf(name)));
    this.#countName(name);
  }

  link(name: string, node: FileNode): void {
    if (!(node instanceof HostLeaf)) throw new FileError("EXDEV");
    node.check();
    this.#needRoom();
    ask(() => Deno.linkSync(node.path(), this.pathOf(name)));
    const made = lstatOf(this.pathOf(name));
    if (made === undefined || !isSame(made, node.info)) {
      // Another program has swapped the file: its name must not stay.
      ask(() => Deno.removeSync(this.pathOf(name)));
      throw new FileError("ENOENT");
    }
    this.#countName(name);
  }

  unlink(name: string): void {
    const node = this.#existing(name);
    if (node instanceof HostDirectory) throw new FileError("EISDIR");
    ask(() => Deno.removeSync(this.pathOf(name)));
    this.#unnamed(node);
  }

  removeDirectory(name: string): void {
    const node = this.#existing(name);
    if (!(node instanceof HostDirectory)) throw new FileError("ENOTDIR");
    ask(() => Deno.removeSync(this.pathOf(name)));
    this.#unnamed(node);
    node.removed = true;
    this.#directories.delete(name);
  }

  rename(name: string, to: Directory, newName: string): void {
    if (!(to instanceof HostDirectory) || to.tree !== this.tree) throw new FileError("EXDEV");
    const node = this.#existing(name);
    const replaced = to.lookup(newName);
    this.check();
    ask(() => Deno.renameSync(this.pathOf(name), to.pathOf(newName)));
    if (replaced !== undefined && !isSame(replaced.info, node.info)) this.#unnamed(replaced);
    if (replaced instanceof HostDirectory && replaced !== node) replaced.removed = true;
    for (const open of this.tree.openFiles.values()) {
      if (open.directory !== this || open.name !== name) continue;
      open.directory = to;
      open.name = newName;
    }
    if (!(node instanceof HostDirectory)) return;
    this.#directories.delete(name);
    to.#directories.set(newName, node);
    node.parent = to;
    node.name = newName;
    this.tree.renames++;
  }

  #existing(name: string): HostNode {
    const node = this.lookup(name);
    if (node === undefined) throw new FileError("ENOENT");
    return node;
  }

  /** Checks that a name can be made here. */
  #needRoom(): void {
    this.tree.quota?.needName();
    this.check();
  }

  #countName(name: string): void {
    if (this.tree.quota === undefined) return;
    const info = lstatOf(this.pathOf(name));
    if (info !== undefined) this.tree.quota.named(info.ino ?? 0);
  }

  #unnamed({ info, type }: HostNode): void {
    this.tree.quota?.unnamed(info.ino ?? 0, type === "directory" || (info.nlink ?? 1) === 1);
  }

  #node(name: string, info: Deno.FileInfo): HostNode {
    // What is mounted here, such as /proc, was not granted.
    if (info.dev !== this.tree.device) throw new FileError("EACCES");
    switch (typeOf(info)) {
      case "directory":
        return this.#directory(name, info);
      case "symlink":
        return new HostSymlink(info, this, name);
      case "file":
        return new HostFile(info, this, name);
      default:
        return new HostLeaf(info, this, name);
    }
  }

  #directory(name: string, info: Deno.FileInfo): HostDirectory {
    const known = this.#directories.get(name);
    const isKnown = known !== undefined && isSame(known.info, info);
    const directory = isKnown ? known : new HostDirectory(info, this.tree, this, name);
    directory.#entered = this.tree.enter(this.pathOf(name), directory.#entered);
    directory.#generation = this.tree.generation;
    this.#directories.set(name, directory);
    return directory;
  }
}

/** What is at a path; undefined when there is nothing. */
function lstatOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return undefined;
    return ask(() => {
      throw error;
    });
  }
}
