// SPDX-License-Identifier: MPL-2.0
// Assembles `.insn`, for instructions without a mnemonic: their bits, or a format with its opcode,
// functions and operands, compressed ones too (GNU as, "RISC-V Instruction Formats").

import type { Assembly } from "../state/assembly.ts";
import { emitBranch, emitJump } from "../layout/branch.ts";
import { floatRegister, type Operand } from "../state/operand.ts";
import { immediateBits, R, storeBits } from "../object/relocation.ts";
import { immediate, upper } from "./operand_values.ts";
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
  | { readonly kind: "register" | "shortRegister"; readonly at: number }
  | { readonly kind: "immediate" | "memory" | "storeMemory" | "branch" | "jump" | "upper" }
  | { readonly kind: "signed" | "shortMemory" | "shortBranch" | "shortJump" };

const number = (bits: number, at: number): Part => ({ kind: "number", bits, at });
const register = (at: number): Part => ({ kind: "register", at });
const OPCODE: Part = { kind: "opcode", bits: 7, at: 0 };
const F3 = number(3, FUNCT3);

/** The parts of compressed formats. */
const SHORT_OPCODE: Part = { kind: "opcode", bits: 2, at: 0 };
const SHORT_F3 = number(3, 13);
const RS2_PART = 2;
const SHORT_RS1 = 7;
const shortRegister = (at: number): Part => ({ kind: "shortRegister", at });
const SHORT_MEMORY: Part[] = [
  ...[SHORT_OPCODE, SHORT_F3],
  ...[shortRegister(RS2_PART), { kind: "shortMemory" } as const],
];
/** The registers of three bits: x8 to x15, and f8 to f15. */
const FIRST_SHORT = 8;

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
  cr: [[SHORT_OPCODE, number(4, 12), register(RD), register(RS2_PART)]],
  ci: [[SHORT_OPCODE, SHORT_F3, register(RD), { kind: "signed" }]],
  ciw: [[SHORT_OPCODE, SHORT_F3, shortRegister(RS2_PART), number(8, 5)]],
  css: [[SHORT_OPCODE, SHORT_F3, register(RS2_PART), number(6, 7)]],
  cl: [SHORT_MEMORY],
  cs: [SHORT_MEMORY],
  ca: [[
    ...[SHORT_OPCODE, number(6, 10), number(2, 5)],
    ...[shortRegister(SHORT_RS1), shortRegister(RS2_PART)],
  ]],
  cb: [[SHORT_OPCODE, SHORT_F3, shortRegister(SHORT_RS1), { kind: "shortBranch" }]],
  cj: [[SHORT_OPCODE, SHORT_F3, { kind: "shortJump" }]],
}));

/** The opcodes of compressed instructions by name. */
const SHORT_OPCODES: ReadonlyMap<string, number> = new Map([["C0", 0], ["C1", 1], ["C2", 2]]);

/**
 * The length in bytes that the lowest bits of an instruction mark (manual, "Expanded Instruction-Length
 * Encoding"); undefined for the lengths that are reserved.
 */
function markedLength(bits: bigint): number | undefined {
  if ((bits & 3n) !== 3n) return 2;
  if ((bits & 0x1fn) !== 0x1fn) return 4;
  if ((bits & 0x3fn) === 0x1fn) return 6;
  if ((bits & 0x7fn) === 0x3fn) return 8;
  const more = Number(bits >> 12n & 7n);
  return more === 7 ? undefined : 10 + 2 * more;
}

/** Assembles `.insn`; the cursor is after the name of the directive. */
export function assembleInsn(assembly: Assembly): void {
  const { cursor, lexer, section } = assembly;
  if (section.type === "nobits") {
    cursor.error(cursor.at - 1, `section ${section.name} can hold only zeros, not instructions`);
    return;
  }
  section.markLine(assembly.lineLocation);
  const at = cursor.at;
  const word = cursor.kind === token.NAME ? lexer.slice(at).toLowerCase() : "";
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
  const { cursor, section } = assembly;
  const first = cursor.at;
  let value = takeBits(assembly);
  if (value === undefined) return;
  let length: bigint | undefined;
  let at = first;
  if (cursor.take(token.COMMA)) {
    length = value;
    at = cursor.at;
    value = takeBits(assembly);
    if (value === undefined) return;
  }
  if (!cursor.end()) return;
  const implied = markedLength(value);
  if (implied === undefined || value < 0 || value >= 1n << BigInt(8 * implied)) {
    cursor.error(at, "this is not one instruction: its bits do not fit its length", {
      notes: [{
        message:
          "the lowest bits mark the length: 2 bytes unless two of them are set, 4 unless five are",
      }],
    }, cursor.at);
  } else if (length !== undefined && length !== BigInt(implied)) {
    cursor.error(
      at,
      `the lowest bits of this value mark an instruction of ${implied} bytes`,
      {},
      cursor.at,
    );
  } else if (assembly.hasRoom(implied, at)) {
    for (let rest = value, done = 0; done < implied; rest >>= 16n, done += 2) {
      section.integer(Number(rest & 0xffffn), 2);
    }
  }
}

