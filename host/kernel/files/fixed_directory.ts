// SPDX-License-Identifier: MPL-2.0
// A directory of the kernel itself: its entries are fixed, and nobody can change them. /dev and /proc are
// made of it.

import {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileNode,
  type FileStatus,
} from "./file_system.ts";

/** The status of a node that keeps no times. */
export function fixedStatus(
  type: FileStatus["type"],
  inode: bigint,
  mode: number,
  size = 0,
): FileStatus {
  const times = { accessed: 0n, modified: 0n, changed: 0n };
  return { type, inode, mode, links: 1, size, blocks: 0, ...times };
}

/** A directory with those nodes, by name. */
export class FixedDirectory implements Directory {
  readonly type = "directory";
  parent: Directory | undefined;
  readonly name: string;
  readonly removed = false;
  readonly #nodes: ReadonlyMap<string, FileNode>;
  readonly #inode: bigint;

  /** A directory; those among its nodes get it as their parent. */
  constructor(nodes: ReadonlyMap<string, FileNode>, inode: bigint, name = "") {
    this.#nodes = nodes;
    this.#inode = inode;
    this.name = name;
    for (const node of nodes.values()) if (node instanceof FixedDirectory) node.parent = this;
  }

  status(): FileStatus {
    return fixedStatus("directory", this.#inode, 0o755);
  }

  lookup(name: string): FileNode | undefined {
    return this.#nodes.get(name);
  }

  entries(): DirectoryEntry[] {
    return [...this.#nodes].map(([name, node]) => {
      const { type, inode } = node.status();
      return { name, type, inode };
    });
  }

  setMode(): never {
    throw new FileError("EROFS");
  }

  setTimes(): never {
    throw new FileError("EROFS");
  }

  createFile(): never {
    throw new FileError("EROFS");
  }

  createDirectory(): never {
    throw new FileError("EROFS");
  }

  createSymlink(): never {
    throw new FileError("EROFS");
  }

  link(): never {
    throw new FileError("EROFS");
  }

  unlink(): never {
    throw new FileError("EROFS");
  }

  removeDirectory(): never {
    throw new FileError("EROFS");
  }

  rename(): never {
    throw new FileError("EROFS");
  }
}
