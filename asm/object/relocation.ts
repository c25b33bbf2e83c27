// SPDX-License-Identifier: MPL-2.0
// Relocations: how a value that is known late goes into bytes that are there early. Types, names
// and calculations are those of the RISC-V psABI ("Relocations"); the few kinds of our own, for
// values that never leave the assembler, have numbers that ELF does not use.

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
  /** 8 and 16 bits of a value that is a constant in the end; ELF has no such relocation. */
  DATA8: 1001,
  DATA16: 1002,
  /** A 12-bit immediate that is a constant in the end. */
  IMMEDIATE_I: 1003,
  IMMEDIATE_S: 1004,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(R).filter(([, type]) => type < 1000).map(([name, type]) => [
    type,
    `R_RISCV_${name.replace("ABS", "").replace("PCREL32", "32_PCREL")}`,
  ]),
);

/** The psABI's name of a relocation type. */
export function relocationName(type: number): string {
  return NAMES.get(type) ?? `relocation type ${type}`;
}

const THREAD_RELOCATIONS: ReadonlySet<number> = new Set([
  ...[R.TLS_DTPREL32, R.TLS_DTPREL64, R.TLS_GOT_HI20, R.TLS_GD_HI20],
  ...[R.TPREL_HI20, R.TPREL_LO12_I, R.TPREL_LO12_S, R.TPREL_ADD],
]);

/** Whether a relocation is about a variable of which each thread has its own. */
export function isThreadRelocation(type: number): boolean {
  return THREAD_RELOCATIONS.has(type);
}

/** Bytes that each type of relocation is about, where they are not four. */
const WIDTHS: ReadonlyMap<number, number> = new Map([
  ...[R.NONE, R.RELAX, R.ALIGN, R.TPREL_ADD].map((type) => [type, 0] as const),
  ...[R.ADD8, R.SUB8, R.SET8, R.SET6, R.SUB6].map((type) => [type, 1] as const),
  ...[R.SET_ULEB128, R.SUB_ULEB128].map((type) => [type, 1] as const),
  ...[R.ADD16, R.SUB16, R.SET16, R.RVC_BRANCH, R.RVC_JUMP].map((type) => [type, 2] as const),
  ...[R.ABS64, R.ADD64, R.SUB64, R.CALL, R.CALL_PLT].map((type) => [type, 8] as const),
  ...[R.TLS_DTPREL64, R.IRELATIVE].map((type) => [type, 8] as const),
]);

/** How many bytes a relocation reads or writes, at least. */
export function relocationWidth(type: number): number {
  return WIDTHS.get(type) ?? 4;
}

/** The data relocation of so many bytes; undefined where ELF has none. */
export const DATA_TYPES: ReadonlyMap<number, { whole: number; add: number; subtract: number }> =
  new Map([
    [1, { whole: R.DATA8, add: R.ADD8, subtract: R.SUB8 }],
    [2, { whole: R.DATA16, add: R.ADD16, subtract: R.SUB16 }],
    [4, { whole: R.ABS32, add: R.ADD32, subtract: R.SUB32 }],
    [8, { whole: R.ABS64, add: R.ADD64, subtract: R.SUB64 }],
  ]);

/** The farthest that a conditional branch reaches: -4096 to 4094. */
export const BRANCH_REACH = 4096;
/** The farthest that jal reaches: -1048576 to 1048574. */
export const JUMP_REACH = 1 << 20;

/** Whether a conditional branch reaches this far. Odd distances do not fit either. */
export function fitsBranch(distance: number): boolean {
  return distance >= -BRANCH_REACH && distance < BRANCH_REACH;
}

/** Whether jal reaches this far. */
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

/** How a type of branch or jump holds the distance to its target. */
export interface Reach {
  /** Whether it reaches so far. Odd distances do not fit either. */
  readonly fits: (distance: number) => boolean;
  /** The bits of a distance that fits. */
  readonly bits: (distance: number) => number;
  /** Bytes of the instruction. */
  readonly length: 2 | 4;
  /** How far it reaches, in words. */
  readonly words: string;
}

/** The distance's field in a compressed branch or jump. */
function compressedReach(name: CompressedMnemonic, words: string): Reach {
  const field = COMPRESSED_ENCODINGS.find(({ mnemonic }) => mnemonic === name)?.fields
    .find((each) => each.name === "imm");
  if (field === undefined) throw new TypeError(`Cannot relocate ${name}: it has no distance`);
  const reach = 2 ** (field.width - 1);
  return {
    fits: (distance) => distance >= -reach && distance < reach,
    bits: (distance) => insert(field, distance),
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
 * The upper part of a 32-bit value for lui or auipc, as the instruction holds it: rounded, since
 * the 12 bits that are added to it later are signed.
 */
export function upperBits(value: number): number {
  return ((value + 0x800) & 0xfffff000) | 0;
}

/** The two words of an inverted branch over a jump, without the distances. */
export const INVERT_BRANCH = 0x1000;
/** jal x0, 0 */
export const JUMP_WORD = 0x0000006f;
/** Bytes of an inverted branch and a jump. */
export const LONG_BRANCH_SIZE = 8;
/** The same where the inverted branch is compressed. */
export const LONG_COMPRESSED_BRANCH_SIZE = 6;
/** What c.beqz and c.bnez differ in. */
export const INVERT_COMPRESSED_BRANCH = 0x2000;
