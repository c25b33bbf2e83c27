// SPDX-License-Identifier: MPL-2.0
// Decodes words straight into the fields of the stepper's records. Most of a short run is decoding,
// in code that V8 has not optimised yet; so a row is made into a plan when it is first met: lists of
// bits to move, without names and objects. decode() of isa/ says the same, for everyone else.

import {
  type CompressedEncoding,
  decode,
  type Encoding,
  type Field,
  type FieldName,
  rowsInQuadrant,
  rowsWithOpcode,
} from "../isa/encoding.ts";
import { extract } from "../isa/pattern.ts";
import { STATE } from "../memory/layout.ts";
import { effectsOf, isCsrAllowed, isPrivileged } from "../semantics/effects.ts";

/** The fields of a record, and what else the stepper wants to know of an instruction. */
export interface RecordFields {
  /** The row; undefined for an illegal instruction, whose other fields say nothing. */
  encoding: Encoding | undefined;
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

/** The values of a row's fields, by the order of this list. */
const VALUES = ["rd", "rs1", "rs2", "rs3", "imm", "shamt", "csr", "uimm", "rm"] as const;
const RD = 0;
const RS1 = 1;
const RS2 = 2;
const RS3 = 3;
const IMM = 4;
const SHAMT = 5;
const CSR = 6;
const UIMM = 7;
const RM = 8;

/** How to decode the words of a row. */
interface Plan {
  readonly match: number;
  readonly mask: number;
  /** Fields with a value that belongs to another row. */
  readonly except: readonly { readonly field: Field; readonly value: number }[];
  readonly encoding: Encoding;
  /** What the values are before bits are moved to them. */
  readonly constants: Int32Array;
  /** Which bits to move: the value, where they are in the word and in the value, and their mask. */
  readonly moves: Int32Array;
  /** How far to shift the immediate left and right again, to extend its sign. */
  readonly unused: number;
  /** Whether rd, rs1 and rs2 are floating-point registers. */
  readonly floatRd: boolean;
  readonly floatRs1: boolean;
  readonly floatRs2: boolean;
  readonly hasRs3: boolean;
  readonly hasRounding: boolean;
  readonly isPrivileged: boolean;
  readonly accessesCsr: boolean;
  readonly ends: boolean;
}

/** Where a field of the word goes. */
interface Destination {
  readonly field: Field;
  readonly to: FieldName;
}

function makePlan(
  { match, mask, fields, except }: Encoding | CompressedEncoding,
  encoding: Encoding,
  destinations: readonly Destination[],
  constants: Int32Array,
): Plan {
  const moves: number[] = [];
  let unused = 0;
  for (const { field, to } of destinations) {
    const index = VALUES.findIndex((name) => name === to);
    if (index < 0) continue;
    constants[index] = field.base;
    if (field.signed) unused = 32 - field.width;
    for (const { at, from, width } of field.ranges) {
      moves.push(index, at, from, 2 ** width - 1);
    }
  }
  const { readsFrs1, readsFrs2, readsFrs3, writes, control, accessesCsr } = effectsOf(encoding);
  return {
    match,
    mask,
    except: except.flatMap(({ field: name, value }) =>
      fields.filter((field) => field.name === name).map((field) => ({ field, value }))
    ),
    encoding,
    constants,
    moves: Int32Array.from(moves),
    unused,
    floatRd: writes === "float",
    floatRs1: readsFrs1,
    floatRs2: readsFrs2,
    hasRs3: readsFrs3,
    hasRounding: encoding.fields.some(({ name }) => name === "rm"),
    isPrivileged: isPrivileged({ encoding }),
    accessesCsr,
    ends: control.kind !== "next",
  };
}

function planOfRow(encoding: Encoding): Plan {
  const destinations = encoding.fields.map((field) => ({ field, to: field.name }));
  return makePlan(encoding, encoding, destinations, new Int32Array(VALUES.length));
}

function planOfCompressed(compressed: CompressedEncoding): Plan {
  const constants = new Int32Array(VALUES.length);
  const destinations = compressed.sources.flatMap(({ field: to, from }) => {
    if (typeof from !== "number") {
      return compressed.fields.filter(({ name }) => name === from).map((field) => ({ field, to }));
    }
    const index = VALUES.findIndex((name) => name === to);
    if (index >= 0) constants[index] = from;
    return [];
  });
  return makePlan(compressed, compressed.encoding, destinations, constants);
}

/** Bits of a word that are literal in most rows. */
const KEY_BITS = 0x707f;
const COMPRESSED_KEY_BITS = 0xe003;

/** The plans of the rows that words with the same key bits may belong to. */
const plans = new Map<number, readonly Plan[]>();

function plansFor(word: number, keyBits: number): readonly Plan[] {
  const key = word & keyBits;
  const known = plans.get(key);
  if (known !== undefined) return known;
  const isPossible = ({ match, mask }: Encoding | CompressedEncoding): boolean =>
    ((match ^ key) & mask & keyBits) === 0;
  const made = keyBits === KEY_BITS
    ? rowsWithOpcode(word).filter(isPossible).map(planOfRow)
    : rowsInQuadrant(word).filter(isPossible).map(planOfCompressed);
  plans.set(key, made);
  return made;
}

function planFor(word: number): Plan | undefined {
  const list = plansFor(word, (word & 3) === 3 ? KEY_BITS : COMPRESSED_KEY_BITS);
  for (let index = 0; index < list.length; index++) {
    const plan = list[index];
    if (plan === undefined || ((word ^ plan.match) & plan.mask) !== 0) continue;
    const { except } = plan;
    const isOther = except.length > 0 &&
      except.some(({ field, value }) => extract(field, word) === value);
    if (!isOther) return plan;
  }
  return undefined;
}

const values = new Int32Array(VALUES.length);

const offsetOf = (register: number, isFloat: boolean): number =>
  (isFloat ? STATE.floats : STATE.registers) + 8 * register;

/** What {@link decodeRecord} returns, each time anew. */
const fields: RecordFields = {
  encoding: undefined,
  isCompressed: false,
  rd: 0,
  rs1: 0,
  rs2: 0,
  imm: 0,
  ends: true,
};

function illegal(ends: boolean): RecordFields {
  fields.encoding = undefined;
  fields.ends = ends;
  return fields;
}

/**
 * The fields of the record for a word of 32 bits, or of 16 for a compressed instruction. The result
 * is valid until the next call.
 */
export function decodeRecord(word: number): RecordFields {
  const plan = planFor(word);
  if (plan === undefined) return illegal(true);
  const { constants, moves, unused } = plan;
  for (let index = 0; index < values.length; index++) values[index] = constants[index] ?? 0;
  for (let move = 0; move < moves.length; move += 4) {
    const bits = (word >>> (moves[move + 1] ?? 0)) & (moves[move + 3] ?? 0);
    const to = moves[move] ?? 0;
    values[to] = (values[to] ?? 0) + (bits << (moves[move + 2] ?? 0));
  }
  const imm = ((values[IMM] ?? 0) << unused) >> unused;
  const rm = values[RM] ?? 0;
  if (plan.isPrivileged) return illegal(plan.ends);
  // The modes 5 and 6 are reserved.
  if (plan.hasRounding && (rm === 5 || rm === 6)) return illegal(true);
  if (plan.accessesCsr) {
    const instruction = decode(word);
    if (instruction === undefined || !isCsrAllowed(instruction)) return illegal(plan.ends);
  }
  const rd = values[RD] ?? 0;
  const low = plan.hasRs3 ? offsetOf(values[RS3] ?? 0, true) : values[CSR] ?? 0;
  fields.encoding = plan.encoding;
  fields.isCompressed = (word & 3) !== 3;
  fields.rd = rd === 0 && !plan.floatRd ? STATE.discard : offsetOf(rd, plan.floatRd);
  fields.rs1 = offsetOf(values[RS1] ?? 0, plan.floatRs1);
  fields.rs2 = offsetOf(values[RS2] ?? 0, plan.floatRs2);
  // These share a word; a row has at most one of each half.
  fields.imm = imm | (values[SHAMT] ?? 0) | low | (((values[UIMM] ?? 0) | rm) << 16);
  fields.ends = plan.ends;
  return fields;
}
