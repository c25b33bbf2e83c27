// SPDX-License-Identifier: MPL-2.0
// Backtraces: the frames on the stack with their symbols and source lines. Uses the call frame information
// of the program, and the frames of signals; where there is none, the functions' code.

import type { Image } from "../../cpu/memory/image.ts";
import { CallFrames } from "./call_frames.ts";
import { CodeReader, type StackMemory } from "./code_reader.ts";
import { type CodeLocation, CodeLocations, HANDLER_CALLED, hasNames } from "./locations.ts";
import { type FoundFrame, Unwinder } from "./unwinder.ts";

export type { StackMemory } from "./code_reader.ts";
export type { FoundFrame, FrameOrigin } from "./unwinder.ts";

/** A function that has not returned yet. */
export interface Frame extends CodeLocation, Omit<FoundFrame, "registers"> {}

/** A backtrace, innermost frame first. */
export interface Backtrace {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** Whether outer frames were left out. */
  readonly cut: boolean;
}

/** What a backtrace needs to know. */
export interface BacktraceSource {
  /** The memory with the code and the stack. */
  readonly memory: StackMemory;
  /** x0 to x31. */
  readonly registers: readonly bigint[];
  /** Address of the next instruction. */
  readonly pc: bigint;
  /** What was loaded. Its symbols and lines are used if it has any. */
  readonly image: Image;
}

/** The frames of an endless recursion are not counted to their end. */
const MAX_FRAMES = 1000;

/** Makes a backtrace. Never throws: it ends where memory cannot be read. */
export function backtrace({ memory, registers, pc, image }: BacktraceSource): Backtrace {
  const locations = new CodeLocations(hasNames(image) ? image : undefined);
  const code = new CodeReader(memory);
  const unwinder = new Unwinder(memory, image, new CallFrames(memory, image));
  const frames: Frame[] = [];
  for (const { address, origin } of unwinder.walk(registers, pc)) {
    if (frames.length === MAX_FRAMES) return { frames, cut: true };
    const isCurrent = origin === "pc" || origin === "signal";
    const location = isCurrent ? locations.at(address) : locations.callBefore(address);
    const named = code.isTrampoline(address) ? { ...location, symbol: HANDLER_CALLED } : location;
    frames.push({ address, origin, ...named });
  }
  return { frames, cut: false };
}
