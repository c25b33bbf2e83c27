// SPDX-License-Identifier: MPL-2.0
// Unrolls the small innermost loops of a region: repeats their blocks, so that what happens once
// per iteration (checking whether the slice is used up, and V8's own check for interrupts) happens
// once in several, and so that the accesses of several iterations can be checked together.

import type { FlowGraph } from "./flow_graph.ts";
import {
  type BlockId,
  copyOf,
  MAX_COPIES,
  MAX_REGION_SIZE,
  type Region,
  withTargets,
} from "./region.ts";

/** How many instructions an unrolled loop may have. */
const MAX_UNROLLED_SIZE = 96;
/** The most iterations that are unrolled. */
const MAX_ROUNDS = 4;

/** Ends of blocks that are not worth repeating, or cannot be. */
const NEVER_REPEATED: ReadonlySet<string> = new Set(["call", "dispatch", "hub", "known", "start"]);

/** A loop, by the numbers of its nodes. */
export interface Loop {
  readonly header: number;
  readonly body: ReadonlySet<number>;
  /** Whether no other loop is inside it. */
  readonly isInnermost: boolean;
  /** Whether a loop around it has the same header. */
  readonly isShared: boolean;
}

/** The nodes on paths from a loop's header to the ends of its back edges. */
function bodyOf({ nodes }: FlowGraph, header: number, ends: readonly number[]): Set<number> {
  const body = new Set([header]);
  const pending = [...ends];
  for (const number of pending) {
    if (body.has(number)) continue;
    body.add(number);
    pending.push(...nodes[number]?.predecessors ?? []);
  }
  return body;
}

/** Whether a loop contains no header but its own. */
function isInnermost({ nodes }: FlowGraph, header: number, body: ReadonlySet<number>): boolean {
  for (const number of body) if (number !== header && nodes[number]?.isLoopHeader) return false;
  return true;
}

/**
 * The natural loops of a graph. Back edges to the same header form one loop, except that innermost
 * loops among them are separate.
 */
export function loopsOf(graph: FlowGraph): readonly Loop[] {
  const loops: Loop[] = [];
  for (const { number: header, isLoopHeader, predecessors } of graph.nodes) {
    if (!isLoopHeader) continue;
    const ends = predecessors.filter((from) => from >= header);
    if (ends.length === 1) {
      const body = bodyOf(graph, header, ends);
      loops.push({ header, body, isInnermost: isInnermost(graph, header, body), isShared: false });
      continue;
    }
    const bodies = ends.map((end) => bodyOf(graph, header, [end]));
    // If the body of one back edge contains that of another, it belongs to a loop around the
    // other's.
    const isInner = (body: ReadonlySet<number>): boolean =>
      !bodies.some((other) => other.size < body.size && other.isSubsetOf(body)) &&
      isInnermost(graph, header, body);
    const inner = ends.filter((_, index) => isInner(bodies[index] ?? new Set()));
    const hasOthers = inner.length < ends.length;
    if (inner.length > 0) {
      const body = bodyOf(graph, header, inner);
      loops.push({ header, body, isInnermost: true, isShared: hasOthers });
    }
    if (!hasOthers) continue;
    loops.push({ header, body: bodyOf(graph, header, ends), isInnermost: false, isShared: false });
  }
  return loops;
}

/**
 * The region with its small innermost loops unrolled; the same region if it has none. `graph` is
 * the flow graph of the region.
 */
export function unrolled(region: Region, graph: FlowGraph): Region {
  const blocks = new Map(region.blocks);
  let size = region.size;
  let copies = 0;
  for (const { header, body, isInnermost, isShared } of loopsOf(graph)) {
    const own = [...body].flatMap((number) => graph.nodes[number]?.block ?? []);
    const instructions = own.reduce((sum, block) => sum + block.instructions.length, 0);
    const rounds = Math.min(MAX_ROUNDS, Math.floor(MAX_UNROLLED_SIZE / Math.max(instructions, 1)));
    const added = isShared ? rounds : rounds - 1;
    const canUnroll = isInnermost && rounds > 1 && size + instructions * added <= MAX_REGION_SIZE &&
      own.every(({ end }) => !NEVER_REPEATED.has(end.kind));
    if (!canUnroll) continue;
    if (copies + added > MAX_COPIES) break;
    size += instructions * added;
    const ids = new Set(own.map(({ start }) => start));
    const first = graph.nodes[header]?.block.start ?? 0;
    // If the header is shared, each iteration of the outer loop starts with copy 0, and the inner
    // loop then repeats copies 1 and up.
    const again = isShared ? 1 : 0;
    const idOf = (of: BlockId, copy: number): BlockId =>
      copy === 0 ? of : copyOf(of, copies + copy);
    for (let copy = 0; copy <= added; copy++) {
      const next = copy === added ? again : copy + 1;
      const moved = (to: BlockId): BlockId =>
        to === first ? idOf(to, next) : ids.has(to) ? idOf(to, copy) : to;
      for (const block of own) {
        const start = idOf(block.start, copy);
        blocks.set(start, { ...block, start, end: withTargets(block.end, moved) });
      }
    }
    copies += added;
  }
  return copies === 0 ? region : { ...region, blocks, size };
}
