// SPDX-License-Identifier: MPL-2.0

/**
 * Profiles: how often each instruction of a program retired, what each function did itself and with the
 * functions that it called, by chain of calls; exact, and on every engine. {@link Profiler} counts, a
 * {@link Profile} is what it has counted, and {@link PROFILE_FORMATS} writes that for other tools.
 *
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
