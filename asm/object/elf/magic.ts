// SPDX-License-Identifier: MPL-2.0
// Recognizes files by their first bytes. Kept apart, because running sources needs no more of the readers.

const ELF = [0x7f, 0x45, 0x4c, 0x46];

/** Whether bytes begin like an ELF file. */
export function isElf(bytes: Uint8Array): boolean {
  return ELF.every((byte, index) => bytes[index] === byte);
}

const ARCHIVES = ["!<arch>\n", "!<thin>\n"];

/** Whether bytes begin like an archive of object files. */
export function isArchive(bytes: Uint8Array): boolean {
  return ARCHIVES.some((magic) =>
    [...magic].every((character, index) => bytes[index] === character.charCodeAt(0))
  );
}

/** The offset of e_machine, and its value for RISC-V (EM_RISCV). */
const MACHINE_AT = 18;
const RISC_V = 243;

/** Whether bytes begin like an ELF file for RISC-V, of any kind. */
export function isRiscV(bytes: Uint8Array): boolean {
  return isElf(bytes) && bytes[MACHINE_AT] === RISC_V && bytes[MACHINE_AT + 1] === 0;
}

/** The offset of e_type, and its value for object files (ET_REL). */
const TYPE_AT = 16;
const OBJECT = 1;

/** Whether bytes begin like a relocatable object file. */
export function isObject(bytes: Uint8Array): boolean {
  return isElf(bytes) && bytes[TYPE_AT] === OBJECT && bytes[TYPE_AT + 1] === 0;
}
