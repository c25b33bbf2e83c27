// SPDX-License-Identifier: MPL-2.0
// Finds the region of code that starts at an address: everything that direct jumps and branches
// reach from there, as basic blocks. A call ends a block and the code after it belongs to the
// region; indirect jumps, environment calls and what cannot be fetched leave it. Takes a fetcher,
// so that it needs no machine. Addresses are numbers: user addresses are below 2^47.

import type { Instruction } from "../../isa/encoding.ts";
import type { Cause } from "../../memory/trap.ts";
import { destinationOf, effectsOf, isCall, isCsrAllowed } from "../../semantics/effects.ts";

/** Why a region is left without executing the instruction. */
export type LeaveReason = "environment-call" | "breakpoint" | "illegal" | "fetch";

/**
 * Where a block is in a region: its address and, if it belongs to a function that is part of the region,
 * the number of the call by which control came there, times {@link CONTEXT}. A function that is
 * called from several places so has its blocks several times.
 */
export type Place = number;
/**
 * Code from that address on is not translated: places must be exact as numbers. Mappings come there only
 * after terabytes of others have come and gone.
 */
export const TRANSLATED_END = 2 ** 42;
const CONTEXT = TRANSLATED_END;
/** Calls whose functions are part of one region, at the most. */
const MOST_CONTEXTS = 31;
/** What the number of a copy of a block is counted in: see {@link copyOf}. */
const COPY = CONTEXT * (MOST_CONTEXTS + 1);

/** The address of a place. */
export const addressOf = (place: Place): number => place < CONTEXT ? place : place % CONTEXT;

/** The place of a region's hub, which has no address. */
export const HUB: Place = -1;

/** The highest number of a copy. */
export const MOST_COPIES = 2 ** 53 / COPY - 1;

/** The place of a copy of the block at a place; copies are numbered from 1 on. */
export const copyOf = (place: Place, number: number): Place => place + number * COPY;

/** The end of a block where what it goes on with in the region is elsewhere. */
export function withTargets(end: Terminator, moved: (to: Place) => Place): Terminator {
  switch (end.kind) {
    case "jump":
    case "return":
      return { ...end, to: moved(end.to) };
    case "branch":
      return { ...end, taken: moved(end.taken), next: moved(end.next) };
    case "call":
      return { ...end, returnTo: moved(end.returnTo) };
    case "dispatch":
      return { ...end, to: end.to.map(moved) };
    case "known":
      return { ...end, to: end.to.map(moved) };
    case "hub":
    case "indirect":
    case "leave":
    case "outside":
    case "start":
      return end;
  }
}

/** How a block ends. */
export type Terminator =
  /** Goes on at `to`: a jump, or the start of another block. */
  | { readonly kind: "jump"; readonly to: Place }
  | { readonly kind: "branch"; readonly taken: Place; readonly next: Place }
  /**
   * A jump that leaves a return address behind: `to` is the address of the function, undefined when
   * it is indirect.
   */
  | { readonly kind: "call"; readonly to: number | undefined; readonly returnTo: Place }
  /** A return from a function that is part of the region: goes on at `to` if that is the address. */
  | { readonly kind: "return"; readonly to: Place }
  /** Another return, or a jump to an address in a register. */
  | { readonly kind: "indirect" }
  /** A jump to an address in a register, to one of the region's hub if it is among those. */
  | { readonly kind: "hub" }
  /** Of the hub: goes on at the place with the address that was jumped to, if it is one of these. */
  | { readonly kind: "known"; readonly to: readonly Place[] }
  /** Leaves the region before the instruction at `at`. */
  | { readonly kind: "leave"; readonly at: number; readonly reason: LeaveReason }
  /** Goes on outside of the region, at an address. */
  | { readonly kind: "outside"; readonly to: number }
  /** Of the start of a region with a hub: goes on at the entry or, for other addresses, at the hub. */
  | { readonly kind: "start"; readonly entry: Place }
  /** Of a dispatcher: goes on at one of the places, as the selector says. */
  | { readonly kind: "dispatch"; readonly to: readonly Place[] };

