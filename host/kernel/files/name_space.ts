// SPDX-License-Identifier: MPL-2.0
// The tree of files that the process sees, and the walk along a path, one name at a time (fs/namei.c). File
// systems are mounted at its directories; without one at `/` the root is an empty read-only directory.
// Guarantees: symlinks and `..` never lead out of this tree.

import { makeDevices } from "./devices.ts";
import {
  type Directory,
  FileError,
  type FileSystem,
  isSymlink,
  type MountUse,
  StaleDirectory,
} from "./file_system.ts";
import { MemoryFileSystem } from "./memory_file_system.ts";
import { isDirectoryPathEntry, MountPoint, type PathEntry } from "./path_entry.ts";
import { makeProcessFiles, ProcessLink, type ProcessView } from "./process_files.ts";

/** A file system and the path at which the process finds it. */
export interface Mount {
  /** An absolute path. */
  readonly at: string;
  /** What is mounted there. */
  readonly fileSystem: FileSystem;
  /** Whether the process can only read it. */
  readonly readOnly?: boolean;
}

type MountedFileSystem = Pick<Mount, "fileSystem" | "readOnly">;

/** What file systems need of the process. */
export type MountServices = Omit<MountUse, "readOnly">;

/** The result of following a path. */
export interface PathLookup {
  /** The directory that holds the last name. */
  readonly parent: PathEntry<Directory>;
  /** The last name, which may be `.` or `..`; `/` for the root itself. */
  readonly name: string;
  /** The node with that name; undefined when there is none. */
  readonly entry: PathEntry | undefined;
  /** Whether the path ends in a slash, so that it can only mean a directory. */
  readonly slash: boolean;
}

/** The longest name in bytes: NAME_MAX. */
const MAX_NAME = 255;
/** The longest path in bytes, its NUL included: PATH_MAX. */
export const MAX_PATH = 4096;
/** The most symlinks that one path may follow: MAXSYMLINKS. */
const MAX_LINKS = 40;

const encoder = new TextEncoder();

/** The tree of files of a process. */
export class NameSpace {
  /** Where absolute paths start. */
  readonly root: PathEntry<Directory>;
  /** The kernel's own directories, by their name in the root. */
  readonly #kernelMounts: ReadonlyMap<string, MountPoint>;
  readonly #services: MountServices;
  readonly #mounted: { readonly fileSystem: FileSystem; readonly use: MountUse }[] = [];

