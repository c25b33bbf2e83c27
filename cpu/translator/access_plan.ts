// SPDX-License-Identifier: MPL-2.0
// Decides which accesses of a region must be checked, and which are allowed by a check before.
//
// Accesses of a block by the same base, give or take constants, form a group: fields of a structure,
// slots of a stack frame, elements of an unrolled loop. The first access of a group checks the whole
// span of addresses; the others then need nothing. What was checked stays checked as long as the
// register is only moved by constants, also in the blocks after, because mappings cannot change while
// translated code runs. A check that fails says nothing yet: the stepper takes over before the access.

import { destinationOf, type Instruction } from "../encoding.ts";
import { OWNER } from "../layout.ts";
import { type AccessKind, accessOf } from "./access_kind.ts";
import type { FlowGraph, Node } from "./flow_graph.ts";
import { successors } from "./region.ts";
import { loopsOf } from "./unroll.ts";

/** The rights that a check asks for: `OWNER.read`, `OWNER.write`, or both. */
export type Rights = number;

/** A check of some bytes around the address of the access that makes it. */
export interface Check {
  /** Where the bytes start, from the address of the access or the value of the register. */
  readonly from: number;
  /** How many they are; {@link LARGEST_SPAN} at the most. */
  readonly span: number;
  readonly rights: Rights;
}

/**
 * How much the check of an access takes for granted: that the whole stack frame and what is expected
 * to come can be accessed, and that already at the block's start; only that the group can, from its
 * first access on; or nothing but the access itself. Raised where checks failed too often.
 */
export const CAUTION = { frame: 0, group: 1, single: 2 } as const;
/** One of {@link CAUTION}. */
export type Caution = (typeof CAUTION)[keyof typeof CAUTION];

/** How the accesses of a block go ahead: those that are mentioned nowhere, freely. */
export interface AccessPlan {
  /**
   * Checks at the block's start, each by a register that addresses count from then: what is computed in
   * the block need not be kept for the case that they fail.
   */
  readonly atStart: readonly (Check & { readonly base: number })[];
  /** Checks by the index of the instruction that makes them; `single` accesses check themselves only. */
  readonly within: ReadonlyMap<number, Check | "single">;
}

/** A plan for a block without accesses. */
export const NO_ACCESSES: AccessPlan = { atStart: [], within: new Map() };

/** The most bytes in a group: they lie in two pages at the most. */
export const LARGEST_SPAN = 4096;

const STACK_POINTER = 2;

/** Addresses from `low` up to before `high`, relative to something. */
interface Span {
  readonly low: number;
  readonly high: number;
}

/** Bytes that are likely to be accessed, relative to something. */
interface Expected extends Span {
  readonly rights: Rights;
}

/** What may be accessed, relative to the value of a register. */
interface Allowed {
  readonly read: Span | undefined;
  readonly write: Span | undefined;
}

/**
 * A value that registers have, give or take constants. Below 32: the register's at the block's start;
 * {@link ABSOLUTE}, as x0 has it, for addresses that follow from the code alone.
 */
type Root = number;
const ABSOLUTE: Root = 0;

interface Place {
  readonly root: Root;
  readonly offset: number;
}

interface Group extends Span {
  readonly root: Root;
  /** The index of its first access, and where that is, relative to the root. */
  readonly first: number;
  readonly offset: number;
  readonly rights: Rights;
}

interface BlockAccesses {
  readonly groups: readonly Group[];
  /** Indexes of accesses that belong to no group. */
  readonly singles: readonly number[];
  /** What the registers have at the end. */
  readonly places: Places;
}

/** The places of registers that were not written. */
const AT_START: readonly Place[] = Array.from({ length: 32 }, (_, root) => ({ root, offset: 0 }));

/** Follows what registers have in common through a block. */
class Places {
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

