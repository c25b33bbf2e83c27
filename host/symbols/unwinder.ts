// SPDX-License-Identifier: MPL-2.0
// Walks the stack from the registers outwards. A frame's caller is found by what the program says of its
// frames, if that is given; else by the function's code. When neither helps, words on the stack that follow a
// call are likely, but not certain, to be return addresses.

import type { Image } from "../../cpu/memory/image.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { CodeReader, type StackMemory } from "./code_reader.ts";
import { type FrameLayout, frameLayoutAt } from "./frame_layout.ts";
import { type FunctionRange, Functions } from "./functions.ts";
import { moduleAt } from "./locations.ts";
import { readWord } from "./readable_memory.ts";

/**
 * How a frame was found: it is the pc; a register holds the return address; it is on the stack; a signal
 * interrupted the frame; or it is only likely, from a search of the stack.
 */
export type FrameOrigin = "pc" | "ra" | "frame" | "signal" | "scan";

const WORD = 8n;
const MAX_SCANNED = 32;
const MAX_SCANNED_WORDS = 8192;
/** gp, tp and s1 to s11. Code that is only analysed is taken to preserve them. */
const SAVED_REGISTERS: ReadonlySet<number> = new Set([
  ...[REGISTER.gp, REGISTER.tp, REGISTER.s1],
  ...Array.from({ length: 10 }, (_, index) => REGISTER.s2 + index),
]);

/** What is known of the registers in one frame. */
export interface Context {
  readonly pc: bigint;
  /** An address in the current instruction of the frame; in a caller, in its call. */
  readonly at: bigint;
  readonly registers: FrameRegisters;
}

/** Finds callers in what the program says of its frames. */
export interface DescribedCallers {
  /** The caller; "outermost" if there is none, undefined if nothing says. */
  callerOf(context: Context): Caller | "outermost" | undefined;
}

/** The registers x0 to x31 of a frame; those that nobody saved are undefined. */
export type FrameRegisters = readonly (bigint | undefined)[];

/** A frame, by its address. */
export interface FoundFrame {
  /** The pc, the address that its own call returns to, or the one that a signal interrupted. */
  readonly address: bigint;
  /** How it was found. */
  readonly origin: FrameOrigin;
  /** Its registers, as they will be when its call has returned; undefined where that is not known. */
  readonly registers?: FrameRegisters;
}

/** A frame's caller, and how it was found. */
export interface Caller {
  readonly context: Context;
  readonly origin: FrameOrigin;
}

/** Finds the frames of one program. */
export class Unwinder {
  readonly #memory: StackMemory;
  readonly #image: Image;
  readonly #code: CodeReader;
  readonly #described: DescribedCallers | undefined;
  readonly #functions = new Map<Image, Functions>();
  readonly #layouts = new Map<bigint, FrameLayout | undefined>();

  /** An unwinder for a program that was loaded into a memory; without `described` it reads only code. */
  constructor(memory: StackMemory, image: Image, described?: DescribedCallers) {
    this.#memory = memory;
    this.#image = image;
    this.#code = new CodeReader(memory);
    this.#described = described;
  }

  /** The frames, innermost first. A corrupted stack may have endless frames: callers need a limit. */
  *walk(registers: readonly bigint[], pc: bigint): Generator<FoundFrame> {
    yield { address: pc, origin: "pc" };
    let context: Context = { pc, at: pc, registers };
    while (true) {
      const caller = this.#caller(context);
      if (caller === "outermost") return;
      if (caller === undefined) {
        const sp = context.registers[REGISTER.sp];
        if (sp === undefined) return;
        for (const address of this.#scan(sp)) yield { address, origin: "scan" };
        return;
      }
      context = caller.context;
      const { pc: address, registers } = context;
      yield { address, origin: caller.origin, registers };
    }
  }

  /** How to find the caller of code by its instructions; undefined if they do not tell. */
  analysed(at: bigint): FrameLayout | "outermost" | undefined {
    const module = moduleAt(this.#image, at);
    const functions = this.#functionsOf(module);
    const range = functions.at(at);
    if (range?.start === module.entry) return "outermost";
    return range && this.#layoutAt(at, range, functions);
  }

  /** The caller's frame; "outermost" if there is no caller, undefined if it cannot be found. */
  #caller(context: Context): Caller | "outermost" | undefined {
    return this.#described?.callerOf(context) ?? this.#analysedCaller(context);
  }

  /** The caller by the code of the function. */
  #analysedCaller({ pc, at, registers }: Context): Caller | "outermost" | undefined {
    const sp = registers[REGISTER.sp];
    const s0 = registers[REGISTER.s0];
    const ra = registers[REGISTER.ra];
    if (sp === undefined) return undefined;
    const layout = this.analysed(at);
    if (layout === "outermost") return layout;
    if (layout === undefined) {
      // A wild jump has not touched the stack; if it was a call, ra holds its return address.
      if (ra === undefined || ra === pc || !this.#code.isReturnAddress(ra)) return undefined;
      return { context: callerContext(ra, registers, this.#code), origin: "ra" };
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
    if (returnAddress === undefined || !this.#code.isReturnAddress(returnAddress)) return undefined;
    if (useRegister && returnAddress === pc) return undefined;
    const callerS0 = layout.s0Intact
      ? s0
      : layout.savedS0 === undefined
      ? undefined
      : readWord(this.#memory, top + BigInt(layout.savedS0));
    const values = registers.map((value, number) =>
      SAVED_REGISTERS.has(number) ? value : undefined
    );
    values[REGISTER.sp] = top;
    values[REGISTER.s0] = callerS0;
    return {
      context: callerContext(returnAddress, values, this.#code),
      origin: useRegister ? "ra" : "frame",
    };
  }

  #functionsOf(module: Image): Functions {
    const known = this.#functions.get(module);
    const functions = known ?? new Functions(module);
    this.#functions.set(module, functions);
    return functions;
  }

  #layoutAt(
    at: bigint,
    range: FunctionRange,
    functions: Functions,
  ): FrameLayout | undefined {
    if (!this.#layouts.has(at)) {
      const layoutIn = (part: FunctionRange) =>
        frameLayoutAt(at, part, (address) => this.#code.fetch(address));
      const layout = layoutIn(range);
      // Code that its function's start does not lead to belongs to another function.
      const own = layout === undefined ? functions.innermost(range, at) : undefined;
      this.#layouts.set(at, own === undefined ? layout : layoutIn(own));
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
      if (this.#code.followsCall(word)) {
        yield word;
        if (++found === MAX_SCANNED) return;
      }
      address += WORD;
    }
  }
}

/** The frame of a caller. */
export function callerContext(
  returnAddress: bigint,
  registers: FrameRegisters,
  code: CodeReader,
): Context {
  return {
    pc: returnAddress,
    at: returnAddress - BigInt(code.callLength(returnAddress) ?? 1),
    registers,
  };
}
