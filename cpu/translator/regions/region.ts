// SPDX-License-Identifier: MPL-2.0
// Finds the region of code that starts at an address: the basic blocks that direct jumps and
// branches reach from there. A call ends a block, and the code that it returns to belongs to the
// region. Indirect jumps, environment calls and code that cannot be fetched leave the region. Code
// is read by a function, so no machine is needed. Addresses are numbers: user addresses are below
// 2^47.

import type { Instruction } from "../../isa/encoding.ts";
import { REGISTER } from "../../isa/registers.ts";
import type { Cause } from "../../memory/trap.ts";
import { destinationOf, effectsOf, isCall, isCsrAllowed } from "../../semantics/effects.ts";

/** Why control leaves a region before an instruction. */
export type LeaveReason = "environment-call" | "breakpoint" | "illegal" | "fetch";

/**
 * Identifies a block, or an instruction in one. It is the address, plus the context times {@link
 * CONTEXT}: context 0 is the code of the region's own function, and each call that is inlined has
 * another. So a function that is inlined at several calls has its blocks several times. Copies made
 * by unrolling have ids of their own; see {@link copyOf}.
 */
export type BlockId = number;
/**
 * Code from this address on is not translated, because ids must be exact as numbers. Mappings only
 * get there after terabytes of others have come and gone.
 */
export const TRANSLATED_END = 2 ** 42;
const CONTEXT = TRANSLATED_END;
/** How many calls a region may inline. */
const MAX_CONTEXTS = 31;
/** What ids of copies count in: see {@link copyOf}. */
const COPY = CONTEXT * (MAX_CONTEXTS + 1);

/** The address of a block or instruction. */
export const addressOf = (id: BlockId): number => id < CONTEXT ? id : id % CONTEXT;

/** The id of a region's hub, which has no address. */
export const HUB: BlockId = -1;

/** The highest number that a copy can have. */
export const MAX_COPIES = 2 ** 53 / COPY - 1;

/** The id of a copy of a block; copies are numbered from 1 on. */
export const copyOf = (id: BlockId, number: number): BlockId => id + number * COPY;

