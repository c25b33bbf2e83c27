// SPDX-License-Identifier: MPL-2.0
// Recognises an ecall that was meant for RARS, MARS, SPIM or Venus: its number, and arguments that make no
// sense for the Linux call of that number. A program for Linux that asks for an attribute of a file, which
// has the number of ReadString, is not mistaken for one.

import type { Memory } from "../../../cpu/memory/memory.ts";

/** A failed system call that may have been meant for a simulator. */
export interface FailedCall {
  /** What a7 held. */
  readonly number: number;
  /** What a0 to a5 held. */
  readonly args: readonly bigint[];
}

/** What an ecall asks a simulator for, and what to use on Linux. */
export interface ForeignCall {
  /** The simulators, such as "RARS or MARS". */
  readonly simulator: string;
  /** The register that holds the number for that simulator. */
  readonly register: "a0" | "a7";
  /** The number. */
  readonly number: number;
  /** What it asks for, as in "to exit". */
  readonly meaning: string;
  /** What does that on Linux. */
  readonly instead: string;
  /** The value of `--ecalls` with which the program runs. */
  readonly ecalls: "rars" | "venus";
}

/** What the arguments look like. */
interface Arguments {
  /** a0 to a5. */
  readonly values: readonly bigint[];
  /** Whether an argument is the address of something that can be read. */
  isAddress(index: number): boolean;
  /** Whether an argument is an open descriptor. */
  isOpen(index: number): boolean;
  /** Whether an argument is the address of the name of an extended attribute. */
  isAttribute(index: number): boolean;
}

type Row = readonly [
  meaning: string,
  instead: string,
  isForeign?: (given: Arguments) => boolean,
];

/** The name of an extended attribute begins with its namespace. */
const NAMESPACES = /^(?:user|trusted|security|system)\./;
/** AT_FDCWD. */
const WORKING_DIRECTORY = -100n;
/** The `which` of ioprio_set and ioprio_get: a process, a group or a user. */
const MAX_IOPRIO_WHICH = 3n;
const MAX_IOPRIO = 0xffffn;

const attribute = (given: Arguments) => !given.isAttribute(1);
const noDirectory = (given: Arguments) =>
  !given.isOpen(0) && BigInt.asIntN(64, given.values[0] ?? 0n) !== WORKING_DIRECTORY;
const noAddress = (given: Arguments) => !given.isAddress(0);
const isText = (given: Arguments) => given.isAddress(0);
/** The source of a mount may be null, its target not. */
const noMount = (given: Arguments) =>
  !given.isAddress(1) || (given.values[0] !== 0n && !given.isAddress(0));
const noPriority = ({ values }: Arguments) => {
  const [which = 0n, , priority = 0n] = values;
  return which === 0n || which > MAX_IOPRIO_WHICH || priority > MAX_IOPRIO;
};

const NO_WINDOW = "use standard input and output";

/** By the number in a7, which RARS, MARS and SPIM share. Without a condition Linux never succeeds. */
const IN_A7: Readonly<Record<number, Row>> = {
  1: ["print an integer", "call print_int"],
  2: ["print a float", "print it with integer arithmetic, or link a C library"],
  3: ["print a double", "print it with integer arithmetic, or link a C library"],
  4: ["print a string", "call print_string, or write (64)"],
  5: ["read an integer", "call read_int", attribute],
  6: ["read a float", "read (63) the text", attribute],
  7: ["read a double", "read (63) the text", attribute],
  8: ["read a string", "call read_string, or read (63)", attribute],
  9: ["get memory", "call malloc", attribute],
  10: ["exit", "exit (93), with the status in a0", attribute],
  11: ["print a character", "call print_char, or write (64)", noAddress],
  12: ["read a character", "call read_char, or read (63) one byte", noAddress],
  13: ["open a file", "openat (56)", (given) => !given.isOpen(0)],
  14: ["read from a file", "read (63)", attribute],
  15: ["write to a file", "write (64)", attribute],
  16: ["close a file", "close (57)", attribute],
  17: ["exit with a status", "exit (93), with the status in a0", noAddress],
  30: ["tell the time", "clock_gettime (113)", noPriority],
  31: ["play a note", "nothing here plays notes", noPriority],
  32: ["sleep", "nanosleep (101)", (given) => !given.isOpen(0)],
  33: ["play a note", "nothing here plays notes", noDirectory],
  34: ["print in hexadecimal", "call print_hex", noDirectory],
  35: ["print in binary", "shift the bits out one by one, with print_char", noDirectory],
  36: ["print an unsigned integer", "call print_uint", noAddress],
  40: ["set the random seed", "getrandom (278)", noMount],
  41: ["make a random integer", "getrandom (278)", noAddress],
  42: ["make a random integer below a bound", "getrandom (278)"],
  43: ["make a random float", "getrandom (278)", noAddress],
  50: ["ask in a window", NO_WINDOW, isText],
  52: ["ask for a number in a window", NO_WINDOW, isText],
  53: ["ask for a number in a window", NO_WINDOW, isText],
  54: ["ask for text in a window", NO_WINDOW, isText],
  55: ["show a window", NO_WINDOW, isText],
  58: ["show a window", NO_WINDOW, isText],
  59: ["show a window", NO_WINDOW, (given) => given.isAddress(1)],
  60: ["show a window", NO_WINDOW, isText],
};

