// SPDX-License-Identifier: MPL-2.0
// What system calls read of a program: registers, buffers and strings, and what they write. Takes a call
// that was made; reports what of it was never set, or is not the program's, in Valgrind's words.

import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { SyscallEvent } from "../kernel/calls/syscall.ts";
import type { ErrorKind } from "./errors.ts";

/**
 * The arguments of calls, as far as the kernel always uses them. `name<count` is a buffer that the kernel
 * reads, with the size that the argument `count` has, or with a size in bytes; `name>count` is one that it
 * may write; `name<text` is a string; `name<iov` and `name>iov` are arrays of buffers, whose number follows.
 */
const CALLS: Readonly<Record<string, string>> = {
  getcwd: "buf>size size",
  dup: "oldfd",
  dup3: "oldfd newfd flags",
  fcntl: "fd cmd",
  ioctl: "fd request",
  mkdirat: "dfd pathname<text mode",
  unlinkat: "dfd pathname<text flag",
  symlinkat: "oldname<text newdfd newname<text",
  linkat: "olddfd oldname<text newdfd newname<text flags",
  renameat2: "olddfd oldname<text newdfd newname<text flags",
  ftruncate: "fd length",
  faccessat: "dfd filename<text mode",
  chdir: "path<text",
  openat: "dfd filename<text flags",
  close: "fd",
  pipe2: "filedes>8 flags",
  getdents64: "fd dirp>count count",
  lseek: "fd offset whence",
  read: "fd buf>count count",
  write: "fd buf<count count",
  readv: "fd vector>iov count",
  writev: "fd vector<iov count",
  pread64: "fd buf>count count offset",
  pwrite64: "fd buf<count count offset",
  readlinkat: "dfd path<text buf>bufsiz bufsiz",
  newfstatat: "dfd file_name<text buf>128 flag",
  fstat: "fd buf>128",
  exit: "status",
  exit_group: "status",
  nanosleep: "req<16",
  clock_gettime: "clk_id tp>16",
  clock_nanosleep: "clk_id flags rqtp<16",
  kill: "pid sig",
  uname: "buf>390",
  brk: "end_data_segment",
  munmap: "start length",
  mremap: "old_addr old_size new_size flags",
  execve: "filename<text",
  mmap: "start length prot flags",
  getrandom: "buf>count count flags",
};

/** Arguments of 64 bits; of others, the lower 32 count. */
const LONG: ReadonlySet<string> = new Set(
  "size length count offset bufsiz end_data_segment start old_addr old_size new_size request".split(
    " ",
  ),
);
/** No further than that is looked at. */
const MAX_BUFFER = 2 ** 24;
const MAX_VECTORS = 1024;
/** Bytes of an iovec: an address and a length. */
const VECTOR = 16;

/** One argument of a call. */
interface Parameter {
  readonly name: string;
  readonly access: "read" | "write" | undefined;
  /** The size of the buffer, or the name of the argument that has it. */
  readonly size: string;
}

const parameters = new Map<string, readonly Parameter[]>();

function parametersOf(call: string): readonly Parameter[] {
  let known = parameters.get(call);
  if (known === undefined) {
    known = (CALLS[call] ?? "").split(" ").filter((text) => text !== "").map((text) => {
      const [name = "", size = ""] = text.split(/[<>]/);
      const access = text.includes("<") ? "read" : text.includes(">") ? "write" : undefined;
      return { name, access, size };
    });
    parameters.set(call, known);
  }
  return known;
}

/** Gets what is wrong with a call. */
export type ReportCall = (
  kind: ErrorKind,
  message: string,
  at: {
    readonly address?: bigint;
    /** The register that points to a variable that the call leaves. */
    readonly pointer?: number | undefined;
    /** The register with undefined bits. */
    readonly register?: number;
  },
) => void;

