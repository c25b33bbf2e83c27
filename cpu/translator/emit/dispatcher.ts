// SPDX-License-Identifier: MPL-2.0
// The dispatcher: finds translated code by its guest address, in the dispatch table, and calls one
// function after another as the guest jumps between them. Its module also has the support functions
// that translated code imports. See calling.ts for the calling convention.

import { EXIT } from "../../engine/engine.ts";
import { spanAllowed } from "../../engine/memory_access.ts";
import { DISPATCH, DISPATCH_TABLE, STATE, STATE_START } from "../../memory/layout.ts";
import {
  br,
  callIndirect,
  choose32,
  type Code,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  loop,
  return_,
  setFromStack,
  unreachable,
  when,
} from "../../wasm/code.ts";
import { moduleBytes, type WasmFunction } from "../../wasm/module.ts";
import { REGION_SIGNATURE, REGION_TYPE, RESOLVE, supportCode } from "./calling.ts";

/** The names of the module's exports: the loop, and the stub for code that is not translated. */
export const DISPATCHER_EXPORTS = { run: "run", stub: "stub", span: "span" } as const;

/** The offset of an address's entry from the start of the dispatch table. */
export const entryOf = (pc: I64): I32 =>
  i32.shl(
    i32.and(i32.shr_u(i32.wrap(pc), i32.const(1)), i32.const(DISPATCH.count - 1)),
    i32.const(Math.log2(DISPATCH.size)),
  );

/** The same, for the host. */
export const entryOffset = (pc: number): number =>
  DISPATCH_TABLE + (Math.floor(pc / 2) % DISPATCH.count) * DISPATCH.size;

/** The index of the function for an address, or 0. Evaluates `pc` several times. */
export const lookUp = (pc: I64): I32 =>
  choose32(
    i64.eq(i64.load(entryOf(pc), DISPATCH_TABLE + DISPATCH.pc), pc),
    i32.load(entryOf(pc), DISPATCH_TABLE + DISPATCH.position),
    i32.const(0),
  );

/**
 * The block at which the function for an address starts, as its argument `depth` holds it, if
 * {@link lookUp} has found one.
 */
export const blockOf = (pc: I64): I32 => i32.load(entryOf(pc), DISPATCH_TABLE + DISPATCH.block);

const fuel = local32(0);
const pc = local64(1);
const entered = local64(2);
const state = i32.const(STATE_START);

/** Returns from the loop; nothing has been executed since pc and fuel were set. */
const leave = (code: number): Code => [
  i64.store(state, pc.get, STATE.pc),
  i64.store(state, entered.get, STATE.entered),
  i32.store(state, fuel.get, STATE.unused),
  return_(i32.const(code)),
];

/**
 * `run(fuel)`: executes translated code, starting at the state block's pc, until something ends it.
 * Returns one of `EXIT`. `STATE.exit` must be `EXIT.budget` before.
 */
const run = (): WasmFunction => ({
  params: ["i32"],
  results: ["i32"],
  locals: ["i64", "i64"],
  exportName: DISPATCHER_EXPORTS.run,
  body: [
    pc.set(i64.load(state, STATE.pc)),
    loop(
      when(
        i32.lt_s(fuel.get, i32.const(0)),
        when(i32.eq(i32.load(state, STATE.exit), i32.const(EXIT.budget)), leave(EXIT.budget)),
        i64.store(state, pc.get, STATE.pc),
        return_(i32.load(state, STATE.exit)),
      ),
      when(i32.eqz(lookUp(pc.get)), leave(EXIT.cold)),
      entered.set(pc.get),
      callIndirect(REGION_TYPE, lookUp(pc.get), fuel.get, pc.get, blockOf(pc.get)),
      setFromStack(fuel),
      setFromStack(pc),
      br(0),
    ),
    unreachable,
  ],
});

/**
 * Stands in for code that is not translated. Its caller returns to the dispatcher, which continues
 * at that address.
 */
const stub = (): WasmFunction => ({
  ...REGION_SIGNATURE,
  locals: [],
  exportName: DISPATCHER_EXPORTS.stub,
  body: [pc.get, fuel.get],
});

/**
 * `span(packed, low, distance)`: the second result is `spanAllowed` of these. It has the type of
 * translated functions, so that they can call it through the table.
 */
const span = (): WasmFunction => ({
  ...REGION_SIGNATURE,
  locals: [],
  exportName: DISPATCHER_EXPORTS.span,
  body: [i64.const(0), spanAllowed(local32(0).get, local64(1).get, local32(2).get)],
});

/** The bytes of the dispatcher's module, which also exports the support functions by name. */
export function dispatcherModule(): Uint8Array<ArrayBuffer> {
  const support = supportCode().functions.map((code) => ({ ...code, exportName: code.name }));
  return moduleBytes([...support, run(), stub(), span()], {
    imports: [RESOLVE],
    table: REGION_SIGNATURE,
  });
}
