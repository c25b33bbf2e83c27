// SPDX-License-Identifier: MPL-2.0
// Writes the header at the start of every ELF file, which is also in the memory of programs that read their
// own headers.

import type { Int64 } from "../value.ts";
import { EHDR_SIZE, EM_RISCV, PHDR_SIZE, SHDR_SIZE } from "./format.ts";

/** Section numbers from here on have meanings of their own (SHN_LORESERVE), so counts go elsewhere. */
export const MAX_SECTIONS = 0xff00;
/** The number of the section of names is in the first section header (SHN_XINDEX). */
const NAMES_ELSEWHERE = 0xffff;

const WORD_HALF = 2 ** 32;

/** Writes a 64-bit word. Nearly all values are numbers, which are written without a bigint. */
export function setWord(view: DataView, at: number, value: Int64): void {
  if (typeof value === "number") {
    view.setUint32(at, value, true);
    view.setInt32(at + 4, Math.floor(value / WORD_HALF), true);
  } else {
    view.setBigUint64(at, BigInt.asUintN(64, value), true);
  }
}

/** The contents of a file header. */
export interface FileHeader {
  /** One of `ET`. */
  readonly type: number;
  /** Bits of `EF`. */
  readonly flags: number;
  /** Whether it has GNU's extensions of ELF, such as indirect functions. */
  readonly isGnu?: boolean;
  readonly entry: bigint;
  readonly programHeaders: number;
  readonly sectionOffset: number;
  readonly sectionHeaders: number;
}

/** Magic, 64 bits, little-endian, version 1, System V. */
const IDENTIFICATION = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0];

/** The byte of the operating system, and its value for files with GNU's extensions (ELFOSABI_GNU). */
const OS_ABI = 7;
const OS_ABI_GNU = 3;

/** Writes a file header at the start of `view`. Program headers must follow it. */
export function writeFileHeader(view: DataView, header: FileHeader): void {
  IDENTIFICATION.forEach((byte, at) => view.setUint8(at, byte));
  if (header.isGnu === true) view.setUint8(OS_ABI, OS_ABI_GNU);
  view.setUint16(16, header.type, true);
  view.setUint16(18, EM_RISCV, true);
  view.setUint32(20, 1, true);
  setWord(view, 24, header.entry);
  setWord(view, 32, header.programHeaders > 0 ? EHDR_SIZE : 0);
  setWord(view, 40, header.sectionOffset);
  view.setUint32(48, header.flags, true);
  view.setUint16(52, EHDR_SIZE, true);
  view.setUint16(54, header.programHeaders > 0 ? PHDR_SIZE : 0, true);
  view.setUint16(56, header.programHeaders, true);
  view.setUint16(58, header.sectionHeaders > 0 ? SHDR_SIZE : 0, true);
  // Numbers that do not fit are in the first section header.
  view.setUint16(60, header.sectionHeaders < MAX_SECTIONS ? header.sectionHeaders : 0, true);
  const names = Math.max(0, header.sectionHeaders - 1);
  view.setUint16(62, names < MAX_SECTIONS ? names : NAMES_ELSEWHERE, true);
}
