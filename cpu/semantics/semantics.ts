// SPDX-License-Identifier: MPL-2.0
// What each instruction does, said once: for every row of the table a small function that builds
// WebAssembly code out of fragments. The engines call the same functions with operands of their
// own (registers in memory or in locals, immediates from a record or constant). Division, overflow
// and shift amounts follow the manual where WebAssembly differs.

import type { FloatFunction } from "../float/functions.ts";
import type { Mnemonic } from "../isa/table.ts";
import { ATOMIC_SEMANTICS } from "./atomic.ts";
import { BIT_MANIPULATION_SEMANTICS } from "./bit_manipulation.ts";
import { CSR_SEMANTICS } from "./csr.ts";
import { FLOAT_SEMANTICS } from "./float.ts";
import type { Cause } from "../memory/trap.ts";
import {
  choose64,
  type Code,
  type F32,
  type F64,
  type I32,
  i32,
  type I64,
  i64,
  type LocalDouble,
  type LocalSingle,
} from "../wasm/code.ts";

/** A function of the engine's module that semantics can call, for what takes many operations. */
export type Helper = "mulhu" | "mulhs" | "mulhsu" | FloatFunction;

/** A floating-point register that is read, in all the ways to see it. */
export interface FloatOperand {
  readonly bits: I64;
  readonly double: F64;
  /** Its lower half, as a number and as bits. */
  readonly single: F32;
  readonly low: I32;
  /** 1 where the upper half is all ones, as it is around a number of single precision. */
  readonly isBoxed: I32;
}

/** What an engine offers to the semantics of an instruction. Operands can be used repeatedly. */
export interface Operations {
  readonly rs1: I64;
  readonly rs2: I64;
  readonly frs1: FloatOperand;
  readonly frs2: FloatOperand;
  readonly frs3: FloatOperand;
  /** The immediate or the shift amount. */
  readonly imm: I64;
  /** The instruction's own address. */
  readonly pc: I64;
  /** The address of the instruction after it. */
  readonly next: I64;
  /** The number of instructions retired before it. */
  readonly retired: I64;
  /** The number of the control and status register, and the immediate beside it. */
  readonly csr: I32;
  readonly uimm: I64;
  /** The rounding mode, 0 to 4: the instruction's own, or frm where that is asked for. */
  readonly rounding: I32;
  /** 1 where the mode is to nearest, ties to even, and the inexact flag is set. */
  readonly roundsNatively: I32;
  /** Whether a fused multiply-add of WebAssembly rounds once. */
  readonly hasFusedArithmetic: boolean;
  /** Variables for results on their way. */
  readonly double: LocalDouble;
  readonly single: LocalSingle;
  writeRd(value: I64): Code;
  writeFrd(bits: I64): Code;
  /** To follow what writes a CSR: frm may have got a value that is no rounding mode. */
  frmWritten(): Code;
  /** The value at rs1 + imm; traps when it cannot be read. */
  load(bits: 8 | 16 | 32 | 64, extension: "signed" | "unsigned"): I64;
  /** Writes the low bits of the value to rs1 + imm; traps when they cannot be written. */
  store(bits: 8 | 16 | 32 | 64, value: I64): Code;
  /** The value at rs1, sign-extended, which is then reserved; traps like a load, and misaligned. */
  loadReserved(bits: 32 | 64): I64;
  /**
   * Writes the low bits of the value to rs1 if that is reserved, and to rd 0 if it did, 1 if not;
   * ends the reservation. Traps like a store, and misaligned.
   */
  storeConditional(bits: 32 | 64, value: I64): Code;
  /**
   * Writes to rd the value at rs1, sign-extended, and to rs1 what `by` makes of it. Traps like a
   * store, and misaligned.
   */
  update(bits: 32 | 64, by: (old: I64) => I64): Code;
  /** Goes on at pc + imm if the condition is not 0. */
  branch(condition: I32): Code;
  /** Goes on at pc + imm, after what `first` does. */
  jump(first: Code): Code;
  /** Goes on at an address that was computed before what `first` does. */
  jumpTo(target: I64, first: Code): Code;
  /** Traps: nothing retires. */
  raise(cause: Cause): Code;
  call(helper: Helper, ...args: (I64 | I32)[]): I64;
}

/** Builds the code of an instruction. */
export type Semantics = (on: Operations) => Code;

