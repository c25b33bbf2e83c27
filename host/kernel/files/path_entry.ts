// SPDX-License-Identifier: MPL-2.0
// What a walk along a path finds: a node together with the mount through which it was reached (struct path
// of Linux). The mount says whether the node can be changed, and where `..` leads.

import { type Directory, type FileNode, isDirectory } from "./file_system.ts";

/** A mounted file system. */
export class MountPoint {
  /** The root directory of the file system. */
  readonly root: Directory;
  /** Whether the process can only read it. */
  readonly readOnly: boolean;
  /** Its device number. */
  readonly device: number;
  /** The directory that it is mounted in, and its name there; undefined for the root. */
  readonly at: { readonly directory: PathEntry<Directory>; readonly name: string } | undefined;
  /** What is mounted in its directories, by name. */
  readonly inside: Map<Directory, Map<string, MountPoint>> = new Map();

  /** A mount of the file system with that root directory. */
  constructor(root: Directory, readOnly: boolean, device: number, at: MountPoint["at"]) {
    this.root = root;
    this.readOnly = readOnly;
    this.device = device;
    this.at = at;
  }
}

/** A node and the mount through which it was reached. */
export interface PathEntry<Node extends FileNode = FileNode> {
  /** The node. */
  readonly node: Node;
  /** The mount that it belongs to. */
  readonly mount: MountPoint;
}

/** Whether a path entry is a directory. */
export function isDirectoryPathEntry(entry: PathEntry | undefined): entry is PathEntry<Directory> {
  return isDirectory(entry?.node);
}
