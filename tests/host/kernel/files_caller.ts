// SPDX-License-Identifier: MPL-2.0
// A process that makes one system call at a time with paths, for tests of files.

import type { Mount } from "../../../host/kernel/files/name_space.ts";
import type { ProcessOptions } from "../../../host/process.ts";
import { Caller, DATA } from "./one_call.ts";

/** AT_FDCWD. */
export const CWD = -100;
/** Flags of openat. */
export const OPEN = {
  RDONLY: 0,
  WRONLY: 1,
  RDWR: 2,
  CREAT: 0x40,
  EXCL: 0x80,
  TRUNC: 0x200,
  APPEND: 0x400,
  DIRECTORY: 0x1_0000,
  NOFOLLOW: 0x2_0000,
} as const;
const { RDONLY, RDWR, CREAT, TRUNC, DIRECTORY } = OPEN;
/** Address of the buffer that reads fill. */
export const BUFFER = DATA + 0x8000n;
const SECOND = DATA + 0x1000n;

/** A process that makes calls with paths. */
export class Files extends Caller {
  constructor(mounts: readonly Mount[], options: ProcessOptions = {}) {
    super({ mounts, ...options });
  }

  path(text: string, at = DATA): bigint {
    return this.put(`${text}\0`, at);
  }

  open(path: string, flags: number = RDONLY): number | string {
    return this.answer("openat", CWD, this.path(path), flags, 0o644);
  }

  /** The contents of a file, or an error. */
  read(path: string): string {
    const descriptor = this.open(path);
    if (typeof descriptor === "string") return descriptor;
    const length = this.answer("read", descriptor, BUFFER, 4096);
    this.call("close", descriptor);
    if (typeof length === "string") return length;
    return new TextDecoder().decode(this.process.machine.memory.read(BUFFER, length));
  }

  write(path: string, text: string): number | string {
    const descriptor = this.open(path, RDWR | CREAT | TRUNC);
    if (typeof descriptor === "string") return descriptor;
    this.put(text, BUFFER);
    const length = this.answer("write", descriptor, BUFFER, text.length);
    this.call("close", descriptor);
    return length;
  }

  /** A call with two paths. */
  both(call: string, first: string, second: string, ...flags: number[]): number | string {
    const [from, to] = [this.path(first), this.path(second, SECOND)];
    return call === "symlinkat"
      ? this.answer(call, from, CWD, to)
      : this.answer(call, CWD, from, CWD, to, ...flags);
  }

  one(call: string, path: string, ...rest: number[]): number | string {
    return this.answer(call, CWD, this.path(path), ...rest);
  }

  names(path: string): string[] | string {
    const descriptor = this.open(path, DIRECTORY);
    if (typeof descriptor === "string") return descriptor;
    const length = this.answer("getdents64", descriptor, BUFFER, 4096);
    this.call("close", descriptor);
    if (typeof length === "string") return length;
    const bytes = this.process.machine.memory.read(BUFFER, length);
    const names: string[] = [];
    for (let at = 0; at < length;) {
      const size = (bytes[at + 16] ?? 0) | (bytes[at + 17] ?? 0) << 8;
      names.push(new TextDecoder().decode(bytes.subarray(at + 19, at + size)).replace(/\0.*/s, ""));
      at += size;
    }
    return names;
  }

  cwd(): string | number {
    const length = this.answer("getcwd", BUFFER, 4096);
    if (typeof length === "string") return length;
    return new TextDecoder().decode(this.process.machine.memory.read(BUFFER, length - 1));
  }
}
