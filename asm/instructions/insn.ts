// SPDX-License-Identifier: MPL-2.0
// Assembles `.insn`, for instructions without a mnemonic: a whole word, or a format with its opcode,
// functions and operands (GNU as, "RISC-V Instruction Formats").

import type { Assembly } from "../state/assembly.ts";
import { emitBranch, emitJump } from "../layout/branch.ts";
import type { Operand } from "../state/operand.ts";
import { immediateBits, storeBits } from "../object/relocation.ts";
import * as token from "../text/token.ts";

/** The major opcodes by name (manual, "RV32/64G Instruction Set Listings"). */
const OPCODES: ReadonlyMap<string, number> = new Map(Object.entries({
  LOAD: 0x03,
  LOAD_FP: 0x07,
  CUSTOM_0: 0x0b,
  MISC_MEM: 0x0f,
  OP_IMM: 0x13,
  AUIPC: 0x17,
  OP_IMM_32: 0x1b,
  STORE: 0x23,
  STORE_FP: 0x27,
  CUSTOM_1: 0x2b,
  AMO: 0x2f,
  OP: 0x33,
  LUI: 0x37,
  OP_32: 0x3b,
  MADD: 0x43,
  MSUB: 0x47,
  NMADD: 0x4b,
  NMSUB: 0x4f,
  OP_FP: 0x53,
  OP_V: 0x57,
  CUSTOM_2: 0x5b,
  BRANCH: 0x63,
  JALR: 0x67,
  JAL: 0x6f,
  SYSTEM: 0x73,
  CUSTOM_3: 0x7b,
}));

/** The positions of registers and functions in a word. */
const RD = 7;
const FUNCT3 = 12;
const RS1 = 15;
const RS2 = 20;
const RS3 = 27;

/** An operand of a format: a field of `bits` bits from bit `at` on, or as its name says. */
type Part =
  | { readonly kind: "number" | "opcode"; readonly bits: number; readonly at: number }
  | { readonly kind: "register"; readonly at: number }
  | { readonly kind: "immediate" | "memory" | "storeMemory" | "branch" | "jump" | "upper" };

const number = (bits: number, at: number): Part => ({ kind: "number", bits, at });
const register = (at: number): Part => ({ kind: "register", at });
const OPCODE: Part = { kind: "opcode", bits: 7, at: 0 };
const F3 = number(3, FUNCT3);

const BRANCH_FORMAT: Part[] = [OPCODE, F3, register(RS1), register(RS2), { kind: "branch" }];
const STORE_FORMAT: Part[] = [OPCODE, F3, register(RS2), { kind: "storeMemory" }];
const JUMP_FORMAT: Part[] = [OPCODE, register(RD), { kind: "jump" }];
const R4_FORMAT: Part[] = [
  OPCODE,
  F3,
  number(2, 25),
  register(RD),
  register(RS1),
  register(RS2),
  register(RS3),
];

/** The formats, each with its possible operand lists. */
const FORMATS: ReadonlyMap<string, Part[][]> = new Map(Object.entries({
  r: [[OPCODE, F3, number(7, 25), register(RD), register(RS1), register(RS2)], R4_FORMAT],
  r4: [R4_FORMAT],
  i: [
    [OPCODE, F3, register(RD), register(RS1), { kind: "immediate" }],
    [OPCODE, F3, register(RD), { kind: "memory" }],
  ],
  s: [STORE_FORMAT],
  b: [BRANCH_FORMAT],
  sb: [BRANCH_FORMAT],
  u: [[OPCODE, register(RD), { kind: "upper" }]],
  j: [JUMP_FORMAT],
  uj: [JUMP_FORMAT],
}));

/** Assembles `.insn`; the cursor is after the name of the directive. */
export function assembleInsn(assembly: Assembly): void {
  const { cursor, lexer, section } = assembly;
  if (section.type === "nobits") {
    cursor.error(cursor.at - 1, `section ${section.name} can hold only zeros, not instructions`);
    return;
  }
  section.markLine(assembly.lineLocation);
  const at = cursor.at;
  const word = cursor.kind === token.NAME ? lexer.slice(at) : "";
  const format = FORMATS.get(word);
  const hasFormat = format !== undefined && lexer.kinds[at + 1] !== token.COMMA;
  if (hasFormat) {
    cursor.at++;
    assembleFormat(assembly, format, at);
  } else {
    assembleRaw(assembly);
  }
}

