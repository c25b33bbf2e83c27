// SPDX-License-Identifier: MPL-2.0
// The numbers of a region's control flow, against definitions that are slow and plainly right.

import { assert, assertEquals } from "@std/assert";
import {
  type FlowGraph,
  flowGraph,
  type Route,
} from "../../../cpu/translator/regions/flow_graph.ts";
import { Random } from "../values.ts";
import { randomGraph, regionOf, regionOfGraph } from "./region_fixture.ts";

/** The nodes that can be reached from the entry without passing through one of them. */
function reachedWithout(graph: FlowGraph, avoided: number): Set<number> {
  const reached = new Set<number>();
  const pending = avoided === 0 ? [] : [0];
  for (const number of pending) {
    if (reached.has(number)) continue;
    reached.add(number);
    pending.push(...(graph.nodes[number]?.successors ?? []).filter((to) => to !== avoided));
  }
  return reached;
}

/** Whether every path from the entry to `b` passes `a`. */
const dominates = (graph: FlowGraph, a: number, b: number): boolean =>
  a === b || !reachedWithout(graph, a).has(b);

/** Whether the graph without edges to dominators is acyclic, which defines reducible. */
function isReducible(graph: FlowGraph): boolean {
  const state = graph.nodes.map((): "new" | "open" | "done" => "new");
  const visit = (number: number): boolean => {
    state[number] = "open";
    for (const to of graph.nodes[number]?.successors ?? []) {
      if (dominates(graph, to, number)) continue;
      if (state[to] === "open" || (state[to] === "new" && !visit(to))) return false;
    }
    state[number] = "done";
    return true;
  };
  return graph.nodes.every(({ number }) => state[number] !== "new" || visit(number));
}

/** The block that a route leads to, through dispatchers. */
function destination(graph: FlowGraph, { node: number, selects }: Route): number | undefined {
  const node = graph.nodes[number];
  if (selects === undefined) return node?.block.start;
  const next = node?.routes[selects];
  return next && destination(graph, next);
}

function check(graph: FlowGraph, label: string): void {
  for (const node of graph.nodes) {
    const { number, dominator } = node;
    const ways = node.routes.map((route) => destination(graph, route));
    assertEquals(ways, node.routes.map(({ to }) => to), label);
    const strict = graph.nodes.filter((other) =>
      other.number !== number && dominates(graph, other.number, number)
    );
    const closest = strict.find(({ number: candidate }) =>
      strict.every((other) => dominates(graph, other.number, candidate))
    );
    assertEquals(dominator, closest?.number ?? 0, `${label}, dominator of ${number}`);
    const children = graph.nodes.filter((child) =>
      child.number !== 0 && child.dominator === number
    );
    assertEquals(node.dominates, children.map((child) => child.number), label);
    // A block may lead to a dispatcher twice.
    const from = graph.nodes.flatMap((other) =>
      other.successors.filter((to) => to === number).map(() => other)
    );
    assertEquals(node.predecessors.toSorted((a, b) => a - b), from.map((other) => other.number));
    const forward = from.filter((other) => other.number < number);
    assertEquals(node.isMerge, forward.length > 1, label);
    assertEquals(node.isLoopHeader, from.length > forward.length, label);
    // Reverse postorder: all but the entry have a predecessor before them.
    assert(number === 0 || forward.length > 0, label);
  }
  assert(isReducible(graph), label);
}

const dispatchers = (graph: FlowGraph): number =>
  graph.nodes.filter(({ block }) => block.end.kind === "dispatch").length;

Deno.test("flowGraph() finds dominators, merges and headers of known graphs, and fixes loops", () => {
  const graphs: readonly (readonly [string, number, (readonly number[])[]])[] = [
    ["one block", 0, [[]]],
    ["a block that repeats itself", 0, [[0]]],
    ["a diamond", 0, [[1, 2], [3], [3], []]],
    ["nested loops", 0, [[1], [2, 5], [3], [3, 4], [2, 1], []]],
    ["a loop with two entries", 1, [[1, 2], [2], [1, 3], []]],
    ["two loops that cross", 1, [[1], [2, 3], [3, 4], [2, 1], []]],
    ["a loop that the entry heads", 0, [[1, 2], [0], []]],
    ["inner loops at both entries", 1, [[1, 2], [1, 3], [2, 4], [2], [1, 5], []]],
    ["a loop with two entries in another", 2, [[1, 4], [2, 3], [3], [2, 4], [1, 5], []]],
    ["inner loops that are intertwined", 2, [[1, 2], [3, 4], [3, 4], [1, 2], [1, 2]]],
  ];
  for (const [label, count, successors] of graphs) {
    const graph = flowGraph(regionOfGraph(successors));
    check(graph, label);
    assertEquals(dispatchers(graph), count, label);
  }
});

Deno.test("flowGraph() leaves inner loops alone that have one entry", () => {
  const graph = flowGraph(regionOfGraph([[1, 2], [1, 3], [2, 4], [2], [1, 5], []]));
  const repeated = graph.nodes.filter(({ number, successors, block }) =>
    successors.includes(number) && block.instructions.length > 0
  );
  assertEquals(repeated.length, 2);
});

Deno.test("flowGraph() is right about random graphs, some of them irreducible", () => {
  const random = new Random(3);
  let fixed = 0;
  for (let number = 0; number < 400; number++) {
    const successors = randomGraph(random);
    const graph = flowGraph(regionOfGraph(successors));
    check(graph, `graph ${number}: ${JSON.stringify(successors)}`);
    if (dispatchers(graph) > 0) fixed++;
  }
  assert(fixed > 20 && fixed < 380, `${fixed} fixed`);
});

Deno.test("flowGraph() leaves out blocks that nothing leads to", () => {
  // The target of the jump was known until a branch turned out to lead to it.
  const region = regionOf([
    ["auipc", { rd: 6 }],
    ["addi", { rd: 6, rs1: 6, imm: 16 }],
    ["jalr", { rs1: 6 }],
    ["ebreak"],
    ["beq", { rs1: 5, to: 2 }],
    ["ebreak"],
  ]);
  const graph = flowGraph(region);
  check(graph, "unreachable");
  assertEquals([graph.nodes.length, region.blocks.size], [2, 4]);
});
