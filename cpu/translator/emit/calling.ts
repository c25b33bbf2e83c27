// SPDX-License-Identifier: MPL-2.0
// How translated functions are called, by each other and by the dispatcher: the function type, the
// helpers they import, and the in-line look-up of translated code by address.
//
// A function executes guest code from its entry on. It takes the fuel that is left, the address it
// is called for, and how deep calls are nested; registers are in the state block on both sides. It
// returns the address where to go on and the fuel left. Negative fuel sends every caller home:
// either the slice is used up, or `STATE.exit` says why.

import { floatFunctionIndexes } from "../../float/functions.ts";
import { DISPATCH, DISPATCH_TABLE } from "../../memory/layout.ts";
import { choose32, type I32, i32, type I64, i64 } from "../../wasm/code.ts";
import {
  SUPPORT_FUNCTIONS as SUPPORT_NAMES,
  supportFunctions,
  supportIndexes,
} from "../../engine/support.ts";
import type { ImportedFunction, Signature, WasmFunction } from "../../wasm/module.ts";
import { explore } from "../../engine/memory_access.ts";

/** The type of a translated function: (fuel, pc, depth) -> (pc, fuel). */
export const REGION_SIGNATURE: Signature = {
  params: ["i32", "i64", "i32"],
  results: ["i64", "i32"],
};
/** Its type index in every module of the translator. */
export const REGION_TYPE = 0;

/** What the dispatcher's module has besides the functions of both engines. */
const EXPLORE = "explore";

/** Functions that translated code imports, by index; those of float/ only where it calls any. */
export const SUPPORT = {
  ...supportIndexes(0),
  [EXPLORE]: SUPPORT_NAMES.length,
  ...floatFunctionIndexes(SUPPORT_NAMES.length + 1),
} as const;

/**
 * The function that the dispatcher's module imports from the host, before its own.
 * `resolve(low, high, rights)`: asks the host to make the page of an address ready, where it is only
 * waiting to be touched. 0 when the access would be a fault.
 */
export const RESOLVE: ImportedFunction = {
  name: "resolve",
  params: ["i32", "i32", "i32"],
  results: ["i32"],
};

const RESOLVE_INDEX = 0;
const functions = supportFunctions(RESOLVE_INDEX + 1);

/** The imported functions with their code, in the order of `SUPPORT`. */
export const SUPPORT_FUNCTIONS: readonly (WasmFunction & { readonly name: string })[] = [
  ...SUPPORT_NAMES.map((name) => ({ ...functions[name], name })),
  { ...explore(RESOLVE_INDEX), name: EXPLORE },
];

/** How a unit declares them. */
export const SUPPORT_IMPORTS: readonly ImportedFunction[] = SUPPORT_FUNCTIONS.map((
  { name, params, results },
) => ({ name, params, results }));

/** Calls nest at most so deep: beyond, they return to the dispatcher, to spare V8's stack. */
export const DEEPEST_CALL = 250;

/** Fuel that makes every caller return. */
export const OUT_OF_FUEL = -(2 ** 31);

/** The offset of an address's entry in the dispatch table. */
const entryOf = (pc: I64): I32 =>
  i32.shl(
    i32.and(i32.shr_u(i32.wrap(pc), i32.const(1)), i32.const(DISPATCH.count - 1)),
    i32.const(Math.log2(DISPATCH.size)),
  );

/** The same, for the host. */
export const entryOffset = (pc: number): number =>
  DISPATCH_TABLE + (Math.floor(pc / 2) % DISPATCH.count) * DISPATCH.size;

/** The position of the function for an address, or 0. The address must be cheap to compute twice. */
export const lookUp = (pc: I64): I32 =>
  choose32(
    i64.eq(i64.load(entryOf(pc), DISPATCH_TABLE + DISPATCH.pc), pc),
    i32.load(entryOf(pc), DISPATCH_TABLE + DISPATCH.position),
    i32.const(0),
  );