const sign32 = i64.extend32_s;
const low32 = i32.wrap;
const zero = i64.const(0);
const minusOne = i64.const(-1);
const flag = i64.extend_i32_u;

/** Signed division: by zero gives -1, and -2^63 / -1 overflows to -2^63 (manual, "M"). */
const divide = (a: I64, b: I64): I64 =>
  choose64(
    i64.eqz(b),
    minusOne,
    choose64(i64.eq(b, minusOne), i64.sub(zero, a), i64.div_s(a, b)),
  );
/** Unsigned division: by zero gives 2^64 - 1. */
const divideUnsigned = (a: I64, b: I64): I64 => choose64(i64.eqz(b), minusOne, i64.div_u(a, b));
/** Remainders by zero are the dividend; -2^63 % -1 is 0, as in WebAssembly. */
const remainder = (a: I64, b: I64): I64 => choose64(i64.eqz(b), a, i64.rem_s(a, b));
const remainderUnsigned = (a: I64, b: I64): I64 => choose64(i64.eqz(b), a, i64.rem_u(a, b));
const zero32 = (value: I64): I64 => i64.extend_i32_u(low32(value));

/** The semantics of every instruction of the table. */
export const SEMANTICS: Readonly<Record<Mnemonic, Semantics>> = {
  lui: ({ imm, writeRd }) => writeRd(imm),
  auipc: ({ pc, imm, writeRd }) => writeRd(i64.add(pc, imm)),
  jal: ({ next, jump, writeRd }) => jump(writeRd(next)),
  // The target's lowest bit is cleared; rd may be rs1, so the target is computed first.
  jalr: ({ rs1, imm, next, jumpTo, writeRd }) =>
    jumpTo(i64.and(i64.add(rs1, imm), i64.const(-2)), writeRd(next)),
  beq: ({ rs1, rs2, branch }) => branch(i64.eq(rs1, rs2)),
  bne: ({ rs1, rs2, branch }) => branch(i64.ne(rs1, rs2)),
  blt: ({ rs1, rs2, branch }) => branch(i64.lt_s(rs1, rs2)),
  bge: ({ rs1, rs2, branch }) => branch(i64.ge_s(rs1, rs2)),
  bltu: ({ rs1, rs2, branch }) => branch(i64.lt_u(rs1, rs2)),
  bgeu: ({ rs1, rs2, branch }) => branch(i64.ge_u(rs1, rs2)),
  lb: ({ load, writeRd }) => writeRd(load(8, "signed")),
  lh: ({ load, writeRd }) => writeRd(load(16, "signed")),
  lw: ({ load, writeRd }) => writeRd(load(32, "signed")),
  ld: ({ load, writeRd }) => writeRd(load(64, "signed")),
  lbu: ({ load, writeRd }) => writeRd(load(8, "unsigned")),
  lhu: ({ load, writeRd }) => writeRd(load(16, "unsigned")),
  lwu: ({ load, writeRd }) => writeRd(load(32, "unsigned")),
  sb: ({ rs2, store }) => store(8, rs2),
  sh: ({ rs2, store }) => store(16, rs2),
  sw: ({ rs2, store }) => store(32, rs2),
  sd: ({ rs2, store }) => store(64, rs2),
  addi: ({ rs1, imm, writeRd }) => writeRd(i64.add(rs1, imm)),
  slti: ({ rs1, imm, writeRd }) => writeRd(flag(i64.lt_s(rs1, imm))),
  sltiu: ({ rs1, imm, writeRd }) => writeRd(flag(i64.lt_u(rs1, imm))),
  xori: ({ rs1, imm, writeRd }) => writeRd(i64.xor(rs1, imm)),
  ori: ({ rs1, imm, writeRd }) => writeRd(i64.or(rs1, imm)),
  andi: ({ rs1, imm, writeRd }) => writeRd(i64.and(rs1, imm)),
  // Shifts take the low 6 (word forms: 5) bits of the amount, as WebAssembly's do.
  slli: ({ rs1, imm, writeRd }) => writeRd(i64.shl(rs1, imm)),
  srli: ({ rs1, imm, writeRd }) => writeRd(i64.shr_u(rs1, imm)),
  srai: ({ rs1, imm, writeRd }) => writeRd(i64.shr_s(rs1, imm)),
  add: ({ rs1, rs2, writeRd }) => writeRd(i64.add(rs1, rs2)),
  sub: ({ rs1, rs2, writeRd }) => writeRd(i64.sub(rs1, rs2)),
  sll: ({ rs1, rs2, writeRd }) => writeRd(i64.shl(rs1, rs2)),
  slt: ({ rs1, rs2, writeRd }) => writeRd(flag(i64.lt_s(rs1, rs2))),
  sltu: ({ rs1, rs2, writeRd }) => writeRd(flag(i64.lt_u(rs1, rs2))),
  xor: ({ rs1, rs2, writeRd }) => writeRd(i64.xor(rs1, rs2)),
  srl: ({ rs1, rs2, writeRd }) => writeRd(i64.shr_u(rs1, rs2)),
  sra: ({ rs1, rs2, writeRd }) => writeRd(i64.shr_s(rs1, rs2)),
  or: ({ rs1, rs2, writeRd }) => writeRd(i64.or(rs1, rs2)),
  and: ({ rs1, rs2, writeRd }) => writeRd(i64.and(rs1, rs2)),
  addiw: ({ rs1, imm, writeRd }) => writeRd(sign32(i64.add(rs1, imm))),
  slliw: ({ rs1, imm, writeRd }) => writeRd(i64.extend_i32_s(i32.shl(low32(rs1), low32(imm)))),
  srliw: ({ rs1, imm, writeRd }) => writeRd(i64.extend_i32_s(i32.shr_u(low32(rs1), low32(imm)))),
  sraiw: ({ rs1, imm, writeRd }) => writeRd(i64.extend_i32_s(i32.shr_s(low32(rs1), low32(imm)))),
  addw: ({ rs1, rs2, writeRd }) => writeRd(sign32(i64.add(rs1, rs2))),
  subw: ({ rs1, rs2, writeRd }) => writeRd(sign32(i64.sub(rs1, rs2))),
  sllw: ({ rs1, rs2, writeRd }) => writeRd(i64.extend_i32_s(i32.shl(low32(rs1), low32(rs2)))),
  srlw: ({ rs1, rs2, writeRd }) => writeRd(i64.extend_i32_s(i32.shr_u(low32(rs1), low32(rs2)))),
  sraw: ({ rs1, rs2, writeRd }) => writeRd(i64.extend_i32_s(i32.shr_s(low32(rs1), low32(rs2)))),
  // One hart whose accesses happen in program order: there is nothing to order.
  fence: () => [],
  ecall: ({ raise }) => raise("environment-call"),
  ebreak: ({ raise }) => raise("breakpoint"),
  // Stores to decoded code are noticed as they happen, so fetches are always up to date.
  "fence.i": () => [],
  mul: ({ rs1, rs2, writeRd }) => writeRd(i64.mul(rs1, rs2)),
  mulh: ({ rs1, rs2, writeRd, call }) => writeRd(call("mulhs", rs1, rs2)),
  mulhsu: ({ rs1, rs2, writeRd, call }) => writeRd(call("mulhsu", rs1, rs2)),
  mulhu: ({ rs1, rs2, writeRd, call }) => writeRd(call("mulhu", rs1, rs2)),
  div: ({ rs1, rs2, writeRd }) => writeRd(divide(rs1, rs2)),
  divu: ({ rs1, rs2, writeRd }) => writeRd(divideUnsigned(rs1, rs2)),
  rem: ({ rs1, rs2, writeRd }) => writeRd(remainder(rs1, rs2)),
  remu: ({ rs1, rs2, writeRd }) => writeRd(remainderUnsigned(rs1, rs2)),
  mulw: ({ rs1, rs2, writeRd }) => writeRd(sign32(i64.mul(rs1, rs2))),
  // In 64 bits the word forms cannot overflow: -2^31 / -1 is 2^31, whose low half is -2^31.
  divw: ({ rs1, rs2, writeRd }) => writeRd(sign32(divide(sign32(rs1), sign32(rs2)))),
  divuw: ({ rs1, rs2, writeRd }) => writeRd(sign32(divideUnsigned(zero32(rs1), zero32(rs2)))),
  remw: ({ rs1, rs2, writeRd }) => writeRd(sign32(remainder(sign32(rs1), sign32(rs2)))),
  remuw: ({ rs1, rs2, writeRd }) => writeRd(sign32(remainderUnsigned(zero32(rs1), zero32(rs2)))),
  ...CSR_SEMANTICS,
  ...FLOAT_SEMANTICS,
  ...ATOMIC_SEMANTICS,
  ...BIT_MANIPULATION_SEMANTICS,
};