/** Instructions that are only entered at the first and only left at the last. */
export interface Block {
  readonly start: Place;
  readonly instructions: readonly Instruction[];
  /** The address of each instruction. */
  readonly addresses: readonly number[];
  readonly end: Terminator;
}

/** A region: blocks by place. */
export interface Region {
  readonly entry: number;
  readonly blocks: ReadonlyMap<Place, Block>;
  /** Number of instructions in all blocks. */
  readonly size: number;
  /**
   * Whether there is a hub: a block at {@link HUB} where computed jumps meet that go on in the region.
   * Then the region can also be entered at any address that the hub knows.
   */
  readonly hasHub: boolean;
  /** Whether everything is in it: it did not become too large. */
  readonly isWhole: boolean;
}

/** Gives the instruction at an address; undefined when it cannot be fetched. */
export type Fetch = (address: number) => Instruction | "illegal" | undefined;

/** The most instructions in a region: bounds how long compiling one takes. */
export const LARGEST_REGION = 500;

const RETURN_ADDRESS = 1;
/** Registers for return addresses: jumps by them are returns (manual, "Unconditional Jumps"). */
const LINKS: ReadonlySet<number> = new Set([RETURN_ADDRESS, 5]);

interface Run {
  readonly instructions: Instruction[];
  readonly places: Place[];
  end: Terminator;
}

/** Values that the instructions of a run give to registers, where they follow from its text. */
class KnownValues {
  readonly #values = new Map<number, number>();

  get(register: number): number | undefined {
    return register === 0 ? 0 : this.#values.get(register);
  }

  /** Follows the instructions that `la`, `call` and `tail` consist of. */
  follow(instruction: Instruction, address: number): void {
    const value = this.#valueAfter(instruction, address);
    const rd = destinationOf(instruction);
    if (value !== undefined) this.#values.set(rd, value);
    else this.#values.delete(rd);
  }

  #valueAfter({ encoding, rs1, imm }: Instruction, address: number): number | undefined {
    switch (effectsOf(encoding).result) {
      case "imm":
        return imm;
      case "pc + imm":
        return address + imm;
      case "rs1 + imm": {
        const base = this.get(rs1);
        return base === undefined ? undefined : base + imm;
      }
      case "next":
      case "unknown":
        return undefined;
    }
  }
}

function controlFlow(
  instruction: Instruction,
  place: Place,
  known: KnownValues,
): Terminator | undefined {
  const { encoding, rs1, imm, length } = instruction;
  const { control } = effectsOf(encoding);
  const next = place + length;
  switch (control.kind) {
    case "next":
      return undefined;
    case "branch":
      // To the next instruction either way: as a branch it would hold the code after it twice.
      if (imm === length) return { kind: "jump", to: next };
      return { kind: "branch", taken: place + imm, next };
    case "jump":
      return isCall(instruction)
        ? { kind: "call", to: addressOf(place) + imm, returnTo: next }
        : { kind: "jump", to: place + imm };
    case "computed jump": {
      const base = control.target === "rs1 + imm" ? known.get(rs1) : undefined;
      const to = base === undefined || base + imm < 0 ? undefined : base + imm - (base + imm) % 2;
      if (isCall(instruction)) return { kind: "call", to, returnTo: next };
      return to === undefined
        ? { kind: "indirect" }
        : { kind: "jump", to: to + place - addressOf(place) };
    }
    case "trap":
      return { kind: "leave", at: addressOf(place), reason: reasonOf(control.cause) };
  }
}

function leaveReason(instruction: Instruction | "illegal" | undefined): LeaveReason | undefined {
  if (instruction === undefined) return "fetch";
  if (instruction === "illegal") return "illegal";
  const { control } = effectsOf(instruction.encoding);
  if (control.kind === "trap") return reasonOf(control.cause);
  return isCsrAllowed(instruction) ? undefined : "illegal";
}

