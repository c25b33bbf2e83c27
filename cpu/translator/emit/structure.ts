// SPDX-License-Identifier: MPL-2.0
// Turns the flow graph of a region into structured WebAssembly, by walking the dominator tree
// (Norman Ramsey, "Beyond Relooper", ICFP 2022). If the tree is too high for that, the structure is
// a loop around a table of all blocks. The caller supplies the code of the blocks.

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

/** Returns the code that continues at a block, from `nesting` levels inside the calling code. */
export type GoTo = (number: number, nesting: number) => Code;

/** The code of a region's blocks, from the caller. */
export interface BlockWriter {
  /** What a loop's header executes first in each iteration. `depth` levels are around it. */
  header(node: Node, depth: number): Code;
  /**
   * The code of a block with its end. `depth` levels are around it. `goTo` returns the code that
   * continues at another block; it may be called once for each successor.
   */
  body(node: Node, depth: number, goTo: GoTo): Code;
}

/** A higher dominator tree is not walked: the walk is recursive, and the code nests as deep. */
const MAX_TREE_HEIGHT = 200;

/** The code of the whole region. Control never reaches its end. `selector` is a free local. */
export function structured(graph: FlowGraph, code: BlockWriter, selector: Local32): Code {
  return heightOf(graph) <= MAX_TREE_HEIGHT
    ? byDominators(graph, code)
    : byTable(graph, code, selector);
}

/** The number of blocks on the longest path down the dominator tree. */
function heightOf({ nodes }: FlowGraph): number {
  const depths: number[] = [];
  for (const { number, dominator } of nodes) depths[number] = (depths[dominator] ?? 0) + 1;
  return depths.reduce((height, depth) => Math.max(height, depth), 0);
}

/** The enclosing levels, innermost last, each with the block that branching to it leads to. */
type Levels = readonly { readonly to: number | undefined }[];

function byDominators(graph: FlowGraph, code: BlockWriter): Code {
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
    // The merge points that this block dominates follow it; the nearest one is innermost.
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

/** Any graph, as one loop around a jump table. A local holds the number of the next block. */
function byTable(graph: FlowGraph, code: BlockWriter, selector: Local32): Code {
  const count = graph.nodes.length;
  const select: I32 = selector.get;
  let body: Code = brTable(select, graph.nodes.map((node) => node.number), 0);
  for (const node of graph.nodes) {
    // The code of a node follows its block, inside the blocks of later nodes.
    const depth = count - 1 - node.number + 1;
    const goTo: GoTo = (to, nesting) => [selector.set(i32.const(to)), br(depth - 1 + nesting)];
    const header = node.isLoopHeader ? code.header(node, depth) : [];
    body = [block(body), header, code.body(node, depth, goTo)];
  }
  return [selector.set(i32.const(0)), loop(body)];
}
