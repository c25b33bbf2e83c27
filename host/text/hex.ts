// SPDX-License-Identifier: MPL-2.0
// Numbers in hexadecimal, as reports, traces and the heap map write them.

/** `0x10010`: a 64-bit value; negative ones in two's complement. */
export function hex(value: bigint): string {
  return `0x${BigInt.asUintN(64, value).toString(16)}`;
}

/** `00010010`: the digits of an unsigned value without a prefix, padded with zeros. */
export function hexDigits(value: number | bigint, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
