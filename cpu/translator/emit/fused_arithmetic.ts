// SPDX-License-Identifier: MPL-2.0
// Whether WebAssembly's relaxed multiply-add rounds once on this host. It is found out by compiling
// a probe, once, when there is code to translate that would profit.

import { fusedProbe, PROBE_EXPORT } from "../../wasm/fused.ts";
import { moduleBytes } from "../../wasm/module.ts";

let answer: boolean | undefined;

/** a x a - 1 needs twice the precision that a has. */
const A = 1 + 2 ** -30;

function probe(): boolean {
  const bytes = moduleBytes([fusedProbe], { memory: false });
  if (!WebAssembly.validate(bytes)) return false;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  // The module is ours: it exports just this.
  const fuses = exports[PROBE_EXPORT] as (a: number, b: number, c: number) => number;
  return fuses(A, A, -1) === 1;
}

/** Whether `fusedDouble` and `fusedSingle` are there and round once. */
export function hasFusedArithmetic(): boolean {
  return answer ??= probe();
}
