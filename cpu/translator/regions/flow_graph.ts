// SPDX-License-Identifier: MPL-2.0
// The control flow of a region in numbers: reverse postorder, dominators, loop headers and merge
// points. Dominators by the iterative method of Cooper, Harvey and Kennedy, "A Simple, Fast
// Dominance Algorithm" (2001).

import { makeReducible, type Vertex } from "./reducible.ts";
import { type Block, type Place, type Region, successors } from "./region.ts";

/** A block in the graph, or a dispatcher. Numbers are positions in reverse postorder. */
export interface Node {
  readonly number: number;
  readonly block: Block;
  /** One for each place of the block's end that is in the region, in that order. */
  readonly routes: readonly Route[];
  /** The nodes that the routes lead to at once. */
  readonly successors: readonly number[];
  readonly predecessors: number[];
  /** The closest block that every path from the entry to this one passes; its own for the entry. */
  dominator: number;
  /** Blocks whose dominator this is, by rising number. */
  readonly dominates: number[];
  /** Whether a backward edge leads here. */
  isLoopHeader: boolean;
  /** Whether more than one forward edge leads here. */
  isMerge: boolean;
}

/** A way to a place in the region. */
export interface Route {
  readonly to: Place;
  /** The node to go to. */
  readonly node: number;
  /** What to tell it if it is a dispatcher: the position in its routes. */
  readonly selects: number | undefined;
}

/** The graph of a region. Every loop in it is entered only at its header. */
export interface FlowGraph {
  /** By reverse postorder; the entry is the first. */
  readonly nodes: readonly Node[];
}

/** Vertices in reverse postorder. Iterative: regions can be a long chain. */
function reversePostorder(vertices: readonly Vertex[]): number[] {
  const order: number[] = [];
  const seen = new Set([0]);
  const stack: { vertex: number; rest: number[] }[] = [];
  const visit = (vertex: number) => {
    const { targets, via } = vertices[vertex] ?? { targets: [], via: new Map() };
    stack.push({ vertex, rest: targets.map((to) => via.get(to) ?? to) });
  };
  visit(0);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.rest.pop();
    if (next === undefined) {
      order.push(top.vertex);
      stack.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      visit(next);
    }
  }
  return order.reverse();
}

/** The graph of a region; blocks that are not reachable from the entry are left out. */
export function flowGraph(region: Region): FlowGraph {
  const blocks = reachable(region);
  const vertexOf = new Map(blocks.map(({ start }, vertex) => [start, vertex]));
  const vertices: Vertex[] = blocks.map(({ end }) => ({
    targets: successors(end).flatMap((place) => vertexOf.get(place) ?? []),
    via: new Map(),
  }));
  // Most graphs are reducible as they are, and finding that out takes less than looking for what to mend.
  let nodes = nodesOf(blocks, vertices);
  if (nodes === undefined) {
    makeReducible(vertices);
    nodes = nodesOf(blocks, vertices);
  }
  if (nodes === undefined) {
    throw new TypeError("Cannot structure a region: one of its loops has several entries");
  }
  return { nodes };
}

/** The nodes of a graph in reverse postorder; undefined when one of its loops has several entries. */
function nodesOf(blocks: readonly Block[], vertices: readonly Vertex[]): Node[] | undefined {
  const order = reversePostorder(vertices);
  const numberOf = new Map(order.map((vertex, number) => [vertex, number]));
  const nodes = order.map((vertex, number): Node => {
    const { targets, via } = vertices[vertex] ?? { targets: [], via: new Map<number, number>() };
    const routes = targets.map((target): Route => {
      const at = via.get(target) ?? target;
      return {
        to: blocks[target]?.start ?? 0,
        node: numberOf.get(at) ?? 0,
        selects: at === target ? undefined : vertices[at]?.targets.indexOf(target),
      };
    });
    return {
      number,
      block: blocks[vertex] ?? dispatcherBlock(routes),
      routes,
      successors: routes.map(({ node }) => node),
      predecessors: [],
      dominator: -1,
      dominates: [],
      isLoopHeader: false,
      isMerge: false,
    };
  });
  for (const node of nodes) {
    for (const to of node.successors) nodes[to]?.predecessors.push(node.number);
  }
  findDominators(nodes);
  for (const node of nodes) {
    const backward = node.predecessors.filter((from) => from >= node.number);
    node.isLoopHeader = backward.length > 0;
    node.isMerge = node.predecessors.length - backward.length > 1;
    if (backward.some((from) => !dominates(nodes, node.number, from))) return undefined;
  }
  return nodes;
}

/** The blocks of a region that control can get to, the entry first. */
function reachable(region: Region): Block[] {
  const places = new Set<Place>(region.hasHub ? [START] : [region.entry]);
  const blocks: Block[] = [];
  for (const place of places) {
    const block = place === START ? startBlock(region) : region.blocks.get(place);
    if (block === undefined) continue;
    blocks.push(block);
    for (const to of successors(block.end)) if (region.blocks.has(to)) places.add(to);
  }
  return blocks;
}

/** The place of the block where control enters a region that has more than one way in. */
const START: Place = -2;

const startBlock = ({ entry }: Region): Block => ({
  start: START,
  instructions: [],
  addresses: [],
  end: { kind: "start", entry },
});

/** A dispatcher has no instructions, and no place of its own. */
const dispatcherBlock = (routes: readonly Route[]): Block => ({
  start: NaN,
  instructions: [],
  addresses: [],
  end: { kind: "dispatch", to: routes.map(({ to }) => to) },
});

function findDominators(nodes: readonly Node[]): void {
  const entry = nodes[0];
  if (entry === undefined) return;
  entry.dominator = 0;
  const meet = (a: number, b: number): number => {
    while (a !== b) {
      if (a > b) a = nodes[a]?.dominator ?? 0;
      else b = nodes[b]?.dominator ?? 0;
    }
    return a;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const node of nodes.slice(1)) {
      let dominator = -1;
      for (const from of node.predecessors) {
        if ((nodes[from]?.dominator ?? -1) === -1) continue;
        dominator = dominator === -1 ? from : meet(dominator, from);
      }
      if (dominator !== node.dominator) {
        node.dominator = dominator;
        changed = true;
      }
    }
  }
  for (const node of nodes.slice(1)) nodes[node.dominator]?.dominates.push(node.number);
}

function dominates(nodes: readonly Node[], a: number, b: number): boolean {
  while (b > a) b = nodes[b]?.dominator ?? 0;
  return a === b;
}
