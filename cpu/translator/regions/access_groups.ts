// SPDX-License-Identifier: MPL-2.0
// The accesses of a region's blocks, in groups: those of a block by the same base, give or take constants, as
// fields of a structure, slots of the region's stack frame, elements of an unrolled loop.

import type { Instruction } from "../../isa/encoding.ts";
import { OWNER } from "../../memory/layout.ts";
import { accessOf, destinationOf, effectsOf, type MemoryAccess } from "../../semantics/effects.ts";
import type { FlowGraph, Node } from "./flow_graph.ts";

/** The rights that a check asks for: `OWNER.read`, `OWNER.write`, or both. */
export type Rights = number;

/**
 * How much the check of an access takes for granted: that the whole stack frame and what is expected
 * to come can be accessed, and that already at the block's start; only that the group can, from its
 * first access on; or nothing but the access itself. Raised where checks failed too often.
 */
export const CAUTION = { frame: 0, group: 1, single: 2 } as const;
/** One of {@link CAUTION}. */
export type Caution = (typeof CAUTION)[keyof typeof CAUTION];

/** The most bytes in a group: they lie in two pages at the most. */
export const LARGEST_SPAN = 4096;

const STACK_POINTER = 2;

/** Addresses from `low` up to before `high`, relative to something. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** Bytes that are accessed, or likely to be, relative to something. */
export interface Accessed extends Span {
  readonly rights: Rights;
}

/**
 * A value that registers have, give or take constants. Below 32: the register's at the block's start;
 * {@link ABSOLUTE}, as x0 has it, for addresses that follow from the code alone.
 */
export type Root = number;
export const ABSOLUTE: Root = 0;

interface Place {
  readonly root: Root;
  readonly offset: number;
}

/** Accesses by the same root. */
export interface Group extends Accessed {
  readonly root: Root;
  /** The index of its first access, and where that is, relative to the root. */
  readonly first: number;
  readonly offset: number;
}

/** The accesses of a block. */
export interface BlockAccesses {
  readonly groups: readonly Group[];
  /** Indexes of the accesses that belong to a group. */
  readonly grouped: readonly number[];
  /** Indexes of accesses that belong to no group. */
  readonly singles: readonly number[];
  /** What the registers have at the end. */
  readonly places: Places;
}

/** The places of registers that were not written. */
const AT_START: readonly Place[] = Array.from({ length: 32 }, (_, root) => ({ root, offset: 0 }));

/** Follows what registers have in common through a block. */
export class Places {
  /** Those of the registers that were written. */
  readonly #written = new Map<number, Place>();
  #next = 32;

  of(register: number): Place {
    return this.#written.get(register) ?? AT_START[register] ?? { root: register, offset: 0 };
  }

  follow(instruction: Instruction, address: number): void {
    const rd = destinationOf(instruction);
    if (rd !== 0) this.#written.set(rd, this.#placeAfter(instruction, address));
  }

  #placeAfter({ encoding, rs1, imm }: Instruction, address: number): Place {
    switch (effectsOf(encoding).result) {
      case "rs1 + imm": {
        const { root, offset } = this.of(rs1);
        return { root, offset: offset + imm };
      }
      case "imm":
        return { root: ABSOLUTE, offset: imm };
      case "pc + imm":
        return { root: ABSOLUTE, offset: address + imm };
      case "next":
      case "unknown":
        return { root: this.#next++, offset: 0 };
    }
  }
}

const rightOf = ({ store }: MemoryAccess): Rights => store ? OWNER.write : OWNER.read;

/** The accesses of a block, of which each is as careful as `caution` says of its address. */
export function accessesOf(
  node: Node,
  caution: (address: number) => Caution,
  frame: Frame,
): BlockAccesses {
  const places = new Places();
  const groups: Group[] = [];
  const grouped: number[] = [];
  const singles: number[] = [];
  const stackAtStart = frame.stackAt[node.number];
  for (const [index, instruction] of node.block.instructions.entries()) {
    const access = accessOf(instruction);
    if (access !== undefined) {
      const { root, offset: base } = places.of(instruction.rs1);
      const offset = base + instruction.imm;
      const level = caution(node.block.addresses[index] ?? 0);
      const isFrame = root === STACK_POINTER && level === CAUTION.frame;
      const accessed: Accessed = isFrame && frame.span !== undefined && stackAtStart !== undefined
        ? {
          low: frame.span.low - stackAtStart,
          high: frame.span.high - stackAtStart,
          rights: frame.rights,
        }
        : { low: offset, high: offset + access.size, rights: rightOf(access) };
      // Atomic accesses check themselves.
      if (access.isAtomic || level === CAUTION.single) singles.push(index);
      else {
        grouped.push(index);
        join(groups, { root, first: index, offset, ...accessed });
      }
    }
    places.follow(instruction, node.block.addresses[index] ?? 0);
  }
  return { groups, grouped, singles, places };
}

/** The bytes of both as one, where they fit into a span. */
export function together(a: Accessed | undefined, b: Accessed): Accessed | undefined {
  if (a === undefined) return b;
  const low = Math.min(a.low, b.low);
  const high = Math.max(a.high, b.high);
  return high - low <= LARGEST_SPAN ? { low, high, rights: a.rights | b.rights } : undefined;
}

/** Adds a group of one access, to another one of the same root if they fit into a span. */
function join(groups: Group[], own: Group): void {
  for (const [position, group] of groups.entries()) {
    const both = group.root === own.root ? together(group, own) : undefined;
    if (both === undefined) continue;
    groups[position] = { ...group, ...both };
    return;
  }
  groups.push(own);
}

/** The stack frame of a region, if its stack pointer only moves by constants. */
export interface Frame {
  /** All accesses by the stack pointer, relative to what it is at the region's entry. */
  readonly span: Span | undefined;
  readonly rights: Rights;
  /** What the stack pointer is at the start of each block, relative to the same. */
  readonly stackAt: readonly (number | undefined)[];
}

const NO_FRAME: Frame = { span: undefined, rights: 0, stackAt: [] };

/** Finds the frame. Calls are taken to leave the stack pointer as it was: what is checked is checked again. */
export function frameOf(graph: FlowGraph): Frame {
  const stackAt: (number | undefined)[] = [0];
  let span: Span | undefined;
  let rights = 0;
  for (const node of graph.nodes) {
    const start = stackAt[node.number];
    if (start === undefined) return NO_FRAME;
    const places = new Places();
    for (const [index, instruction] of node.block.instructions.entries()) {
      const access = accessOf(instruction);
      const place = places.of(instruction.rs1);
      if (access !== undefined && place.root === STACK_POINTER) {
        const low = start + place.offset + instruction.imm;
        span = {
          low: Math.min(span?.low ?? low, low),
          high: Math.max(span?.high ?? low, low + access.size),
        };
        rights |= rightOf(access);
      }
      places.follow(instruction, node.block.addresses[index] ?? 0);
    }
    const end = places.of(STACK_POINTER);
    if (end.root !== STACK_POINTER) return NO_FRAME;
    for (const to of node.successors) {
      const before = stackAt[to] ??= start + end.offset;
      if (before !== start + end.offset) return NO_FRAME;
    }
  }
  return span !== undefined && span.high - span.low <= LARGEST_SPAN
    ? { span, rights, stackAt }
    : NO_FRAME;
}
