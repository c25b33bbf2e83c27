// SPDX-License-Identifier: MPL-2.0
// Which value a program died of: the register that a fault's address came from, or the registers that a failed
// check compared before it aborted. Takes a tape of the last instructions; guesses nothing: where the tape does
// not say, there is no suspect.

import { REGISTER } from "../../cpu/isa/registers.ts";
import { accessOf, effectsOf } from "../../cpu/semantics/effects.ts";
import type { Trap } from "../../cpu/memory/trap.ts";
import type { Instruction } from "../../cpu/isa/encoding.ts";
import type { CodeReader } from "../symbols/code_reader.ts";
import { isAbortMachinery } from "../report/own_code.ts";
import { instructionOf, type NumberedRecord, sourcesOf, type Tape } from "./tape.ts";

/** A register that may hold the bad value. */
export interface Suspect {
  /** The register. */
  readonly register: number;
  /** Its value is that before this instruction. */
  readonly before: number;
  /** What it was used for. */
  readonly use: "address" | "target" | "compared";
}

/** The longest way back from an abort to the check that failed. */
const MAX_BACK = 50_000;

/** What tells how a program came to abort. */
export interface AbortTrail {
  /** The last instructions. */
  readonly tape: Tape;
  /** Reads the program's code. */
  readonly code: CodeReader;
  /** The name of the function that an instruction belongs to. */
  readonly nameAt: (pc: bigint) => string | undefined;
}

/** The register that a trap's address came from; `instruction` is the one that trapped. */
export function suspectOfTrap(
  { cause, instruction: number }: Pick<Trap, "cause" | "instruction">,
  instruction: Instruction | undefined,
  tape: Tape,
): Suspect | undefined {
  switch (cause) {
    case "load-page-fault":
    case "store-page-fault":
    case "load-address-misaligned":
    case "store-address-misaligned": {
      if (instruction === undefined || accessOf(instruction) === undefined) return undefined;
      const { rs1 } = instruction;
      // A stack that is too small is no bad pointer.
      if (rs1 === 0 || rs1 === REGISTER.sp) return undefined;
      return { register: rs1, before: number, use: "address" };
    }
    case "instruction-page-fault":
    case "illegal-instruction": {
      const jump = tape.at(number - 1);
      const jumping = jump && instructionOf(jump);
      if (jumping === undefined) return undefined;
      const { control } = effectsOf(jumping.encoding);
      if (control.kind !== "computed jump" || jumping.rs1 === 0) return undefined;
      return { register: jumping.rs1, before: number - 1, use: "target" };
    }
    default:
      return undefined;
  }
}

/**
 * The registers that checks compared before the program ended at an instruction: those of the last check first,
 * then of the check before it, and so on.
 */
export function* suspectsOfAbort(end: number, trail: AbortTrail): Generator<readonly Suspect[]> {
  let before = end;
  let isFirst = true;
  while (true) {
    const branch = lastCheck(before, trail, isFirst);
    const instruction = branch && instructionOf(branch);
    if (branch === undefined || instruction === undefined) return;
    isFirst = false;
    const suspects = sourcesOf(instruction).map((register): Suspect => ({
      register,
      before: branch.number,
      use: "compared",
    }));
    // A function that answers yes or no: the check is in there.
    const [only, ...others] = suspects;
    const answer = only === undefined || others.length > 0
      ? undefined
      : answerIn(only.register, branch.number, trail.tape);
    if (answer === undefined) yield suspects;
    before = answer?.number ?? branch.number;
  }
}

/**
 * The last conditional branch before an instruction in a function that has not returned since; of the first one
 * that is asked for, not in a function that only prepares the abort.
 */
function lastCheck(
  before: number,
  { tape, code, nameAt }: AbortTrail,
  isFirst: boolean,
): NumberedRecord | undefined {
  const live = tape.liveAt(before, code);
  for (let number = before - 1; number >= Math.max(tape.first, before - MAX_BACK); number--) {
    if (!live.has(number)) continue;
    const record = tape.at(number);
    const instruction = record && instructionOf(record);
    if (record === undefined || instruction === undefined) return undefined;
    if (effectsOf(instruction.encoding).control.kind !== "branch") continue;
    if (!isFirst) return record;
    const name = nameAt(record.pc);
    if (name === undefined) return undefined;
    if (!isAbortMachinery(name)) return record;
  }
  return undefined;
}

/** The instruction that set a0 to a constant: the answer of a function. */
function answerIn(register: number, before: number, tape: Tape): NumberedRecord | undefined {
  if (register !== REGISTER.a0) return undefined;
  const definition = tape.definition(register, before);
  if (definition?.by !== "instruction") return undefined;
  const { record } = definition;
  const instruction = instructionOf(record);
  if (instruction === undefined || record.access !== undefined) return undefined;
  return sourcesOf(instruction).length === 0 ? record : undefined;
}
