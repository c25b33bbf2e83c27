// SPDX-License-Identifier: MPL-2.0
// Decides which accesses of a region are checked, and which are covered by an earlier check.
//
// The first access of a group (access_groups.ts) checks the span of the whole group, and of what is
// expected to be accessed after it. The other accesses, in later blocks too (access_facts.ts), then
// need no check, because mappings cannot change while translated code runs. A failed check does not
// mean a fault: the stepper takes over before the access and decides.

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

/** A check that a span of bytes may be accessed. */
export interface Check {
  /** Where the span starts, relative to the address of the access or the value of the register. */
  readonly from: number;
  /** Its length in bytes; at most `MAX_SPAN`. */
  readonly span: number;
  readonly rights: Rights;
}

/** How the accesses of a block are checked. */
export interface AccessPlan {
  /**
   * Checks at the start of the block, each with the register that the span is relative to. If one
   * fails, nothing of the block has been executed, so its results need not be saved.
   */
  readonly atStart: readonly (Check & { readonly base: number })[];
  /**
   * How each instruction that accesses memory is checked, by its index: by a check that also covers
   * others, by a check of its own (`single`), or not at all, because an earlier check covers it.
   */
  readonly within: ReadonlyMap<number, Check | "single" | "covered">;
}

/** The plan for a block without accesses. */
export const NO_ACCESSES: AccessPlan = { atStart: [], within: new Map() };

/**
 * What is expected after each block, by root: the bytes that the following blocks access on every
 * path. Loops are expected to continue.
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
        const value = own.values.of(register);
        const low = span.low + value.offset;
        const high = span.high + value.offset;
        const both = together(after.get(value.root), { low, high, rights: span.rights });
        if (both !== undefined) after.set(value.root, both);
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

/** A group, widened by what is expected after it. */
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
