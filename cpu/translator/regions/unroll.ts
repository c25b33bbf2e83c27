// SPDX-License-Identifier: MPL-2.0
// Unrolls small innermost loops of a region: their blocks are repeated, so that what is done once each
// time round (asking whether the slice is used up, and V8's own check for interrupts) is done once
// in a few rounds, and so that accesses of the rounds can be checked together.

import type { FlowGraph } from "./flow_graph.ts";
import {
  copyOf,
  LARGEST_REGION,
  MOST_COPIES,
  type Place,
  type Region,
  withTargets,
} from "./region.ts";

/** The most instructions in a loop that is unrolled, in all of its rounds. */
const LARGEST_UNROLLED = 96;
/** The most rounds. */
const MOST_ROUNDS = 4;

/** Ends of blocks that are not worth repeating, or cannot be. */
const NEVER_REPEATED: ReadonlySet<string> = new Set(["call", "dispatch", "hub", "known", "start"]);

/** A loop around a header, by the numbers of its nodes. */
export interface Loop {
  readonly header: number;
  readonly body: ReadonlySet<number>;
  /** Whether there is no loop inside of it. */
  readonly isInnermost: boolean;
  /** Whether this header is also that of a loop around this one. */
  readonly isShared: boolean;
}

/** What is passed on the way from a loop's header to where it starts again. */
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

/** Whether a loop has no other header than its own. */
function isInnermost({ nodes }: FlowGraph, header: number, body: ReadonlySet<number>): boolean {
  for (const number of body) if (number !== header && nodes[number]?.isLoopHeader) return false;
  return true;
}

/**
 * The natural loops of a graph. Backward edges to the same header make one loop, but for those of
 * innermost loops among them.
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
    // A way back that contains another one whole is that of a loop around the other's.
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
 * The region with its small innermost loops unrolled, the same one where there are none; `graph` is that of
 * the region.
 */
export function unrolled(region: Region, graph: FlowGraph): Region {
  const blocks = new Map(region.blocks);
  let size = region.size;
  let copies = 0;
  for (const { header, body, isInnermost, isShared } of loopsOf(graph)) {
    const own = [...body].flatMap((number) => graph.nodes[number]?.block ?? []);
    const instructions = own.reduce((sum, block) => sum + block.instructions.length, 0);
    const rounds = Math.min(MOST_ROUNDS, Math.floor(LARGEST_UNROLLED / Math.max(instructions, 1)));
    const added = isShared ? rounds : rounds - 1;
    const isFit = isInnermost && rounds > 1 && size + instructions * added <= LARGEST_REGION &&
      own.every(({ end }) => !NEVER_REPEATED.has(end.kind));
    if (!isFit) continue;
    if (copies + added > MOST_COPIES) break;
    size += instructions * added;
    const places = new Set(own.map(({ start }) => start));
    const first = graph.nodes[header]?.block.start ?? 0;
    // Where the header is shared, the loop around starts with a round of its own: the first copy.
    const again = isShared ? 1 : 0;
    const place = (of: Place, copy: number): Place => copy === 0 ? of : copyOf(of, copies + copy);
    for (let copy = 0; copy <= added; copy++) {
      const next = copy === added ? again : copy + 1;
      const moved = (to: Place): Place =>
        to === first ? place(to, next) : places.has(to) ? place(to, copy) : to;
      for (const block of own) {
        const start = place(block.start, copy);
        blocks.set(start, { ...block, start, end: withTargets(block.end, moved) });
      }
    }
    copies += added;
  }
  return copies === 0 ? region : { ...region, blocks, size };
}
