// SPDX-License-Identifier: MPL-2.0
// Backtraces from the registers and the stack. Each frame says how it was found: it is the pc; ra holds the
// return address; the function's code saved the return address there; or, when none of these helps, a word
// on the stack is the address after a call, so that it is likely, but not certain, to be a return address.

import { decode } from "../../cpu/isa/encoding.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { isCall } from "../../cpu/semantics/effects.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { type ReadableMemory, readWord } from "./readable_memory.ts";
import { type CodeLocation, CodeLocations, hasNames } from "./locations.ts";
import { type FrameLayout, frameLayoutAt } from "./frame_layout.ts";
import { type FunctionRange, Functions, LINK_REGISTERS } from "./functions.ts";

/** How a frame was found, from certain to likely. */
export type FrameOrigin = "pc" | "ra" | "frame" | "scan";

/** A function that has not returned yet. */
export interface Frame extends CodeLocation {
  /** The pc, or the address that its own call returns to. */
  readonly address: bigint;
  /** How it was found. */
  readonly origin: FrameOrigin;
}

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

/** The parts of a memory that a backtrace needs. */
export interface StackMemory extends ReadableMemory {
  /** A copy of bytes; with "any", also of code that the program itself may not read. */
  read(address: bigint, length: number, access?: "read" | "any"): Uint8Array;
  /** The mapping that contains an address. */
  mappingAt(address: bigint): Mapping | undefined;
}

const WORD = 8n;
const MAX_FRAMES = 1000;
const MAX_SCANNED = 32;
const MAX_SCANNED_WORDS = 8192;

/** What is known of the registers in one frame. */
interface Context {
  readonly pc: bigint;
  /** An address in the current instruction of the frame; in a caller, in its call. */
  readonly at: bigint;
  readonly sp: bigint;
  readonly s0: bigint | undefined;
  /** The register ra, which is known only in the innermost frame. */
  readonly ra: bigint | undefined;
}

/** Makes a backtrace. Never throws: it ends where memory cannot be read. */
export function backtrace({ memory, registers, pc, image }: BacktraceSource): Backtrace {
  const locations = new CodeLocations(hasNames(image) ? image : undefined);
  const frames: Frame[] = [];
  for (const { address, origin } of new Unwinder(memory, image).walk(registers, pc)) {
    if (frames.length === MAX_FRAMES) return { frames, cut: true };
    const location = origin === "pc" ? locations.at(address) : locations.callBefore(address);
    frames.push({ address, origin, ...location });
  }
  return { frames, cut: false };
}

/** Finds the frames of one program. */
export class Unwinder {
  readonly #memory: StackMemory;
  readonly #functions: Functions;
  readonly #entry: bigint;
  readonly #layouts = new Map<bigint, FrameLayout | undefined>();

  /** An unwinder for a program that was loaded into a memory. */
  constructor(memory: StackMemory, image: Image) {
    this.#memory = memory;
    this.#functions = new Functions(image);
    this.#entry = image.entry;
  }

  /** The frames, innermost first. A corrupted stack may have endless frames: callers need a limit. */
  *walk(registers: readonly bigint[], pc: bigint): Generator<Pick<Frame, "address" | "origin">> {
    yield { address: pc, origin: "pc" };
    let context: Context = {
      pc,
      at: pc,
      sp: registers[REGISTER.sp] ?? 0n,
      s0: registers[REGISTER.s0],
      ra: registers[REGISTER.ra],
    };
    while (true) {
      const caller = this.#caller(context);
      if (caller === "outermost") return;
      if (caller === undefined) {
        for (const address of this.#scan(context.sp)) yield { address, origin: "scan" };
        return;
      }
      context = caller.context;
      yield { address: context.pc, origin: caller.origin };
    }
  }

  /** The caller's frame; "outermost" if there is no caller, undefined if it cannot be found. */
  #caller(
    { at, sp, s0, ra }: Context,
  ): { context: Context; origin: FrameOrigin } | "outermost" | undefined {
    const range = this.#functions.at(at);
    if (range?.start === this.#entry) return "outermost";
    const layout = range && this.#layoutAt(at, range);
    if (layout === undefined) {
      // A wild jump has not touched the stack; if it was a call, ra holds its return address.
      if (ra === undefined || !this.#followsCall(ra)) return undefined;
      return { context: this.#context(ra, sp, s0), origin: "ra" };
    }
    const top = layout.sp !== undefined
      ? sp - BigInt(layout.sp)
      : layout.framePointer !== undefined && s0 !== undefined
      ? s0 - BigInt(layout.framePointer)
      : undefined;
    if (top === undefined) return undefined;
    // Once ra is saved, it may hold the return address of any earlier call, as in a loop.
    const useRegister = layout.savedRa === undefined;
    const returnAddress = layout.savedRa !== undefined
      ? readWord(this.#memory, top + BigInt(layout.savedRa))
      : layout.raIntact
      ? ra
      : undefined;
    if (returnAddress === 0n) return "outermost";
    if (returnAddress === undefined || !this.#followsCall(returnAddress)) return undefined;
    const callerS0 = layout.s0Intact
      ? s0
      : layout.savedS0 === undefined
      ? undefined
      : readWord(this.#memory, top + BigInt(layout.savedS0));
    return {
      context: this.#context(returnAddress, top, callerS0),
      origin: useRegister ? "ra" : "frame",
    };
  }

  #layoutAt(at: bigint, range: FunctionRange): FrameLayout | undefined {
    if (!this.#layouts.has(at)) {
      this.#layouts.set(at, frameLayoutAt(at, range, (address) => this.#fetch(address)));
    }
    return this.#layouts.get(at);
  }

  /** The words on the stack, from sp upwards, that may be return addresses. */
  *#scan(sp: bigint): Generator<bigint> {
    const stack = this.#memory.mappingAt(sp);
    if (stack === undefined) return;
    let found = 0;
    let address = (sp + WORD - 1n) & ~(WORD - 1n);
    for (let words = 0; words < MAX_SCANNED_WORDS && address + WORD <= stack.end; words++) {
      const word = readWord(this.#memory, address);
      if (word === undefined) return;
      if (this.#followsCall(word)) {
        yield word;
        if (++found === MAX_SCANNED) return;
      }
      address += WORD;
    }
  }

  #context(returnAddress: bigint, sp: bigint, s0: bigint | undefined): Context {
    return {
      pc: returnAddress,
      at: returnAddress - BigInt(this.#callLength(returnAddress) ?? 1),
      sp,
      s0,
      ra: undefined,
    };
  }

  #followsCall(address: bigint): boolean {
    return (address & 1n) === 0n && this.#callLength(address) !== undefined;
  }

  /** The length of the call that ends at an address; undefined when none does. */
  #callLength(address: bigint): 2 | 4 | undefined {
    if (address < 4n) return undefined;
    for (const length of [4, 2] as const) {
      const from = address - BigInt(length);
      if (this.#memory.mappingAt(from)?.permissions.execute !== true) continue;
      const word = this.#fetch(from);
      if (word === undefined || instructionLength(word) !== length) continue;
      const instruction = decode(word);
      if (instruction === undefined || !isCall(instruction)) continue;
      if (LINK_REGISTERS.has(instruction.rd)) return length;
    }
    return undefined;
  }

  #fetch(address: bigint): number | undefined {
    try {
      const low = this.#halfword(address);
      return instructionLength(low) === 2
        ? low
        : (low | (this.#halfword(address + 2n) << 16)) >>> 0;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #halfword(address: bigint): number {
    const [low = 0, high = 0] = this.#memory.read(address, 2, "any");
    return low | (high << 8);
  }
}
