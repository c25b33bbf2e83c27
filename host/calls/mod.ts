// SPDX-License-Identifier: MPL-2.0

/**
 * Calls and returns of a run: a call stack that needs no frame pointers, what was called with what, and a check
 * of the calling convention.
 *
 * @example Find a function that changes a callee-saved register
 * ```ts
 * import { build, Process, runtimeFiles } from "@leveret/leveret";
 * import { CallChecker, type CallError } from "@leveret/leveret/calls";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl main
 *   main: li  s1, 5
 *         ret
 * `;
 * const program = build([{ name: "main.s", text }], { archive: runtimeFiles });
 * const errors: CallError[] = [];
 * using process = new Process(program);
 * process.observe(new CallChecker(process, (error) => errors.push(error)));
 * process.run();
 * assertEquals(errors.map(({ kind, register }) => [kind, register]), [["callee-saved register", 9]]);
 * ```
 *
 * @module
 */

export { ArgumentFinder, type ArgumentRegisters } from "./argument_registers.ts";
export { CallChecker } from "./call_checker.ts";
export {
  type CallError,
  CallErrorFormat,
  type CallErrorKind,
  type CallErrorPlace,
} from "./call_errors.ts";
export { CallFormat, type ShownValue } from "./call_format.ts";
export {
  type CallListener,
  CallTracker,
  type FunctionCall,
  type FunctionReturn,
} from "./call_tracker.ts";
export {
  formatProbedCall,
  FunctionProbe,
  type FunctionSignature,
  parseSignature,
  type ProbedCall,
  type ProbedValue,
  type SignatureValue,
  VALUE_TYPE_NAMES,
  type ValueType,
} from "./function_probes.ts";
export {
  type Jump,
  type JumpKind,
  type LeftFrame,
  type ShadowFrame,
  ShadowStack,
} from "./shadow_stack.ts";
