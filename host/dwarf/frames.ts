// SPDX-License-Identifier: MPL-2.0
// The frames on the stack as debug information needs them: the pc and the registers of each, as far as they were
// saved. Takes the registers and the memory of a program that has stopped.

import type { Image } from "../../cpu/memory/image.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { CallFrames } from "../symbols/call_frames.ts";
import type { StackMemory } from "../symbols/code_reader.ts";
import { type FoundFrame, Unwinder } from "../symbols/unwinder.ts";
import type { FrameState } from "./variable_location.ts";

/** A program that has stopped. */
export interface StoppedProgram {
  /** The memory with the code and the stack. */
  readonly memory: StackMemory;
  /** x0 to x31. */
  readonly registers: readonly bigint[];
  /** f0 to f31, as bits. */
  readonly floats: readonly bigint[];
  /** Address of the next instruction. */
  readonly pc: bigint;
  /** What was loaded. */
  readonly image: Image;
}

/** A frame: how it was found, and what expressions need to know of it. */
export interface DebugFrame {
  /** How it was found. */
  readonly found: FoundFrame;
  /** For the values of its variables. */
  readonly state: FrameState;
}

const FLOATS = 32;

/** More frames than this are a corrupted stack, or an endless recursion. */
const MAX_FRAMES = 1000;

/** The frames, innermost first; at most 1,000. */
export function framesAt(stopped: StoppedProgram): DebugFrame[] {
  const { memory, image, pc } = stopped;
  const described = new CallFrames(memory, image);
  const unwinder = new Unwinder(memory, image, described);
  const found: FoundFrame[] = [];
  for (const frame of unwinder.walk(stopped.registers, pc)) {
    if (found.push(frame) === MAX_FRAMES) break;
  }
  const frames: DebugFrame[] = [];
  let caller: DebugFrame | undefined;
  for (const frame of found.reverse()) {
    caller = { found: frame, state: stateOf(frame, stopped, described, caller) };
    frames.push(caller);
  }
  return frames.reverse();
}

function stateOf(
  { origin, address, registers }: FoundFrame,
  stopped: StoppedProgram,
  described: CallFrames,
  caller: DebugFrame | undefined,
): FrameState {
  const isInnermost = origin === "pc";
  const isCurrent = isInnermost || origin === "signal";
  const values = isInnermost ? stopped.registers : registers;
  // The address that a call returns to may be in the next function.
  const pc = isCurrent ? address : address - 1n;
  return {
    pc,
    // Of the floating-point registers, nothing is known but in the innermost frame.
    register: (number) =>
      number < FLOATS
        ? values?.[number]
        : isInnermost
        ? stopped.floats[number - FLOATS]
        : undefined,
    callerSp: (values && described.frameAddress(pc, values)) ??
      caller?.found.registers?.[REGISTER.sp],
    caller: caller?.state,
    memory: stopped.memory,
  };
}
