// SPDX-License-Identifier: MPL-2.0
// The numbers of a region's control flow, against definitions that are slow and plainly right.

import { assert, assertEquals } from "@std/assert";
import { type FlowGraph, flowGraph } from "../../../cpu/translator/flow_graph.ts";
import { Random } from "../values.ts";
import { randomGraph, regionOf, regionOfGraph } from "./listing.ts";

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

/** Whether each way from the entry to `b` passes `a`. */
const dominates = (graph: FlowGraph, a: number, b: number): boolean =>
  a === b || !reachedWithout(graph, a).has(b);

/** Whether what remains without edges to dominators has a cycle: the definition of irreducible. */
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

function check(graph: FlowGraph, label: string): void {
  for (const node of graph.nodes) {
    const { number, dominator } = node;
    assertEquals(graph.numberOf.get(node.block.start), number, label);
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
    const from = graph.nodes.filter(({ successors }) => successors.includes(number));
    assertEquals(node.predecessors.toSorted((a, b) => a - b), from.map((other) => other.number));
    const forward = from.filter((other) => other.number < number);
    assertEquals(node.isMerge, forward.length > 1, label);
    assertEquals(node.isLoopHeader, from.length > forward.length, label);
    // Reverse postorder: all but the entry have a predecessor before them.
    assert(number === 0 || forward.length > 0, label);
  }
  assertEquals(graph.reducible, isReducible(graph), label);
}

Deno.test("flowGraph() finds dominators, merges, headers and reducibility of known graphs", () => {
  const graphs: readonly (readonly [string, boolean, (readonly number[])[]])[] = [
    ["one block", true, [[]]],
    ["a block that repeats itself", true, [[0]]],
    ["a diamond", true, [[1, 2], [3], [3], []]],
    ["nested loops", true, [[1], [2, 5], [3], [3, 4], [2, 1], []]],
    ["a loop with two entries", false, [[1, 2], [2], [1, 3], []]],
    ["two loops that cross", false, [[1], [2, 3], [3, 4], [2, 1], []]],
    ["a loop that the entry heads", true, [[1, 2], [0], []]],
  ];
  for (const [label, reducible, successors] of graphs) {
    const graph = flowGraph(regionOfGraph(successors));
    check(graph, label);
    assertEquals(graph.reducible, reducible, label);
  }
});

Deno.test("flowGraph() is right about random graphs, of which some are irreducible", () => {
  const random = new Random(3);
  let irreducible = 0;
  for (let number = 0; number < 400; number++) {
    const successors = randomGraph(random);
    const graph = flowGraph(regionOfGraph(successors));
    check(graph, `graph ${number}: ${JSON.stringify(successors)}`);
    if (!graph.reducible) irreducible++;
  }
  assert(irreducible > 20 && irreducible < 380, `${irreducible} irreducible`);
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
