// SPDX-License-Identifier: MPL-2.0
// The story of the word that a program died of: which memory the bad pointer, the return address or the
// corrupted header was loaded from, and the last store there. Takes how the program ended and how to run it
// again; returns plain data, and nothing when no word can be named.

import type { Image } from "../../cpu/memory/image.ts";
import type { Program } from "../../asm/object/program.ts";
import type { Trap } from "../../cpu/memory/trap.ts";
import type { Machine } from "../../cpu/machine.ts";
import { isChecker } from "../report/own_code.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { CodeLocations, hasNames, isRuntime } from "../symbols/locations.ts";

import { followValue, type Mappings, type OriginStep } from "./origin.ts";
import { type Moment, type Rerun, Reruns } from "./rerun.ts";
import { type Suspect, suspectOfTrap, suspectsOfAbort } from "./suspect.ts";
import { instructionOf, Tapes } from "./tape.ts";

/** The story of one word. */
export interface FaultStory {
  /** The register that held its value when the program failed. */
  readonly suspect: Suspect;
  /** Its value then; undefined if the kernel set it. */
  readonly value: bigint | undefined;
  /** The way of the value, from the failure backwards. */
  readonly steps: readonly OriginStep[];
}

/** How a program ended. */
export interface Death {
  /** Where: the instruction that trapped, or the one after the ecall that sent the signal. */
  readonly moment: Moment;
  /** The trap, if there was one. */
  readonly trap: Trap | undefined;
}

/** Steps to the word: through registers saved on the stack. */
const MAX_STEPS = 24;
/** System calls answer -4095 to -1 when they fail. */
const MAX_ERROR = 4095n;
/** Checks of an allocator that are looked at, from the last one backwards. */
const MAX_CHECKS = 8;

/**
 * The story of the word that a program died of; undefined when no word in memory was the cause, as far as the
 * instructions tell. `machine` is that of the first run, as it ended.
 *
 * @throws {RerunError} when the program cannot be run again as often as that takes
 */
export async function storyOfDeath(
  rerun: Rerun,
  { moment, trap }: Death,
  machine: Pick<Machine, "memory">,
  image: Image | Program,
): Promise<FaultStory | undefined> {
  using reruns = new Reruns(rerun);
  const tapes = new Tapes(reruns, moment);
  const { memory } = machine;
  const tape = await tapes.before(moment.number);
  const code = new CodeReader(memory);
  const tell = async (suspects: readonly Suspect[], isInside?: (pc: bigint) => boolean) => {
    const stories: FaultStory[] = [];
    for (const suspect of suspects) {
      const options = { memory, untilStore: true, isInside, maxSteps: MAX_STEPS };
      const steps = await followValue(reruns, tapes, suspect, options);
      const value = await valueOf(suspect, tapes);
      if (!tells(steps, { ...suspect, value }, memory)) continue;
      // What a function sets right before it fails, everyone sees there.
      if (isConstantOf(steps, moment.pc, image)) continue;
      stories.push({ suspect, value, steps });
    }
    // Of the words that a check compared, the one that changed last is more likely the bad one.
    return stories.reduce<FaultStory | undefined>(
      (best, story) => best === undefined || lastChange(story) > lastChange(best) ? story : best,
      undefined,
    );
  };
  if (trap !== undefined && trap.cause !== "breakpoint") {
    const word = code.fetch(moment.pc);
    const failed = word === undefined ? undefined : instructionOf({ word });
    const suspect = suspectOfTrap(trap, failed, tape);
    return suspect && await tell([suspect]);
  }
  if (!hasNames(image)) return undefined;
  const locations = new CodeLocations(image);
  const nameAt = (pc: bigint) => image.symbolAt(pc)?.name;
  const isLibrary = (pc: bigint) => {
    const location = locations.at(pc);
    return isRuntime(location) || isChecker(location);
  };
  let checks = 0;
  for (const suspects of suspectsOfAbort(moment.number, { tape, code, nameAt })) {
    const check = tape.at(suspects[0]?.before ?? 0);
    const inLibrary = check !== undefined && isLibrary(check.pc);
    // An allocator decides by several checks that a block is bad; in the program itself only the last one counts.
    if (checks > 0 && !inLibrary) return undefined;
    const story = await tell(suspects, inLibrary ? isLibrary : undefined);
    if (story !== undefined || !inLibrary || ++checks === MAX_CHECKS) return story;
  }
  return undefined;
}

/** Whether the steps lead to something that the reader does not see at the failure itself. */
function tells(
  steps: readonly OriginStep[],
  { use, value }: Suspect & { readonly value: bigint | undefined },
  memory: Mappings,
): boolean {
  const last = steps.at(-1);
  if (last === undefined) return false;
  if (last.kind === "stored") return true;
  const load = steps.findLast((step) => step.kind === "loaded");
  if (last.kind === "initial") {
    // A constant of the program is no story.
    return memory.mappingAt(last.address)?.permissions.write === true && load !== undefined;
  }
  if (use === "compared") return false;
  return last.kind === "constant" || (last.kind === "kernel" && isFailure(value));
}

/** Whether a value may be the error of a system call, rather than its result. */
function isFailure(value: bigint | undefined): boolean {
  return value !== undefined && BigInt.asIntN(64, value) <= 0n &&
    BigInt.asIntN(64, value) >= -MAX_ERROR;
}

/** Whether a value is a constant of the function that failed. */
function isConstantOf(steps: readonly OriginStep[], pc: bigint, image: Image | Program): boolean {
  const last = steps.at(-1);
  if (last?.kind !== "constant") return false;
  const functionAt = (address: bigint) =>
    hasNames(image) ? image.symbolAt(address)?.value : undefined;
  return functionAt(last.record.pc) === functionAt(pc) || functionAt(pc) === undefined;
}

/** The value that the suspect's register had. */
async function valueOf({ register, before }: Suspect, tapes: Tapes): Promise<bigint | undefined> {
  const definition = await tapes.definition(register, before);
  return definition?.by === "instruction" ? definition.record.value : undefined;
}

function lastChange({ steps }: FaultStory): number {
  const last = steps.at(-1);
  return last?.kind === "stored" ? last.write.number : -1;
}
