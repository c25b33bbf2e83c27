// SPDX-License-Identifier: MPL-2.0
// System calls as text, in the format of `qemu-riscv64 -strace`: a formatter for each kind of argument and
// result. Differences: QEMU cuts lengths and stack addresses to 32 bits, here they are whole, and signal 6 is
// SIGABRT instead of SIGIOT. tests/host/kernel/strace_test.ts has the full list.

import type { Memory } from "../../../cpu/memory/memory.ts";
import { describeError, MAX_ERRNO } from "../abi/errno.ts";
import { MADV, MAP, MREMAP, PROT } from "../abi/memory_flags.ts";
import { SIGNAL } from "../abi/signals.ts";
import { FILE_FORMATS, type FileArgumentKind } from "./strace_files.ts";
import {
  address,
  flags,
  type Formatter,
  fullHex,
  hex,
  hex32,
  int,
  long,
  named,
  pair,
  unsigned32,
} from "./strace_values.ts";

const decode = new TextDecoder();

const MAP_NAMES = [
  ["MAP_SHARED_VALIDATE", MAP.SHARED_VALIDATE],
  ["MAP_SHARED", MAP.SHARED],
  ["MAP_PRIVATE", MAP.PRIVATE],
  ["MAP_ANONYMOUS", MAP.ANONYMOUS],
  ["MAP_DENYWRITE", MAP.DENYWRITE],
  ["MAP_FIXED", MAP.FIXED],
  ["MAP_GROWSDOWN", MAP.GROWSDOWN],
  ["MAP_EXECUTABLE", MAP.EXECUTABLE],
  ["MAP_LOCKED", MAP.LOCKED],
  ["MAP_NONBLOCK", MAP.NONBLOCK],
  ["MAP_NORESERVE", MAP.NORESERVE],
  ["MAP_POPULATE", MAP.POPULATE],
  ["MAP_STACK", MAP.STACK],
  ["MAP_HUGETLB", MAP.HUGETLB],
  ["MAP_FIXED_NOREPLACE", MAP.FIXED_NOREPLACE],
  ["MAP_UNINITIALIZED", MAP.UNINITIALIZED],
] as const;

const PROT_NAMES = [
  ["PROT_EXEC", PROT.EXEC],
  ["PROT_READ", PROT.READ],
  ["PROT_WRITE", PROT.WRITE],
  ["PROT_SEM", PROT.SEM],
  ["PROT_GROWSDOWN", PROT.GROWSDOWN],
  ["PROT_GROWSUP", PROT.GROWSUP],
] as const;

const MREMAP_NAMES = [
  ["MREMAP_MAYMOVE", MREMAP.MAYMOVE],
  ["MREMAP_FIXED", MREMAP.FIXED],
  ["MREMAP_DONTUNMAP", MREMAP.DONTUNMAP],
] as const;

const CLOCKS = {
  REALTIME: 0,
  MONOTONIC: 1,
  PROCESS_CPUTIME_ID: 2,
  THREAD_CPUTIME_ID: 3,
  MONOTONIC_RAW: 4,
  REALTIME_COARSE: 5,
  MONOTONIC_COARSE: 6,
  BOOTTIME: 7,
  REALTIME_ALARM: 8,
  BOOTTIME_ALARM: 9,
  TAI: 11,
} as const;

const FUTEX_NAMES = {
  FUTEX_WAIT: 0,
  FUTEX_WAKE: 1,
  FUTEX_FD: 2,
  FUTEX_REQUEUE: 3,
  FUTEX_CMP_REQUEUE: 4,
  FUTEX_WAKE_OP: 5,
  FUTEX_LOCK_PI: 6,
  FUTEX_UNLOCK_PI: 7,
  FUTEX_TRYLOCK_PI: 8,
  FUTEX_WAIT_BITSET: 9,
  FUTEX_WAKE_BITSET: 10,
} as const;

/** The flags, then the operation. */
const futexOperation: Formatter = (value, memory, args) => {
  const [isPrivate, isRealtime] = [(value & 128n) !== 0n, (value & 256n) !== 0n];
  const name = named("", FUTEX_NAMES, (rest) => String(int(rest)))(value & ~384n, memory, args);
  return `${isPrivate ? "FUTEX_PRIVATE_FLAG|" : ""}${
    isRealtime ? "FUTEX_CLOCK_REALTIME|" : ""
  }${name}`;
};

