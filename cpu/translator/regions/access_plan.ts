// SPDX-License-Identifier: MPL-2.0
// Decides which accesses of a region must be checked, and which are allowed by a check before.
//
// The first access of a group (access_groups.ts) checks the whole span of addresses, and what is expected to
// be accessed after it; the others then need nothing, also in the blocks after (access_facts.ts), because
// mappings cannot change while translated code runs. A check that fails says nothing yet: the stepper takes
// over before the access.

import { common, factsAtStarts, isAllowed } from "./access_facts.ts";
import {
  type Accessed,
  accessesOf,
  type BlockAccesses,
  CAUTION,
  type Caution,
  frameOf,
  type Group,
  type Rights,
  type Root,
  together,
} from "./access_groups.ts";
import type { FlowGraph } from "./flow_graph.ts";
import { successors } from "./region.ts";
import { loopsOf } from "./unroll.ts";

/** A check of some bytes around the address of the access that makes it. */
export interface Check {
  /** Where the bytes start, from the address of the access or the value of the register. */
  readonly from: number;
  /** How many they are; `LARGEST_SPAN` at the most. */
  readonly span: number;
  readonly rights: Rights;
}

/** How the accesses of a block are checked. */
export interface AccessPlan {
  /**
   * Checks at the block's start, each by a register that addresses count from then: what is computed in
   * the block need not be kept for the case that they fail.
   */
  readonly atStart: readonly (Check & { readonly base: number })[];
  /**
   * For each instruction of the block that accesses memory, by its index: the check it makes for itself
   * and others; `single` where it checks just itself; `covered` where an earlier check allows it.
   */
  readonly within: ReadonlyMap<number, Check | "single" | "covered">;
}

/** A plan for a block without accesses. */
export const NO_ACCESSES: AccessPlan = { atStart: [], within: new Map() };

/**
 * What is expected after each block, by root: what the blocks after it access whichever way is taken.
 * Loops are expected to go on.
 */
function expectedAfter(
  graph: FlowGraph,
  accesses: readonly BlockAccesses[],
): readonly ReadonlyMap<Root, Accessed>[] {
  const loops = loopsOf(graph).map(({ body }) => body).toSorted((a, b) => a.size - b.size);
  const innermost = graph.nodes.map(({ number }) => loops.find((loop) => loop.has(number)));
  const before: (ReadonlyMap<number, Accessed>)[] = [];
  const result: (ReadonlyMap<Root, Accessed>)[] = [];
  for (const node of graph.nodes.toReversed()) {
    const { number } = node;
    const own = accesses[number];
    const loop = innermost[number];
    const ways = node.successors.filter((to) => loop === undefined || loop.has(to));
    const after = new Map<Root, Accessed>();
    const isOpen = own !== undefined && node.block.end.kind !== "call" &&
      (loop !== undefined || node.successors.length === successors(node.block.end).length);
    if (isOpen && ways.every((to) => to > number)) {
      const [first, ...others] = ways.map((to) => before[to] ?? new Map<number, Accessed>());
      for (const [register, expected] of first ?? []) {
        let span: Accessed | undefined = expected;
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
function widened(group: Group, expected: Accessed | undefined, caution: Caution): Group {
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
  return accesses.map(({ groups, grouped, singles }, number) => {
    const within = new Map<number, Check | "single" | "covered">();
    for (const index of singles) within.set(index, "single");
    for (const index of grouped) within.set(index, "covered");
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