/** By the number in a0, as in Venus; a7 is 0, which is io_setup. */
const IN_A0: Readonly<Record<number, Row>> = {
  1: ["print an integer", "call print_int"],
  4: ["print a string", "call print_string, or write (64)"],
  5: ["read the number in a string", "call atoi of a C library"],
  9: ["get memory", "call malloc"],
  10: ["exit", "exit (93), with the status in a0"],
  11: ["print a character", "call print_char, or write (64)"],
  13: ["open a file", "openat (56)"],
  14: ["read from a file", "read (63)"],
  15: ["write to a file", "write (64)"],
  16: ["close a file", "close (57)"],
  17: ["exit with a status", "exit (93), with the status in a0"],
  18: ["flush a file", "nothing: write (64) does not buffer"],
  34: ["print in hexadecimal", "call print_hex"],
};

function argumentsOf(
  values: readonly bigint[],
  memory: Memory,
  isOpen: (descriptor: number) => boolean,
): Arguments {
  const isAddress = (index: number) =>
    memory.mappingAt(values[index] ?? 0n)?.permissions.read === true;
  return {
    values,
    isAddress,
    isOpen: (index) => (values[index] ?? 0n) < 2n ** 31n && isOpen(Number(values[index])),
    isAttribute(index) {
      const address = values[index] ?? 0n;
      const mapping = memory.mappingAt(address);
      if (mapping?.permissions.read !== true) return false;
      const room = mapping.end - address;
      const bytes = memory.read(address, room < 16n ? Number(room) : 16);
      return NAMESPACES.test(String.fromCharCode(...bytes));
    },
  };
}

/** A word that io_setup accepts for its context: readable and 0, which no text begins with. */
function isContext(address: bigint, memory: Memory): boolean {
  const mapping = memory.mappingAt(address);
  if (mapping?.permissions.write !== true || mapping.end - address < 8n) return false;
  return memory.readUint(address, 8) === 0n;
}

/** What a failed call asks a simulator for; undefined when it makes sense as a call of Linux. */
export function foreignCall(
  { number, args }: FailedCall,
  memory: Memory,
  isOpen: (descriptor: number) => boolean,
): ForeignCall | undefined {
  const call = namedCall({ number, args });
  if (call === undefined) return undefined;
  if (call.register === "a0") return isContext(args[1] ?? 0n, memory) ? undefined : call;
  const isForeign = IN_A7[number]?.[2];
  return isForeign?.(argumentsOf(args, memory, isOpen)) === false ? undefined : call;
}

/** What a call of that number asks a simulator for, whatever its arguments are. */
export function namedCall({ number, args }: FailedCall): ForeignCall | undefined {
  const inA7 = IN_A7[number];
  if (inA7 !== undefined) {
    const [meaning, instead] = inA7;
    return { simulator: "RARS or MARS", register: "a7", number, meaning, instead, ecalls: "rars" };
  }
  const inA0 = number === 0 ? Number(BigInt.asIntN(64, args[0] ?? 0n)) : -1;
  const row = IN_A0[inA0];
  if (row === undefined) return undefined;
  const [meaning, instead] = row;
  return { simulator: "Venus", register: "a0", number: inA0, meaning, instead, ecalls: "venus" };
}

/** The hint about such a call; `which` is "this" or "an earlier". */
export function describeForeignCall(call: ForeignCall, which: string): string {
  return `${which} ecall had ${call.number} in ${call.register}, which asks ${call.simulator} to ` +
    `${call.meaning}; here, a7 holds a Linux system call number: ${call.instead}. ` +
    `--ecalls=${call.ecalls} runs programs for ${call.ecalls === "rars" ? "RARS" : "Venus"}`;
}
