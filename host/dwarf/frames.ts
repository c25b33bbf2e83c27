// SPDX-License-Identifier: MPL-2.0
// The frames on the stack as debug information needs them: the pc and the registers of each, as far as they were
// saved. Takes the registers and the memory of a program that has stopped.

import type { Image } from "../../cpu/memory/image.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { CallFrames } from "../symbols/call_frames.ts";
import type { StackMemory } from "../symbols/code_reader.ts";
import { type FoundFrame, type FrameRegisters, Unwinder } from "../symbols/unwinder.ts";
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
  const partsOf = (index: number): FrameParts | undefined => {
    const frame = found[index];
    if (frame === undefined) return undefined;
    const { origin, address } = frame;
    const isInnermost = origin === "pc";
    return {
      // The address that a call returns to may be in the next function.
      at: isInnermost || origin === "signal" ? address : address - 1n,
      pc: address,
      registers: isInnermost ? stopped.registers : frame.registers ?? [],
      float: isInnermost ? (number) => stopped.floats[number] : undefined,
      caller: () => partsOf(index + 1),
    };
  };
  return found.map((frame, index) => ({
    found: frame,
    state: frameState(partsOf(index)!, described, memory),
  }));
}

/** What is known of a frame. */
export interface FrameParts {
  /** Its pc; in a caller, an address in the call. */
  readonly at: bigint;
  /** Its pc; in a caller, the address that its call returns to. */
  readonly pc: bigint;
  /** x0 to x31; undefined where nobody saved one. */
  readonly registers: FrameRegisters;
  /** f0 to f31, which are known in the innermost frame only. */
  readonly float: ((number: number) => bigint | undefined) | undefined;
  /** Finds the caller's frame. */
  readonly caller: () => FrameParts | undefined;
}

/** A frame as expressions need it. Callers are looked for when they are asked for. */
export function frameState(
  { at, pc, registers, float, caller }: FrameParts,
  described: CallFrames,
  memory: StackMemory,
): FrameState {
  return {
    pc: at,
    returnsTo: float === undefined ? pc : undefined,
    register: (number) => number < FLOATS ? registers[number] : float?.(number - FLOATS),
    get callerSp() {
      return described.frameAddress(at, registers) ?? caller()?.registers[REGISTER.sp];
    },
    get caller() {
      const found = caller();
      return found && frameState(found, described, memory);
    },
    memory,
  };
}
