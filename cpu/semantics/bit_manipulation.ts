// SPDX-License-Identifier: MPL-2.0
// The semantics of Zba, Zbb, Zbc, Zbs, Zbkb and Zicond.

import type { BIT_MANIPULATION_ROWS } from "../isa/bit_manipulation.ts";
import type { Semantics } from "./operations.ts";
import { choose64, type I32, i32, type I64, i64 } from "../wasm/code.ts";

const zero = i64.const(0);
const minusOne = i64.const(-1);
const low32 = i32.wrap;
const signed = i64.extend_i32_s;
const unsigned = i64.extend_i32_u;
const not = (value: I64): I64 => i64.xor(value, minusOne);

/** rs2 plus rs1 shifted left. */
const shiftedAdd = (amount: number): Semantics => ({ rs1, rs2, writeRd }) =>
  writeRd(i64.add(rs2, i64.shl(rs1, i64.const(amount))));
/** The same with only the low word of rs1. */
const shiftedAddWord = (amount: number): Semantics => ({ rs1, rs2, writeRd }) =>
  writeRd(i64.add(rs2, i64.shl(unsigned(low32(rs1)), i64.const(amount))));

const count = (by: (value: I64) => I64): Semantics => ({ rs1, writeRd }) => writeRd(by(rs1));
const countWord = (by: (value: I32) => I32): Semantics => ({ rs1, writeRd }) =>
  writeRd(unsigned(by(low32(rs1))));

/** rs1 if the comparison of rs1 with rs2 holds, else rs2. */
const select = (holds: (a: I64, b: I64) => I32): Semantics => ({ rs1, rs2, writeRd }) =>
  writeRd(choose64(holds(rs1, rs2), rs1, rs2));

/** Swaps neighbouring groups of `width` bits; `mask` selects the lower group of each pair. */
const swapNeighbours = (value: I64, width: number, mask: bigint): I64 =>
  i64.or(
    i64.and(i64.shr_u(value, i64.const(width)), i64.const(mask)),
    i64.shl(i64.and(value, i64.const(mask)), i64.const(width)),
  );
const reverseBytes = (value: I64): I64 =>
  i64.rotl(
    swapNeighbours(
      swapNeighbours(value, 8, 0x00ff_00ff_00ff_00ffn),
      16,
      0x0000_ffff_0000_ffffn,
    ),
    i64.const(32),
  );

const LOW_SEVEN = i64.const(0x7f7f_7f7f_7f7f_7f7fn);
/** 1 in each nonzero byte: adding 0x7f carries into bit 7 unless the low seven bits are 0. */
const isByteSet = (value: I64): I64 =>
  i64.and(
    i64.shr_u(i64.or(i64.add(i64.and(value, LOW_SEVEN), LOW_SEVEN), value), i64.const(7)),
    i64.const(0x0101_0101_0101_0101n),
  );

/** The bit at an index. Its low six bits count, as in WebAssembly's shifts. */
const bitAt = (index: I64): I64 => i64.shl(i64.const(1), index);
const clearBit = (value: I64, index: I64): I64 => i64.and(value, not(bitAt(index)));
const extractBit = (value: I64, index: I64): I64 => i64.and(i64.shr_u(value, index), i64.const(1));
const invertBit = (value: I64, index: I64): I64 => i64.xor(value, bitAt(index));
const setBit = (value: I64, index: I64): I64 => i64.or(value, bitAt(index));
const byRegister = (by: (value: I64, index: I64) => I64): Semantics => ({ rs1, rs2, writeRd }) =>
  writeRd(by(rs1, rs2));
const byImmediate = (by: (value: I64, index: I64) => I64): Semantics => ({ rs1, imm, writeRd }) =>
  writeRd(by(rs1, imm));
const wordByRegister = (by: (value: I32, amount: I32) => I32): Semantics => (on) =>
  on.writeRd(signed(by(low32(on.rs1), low32(on.rs2))));

/** The low `bits` bits of rs1, and those of rs2 above them. */
const packed = (bits: number, rs1: I64, rs2: I64): I64 => {
  const mask = i64.const((1n << BigInt(bits)) - 1n);
  return i64.or(i64.and(rs1, mask), i64.shl(i64.and(rs2, mask), i64.const(bits)));
};
const reverseBitsInBytes = (value: I64): I64 =>
  swapNeighbours(
    swapNeighbours(
      swapNeighbours(value, 1, 0x5555_5555_5555_5555n),
      2,
      0x3333_3333_3333_3333n,
    ),
    4,
    0x0f0f_0f0f_0f0f_0f0fn,
  );

