// SPDX-License-Identifier: MPL-2.0
// The tree of files that the process sees: file systems mounted at directories, from a root that is empty
// but for them, and the walk along a path, one name at a time (fs/namei.c). Links are followed within this
// tree, and `..` of the root is the root: there is no way out.

import {
  type Directory,
  FileError,
  type FileNode,
  type FileSystem,
  isDirectory,
  isSymlink,
} from "./file_system.ts";
import { makeDevices } from "./devices.ts";
import { MemoryFileSystem } from "./memory_file_system.ts";

/** A file system, and where the process finds it. */
export interface Mount {
  /** An absolute path. */
  readonly at: string;
  /** What is there. */
  readonly fileSystem: FileSystem;
  /** Whether the process can only read it. */
  readonly readOnly?: boolean;
}

/** A file system in its place. */
export class MountPoint {
  /** The topmost directory of what is mounted. */
  readonly root: Directory;
  /** Whether the process can only read it. */
  readonly readOnly: boolean;
  /** The number of its device. */
  readonly device: number;
  /** The directory that it is mounted in, and its name there; the root has none. */
  readonly at: { readonly directory: Place<Directory>; readonly name: string } | undefined;
  /** What is mounted in its directories. */
  readonly inside: Map<Directory, Map<string, MountPoint>> = new Map();

  /** A file system by its topmost directory, at a place. */
  constructor(root: Directory, readOnly: boolean, device: number, at: MountPoint["at"]) {
    this.root = root;
    this.readOnly = readOnly;
    this.device = device;
    this.at = at;
  }
}

/** A node, and through which mount it was reached. */
export interface Place<Node extends FileNode = FileNode> {
  /** The node. */
  readonly node: Node;
  /** The mount that it belongs to. */
  readonly mount: MountPoint;
}

/** Whether a place is a directory. */
export function isDirectoryPlace(place: Place | undefined): place is Place<Directory> {
  return isDirectory(place?.node);
}

/** Where a path leads. */
export interface Found {
  /** The directory that holds the last name. */
  readonly parent: Place<Directory>;
  /** The last name; `.` or `..` where the path ends so, `/` for the root itself. */
  readonly name: string;
  /** What is there; undefined when there is nothing of that name. */
  readonly place: Place | undefined;
  /** Whether the path ends in a slash: it can only mean a directory. */
  readonly slash: boolean;
}

/** The longest name: NAME_MAX. */
const LONGEST_NAME = 255;
/** The most bytes in a path, its NUL included: PATH_MAX. */
export const LONGEST_PATH = 4096;
/** How many links are followed on the way: MAXSYMLINKS. */
const MOST_LINKS = 40;

const encoder = new TextEncoder();

/** The tree of files of a process. */
export class NameSpace {
  /** Where absolute paths start. */
  readonly root: Place<Directory>;
  readonly #devices: MountPoint;
  #mounts = 0;

  /**
   * The tree with those file systems; the later of two at the same place covers the earlier.
   *
   * @throws {FileError} when the place of one is no directory in another
   */
  constructor(mounts: readonly Mount[]) {
    const isRoot = ({ at }: Mount) => namesOf(at).length === 0;
    const top = mounts.findLast(isRoot);
    this.root = top === undefined
      ? this.#emptyMount(undefined)
      : this.#mount(top.fileSystem, top.readOnly === true, undefined);
    this.#devices = new MountPoint(makeDevices(), false, 0, { directory: this.root, name: "dev" });
    // Those further up first, so that each finds the directory that it is to be mounted in.
    const others = mounts.filter((mount) => !isRoot(mount))
      .toSorted((a, b) => namesOf(a.at).length - namesOf(b.at).length);
    for (const { at, fileSystem, readOnly } of others) {
      const names = namesOf(at);
      const name = names.pop() ?? "";
      let directory = this.root;
      for (const next of names) directory = this.#enter(directory, next);
      this.#attach(directory, name, (place) => this.#mount(fileSystem, readOnly === true, place));
    }
  }