/** Why a region is left before an instruction that always traps. */
function reasonOf(cause: Cause): LeaveReason {
  switch (cause) {
    case "environment-call":
    case "breakpoint":
      return cause;
    case "illegal-instruction":
      return "illegal";
    default:
      throw new TypeError(`Cannot translate an instruction that raises ${cause}: it has no exit`);
  }
}

/** The places in the region where control goes after a block. */
export function successors(end: Terminator): readonly Place[] {
  switch (end.kind) {
    case "jump":
    case "return":
      return [end.to];
    case "dispatch":
    case "known":
      return end.to;
    case "hub":
      return [HUB];
    case "start":
      return [end.entry, HUB];
    case "branch":
      return end.taken === end.next ? [end.next] : [end.taken, end.next];
    case "call":
      return [end.returnTo];
    case "indirect":
    case "leave":
    case "outside":
      return [];
  }
}

/** Where control may not go on in a region. */
export interface Bounds {
  /** Addresses that the region must not contain. */
  readonly isBorder?: (address: number) => boolean;
  /** Whether the function at an address should become part of the region where it is called. */
  readonly isInlined?: (callee: number) => boolean;
  /** Where a computed jump at an address is known to go; undefined where that is not of interest. */
  readonly targetsOf?: (jump: number) => readonly number[] | undefined;
  /**
   * The most instructions that are decoded, each time where runs of them overlap; {@link LARGEST_REGION} when
   * left out.
   */
  readonly largest?: number;
}

/** Functions become part of a region only up to this size of it, and so many of them in each other. */
const LARGEST_WITH_INLINED = 300;
const DEEPEST_INLINED = 4;

/** A call whose function is part of the region: contexts are numbered from 1 on. */
interface Context {
  readonly caller: number;
  readonly callee: number;
  /** Where the call returns to. */
  readonly returnTo: Place;
}

/** Decodes what belongs to one region. */
class RegionFinder {
  readonly #fetch: Fetch;
  readonly #isBorder: (address: number) => boolean;
  readonly #isInlined: (callee: number) => boolean;
  readonly #targetsOf: (jump: number) => readonly number[] | undefined;
  readonly #targets = new Set<number>();
  #hasHub = false;
  readonly #entry: number;
  readonly #runs = new Map<Place, Run>();
  readonly #contexts: Context[] = [];
  readonly #largest: number;
  #budget: number;

  constructor(entry: number, fetch: Fetch, bounds: Bounds) {
    this.#entry = entry;
    this.#fetch = fetch;
    this.#isBorder = bounds.isBorder ?? (() => false);
    this.#isInlined = bounds.isInlined ?? (() => false);
    this.#targetsOf = bounds.targetsOf ?? (() => undefined);
    this.#largest = bounds.largest ?? LARGEST_REGION;
    this.#budget = this.#largest;
  }

