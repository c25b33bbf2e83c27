// SPDX-License-Identifier: MPL-2.0
// Makes of a row of the instruction table a plan for record_decoder.ts: which bits of a word to move where, as
// numbers. It parses the row's pattern and derives its effects. For executables, which need many rows, the plans of
// all rows were made before (prepared_full.ts).

import {
  COMPRESSED_ENCODINGS,
  type CompressedEncoding,
  type Encoding,
  ENCODINGS,
  type Field,
  type FieldName,
} from "../isa/encoding.ts";
import { insert } from "../isa/pattern.ts";
import { STATE } from "../memory/layout.ts";
import { effectsOf, isPrivileged } from "../semantics/effects.ts";
import { FLAG, PLAN, REGISTER } from "./plan_layout.ts";

/** A field of the row that is executed, and where it gets its value: a field of the word, or a constant. */
interface Source {
  readonly to: FieldName;
  readonly from: Field | number;
}

/** The fields that share the word of the immediate, and how far they are shifted there. */
const SHIFTS: Partial<Record<FieldName, number>> = {
  imm: 0,
  shamt: 0,
  csr: 0,
  /** As an offset in the state block. */
  rs3: 3,
  uimm: 16,
  rm: 16,
};

/** The plans of all rows, one after the other. */
export function allPlans(): Int32Array {
  return Int32Array.from([...ENCODINGS, ...COMPRESSED_ENCODINGS].flatMap(planOf));
}

/** The plan of a row. */
export function planOf(row: Encoding | CompressedEncoding): number[] {
  if (!("sources" in row)) {
    return makePlan(row, row, row.fields.map((field) => ({ to: field.name, from: field })));
  }
  const sources = row.sources.flatMap(({ field: to, from }): Source[] =>
    typeof from === "number"
      ? [{ to, from }]
      : row.fields.filter(({ name }) => name === from).map((field) => ({ to, from: field }))
  );
  return makePlan(row, row.encoding, sources);
}

function makePlan(
  { match, mask, fields, except }: Encoding | CompressedEncoding,
  encoding: Encoding,
  sources: readonly Source[],
): number[] {
  const { readsFrs1, readsFrs2, readsFrs3, writes, control, accessesCsr } = effectsOf(encoding);
  const moves: number[] = [];
  let constant = readsFrs3 ? STATE.floats : 0;
  let unused = 0;
  for (const { to, from } of sources) {
    const shift = SHIFTS[to];
    if (shift === undefined) continue;
    if (typeof from === "number") {
      constant += from << shift;
      continue;
    }
    constant += from.base << shift;
    if (from.signed) unused = 32 - from.width;
    for (const range of from.ranges) moves.push(moveOf(range.at, range.from + shift, range.width));
  }
  if (unused > 0 && sources.some(({ to }) => to !== "imm" && SHIFTS[to] !== undefined)) {
    throw new TypeError(`Cannot plan ${encoding.mnemonic}: its immediate shares its word`);
  }
  const excluded = except.flatMap(({ field: name, value }) =>
    fields.filter((field) => field.name === name).flatMap((field) => {
      const ones = insert({ ...field, base: 0 }, -1);
      return [ones, insert(field, value)];
    })
  );
  const hasRounding = encoding.fields.some(({ name }) => name === "rm");
  const flags = (isPrivileged({ encoding }) ? FLAG.privileged : 0) |
    (accessesCsr ? FLAG.csr : 0) |
    (hasRounding ? FLAG.rounding : 0) |
    (control.kind !== "next" ? FLAG.ends : 0) |
    (writes === "float" ? FLAG.floatRd : 0);
  const plan: number[] = [];
  plan[PLAN.match] = match | 0;
  plan[PLAN.mask] = mask | 0;
  plan[PLAN.row] = encoding.index;
  plan[PLAN.flags] = flags;
  plan[PLAN.rd] = registerOf(sources, "rd", writes === "float");
  plan[PLAN.rs1] = registerOf(sources, "rs1", readsFrs1);
  plan[PLAN.rs2] = registerOf(sources, "rs2", readsFrs2);
  plan[PLAN.constant] = constant;
  plan[PLAN.unused] = unused;
  plan[PLAN.moves] = moves.length;
  plan[PLAN.excluded] = excluded.length / 2;
  return [...plan, ...moves, ...excluded];
}

/** Bits to move, from where to where; as one number. */
function moveOf(at: number, to: number, width: number): number {
  return at | (to << 8) | (width << 16);
}

/** Where a register is in the state block: a constant, and the bits of the word to add, times 8. */
function registerOf(sources: readonly Source[], name: FieldName, isFloat: boolean): number {
  const start = isFloat ? STATE.floats : STATE.registers;
  const from = sources.find(({ to }) => to === name)?.from ?? 0;
  if (typeof from === "number") return start + 8 * from;
  const [range, ...others] = from.ranges;
  if (range === undefined || others.length > 0 || range.from !== 0) {
    throw new TypeError(`Cannot plan a register in several ranges: ${name}`);
  }
  return (start + 8 * from.base) | (range.at << REGISTER.at) | (range.width << REGISTER.width);
}
