// SPDX-License-Identifier: MPL-2.0
// Finds where the call frame instructions of an entry end and its padding begins (DWARF 5, section 6.4.2):
// entries are padded with instructions that do nothing. Takes a cursor at the first instruction; an
// instruction that is not known counts as part of what must stay.

import { CFA } from "./constants.ts";
import type { DwarfCursor } from "./cursor.ts";

/** What follows an opcode: a number of bytes, a LEB128 number, a block, or an address. */
type Operand = 1 | 2 | 4 | 8 | "leb" | "block" | "address";

const OPERANDS = new Map<number, readonly Operand[]>([
  [CFA.setLoc, ["address"]],
  [CFA.advanceLoc1, [1]],
  [CFA.advanceLoc2, [2]],
  [CFA.advanceLoc4, [4]],
  [CFA.offsetExtended, ["leb", "leb"]],
  [CFA.restoreExtended, ["leb"]],
  [CFA.undefined, ["leb"]],
  [CFA.sameValue, ["leb"]],
  [CFA.register, ["leb", "leb"]],
  [CFA.rememberState, []],
  [CFA.restoreState, []],
  [CFA.defCfa, ["leb", "leb"]],
  [CFA.defCfaRegister, ["leb"]],
  [CFA.defCfaOffset, ["leb"]],
  [CFA.defCfaExpression, ["block"]],
  [CFA.expression, ["leb", "block"]],
  [CFA.offsetExtendedSf, ["leb", "leb"]],
  [CFA.defCfaSf, ["leb", "leb"]],
  [CFA.defCfaOffsetSf, ["leb"]],
  [CFA.valOffset, ["leb", "leb"]],
  [CFA.valOffsetSf, ["leb", "leb"]],
  [CFA.valExpression, ["leb", "block"]],
  [CFA.mipsAdvanceLoc8, [8]],
  [CFA.gnuWindowSave, []],
  [CFA.gnuArgsSize, ["leb"]],
  [CFA.gnuNegativeOffsetExtended, ["leb", "leb"]],
]);

/** The opcodes whose low six bits are an operand. */
const WITH_OPERAND = 0xc0;

/** The offset after the last instruction that does something, from the cursor up to `end`. */
export function instructionsEnd(cursor: DwarfCursor, end: number, addressSize: number): number {
  let last = cursor.at;
  while (cursor.at < end) {
    const opcode = cursor.u8();
    if (opcode === CFA.nop) continue;
    const group = opcode & WITH_OPERAND;
    const operands = group === 0 ? OPERANDS.get(opcode) : group === CFA.offset ? LEB : NONE;
    if (operands === undefined) return end;
    for (const operand of operands) skip(cursor, operand, addressSize);
    last = cursor.at;
  }
  return Math.min(last, end);
}

const LEB: readonly Operand[] = ["leb"];
const NONE: readonly Operand[] = [];

function skip(cursor: DwarfCursor, operand: Operand, addressSize: number): void {
  if (operand === "leb") cursor.uleb();
  else if (operand === "block") cursor.skip(cursor.uleb());
  else cursor.skip(operand === "address" ? addressSize : operand);
}
