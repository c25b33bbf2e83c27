// SPDX-License-Identifier: MPL-2.0
// What counts of an instruction word: whether it loads, stores and branches, and how it continues.
// An atomic instruction loads and stores, even an sc that fails.

import type { Flow } from "../engine/counting.ts";
import { decode } from "../isa/encoding.ts";
import { accessOf, effectsOf, isCall } from "../semantics/effects.ts";

/** What an instruction word does, as far as it is counted. */
export interface InstructionKind {
  readonly loads: 0 | 1;
  readonly stores: 0 | 1;
  readonly flow: Flow;
  /** How far a branch goes when it is taken. */
  readonly distance: number;
}

/** The registers that hold return addresses (manual, "Unconditional Jumps"). */
const LINKS: ReadonlySet<number> = new Set([1, 5]);

const kinds = new Map<number, InstructionKind>();

/** What an instruction word does. */
export function kindOf(word: number): InstructionKind {
  let kind = kinds.get(word);
  if (kind === undefined) kinds.set(word, kind = find(word));
  return kind;
}

function find(word: number): InstructionKind {
  const instruction = decode(word);
  if (instruction === undefined) return { loads: 0, stores: 0, flow: "next", distance: 0 };
  const access = accessOf(instruction);
  const { control } = effectsOf(instruction.encoding);
  const links = isCall(instruction) && LINKS.has(instruction.rd);
  const flow = control.kind === "branch"
    ? "branch"
    : control.kind !== "jump" && control.kind !== "computed jump"
    ? "next"
    : links
    ? "call"
    : control.kind === "jump"
    ? "jump"
    : instruction.rd === 0 && LINKS.has(instruction.rs1)
    ? "return"
    : "computed jump";
  return {
    loads: access?.load ? 1 : 0,
    stores: access?.store ? 1 : 0,
    flow,
    distance: control.kind === "branch" ? instruction.imm : 0,
  };
}
