// SPDX-License-Identifier: MPL-2.0
// How record_plans.ts writes a plan and record_decoder.ts reads it: numbers of 32 bits, one after the other.

/** The numbers that each plan begins with. */
export const PLAN = {
  match: 0,
  mask: 1,
  /** The index of the row that is executed. */
  row: 2,
  flags: 3,
  /** See {@link REGISTER}. */
  rd: 4,
  rs1: 5,
  rs2: 6,
  /** What the word of the immediate and of the fields that share it is before bits are moved there. */
  constant: 7,
  /** How far to shift the immediate left and right again, to extend its sign. */
  unused: 8,
  /** How many moves follow, and how many exclusions after them. */
  moves: 9,
  excluded: 10,
  size: 11,
} as const;

/** What a row asks for besides. */
export const FLAG = {
  privileged: 1,
  csr: 2,
  rounding: 4,
  /** Execution may continue elsewhere than with the next instruction in memory. */
  ends: 8,
  floatRd: 16,
} as const;

/**
 * A register: the low bits are its offset in the state block when the bits of the word are 0; where
 * these are, and how many.
 */
export const REGISTER = { offset: 0xffff, at: 16, width: 24 } as const;
