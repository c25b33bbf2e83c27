// SPDX-License-Identifier: MPL-2.0
// The flow graph of a region: its blocks in reverse postorder, with dominators, loop headers and
// merge points. Dominators are found by the iterative method of Cooper, Harvey and Kennedy, "A
// Simple, Fast Dominance Algorithm" (2001).

import { makeReducible, type Vertex } from "./reducible.ts";
import { type Block, type BlockId, type Region, successors } from "./region.ts";

/**
 * A block in the graph, or a dispatch block (see reducible.ts). Nodes are numbered in reverse
 * postorder.
 */
export interface Node {
  readonly number: number;
  readonly block: Block;
  /** One for each target of the block's end that is in the region, in the same order. */
  readonly routes: readonly Route[];
  /** The nodes that the routes go to. */
  readonly successors: readonly number[];
  readonly predecessors: number[];
  /** The closest node that is on every path from the entry to this one; the entry's is itself. */
  dominator: number;
  /** The nodes that this is the dominator of, in ascending order. */
  readonly dominates: number[];
  /** Whether a back edge leads here. */
  isLoopHeader: boolean;
  /** Whether more than one forward edge leads here. */
  isMerge: boolean;
}

/** How to get from a node to a block of the region. */
export interface Route {
  readonly to: BlockId;
  /** The node to go to. */
  readonly node: number;
  /** If that is a dispatch block: what selects `to` there, the position among its routes. */
  readonly selects: number | undefined;
}

/** The flow graph of a region. Every loop in it is entered only at its header. */
export interface FlowGraph {
  /** The nodes in reverse postorder, the entry first. */
  readonly nodes: readonly Node[];
}

/** The vertices in reverse postorder. Not recursive, as regions can be a long chain. */
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

/** The flow graph of a region, without blocks that cannot be reached from the entry. */
export function flowGraph(region: Region): FlowGraph {
  const blocks = reachable(region);
  const vertexOf = new Map(blocks.map(({ start }, vertex) => [start, vertex]));
  const vertices: Vertex[] = blocks.map(({ end }) => ({
    targets: successors(end).flatMap((id) => vertexOf.get(id) ?? []),
    via: new Map(),
  }));
  // Most graphs are reducible, and finding that out is faster than searching for loops to fix.
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

/** The nodes of a graph in reverse postorder; undefined if one of its loops has several entries. */
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
      block: blocks[vertex] ?? dispatchBlock(routes),
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

/** The blocks of a region that control can reach, the entry first. */
function reachable(region: Region): Block[] {
  const ids = new Set<BlockId>(region.hasHub ? [START] : [region.entry]);
  const blocks: Block[] = [];
  for (const id of ids) {
    const block = id === START ? startBlock(region) : region.blocks.get(id);
    if (block === undefined) continue;
    blocks.push(block);
    for (const to of successors(block.end)) if (region.blocks.has(to)) ids.add(to);
  }
  return blocks;
}

/** The id of the block where control enters a region with a hub. */
const START: BlockId = -2;

const startBlock = ({ entry }: Region): Block => ({
  start: START,
  instructions: [],
  addresses: [],
  end: { kind: "start", entry },
  hasStop: false,
});

/** A dispatch block has no instructions and no id. */
const dispatchBlock = (routes: readonly Route[]): Block => ({
  start: NaN,
  instructions: [],
  addresses: [],
  end: { kind: "dispatch", to: routes.map(({ to }) => to) },
  hasStop: false,
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