/** The semantics of the rows of isa/bit_manipulation.ts. */
export const BIT_MANIPULATION_SEMANTICS: Readonly<
  Record<(typeof BIT_MANIPULATION_ROWS)[number]["name"], Semantics>
> = {
  "add.uw": shiftedAddWord(0),
  "sh1add": shiftedAdd(1),
  "sh1add.uw": shiftedAddWord(1),
  "sh2add": shiftedAdd(2),
  "sh2add.uw": shiftedAddWord(2),
  "sh3add": shiftedAdd(3),
  "sh3add.uw": shiftedAddWord(3),
  "slli.uw": ({ rs1, imm, writeRd }) => writeRd(i64.shl(unsigned(low32(rs1)), imm)),
  "andn": ({ rs1, rs2, writeRd }) => writeRd(i64.and(rs1, not(rs2))),
  "orn": ({ rs1, rs2, writeRd }) => writeRd(i64.or(rs1, not(rs2))),
  "xnor": ({ rs1, rs2, writeRd }) => writeRd(not(i64.xor(rs1, rs2))),
  "clz": count(i64.clz),
  "clzw": countWord(i32.clz),
  "ctz": count(i64.ctz),
  "ctzw": countWord(i32.ctz),
  "cpop": count(i64.popcnt),
  "cpopw": countWord(i32.popcnt),
  "max": select((a, b) => i64.ge_s(a, b)),
  "maxu": select((a, b) => i64.ge_u(a, b)),
  "min": select((a, b) => i64.lt_s(a, b)),
  "minu": select((a, b) => i64.lt_u(a, b)),
  "sext.b": ({ rs1, writeRd }) => writeRd(i64.extend8_s(rs1)),
  "sext.h": ({ rs1, writeRd }) => writeRd(i64.extend16_s(rs1)),
  "zext.h": ({ rs1, writeRd }) => writeRd(i64.and(rs1, i64.const(0xffff))),
  "rol": byRegister(i64.rotl),
  "rolw": wordByRegister(i32.rotl),
  "ror": byRegister(i64.rotr),
  "rori": byImmediate(i64.rotr),
  "roriw": ({ rs1, imm, writeRd }) => writeRd(signed(i32.rotr(low32(rs1), low32(imm)))),
  "rorw": wordByRegister(i32.rotr),
  "orc.b": ({ rs1, writeRd }) => writeRd(i64.mul(isByteSet(rs1), i64.const(0xff))),
  "rev8": ({ rs1, writeRd }) => writeRd(reverseBytes(rs1)),
  "bclr": byRegister(clearBit),
  "bclri": byImmediate(clearBit),
  "bext": byRegister(extractBit),
  "bexti": byImmediate(extractBit),
  "binv": byRegister(invertBit),
  "binvi": byImmediate(invertBit),
  "bset": byRegister(setBit),
  "bseti": byImmediate(setBit),
  "clmul": ({ rs1, rs2, writeRd, call }) => writeRd(call("clmul", rs1, rs2)),
  "clmulr": ({ rs1, rs2, writeRd, call }) => writeRd(call("clmulr", rs1, rs2)),
  "clmulh": ({ rs1, rs2, writeRd, call }) =>
    writeRd(i64.shr_u(call("clmulr", rs1, rs2), i64.const(1))),
  "pack": ({ rs1, rs2, writeRd }) => writeRd(packed(32, rs1, rs2)),
  "packh": ({ rs1, rs2, writeRd }) => writeRd(packed(8, rs1, rs2)),
  "packw": ({ rs1, rs2, writeRd }) => writeRd(i64.extend32_s(packed(16, rs1, rs2))),
  "brev8": ({ rs1, writeRd }) => writeRd(reverseBitsInBytes(rs1)),
  "czero.eqz": ({ rs1, rs2, writeRd }) => writeRd(choose64(i64.eqz(rs2), zero, rs1)),
  "czero.nez": ({ rs1, rs2, writeRd }) => writeRd(choose64(i64.eqz(rs2), rs1, zero)),
};
