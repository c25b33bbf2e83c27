// SPDX-License-Identifier: MPL-2.0
// Memory accesses of atomic instructions: functions of the engines' modules that check alignment
// and rights before they read or write anything. They note faults in the state block, like the slow
// path in memory_access.ts. A reservation is the address and the value that lr loaded; sc succeeds
// if its address is the same and memory still holds that value, as in QEMU.

import { MISALIGNED, OWNER, STATE, STATE_START } from "../memory/layout.ts";
import {
  call32,
  choose64,
  type Code,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  return_,
  when,
} from "../wasm/code.ts";
import { fault, forbidden, STORE_RESULT } from "./memory_access.ts";
import type { WasmFunction } from "../wasm/module.ts";

/** What `storeConditional` returns. */
export const CONDITIONAL_RESULT = {
  done: 0,
  /** The reservation does not hold; nothing was stored. */
  failed: 1,
  fault: 2,
  /** Stored, to a page with decoded instructions. */
  hitCode: 3,
} as const;

const state = i32.const(STATE_START);
const address = local64(0);
const size = local32(1);

/** Returns with a fault if the address is not a multiple of the size. */
const checkAlignment = (right: number, result: Code): Code =>
  when(
    i32.and(i32.wrap(address.get), i32.sub(size.get, i32.const(1))),
    fault(address.get, right | MISALIGNED, result),
  );

/** The value at the address, sign-extended. It is aligned, so it lies in one page. */
const plain: I64 = choose64(
  i32.eq(size.get, i32.const(8)),
  i64.load(i32.wrap(address.get)),
  i64.load32_s(i32.wrap(address.get)),
);

/** The address as a reservation holds it: not 0, which means none. */
const reserved = i64.or(address.get, i64.const(1));

/**
 * `loadReserved(address, size)`: loads a value, sign-extended, and reserves it. On a fault it sets
 * `faultAccess` in the state block, which the caller must have cleared.
 */
export const loadReserved = (): WasmFunction => ({
  params: ["i64", "i32"],
  results: ["i64"],
  locals: [],
  body: [
    checkAlignment(OWNER.read, i64.const(0)),
    when(forbidden(address.get, OWNER.read), fault(address.get, OWNER.read, i64.const(0))),
    i64.store(state, reserved, STATE.reservedAddress),
    i64.store(state, plain, STATE.reservedValue),
    i64.load(state, STATE.reservedValue),
  ],
});

/**
 * `loadForUpdate(address, size)`: loads a value, sign-extended, that an atomic operation will
 * replace. Faults like `loadReserved`, and also if the address may not be written.
 */
export const loadForUpdate = (): WasmFunction => ({
  params: ["i64", "i32"],
  results: ["i64"],
  locals: [],
  body: [checkAlignment(OWNER.write, i64.const(0)), checkUpdate(i64.const(0)), plain],
});

/** Returns with a fault unless the address may be both read and written. */
function checkUpdate(result: Code): Code {
  const forbiddenEither: I32 = i32.or(
    forbidden(address.get, OWNER.read),
    forbidden(address.get, OWNER.write),
  );
  return when(forbiddenEither, fault(address.get, OWNER.read | OWNER.write, result));
}

/**
 * `storeConditional(address, size, value)`: stores if the reservation holds; returns one of
 * {@link CONDITIONAL_RESULT}. `slowStoreIndex` is the index of `slowStore` in the module.
 */
export function storeConditional(slowStoreIndex: number): WasmFunction {
  const stored = local64(2);
  const result = i32.const(CONDITIONAL_RESULT.fault);
  const bits = choose64(
    i32.eq(size.get, i32.const(8)),
    i64.const(-1),
    i64.const(0xffff_ffff),
  );
  const stillHolds = i64.eqz(
    i64.and(i64.xor(plain, i64.load(state, STATE.reservedValue)), bits),
  );
  const outcome = local32(3);
  const failed: Code = [
    i64.store(state, i64.const(0), STATE.reservedAddress),
    return_(i32.const(CONDITIONAL_RESULT.failed)),
  ];
  return {
    params: ["i64", "i32", "i64"],
    results: ["i32"],
    locals: ["i32"],
    body: [
      checkAlignment(OWNER.write, result),
      when(i64.ne(i64.load(state, STATE.reservedAddress), reserved), failed),
      checkUpdate(result),
      when(i32.eqz(stillHolds), failed),
      i64.store(state, i64.const(0), STATE.reservedAddress),
      outcome.set(call32(slowStoreIndex, address.get, size.get, stored.get)),
      when(
        i32.eq(outcome.get, i32.const(STORE_RESULT.hitCode)),
        return_(i32.const(CONDITIONAL_RESULT.hitCode)),
      ),
      i32.const(CONDITIONAL_RESULT.done),
    ],
  };
}