  #placeAfter({ mnemonic, rs1, imm }: Instruction, address: number): Place {
    const { root, offset } = this.of(rs1);
    switch (mnemonic) {
      case "addi":
        return { root, offset: offset + imm };
      case "lui":
        return { root: ABSOLUTE, offset: imm };
      case "auipc":
        return { root: ABSOLUTE, offset: address + imm };
      default:
        return { root: this.#next++, offset: 0 };
    }
  }
}

const rightOf = ({ store }: AccessKind): Rights => store ? OWNER.write : OWNER.read;

function accessesOf(
  node: Node,
  caution: (address: number) => Caution,
  frame: Frame,
): BlockAccesses {
  const places = new Places();
  const groups: Group[] = [];
  const singles: number[] = [];
  const stackAtStart = frame.stackAt[node.number];
  for (const [index, instruction] of node.block.instructions.entries()) {
    const access = accessOf(instruction);
    if (access !== undefined) {
      const { root, offset: base } = places.of(instruction.rs1);
      const offset = base + instruction.imm;
      const level = caution(node.block.addresses[index] ?? 0);
      const isFrame = root === STACK_POINTER && level === CAUTION.frame;
      const own: Group = isFrame && frame.span !== undefined && stackAtStart !== undefined
        ? {
          root,
          first: index,
          offset,
          low: frame.span.low - stackAtStart,
          high: frame.span.high - stackAtStart,
          rights: frame.rights,
        }
        : {
          root,
          first: index,
          offset,
          low: offset,
          high: offset + access.size,
          rights: rightOf(access),
        };
      // What is atomic checks itself.
      const isAtomic = instruction.encoding.row.extension === "A";
      if (isAtomic || level === CAUTION.single) singles.push(index);
      else join(groups, own);
    }
    places.follow(instruction, node.block.addresses[index] ?? 0);
  }
  return { groups, singles, places };
}

/** Adds a group of one access, to another one of the same root if they fit into a span. */
function join(groups: Group[], own: Group): void {
  const position = groups.findIndex(({ root, low, high }) =>
    root === own.root &&
    Math.max(high, own.high) - Math.min(low, own.low) <= LARGEST_SPAN
  );
  const group = groups[position];
  if (group === undefined) {
    groups.push(own);
    return;
  }
  groups[position] = {
    ...group,
    low: Math.min(group.low, own.low),
    high: Math.max(group.high, own.high),
    rights: group.rights | own.rights,
  };
}

/** The stack frame of a region, if its stack pointer only moves by constants. */
interface Frame {
  /** All accesses by the stack pointer, relative to what it is at the region's entry. */
  readonly span: Span | undefined;
  readonly rights: Rights;
  /** What the stack pointer is at the start of each block, relative to the same. */
  readonly stackAt: readonly (number | undefined)[];
}

const NO_FRAME: Frame = { span: undefined, rights: 0, stackAt: [] };

