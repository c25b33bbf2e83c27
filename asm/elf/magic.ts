// SPDX-License-Identifier: MPL-2.0
// Tells by its first bytes what a file is. By itself, since whoever only has sources needs no more of ELF.

const ELF = [0x7f, 0x45, 0x4c, 0x46];

/** Whether bytes begin as an ELF file does. */
export function isElf(bytes: Uint8Array): boolean {
  return ELF.every((byte, index) => bytes[index] === byte);
}
