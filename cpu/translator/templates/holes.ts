// SPDX-License-Identifier: MPL-2.0
// The holes of templates: what differs between two instructions of the same row. A template is the
// code of a row with a hole for each register, immediate or address; function_writer.ts fills them
// with LEB128 of any length, as nothing in a function's code depends on byte offsets.

import { STATE } from "../../memory/layout.ts";
import type { Code } from "../../wasm/code.ts";

/** The kinds of holes. In code they stand for bytes, as negative numbers that are no hints. */
export const HOLE = {
  /** Offsets of floating-point registers in the state block: the displacements of loads and stores. */
  rd: -16,
  rs1: -17,
  rs2: -18,
  rs3: -19,
  /** Offsets of the upper halves of floating-point registers. */
  rs1Upper: -20,
  rs2Upper: -21,
  rs3Upper: -22,
  /** The immediate. */
  imm: -23,
  /** The addresses of the instruction and of the next one. */
  pc: -24,
  next: -25,
  /** A packed exit before the instruction, and one after it because of a store to code. */
  exit: -26,
  exitAfterCodeStore: -27,
  /** The depth of the function's exit, from one or two levels inside the instruction's code. */
  exitDepth1: -28,
  exitDepth2: -29,
  /** The function's own index in the function table, and the address of its first mark. */
  position: -30,
  base: -31,
  /** The number of a CSR, and the immediate beside it. */
  csr: -32,
  uimm: -33,
  /** How many instructions of the block, this one included, have not retired. */
  unretired: -34,
  /** A packed exit after the instruction, to the stepper. */
  exitAfter: -35,
  /** The values of integer registers: from a local, or from the state block. */
  readRs1: -36,
  readRs2: -37,
  /** What comes before and after the value that is written to an integer rd. */
  beginRd: -38,
  endRd: -39,
  /** In the check of a group: where its first and last byte and its largest access are. */
  low: -40,
  high: -41,
  anchor: -42,
  /** The same as constants of `spanAllowed`. */
  packedSpan: -43,
  anchorDistance: -44,
} as const;

/** One of {@link HOLE}. */
export type Hole = (typeof HOLE)[keyof typeof HOLE];

/** Whether an item of code is a hole. */
export const isHole = (item: number | Code): item is Hole =>
  typeof item === "number" && item <= HOLE.rd && item >= HOLE.anchorDistance;

/**
 * How an exit is packed into 32 bits: in units of two bytes how far its address is from the
 * function's first one, how many instructions of its block do not retire, and one of `EXIT`.
 */
export const PACKED_EXIT = { exitBits: 4, unretiredBits: 10 } as const;

/** The most instructions that a block may have, so that exits can be packed. */
export const MAX_BLOCK_SIZE = 2 ** PACKED_EXIT.unretiredBits - 1;

/** How far the addresses of a function may lie apart, so that exits can be packed. */
export const MAX_FUNCTION_SPAN = 2 ** 17;

/** Packs an exit. */
export const packExit = (halfwords: number, unretired: number, exit: number): number =>
  (halfwords << (PACKED_EXIT.exitBits + PACKED_EXIT.unretiredBits)) |
  (unretired << PACKED_EXIT.exitBits) | exit;

/** The offset in the state block where a record writes x0. */
export const NO_REGISTER = STATE.discard;
/** The offset of x0 in the state block. */
export const ZERO_REGISTER = STATE.registers;