/** The end of a block, with the ids of its targets changed. */
export function withTargets(end: Terminator, moved: (to: BlockId) => BlockId): Terminator {
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
  /** Continues at `to`: a jump, or the next block starts here. */
  | { readonly kind: "jump"; readonly to: BlockId }
  | { readonly kind: "branch"; readonly taken: BlockId; readonly next: BlockId }
  /** A jump that links. `to` is the address of the function, undefined if the call is indirect. */
  | { readonly kind: "call"; readonly to: number | undefined; readonly returnTo: BlockId }
  /** A return from an inlined function: continues at `to` if that is the address in ra. */
  | { readonly kind: "return"; readonly to: BlockId }
  /** Any other return, or a computed jump that leaves the region. */
  | { readonly kind: "indirect" }
  /** A computed jump by way of the region's hub. */
  | { readonly kind: "hub" }
  /**
   * The end of the hub: continues at the block whose address was jumped to, if it is one of these.
   */
  | { readonly kind: "known"; readonly to: readonly BlockId[] }
  /** Leaves the region before the instruction at `at`. */
  | { readonly kind: "leave"; readonly at: number; readonly reason: LeaveReason }
  /** Continues outside the region. */
  | { readonly kind: "outside"; readonly to: number }
  /**
   * The start of a region with a hub: continues at the entry, or at the hub for other addresses.
   */
  | { readonly kind: "start"; readonly entry: BlockId }
  /** The end of a dispatch block: continues at one of these, which a local selects. */
  | { readonly kind: "dispatch"; readonly to: readonly BlockId[] };

/** Instructions that are entered only at the first and left only at the last. */
export interface Block {
  readonly start: BlockId;
  readonly instructions: readonly Instruction[];
  /** The address of each instruction. */
  readonly addresses: readonly number[];
  readonly end: Terminator;
  /** Whether there is or was a stop at its first instruction. */
  readonly hasStop: boolean;
}

/** A region of code, as blocks by id. */
export interface Region {
  readonly entry: number;
  readonly blocks: ReadonlyMap<BlockId, Block>;
  /** The number of instructions in all blocks. */
  readonly size: number;
  /**
   * Whether there is a hub: a block with id {@link HUB} that all computed jumps within the region
   * go through. Such a region can also be entered at any target of the hub.
   */
  readonly hasHub: boolean;
  /** Whether the region is complete, rather than cut off because it became too large. */
  readonly isWhole: boolean;
}

/** Returns the instruction at an address, or undefined if it cannot be fetched. */
export type Fetch = (address: number) => Instruction | "illegal" | undefined;

/** How many instructions a region may have, which bounds the time to compile it. */
export const MAX_REGION_SIZE = 500;

/** Link registers: a jump through one is a return (manual, "Unconditional Jumps"). */
const LINKS: ReadonlySet<number> = new Set([REGISTER.ra, REGISTER.t0]);

interface Run {
  readonly instructions: Instruction[];
  readonly ids: BlockId[];
  end: Terminator;
}

/** Register values that are known from the instructions of a run. */
class KnownValues {
  readonly #values = new Map<number, number>();

  get(register: number): number | undefined {
    return register === 0 ? 0 : this.#values.get(register);
  }

  /** Follows the instructions that `la`, `call` and `tail` expand to. */
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
  id: BlockId,
  known: KnownValues,
): Terminator | undefined {
  const { encoding, rs1, imm, length } = instruction;
  const { control } = effectsOf(encoding);
  const next = id + length;
  switch (control.kind) {
    case "next":
      return undefined;
    case "branch":
      // Both ways lead to the next instruction. Treated as a branch, it would make two edges to the
      // same code.
      if (imm === length) return { kind: "jump", to: next };
      return { kind: "branch", taken: id + imm, next };
    case "jump":
      return isCall(instruction)
        ? { kind: "call", to: addressOf(id) + imm, returnTo: next }
        : { kind: "jump", to: id + imm };
    case "computed jump": {
      const base = control.target === "rs1 + imm" ? known.get(rs1) : undefined;
      const to = base === undefined || base + imm < 0 ? undefined : base + imm - (base + imm) % 2;
      if (isCall(instruction)) return { kind: "call", to, returnTo: next };
      return to === undefined
        ? { kind: "indirect" }
        : { kind: "jump", to: to + id - addressOf(id) };
    }
    case "trap":
      return { kind: "leave", at: addressOf(id), reason: reasonOf(control.cause) };
  }
}

function leaveReason(instruction: Instruction | "illegal" | undefined): LeaveReason | undefined {
  if (instruction === undefined) return "fetch";
  if (instruction === "illegal") return "illegal";
  const { control } = effectsOf(instruction.encoding);
  if (control.kind === "trap") return reasonOf(control.cause);
  return isCsrAllowed(instruction) ? undefined : "illegal";
}

/** Why control leaves a region before an instruction that always traps. */
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

/** The ids of the blocks in the region that control may continue at. */
export function successors(end: Terminator): readonly BlockId[] {
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

/** What limits a region. */
export interface Bounds {
  /** Whether the region must not contain the code at an address. */
  readonly isBorder?: (address: number) => boolean;
  /** Whether the region may inline the function at an address. */
  readonly isInlined?: (callee: number) => boolean;
  /**
   * The known targets of the computed jump at an address; undefined if it should leave the region.
   */
  readonly targetsOf?: (jump: number) => readonly number[] | undefined;
  /** Where the code that starts at an address must start a new block; nowhere by default. */
  readonly boundaryAfter?: ((address: number) => number) | undefined;
  /** Whether there is or was a stop at an address: a block starts there. */
  readonly hasStop?: (address: number) => boolean;
  /**
   * The most instructions to decode, counting those where runs overlap more than once;
   * {@link MAX_REGION_SIZE} by default.
   */
  readonly maxSize?: number;
}

/** A region inlines calls only while it is smaller than this, and nests them only this deep. */
const MAX_SIZE_TO_INLINE = 300;
const MAX_INLINE_DEPTH = 4;

/** An inlined call. Contexts are numbered from 1 on. */
interface Context {
  readonly caller: number;
  readonly callee: number;
  /** Where the call returns to. */
  readonly returnTo: BlockId;
}

/** Finds one region. */
class RegionFinder {
  readonly #fetch: Fetch;
  readonly #isBorder: (address: number) => boolean;
  readonly #isInlined: (callee: number) => boolean;
  readonly #targetsOf: (jump: number) => readonly number[] | undefined;
  readonly #boundaryAfter: (address: number) => number;
  readonly #hasStop: (address: number) => boolean;
  readonly #targets = new Set<number>();
  #hasHub = false;
  readonly #entry: number;
  readonly #runs = new Map<BlockId, Run>();
  readonly #contexts: Context[] = [];
  readonly #maxSize: number;
  #budget: number;

  constructor(entry: number, fetch: Fetch, bounds: Bounds) {
    this.#entry = entry;
    this.#fetch = fetch;
    this.#isBorder = bounds.isBorder ?? (() => false);
    this.#isInlined = bounds.isInlined ?? (() => false);
    this.#targetsOf = bounds.targetsOf ?? (() => undefined);
    this.#boundaryAfter = bounds.boundaryAfter ?? (() => Infinity);
    this.#hasStop = bounds.hasStop ?? (() => false);
    this.#maxSize = bounds.maxSize ?? MAX_REGION_SIZE;
    this.#budget = this.#maxSize;
  }

  find(): Region {
    const pending: BlockId[] = [this.#entry];
    for (const start of pending) {
      if (this.#budget <= 0 || this.#runs.has(start)) continue;
      const run = this.#decodeRun(start);
      this.#budget -= run.instructions.length;
      this.#runs.set(start, run);
      const ways = run.end.kind === "hub" ? [...this.#targets] : successors(run.end);
      pending.push(...ways.filter((to) => !this.#isBorder(addressOf(to))));
    }
    const { blocks, size } = cutIntoBlocks(this.#runs, this.#hasStop);
    if (this.#hasHub) {
      const known = [...this.#targets].filter((to) => blocks.has(to)).sort((a, b) => a - b);
      const end: Terminator = { kind: "known", to: known };
      blocks.set(HUB, { start: HUB, instructions: [], addresses: [], end, hasStop: false });
    }
    return { entry: this.#entry, blocks, size, isWhole: this.#budget > 0, hasHub: this.#hasHub };
  }

  /**
   * Decodes from an id to the next jump, to the start of another run, to a stop or to a border, but
   * no more instructions than the budget allows.
   */
  #decodeRun(start: BlockId): Run {
    const known = new KnownValues();
    const run: Run = { instructions: [], ids: [], end: { kind: "outside", to: start } };
    let id = start;
    const boundary = this.#boundaryAfter(addressOf(start));
    while (run.instructions.length < this.#budget) {
      const instruction = this.#fetch(addressOf(id));
      const reason = leaveReason(instruction);
      if (reason !== undefined || instruction === undefined || instruction === "illegal") {
        run.end = { kind: "leave", at: addressOf(id), reason: reason ?? "fetch" };
        return run;
      }
      run.instructions.push(instruction);
      run.ids.push(id);
      const end = controlFlow(instruction, id, known);
      if (end !== undefined) {
        run.end = this.#withInlined(end, instruction, id);
        return run;
      }
      known.follow(instruction, addressOf(id));
      id += instruction.length;
      if (this.#runs.has(id) || addressOf(id) >= boundary) {
        run.end = { kind: "jump", to: id };
        return run;
      }
      if (this.#isBorder(addressOf(id))) break;
      if (this.#hasStop(addressOf(id))) {
        run.end = { kind: "jump", to: id };
        return run;
      }
    }
    run.end = { kind: "outside", to: addressOf(id) };
    return run;
  }

  /** Lets a call continue in an inlined function, and a return continue after its call. */
  #withInlined(end: Terminator, instruction: Instruction, id: BlockId): Terminator {
    const number = Math.floor(id / CONTEXT);
    if (end.kind === "indirect" && isReturn(instruction)) {
      const context = this.#contexts[number - 1];
      return context === undefined ? end : { kind: "return", to: context.returnTo };
    }
    if (end.kind === "indirect" && number === 0) return this.#withHub(end, instruction, id);
    if (end.kind !== "call" || end.to === undefined || !this.#mayInline(number, end.to)) return end;
    this.#contexts.push({ caller: number, callee: end.to, returnTo: end.returnTo });
    return { kind: "jump", to: end.to + this.#contexts.length * CONTEXT };
  }

  /** Lets a computed jump continue at the hub. */
  #withHub(end: Terminator, { rs1 }: Instruction, jump: number): Terminator {
    const targets = LINKS.has(rs1) ? undefined : this.#targetsOf(jump);
    if (targets === undefined) return end;
    this.#hasHub = true;
    for (const to of targets) this.#targets.add(to);
    return { kind: "hub" };
  }

  #mayInline(caller: number, callee: number): boolean {
    if (this.#maxSize - this.#budget > MAX_SIZE_TO_INLINE) return false;
    if (this.#contexts.length === MAX_CONTEXTS || this.#isBorder(callee)) return false;
    let depth = 0;
    for (let number = caller; number > 0; depth++) {
      const context = this.#contexts[number - 1];
      if (context === undefined || context.callee === callee) return false;
      number = context.caller;
    }
    return depth < MAX_INLINE_DEPTH && this.#isInlined(callee);
  }
}

/** Whether an instruction is `ret`, which compilers use only to return from the last call. */
function isReturn({ encoding, rd, rs1, imm }: Instruction): boolean {
  const { control } = effectsOf(encoding);
  return control.kind === "computed jump" && control.target === "rs1 + imm" && rd === 0 &&
    rs1 === REGISTER.ra && imm === 0;
}

/** The region that starts at an address. */
export function findRegion(entry: number, fetch: Fetch, bounds: Bounds = {}): Region {
  return new RegionFinder(entry, fetch, bounds).find();
}

/** Cuts runs into blocks where they overlap. */
function cutIntoBlocks(
  runs: ReadonlyMap<BlockId, Run>,
  hasStop: (address: number) => boolean,
): { blocks: Map<BlockId, Block>; size: number } {
  const blocks = new Map<BlockId, Block>();
  let size = 0;
  for (const [start, run] of runs) {
    const cut = run.ids.findIndex((id, index) => index > 0 && runs.has(id));
    const count = cut === -1 ? run.ids.length : cut;
    const end: Terminator = cut === -1 ? run.end : { kind: "jump", to: run.ids[cut] ?? start };
    blocks.set(start, {
      start,
      instructions: run.instructions.slice(0, count),
      addresses: run.ids.slice(0, count).map(addressOf),
      end: leavingUnknown(end, runs),
      hasStop: hasStop(addressOf(start)),
    });
    size += count;
  }
  return { blocks, size };
}

/** A jump to a block that the budget or a border excluded leaves the region. */
function leavingUnknown(end: Terminator, runs: ReadonlyMap<BlockId, Run>): Terminator {
  return end.kind === "jump" && !runs.has(end.to)
    ? { kind: "outside", to: addressOf(end.to) }
    : end;
}
