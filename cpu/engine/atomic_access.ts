// SPDX-License-Identifier: MPL-2.0
// How atomic instructions reach memory: functions of the engines' modules that check alignment and
// rights before anything is read or written. A fault is noted in the state block, as by the slow
// paths of memory_access.ts. The reservation is the address and the value that lr read: sc stores
// if it has the same address and memory still the value, as QEMU has it.

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

/** What `storeConditional` answers. */
export const CONDITIONAL_RESULT = {
  done: 0,
  /** There is no reservation for it: nothing was stored. */
  failed: 1,
  fault: 2,
  /** The store is done, and it hit a page with decoded instructions. */
  hitCode: 3,
} as const;

const state = i32.const(STATE_START);
const address = local64(0);
const size = local32(1);

/** Returns with a fault unless the address is a multiple of the size. */
const checkAlignment = (right: number, result: Code): Code =>
  when(
    i32.and(i32.wrap(address.get), i32.sub(size.get, i32.const(1))),
    fault(address.get, right | MISALIGNED, result),
  );

/** What lies at the address, sign-extended. An aligned word or doubleword lies in one page. */
const plain: I64 = choose64(
  i32.eq(size.get, i32.const(8)),
  i64.load(i32.wrap(address.get)),
  i64.load32_s(i32.wrap(address.get)),
);

/** The address in the form in which a reservation holds it: never 0, which is none. */
const reserved = i64.or(address.get, i64.const(1));

/**
 * `loadReserved(address, size)`: the bytes, sign-extended, which are then reserved. On a fault it
 * stores the access into the state block's `faultAccess`, which the caller must have cleared.
 */
export const loadReserved: WasmFunction = {
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
};

/**
 * `loadForUpdate(address, size)`: the bytes, sign-extended, if they may be read and written. Faults
 * like `loadReserved`, as a store.
 */
export const loadForUpdate: WasmFunction = {
  params: ["i64", "i32"],
  results: ["i64"],
  locals: [],
  body: [checkAlignment(OWNER.write, i64.const(0)), checkUpdate(i64.const(0)), plain],
};

/** Returns with a fault unless the bytes may be read and written. */
function checkUpdate(result: Code): Code {
  const forbiddenEither: I32 = i32.or(
    forbidden(address.get, OWNER.read),
    forbidden(address.get, OWNER.write),
  );
  return when(forbiddenEither, fault(address.get, OWNER.read | OWNER.write, result));
}

/**
 * `storeConditional(address, size, value)`: one of {@link CONDITIONAL_RESULT}. `slowStore` must
 * stand at that index of the module.
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
