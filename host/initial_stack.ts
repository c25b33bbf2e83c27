// SPDX-License-Identifier: MPL-2.0
// The stack of a program at its start, as Linux builds it (fs/exec.c and fs/binfmt_elf.c; psABI "Process
// Initialization"): argc at sp, then the null-terminated pointers of argv and envp, then the auxiliary vector,
// and above them the strings.

import type { ProgramHeaders } from "../cpu/memory/image.ts";
import { PAGE_SIZE } from "../cpu/memory/layout.ts";
import type { Memory } from "../cpu/memory/memory.ts";
import { HARDWARE_CAPABILITIES } from "./kernel/abi/hardware.ts";
import { USER_ID } from "./kernel/abi/process_id.ts";
import { STACK_SIZE } from "./kernel/abi/resource_limits.ts";
import { FRAME_SIZE } from "./kernel/signals/signal_frame.ts";

/** The end of the stack, if no segment of the program is in the way. */
const STACK_TOP = 0x3f_f800_0000n;
/** Bytes below the stack that stay unmapped, so that a stack overflow faults. */
const GUARD_SIZE = 1 << 20;
/** The most bytes of arguments and environment: a quarter of the stack, as on Linux. */
const MAX_STRINGS_SIZE = STACK_SIZE / 4;

/** Types of auxiliary vector entries (elf.h). */
const AT = {
  NULL: 0,
  PHDR: 3,
  PHENT: 4,
  PHNUM: 5,
  PAGESZ: 6,
  BASE: 7,
  FLAGS: 8,
  ENTRY: 9,
  UID: 11,
  EUID: 12,
  GID: 13,
  EGID: 14,
  HWCAP: 16,
  CLKTCK: 17,
  SECURE: 23,
  RANDOM: 25,
  EXECFN: 31,
  MINSIGSTKSZ: 51,
} as const;

/** The values that go on the stack. */
export interface StartValues {
  /** The arguments; the first is the program's name. */
  readonly args: readonly string[];
  /** The environment variables by name. */
  readonly env: Readonly<Record<string, string>>;
  /** Address of the first instruction. */
  readonly entry: bigint;
  /** The 16 bytes that AT_RANDOM points to. */
  readonly random: Uint8Array;
  /** Where the interpreter is; 0 without one. */
  readonly interpreterBase?: bigint | undefined;
  /** Where the program headers are in memory; undefined when they are not. */
  readonly programHeaders: ProgramHeaders | undefined;
  /** Whether instructions may be executed on the stack. */
  readonly executableStack?: boolean | undefined;
}

/**
 * Maps the stack of a program, fills its top and returns the value of sp, a multiple of 16.
 *
 * @throws {RangeError} when arguments and environment are too long or contain a NUL
 */
export function buildStack(memory: Memory, values: StartValues): bigint {
  const environment = Object.entries(values.env).map(([name, value]) => `${name}=${value}`);
  const strings = layOutStrings(values.args, environment);
  const top = mapStack(memory, values.executableStack ?? false);

  // From the top down: a null word, the program's name again, the strings, the random bytes.
  const name = encode(values.args[0] ?? "");
  const nameAt = top - 8n - BigInt(name.length);
  const stringsAt = nameAt - BigInt(strings.bytes.length);
  const randomAt = (stringsAt - BigInt(values.random.length)) & ~15n;
  memory.write(nameAt, name);
  memory.write(stringsAt, strings.bytes);
  memory.write(randomAt, values.random);

  const pointers = strings.offsets.map((offset) => stringsAt + BigInt(offset));
  const words = [
    BigInt(values.args.length),
    ...pointers.slice(0, values.args.length),
    0n,
    ...pointers.slice(values.args.length),
    0n,
    ...auxiliaryVector(values, randomAt, nameAt),
  ];
  const sp = (randomAt - BigInt(words.length * 8)) & ~15n;
  memory.write(sp, new Uint8Array(BigUint64Array.from(words).buffer));
  return sp;
}

/** The auxiliary vector in Linux's order, without the entries for a vDSO, a platform and HWCAP2. */
function auxiliaryVector(values: StartValues, randomAt: bigint, nameAt: bigint): bigint[] {
  const headers = values.programHeaders;
  const entries: readonly (readonly [type: number, value: bigint | number])[] = [
    [AT.MINSIGSTKSZ, FRAME_SIZE],
    [AT.HWCAP, HARDWARE_CAPABILITIES],
    [AT.PAGESZ, PAGE_SIZE],
    [AT.CLKTCK, 100],
    ...headers === undefined ? [] : [
      [AT.PHDR, headers.address],
      [AT.PHENT, headers.entrySize],
      [AT.PHNUM, headers.count],
    ] as const,
    [AT.BASE, values.interpreterBase ?? 0n],
    [AT.FLAGS, 0],
    [AT.ENTRY, values.entry],
    [AT.UID, USER_ID],
    [AT.EUID, USER_ID],
    [AT.GID, USER_ID],
    [AT.EGID, USER_ID],
    [AT.SECURE, 0],
    [AT.RANDOM, randomAt],
    [AT.EXECFN, nameAt],
    [AT.NULL, 0],
  ];
  return entries.flatMap(([type, value]) => [BigInt(type), BigInt(value)]);
}

function mapStack(memory: Memory, execute: boolean): bigint {
  const length = STACK_SIZE + GUARD_SIZE;
  const start = memory.findFree(length, STACK_TOP - BigInt(length));
  if (start === undefined) throw new RangeError("Cannot build the stack: no address range is free");
  const permissions = { read: true, write: true, execute };
  memory.map(start + BigInt(GUARD_SIZE), STACK_SIZE, permissions, "[stack]");
  return start + BigInt(length);
}

function encode(text: string): Uint8Array {
  if (text.includes("\0")) {
    throw new RangeError(
      `Cannot build the stack: the string ${JSON.stringify(text)} contains a NUL`,
    );
  }
  return new TextEncoder().encode(`${text}\0`);
}

/** The strings, arguments first, and the offset of each. */
function layOutStrings(
  args: readonly string[],
  environment: readonly string[],
): { bytes: Uint8Array; offsets: number[] } {
  const encoded = [...args, ...environment].map(encode);
  const size = encoded.reduce((sum, { length }) => sum + length, 0);
  // The pointers count too: many empty strings would overflow the stack as well.
  if (size + encoded.length * 8 > MAX_STRINGS_SIZE) {
    throw new RangeError(
      `Cannot build the stack: ${size} bytes of arguments and environment, with ` +
        `${encoded.length} pointers, exceed the limit of ${MAX_STRINGS_SIZE} bytes`,
    );
  }
  const bytes = new Uint8Array(size);
  const offsets: number[] = [];
  let at = 0;
  for (const string of encoded) {
    offsets.push(at);
    bytes.set(string, at);
    at += string.length;
  }
  return { bytes, offsets };
}
