// SPDX-License-Identifier: MPL-2.0
// Whether WebAssembly's relaxed multiply-add rounds once on this host. Found out by running a
// probe, once, when code that would use it is first translated.

import { fusedProbe, PROBE_EXPORT } from "../../wasm/fused.ts";
import { moduleBytes } from "../../wasm/module.ts";

let answer: boolean | undefined;

/** a x a - 1 is exact only with twice the precision of a. */
const A = 1 + 2 ** -30;

function probe(): boolean {
  const bytes = moduleBytes([fusedProbe], { memory: false });
  if (!WebAssembly.validate(bytes)) return false;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  // The cast is safe: this project generated the module.
  const fuses = exports[PROBE_EXPORT] as (a: number, b: number, c: number) => number;
  return fuses(A, A, -1) === 1;
}

/** Whether `fusedDouble` and `fusedSingle` exist and round once. */
export function hasFusedArithmetic(): boolean {
  return answer ??= probe();
}
