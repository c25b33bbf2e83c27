// SPDX-License-Identifier: MPL-2.0
// Decodes words straight into the fields of the stepper's records. Most of a short run is decoding, in code that
// V8 has not optimised yet; so it reads plans (record_plans.ts), lists of bits to move, without names and objects.
// A plan is made when its row may be met first, unless all were made before. decode() of isa/ says the same, for
// everyone else.

import {
  type CompressedEncoding,
  decode,
  type Encoding,
  rowsInQuadrant,
  rowsWithOpcode,
} from "../isa/encoding.ts";
import { STATE } from "../memory/layout.ts";
import { isCsrAllowed } from "../semantics/effects.ts";
import { FLAG, PLAN, REGISTER } from "./plan_layout.ts";
import { planOf } from "./record_plans.ts";

/** The fields of a record, and what else the stepper wants to know of an instruction. */
export interface RecordFields {
  /** The index of the row; -1 for an illegal instruction, whose other fields say nothing. */
  row: number;
  isCompressed: boolean;
  /** Offsets in the state block. x0 as rd is at `STATE.discard`. */
  rd: number;
  rs1: number;
  rs2: number;
  /** The word of the immediate and the fields that share its bytes. */
  imm: number;
  /**
   * Whether execution may continue elsewhere than with the next instruction in memory. What follows
   * is decoded when it is reached, so decoded code has run.
   */
  ends: boolean;
}

/** The plans, each at an index, and how many numbers they are. */
let plans = new Int32Array(1024);
let used = 0;
/** Where the plans of rows are. */
const planOfRow = new Map<Encoding | CompressedEncoding, number>();
/** Where all plans are that were made before, by the low bits of their words; see `opcodeOf`. */
let prepared: readonly (readonly number[])[] | undefined;

/** The plans for words with the same opcode and funct3; after those, for halfwords of one quadrant. */
const candidates: (readonly number[] | undefined)[] = new Array(256 + 32).fill(undefined);
const KEY_BITS = 0x707f;
const COMPRESSED_KEY_BITS = 0xe003;

const opcodeOf = (word: number): number => (word & 3) === 3 ? word & 0x7f : word & 3;

/** Adds the plans of all rows, which `allPlans` made before. */
export function addPlans(all: Int32Array<ArrayBuffer>): void {
  const lists: number[][] = Array.from({ length: 128 }, () => []);
  for (let plan = 0; plan < all.length;) {
    lists[opcodeOf(all[plan] ?? 0)]?.push(plan);
    plan += PLAN.size + (all[plan + PLAN.moves] ?? 0) + 2 * (all[plan + PLAN.excluded] ?? 0);
  }
  plans = all;
  prepared = lists;
  candidates.fill(undefined);
}

/** Where the plan of a row is; it is made if need be. */
function findPlan(row: Encoding | CompressedEncoding): number {
  const known = planOfRow.get(row);
  if (known !== undefined) return known;
  const plan = planOf(row);
  if (used + plan.length > plans.length) {
    const larger = new Int32Array(2 * plans.length);
    larger.set(plans);
    plans = larger;
  }
  const start = used;
  plans.set(plan, start);
  used += plan.length;
  planOfRow.set(row, start);
  return start;
}

function findCandidates(word: number): readonly number[] {
  const isLong = (word & 3) === 3;
  const bits = isLong ? KEY_BITS : COMPRESSED_KEY_BITS;
  const isPossible = (match: number, mask: number) => ((word ^ match) & mask & bits) === 0;
  if (prepared !== undefined) {
    return prepared[opcodeOf(word)]?.filter((plan) =>
      isPossible(plans[plan + PLAN.match] ?? 0, plans[plan + PLAN.mask] ?? 0)
    ) ?? [];
  }
  const rows: readonly (Encoding | CompressedEncoding)[] = isLong
    ? rowsWithOpcode(word)
    : rowsInQuadrant(word);
  return rows.filter(({ match, mask }) => isPossible(match, mask)).map(findPlan);
}

