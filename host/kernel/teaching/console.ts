// SPDX-License-Identifier: MPL-2.0
// What the calls of teaching simulators share: console input and output over the standard streams, strings
// in memory, the heap, and Linux's calls with other arguments. A mistake that ends a program in the
// simulator prints a line on standard error and ends the process with status 1.

import { SyscallContext, type SyscallRow } from "../calls/syscall.ts";
import { SYSCALLS } from "../calls/syscall_table.ts";
import { FileError } from "../files/file_system.ts";
import { MemoryFault } from "../../../cpu/memory/trap.ts";

const NEWLINE = 10;
/** Bytes of the input that are looked at together. */
const CHUNK = 4096;
/** The longest string that is printed: a missing NUL must not print all memory. */
const MAX_STRING = 1 << 20;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes bytes to standard output. */
export function printBytes(call: SyscallContext, bytes: Uint8Array<ArrayBuffer>): void {
  call.kernel.files.get(1)?.write(bytes);
}

/** Writes text to standard output. */
export function print(call: SyscallContext, text: string): void {
  printBytes(call, encoder.encode(text));
}

/** A mistake for which the simulator ends the program. */
class Mistake extends Error {
  constructor(message: string, readonly hint: string) {
    super(message);
  }
}

/** Says why the simulator would end the program; a {@link guarded} row then ends it with status 1. */
export function fail(message: string, hint = ""): never {
  throw new Mistake(message, hint);
}

/** The source location of an instruction, in words. */
export type Locate = (pc: bigint) => string;

/** Ends the program; the status is the low byte, as on Linux. */
export function exit(call: SyscallContext, status: number): undefined {
  call.kernel.end({ kind: "exited", status: status & 0xff });
}

/** The bytes of a NUL-terminated string. */
function stringAt(call: SyscallContext, address: bigint): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (let at = address; bytes.length < MAX_STRING; at++) {
    const byte = Number(call.memory.readUint(at, 1));
    if (byte === 0) break;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** Prints the NUL-terminated string at an address. */
export function printString(call: SyscallContext, address: bigint): undefined {
  printBytes(call, stringAt(call, address));
}

/** The text of the NUL-terminated string at an address. */
export function textAt(call: SyscallContext, address: bigint): string {
  return decoder.decode(stringAt(call, address));
}

/** The next byte of standard input; undefined at its end. */
export function readByte(call: SyscallContext): number | undefined {
  const input = call.kernel.files.get(0);
  const byte = input?.peek(1)?.[0];
  if (byte !== undefined) input?.consume(1);
  return byte;
}

/** The next line of standard input without its end; empty at the end of the input. */
export function readLine(call: SyscallContext): Uint8Array<ArrayBuffer> {
  const input = call.kernel.files.get(0);
  const line: number[] = [];
  for (;;) {
    const bytes = input?.peek(CHUNK) ?? new Uint8Array();
    const end = bytes.indexOf(NEWLINE);
    line.push(...(end < 0 ? bytes : bytes.subarray(0, end)));
    input?.consume(end < 0 ? bytes.length : end + 1);
    if (end >= 0 || bytes.length === 0) break;
  }
  if (line.at(-1) === 13) line.pop();
  return Uint8Array.from(line);
}

/** The next line of standard input as text, without blanks around it. */
export function readWord(call: SyscallContext): string {
  return decoder.decode(readLine(call)).trim();
}

/** Extends the heap; returns the address of the new bytes, a multiple of 8. */
export function sbrk(call: SyscallContext, size: number): bigint {
  const { memory } = call.kernel;
  const start = (memory.heapEnd + 7n) & ~7n;
  if (size < 0) return fail(`sbrk: the size ${size} is negative`);
  if (memory.moveHeapEnd(start + BigInt(size))) return start;
  return fail(`sbrk: no memory for ${size} bytes (see --memory-limit)`);
}

/** Eight digits for a word, sixteen for a register that holds more. */
export function hexDigits(value: bigint): string {
  const isWord = BigInt.asIntN(32, value) === BigInt.asIntN(64, value) || value >> 32n === 0n;
  return isWord
    ? BigInt.asUintN(32, value).toString(16).padStart(8, "0")
    : value.toString(16).padStart(16, "0");
}

/** A call with other arguments than those in the registers. */
class Rearranged extends SyscallContext {
  readonly #args: readonly bigint[];

  constructor(call: SyscallContext, args: readonly bigint[]) {
    super(call.kernel, call.machine);
    this.#args = args;
  }

  override arg(index: number): bigint {
    return this.#args[index] ?? 0n;
  }
}

/** Whether Linux has a call of this number. */
export const isLinux = (number: number): boolean => SYSCALLS.some((row) => row.number === number);

/** Makes a call of Linux; returns its result, and -1 for an error. */
export function linuxCall(
  call: SyscallContext,
  name: string,
  args: readonly bigint[],
): bigint | number | undefined {
  const row = SYSCALLS.find((row) => row.name === name);
  try {
    const result = row?.handler(new Rearranged(call, args)) ?? undefined;
    return result !== undefined && result < 0 ? -1 : result;
  } catch (error) {
    if (error instanceof MemoryFault || error instanceof FileError) return -1;
    throw error;
  }
}

/** A row whose handler ends the program at a mistake, or when it is given a bad address. */
export function guarded(simulator: string, row: SyscallRow, locate?: Locate): SyscallRow {
  return {
    ...row,
    handler(call) {
      try {
        return row.handler(call);
      } catch (error) {
        const message = error instanceof Mistake
          ? error.message
          : error instanceof MemoryFault
          ? `${simulator} call ${row.number}, ${row.name}: nothing can be read or written at ` +
            `0x${error.address.toString(16)}`
          : undefined;
        if (message === undefined) throw error;
        const at = locate === undefined ? "" : `, in ${locate(call.machine.pc)}`;
        const hint = error instanceof Mistake && error.hint !== "" ? `; ${error.hint}` : "";
        call.kernel.files.get(2)?.write(encoder.encode(`leveret: ${message}${at}${hint}\n`));
        call.kernel.end({ kind: "exited", status: 1 });
      }
    },
  };
}

/** AT_FDCWD: paths start in the working directory. */
export const WORKING_DIRECTORY = BigInt.asUintN(64, -100n);
/** The permission bits of files that are created. */
export const FILE_MODE = 0o666n;
