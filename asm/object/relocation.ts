// SPDX-License-Identifier: MPL-2.0
// Relocations: how a value that is only known later is filled into bytes. Types, names and calculations
// are those of the RISC-V psABI ("Relocations"). A few types of our own, for values that the assembler
// itself fills in, have numbers that ELF does not use.

import { COMPRESSED_ENCODINGS } from "../../cpu/isa/encoding.ts";
import type { CompressedMnemonic } from "../../cpu/isa/compressed.ts";
import { insert } from "../../cpu/isa/pattern.ts";

/** The numbers of relocation types (psABI, "Relocation types"). */
export const R = {
  NONE: 0,
  ABS32: 1,
  ABS64: 2,
  TLS_DTPREL32: 8,
  TLS_DTPREL64: 9,
  BRANCH: 16,
  JAL: 17,
  CALL: 18,
  CALL_PLT: 19,
  GOT_HI20: 20,
  TLS_GOT_HI20: 21,
  TLS_GD_HI20: 22,
  PCREL_HI20: 23,
  PCREL_LO12_I: 24,
  PCREL_LO12_S: 25,
  HI20: 26,
  LO12_I: 27,
  LO12_S: 28,
  TPREL_HI20: 29,
  TPREL_LO12_I: 30,
  TPREL_LO12_S: 31,
  TPREL_ADD: 32,
  ADD8: 33,
  ADD16: 34,
  ADD32: 35,
  ADD64: 36,
  SUB8: 37,
  SUB16: 38,
  SUB32: 39,
  SUB64: 40,
  ALIGN: 43,
  RVC_BRANCH: 44,
  RVC_JUMP: 45,
  RELAX: 51,
  SUB6: 52,
  SET6: 53,
  SET8: 54,
  SET16: 55,
  SET32: 56,
  PCREL32: 57,
  IRELATIVE: 58,
  PLT32: 59,
  SET_ULEB128: 60,
  SUB_ULEB128: 61,
  /** 8 and 16 bits of a value that must turn out constant: ELF has no such relocations. */
  DATA8: 1001,
  DATA16: 1002,
  /** A 12-bit immediate that must turn out constant. */
  IMMEDIATE_I: 1003,
  IMMEDIATE_S: 1004,
} as const;

/** Types that only dynamic linkers know, or that were given up, by their names without R_RISCV_. */
export const OTHER_RELOCATIONS: Readonly<Record<string, number>> = {
  ...{ RELATIVE: 3, COPY: 4, JUMP_SLOT: 5, TLS_DTPMOD32: 6, TLS_DTPMOD64: 7, TLS_TPREL32: 10 },
  ...{ TLS_TPREL64: 11, RVC_LUI: 46, GPREL_I: 47, GPREL_S: 48, TPREL_I: 49, TPREL_S: 50 },
};
const BFD: Readonly<Record<string, number>> = {
  ...{ BFD_RELOC_NONE: R.NONE, BFD_RELOC_32: R.ABS32, BFD_RELOC_64: R.ABS64 },
};

/** The relocation type of a name, in either case: the psABI's, or one of three of BFD's. */
export function relocationType(name: string): number | undefined {
  const upper = name.toUpperCase();
  const [own] = [...typeNames()].find(([, each]) => each === upper) ?? [];
  return own ?? BFD[upper] ?? OTHER_RELOCATIONS[upper.replace("R_RISCV_", "")];
}

let names: ReadonlyMap<number, string> | undefined;

/** The names of the types in an object file. Made on first use: most runs name none. */
function typeNames(): ReadonlyMap<number, string> {
  return names ??= new Map(
    Object.entries(R).filter(([, type]) => type < 1000).map(([name, type]) => [
      type,
      `R_RISCV_${name.replace("ABS", "").replace("PCREL32", "32_PCREL")}`,
    ]),
  );
}

/** The psABI's name of a relocation type. */
export function relocationName(type: number): string {
  return typeNames().get(type) ?? `relocation type ${type}`;
}

const THREAD_RELOCATIONS: ReadonlySet<number> = new Set([
  ...[R.TLS_DTPREL32, R.TLS_DTPREL64, R.TLS_GOT_HI20, R.TLS_GD_HI20],
  ...[R.TPREL_HI20, R.TPREL_LO12_I, R.TPREL_LO12_S, R.TPREL_ADD],
]);

/** Whether a relocation is for thread-local storage. */
export function isThreadRelocation(type: number): boolean {
  return THREAD_RELOCATIONS.has(type);
}

/** Bytes that a type of relocation changes, where they are not four. */
const WIDTHS: ReadonlyMap<number, number> = new Map([
  ...[R.NONE, R.RELAX, R.ALIGN, R.TPREL_ADD].map((type) => [type, 0] as const),
  ...[R.ADD8, R.SUB8, R.SET8, R.SET6, R.SUB6].map((type) => [type, 1] as const),
  ...[R.SET_ULEB128, R.SUB_ULEB128].map((type) => [type, 1] as const),
  ...[R.ADD16, R.SUB16, R.SET16, R.RVC_BRANCH, R.RVC_JUMP].map((type) => [type, 2] as const),
  ...[R.ABS64, R.ADD64, R.SUB64, R.CALL, R.CALL_PLT].map((type) => [type, 8] as const),
  ...[R.TLS_DTPREL64, R.IRELATIVE].map((type) => [type, 8] as const),
]);

