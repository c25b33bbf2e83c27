// SPDX-License-Identifier: MPL-2.0
// Numbers of any size and their bytes, the lowest first, as they are in memory.

/** The unsigned number that bytes stand for. */
export function numberOfBytes(bytes: Uint8Array): bigint {
  return bytes.reduceRight((high, byte) => high << 8n | BigInt(byte), 0n);
}

/** The lowest bytes of a number. */
export function bytesOfNumber(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => Number(value >> BigInt(8 * at) & 0xffn));
}