  /**
   * What has a name in a directory: `.` and `..` too. Undefined when there is nothing.
   *
   * @throws {FileError} when the directory cannot be searched, or the name is too long
   */
  lookup(directory: Place<Directory>, name: string): Place | undefined {
    if (name === ".") return directory;
    if (name === "..") return this.parent(directory);
    if (encoder.encode(name).length > LONGEST_NAME) throw new FileError("ENAMETOOLONG");
    const mounted = directory.mount.inside.get(directory.node)?.get(name);
    if (mounted !== undefined) return { node: mounted.root, mount: mounted };
    const node = directory.node.lookup(name);
    if (node !== undefined) return { node, mount: directory.mount };
    // Where nothing else is called so, there are the kernel's own devices.
    const isDevices = name === "dev" && directory.node === this.root.node;
    return isDevices ? { node: this.#devices.root, mount: this.#devices } : undefined;
  }

  /** The directory above; that above the root is the root. */
  parent({ node, mount }: Place<Directory>): Place<Directory> {
    if (node.parent !== undefined && node !== mount.root) return { node: node.parent, mount };
    return mount.at === undefined ? this.root : mount.at.directory;
  }

  /** Whether something is mounted there. */
  isMountPoint(directory: Place<Directory>, name: string): boolean {
    return directory.mount.inside.get(directory.node)?.has(name) ?? false;
  }

  /** The names in a directory that file systems are mounted at. */
  mountsIn(directory: Place<Directory>): ReadonlyMap<string, MountPoint> {
    return directory.mount.inside.get(directory.node) ?? new Map();
  }

  /** The absolute path of a directory; undefined when it was removed. */
  pathOf(directory: Place<Directory>): string | undefined {
    const names: string[] = [];
    for (let { node, mount } = directory;;) {
      if (node.removed) return undefined;
      if (node.parent !== undefined && node !== mount.root) {
        names.push(node.name);
        node = node.parent;
      } else if (mount.at !== undefined) {
        names.push(mount.at.name);
        ({ node, mount } = mount.at.directory);
      } else {
        return `/${names.reverse().join("/")}`;
      }
    }
  }

  /**
   * Follows a path from a directory, or from the root if it is absolute. A link that the path ends in is
   * followed where `follow` says so, or where a slash comes after it.
   *
   * @throws {FileError} when there is no way there; only the last name may be missing
   */
  find(from: Place<Directory>, path: string, follow: boolean): Found {
    if (path === "") throw new FileError("ENOENT");
    const walk = { directory: path.startsWith("/") ? this.root : from, links: 0 };
    let rest = path;
    for (;;) {
      const step = this.#walkToLast(walk, rest);
      const { place } = step;
      if (!isSymlink(place?.node) || !(follow || step.slash)) return step;
      rest = this.#target(walk, place.node.target()) + (step.slash ? "/" : "");
    }
  }

  /** Follows all names of a path but the last, which is looked up. */
  #walkToLast(walk: Walk, path: string): Found {
    const names = namesOf(path);
    const last = names.pop();
    if (last === undefined) {
      const { directory } = walk;
      return { parent: directory, name: "/", place: directory, slash: true };
    }
    for (const name of names) this.#step(walk, name);
    const place = this.lookup(walk.directory, last);
    return { parent: walk.directory, name: last, place, slash: path.endsWith("/") };
  }

  /** Follows one name, which must lead to a directory. */
  #step(walk: Walk, name: string): void {
    const place = this.lookup(walk.directory, name);
    if (place === undefined) throw new FileError("ENOENT");
    if (isSymlink(place.node)) {
      const target = this.#target(walk, place.node.target());
      for (const next of namesOf(target)) this.#step(walk, next);
    } else if (isDirectoryPlace(place)) {
      walk.directory = place;
    } else {
      throw new FileError("ENOTDIR");
    }
  }

  /** Begins to follow a link: gives what it stands for, from the walk's directory on. */
  #target(walk: Walk, target: string): string {
    if (++walk.links > MOST_LINKS) throw new FileError("ELOOP");
    if (target === "") throw new FileError("ENOENT");
    if (target.startsWith("/")) walk.directory = this.root;
    return target;
  }

  #mount(fileSystem: FileSystem, readOnly: boolean, at: MountPoint["at"]): Place<Directory> {
    const mount = new MountPoint(fileSystem.root, readOnly, ++this.#mounts, at);
    return { node: fileSystem.root, mount };
  }

  #emptyMount(at: MountPoint["at"]): Place<Directory> {
    return this.#mount(new MemoryFileSystem(), true, at);
  }

  /** A directory on the way to a mount; made up where there is none. */
  #enter(directory: Place<Directory>, name: string): Place<Directory> {
    const found = this.lookup(directory, name);
    const place = found?.mount === this.#devices ? undefined : found;
    if (isDirectoryPlace(place)) return place;
    if (place !== undefined) throw new FileError("ENOTDIR");
    return this.#attach(directory, name, (at) => this.#emptyMount(at));
  }

  #attach(
    directory: Place<Directory>,
    name: string,
    make: (at: MountPoint["at"]) => Place<Directory>,
  ): Place<Directory> {
    const { inside } = directory.mount;
    const names = inside.get(directory.node) ?? new Map<string, MountPoint>();
    inside.set(directory.node, names);
    const made = make({ directory, name });
    names.set(name, made.mount);
    return made;
  }
}

/** Where a walk is, and how many links it has followed. */
interface Walk {
  directory: Place<Directory>;
  links: number;
}

/** The names in a path. */
function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}

/** The path with `.`, `..` and double slashes taken out, as one from the root. */
export function absolutePath(path: string): string {
  const names: string[] = [];
  for (const name of namesOf(path)) {
    if (name === "..") names.pop();
    else if (name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}
