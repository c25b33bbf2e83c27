// SPDX-License-Identifier: MPL-2.0
// The instructions that load a constant: exactly those of GNU as (binutils 2.40).

import type { Int64 } from "../object/value.ts";

/** One step of loading a constant; all steps use the same register. */
export interface LoadStep {
  readonly mnemonic: "lui" | "addi" | "addiw" | "slli";
  /** The immediate: for lui the 20 bits, for slli the shift amount. */
  readonly immediate: number;
  /** Whether the source register is x0 rather than the register itself. */
  readonly fromZero: boolean;
}

const LOW_BITS = 12n;
const LOW_SIGN = 1n << (LOW_BITS - 1n);

/** The steps of `li` with this register and constant. */
export function loadSteps(register: number, value: Int64): LoadStep[] {
  if (value >= -2048 && value <= 2047) {
    return [{ mnemonic: "addi", immediate: Number(value), fromZero: true }];
  }
  return longLoadSteps(register, value);
}

/** The steps of `la` with a constant, which does not use the short form of `li`. */
export function longLoadSteps(register: number, value: Int64): LoadStep[] {
  const steps: LoadStep[] = [];
  if (typeof value === "number" && value === (value | 0)) {
    loadWord(register, value, steps);
    return steps;
  }
  load(register, BigInt(value), steps);
  return steps;
}

/** The steps for a signed 32-bit constant. */
function loadWord(register: number, value: number, steps: LoadStep[]): void {
  const low = (value << 20) >> 20;
  const upper = (value - low) >>> 12;
  if (upper !== 0) steps.push({ mnemonic: "lui", immediate: upper, fromZero: true });
  // With x0 as destination, GNU as emits addiw even when the low bits are 0.
  if (low !== 0 || upper === 0 || register === 0) {
    steps.push({ mnemonic: "addiw", immediate: low, fromZero: upper === 0 });
  }
}

function load(register: number, value: bigint, steps: LoadStep[]): void {
  const low = ((value & (2n * LOW_SIGN - 1n)) ^ LOW_SIGN) - LOW_SIGN;
  const high = BigInt.asIntN(64, value - low);
  if (value === BigInt.asIntN(32, value)) {
    loadWord(register, Number(value), steps);
    return;
  }
  // The bits above the lower 12, without trailing zeros, are a smaller constant.
  let shift = LOW_BITS;
  while (((high >> shift) & 1n) === 0n) shift++;
  load(register, high >> shift, steps);
  steps.push({ mnemonic: "slli", immediate: Number(shift), fromZero: false });
  if (low !== 0n) steps.push({ mnemonic: "addi", immediate: Number(low), fromZero: false });
}
