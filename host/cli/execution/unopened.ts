// SPDX-License-Identifier: MPL-2.0
// The warning about reads and writes of descriptors that were never open: a program that does not look at the
// result, as few do, seems to do nothing.

import type { Process } from "../../process.ts";
import { ownFrame } from "../../report/own_code.ts";
import { sourceLine, wrapHint } from "../../report/format_report.ts";
import { backtrace } from "../../symbols/backtrace.ts";
import { type CodeLocation, formatLocation } from "../../symbols/locations.ts";
import { hex } from "../../text/hex.ts";
import { errorStyle, printError } from "../command_line/output.ts";

/** The first read or write of a descriptor that was never open, and how many there were. */
export interface UnopenedUse {
  /** The descriptor. */
  readonly descriptor: number;
  /** What was tried. */
  readonly direction: "read" | "write";
  /** The innermost frame of the program itself; undefined until {@link placeOfUse} was asked. */
  place: (CodeLocation & { readonly address: bigint }) | undefined;
  /** How many calls named a descriptor that never was open. */
  count: number;
}

const ECALL_LENGTH = 4n;
/** Programs are linked at higher addresses than this; descriptors are much lower. */
const MIN_ADDRESS = 0x10000;

/** Routines that take a descriptor first, and what prints to standard output. */
const ROUTINES: Readonly<Record<string, string>> = {
  "rt.putdec": "print_int",
  "rt.putudec": "print_uint",
  "rt.puthex": "print_hex",
  "rt.putstr": "print_string",
  "rt.putchar": "print_char",
};

/** Where the process is, right after the call. */
export function placeOfUse({ machine, program }: Process): UnopenedUse["place"] {
  const { memory, registers } = machine;
  // The ecall has retired.
  const pc = machine.pc - ECALL_LENGTH;
  const { frames } = backtrace({ memory, registers: registers.toArray(), pc, image: program });
  return ownFrame(frames) ?? frames[0];
}

/** Prints the warning. */
export function warnOfUse(
  { descriptor, direction, place, count }: UnopenedUse,
  json: boolean,
): void {
  const did = direction === "read" ? "read from" : "wrote to";
  const times = count === 1 ? "" : `, the first of ${count.toLocaleString("en")} such calls`;
  const message = `the program ${did} descriptor ${descriptor}, which was never open${times}`;
  const routine = /\brt\.put\w+/.exec(place?.source ?? "")?.[0] ?? "";
  const other = ROUTINES[routine];
  const hint = other === undefined
    ? descriptor < 0
      ? "a negative descriptor is the error of the call that should have opened it: check its result"
      : descriptor >= MIN_ADDRESS
      ? `${descriptor} is more likely an address: the descriptor belongs in a0, the address in a1`
      : "standard input is 0, standard output 1, standard error 2"
    : `${routine} takes a descriptor in a0 and what to print in a1; ${other} prints a0 to standard output`;
  if (json) {
    const at = place && {
      ...{ pc: hex(place.address), symbol: place.symbol },
      ...{ file: place.location?.file, line: place.location?.line },
    };
    printError(`${JSON.stringify({ event: "warning", message, hint, ...at })}\n`);
    return;
  }
  const lines = [
    `leveret: warning: ${message}${
      place === undefined ? "" : `, in ${formatLocation(place.address, place)}`
    }`,
    ...place === undefined ? [] : sourceLine(place),
    ...["", ...wrapHint(hint, errorStyle)],
  ];
  printError(`${lines.join("\n")}\n`);
}