  /**
   * The tree with those file systems; of two at the same path, the later one hides the earlier one.
   *
   * @throws {FileError} ENOTDIR when a file is where a mount needs a directory; what a file system throws
   * that cannot be mounted
   */
  constructor(mounts: readonly Mount[], services: MountServices, view?: ProcessView) {
    this.#services = services;
    const isRoot = ({ at }: Mount) => namesOf(at).length === 0;
    const top = mounts.findLast(isRoot);
    try {
      this.root = top === undefined ? this.#emptyMount(undefined) : this.#mount(top, undefined);
      const own = (name: string, directory: Directory, device: number): [string, MountPoint] => [
        name,
        new MountPoint(directory, false, device, { directory: this.root, name }),
      ];
      this.#kernelMounts = new Map([
        own("dev", makeDevices(), 0),
        ...view === undefined ? [] : [own("proc", makeProcessFiles(view), -1)],
      ]);
      // The shortest paths first, so that each mount finds its directory.
      const others = mounts.filter((mount) => !isRoot(mount))
        .toSorted((a, b) => namesOf(a.at).length - namesOf(b.at).length);
      for (const mount of others) {
        const names = namesOf(mount.at);
        const name = names.pop() ?? "";
        let directory = this.root;
        for (const next of names) directory = this.#enter(directory, next);
        this.#attach(directory, name, (entry) => this.#mount(mount, entry));
      }
    } catch (error) {
      this.unmountAll();
      throw error;
    }
  }

  /** Unmounts all file systems: the process has ended. */
  unmountAll(): void {
    for (const { fileSystem, use } of this.#mounted.splice(0)) fileSystem.unmount?.(use);
  }

  /**
   * The node with that name in a directory, also for `.` and `..`; undefined when there is none.
   *
   * @throws {FileError} when the directory cannot be searched, or the name is too long
   */
  lookup(directory: PathEntry<Directory>, name: string): PathEntry | undefined {
    if (name === ".") return directory;
    if (name === "..") return this.parent(directory);
    if (isTooLong(name)) throw new FileError("ENAMETOOLONG");
    const mounted = directory.mount.inside.get(directory.node)?.get(name);
    if (mounted !== undefined) return { node: mounted.root, mount: mounted };
    const node = directory.node.lookup(name);
    if (node !== undefined) return { node, mount: directory.mount };
    // A `dev` or `proc` of the root file system hides the kernel's own.
    if (directory.node !== this.root.node) return undefined;
    const own = this.#kernelMounts.get(name);
    return own && { node: own.root, mount: own };
  }

  /** The parent directory; the root is its own. */
  parent({ node, mount }: PathEntry<Directory>): PathEntry<Directory> {
    const above = node.parent;
    if (above !== undefined && node !== mount.root) return { node: above, mount };
    return mount.at === undefined ? this.root : mount.at.directory;
  }

  /** Whether something is mounted there. */
  isMountPoint(directory: PathEntry<Directory>, name: string): boolean {
    return directory.mount.inside.get(directory.node)?.has(name) ?? false;
  }

  /** What is mounted in a directory, by name. */
  mountsIn(directory: PathEntry<Directory>): ReadonlyMap<string, MountPoint> {
    return directory.mount.inside.get(directory.node) ?? new Map();
  }

  /** The absolute path of a directory; undefined when it was removed. */
  pathOf(directory: PathEntry<Directory>): string | undefined {
    const names: string[] = [];
    for (let { node, mount } = directory;;) {
      if (node.removed) return undefined;
      const above = node.parent;
      if (above !== undefined && node !== mount.root) {
        names.push(node.name);
        node = above;
      } else if (mount.at !== undefined) {
        names.push(mount.at.name);
        ({ node, mount } = mount.at.directory);
      } else {
        return `/${names.reverse().join("/")}`;
      }
    }
  }

  /**
   * Follows a path from a directory, or from the root if it is absolute. If the last name is a symlink, it is
   * followed when `follow` is true or a slash comes after it.
   *
   * @throws {FileError} when a directory on the way is missing; the last name may be
   */
  find(from: PathEntry<Directory>, path: string, follow: boolean): PathLookup {
    try {
      return this.#find(from, path, follow);
    } catch (error) {
      if (!(error instanceof StaleDirectory)) throw error;
      return this.#find(from, path, follow);
    }
  }

  #find(from: PathEntry<Directory>, path: string, follow: boolean): PathLookup {
    if (path === "") throw new FileError("ENOENT");
    const walk = { directory: path.startsWith("/") ? this.root : from, links: 0 };
    let rest = path;
    for (;;) {
      const step = this.#walkToLast(walk, rest);
      const { entry } = step;
      if (!isSymlink(entry?.node) || !(follow || step.slash)) return step;
      if (entry.node instanceof ProcessLink && entry.node.file !== undefined) {
        return { ...step, entry: { node: entry.node.file, mount: entry.mount } };
      }
      rest = this.#target(walk, entry.node.target()) + (step.slash ? "/" : "");
    }
  }

  /** Follows all names of a path but the last, which is looked up. */
  #walkToLast(walk: Walk, path: string): PathLookup {
    const names = namesOf(path);
    const last = names.pop();
    if (last === undefined) {
      const { directory } = walk;
      return { parent: directory, name: "/", entry: directory, slash: true };
    }
    for (const name of names) this.#step(walk, name);
    const entry = this.lookup(walk.directory, last);
    return { parent: walk.directory, name: last, entry, slash: path.endsWith("/") };
  }

  /** Follows one name, which must lead to a directory. */
  #step(walk: Walk, name: string): void {
    const entry = this.#known(walk.directory, name) ?? this.lookup(walk.directory, name);
    if (entry === undefined) throw new FileError("ENOENT");
    if (isSymlink(entry.node)) {
      const target = this.#target(walk, entry.node.target());
      for (const next of namesOf(target)) this.#step(walk, next);
    } else if (isDirectoryPathEntry(entry)) {
      walk.directory = entry;
    } else {
      throw new FileError("ENOTDIR");
    }
  }

  /** A directory that was there before and that nothing is mounted on. */
  #known({ node, mount }: PathEntry<Directory>, name: string): PathEntry | undefined {
    if (mount.inside.get(node)?.has(name) === true) return undefined;
    const known = node.known?.(name);
    return known && { node: known, mount };
  }

  /** Starts to follow a symlink: returns its target, relative to the walk's directory. */
  #target(walk: Walk, target: string): string {
    if (++walk.links > MAX_LINKS) throw new FileError("ELOOP");
    if (target === "") throw new FileError("ENOENT");
    if (target.startsWith("/")) walk.directory = this.root;
    return target;
  }

  #mount(
    { fileSystem, readOnly = false }: MountedFileSystem,
    at: MountPoint["at"],
  ): PathEntry<Directory> {
    const use = { ...this.#services, readOnly };
    const node = fileSystem.mount?.(use) ?? fileSystem.root;
    return {
      node,
      mount: new MountPoint(node, readOnly, this.#mounted.push({ fileSystem, use }), at),
    };
  }

  #emptyMount(at: MountPoint["at"]): PathEntry<Directory> {
    return this.#mount({ fileSystem: new MemoryFileSystem(), readOnly: true }, at);
  }

  /** A directory on the way to a mount; an empty one is mounted where there is none. */
  #enter(directory: PathEntry<Directory>, name: string): PathEntry<Directory> {
    const found = this.lookup(directory, name);
    const isOwn = found !== undefined && [...this.#kernelMounts.values()].includes(found.mount);
    const entry = isOwn ? undefined : found;
    if (isDirectoryPathEntry(entry)) return entry;
    if (entry !== undefined) throw new FileError("ENOTDIR");
    return this.#attach(directory, name, (at) => this.#emptyMount(at));
  }

  #attach(
    directory: PathEntry<Directory>,
    name: string,
    make: (at: MountPoint["at"]) => PathEntry<Directory>,
  ): PathEntry<Directory> {
    const { inside } = directory.mount;
    const names = inside.get(directory.node) ?? new Map<string, MountPoint>();
    inside.set(directory.node, names);
    const made = make({ directory, name });
    names.set(name, made.mount);
    return made;
  }
}

/** Where a walk is, and how many symlinks it has followed. */
interface Walk {
  directory: PathEntry<Directory>;
  links: number;
}

function isTooLong(name: string): boolean {
  // A UTF-16 unit takes at most three bytes.
  return 3 * name.length > MAX_NAME && encoder.encode(name).length > MAX_NAME;
}

/** The names in a path. */
function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}

/** The absolute path without `.`, `..` and double slashes. */
export function absolutePath(path: string): string {
  const names: string[] = [];
  for (const name of namesOf(path)) {
    if (name === "..") names.pop();
    else if (name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}
