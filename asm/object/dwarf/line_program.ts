// SPDX-License-Identifier: MPL-2.0
// Runs line number programs, the state machines that encode DWARF's line tables (version 5, section 6.2).
// Takes the bytes of .debug_line; returns rows. A damaged unit ends where it is damaged, and reading goes on
// with the next.

import { LNE, LNS } from "./constants.ts";
import { DwarfCursor } from "./cursor.ts";
import {
  type LineHeader,
  type LineSections,
  readLineHeader,
  readOldFile,
  readUnitLength,
} from "./line_header.ts";

/** A row: the code from this address up to the next row comes from this line. */
export interface LineRow {
  readonly address: number;
  /** Number of the file in the unit; undefined at the end of a sequence. */
  readonly file: number | undefined;
  readonly line: number;
  /** Whether a debugger should stop here for a breakpoint at the line. */
  readonly isStatement: boolean;
}

/** Rows sorted by address: a run of code without gaps. */
export interface LineSequence {
  readonly unit: LineHeader;
  readonly rows: readonly LineRow[];
}

/** The opcode whose address advance DW_LNS_const_add_pc makes. */
const LAST_OPCODE = 255;

/** The sequences of all units, in the order of the section. */
export function* readSequences(sections: LineSections): Generator<LineSequence> {
  const { line } = sections;
  let at = 0;
  while (at + 4 <= line.length) {
    const cursor = new DwarfCursor(line);
    cursor.at = at;
    let end = line.length;
    try {
      const length = readUnitLength(cursor);
      end = length.end;
      // A truncated unit still has its header and its first rows.
      const unit = readLineHeader(cursor, { ...length, end: Math.min(end, line.length) });
      if (unit !== undefined && unit.start >= cursor.at && unit.start <= unit.end) {
        yield* runProgram(new DwarfCursor(line.subarray(0, unit.end)), unit);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    if (!(end > at)) return;
    at = end;
  }
}

function* runProgram(cursor: DwarfCursor, unit: LineHeader): Generator<LineSequence> {
  cursor.at = unit.start;
  let rows: LineRow[] = [];
  let address = 0;
  let file = 1;
  let line = 1;
  let isStatement = unit.startsAsStatement;
  const { lineBase, lineRange, opcodeBase, minimumLength } = unit;
  const advance = (operations: number) => address += operations * minimumLength;
  const push = () => rows.push({ address, file, line, isStatement });
  while (cursor.at < unit.end) {
    const opcode = cursor.u8();
    if (opcode >= opcodeBase) {
      const adjusted = opcode - opcodeBase;
      advance(Math.floor(adjusted / lineRange));
      line += lineBase + adjusted % lineRange;
      push();
      continue;
    }
    switch (opcode) {
      case 0: {
        const length = cursor.uleb();
        const next = cursor.at + length;
        const extended = length === 0 ? 0 : cursor.u8();
        if (extended === LNE.endSequence) {
          rows.push({ address, file: undefined, line: 0, isStatement });
          yield { unit, rows };
          rows = [];
          address = 0;
          file = 1;
          line = 1;
          isStatement = unit.startsAsStatement;
        } else if (extended === LNE.setAddress) {
          address = length === 9 ? cursor.u64() : length === 5 ? cursor.u32() : NaN;
        } else if (extended === LNE.defineFile) {
          unit.files.push(readOldFile(cursor));
        }
        cursor.goTo(next);
        break;
      }
      case LNS.copy:
        push();
        break;
      case LNS.advancePc:
        advance(cursor.uleb());
        break;
      case LNS.advanceLine:
        line += cursor.sleb();
        break;
      case LNS.setFile:
        file = cursor.uleb();
        break;
      case LNS.negateStmt:
        isStatement = !isStatement;
        break;
      case LNS.constAddPc:
        advance(Math.floor((LAST_OPCODE - opcodeBase) / lineRange));
        break;
      case LNS.fixedAdvancePc:
        address += cursor.u16();
        break;
      default:
        // Columns, basic blocks, prologues: not needed here.
        for (let count = unit.operandCounts[opcode] ?? 0; count > 0; count--) cursor.uleb();
    }
  }
}
