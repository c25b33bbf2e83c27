// SPDX-License-Identifier: MPL-2.0
// What the atomic instructions do. There is one hart, so each is its load and its store, one after
// the other; what is left is that both happen or neither, and the reservation (manual, "A").

import type { ATOMIC_ROWS } from "../isa/atomic.ts";
import type { Semantics } from "./operations.ts";
import { choose64, type I64, i64 } from "../wasm/code.ts";

const sign32 = i64.extend32_s;

/** What is stored, given what was in memory, sign-extended, and rs2; its low bits count. */
type Update = (old: I64, rs2: I64) => I64;

const swap: Update = (_, rs2) => rs2;
const minimum: Update = (old, rs2) => choose64(i64.lt_s(old, rs2), old, rs2);
const maximum: Update = (old, rs2) => choose64(i64.lt_s(old, rs2), rs2, old);
const minimumUnsigned: Update = (old, rs2) => choose64(i64.lt_u(old, rs2), old, rs2);
const maximumUnsigned: Update = (old, rs2) => choose64(i64.lt_u(old, rs2), rs2, old);

const word = (by: Update): Semantics => ({ rs2, update }) => update(32, (old) => by(old, rs2));
/** Comparisons need both sides extended alike. The order of unsigned words survives sign extension. */
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
