// SPDX-License-Identifier: MPL-2.0
// Calls of C's copying functions whose source and destination overlap, which only memmove allows. Takes a
// program with symbols and a machine that it is loaded into; sets probes on the functions.

import type { Program } from "../../asm/object/program.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Machine } from "../../cpu/machine.ts";
import { hex } from "../text/hex.ts";

/** Which of the copied strings end at NUL, and whether the destination has one that is kept. */
interface Copy {
  readonly isString: boolean;
  readonly hasLength: boolean;
  readonly appends: boolean;
}

const COPIES: Readonly<Record<string, Copy>> = {
  memcpy: { isString: false, hasLength: true, appends: false },
  mempcpy: { isString: false, hasLength: true, appends: false },
  strcpy: { isString: true, hasLength: false, appends: false },
  stpcpy: { isString: true, hasLength: false, appends: false },
  strncpy: { isString: true, hasLength: true, appends: false },
  stpncpy: { isString: true, hasLength: true, appends: false },
  strcat: { isString: true, hasLength: false, appends: true },
  strncat: { isString: true, hasLength: true, appends: true },
};

/** Strings are read in pieces of `PIECE` bytes, up to `MAX_STRING` bytes. */
const PIECE = 256;
const MAX_STRING = 2 ** 20;

/** Sets the probes. `report` gets what Valgrind says of a call, which has not begun. */
export function watchCopies(
  machine: Machine,
  program: Program,
  report: (message: string) => void,
): void {
  const addressOf = (name: string): bigint | undefined => {
    const symbol = program.symbol(name);
    return symbol?.kind === "function" ? symbol.value : undefined;
  };
  const memmove = addressOf("memmove");
  const addresses = new Set<bigint>();
  for (const [name, copy] of Object.entries(COPIES)) {
    const address = addressOf(name);
    // What is memmove as well may copy between ranges that overlap.
    if (address === undefined || address === memmove || addresses.has(address)) continue;
    addresses.add(address);
    machine.addProbe(address, () => {
      const caller = program.symbolAt(machine.registers.get(REGISTER.ra));
      // One of these functions may use another.
      if (caller !== undefined && addresses.has(caller.value)) return;
      const message = overlapOf(machine, name, copy);
      if (message !== undefined) report(message);
    });
  }
}

/** The message about a call that has just been made; undefined if nothing overlaps. */
function overlapOf(machine: Machine, name: string, copy: Copy): string | undefined {
  const { registers, memory } = machine;
  const to = registers.get(REGISTER.a0);
  const from = registers.get(REGISTER.a1);
  const limit = registers.get(REGISTER.a2);
  const distance = to < from ? from - to : to - from;
  // A structure that is assigned to itself is copied so.
  if (distance === 0n && !copy.isString) return undefined;
  if (!copy.isString) return distance < limit ? told(name, to, from, limit) : undefined;
  const length = (at: bigint, most: bigint) =>
    stringLength((start, size) => memory.read(start, size), at, most);
  const most = copy.hasLength && limit < MAX_STRING ? limit : BigInt(MAX_STRING);
  const read = length(from, most);
  const start = copy.appends ? to + length(to, BigInt(MAX_STRING)) : to;
  // strncpy fills up with NULs; strncat always adds one.
  const isFilled = copy.hasLength && !copy.appends;
  const written = isFilled ? most : read + 1n;
  const isNulRead = !copy.hasLength || read < most;
  const overlaps = start < from + read + (isNulRead ? 1n : 0n) && from < start + written;
  return overlaps ? told(name, to, from, copy.hasLength ? limit : undefined) : undefined;
}

/** `Source and destination overlap in memcpy(0x10, 0x18, 16)`. */
function told(name: string, to: bigint, from: bigint, length: bigint | undefined): string {
  const args = [hex(to), hex(from), ...length === undefined ? [] : [String(length)]];
  return `Source and destination overlap in ${name}(${args.join(", ")})`;
}

/** The length of a string, at most `most`; what can be read of it counts. */
function stringLength(
  read: (start: bigint, size: number) => Uint8Array,
  at: bigint,
  most: bigint,
): bigint {
  for (let done = 0n; done < most;) {
    // Pieces end at their multiples, so that none crosses into a page that the string does not reach.
    const size = PIECE - Number((at + done) % BigInt(PIECE));
    let piece: Uint8Array;
    try {
      piece = read(at + done, size);
    } catch (error) {
      if (error instanceof RangeError) return done;
      throw error;
    }
    const end = piece.indexOf(0);
    if (end >= 0) return done + BigInt(end) < most ? done + BigInt(end) : most;
    done += BigInt(size);
  }
  return most;
}
