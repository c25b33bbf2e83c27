// SPDX-License-Identifier: MPL-2.0
// The mark by which the file of a capsule is known.

/** The first bytes of a capsule: not those of a text, and changed by a transfer as text. */
export const MARK = [0x89, 0x4c, 0x45, 0x56, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** Whether a file that starts with these bytes is a capsule. */
export function isCapsule(bytes: Uint8Array): boolean {
  return MARK.every((byte, index) => bytes[index] === byte);
}
