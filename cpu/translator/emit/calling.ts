// SPDX-License-Identifier: MPL-2.0
// The calling convention of translated functions, used among themselves and by the dispatcher:
// their type, the functions that they import, and the inline lookup of translated code by address.
//
// A function executes guest code from its entry. It takes the remaining fuel, the address it is
// called for, and the depth of nested calls; registers are in the state block before and after. It
// returns the address to continue at and the remaining fuel. Negative fuel makes every caller
// return at once: either the slice is used up, or `STATE.exit` says why.

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
/** The index of that type in every module of the translator. */
export const REGION_TYPE = 0;

/** What the dispatcher's module has besides the functions of both engines. */
const EXPLORE = "explore";

/**
 * The functions that translated code may import, by index. Those of float/ are imported only where
 * needed.
 */
export const SUPPORT = {
  ...supportIndexes(0),
  [EXPLORE]: SUPPORT_NAMES.length,
  ...floatFunctionIndexes(SUPPORT_NAMES.length + 1),
} as const;

/**
 * The function that the dispatcher's module imports from the host, before its own. `resolve(low,
 * high, rights)` touches the page of an address if it was only waiting for that, and returns 0 if
 * the access would be a fault.
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

/** The imports of a unit. */
export const SUPPORT_IMPORTS: readonly ImportedFunction[] = SUPPORT_FUNCTIONS.map((
  { name, params, results },
) => ({ name, params, results }));

/** Deeper calls return to the dispatcher, so that V8's stack cannot overflow. */
export const MAX_CALL_DEPTH = 250;

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

/** The index of the function for an address, or 0. Evaluates `pc` several times. */
export const lookUp = (pc: I64): I32 =>
  choose32(
    i64.eq(i64.load(entryOf(pc), DISPATCH_TABLE + DISPATCH.pc), pc),
    i32.load(entryOf(pc), DISPATCH_TABLE + DISPATCH.position),
    i32.const(0),
  );