/** The plan for a word; -1 if there is none. */
function planFor(word: number): number {
  const key = (word & 3) === 3
    ? ((word >>> 2) & 31) << 3 | (word >>> 12) & 7
    : 256 | (word >>> 11) & 28 | word & 3;
  const list = candidates[key] ??= findCandidates(word);
  for (let index = 0; index < list.length; index++) {
    const plan = list[index] ?? 0;
    if (((word ^ (plans[plan + PLAN.match] ?? 0)) & (plans[plan + PLAN.mask] ?? 0)) !== 0) continue;
    if (plans[plan + PLAN.excluded] === 0 || !isExcluded(plan, word)) return plan;
  }
  return -1;
}

/** Whether a field has a value that belongs to another row. */
function isExcluded(plan: number, word: number): boolean {
  const start = plan + PLAN.size + (plans[plan + PLAN.moves] ?? 0);
  const end = start + 2 * (plans[plan + PLAN.excluded] ?? 0);
  for (let at = start; at < end; at += 2) {
    if ((word & (plans[at] ?? 0)) === plans[at + 1]) return true;
  }
  return false;
}

/** The offset of a register, which a number of the plan describes. */
function register(described: number, word: number): number {
  const bits = (word >>> (described >>> REGISTER.at)) & ((1 << (described >>> REGISTER.width)) - 1);
  return (described & REGISTER.offset) + 8 * bits;
}

/** What {@link decodeRecord} returns, each time anew. */
const fields: RecordFields = {
  row: -1,
  isCompressed: false,
  rd: 0,
  rs1: 0,
  rs2: 0,
  imm: 0,
  ends: true,
};

function illegal(ends: boolean): RecordFields {
  fields.row = -1;
  fields.ends = ends;
  return fields;
}

/** Whether a word is illegal although it matches a row. */
function isIllegal(flags: number, word: number): boolean {
  if ((flags & FLAG.privileged) !== 0) return true;
  if ((flags & FLAG.csr) === 0) return false;
  const instruction = decode(word);
  return instruction === undefined || !isCsrAllowed(instruction);
}

/** Whether the rounding mode of a word is 5 or 6, which are reserved. */
function hasReservedRounding(word: number): boolean {
  const mode = (word >>> 12) & 7;
  return mode === 5 || mode === 6;
}

/**
 * The fields of the record for a word of 32 bits, or of 16 for a compressed instruction. The result
 * is valid until the next call.
 */
export function decodeRecord(word: number): RecordFields {
  const plan = planFor(word);
  if (plan < 0) return illegal(true);
  const flags = plans[plan + PLAN.flags] ?? 0;
  const ends = (flags & FLAG.ends) !== 0;
  if ((flags & (FLAG.privileged | FLAG.csr | FLAG.rounding)) !== 0) {
    if (isIllegal(flags, word)) return illegal(ends);
    if ((flags & FLAG.rounding) !== 0 && hasReservedRounding(word)) return illegal(true);
  }
  let imm = plans[plan + PLAN.constant] ?? 0;
  const end = plan + PLAN.size + (plans[plan + PLAN.moves] ?? 0);
  for (let at = plan + PLAN.size; at < end; at++) {
    const move = plans[at] ?? 0;
    // Shift counts are taken modulo 32.
    imm += ((word >>> move) & ((1 << (move >> 16)) - 1)) << (move >> 8);
  }
  const unused = plans[plan + PLAN.unused] ?? 0;
  const rd = register(plans[plan + PLAN.rd] ?? 0, word);
  fields.row = plans[plan + PLAN.row] ?? 0;
  fields.isCompressed = (word & 3) !== 3;
  fields.rd = rd === STATE.registers && (flags & FLAG.floatRd) === 0 ? STATE.discard : rd;
  fields.rs1 = register(plans[plan + PLAN.rs1] ?? 0, word);
  fields.rs2 = register(plans[plan + PLAN.rs2] ?? 0, word);
  fields.imm = (imm << unused) >> unused;
  fields.ends = ends;
  return fields;
}
