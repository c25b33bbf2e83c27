// SPDX-License-Identifier: MPL-2.0
// The functions of floating point for translated code: a module of their own, made when the first unit
// with such instructions is translated, so that other programs do not wait for it.

import { FLOAT_FUNCTIONS, floatFunctions } from "../../float/functions.ts";
import { type ImportedFunction, moduleBytes } from "../../wasm/module.ts";
import { wideMultiplyFunctions } from "../../wasm/wide_multiply.ts";

const MULHU = 0;
const FIRST = 1;

interface FloatSupport {
  readonly module: WebAssembly.Module;
  /** How a unit declares the functions, in the order of their names. */
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
    imports: named.map(({ name, params, results }) => ({ name, params, results })),
  };
}
