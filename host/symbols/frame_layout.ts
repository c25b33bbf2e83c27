// SPDX-License-Identifier: MPL-2.0
// What a function has done to the stack by the time it reaches an address: how far it moved sp, and where
// it saved ra and s0. Code without frame pointers and call frame information says so only by its
// instructions, so this follows every path from the function's start, once.

import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { accessOf, destinationOf, effectsOf } from "../../cpu/semantics/effects.ts";
import type { FunctionRange } from "./functions.ts";

/** A frame, relative to its top: the value of sp at the call of the function. */
export interface FrameLayout {
  /** sp minus the frame's top; undefined when the code computes sp in a way that is not followed. */
  readonly sp: number | undefined;
  /** s0 minus the frame's top, where s0 is the frame pointer. */
  readonly framePointer: number | undefined;
  /** Whether the register ra still holds the return address. */
  readonly raIntact: boolean;
  /** Where the return address was saved, relative to the frame's top. */
  readonly savedRa: number | undefined;
  /** Whether the register s0 still holds the caller's value. */
  readonly s0Intact: boolean;
  /** Where the caller's s0 was saved, relative to the frame's top. */
  readonly savedS0: number | undefined;
}

/** Reads the instruction word at an address; undefined where there is none. */
export type FetchWord = (address: bigint) => number | undefined;

/** The most instructions of a function that are followed. */
const LIMIT = 50_000;

const ENTRY: FrameLayout = {
  sp: 0,
  framePointer: undefined,
  raIntact: true,
  savedRa: undefined,
  s0Intact: true,
  savedS0: undefined,
};

/** The frame at `address` in a function, before the instruction there is executed. */
export function frameLayoutAt(
  address: bigint,
  { start, end }: FunctionRange,
  fetch: FetchWord,
): FrameLayout | undefined {
  const seen = new Set<bigint>();
  const work: [address: bigint, layout: FrameLayout][] = [[start, ENTRY]];
  for (let next = work.pop(); next !== undefined && seen.size < LIMIT; next = work.pop()) {
    let [at, layout] = next;
    while (at >= start && at < end && !seen.has(at)) {
      if (at === address) return layout;
      seen.add(at);
      const word = fetch(at);
      const instruction = word === undefined ? undefined : decode(word);
      if (word === undefined || instruction === undefined) break;
      const target = jumpTarget(at, instruction);
      const after = transfer(layout, instruction);
      if (target !== undefined) {
        // A routine inside the function that is called has a frame of its own.
        work.push([target, instruction.rd === REGISTER.ra ? ENTRY : after]);
      }
      if (isOneWay(instruction)) break;
      layout = after;
      at += BigInt(instructionLength(word));
    }
  }
  return undefined;
}

/** The target of a branch or direct jump. */
function jumpTarget(at: bigint, { encoding, imm }: Instruction): bigint | undefined {
  const { kind } = effectsOf(encoding).control;
  return kind === "branch" || kind === "jump" ? at + BigInt(imm) : undefined;
}

/** Whether execution never continues at the next instruction in memory. */
function isOneWay({ encoding, rd }: Instruction): boolean {
  const { kind } = effectsOf(encoding).control;
  return (kind === "jump" || kind === "computed jump") && rd === 0;
}

/** The frame after an instruction. */
function transfer(before: FrameLayout, instruction: Instruction): FrameLayout {
  const { encoding, rs1, rs2, imm } = instruction;
  const access = accessOf(instruction);
  const isDoubleword = access?.size === 8 && !access.isAtomic;
  if (isDoubleword && access.store && effectsOf(encoding).readsRs2) {
    const slot = slotOf(before, rs1, imm);
    if (slot === undefined) return before;
    if (rs2 === REGISTER.ra && before.raIntact) return { ...before, savedRa: slot };
    if (rs2 === REGISTER.s0 && before.s0Intact) return { ...before, savedS0: slot };
    return before;
  }
  const isLoad = isDoubleword && access.load;
  const isSum = effectsOf(encoding).result === "rs1 + imm";
  switch (destinationOf(instruction)) {
    case REGISTER.sp: {
      const value = isSum ? slotOf(before, rs1, imm) : undefined;
      return { ...before, sp: value };
    }
    case REGISTER.ra: {
      const restored = isLoad && isSlot(before.savedRa, slotOf(before, rs1, imm));
      return { ...before, raIntact: restored };
    }
    case REGISTER.s0: {
      const restored = isLoad && isSlot(before.savedS0, slotOf(before, rs1, imm));
      const framePointer = isSum ? slotOf(before, rs1, imm) : undefined;
      return { ...before, s0Intact: restored, framePointer };
    }
    default:
      return before;
  }
}

/** `imm(base)` as a distance from the frame's top, where base is sp or the frame pointer. */
function slotOf(layout: FrameLayout, base: number, imm: number): number | undefined {
  const from = base === REGISTER.sp
    ? layout.sp
    : base === REGISTER.s0
    ? layout.framePointer
    : undefined;
  return from === undefined ? undefined : from + imm;
}

function isSlot(saved: number | undefined, slot: number | undefined): boolean {
  return saved !== undefined && saved === slot;
}
