// SPDX-License-Identifier: MPL-2.0
// Turns the flow graph of a region into structured WebAssembly. By walking the dominator
// tree (Norman Ramsey, "Beyond Relooper", ICFP 2022); where that is too high, as a loop around a table
// of all blocks. What the blocks themselves do is the caller's business.

import {
  block,
  br,
  brTable,
  type Code,
  type I32,
  i32,
  type Local32,
  loop,
} from "../../wasm/code.ts";
import type { FlowGraph, Node } from "../regions/flow_graph.ts";

/** How to go to a block of the region, from a place `nesting` levels inside the calling code. */
export type GoTo = (number: number, nesting: number) => Code;

/** What the structure needs to know of the region's code. */
export interface BlockCode {
  /** What comes at a loop's header before its code, each time round. `depth`: enclosing levels. */
  header(node: Node, depth: number): Code;
  /**
   * The code of a block, with its end. `depth` is the number of levels around it, and `goTo` gives
   * the code for going on with another block: it may be used once for each successor.
   */
  body(node: Node, depth: number, goTo: GoTo): Code;
}

/** Dominator trees higher than this are not walked: the walk is recursive, and its code as deep. */
const HIGHEST_TREE = 200;

/** The code of the whole region. Control never reaches its end. `selector` is a free local. */
export function structured(graph: FlowGraph, code: BlockCode, selector: Local32): Code {
  return heightOf(graph) <= HIGHEST_TREE
    ? byDominators(graph, code)
    : byTable(graph, code, selector);
}

/** The number of blocks on the longest way down the dominator tree. */
function heightOf({ nodes }: FlowGraph): number {
  const depths: number[] = [];
  for (const { number, dominator } of nodes) depths[number] = (depths[dominator] ?? 0) + 1;
  return depths.reduce((height, depth) => Math.max(height, depth), 0);
}

/** Positions of the enclosing levels, innermost last: the number of the block a branch leads to. */
type Levels = readonly { readonly to: number | undefined }[];

function byDominators(graph: FlowGraph, code: BlockCode): Code {
  const node = (number: number): Node => {
    const found = graph.nodes[number];
    if (found === undefined) throw new RangeError(`Cannot find block ${number} of a region`);
    return found;
  };

  const depthOf = (levels: Levels, to: number): number => {
    for (let depth = 0; depth < levels.length; depth++) {
      if (levels[levels.length - 1 - depth]?.to === to) return depth;
    }
    throw new RangeError(`Cannot branch to block ${to}: it is not in scope`);
  };

  const tree = (number: number, levels: Levels): Code => {
    const current = node(number);
    // The merge points below this block follow it, the nearest one in the innermost block.
    const merges = current.dominates.filter((child) => node(child).isMerge).reverse();
    if (!current.isLoopHeader) return within(current, merges, levels);
    const inner = [...levels, { to: number }];
    return loop(code.header(current, inner.length), within(current, merges, inner));
  };

  const within = (current: Node, merges: readonly number[], levels: Levels): Code => {
    const [last, ...others] = merges;
    if (last !== undefined) {
      return [
        block(within(current, others, [...levels, { to: last }])),
        tree(last, levels),
      ];
    }
    const goTo: GoTo = (to, nesting) => {
      const inner = [...levels, ...Array.from({ length: nesting }, () => ({ to: undefined }))];
      const isBackward = to <= current.number;
      return isBackward || node(to).isMerge ? br(depthOf(inner, to)) : tree(to, inner);
    };
    return code.body(current, levels.length, goTo);
  };

  return tree(0, []);
}

/** Any graph: one loop around a jump table, with the number of the next block in a local. */
function byTable(graph: FlowGraph, code: BlockCode, selector: Local32): Code {
  const count = graph.nodes.length;
  const select: I32 = selector.get;
  let body: Code = brTable(select, graph.nodes.map((node) => node.number), 0);
  for (const node of graph.nodes) {
    // Behind the end of its block, a node's code stands inside the blocks of the later ones.
    const depth = count - 1 - node.number + 1;
    const goTo: GoTo = (to, nesting) => [selector.set(i32.const(to)), br(depth - 1 + nesting)];
    const header = node.isLoopHeader ? code.header(node, depth) : [];
    body = [block(body), header, code.body(node, depth, goTo)];
  }
  return [selector.set(i32.const(0)), loop(body)];
}
