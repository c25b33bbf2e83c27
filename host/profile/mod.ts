// SPDX-License-Identifier: MPL-2.0

/**
 * Profiles: how often each instruction of a program retired, what each function did itself and with the
 * functions that it called, by chain of calls; exact, and on every engine. {@link Profiler} counts, a
 * {@link Profile} is what it has counted, and {@link PROFILE_FORMATS} writes that for other tools.
 *
 * @example Where do the instructions go?
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { Profiler } from "@leveret/leveret/profile";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: li   s0, 3
 *   again:  call work
 *           addi s0, s0, -1
 *           bnez s0, again
 *           li   a7, 93
 *           ecall
 *   work:   ret
 * `;
 * using process = new Process(build([{ name: "main.s", text }]));
 * const profiler = new Profiler(process);
 * process.run();
 * const { total, functions } = profiler.profile();
 * assertEquals(total.instructions, process.machine.instructions);
 * assertEquals(functions.map(({ name, calls }) => [name, calls]), [["_start", 0], ["work", 3]]);
 * ```
 * @module
 */

export type { CallNode, EventCounts } from "../../cpu/counting/call_tree.ts";
export type { InstructionCount } from "../../cpu/counting/instruction_counts.ts";
export {
  PROFILE_FORMAT_NAMES,
  PROFILE_FORMATS,
  type ProfileFormat,
  type ProfileFormatName,
  type ProfileSubject,
} from "./formats.ts";
export {
  Profile,
  type ProfiledCall,
  type ProfiledFunction,
  type ProfiledInstruction,
  type ProfileInput,
} from "./profile.ts";
export { Profiler } from "./profiler.ts";
