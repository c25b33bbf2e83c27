// SPDX-License-Identifier: MPL-2.0
// Collects the WebAssembly functions that the generated code of both engines calls: the slow paths of
// memory accesses, atomic accesses, and wide multiplication. Each engine puts them into a module of its
// own, where code calls them by index.

import { functionIndexes, type WasmFunction } from "../wasm/module.ts";
import { CARRYLESS_MULTIPLY, carrylessMultiplyFunctions } from "../wasm/carryless_multiply.ts";
import { WIDE_MULTIPLY, wideMultiplyFunctions } from "../wasm/wide_multiply.ts";
import { loadForUpdate, loadReserved, storeConditional } from "./atomic_access.ts";
import { slowLoad, slowStore } from "./memory_access.ts";

/** The names of the functions, in their order in a module. */
export const SUPPORT_FUNCTIONS = [
  "slowLoad",
  "slowStore",
  "loadReserved",
  "loadForUpdate",
  "storeConditional",
  ...WIDE_MULTIPLY,
  ...CARRYLESS_MULTIPLY,
] as const;

/** The name of one of the functions. */
export type SupportFunction = (typeof SUPPORT_FUNCTIONS)[number];

/** The indexes of the functions in a module where the first one has index `first`. */
export const supportIndexes = (first: number): Readonly<Record<SupportFunction, number>> =>
  functionIndexes(SUPPORT_FUNCTIONS, first);

/** The functions, for a module where the first one has index `first`. */
export function supportFunctions(
  first: number,
): Readonly<Record<SupportFunction, WasmFunction>> {
  const indexes = supportIndexes(first);
  return {
    slowLoad: slowLoad(),
    slowStore: slowStore(),
    loadReserved: loadReserved(),
    loadForUpdate: loadForUpdate(),
    storeConditional: storeConditional(indexes.slowStore),
    ...wideMultiplyFunctions(indexes.mulhu),
    ...carrylessMultiplyFunctions,
  };
}
