// SPDX-License-Identifier: MPL-2.0
// Tells by its first bytes what a file is. By itself, since whoever only has sources needs no more of ELF.

const ELF = [0x7f, 0x45, 0x4c, 0x46];

/** Whether bytes begin as an ELF file does. */
export function isElf(bytes: Uint8Array): boolean {
  return ELF.every((byte, index) => bytes[index] === byte);
}

const ARCHIVES = ["!<arch>\n", "!<thin>\n"];

/** Whether bytes begin as an archive of object files does. */
export function isArchive(bytes: Uint8Array): boolean {
  return ARCHIVES.some((magic) =>
    [...magic].every((character, index) => bytes[index] === character.charCodeAt(0))
  );
}

/** Where an ELF file says what type it is, and the type of object files (ET_REL), little-endian. */
const TYPE_AT = 16;
const OBJECT = 1;

/** Whether an ELF file is an object file, to be linked. */
export function isObject(bytes: Uint8Array): boolean {
  return isElf(bytes) && bytes[TYPE_AT] === OBJECT && bytes[TYPE_AT + 1] === 0;
}
