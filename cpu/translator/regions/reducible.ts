// SPDX-License-Identifier: MPL-2.0
// Makes a flow graph reducible, because structured code can enter a loop only at its header. If a
// loop has several entries, a dispatch block becomes its header: edges to an entry go to the
// dispatch block instead and select that entry. Inner loops around a single entry are left alone.
// This is the method of LLVM's pass "FixIrreducibleControlFlow", with edges of inner loops kept.

/** A vertex of the graph: a block, or a dispatch block. */
export interface Vertex {
  /** The blocks that it goes to in the end. */
  readonly targets: readonly number[];
  /** The dispatch blocks that it goes through to get to targets. */
  readonly via: Map<number, number>;
}

/** The vertices that a vertex goes to directly. */
const next = ({ targets, via }: Vertex): number[] => targets.map((to) => via.get(to) ?? to);

/** Makes a graph reducible by appending dispatch blocks. The first vertex is the entry. */
export function makeReducible(vertices: Vertex[]): void {
  const all = new Set(vertices.keys());
  fixLoops(vertices, all, undefined, true);
}

/** Fixes the loops among some vertices, ignoring edges to `header`, whose loop is fixed already. */
function fixLoops(
  vertices: Vertex[],
  among: ReadonlySet<number>,
  header: number | undefined,
  keepInner: boolean,
): void {
  for (const loop of loopsOf(vertices, among, (to) => to === header)) {
    const entries = entriesOf(vertices, loop);
    const [only, ...others] = entries;
    if (only !== undefined && others.length === 0) {
      fixLoops(vertices, loop, only, true);
      continue;
    }
    const inner = keepInner ? innerEdges(vertices, loop, entries) : new Map<number, number>();
    const dispatch = vertices.length;
    for (const [from, vertex] of vertices.entries()) {
      for (const target of vertex.targets) {
        const at = vertex.via.get(target) ?? target;
        if (!entries.includes(at) || inner.get(from) === at) continue;
        vertex.via.set(target, dispatch);
      }
    }
    vertices.push(dispatchBlockFor(vertices, dispatch));
    const larger = new Set(loop).add(dispatch);
    // If inner loops are intertwined, keeping their edges would make no progress.
    const isSmaller = loopsOf(vertices, larger, (to) => to === dispatch)
      .every(({ size }) => size < loop.size);
    fixLoops(vertices, larger, dispatch, isSmaller);
  }
}

/** The dispatch block for all edges that were redirected to it. */
function dispatchBlockFor(vertices: readonly Vertex[], number: number): Vertex {
  const targets = new Set<number>();
  for (const vertex of vertices) {
    for (const [target, at] of vertex.via) if (at === number) targets.add(target);
  }
  return { targets: [...targets], via: new Map() };
}

/** The vertices of a loop that have edges from outside it. */
function entriesOf(vertices: readonly Vertex[], loop: ReadonlySet<number>): number[] {
  const entries = new Set<number>();
  if (loop.has(0)) entries.add(0);
  for (const [from, vertex] of vertices.entries()) {
    if (loop.has(from)) continue;
    for (const to of next(vertex)) if (loop.has(to)) entries.add(to);
  }
  return [...entries];
}

/** The edges of inner loops around a single entry: the entry that each leads to, by its start. */
function innerEdges(
  vertices: readonly Vertex[],
  loop: ReadonlySet<number>,
  entries: readonly number[],
): Map<number, number> {
  const inner = new Map<number, number>();
  const shared = new Set<number>();
  for (const entry of entries) {
    const loops = loopsOf(vertices, loop, (to) => to !== entry && entries.includes(to));
    for (const from of loops.find((candidate) => candidate.has(entry)) ?? []) {
      if (inner.has(from)) shared.add(from);
      inner.set(from, entry);
    }
  }
  for (const from of shared) inner.delete(from);
  return inner;
}

/**
 * The strongly connected components that contain a cycle, in a part of the graph and without the
 * edges to some vertices. Tarjan's algorithm (1972), not recursive, as regions can be a long chain.
 */
function loopsOf(
  vertices: readonly Vertex[],
  among: ReadonlySet<number>,
  isCut: (to: number) => boolean,
): Set<number>[] {
  const loops: Set<number>[] = [];
  const order = new Map<number, number>();
  const lowest = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const successorsOf = (from: number): number[] => {
    const vertex = vertices[from];
    return vertex === undefined ? [] : next(vertex).filter((to) => among.has(to) && !isCut(to));
  };
  const lower = (vertex: number, value: number) =>
    lowest.set(vertex, Math.min(lowest.get(vertex) ?? value, value));
  for (const root of among) {
    if (order.has(root)) continue;
    const path: { vertex: number; rest: number[] }[] = [];
    const enter = (vertex: number) => {
      lowest.set(vertex, order.size);
      order.set(vertex, order.size);
      open.push(vertex);
      isOpen.add(vertex);
      path.push({ vertex, rest: successorsOf(vertex) });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { vertex, rest } = top;
      const to = rest.pop();
      if (to !== undefined) {
        if (!order.has(to)) enter(to);
        else if (isOpen.has(to)) lower(vertex, order.get(to) ?? 0);
        continue;
      }
      path.pop();
      const below = path.at(-1);
      if (below !== undefined) lower(below.vertex, lowest.get(vertex) ?? 0);
      if (lowest.get(vertex) !== order.get(vertex)) continue;
      const component = new Set(open.splice(open.indexOf(vertex)));
      for (const member of component) isOpen.delete(member);
      if (component.size > 1 || successorsOf(vertex).includes(vertex)) loops.push(component);
    }
  }
  return loops;
}
