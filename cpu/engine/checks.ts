// SPDX-License-Identifier: MPL-2.0
// What an engine needs to check memory: code around the operations of each instruction. Plain runs
// have none, so the modules that write such code (cpu/checks/) are not even loaded.

import type { Encoding } from "../isa/encoding.ts";
import type { Shadow } from "../memory/shadow.ts";
import type { Operations } from "../semantics/operations.ts";
import type { Code, I64, Local64 } from "../wasm/code.ts";
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

/** What the checks of an instruction in translated code depend on. */
export interface FastChecks {
  /** Whether rs1 is sp. */
  readonly usesStack: boolean;
  /** Whether it writes sp: by a distance from sp or the frame pointer, or anew. */
  readonly stack: "kept" | "moved" | "switched";
  /** Whether it returns from a function. */
  readonly isReturn: boolean;
  /** The value of sp. */
  readonly stackPointer: () => I64;
  /** Leaves to the stepper before the instruction, from one or two levels inside its code. */
  readonly leave: (levels: 1 | 2) => Code;
  /** A local for the address of the access. */
  readonly local: Local64;
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
   * Whether only the stepper makes these checks.
   *
   * @internal
   */
  readonly onlySteps?: boolean;
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
  /**
   * The operations of translated code with checks around them. It runs while no register has undefined bits.
   *
   * @internal
   */
  readonly checkTranslated: (on: Operations, options: FastChecks) => Operations;
  /**
   * Not 0 if a register may have undefined bits. Looks at the registers themselves when in doubt.
   *
   * @internal
   */
  readonly isTainted: { readonly update: Code; readonly flag: I64 };
}
