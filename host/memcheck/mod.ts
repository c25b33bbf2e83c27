// SPDX-License-Identifier: MPL-2.0
/**
 * The memory checker: finds accesses out of bounds and after free, invalid frees, and uses of
 * values that were never set.
 *
 * @example A read after free
 * ```ts
 * import { build, Process, runtimeFiles } from "@leveret/leveret";
 * import { MemoryChecker } from "@leveret/leveret/memcheck";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl main
 *   main: addi sp, sp, -16
 *         sd ra, 8(sp)
 *         li a0, 24
 *         call malloc
 *         sd a0, 0(sp)
 *         call free
 *         ld a0, 0(sp)
 *         ld a1, 8(a0)
 *         ld ra, 8(sp)
 *         addi sp, sp, 16
 *         ret
 * `;
 * const program = build([{ name: "after.s", text }, ...runtimeFiles]);
 * const checker = new MemoryChecker();
 * using process = new Process(program, { checks: checker.checks });
 * checker.attach(process);
 * process.run();
 * assertEquals(checker.errors.map(({ message }) => message), ["Invalid read of size 8"]);
 * ```
 *
 * @module
 */

export type { MemoryChecks } from "../../cpu/engine/checks.ts";
export type { Block, BlockPosition, Family } from "./blocks.ts";
export type { CallStack, CallStacks, StackFrame, TakenStack } from "./call_stacks.ts";
export type { AddressNote, ErrorKind, MemoryError } from "./errors.ts";
export { errorJson, formatError, formatSummary } from "./format.ts";
export {
  type FramePattern,
  isSuppressed,
  parseSuppressions,
  type Suppression,
  SuppressionError,
} from "./suppressions.ts";
export { MemoryChecker, type MemoryCheckerOptions } from "./memory_checker.ts";
