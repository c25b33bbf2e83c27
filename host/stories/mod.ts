// SPDX-License-Identifier: MPL-2.0

/**
 * Stories about a run that is over, found by running the program again: the last write to some bytes, where a
 * value came from, and which store a program died of.
 *
 * @example Find the store that an abort complains about
 * ```ts
 * import { build, Process, runtimeFiles } from "@leveret/leveret";
 * import { momentOf, storyOfDeath } from "@leveret/leveret/stories";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl main
 *   main: addi sp, sp, -16
 *         sd   ra, 8(sp)
 *         li   a0, 24
 *         call malloc
 *         sd   zero, 24(a0)      # past the end of the block
 *         call free
 *         ld   ra, 8(sp)
 *         addi sp, sp, 16
 *         ret
 * `;
 * const program = build([{ name: "over.s", text }], { archive: runtimeFiles });
 * const start = () => new Process(program);
 * using process = start();
 * const outcome = process.run();
 * assert(outcome.kind === "killed");
 * const death = { moment: momentOf(process), trap: outcome.trap };
 * const story = await storyOfDeath({ start }, death, process.machine, program);
 * const last = story?.steps.at(-1);
 * assert(last?.kind === "stored");
 * assertEquals(last.write.location.location?.line, 7);
 * ```
 *
 * @module
 */

export { type Moment, momentOf, type Rerun, RerunError } from "./rerun.ts";
export { lastWrite, type WatchedBytes, type Write } from "./last_write.ts";
export { type AskedValue, originOf, type OriginStep } from "./origin.ts";
export { type Death, type FaultStory, storyOfDeath } from "./fault_story.ts";
export type { Suspect } from "./suspect.ts";
export type { NumberedRecord } from "./tape.ts";
export { deathJson, stepJson, StoryFormat, writeJson } from "./format_story.ts";
