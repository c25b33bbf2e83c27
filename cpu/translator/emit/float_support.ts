// SPDX-License-Identifier: MPL-2.0
// The floating-point functions for translated code, in a module of their own. It is compiled when
// the first unit that calls them is translated, so other programs do not wait for it.

import { FLOAT_FUNCTIONS, floatFunctions } from "../../float/functions.ts";
import { type ImportedFunction, moduleBytes } from "../../wasm/module.ts";
import { wideMultiplyFunctions } from "../../wasm/wide_multiply.ts";
import { supportCode } from "./calling.ts";

const MULHU = 0;
const FIRST = 1;

interface FloatSupport {
  readonly module: WebAssembly.Module;
  /** What code that calls them imports: all functions of `SUPPORT`, in its order. */
  readonly imports: readonly ImportedFunction[];
}

let support: FloatSupport | undefined;

/** The module, which exports the functions by name; compiled once per process. */
export function floatSupport(): FloatSupport {
  return support ??= makeSupport();
}

function makeSupport(): FloatSupport {
  const functions = floatFunctions(FIRST, MULHU);
  const named = FLOAT_FUNCTIONS.map((name) => ({ ...functions[name], name, exportName: name }));
  const { mulhu } = wideMultiplyFunctions(MULHU);
  return {
    module: new WebAssembly.Module(moduleBytes([mulhu, ...named])),
    imports: [
      ...supportCode().imports,
      ...named.map(({ name, params, results }) => ({ name, params, results })),
    ],
  };
}
