// SPDX-License-Identifier: MPL-2.0
// What earlier checks allow at the start of each block of a region: which bytes around the value of
// a register may be accessed. What was checked stays allowed while the register only moves by
// constants.

import { OWNER } from "../../memory/layout.ts";
import { accessOf, effectsOf } from "../../semantics/effects.ts";
import {
  ABSOLUTE,
  type Accessed,
  type BlockAccesses,
  type Root,
  type Span,
} from "./access_groups.ts";
import type { FlowGraph } from "./flow_graph.ts";

/** The bytes that may be accessed, relative to the value of a register. */
export interface Allowed {
  readonly read: Span | undefined;
  readonly write: Span | undefined;
}

const covers = (allowed: Span | undefined, { low, high }: Span): boolean =>
  allowed !== undefined && allowed.low <= low && high <= allowed.high;

/** Whether all of the bytes may be accessed with the rights that they need. */
export const isAllowed = (allowed: Allowed | undefined, accessed: Accessed): boolean =>
  ((accessed.rights & OWNER.read) === 0 || covers(allowed?.read, accessed)) &&
  ((accessed.rights & OWNER.write) === 0 || covers(allowed?.write, accessed));

/** The union of two spans if they touch; otherwise the newer one. */
function joined(old: Span | undefined, { low, high }: Span): Span {
  if (old === undefined || old.high < low || high < old.low) return { low, high };
  return { low: Math.min(old.low, low), high: Math.max(old.high, high) };
}

/** The intersection of two spans. */
export function common(a: Span | undefined, b: Span | undefined): Span | undefined {
  if (a === undefined || b === undefined) return undefined;
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low < high ? { low, high } : undefined;
}

const shifted = (span: Span | undefined, by: number): Span | undefined =>
  span && { low: span.low - by, high: span.high - by };

const isSame = (a: Span | undefined, b: Span | undefined): boolean =>
  a?.low === b?.low && a?.high === b?.high;

/** What is allowed, by register. Registers that are missing allow nothing. */
export type Facts = ReadonlyMap<number, Allowed>;

const NOTHING: Facts = new Map();

/** The registers that addresses are based on, directly or by moves. No others matter. */
function basesOf(graph: FlowGraph): readonly number[] {
  const bases = new Set<number>([ABSOLUTE]);
  for (const { block } of graph.nodes) {
    for (const instruction of block.instructions) {
      const isMove = effectsOf(instruction.encoding).result === "rs1 + imm";
      if (isMove || accessOf(instruction) !== undefined) bases.add(instruction.rs1);
    }
  }
  return [...bases];
}

/** What is allowed at the end of a block, given what is allowed at its start. */
function after(
  { groups, values }: BlockAccesses,
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
    const value = values.of(register);
    const allowed = byRoot.get(value.root);
    if (allowed === undefined) continue;
    facts.set(register, {
      read: shifted(allowed.read, value.offset),
      write: shifted(allowed.write, value.offset),
    });
  }
  return facts;
}

/** What is allowed after a call, which may change every register. */
function afterCall(facts: Facts): Facts {
  const absolute = facts.get(ABSOLUTE);
  return absolute === undefined ? NOTHING : new Map([[ABSOLUTE, absolute]]);
}

/** What is allowed on both of two paths. `undefined` stands for a path not seen yet. */
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

const isAlike = (a: Allowed, b: Allowed | undefined): boolean =>
  b !== undefined && isSame(a.read, b.read) && isSame(a.write, b.write);

/** The facts that are the same in both. */
const unchanged = (a: Facts, b: Facts): Facts =>
  new Map([...a].filter(([register, allowed]) => isAlike(allowed, b.get(register))));

/** Whether all facts are the same. */
function areSame(a: Facts, b: Facts): boolean {
  if (a.size !== b.size) return false;
  for (const [register, allowed] of a) if (!isAlike(allowed, b.get(register))) return false;
  return true;
}

/**
 * After this many rounds, facts that still shrink, as when a pointer moves through a loop, are
 * dropped.
 */
const MAX_ROUNDS = 4;

/** What is allowed at the start of each block, whichever path control took to it. */
export function factsAtStarts(
  graph: FlowGraph,
  accesses: readonly BlockAccesses[],
): readonly Facts[] {
  const starts: (Facts | undefined)[] = graph.nodes.map(() => undefined);
  starts[0] = NOTHING;
  const bases = basesOf(graph);
  // The blocks whose facts have changed since their successors were updated.
  const pending = new Set([0]);
  for (let round = 0; pending.size > 0; round++) {
    for (const node of graph.nodes) {
      const own = accesses[node.number];
      const start = starts[node.number];
      if (!pending.delete(node.number) || own === undefined || start === undefined) continue;
      const end = node.block.end.kind === "call"
        ? afterCall(after(own, start, bases))
        : after(own, start, bases);
      for (const to of node.successors) {
        const old = starts[to];
        let next = meet(old, end);
        if (old !== undefined && areSame(old, next)) continue;
        if (old !== undefined && round >= MAX_ROUNDS) next = unchanged(old, next);
        starts[to] = next;
        pending.add(to);
      }
    }
  }
  return starts.map((facts) => facts ?? NOTHING);
}
