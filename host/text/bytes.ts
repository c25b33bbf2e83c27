// SPDX-License-Identifier: MPL-2.0
// Bytes: as numbers of any size, the lowest byte first, as they are in memory; and compared.

/** The unsigned number that bytes stand for. */
export function numberOfBytes(bytes: Uint8Array): bigint {
  return bytes.reduceRight((high, byte) => high << 8n | BigInt(byte), 0n);
}

/** The lowest bytes of a number. */
export function bytesOfNumber(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => Number(value >> BigInt(8 * at) & 0xffn));
}

/** Whether two arrays hold the same bytes. */
export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
