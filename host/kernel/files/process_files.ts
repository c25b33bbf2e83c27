// SPDX-License-Identifier: MPL-2.0
// /proc/self as programs use it: exe, a link to the executable, and maps, the mappings as text. They belong to
// the kernel and say nothing of the host. A root file system with a `proc` of its own hides them.

import type { Mapping } from "../../../cpu/memory/memory.ts";
import { PROCESS_ID } from "../abi/process_id.ts";
import {
  type Directory,
  FileError,
  type FileHandle,
  type FileNode,
  type FileStatus,
  type RegularFile,
  type Symlink,
} from "./file_system.ts";
import { FixedDirectory, fixedStatus } from "./fixed_directory.ts";
import { rightsText } from "../../text/rights.ts";

/** What /proc/self shows. */
export interface ProcessView {
  /** The absolute path of the executable. */
  readonly path: string;
  /** Its bytes; undefined when nobody knows them: the link then leads to the path. */
  readonly executable: Uint8Array | undefined;
  /** The mappings by rising address. */
  readonly mappings: () => readonly Mapping[];
  /** Counts bytes towards the memory limit, or gives them back; throws when there is no room. */
  readonly reserve: (bytes: number) => void;
}

const INODE = { proc: 2000n, self: 2001n, process: 2002n, exe: 2003n, maps: 2004n } as const;
/** The column of the names in maps. */
const NAME_COLUMN = 73;

/** A file whose bytes are made when it is opened. */
class TextFile implements RegularFile {
  readonly type = "file";
  readonly #make: () => Uint8Array;
  readonly #inode: bigint;
  readonly #mode: number;
  readonly #size: number;
  readonly #reserve: (bytes: number) => void;

  /** Its status shows `size`; `reserve` is told of the bytes that are made. */
  constructor(
    make: () => Uint8Array,
    inode: bigint,
    mode: number,
    size: number,
    reserve: (bytes: number) => void = () => {},
  ) {
    this.#reserve = reserve;
    this.#make = make;
    this.#inode = inode;
    this.#mode = mode;
    this.#size = size;
  }

  status(): FileStatus {
    return fixedStatus("file", this.#inode, this.#mode, this.#size);
  }

  open({ write }: { readonly write: boolean }): FileHandle {
    if (write) throw new FileError("EACCES");
    const bytes = this.#make();
    this.#reserve(bytes.length);
    const refuse = () => {
      throw new FileError("EACCES");
    };
    return {
      read(buffer, position) {
        const found = bytes.subarray(position, position + buffer.length);
        buffer.set(found);
        return found.length;
      },
      write: refuse,
      truncate: refuse,
      sync() {},
      setMode: () => this.setMode(),
      setTimes() {},
      status: () => this.status(),
      close: () => this.#reserve(-bytes.length),
    };
  }

  setMode(): never {
    throw new FileError("EPERM");
  }

  setTimes(): void {}
}

/** A symlink; one with a file leads there, whatever is at the path that it names. */
export class ProcessLink implements Symlink {
  readonly type = "symlink";
  /** The file that it leads to. */
  readonly file: RegularFile | undefined;
  readonly #target: string;
  readonly #inode: bigint;

  /** A link to a path, or to a file. */
  constructor(target: string, inode: bigint, file?: RegularFile) {
    this.#target = target;
    this.#inode = inode;
    this.file = file;
  }

  /** The path. */
  target(): string {
    return this.#target;
  }

  /** Its status. */
  status(): FileStatus {
    return fixedStatus("symlink", this.#inode, 0o777, this.#target.length);
  }

  /** Its mode is fixed. */
  setMode(): never {
    throw new FileError("EPERM");
  }

  /** It keeps no times. */
  setTimes(): void {}
}

/** The directory that is mounted at /proc. */
export function makeProcessFiles(view: ProcessView): Directory {
  const { path, executable } = view;
  const file = executable && new TextFile(() => executable, INODE.exe, 0o755, executable.length);
  const text = () => new TextEncoder().encode(formatMappings(view));
  const id = String(PROCESS_ID);
  const nodes = new Map<string, FileNode>([
    ["exe", new ProcessLink(path, INODE.exe, file)],
    // As on Linux, its size is not known before it is read.
    ["maps", new TextFile(text, INODE.maps, 0o444, 0, view.reserve)],
  ]);
  return new FixedDirectory(
    new Map<string, FileNode>([
      [id, new FixedDirectory(nodes, INODE.process, id)],
      ["self", new ProcessLink(id, INODE.self)],
    ]),
    INODE.proc,
  );
}

/** The mappings as Linux writes them (proc_pid_maps(5)). */
function formatMappings({ path, mappings }: ProcessView): string {
  return mappings().map(({ start, end, permissions, name }) => {
    const range = [start, end].map((address) => address.toString(16).padStart(8, "0")).join("-");
    const shown = name === "program" ? path : name;
    const line = `${range} ${rightsText(permissions)}p 00000000 00:00 0 `;
    return `${shown === "" ? line : line.padEnd(NAME_COLUMN) + shown}\n`;
  }).join("");
}
