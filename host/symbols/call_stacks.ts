// SPDX-License-Identifier: MPL-2.0
// Call stacks as numbers: what calls a program was in, at millions of moments. Takes a machine that has
// stopped. Equal stacks have equal numbers; a stack costs no more memory than what tells it from others. A frame
// that can only be guessed ends the stack.

import type { Image } from "../../cpu/memory/image.ts";
import type { Memory } from "../../cpu/memory/memory.ts";
import type { Registers } from "../../cpu/register_file.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { type FrameKind, FrameShapes, type Saved } from "./frame_shapes.ts";

/** The parts of a machine that a call stack is read from. */
export interface StackMachine {
  readonly memory: Memory;
  readonly registers: Registers;
  readonly pc: bigint;
}

/** A call stack. */
export type StackId = number;

/** The stack without frames. */
export const NO_STACK: StackId = 0;

const FIRST_CAPACITY = 1024;

/** The call stacks of one program. */
export class CallStacks {
  readonly #machine: StackMachine;
  readonly #shapes: FrameShapes;
  readonly #maxFrames: number;
  // A tree of frames, the innermost at its root: for each node the frame inside it, and its address.
  #inner = new Int32Array(FIRST_CAPACITY);
  #addresses = new Float64Array(FIRST_CAPACITY);
  #count = 1;
  /** Nodes by a hash of both; 0 is free. */
  #table = new Int32Array(4 * FIRST_CAPACITY);

  /** The stacks of a program on a machine, of `maxFrames` frames at most. */
  constructor(machine: StackMachine, image: Image, maxFrames: number) {
    this.#machine = machine;
    this.#shapes = new FrameShapes(machine.memory, image);
    this.#maxFrames = maxFrames;
  }

  /** How many different parts of stacks there are. */
  get size(): number {
    return this.#count - 1;
  }

  /** The stack at this moment: the pc, and the addresses that its calls return to. */
  capture(): StackId {
    const { memory, registers, pc } = this.#machine;
    let address = Number(pc);
    let stack = this.#node(NO_STACK, address);
    let sp = Number(registers.get(REGISTER.sp));
    let s0 = Number(registers.get(REGISTER.s0));
    const ra = Number(registers.get(REGISTER.ra));
    let shape: FrameKind = this.#shapes.at(address);
    for (let frames = 1; frames < this.#maxFrames; frames++) {
      if (shape === "other") return this.#captureSlowly();
      if (shape === "outermost" || shape === "end") return stack;
      const top = (shape.base === "sp" ? sp : s0) + shape.offset;
      // Only the innermost frame can have its return address in ra.
      const isInnermost = frames === 1;
      const next: number = shape.ra === "same"
        ? (isInnermost ? ra : NaN)
        : saved(shape.ra, top, memory);
      if (!(next > 0) || (next === address && top === sp)) return stack;
      address = next;
      s0 = shape.s0 === "same" ? s0 : saved(shape.s0, top, memory);
      sp = top;
      shape = this.#shapes.callBefore(address);
      if (shape === "end") return stack;
      stack = this.#node(stack, address);
    }
    return stack;
  }

  /** The frames of a stack, innermost first: the pc, then the addresses that calls return to. */
  frames(stack: StackId): number[] {
    const frames: number[] = [];
    for (let at = stack; at !== NO_STACK; at = this.#inner[at] ?? NO_STACK) {
      frames.push(this.#addresses[at] ?? 0);
    }
    return frames.reverse();
  }

  #captureSlowly(): StackId {
    const { registers, pc } = this.#machine;
    let stack = NO_STACK;
    let frames = 0;
    for (const { address, origin } of this.#shapes.unwinder.walk(registers.toArray(), pc)) {
      if (origin === "scan" || frames++ === this.#maxFrames) break;
      stack = this.#node(stack, Number(address));
    }
    return stack;
  }

  /** The node of a frame outside another one. */
  #node(inner: number, address: number): number {
    const mask = this.#table.length - 1;
    for (let at = hash(inner, address) & mask;; at = (at + 1) & mask) {
      const node = this.#table[at] ?? 0;
      if (node === 0) return this.#add(at, inner, address);
      if (this.#inner[node] === inner && this.#addresses[node] === address) return node;
    }
  }

  #add(at: number, inner: number, address: number): number {
    const node = this.#count++;
    this.#inner[node] = inner;
    this.#addresses[node] = address;
    this.#table[at] = node;
    if (this.#count === this.#inner.length) this.#grow();
    return node;
  }

  #grow(): void {
    const [inner, addresses] = [this.#inner, this.#addresses];
    const capacity = 2 * inner.length;
    this.#inner = new Int32Array(capacity);
    this.#inner.set(inner);
    this.#addresses = new Float64Array(capacity);
    this.#addresses.set(addresses);
    this.#table = new Int32Array(4 * capacity);
    const mask = this.#table.length - 1;
    for (let node = 1; node < inner.length; node++) {
      let at = hash(inner[node] ?? 0, addresses[node] ?? 0) & mask;
      while (this.#table[at] !== 0) at = (at + 1) & mask;
      this.#table[at] = node;
    }
  }
}

function saved(where: Saved, top: number, memory: Memory): number {
  return typeof where === "number" ? memory.readNumber(top + where) : NaN;
}

function hash(inner: number, address: number): number {
  const mixed = Math.imul(inner, 0x9e37_79b1) ^ Math.imul(address % 2 ** 32, 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
