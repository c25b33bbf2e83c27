// SPDX-License-Identifier: MPL-2.0
// How to get from a frame to its caller, in numbers, for code that keeps to the usual: the frame is at a
// constant distance from sp or s0, and ra and s0 are in it. Takes what call frame information says, or else the
// function's code. A shape is made once for each address.

import type { Image } from "../../cpu/memory/image.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { CallFrames } from "./call_frames.ts";
import { CodeReader, type StackMemory } from "./code_reader.ts";
import type { FrameLayout } from "./frame_layout.ts";
import type { FrameRules } from "./frame_rules.ts";
import { Unwinder } from "./unwinder.ts";

/** Where a register of the caller is: in memory, at this distance from the frame's top, or where it was. */
export type Saved = number | "same" | "lost";

/** A frame that is described by constants. */
export interface FrameShape {
  /** The register that the frame's top is computed from. */
  readonly base: "sp" | "s0";
  /** The frame's top, which is sp in the caller, minus that register. */
  readonly offset: number;
  /** The return address. */
  readonly ra: Saved;
  /** The caller's s0. */
  readonly s0: Saved;
}

/** "outermost" has no caller; "other" needs an unwinder; "end" is no code that was called. */
export type FrameKind = FrameShape | "outermost" | "other" | "end";

/** The shapes of frames in one program. */
export class FrameShapes {
  readonly #code: CodeReader;
  readonly #described: CallFrames;
  readonly #unwinder: Unwinder;
  readonly #current = new Map<number, FrameKind>();
  readonly #callers = new Map<number, FrameKind>();

  /** Of a program that was loaded into a memory. */
  constructor(memory: StackMemory, image: Image) {
    this.#code = new CodeReader(memory);
    this.#described = new CallFrames(memory, image);
    this.#unwinder = new Unwinder(memory, image, this.#described);
  }

  /** What finds the callers of frames that have no shape. */
  get unwinder(): Unwinder {
    return this.#unwinder;
  }

  /** The frame of code that is at this pc. */
  at(pc: number): FrameKind {
    let shape = this.#current.get(pc);
    if (shape === undefined) {
      shape = this.#code.isTrampoline(BigInt(pc)) ? "other" : this.#make(BigInt(pc));
      this.#current.set(pc, shape);
    }
    return shape;
  }

  /** The frame of code that made a call which returns to this address. */
  callBefore(returnAddress: number): FrameKind {
    let shape = this.#callers.get(returnAddress);
    if (shape === undefined) {
      const address = BigInt(returnAddress);
      const length = this.#code.callLength(address);
      shape = this.#code.isTrampoline(address)
        ? "other"
        : length === undefined
        ? "end"
        : this.#make(address - BigInt(length));
      this.#callers.set(returnAddress, shape);
    }
    return shape;
  }

  #make(at: bigint): FrameKind {
    const rules = this.#described.rulesAt(at);
    if (rules !== undefined) return shapeOfRules(rules);
    const layout = this.#unwinder.analysed(at);
    if (layout === undefined || layout === "outermost") return layout ?? "other";
    return shapeOfLayout(layout);
  }
}

function shapeOfRules({ cfa, registers, returnColumn, isSignalFrame }: FrameRules): FrameKind {
  if ("bytes" in cfa || isSignalFrame || returnColumn !== REGISTER.ra) return "other";
  const base = cfa.register === REGISTER.sp
    ? "sp"
    : cfa.register === REGISTER.s0
    ? "s0"
    : undefined;
  const saved = (register: number): Saved | "outermost" | undefined => {
    const rule = registers.get(register);
    if (rule === undefined || rule.kind === "same") return "same";
    if (rule.kind === "at") return Number(rule.offset);
    return rule.kind === "undefined" ? "outermost" : undefined;
  };
  const [ra, s0] = [saved(REGISTER.ra), saved(REGISTER.s0)];
  if (ra === "outermost") return "outermost";
  if (base === undefined || ra === undefined || s0 === undefined || registers.has(REGISTER.sp)) {
    return "other";
  }
  return { base, offset: Number(cfa.offset), ra, s0: s0 === "outermost" ? "lost" : s0 };
}

function shapeOfLayout(layout: FrameLayout): FrameKind {
  const { sp, framePointer, raIntact, savedRa, s0Intact, savedS0 } = layout;
  const ra = savedRa ?? (raIntact ? "same" : undefined);
  const base = sp !== undefined ? "sp" : "s0";
  const distance = sp ?? framePointer;
  if (ra === undefined || distance === undefined) return "other";
  return { base, offset: -distance, ra, s0: s0Intact ? "same" : savedS0 ?? "lost" };
}