/** Takes a constant, of more than 64 bits if it is a single number. */
function takeBits({ cursor, expressions, lexer }: Assembly): bigint | undefined {
  const { at } = cursor;
  const following = cursor.kindAfter(1);
  if (cursor.kind === token.NUMBER && (following === token.END || following === token.COMMA)) {
    cursor.at++;
    return BigInt(lexer.number(at));
  }
  const value = expressions.parseConstant("the instruction");
  return value === undefined ? undefined : BigInt(value);
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
  const isShort = parts[0] === SHORT_OPCODE;
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
  if (isShort) section.integer(word, 2);
  else section.word(word);
}

function partBits(assembly: Assembly, part: Part, operand: Operand): number | undefined {
  const wrong = (what: string) => {
    assembly.cursor.error(operand.first, `this operand must be ${what}`, {}, operand.after);
    return undefined;
  };
  const value = operand.kind === "constant" ? Number(operand.value) : NaN;
  switch (part.kind) {
    case "register":
    case "shortRegister": {
      const register = operand.kind === "register" ? operand.register : floatRegister(operand);
      if (register < 0) return wrong("a register");
      if (part.kind === "register") return register << part.at;
      const short = register - FIRST_SHORT;
      return short >= 0 && short < 8
        ? short << part.at
        : wrong("one of the registers x8 to x15 (s0, s1, a0 to a5)");
    }
    case "opcode":
    case "number": {
      const word = operand.name < 0 ? "" : assembly.lexer.slice(operand.first);
      const isShort = part.bits === 2 && part.kind === "opcode";
      const names = isShort ? SHORT_OPCODES : OPCODES;
      const named = part.kind === "opcode" ? names.get(word) : undefined;
      const bits = named ?? value;
      // The opcode marks the length: 0 to 2 for two bytes, 3 in its lowest bits for four.
      const isRight = part.kind === "number" || isShort === ((bits & 3) !== 3);
      if (bits >= 0 && bits < 2 ** part.bits && isRight) return bits << part.at;
      if (isShort) return wrong("an opcode, 0 to 2 or its name");
      const range = `0 to ${2 ** part.bits - 1}`;
      return wrong(
        part.kind === "opcode"
          ? `an opcode, ${range} with 3 in the lowest bits, or its name`
          : range,
      );
    }
    case "immediate":
    case "memory":
    case "storeMemory": {
      const needsBase = part.kind !== "immediate";
      if (needsBase !== operand.base >= 0) {
        return wrong(needsBase ? "an address such as `8(sp)`" : "a number");
      }
      const base = needsBase ? operand.base << RS1 : 0;
      return base |
        (part.kind === "storeMemory"
          ? storeBits(immediate(assembly, operand, R.LO12_S, R.PCREL_LO12_S, R.IMMEDIATE_S))
          : immediateBits(immediate(assembly, operand, R.LO12_I, R.PCREL_LO12_I, R.IMMEDIATE_I)));
    }
    case "upper":
      return upper(assembly, operand);
    case "signed":
      if (operand.base >= 0 || !(value >= -32 && value <= 31)) return wrong("-32 to 31");
      return (value & 0x20) << 7 | (value & 0x1f) << 2;
    case "shortMemory": {
      const base = operand.base - FIRST_SHORT;
      if (!(base >= 0 && base < 8)) return wrong("an address such as `8(a0)`");
      if (!(value >= 0 && value <= 31)) return wrong("at an offset of 0 to 31");
      return base << SHORT_RS1 | (value & 0x1c) << 8 | (value & 3) << 5;
    }
    case "shortBranch":
    case "shortJump":
      if (operand.kind === "register" || operand.base >= 0 || operand.modifier !== undefined) {
        return wrong("a label");
      }
      assembly.fixup(part.kind === "shortBranch" ? R.RVC_BRANCH : R.RVC_JUMP, operand);
      return 0;
    default:
      return undefined;
  }
}
