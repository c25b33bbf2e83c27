// SPDX-License-Identifier: MPL-2.0
// LEB128, DWARF's variable-length integers (DWARF 5, section 7.6): seven bits a byte, lowest first; all
// bytes but the last have the top bit set.

import type { Int64 } from "./value.ts";

/** The shortest encoding of a number: SLEB128 when `signed`, otherwise ULEB128 of its 64 bits. */
export function leb128(value: Int64, signed: boolean): Uint8Array {
  const bytes: number[] = [];
  let rest = signed ? BigInt(value) : BigInt.asUintN(64, BigInt(value));
  while (true) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = signed
      ? (rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0)
      : rest === 0n;
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return Uint8Array.from(bytes);
  }
}
