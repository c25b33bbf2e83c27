// SPDX-License-Identifier: MPL-2.0
// How much programs may add to a directory of the host. Bytes are counted by the sizes of files, so that
// files with holes count in full. Guarantees: only what a program has added is given back when it is
// removed, and a removed file that is still open counts until it is closed.

import { FileError } from "../kernel/files/file_system.ts";

/** How much programs may add to a directory. */
export interface DirectoryLimit {
  /** Bytes by which its files may grow in all. */
  readonly bytes: number;
  /** Names of files, directories and symlinks that may be made. */
  readonly files: number;
}

/** What programs have added to a file. */
interface Added {
  bytes: number;
  names: number;
  handles: number;
}

/** What is left of a limit. Files are told apart by inode. */
export class Quota {
  #bytes: number;
  #files: number;
  readonly #added = new Map<number, Added>();

  /** The whole of a limit. */
  constructor({ bytes, files }: DirectoryLimit) {
    this.#bytes = bytes;
    this.#files = files;
  }

  /** The bytes that are left. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * The size of a file changes by that many bytes.
   *
   * @throws {FileError} EDQUOT when it may not grow that much
   */
  resize(inode: number, change: number): void {
    if (change > this.#bytes) throw new FileError("EDQUOT");
    const added = this.#of(inode);
    const counted = Math.max(change, -added.bytes);
    added.bytes += counted;
    this.#bytes -= counted;
  }

  /** Throws EDQUOT when no more names are allowed. */
  needName(): void {
    if (this.#files <= 0) throw new FileError("EDQUOT");
  }

  /** A file got another name. */
  named(inode: number): void {
    this.#of(inode).names++;
    this.#files--;
  }

  /** A file lost a name. */
  unnamed(inode: number, isLast: boolean): void {
    const added = this.#of(inode);
    if (added.names > 0) {
      added.names--;
      this.#files++;
    }
    if (isLast && added.handles === 0) this.#free(inode, added);
  }

  /** A file was opened. */
  opened(inode: number): void {
    this.#of(inode).handles++;
  }

  /** A file was closed. */
  closed(inode: number, isGone: boolean): void {
    const added = this.#of(inode);
    added.handles--;
    if (added.handles > 0) return;
    if (isGone) this.#free(inode, added);
    else if (added.bytes === 0 && added.names === 0) this.#added.delete(inode);
  }

  #of(inode: number): Added {
    const known = this.#added.get(inode);
    if (known !== undefined) return known;
    const made = { bytes: 0, names: 0, handles: 0 };
    this.#added.set(inode, made);
    return made;
  }

  #free(inode: number, { bytes }: Added): void {
    this.#bytes += bytes;
    this.#added.delete(inode);
  }
}
