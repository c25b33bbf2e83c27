// SPDX-License-Identifier: MPL-2.0
// What each instruction does, said once: for every row of the table a small function that builds
// WebAssembly code out of fragments. Both engines call these functions; effects.ts derives from them
// what an instruction reads, writes and accesses. Division, overflow and shift amounts follow the
// manual where WebAssembly differs.

import type { Mnemonic } from "../isa/table.ts";
import { choose64, i32, type I64, i64 } from "../wasm/code.ts";
import { ATOMIC_SEMANTICS } from "./atomic.ts";
import { BIT_MANIPULATION_SEMANTICS } from "./bit_manipulation.ts";
import { CSR_SEMANTICS } from "./csr.ts";
import { FLOAT_SEMANTICS } from "./float.ts";
import { PRIVILEGED_SEMANTICS } from "./privileged.ts";
import type { Semantics } from "./operations.ts";

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
  // One hart, whose accesses happen in program order: nothing to do.
  fence: () => [],
  // Nothing is cached: all they do is fault where the address may not be read.
  "cbo.clean": ({ touch }) => touch(),
  "cbo.flush": ({ touch }) => touch(),
  "cbo.zero": ({ zeroBlock }) => zeroBlock(),
  ecall: ({ raise }) => raise("environment-call"),
  ebreak: ({ raise }) => raise("breakpoint"),
  // Stores to decoded code are noticed at once, so fetches always see them.
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
  ...PRIVILEGED_SEMANTICS,
};
