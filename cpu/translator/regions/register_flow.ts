// SPDX-License-Identifier: MPL-2.0
// Which of the guest's integer registers must be loaded into locals, and which written back, at
// each point of a region. Sets of registers are 32-bit masks; x0 is never in one.
//
// A register is *dirty* where its local may be newer than the state block. Leaving the region
// writes dirty registers back. A register is *live* where its local may still be used, by an
// instruction or a write-back. Live registers are loaded from the state block where control comes
// in: at the entry and after calls.

import type { Instruction } from "../../isa/encoding.ts";
import { accessOf, destinationOf, effectsOf, mayWriteFrm } from "../../semantics/effects.ts";
import type { FlowGraph, Node } from "./flow_graph.ts";
import { successors } from "./region.ts";

/** The registers of a block, as masks. */
export interface BlockRegisters {
  /** Dirty at the start of the block. */
  readonly dirtyIn: number;
  /** Dirty at its end, after `writtenBack` are written. */
  readonly dirtyOut: number;
  /**
   * Written back at its end, because they are dirty but are written again before they are read.
   * Keeping them only in case control leaves the region would cost a host register each.
   */
  readonly writtenBack: number;
  /** Live at the start of the block. */
  readonly liveIn: number;
}

/** If no more values than this are needed at the end of a block, all fit the host's registers. */
const HOST_REGISTERS = 10;

/**
 * Whether an instruction may leave the region: before it retires, by a fault, or after, if it wrote
 * an invalid rounding mode to frm.
 */
export function mayLeave(instruction: Instruction): boolean {
  return accessOf(instruction) !== undefined || mayWriteFrm(instruction);
}

/** All registers. */
const ALL = -1;

const bit = (register: number): number => register === 0 ? 0 : 1 << register;

/** The registers that an instruction reads. */
export function reads({ encoding, rs1, rs2 }: Instruction): number {
  const { readsRs1, readsRs2 } = effectsOf(encoding);
  return (readsRs1 ? bit(rs1) : 0) | (readsRs2 ? bit(rs2) : 0);
}

/** The register that an instruction writes. */
export function writes(instruction: Instruction): number {
  return bit(destinationOf(instruction));
}

/** A call writes everything back, and the callee may change every register. */
const isCall = (node: Node): boolean => node.block.end.kind === "call";

/** Block ends that stay in the region unless a target is outside. */
const STAYS_INSIDE: ReadonlySet<string> = new Set(["jump", "branch", "dispatch", "hub", "start"]);

function writtenIn(node: Node): number {
  return node.block.instructions.reduce((mask, instruction) => mask | writes(instruction), 0);
}

/** The registers dirty at the start of each block, given which ones each block keeps at its end. */
function dirtyAtStart(
  graph: FlowGraph,
  written: readonly number[],
  kept: readonly number[],
): readonly number[] {
  const dirtyIn = graph.nodes.map(() => 0);
  for (let changed = true; changed;) {
    changed = false;
    for (const node of graph.nodes) {
      const { number } = node;
      const dirty = (dirtyIn[number] ?? 0) | (written[number] ?? 0);
      const out = isCall(node) ? 0 : dirty & (kept[number] ?? 0);
      for (const to of node.successors) {
        const merged = (dirtyIn[to] ?? 0) | out;
        if (merged !== dirtyIn[to]) {
          dirtyIn[to] = merged;
          changed = true;
        }
      }
    }
  }
  return dirtyIn;
}

/** The registers that are read before they are written, after each block and within the region. */
function readAfter(
  graph: FlowGraph,
  written: readonly number[],
  reads: Reads,
): readonly number[] {
  const readIn = graph.nodes.map(() => 0);
  const readFirst = graph.nodes.map(({ block }) => {
    let read = 0;
    for (const instruction of block.instructions.toReversed()) {
      read = (read & ~writes(instruction)) | reads(instruction);
    }
    return read;
  });
  const readOut = (node: Node): number =>
    isCall(node) ? 0 : node.successors.reduce((mask, to) => mask | (readIn[to] ?? 0), 0);
  for (let changed = true; changed;) {
    changed = false;
    for (const node of graph.nodes.toReversed()) {
      const { number } = node;
      const read = (readFirst[number] ?? 0) | (readOut(node) & ~(written[number] ?? 0));
      if (read !== readIn[number]) {
        readIn[number] = read;
        changed = true;
      }
    }
  }
  return graph.nodes.map(readOut);
}

