// SPDX-License-Identifier: MPL-2.0
// Formatters for numbers, addresses, flags and names, in the format of `qemu-riscv64 -strace`.

import type { Memory } from "../../../cpu/memory/memory.ts";

/**
 * Formats an argument, which may point into the memory or depend on the other arguments; undefined leaves it
 * out.
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

/** Formats flags: the names of their bits, then the remaining bits in hexadecimal; `zero` for no bits. */
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

/** Formats a value by its name, or by `otherwise` when it has none. */
export function named(
  prefix: string,
  values: Readonly<Record<string, number>>,
  otherwise: Formatter,
): Formatter {
  const names = new Map(Object.entries(values).map(([name, value]) => [value, prefix + name]));
  return (value, memory, args) => names.get(int(value)) ?? otherwise(value, memory, args);
}

/** Formats a struct of two 64-bit words in memory. */
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