/** Checks a call that was made, before its result is in a0's shadow. */
export function checkCall(
  { name: call, args }: SyscallEvent,
  machine: Machine,
  report: ReportCall,
): void {
  const { shadow, memory } = machine;
  if (shadow === undefined) return;
  const list = parametersOf(call);
  const valueOf = (name: string): bigint =>
    args[list.findIndex((each) => each.name === name)] ?? 0n;
  const check = (
    name: string,
    access: "read" | "write",
    start: bigint,
    length: number,
    pointer?: number,
  ) => {
    const size = Math.min(length, MAX_BUFFER, Number(2n ** 32n - (start & 0xffff_ffffn)));
    const param = `Syscall param ${call}(${name}) points to`;
    const outside = pointer === undefined ? undefined : firstOutside(machine, pointer, start, size);
    if (outside !== undefined) {
      report("inaccessible system call buffer", `${param} unaddressable byte(s)`, {
        address: outside,
        pointer,
      });
      return;
    }
    const closed = shadow.firstInaccessible(start, size);
    if (closed >= 0) {
      report("inaccessible system call buffer", `${param} unaddressable byte(s)`, {
        address: start + BigInt(closed),
      });
      return;
    }
    if (access === "write") return;
    const at = shadow.firstUndefined(start, size);
    if (at < 0) return;
    report("undefined system call buffer", `${param} uninitialised byte(s)`, {
      address: start + BigInt(at),
    });
  };
  for (const [index, { name, access, size }] of list.entries()) {
    const register = REGISTER.a0 + index;
    const bits = shadow.register(register);
    const isLong = access !== undefined || LONG.has(name);
    if ((isLong ? bits : bits & 0xffff_ffffn) !== 0n) {
      report(
        "undefined system call argument",
        `Syscall param ${call}(${name}) contains uninitialised byte(s)`,
        { register },
      );
      continue;
    }
    const start = args[index] ?? 0n;
    if (access === undefined || memory.mappingAt(start) === undefined) continue;
    if (size === "text") {
      check(name, access, start, textLength(machine, start), register);
    } else if (size === "iov") {
      const count = Math.min(Number(valueOf("count")), MAX_VECTORS);
      check(name, "read", start, count * VECTOR);
      for (const vector of vectors(machine, start, count)) {
        check(`${name}[...]`, access, vector.start, vector.length);
      }
    } else {
      const length = Number(/^\d/.test(size) ? size : valueOf(size));
      check(name, access, start, length, register);
    }
  }
}

/** The first byte of a buffer that is not in the variable that a register points into. */
function firstOutside(
  { shadow }: Machine,
  register: number,
  start: bigint,
  size: number,
): bigint | undefined {
  const bounds = shadow?.bounds?.ofRegister(register);
  if (bounds === undefined || size === 0) return undefined;
  const offset = Number(start & 0xffff_ffffn);
  if (offset < bounds.start || offset >= bounds.end) return start;
  return offset + size > bounds.end ? start + BigInt(bounds.end - offset) : undefined;
}

/** How many bytes the kernel reads of a string, NUL included. */
function textLength({ memory }: Machine, start: bigint): number {
  const end = memory.mappingAt(start)?.end ?? start;
  const most = Math.min(Number(end - start), 4096);
  const bytes = memory.read(start, most, "any");
  const nul = bytes.indexOf(0);
  return nul < 0 ? most : nul + 1;
}

/** The buffers in an array of them, if it can be read. */
function* vectors({ memory }: Machine, start: bigint, count: number) {
  const end = memory.mappingAt(start)?.end ?? start;
  for (let index = 0; index < count; index++) {
    const at = start + BigInt(index * VECTOR);
    if (at + BigInt(VECTOR) > end) return;
    const buffer = memory.readUint(at, 8, "any");
    const length = Number(memory.readUint(at + 8n, 8, "any"));
    if (memory.mappingAt(buffer) !== undefined) yield { start: buffer, length };
  }
}
