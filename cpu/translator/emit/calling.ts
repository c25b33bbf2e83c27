// SPDX-License-Identifier: MPL-2.0
// The calling convention of translated functions, used among themselves and by the dispatcher:
// their type, and the functions that they import.
//
// A function executes guest code from its entry. It takes the remaining fuel, the address it is
// called for, and the depth of nested calls; registers are in the state block before and after. It
// returns the address to continue at and the remaining fuel. Negative fuel makes every caller
// return at once: either the slice is used up, or `STATE.exit` says why.

import { floatFunctionIndexes } from "../../float/functions.ts";
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

/** How many functions code imports that calls none of float/. */
export const SUPPORT_COUNT = SUPPORT_NAMES.length + 1;

/** The functions that translated code may import, without those of float/, in the order of `SUPPORT`. */
export interface SupportCode {
  /** With their code, for the dispatcher's module. */
  readonly functions: readonly (WasmFunction & { readonly name: string })[];
  /** As code imports them. */
  readonly imports: readonly ImportedFunction[];
}

let support: SupportCode | undefined;

/** These functions, made on first use: short programs are not translated. */
export function supportCode(): SupportCode {
  return support ??= makeSupportCode();
}

function makeSupportCode(): SupportCode {
  const code = supportFunctions(RESOLVE_INDEX + 1);
  const functions = [
    ...SUPPORT_NAMES.map((name) => ({ ...code[name], name })),
    { ...explore(RESOLVE_INDEX), name: EXPLORE },
  ];
  const imports = functions.map(({ name, params, results }) => ({ name, params, results }));
  return { functions, imports };
}

/** A function's argument `depth` has the depth below this bit, and the block to start at above it. */
export const BLOCK_SHIFT = 16;

/** Which functions code calls: none, those of {@link supportCode}, or also those of float/. */
export const CALLS = { none: 0, support: 1, float: 2 } as const;

/** One of {@link CALLS}. */
export type Calls = (typeof CALLS)[keyof typeof CALLS];

/** Deeper calls return to the dispatcher, so that V8's stack cannot overflow. */
export const MAX_CALL_DEPTH = 250;

/** Fuel that makes every caller return. */
export const OUT_OF_FUEL = -(2 ** 31);