  find(): Region {
    const pending: Place[] = [this.#entry];
    for (const start of pending) {
      if (this.#budget <= 0 || this.#runs.has(start)) continue;
      const run = this.#decodeRun(start);
      this.#budget -= run.instructions.length;
      this.#runs.set(start, run);
      const ways = run.end.kind === "hub" ? [...this.#targets] : successors(run.end);
      pending.push(...ways.filter((to) => !this.#isBorder(addressOf(to))));
    }
    const { blocks, size } = cutIntoBlocks(this.#runs);
    if (this.#hasHub) {
      const known = [...this.#targets].filter((to) => blocks.has(to)).sort((a, b) => a - b);
      const end: Terminator = { kind: "known", to: known };
      blocks.set(HUB, { start: HUB, instructions: [], addresses: [], end });
    }
    return { entry: this.#entry, blocks, size, isWhole: this.#budget > 0, hasHub: this.#hasHub };
  }

  /**
   * Decodes from a place to the next jump, to where another run starts, or to a border; as many
   * instructions as the budget allows at the most.
   */
  #decodeRun(start: Place): Run {
    const known = new KnownValues();
    const run: Run = { instructions: [], places: [], end: { kind: "outside", to: start } };
    let place = start;
    while (run.instructions.length < this.#budget) {
      const instruction = this.#fetch(addressOf(place));
      const reason = leaveReason(instruction);
      if (reason !== undefined || instruction === undefined || instruction === "illegal") {
        run.end = { kind: "leave", at: addressOf(place), reason: reason ?? "fetch" };
        return run;
      }
      run.instructions.push(instruction);
      run.places.push(place);
      const end = controlFlow(instruction, place, known);
      if (end !== undefined) {
        run.end = this.#withInlined(end, instruction, place);
        return run;
      }
      known.follow(instruction, addressOf(place));
      place += instruction.length;
      if (this.#runs.has(place)) {
        run.end = { kind: "jump", to: place };
        return run;
      }
      if (this.#isBorder(addressOf(place))) break;
    }
    run.end = { kind: "outside", to: addressOf(place) };
    return run;
  }

  /** Goes on in functions that become part of the region, and returns from them. */
  #withInlined(end: Terminator, instruction: Instruction, place: Place): Terminator {
    const number = Math.floor(place / CONTEXT);
    if (end.kind === "indirect" && isReturn(instruction)) {
      const context = this.#contexts[number - 1];
      return context === undefined ? end : { kind: "return", to: context.returnTo };
    }
    if (end.kind === "indirect" && number === 0) return this.#withHub(end, instruction, place);
    if (end.kind !== "call" || end.to === undefined || !this.#mayInline(number, end.to)) return end;
    this.#contexts.push({ caller: number, callee: end.to, returnTo: end.returnTo });
    return { kind: "jump", to: end.to + this.#contexts.length * CONTEXT };
  }

  /** Goes on in the region after a computed jump. */
  #withHub(end: Terminator, { rs1 }: Instruction, jump: number): Terminator {
    const targets = LINKS.has(rs1) ? undefined : this.#targetsOf(jump);
    if (targets === undefined) return end;
    this.#hasHub = true;
    for (const to of targets) this.#targets.add(to);
    return { kind: "hub" };
  }

  #mayInline(caller: number, callee: number): boolean {
    if (this.#largest - this.#budget > LARGEST_WITH_INLINED) return false;
    if (this.#contexts.length === MOST_CONTEXTS || this.#isBorder(callee)) return false;
    let depth = 0;
    for (let number = caller; number > 0; depth++) {
      const context = this.#contexts[number - 1];
      if (context === undefined || context.callee === callee) return false;
      number = context.caller;
    }
    return depth < DEEPEST_INLINED && this.#isInlined(callee);
  }
}

/** `ret`: goes to where the last call came from, as far as compilers are concerned. */
function isReturn({ encoding, rd, rs1, imm }: Instruction): boolean {
  const { control } = effectsOf(encoding);
  return control.kind === "computed jump" && control.target === "rs1 + imm" && rd === 0 &&
    rs1 === RETURN_ADDRESS && imm === 0;
}

/** The region that starts at an address. */
export function findRegion(entry: number, fetch: Fetch, bounds: Bounds = {}): Region {
  return new RegionFinder(entry, fetch, bounds).find();
}

/** Runs may overlap: cuts each where another starts. */
function cutIntoBlocks(
  runs: ReadonlyMap<Place, Run>,
): { blocks: Map<Place, Block>; size: number } {
  const blocks = new Map<Place, Block>();
  let size = 0;
  for (const [start, run] of runs) {
    const cut = run.places.findIndex((place, index) => index > 0 && runs.has(place));
    const count = cut === -1 ? run.places.length : cut;
    const end: Terminator = cut === -1 ? run.end : { kind: "jump", to: run.places[cut] ?? start };
    blocks.set(start, {
      start,
      instructions: run.instructions.slice(0, count),
      addresses: run.places.slice(0, count).map(addressOf),
      end: leavingUnknown(end, runs),
    });
    size += count;
  }
  return { blocks, size };
}

/** Blocks that the budget or a border left out are outside of the region. */
function leavingUnknown(end: Terminator, runs: ReadonlyMap<Place, Run>): Terminator {
  return end.kind === "jump" && !runs.has(end.to)
    ? { kind: "outside", to: addressOf(end.to) }
    : end;
}