/** `.insn value` and `.insn length, value`. */
function assembleRaw(assembly: Assembly): void {
  const { cursor, expressions, section } = assembly;
  const first = cursor.at;
  let value = expressions.parseConstant("the instruction");
  if (value === undefined) return;
  let length: number | undefined;
  let at = first;
  if (cursor.take(token.COMMA)) {
    length = Number(value);
    if (length !== 2 && length !== 4) {
      cursor.error(first, `an instruction is 2 or 4 bytes long, not ${length}`);
      return;
    }
    at = cursor.at;
    value = expressions.parseConstant("the instruction");
    if (value === undefined) return;
  }
  if (!cursor.end()) return;
  const bits = Number(value);
  const implied = (bits & 3) === 3 ? 4 : 2;
  if (bits < 0 || bits >= 2 ** (8 * implied)) {
    cursor.error(at, "this is not one instruction of 2 or 4 bytes", {
      notes: [{
        message: "an instruction has 4 bytes if its two lowest bits are set, otherwise 2",
      }],
    }, cursor.at);
  } else if (length !== undefined && length !== implied) {
    cursor.error(
      at,
      `the lowest bits of this value mark an instruction of ${implied} bytes`,
      {},
      cursor.at,
    );
  } else {
    section.integer(bits, implied);
  }
}

function assembleFormat(assembly: Assembly, formats: readonly Part[][], at: number): void {
  const { cursor, operands, section } = assembly;
  const count = operands.parse();
  if (count < 0) return;
  const sameCount = formats.filter((parts) => parts.length === count);
  const [parts] = sameCount;
  if (parts === undefined) {
    const counts = formats.map((list) => list.length).join(" or ");
    cursor.error(at, `this format takes ${counts} operands, not ${count}`, { kind: "syntax" });
    return;
  }
  let word = 0;
  for (const [index, part] of parts.entries()) {
    const operand = operands.operands[index];
    if (operand === undefined) return;
    if (part.kind === "branch") return emitBranch(assembly, word, operand);
    if (part.kind === "jump") return emitJump(assembly, word, operand);
    const bits = partBits(assembly, part, operand);
    if (bits === undefined) return;
    word |= bits;
  }
  section.word(word);
}

function partBits(assembly: Assembly, part: Part, operand: Operand): number | undefined {
  const wrong = (what: string) => {
    assembly.cursor.error(operand.first, `this operand must be ${what}`, {}, operand.after);
    return undefined;
  };
  const value = operand.kind === "constant" ? Number(operand.value) : NaN;
  switch (part.kind) {
    case "register":
      return operand.kind === "register" ? operand.register << part.at : wrong("a register");
    case "opcode":
    case "number": {
      const word = operand.name < 0 ? "" : assembly.lexer.slice(operand.first);
      const named = part.kind === "opcode" ? OPCODES.get(word) : undefined;
      const bits = named ?? value;
      if (bits >= 0 && bits < 2 ** part.bits) return bits << part.at;
      const range = `0 to ${2 ** part.bits - 1}`;
      return wrong(part.kind === "opcode" ? `an opcode, ${range} or its name` : range);
    }
    case "immediate":
    case "memory":
    case "storeMemory": {
      const needsBase = part.kind !== "immediate";
      if (needsBase !== operand.base >= 0) {
        return wrong(needsBase ? "an address such as `8(sp)`" : "a number");
      }
      if (!(value >= -2048 && value <= 2047)) return wrong("-2048 to 2047");
      const base = needsBase ? operand.base << RS1 : 0;
      return base | (part.kind === "storeMemory" ? storeBits(value) : immediateBits(value));
    }
    case "upper":
      return value >= 0 && value <= 0xfffff ? value << 12 : wrong("0 to 1048575");
    default:
      return undefined;
  }
}
