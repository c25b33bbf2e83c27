// SPDX-License-Identifier: MPL-2.0
// The control flow of a region in numbers: reverse postorder, dominators, loop headers and merge
// points. Dominators by the iterative method of Cooper, Harvey and Kennedy, "A Simple, Fast
// Dominance Algorithm" (2001).

import { type Block, type Region, successors } from "./region.ts";

/** A block in the graph. Numbers are positions in reverse postorder. */
export interface Node {
  readonly number: number;
  readonly block: Block;
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

/** The graph of a region. */
export interface FlowGraph {
  /** By reverse postorder; the entry is the first. */
  readonly nodes: readonly Node[];
  readonly numberOf: ReadonlyMap<number, number>;
  /** Whether every loop is entered only at its header. */
  readonly reducible: boolean;
}

/** The successors of a block that are in the region. */
function inside(region: Region, block: Block): number[] {
  return successors(block.end).filter((address) => region.blocks.has(address));
}

/** Block addresses in reverse postorder. Iterative: regions can be a long chain. */
function reversePostorder(region: Region): number[] {
  const order: number[] = [];
  const seen = new Set([region.entry]);
  const stack: { address: number; rest: number[] }[] = [];
  const visit = (address: number) => {
    const block = region.blocks.get(address);
    if (block !== undefined) stack.push({ address, rest: inside(region, block) });
  };
  visit(region.entry);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.rest.pop();
    if (next === undefined) {
      order.push(top.address);
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
  const order = reversePostorder(region);
  const numberOf = new Map(order.map((address, number) => [address, number]));
  const nodes: Node[] = [];
  for (const [number, address] of order.entries()) {
    const block = region.blocks.get(address);
    if (block === undefined) continue;
    nodes.push({
      number,
      block,
      successors: inside(region, block).map((to) => numberOf.get(to) ?? 0),
      predecessors: [],
      dominator: -1,
      dominates: [],
      isLoopHeader: false,
      isMerge: false,
    });
  }
  for (const node of nodes) {
    for (const to of node.successors) nodes[to]?.predecessors.push(node.number);
  }
  findDominators(nodes);
  let reducible = true;
  for (const node of nodes) {
    const backward = node.predecessors.filter((from) => from >= node.number);
    node.isLoopHeader = backward.length > 0;
    node.isMerge = node.predecessors.length - backward.length > 1;
    if (backward.some((from) => !dominates(nodes, node.number, from))) reducible = false;
  }
  return { nodes, numberOf, reducible };
}

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
