// SPDX-License-Identifier: MPL-2.0

/**
 * Runs as files: a capsule holds a program with everything that its run got from outside, so that the same run,
 * to the bit, can be had anywhere, without the files that it read. It contains what the program read: keep
 * it private if that is private.
 *
 * @example Record a run, and replay it
 * ```ts
 * import { build } from "@leveret/leveret";
 * import { Capsule, Recording } from "@leveret/leveret/capsule";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: li a0, 0
 *           addi a1, sp, -16
 *           li a2, 1
 *           li a7, 63
 *           ecall
 *           lbu a0, -16(sp)
 *           li a7, 93
 *           ecall
 * `;
 * using recording = new Recording(build([{ name: "first.s", text }]), {
 *   stdin: new TextEncoder().encode("A"),
 * });
 * recording.run();
 * const file = await recording.capsule();
 *
 * using replay = (await Capsule.read(file)).start();
 * assertEquals(replay.run(), { kind: "exited", status: 65 });
 * ```
 * @module
 */

export { Capsule, type ReplayOptions } from "./capsule.ts";
export { CapsuleError, DivergenceError } from "./capsule_error.ts";
export { isCapsule } from "./mark.ts";
export type { RecordedEnd } from "./header.ts";
export { Recorder, type RecorderOptions, Recording } from "./recorder.ts";
export type { Replay } from "./replay.ts";
