// SPDX-License-Identifier: MPL-2.0
// Groups the memory accesses in each block of a region. A group is the accesses whose addresses
// differ only by constants, such as the fields of a structure, the slots of a stack frame, or the
// elements that an unrolled loop visits.

import type { Instruction } from "../../isa/encoding.ts";
import { REGISTER } from "../../isa/registers.ts";
import { OWNER } from "../../memory/layout.ts";
import { accessOf, destinationOf, effectsOf, type MemoryAccess } from "../../semantics/effects.ts";
import type { FlowGraph, Node } from "./flow_graph.ts";

/** The rights that a check tests for: `OWNER.read`, `OWNER.write`, or both. */
export type Rights = number;

/**
 * How much the check of an access covers. With `frame` it runs at the start of the block if it can,
 * and covers the whole stack frame and accesses expected after the group. With `group` it runs at
 * the first access of the group and covers only that. With `single` each access is checked by
 * itself. Caution is raised where checks fail too often.
 */
export const CAUTION = { frame: 0, group: 1, single: 2 } as const;
/** One of {@link CAUTION}. */
export type Caution = (typeof CAUTION)[keyof typeof CAUTION];

/** The limit on the span of a group, so that it reaches into two pages at most. */
export const MAX_SPAN = 4096;

/** The bytes from `low` to before `high`, relative to something. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** Bytes that are accessed, or are likely to be, relative to something. */
export interface Accessed extends Span {
  readonly rights: Rights;
}

/**
 * What values are relative to. Below 32 it is a register's value at the start of the block, except
 * for {@link ABSOLUTE}, which is 0 as in x0. Others stand for values that are not known.
 */
export type Root = number;
export const ABSOLUTE: Root = 0;

interface RelativeValue {
  readonly root: Root;
  readonly offset: number;
}

/** The accesses of a block with the same root. */
export interface Group extends Accessed {
  readonly root: Root;
  /** The index of its first access, and the address of that relative to the root. */
  readonly first: number;
  readonly offset: number;
}

/** The accesses of a block. */
export interface BlockAccesses {
  readonly groups: readonly Group[];
  /** The indexes of accesses that are in a group. */
  readonly grouped: readonly number[];
  /** The indexes of accesses that are in no group. */
  readonly singles: readonly number[];
  /** What the registers hold at the end of the block. */
  readonly values: RegisterValues;
}

/** What registers hold at the start of a block. */
const UNCHANGED: readonly RelativeValue[] = Array.from(
  { length: 32 },
  (_, root) => ({ root, offset: 0 }),
);

/** What the registers hold as a block is executed, in terms of roots. */
export class RegisterValues {
  /** The registers that have been written. */
  readonly #written = new Map<number, RelativeValue>();
  #next = 32;

  of(register: number): RelativeValue {
    return this.#written.get(register) ?? UNCHANGED[register] ?? { root: register, offset: 0 };
  }

  follow(instruction: Instruction, address: number): void {
    const rd = destinationOf(instruction);
    if (rd !== 0) this.#written.set(rd, this.#valueAfter(instruction, address));
  }

  #valueAfter({ encoding, rs1, imm }: Instruction, address: number): RelativeValue {
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

/** The accesses of a block; `caution` returns that of the access at an address. */
export function accessesOf(
  node: Node,
  caution: (address: number) => Caution,
  frame: Frame,
): BlockAccesses {
  const values = new RegisterValues();
  const groups: Group[] = [];
  const grouped: number[] = [];
  const singles: number[] = [];
  const stackAtStart = frame.stackAt[node.number];
  for (const [index, instruction] of node.block.instructions.entries()) {
    const access = accessOf(instruction);
    if (access !== undefined) {
      const { root, offset: base } = values.of(instruction.rs1);
      const offset = base + instruction.imm;
      const level = caution(node.block.addresses[index] ?? 0);
      const isFrame = root === REGISTER.sp && level === CAUTION.frame;
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
    values.follow(instruction, node.block.addresses[index] ?? 0);
  }
  return { groups, grouped, singles, values };
}

/** The span of two accesses, if it is not too large. */
export function together(a: Accessed | undefined, b: Accessed): Accessed | undefined {
  if (a === undefined) return b;
  const low = Math.min(a.low, b.low);
  const high = Math.max(a.high, b.high);
  return high - low <= MAX_SPAN ? { low, high, rights: a.rights | b.rights } : undefined;
}

/**
 * Adds one access to a group with the same root if the span stays small enough, or as a new group.
 */
function join(groups: Group[], own: Group): void {
  for (const [position, group] of groups.entries()) {
    const both = group.root === own.root ? together(group, own) : undefined;
    if (both === undefined) continue;
    groups[position] = { ...group, ...both };
    return;
  }
  groups.push(own);
}

/** The stack frame of a region whose stack pointer only moves by constants. */
export interface Frame {
  /** All accesses based on the stack pointer, relative to its value at the region's entry. */
  readonly span: Span | undefined;
  readonly rights: Rights;
  /** The stack pointer at the start of each block, relative to the same. */
  readonly stackAt: readonly (number | undefined)[];
}

const NO_FRAME: Frame = { span: undefined, rights: 0, stackAt: [] };

/**
 * Finds the stack frame. Assumes that calls preserve the stack pointer: if one does not, a check
 * fails, and nothing worse.
 */
export function frameOf(graph: FlowGraph): Frame {
  const stackAt: (number | undefined)[] = [0];
  let span: Span | undefined;
  let rights = 0;
  for (const node of graph.nodes) {
    const start = stackAt[node.number];
    if (start === undefined) return NO_FRAME;
    const values = new RegisterValues();
    for (const [index, instruction] of node.block.instructions.entries()) {
      const access = accessOf(instruction);
      const value = values.of(instruction.rs1);
      if (access !== undefined && value.root === REGISTER.sp) {
        const low = start + value.offset + instruction.imm;
        span = {
          low: Math.min(span?.low ?? low, low),
          high: Math.max(span?.high ?? low, low + access.size),
        };
        rights |= rightOf(access);
      }
      values.follow(instruction, node.block.addresses[index] ?? 0);
    }
    const end = values.of(REGISTER.sp);
    if (end.root !== REGISTER.sp) return NO_FRAME;
    for (const to of node.successors) {
      const before = stackAt[to] ??= start + end.offset;
      if (before !== start + end.offset) return NO_FRAME;
    }
  }
  return span !== undefined && span.high - span.low <= MAX_SPAN
    ? { span, rights, stackAt }
    : NO_FRAME;
}