/** Finds the frame. Calls are taken to leave the stack pointer as it was: what is checked is checked again. */
function frameOf(graph: FlowGraph): Frame {
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

const covers = (allowed: Span | undefined, { low, high }: Span): boolean =>
  allowed !== undefined && allowed.low <= low && high <= allowed.high;

const isAllowed = (allowed: Allowed | undefined, group: Expected): boolean =>
  ((group.rights & OWNER.read) === 0 || covers(allowed?.read, group)) &&
  ((group.rights & OWNER.write) === 0 || covers(allowed?.write, group));

/** Both spans as one where they touch; otherwise the newer one. */
function joined(old: Span | undefined, { low, high }: Span): Span {
  if (old === undefined || old.high < low || high < old.low) return { low, high };
  return { low: Math.min(old.low, low), high: Math.max(old.high, high) };
}

function common(a: Span | undefined, b: Span | undefined): Span | undefined {
  if (a === undefined || b === undefined) return undefined;
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low < high ? { low, high } : undefined;
}

const shifted = (span: Span | undefined, by: number): Span | undefined =>
  span && { low: span.low - by, high: span.high - by };

const isSame = (a: Span | undefined, b: Span | undefined): boolean =>
  a?.low === b?.low && a?.high === b?.high;

/** What is allowed by register; registers that are not in it: nothing. */
type Facts = ReadonlyMap<number, Allowed>;

const NOTHING: Facts = new Map();

/** Registers by which accesses address, or from which such ones are moved: the others do not matter. */
function basesOf(graph: FlowGraph): readonly number[] {
  const bases = new Set<number>([ABSOLUTE]);
  for (const { block } of graph.nodes) {
    for (const instruction of block.instructions) {
      const isMove = instruction.mnemonic === "addi";
      if (isMove || accessOf(instruction) !== undefined) bases.add(instruction.rs1);
    }
  }
  return [...bases];
}

/** What is allowed at the end of a block, given what is at its start. */
function after(
  { groups, places }: BlockAccesses,
  before: Facts,
  bases: readonly number[],
): Facts {
  const byRoot = new Map<Root, Allowed>(before);
  for (const group of groups) {
    const old = byRoot.get(group.root);
    byRoot.set(group.root, {
      read: (group.rights & OWNER.read) !== 0 ? joined(old?.read, group) : old?.read,
      write: (group.rights & OWNER.write) !== 0 ? joined(old?.write, group) : old?.write,
    });
  }
  const facts = new Map<number, Allowed>();
  for (const register of bases) {
    const place = places.of(register);
    const allowed = byRoot.get(place.root);
    if (allowed === undefined) continue;
    facts.set(register, {
      read: shifted(allowed.read, place.offset),
      write: shifted(allowed.write, place.offset),
    });
  }
  return facts;
}

/** What is left of it after a call, which may change every register. */
function afterCall(facts: Facts): Facts {
  const absolute = facts.get(ABSOLUTE);
  return absolute === undefined ? NOTHING : new Map([[ABSOLUTE, absolute]]);
}

/** What holds on both ways to a place; `undefined` stands for a way not seen yet. */
function meet(known: Facts | undefined, added: Facts): Facts {
  if (known === undefined) return added;
  const facts = new Map<number, Allowed>();
  for (const [register, a] of known) {
    const b = added.get(register);
    const read = common(a.read, b?.read);
    const write = common(a.write, b?.write);
    if (read !== undefined || write !== undefined) facts.set(register, { read, write });
  }
  return facts;
}

/** The facts that are the same in both. */
function unchanged(a: Facts, b: Facts): Facts {
  return new Map([...a].filter(([register, { read, write }]) => {
    const other = b.get(register);
    return other !== undefined && isSame(read, other.read) && isSame(write, other.write);
  }));
}

/** Rounds after which what still shrinks, as a pointer moves through a loop, is given up. */
const MOST_ROUNDS = 4;

/** What is allowed at the start of each block, whichever way control came there. */
function factsAtStarts(graph: FlowGraph, accesses: readonly BlockAccesses[]): readonly Facts[] {
  const starts: (Facts | undefined)[] = graph.nodes.map(() => undefined);
  starts[0] = NOTHING;
  const bases = basesOf(graph);
  let changed = true;
  for (let round = 0; changed; round++) {
    changed = false;
    for (const node of graph.nodes) {
      const own = accesses[node.number];
      const start = starts[node.number];
      if (own === undefined || start === undefined) continue;
      const end = node.block.end.kind === "call"
        ? afterCall(after(own, start, bases))
        : after(own, start, bases);
      for (const to of node.successors) {
        const old = starts[to];
        let next = meet(old, end);
        if (old !== undefined && old.size === next.size && unchanged(old, next).size === old.size) {
          continue;
        }
        if (old !== undefined && round >= MOST_ROUNDS) next = unchanged(old, next);
        starts[to] = next;
        changed = true;
      }
    }
  }
  return starts.map((facts) => facts ?? NOTHING);
}

/** Two expectations as one, where they fit into a span. */
function together(a: Expected | undefined, b: Expected): Expected | undefined {
  if (a === undefined) return b;
  const low = Math.min(a.low, b.low);
  const high = Math.max(a.high, b.high);
  return high - low <= LARGEST_SPAN ? { low, high, rights: a.rights | b.rights } : undefined;
}

/**
 * What is expected after each block, by root: what the blocks after it access whichever way is taken.
 * Loops are expected to go on.
 */
function expectedAfter(
  graph: FlowGraph,
  accesses: readonly BlockAccesses[],
): readonly ReadonlyMap<Root, Expected>[] {
  const loops = loopsOf(graph).map(({ body }) => body).toSorted((a, b) => a.size - b.size);
  const innermost = graph.nodes.map(({ number }) => loops.find((loop) => loop.has(number)));
  const before: (ReadonlyMap<number, Expected>)[] = [];
  const result: (ReadonlyMap<Root, Expected>)[] = [];
  for (const node of graph.nodes.toReversed()) {
    const { number } = node;
    const own = accesses[number];
    const loop = innermost[number];
    const ways = node.successors.filter((to) => loop === undefined || loop.has(to));
    const after = new Map<Root, Expected>();
    const isOpen = own !== undefined && node.block.end.kind !== "call" &&
      (loop !== undefined || node.successors.length === successors(node.block.end).length);
    if (isOpen && ways.every((to) => to > number)) {
      const [first, ...others] = ways.map((to) => before[to] ?? new Map<number, Expected>());
      for (const [register, expected] of first ?? []) {
        let span: Expected | undefined = expected;
        for (const other of others) {
          const its = other.get(register);
          const shared = common(span, its);
          span = shared && { ...shared, rights: (span?.rights ?? 0) & (its?.rights ?? 0) };
        }
        if (span === undefined) continue;
        const place = own.places.of(register);
        const low = span.low + place.offset;
        const high = span.high + place.offset;
        const both = together(after.get(place.root), { low, high, rights: span.rights });
        if (both !== undefined) after.set(place.root, both);
      }
    }
    result[number] = after;
    const start = new Map([...after].filter(([root]) => root < 32));
    for (const group of own?.groups ?? []) {
      if (group.root >= 32) continue;
      start.set(group.root, together(start.get(group.root), group) ?? group);
    }
    before[number] = start;
  }
  return result;
}

/** A group's check, for what is expected too. */
function widened(group: Group, expected: Expected | undefined, caution: Caution): Group {
  if (expected === undefined || caution !== CAUTION.frame) return group;
  const both = together(expected, group);
  return both === undefined ? group : { ...group, ...both };
}

/** The plans for the blocks of a graph, by number. */
export function planAccesses(
  graph: FlowGraph,
  caution: (address: number) => Caution,
): readonly AccessPlan[] {
  const frame = frameOf(graph);
  const alone = graph.nodes.map((node) => accessesOf(node, caution, frame));
  const expected = expectedAfter(graph, alone);
  const accesses = alone.map((own, number) => ({
    ...own,
    groups: own.groups.map((group) =>
      widened(
        group,
        expected[number]?.get(group.root),
        caution(graph.nodes[number]?.block.addresses[group.first] ?? 0),
      )
    ),
  }));
  const starts = factsAtStarts(graph, accesses);
  return accesses.map(({ groups, singles }, number) => {
    const within = new Map<number, Check | "single">(singles.map((index) => [index, "single"]));
    const atStart: (Check & { base: number })[] = [];
    const mayHoist = caution(graph.nodes[number]?.block.addresses[0] ?? 0) === CAUTION.frame;
    for (const { root, first, offset, low, high, rights } of groups) {
      const isKnown = root < 32;
      if (isKnown && isAllowed(starts[number]?.get(root), { low, high, rights })) continue;
      const span = high - low;
      if (isKnown && mayHoist) atStart.push({ base: root, from: low, span, rights });
      else within.set(first, { from: low - offset, span, rights });
    }
    return { atStart, within };
  });
}
