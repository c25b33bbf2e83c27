// SPDX-License-Identifier: MPL-2.0
// The environment calls of Venus (github.com/ThaumicMekanism/venus/wiki/Environmental-Calls): the number is in
// a0, the arguments are in a1 to a4, and results go to a0. An unknown number prints a line, as in Venus, and
// the program goes on.

import { REGISTER } from "../../../cpu/isa/registers.ts";
import { O } from "../abi/open_flags.ts";
import { type EcallTable, row, type SyscallContext, type SyscallRow } from "../calls/syscall.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import {
  exit,
  FILE_MODE,
  guarded,
  hexDigits,
  linuxCall,
  type Locate,
  print,
  printBytes,
  printString,
  sbrk,
  textAt,
  WORKING_DIRECTORY,
} from "./console.ts";
import { parseInteger } from "./java.ts";

/** The permissions of openFile, which are the modes of fopen: r, w, a, r+, w+, a+. */
const OPEN_FLAGS: readonly number[] = [
  O.RDONLY,
  O.WRONLY | O.CREAT | O.TRUNC,
  O.WRONLY | O.CREAT | O.APPEND,
  O.RDWR,
  O.RDWR | O.CREAT | O.TRUNC,
  O.RDWR | O.CREAT | O.APPEND,
];

function open(call: SyscallContext): bigint | number | undefined {
  const flags = OPEN_FLAGS[call.int(2)];
  if (flags === undefined) return -1;
  return linuxCall(call, "openat", [WORKING_DIRECTORY, call.arg(1), BigInt(flags), FILE_MODE]);
}

function write(call: SyscallContext): bigint | number | undefined {
  const size = call.int(4);
  const bytes = call.int(3) * size;
  if (bytes < 0 || size <= 0) return -1;
  const written = linuxCall(call, "write", [call.arg(1), call.arg(2), BigInt(bytes)]);
  return written === undefined || written === -1 ? written : Math.floor(Number(written) / size);
}

/** The files of one process, with the indicators of C's streams. */
function fileCalls(): SyscallRow[] {
  const ended = new Set<number>();
  const failed = new Set<number>();
  const isOpen = (call: SyscallContext) => call.kernel.files.get(call.int(1)) !== undefined;
  const indicator = (set: ReadonlySet<number>) => (call: SyscallContext) =>
    isOpen(call) ? Number(set.has(call.int(1))) : -1;
  /** Notes a failed access of a file that is open. */
  const noted = (call: SyscallContext, result: bigint | number | undefined) => {
    if (result === -1 && isOpen(call)) failed.add(call.int(1));
    return result;
  };
  return [
    row(13, "openFile", SIX_LONGS, open),
    row(14, "readFile", SIX_LONGS, (call) => {
      if (call.int(3) < 0) return -1;
      const count = linuxCall(call, "read", [call.arg(1), call.arg(2), BigInt(call.int(3))]);
      if (count !== undefined && count >= 0 && count < call.int(3)) ended.add(call.int(1));
      return noted(call, count);
    }),
    row(15, "writeFile", SIX_LONGS, (call) => noted(call, write(call))),
    row(16, "closeFile", SIX_LONGS, (call) => {
      ended.delete(call.int(1));
      failed.delete(call.int(1));
      return linuxCall(call, "close", [call.arg(1)]);
    }),
    row(18, "fflush", SIX_LONGS, (call) => isOpen(call) ? 0 : -1),
    row(19, "feof", SIX_LONGS, indicator(ended)),
    row(20, "ferror", SIX_LONGS, indicator(failed)),
  ];
}

const ROWS: readonly SyscallRow[] = [
  row(1, "print_int", ["int", "int"], (call) => void print(call, String(call.int(1)))),
  row(4, "print_string", ["int", "string"], (call) => printString(call, call.arg(1))),
  row(5, "atoi", ["int", "string"], (call) => parseInteger(textAt(call, call.arg(1))) ?? 0),
  row(9, "sbrk", ["int", "int"], (call) => sbrk(call, call.int(1)), "address"),
  row(10, "exit", ["int"], (call) => exit(call, 0)),
  row(
    11,
    "print_character",
    ["int", "int"],
    (call) => void printBytes(call, Uint8Array.of(call.int(1))),
  ),
  row(17, "exit2", ["int", "int"], (call) => exit(call, call.int(1))),
  row(
    34,
    "printHex",
    ["int", "int"],
    (call) => void print(call, `0x${hexDigits(call.arg(1)).toUpperCase()}`),
  ),
];

/** What ecall asks Venus for. A process needs a table of its own, for its files. */
export function venusCalls(locate?: Locate): EcallTable {
  return {
    numberRegister: REGISTER.a0,
    rows: [...ROWS, ...fileCalls()].map((row) => guarded("Venus", row, locate)),
    missing: (number) =>
      row(number, "unknown", SIX_LONGS, (call) => void print(call, `Invalid ecall ${number}`)),
  };
}
