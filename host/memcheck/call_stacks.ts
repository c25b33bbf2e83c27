// SPDX-License-Identifier: MPL-2.0
// Call stacks of a running program, taken at every heap call and mistake: as numbers, with addresses and names
// only when they are looked at.

import type { Machine } from "../../cpu/machine.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { CallStacks as StackTree } from "../symbols/call_stacks.ts";
import { type CodeLocation, CodeLocations, hasNames } from "../symbols/locations.ts";

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

/** A stack whose addresses are found when somebody asks. */
export class TakenStack implements CallStack {
  readonly #tree: StackTree;
  /** Its number among the stacks of the program. */
  readonly id: number;
  /** See {@link CallStack}. */
  readonly instruction: number;

  /**
   * The stack of a number.
   *
   * @internal
   */
  constructor(tree: StackTree, id: number, instruction: number) {
    this.#tree = tree;
    this.id = id;
    this.instruction = instruction;
  }

  /** See {@link CallStack}. */
  get addresses(): bigint[] {
    return this.#tree.frames(this.id).map(BigInt);
  }
}

/** Takes the call stacks of one machine. */
export class CallStacks {
  readonly #machine: Machine;
  readonly #tree: StackTree;
  readonly #locations: CodeLocations;

  /** For a program that was loaded into the machine. */
  constructor(machine: Machine, image: Image) {
    this.#machine = machine;
    this.#tree = new StackTree(machine, image, MAX_FRAMES);
    this.#locations = new CodeLocations(hasNames(image) ? image : undefined);
  }

  /** The current stack. Frames that are only guessed are left out. */
  take(): TakenStack {
    return this.stack(this.#tree.capture(), this.#machine.instructions);
  }

  /** A stack that was taken before. */
  stack(id: number, instruction: number): TakenStack {
    return new TakenStack(this.#tree, id, instruction);
  }

  /** The frames of a stack with their names. */
  frames({ addresses }: CallStack): StackFrame[] {
    return addresses.map((address, index) => ({
      address,
      ...(index === 0 ? this.#locations.at(address) : this.#locations.callBefore(address)),
    }));
  }
}
