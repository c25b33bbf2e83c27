// SPDX-License-Identifier: MPL-2.0
// The operands of an instruction as the source has them: a register, a number, a symbol with an
// addend or an expression, optionally in a %function or with a base register. The objects are reused
// for every instruction.

import {
  ALL_FLOAT_REGISTER_NAMES,
  ALL_REGISTER_NAMES,
  floatRegisterNumber,
  registerNumber,
} from "../../cpu/isa/registers.ts";
import type { FixAt } from "../object/diagnostic.ts";
import type { Cursor } from "../text/cursor.ts";
import { Names } from "../text/names.ts";
import type { AssemblySymbol, Expression } from "./symbol.ts";
import type { Int64 } from "../object/value.ts";

/** The relocation functions of operands (RISC-V Assembly Programmer's Manual). */
export const MODIFIERS = [
  "hi",
  "lo",
  "pcrel_hi",
  "pcrel_lo",
  "got_pcrel_hi",
  "tprel_hi",
  "tprel_lo",
  "tprel_add",
  "tls_ie_pcrel_hi",
  "tls_gd_pcrel_hi",
] as const;

/** The name of a relocation function, without its `%`. */
export type Modifier = (typeof MODIFIERS)[number];

/** What an operand is. */
export type OperandKind = "register" | "constant" | "symbol" | "expression";

/** One operand of the current instruction. */
export class Operand {
  kind: OperandKind = "constant";
  /** Of a register: its number. */
  register = 0;
  /** Of a constant: its value. Of a symbol: the addend. */
  value: Int64 = 0;
  /** The symbol. */
  symbol: AssemblySymbol | undefined = undefined;
  /** The number of the name that the operand begins with, also of a register; -1 for none. */
  name = -1;
  expression: Expression | undefined = undefined;
  modifier: Modifier | undefined = undefined;
  /** Whether it is the `%lo` of a number, with which GNU as does not compress. */
  isLowOfNumber = false;
  /** The base register in parentheses, or -1. */
  base = -1;
  /** Index of the first token, and of the one after the last. */
  first = 0;
  after = 0;
}

/** The names that every source starts with: registers first, so isRegister() is one comparison. */
export const BASE_NAMES = new Names();

/** Register numbers by number of the name. */
export const REGISTERS: Int8Array = Int8Array.from(ALL_REGISTER_NAMES, (name) => {
  BASE_NAMES.of(name);
  return registerNumber(name) ?? 0;
});

const FLOAT_REGISTERS: Int8Array = Int8Array.from(ALL_FLOAT_REGISTER_NAMES, (name) => {
  BASE_NAMES.of(name);
  return floatRegisterNumber(name) ?? 0;
});

/**
 * The number of the floating-point register that an operand names, or -1. The parser takes these
 * names for symbols: compilers call functions `f1`.
 */
export function floatRegister({ name, first, after }: Operand): number {
  return after === first + 1 ? FLOAT_REGISTERS[name - REGISTERS.length] ?? -1 : -1;
}

/** Whether a name is that of an integer register. */
export function isRegister(name: number): boolean {
  return name < REGISTERS.length;
}

/** Reports a register in the position of something else. */
export function reportRegister(
  cursor: Cursor,
  at: number,
  expected: "a label" | "a symbol" | "a value",
  fix: FixAt | undefined,
): void {
  const message = `\`${cursor.lexer.slice(at)}\` is a register, not ${expected}`;
  cursor.error(at, message, fix === undefined ? {} : { fix });
}