/** The kind of an argument of a system call, which decides how a trace shows it. */
export type ArgumentKind =
  | "fd"
  | "int"
  | "unsigned"
  | "long"
  | "size"
  | "address"
  | "pointer"
  | "hex"
  | "string"
  | "prot"
  | "mmap flags"
  | "mremap flags"
  | "advice"
  | "signal"
  | "mask change"
  | "clock"
  | "timespec"
  | "futex operation"
  | "itimer"
  | FileArgumentKind;

/** The formatter of each kind of argument. */
const ARGUMENT_FORMATS: Readonly<Record<ArgumentKind, Formatter>> = {
  /** A file descriptor. */
  fd: (value) => String(int(value)),
  /** A signed 32-bit number. */
  int: (value) => String(int(value)),
  /** An unsigned 32-bit number. */
  unsigned: unsigned32,
  /** A signed 64-bit number. */
  long: (value) => String(long(value)),
  /** A number of bytes. */
  size: (value) => String(value),
  /** An address, with all its digits; 0 is NULL. */
  address,
  /** An address without leading zeros. */
  pointer: hex,
  /** Bits without names. */
  hex,
  /** A string in memory. */
  string: (value, memory) => {
    if (value === 0n) return "NULL";
    try {
      return `"${decode.decode(memory.readCString(value, 4096))}"`;
    } catch {
      return hex(value);
    }
  },
  prot: flags(PROT_NAMES, "PROT_NONE"),
  "mmap flags": flags(MAP_NAMES, "0"),
  "mremap flags": flags(MREMAP_NAMES, "0"),
  advice: named("MADV_", MADV, hex32),
  signal: named("", SIGNAL, (value) => String(int(value))),
  "mask change": named("SIG_", { BLOCK: 0, UNBLOCK: 1, SETMASK: 2 }, () => "UNKNOWN"),
  clock: named("CLOCK_", CLOCKS, hex32),
  /** Seconds and nanoseconds in memory. */
  timespec: pair("tv_sec", "tv_nsec"),
  "futex operation": futexOperation,
  itimer: named("ITIMER_", { REAL: 0, VIRTUAL: 1, PROF: 2 }, hex32),
  ...FILE_FORMATS,
};

const timespecAt = pair("tv_sec", "tv_nsec");
const timevalAt = pair("tv_sec", "tv_usec");
const timezone = (value: bigint, memory: Memory): string =>
  value === 0n || !memory.isMapped(value, 8)
    ? address(value)
    : `{${int(memory.readUint(value, 4))},${int(memory.readUint(value + 4n, 4))}}`;

/** The kind of the result of a system call that succeeds. */
export type ResultKind = "int" | "address" | "timespec" | "time of day";

/** The formatter of each kind of result. */
const RESULT_FORMATS: Readonly<
  Record<ResultKind, (result: bigint, memory: Memory, args: readonly bigint[]) => string>
> = {
  int: (result) => String(long(result)),
  address: (result) => fullHex(result),
  /** 0, with the time that the call stored at its second argument. */
  timespec: (result, memory, args) => `${long(result)} (${timespecAt(args[1] ?? 0n, memory)})`,
  /** 0, with the time and the time zone that the call stored. */
  "time of day": (result, memory, [time = 0n, zone = 0n]) =>
    `${long(result)} (${timevalAt(time, memory)},${timezone(zone, memory)})`,
};

/** The arguments of a call for which QEMU has no special format. */
export const SIX_LONGS = ["long", "long", "long", "long", "long", "long"] as const;

/** A call with its arguments, such as `munmap(0x0000003f10000000,4096)`. */
export function formatCall(
  name: string,
  kinds: readonly ArgumentKind[],
  args: readonly bigint[],
  memory: Memory,
): string {
  const shown = kinds.map((kind, index) => {
    return ARGUMENT_FORMATS[kind](args[index] ?? 0n, memory, args);
  }).filter((text) => text !== undefined);
  return `${name}(${shown.join(",")})`;
}

/** The result after a call: ` = 0`, ` = -1 errno=22 (Invalid argument)`, or nothing if it did not return. */
export function formatResult(
  kind: ResultKind,
  result: bigint | undefined,
  args: readonly bigint[],
  memory: Memory,
): string {
  if (result === undefined) return "";
  const number = errorNumber(result);
  if (number !== undefined) {
    return ` = -1 errno=${number} (${describeError(number)?.text ?? "Unknown error"})`;
  }
  return ` = ${RESULT_FORMATS[kind](BigInt.asUintN(64, result), memory, args)}`;
}

/** The error number of a result; undefined for success. */
export function errorNumber(result: bigint): number | undefined {
  return result < 0n && result >= BigInt(-MAX_ERRNO) ? -Number(result) : undefined;
}
