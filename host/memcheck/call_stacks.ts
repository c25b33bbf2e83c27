// SPDX-License-Identifier: MPL-2.0
// Call stacks of a running program, taken often: as addresses, with names only when they are shown.

import type { Machine } from "../../cpu/machine.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { CallFrames } from "../symbols/call_frames.ts";
import { type CodeLocation, CodeLocations, hasNames } from "../symbols/locations.ts";
import { Unwinder } from "../symbols/unwinder.ts";

/** A frame of a call stack: the address, and what is known of it. */
export interface StackFrame extends CodeLocation {
  /** The pc, or the address that a call returns to. */
  readonly address: bigint;
}

/** The addresses of a call stack, innermost first: the pc, then return addresses. */
export interface CallStack {
  /** The addresses. */
  readonly addresses: readonly bigint[];
  /** How many instructions had retired. */
  readonly instruction: number;
}

/** Frames that are kept of each stack. */
const MAX_FRAMES = 12;

/** Takes the call stacks of one machine. */
export class CallStacks {
  readonly #machine: Machine;
  readonly #unwinder: Unwinder;
  readonly #locations: CodeLocations;

  /** For a program that was loaded into the machine. */
  constructor(machine: Machine, image: Image) {
    const { memory } = machine;
    this.#machine = machine;
    this.#unwinder = new Unwinder(memory, image, new CallFrames(memory, image));
    this.#locations = new CodeLocations(hasNames(image) ? image : undefined);
  }

  /** The current stack. Frames that are only guessed are left out. */
  take(): CallStack {
    const { registers, pc, instructions } = this.#machine;
    const addresses: bigint[] = [];
    for (const { address, origin } of this.#unwinder.walk(registers.toArray(), pc)) {
      if (origin === "scan" || addresses.push(address) === MAX_FRAMES) break;
    }
    return { addresses, instruction: instructions };
  }

  /** The frames of a stack with their names. */
  frames({ addresses }: CallStack): StackFrame[] {
    return addresses.map((address, index) => ({
      address,
      ...(index === 0 ? this.#locations.at(address) : this.#locations.callBefore(address)),
    }));
  }
}
