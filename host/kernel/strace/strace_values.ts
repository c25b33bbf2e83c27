// SPDX-License-Identifier: MPL-2.0
// What traces of system calls are made of: numbers, addresses, flags and names as text, in the forms that
// `qemu-riscv64 -strace` has for them.

import type { Memory } from "../../../cpu/memory/memory.ts";

/**
 * Makes text of an argument, some of which may be in the memory, or depend on the other arguments;
 * undefined for one that does not count.
 */
export type Formatter = (
  value: bigint,
  memory: Memory,
  args: readonly bigint[],
) => string | undefined;

/** The low 32 bits, signed. */
export const int = (value: bigint): number => Number(BigInt.asIntN(32, value));
/** All 64 bits, signed. */
export const long = (value: bigint): bigint => BigInt.asIntN(64, value);
/** In hexadecimal; 0 without a prefix. */
export const hex = (value: bigint): string => value === 0n ? "0" : `0x${value.toString(16)}`;
/** In hexadecimal, with all digits. */
export const fullHex = (value: bigint): string => `0x${value.toString(16).padStart(16, "0")}`;
/** An address with all its digits; 0 is NULL. */
export const address = (value: bigint): string => value === 0n ? "NULL" : fullHex(value);

/** Spells the bits of a value that have names, and what is left in hexadecimal; `zero` for none. */
export function flags(
  names: readonly (readonly [name: string, bits: number])[],
  zero: string,
): Formatter {
  return (value) => {
    let left = Number(BigInt.asUintN(32, value));
    const spelled: string[] = [];
    for (const [name, bits] of names) {
      if (bits === 0 || (left & bits) !== bits) continue;
      spelled.push(name);
      left = (left & ~bits) >>> 0;
    }
    if (left !== 0) spelled.push(`0x${left.toString(16)}`);
    return spelled.length === 0 ? zero : spelled.join("|");
  };
}

/** Spells a value that has a name, and shows any other by `otherwise`. */
export function named(
  prefix: string,
  values: Readonly<Record<string, number>>,
  otherwise: Formatter,
): Formatter {
  const names = new Map(Object.entries(values).map(([name, value]) => [value, prefix + name]));
  return (value, memory, args) => names.get(int(value)) ?? otherwise(value, memory, args);
}

/** Spells two 64-bit words of memory as the fields of a struct. */
export function pair(first: string, second: string): (value: bigint, memory: Memory) => string {
  return (value, memory) => {
    if (value === 0n) return "NULL";
    if (!memory.isMapped(value, 16)) return address(value);
    const word = (at: bigint) => long(memory.readUint(at, 8));
    try {
      return `{${first} = ${word(value)},${second} = ${word(value + 8n)}}`;
    } catch {
      return address(value);
    }
  };
}

/** The low 32 bits, unsigned. */
export const unsigned32 = (value: bigint): string => String(BigInt.asUintN(32, value));
/** The low 32 bits in hexadecimal. */
export const hex32 = (value: bigint): string => hex(BigInt.asUintN(32, value));