/** The number of bytes that a relocation reads or writes; for LEB128, the least number. */
export function relocationWidth(type: number): number {
  return WIDTHS.get(type) ?? 4;
}

/** The relocations of data, by its size in bytes. */
export const DATA_TYPES: ReadonlyMap<number, { whole: number; add: number; subtract: number }> =
  new Map([
    [1, { whole: R.DATA8, add: R.ADD8, subtract: R.SUB8 }],
    [2, { whole: R.DATA16, add: R.ADD16, subtract: R.SUB16 }],
    [4, { whole: R.ABS32, add: R.ADD32, subtract: R.SUB32 }],
    [8, { whole: R.ABS64, add: R.ADD64, subtract: R.SUB64 }],
  ]);

/** A conditional branch reaches from -4096 to 4094 bytes. */
export const BRANCH_REACH = 4096;
/** jal reaches from -1048576 to 1048574 bytes. */
export const JUMP_REACH = 1 << 20;

/** Whether a conditional branch reaches a distance, which must be even. */
export function fitsBranch(distance: number): boolean {
  return distance >= -BRANCH_REACH && distance < BRANCH_REACH;
}

/** Whether jal reaches a distance, which must be even. */
export function fitsJump(distance: number): boolean {
  return distance >= -JUMP_REACH && distance < JUMP_REACH;
}

/** The bits of a B-type immediate. */
export function branchBits(distance: number): number {
  return ((distance & 0x1000) << 19) | ((distance & 0x7e0) << 20) | ((distance & 0x1e) << 7) |
    ((distance & 0x800) >> 4);
}

/** The bits of a J-type immediate. */
export function jumpBits(distance: number): number {
  return ((distance & 0x100000) << 11) | ((distance & 0x7fe) << 20) | ((distance & 0x800) << 9) |
    (distance & 0xff000);
}

/** How far a type of branch or jump reaches, and how it encodes the distance. */
export interface Reach {
  /** Whether it reaches a distance, which must be even. */
  readonly fits: (distance: number) => boolean;
  /** The bits of a distance that fits. */
  readonly bits: (distance: number) => number;
  /** Size of the instruction in bytes. */
  readonly length: 2 | 4;
  /** How far it reaches, for messages. */
  readonly words: string;
}

/** The reach of a compressed branch or jump, from its encoding. */
function compressedReach(name: CompressedMnemonic, words: string): Reach {
  // Found on first use: most programs are not compressed.
  const field = () => {
    const found = COMPRESSED_ENCODINGS.find(({ mnemonic }) => mnemonic === name)?.fields
      .find((each) => each.name === "imm");
    if (found === undefined) throw new TypeError(`Cannot relocate ${name}: it has no distance`);
    return found;
  };
  return {
    fits(distance) {
      const reach = 2 ** (field().width - 1);
      return distance >= -reach && distance < reach;
    },
    bits: (distance) => insert(field(), distance),
    length: 2,
    words,
  };
}

/** The relocations of branches and jumps. */
export const REACHES: ReadonlyMap<number, Reach> = new Map<number, Reach>([
  [R.BRANCH, { fits: fitsBranch, bits: branchBits, length: 4, words: "4 KiB" }],
  [R.JAL, { fits: fitsJump, bits: jumpBits, length: 4, words: "1 MiB" }],
  [R.RVC_BRANCH, compressedReach("c.beqz", "256 bytes")],
  [R.RVC_JUMP, compressedReach("c.j", "2 KiB")],
]);

/** The bits of an I-type immediate. */
export function immediateBits(value: number): number {
  return (value & 0xfff) << 20;
}

/** The bits of an S-type immediate. */
export function storeBits(value: number): number {
  return ((value & 0xfe0) << 20) | ((value & 0x1f) << 7);
}

/**
 * The upper 20 bits of a 32-bit value, as lui and auipc hold them: rounded, because the 12 bits added
 * later are signed.
 */
export function upperBits(value: number): number {
  return ((value + 0x800) & 0xfffff000) | 0;
}

/** Inverts the condition of a branch. */
export const INVERT_BRANCH = 0x1000;
/** jal x0, 0 */
export const JUMP_WORD = 0x0000006f;
/** Bytes of an inverted branch and a jump. */
export const LONG_BRANCH_SIZE = 8;
/** The same with a compressed branch. */
export const LONG_COMPRESSED_BRANCH_SIZE = 6;
/** Inverts the condition of a compressed branch: turns c.beqz into c.bnez. */
export const INVERT_COMPRESSED_BRANCH = 0x2000;
