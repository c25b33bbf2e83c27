// SPDX-License-Identifier: MPL-2.0
// Finds the region of code that starts at an address: everything that direct jumps and branches
// reach from there, as basic blocks. A call ends a block and the code after it belongs to the
// region; indirect jumps, environment calls and what cannot be fetched leave it. Takes a fetcher,
// so that it needs no machine. Addresses are numbers: user addresses are below 2^47.

import { isCsrAllowed } from "../csr.ts";
import type { Instruction } from "../encoding.ts";

/** Why a region is left without executing the instruction. */
export type LeaveReason = "environment-call" | "breakpoint" | "illegal" | "fetch";

/** How a block ends. `to` and the like are addresses. */
export type Terminator =
  /** Goes on at `to`: a jump, or the start of another block. */
  | { readonly kind: "jump"; readonly to: number }
  | { readonly kind: "branch"; readonly taken: number; readonly next: number }
  /** A jump that leaves a return address behind: `to` is undefined when it is indirect. */
  | { readonly kind: "call"; readonly to: number | undefined; readonly returnTo: number }
  /** A return, or another jump to an address in a register. */
  | { readonly kind: "indirect" }
  /** Leaves the region before the instruction at `at`. */
  | { readonly kind: "leave"; readonly at: number; readonly reason: LeaveReason }
  /** Goes on outside of the region. */
  | { readonly kind: "outside"; readonly to: number };

/** Instructions that are only entered at the first and only left at the last. */
export interface Block {
  readonly start: number;
  readonly instructions: readonly Instruction[];
  /** The address of each instruction. */
  readonly addresses: readonly number[];
  readonly end: Terminator;
}

/** A region: blocks by address. */
export interface Region {
  readonly entry: number;
  readonly blocks: ReadonlyMap<number, Block>;
  /** Number of instructions in all blocks. */
  readonly size: number;
  /** Whether everything is in it: it did not become too large. */
  readonly isWhole: boolean;
}

/** Gives the instruction at an address; undefined when it cannot be fetched. */
export type Fetch = (address: number) => Instruction | "illegal" | undefined;

/** The most instructions in a region: bounds how long compiling one takes. */
export const LARGEST_REGION = 1500;

interface Run {
  readonly instructions: Instruction[];
  readonly addresses: number[];
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
    const { mnemonic, rd, rs1, imm } = instruction;
    const base = this.get(rs1);
    if (mnemonic === "lui") this.#values.set(rd, imm);
    else if (mnemonic === "auipc") this.#values.set(rd, address + imm);
    else if (mnemonic === "addi" && base !== undefined) this.#values.set(rd, base + imm);
    else this.#values.delete(rd);
  }
}

function controlFlow(
  instruction: Instruction,
  address: number,
  known: KnownValues,
): Terminator | undefined {
  const { mnemonic, rd, rs1, imm, length } = instruction;
  const next = address + length;
  switch (mnemonic) {
    case "beq":
    case "bne":
    case "blt":
    case "bge":
    case "bltu":
    case "bgeu":
      // To the next instruction either way: as a branch it would hold the code after it twice.
      if (imm === length) return { kind: "jump", to: next };
      return { kind: "branch", taken: address + imm, next };
    case "jal":
      return rd === 0
        ? { kind: "jump", to: address + imm }
        : { kind: "call", to: address + imm, returnTo: next };
    case "jalr": {
      const base = known.get(rs1);
      const to = base === undefined || base + imm < 0 ? undefined : base + imm - (base + imm) % 2;
      if (rd !== 0) return { kind: "call", to, returnTo: next };
      return to === undefined ? { kind: "indirect" } : { kind: "jump", to };
    }
    default:
      return undefined;
  }
}

function leaveReason(instruction: Instruction | "illegal" | undefined): LeaveReason | undefined {
  if (instruction === undefined) return "fetch";
  if (instruction === "illegal") return "illegal";
  if (instruction.mnemonic === "ecall") return "environment-call";
  if (instruction.mnemonic === "ebreak") return "breakpoint";
  const { extension } = instruction.encoding.row;
  return extension === "Zicsr" && !isCsrAllowed(instruction) ? "illegal" : undefined;
}

/** The addresses in the region where control goes after a block. */
export function successors(end: Terminator): readonly number[] {
  switch (end.kind) {
    case "jump":
      return [end.to];
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

/**
 * Decodes from an address to the next jump, to where another run starts, or to a border; `budget`
 * instructions at the most.
 */
function decodeRun(
  start: number,
  fetch: Fetch,
  budget: number,
  others: ReadonlyMap<number, Run>,
  isBorder: (address: number) => boolean,
): Run {
  const known = new KnownValues();
  const run: Run = { instructions: [], addresses: [], end: { kind: "outside", to: start } };
  let address = start;
  while (run.instructions.length < budget) {
    const instruction = fetch(address);
    const reason = leaveReason(instruction);
    if (reason !== undefined || instruction === undefined || instruction === "illegal") {
      run.end = { kind: "leave", at: address, reason: reason ?? "fetch" };
      return run;
    }
    run.instructions.push(instruction);
    run.addresses.push(address);
    const end = controlFlow(instruction, address, known);
    if (end !== undefined) {
      run.end = end;
      return run;
    }
    known.follow(instruction, address);
    address += instruction.length;
    if (others.has(address)) {
      run.end = { kind: "jump", to: address };
      return run;
    }
    if (isBorder(address)) break;
  }
  run.end = { kind: "outside", to: address };
  return run;
}

/** The region that starts at an address, and ends at borders: addresses that it must not contain. */
export function findRegion(
  entry: number,
  fetch: Fetch,
  isBorder: (address: number) => boolean = () => false,
): Region {
  const runs = new Map<number, Run>();
  const pending = [entry];
  let budget = LARGEST_REGION;
  for (let start = pending.shift(); start !== undefined; start = pending.shift()) {
    if (runs.has(start)) continue;
    const run = decodeRun(start, fetch, budget, runs, isBorder);
    budget -= run.instructions.length;
    runs.set(start, run);
    if (budget > 0) pending.push(...successors(run.end).filter((to) => !isBorder(to)));
  }
  return { entry, ...cutIntoBlocks(runs), isWhole: budget > 0 };
}

/** Runs may overlap: cuts each where another starts. */
function cutIntoBlocks(runs: ReadonlyMap<number, Run>): Pick<Region, "blocks" | "size"> {
  const blocks = new Map<number, Block>();
  let size = 0;
  for (const [start, run] of runs) {
    const cut = run.addresses.findIndex((address, index) => index > 0 && runs.has(address));
    const count = cut === -1 ? run.addresses.length : cut;
    const end: Terminator = cut === -1
      ? run.end
      : { kind: "jump", to: run.addresses[cut] ?? start };
    blocks.set(start, {
      start,
      instructions: run.instructions.slice(0, count),
      addresses: run.addresses.slice(0, count),
      end: leavingUnknown(end, runs),
    });
    size += count;
  }
  return { blocks, size };
}

/** Blocks that the budget or a border left out are outside of the region. */
function leavingUnknown(end: Terminator, runs: ReadonlyMap<number, Run>): Terminator {
  return end.kind === "jump" && !runs.has(end.to) ? { kind: "outside", to: end.to } : end;
}
