// SPDX-License-Identifier: MPL-2.0
// What an engine needs to check memory: code around the operations of each instruction. Plain runs
// have none, so the modules that write such code (cpu/checks/) are not even loaded.

import type { Encoding } from "../isa/encoding.ts";
import type { Shadow } from "../memory/shadow.ts";
import type { Operations } from "../semantics/operations.ts";
import type { ValueType } from "../wasm/module.ts";

/** A mistake of the program, at the instruction at pc, which has not been executed. */
export interface Mistake {
  /** One of `FAILURE`. */
  readonly failure: number;
  /** The address of the access. */
  readonly address: bigint;
  /** The bytes accessed. */
  readonly size: number;
}

/** Checks of what a program does with memory. */
export interface MemoryChecks {
  /**
   * Makes the planes for the memory of a machine.
   *
   * @internal
   */
  readonly makeShadow: (memory: WebAssembly.Memory) => Shadow;
  /**
   * The stepper's operations with checks around them.
   *
   * @internal
   */
  readonly checkHandler: (on: Operations, encoding: Encoding) => Operations;
  /**
   * The types of further locals that these use, after those of the stepper.
   *
   * @internal
   */
  readonly handlerLocals: readonly ValueType[];
  /**
   * The memories that hold the planes.
   *
   * @internal
   */
  readonly planes: readonly { readonly name: string; readonly pages: number }[];
}