/**
 * The dirty registers that each block keeps in locals at its end: all, or those that are read
 * again.
 */
function keptAtEnd(
  graph: FlowGraph,
  written: readonly number[],
  reads: Reads,
): readonly number[] {
  const all = graph.nodes.map(() => ALL);
  const dirtyIn = dirtyAtStart(graph, written, all);
  return readAfter(graph, written, reads).map((read, number) => {
    const values = read | (dirtyIn[number] ?? 0) | (written[number] ?? 0);
    return registersOf(values).length <= HOST_REGISTERS ? ALL : read;
  });
}

/** The registers that a block makes live at its start, apart from its successors. */
function usedIn(node: Node, dirtyIn: number, dirtyOut: number, reads: Reads): number {
  // Calls, and leaving at the end, write the dirty registers back.
  const { kind } = node.block.end;
  const staysInside = STAYS_INSIDE.has(kind) &&
    node.successors.length === successors(node.block.end).length;
  let live = staysInside ? 0 : dirtyOut;
  const dirtyBefore: number[] = [];
  let dirty = dirtyIn;
  for (const instruction of node.block.instructions) {
    dirtyBefore.push(dirty);
    dirty |= writes(instruction);
  }
  for (let index = node.block.instructions.length - 1; index >= 0; index--) {
    const instruction = node.block.instructions[index];
    if (instruction === undefined) continue;
    live = (live & ~writes(instruction)) | reads(instruction);
    if (mayLeave(instruction)) live |= dirtyBefore[index] ?? 0;
  }
  // Control may leave at a loop header, when the slice is used up, and at a stop.
  return node.isLoopHeader || node.block.hasStop ? live | dirtyIn : live;
}

/** The registers that an instruction reads. */
type Reads = (instruction: Instruction) => number;

/**
 * The registers of each block of a graph, by number. `readBy` says which registers the code of an
 * instruction reads, if that is more than the instruction does.
 */
export function registerFlow(
  graph: FlowGraph,
  readBy: Reads = reads,
): readonly BlockRegisters[] {
  const written = graph.nodes.map(writtenIn);
  const kept = keptAtEnd(graph, written, readBy);
  const dirtyIn = dirtyAtStart(graph, written, kept);
  const dirtyOut = graph.nodes.map(({ number }) => (dirtyIn[number] ?? 0) | (written[number] ?? 0));
  const used = graph.nodes.map((node) => {
    const { number } = node;
    const dirty = dirtyOut[number] ?? 0;
    const keep = kept[number] ?? 0;
    return usedIn(node, dirtyIn[number] ?? 0, dirty & keep, readBy) |
      (dirty & ~keep & ~(written[number] ?? 0));
  });
  const backwards = graph.nodes.toReversed();
  const liveIn = graph.nodes.map(() => 0);
  for (let changed = true; changed;) {
    changed = false;
    for (const node of backwards) {
      const { number } = node;
      // No register is live across a call.
      const liveOut = isCall(node)
        ? 0
        : node.successors.reduce((mask, to) => mask | (liveIn[to] ?? 0), 0);
      const live = (used[number] ?? 0) | (liveOut & ~(written[number] ?? 0));
      if (live !== liveIn[number]) {
        liveIn[number] = live;
        changed = true;
      }
    }
  }
  return graph.nodes.map(({ number }) => {
    const [dirty, keep] = [dirtyOut[number] ?? 0, kept[number] ?? 0];
    return {
      dirtyIn: dirtyIn[number] ?? 0,
      dirtyOut: dirty & keep,
      writtenBack: dirty & ~keep,
      liveIn: liveIn[number] ?? 0,
    };
  });
}

/** The numbers of the registers in a mask. */
export function registersOf(mask: number): number[] {
  const registers: number[] = [];
  for (let rest = mask & ~1; rest !== 0; rest &= rest - 1) {
    registers.push(31 - Math.clz32(rest & -rest));
  }
  return registers;
}
