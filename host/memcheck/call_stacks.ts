// SPDX-License-Identifier: MPL-2.0
// Call stacks of a running program, taken often: as addresses, with names only when they are shown.

import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { Image } from "../../cpu/memory/image.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import { CallFrames } from "../symbols/call_frames.ts";
import type { StackMemory } from "../symbols/code_reader.ts";
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

/** A stack that was taken, and what must be unchanged for it to be the stack again. */
interface KnownStack {
  readonly ra: bigint;
  readonly s0: bigint;
  /** The offsets of words on the stack that led to it, and their values. */
  readonly offsets: readonly number[];
  readonly words: readonly number[];
  readonly addresses: readonly bigint[];
}

/** Stacks that are known for each pc and sp, and for how many of those. */
const MAX_KNOWN = 8;
const MAX_PLACES = 20_000;
/** How far above sp a walk looks for return addresses. */
const STACK_REACH = 1n << 20n;
const WORD = 4;

/** Memory that notes which words of the stack were read. */
class NotingMemory implements StackMemory {
  readonly #memory: StackMemory;
  /** The lowest address of what is noted. */
  sp = 0n;
  /** The offsets of the words that were read. */
  offsets: number[] = [];
  /** Whether all that was read could be noted. */
  isComplete = true;

  constructor(memory: StackMemory) {
    this.#memory = memory;
  }

  /** Forgets what was noted. */
  start(sp: bigint): void {
    this.sp = sp;
    this.offsets = [];
    this.isComplete = true;
  }

  #note(address: bigint, length: number): void {
    if (address >= this.sp && address < this.sp + STACK_REACH) {
      const offset = Number(address & 0xffff_ffffn);
      if (offset % WORD !== 0 || length % WORD !== 0) this.isComplete = false;
      for (let at = 0; at < length; at += WORD) this.offsets.push(offset + at);
    }
  }

  read(address: bigint, length: number, access?: "read" | "any"): Uint8Array {
    this.#note(address, length);
    return this.#memory.read(address, length, access);
  }

  readUint(address: bigint, size: 1 | 2 | 4 | 8): bigint {
    this.#note(address, size);
    return this.#memory.readUint(address, size);
  }

  mappingAt(address: bigint): Mapping | undefined {
    return this.#memory.mappingAt(address);
  }
}

/**
 * Takes the call stacks of one machine. The same stacks come again and again: one is walked only if
 * the words that led to it have changed.
 */
export class CallStacks {
  readonly #machine: Machine;
  readonly #memory: NotingMemory;
  readonly #unwinder: Unwinder;
  readonly #locations: CodeLocations;
  readonly #known = new Map<bigint, Map<bigint, KnownStack[]>>();
  #places = 0;

  /** For a program that was loaded into the machine. */
  constructor(machine: Machine, image: Image) {
    this.#machine = machine;
    this.#memory = new NotingMemory(machine.memory);
    this.#unwinder = new Unwinder(this.#memory, image, new CallFrames(this.#memory, image));
    this.#locations = new CodeLocations(hasNames(image) ? image : undefined);
  }

  /** The current stack. Frames that are only guessed are left out. */
  take(): CallStack {
    const { registers, pc, instructions: instruction, shadow } = this.#machine;
    const sp = registers.get(REGISTER.sp);
    const ra = registers.get(REGISTER.ra);
    const s0 = registers.get(REGISTER.s0);
    const known = this.#knownAt(pc, sp);
    const word = (offset: number) => shadow?.word(offset) ?? 0;
    const found = known.find((stack) =>
      stack.ra === ra && stack.s0 === s0 &&
      stack.offsets.every((offset, index) => word(offset) === stack.words[index])
    );
    if (found !== undefined) return { addresses: found.addresses, instruction };
    this.#memory.start(sp);
    const addresses = this.#walk(registers.toArray(), pc);
    const { offsets, isComplete } = this.#memory;
    if (isComplete && shadow !== undefined) {
      if (known.length === MAX_KNOWN) known.shift();
      known.push({ ra, s0, offsets, words: offsets.map(word), addresses });
    }
    return { addresses, instruction };
  }

  #walk(registers: readonly bigint[], pc: bigint): bigint[] {
    const addresses: bigint[] = [];
    for (const { address, origin } of this.#unwinder.walk(registers, pc)) {
      if (origin === "scan" || addresses.push(address) === MAX_FRAMES) break;
    }
    return addresses;
  }

  #knownAt(pc: bigint, sp: bigint): KnownStack[] {
    if (this.#places === MAX_PLACES) {
      this.#known.clear();
      this.#places = 0;
    }
    let bySp = this.#known.get(pc);
    if (bySp === undefined) this.#known.set(pc, bySp = new Map());
    let known = bySp.get(sp);
    if (known === undefined) {
      bySp.set(sp, known = []);
      this.#places++;
    }
    return known;
  }

  /** The frames of a stack with their names. */
  frames({ addresses }: CallStack): StackFrame[] {
    return addresses.map((address, index) => ({
      address,
      ...(index === 0 ? this.#locations.at(address) : this.#locations.callBefore(address)),
    }));
  }
}
