// SPDX-License-Identifier: MPL-2.0
// The semantics of the atomic instructions (manual, "A"). There is one hart, so a load followed by a
// store is atomic; what remains is that both happen or neither, and the reservation.

import type { ATOMIC_ROWS } from "../isa/atomic.ts";
import type { Semantics } from "./operations.ts";
import { choose64, type I64, i64 } from "../wasm/code.ts";

const sign32 = i64.extend32_s;

/** The new value, from the old one, sign-extended, and rs2. Its low bits are stored. */
type Update = (old: I64, rs2: I64) => I64;

const swap: Update = (_, rs2) => rs2;
const minimum: Update = (old, rs2) => choose64(i64.lt_s(old, rs2), old, rs2);
const maximum: Update = (old, rs2) => choose64(i64.lt_s(old, rs2), rs2, old);
const minimumUnsigned: Update = (old, rs2) => choose64(i64.lt_u(old, rs2), old, rs2);
const maximumUnsigned: Update = (old, rs2) => choose64(i64.lt_u(old, rs2), rs2, old);

const word = (by: Update): Semantics => ({ rs2, update }) => update(32, (old) => by(old, rs2));
/** A comparison needs both sides extended alike. Sign extension keeps the order of unsigned words. */
const comparedWord = (by: Update): Semantics => ({ rs2, update }) =>
  update(32, (old) => by(old, sign32(rs2)));
const double = (by: Update): Semantics => ({ rs2, update }) => update(64, (old) => by(old, rs2));

/** The semantics of the atomic rows. */
export const ATOMIC_SEMANTICS: Readonly<Record<(typeof ATOMIC_ROWS)[number]["name"], Semantics>> = {
  "lr.w": ({ loadReserved, writeRd }) => writeRd(loadReserved(32)),
  "sc.w": ({ rs2, storeConditional }) => storeConditional(32, rs2),
  "amoswap.w": word(swap),
  "amoadd.w": word(i64.add),
  "amoxor.w": word(i64.xor),
  "amoand.w": word(i64.and),
  "amoor.w": word(i64.or),
  "amomin.w": comparedWord(minimum),
  "amomax.w": comparedWord(maximum),
  "amominu.w": comparedWord(minimumUnsigned),
  "amomaxu.w": comparedWord(maximumUnsigned),
  "lr.d": ({ loadReserved, writeRd }) => writeRd(loadReserved(64)),
  "sc.d": ({ rs2, storeConditional }) => storeConditional(64, rs2),
  "amoswap.d": double(swap),
  "amoadd.d": double(i64.add),
  "amoxor.d": double(i64.xor),
  "amoand.d": double(i64.and),
  "amoor.d": double(i64.or),
  "amomin.d": double(minimum),
  "amomax.d": double(maximum),
  "amominu.d": double(minimumUnsigned),
  "amomaxu.d": double(maximumUnsigned),
};
