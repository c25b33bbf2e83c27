// SPDX-License-Identifier: MPL-2.0
// Makes control flow reducible: structured code can only enter a loop at one place. Where a loop has
// several entries, a dispatcher is put in front of them: whoever goes to one of them goes to the
// dispatcher instead and says which. Inner loops around an entry stay as they are. The method is
// that of LLVM's pass "FixIrreducibleControlFlow", with edges of inner loops kept.

/** A vertex: a block of code, or a dispatcher. */
export interface Vertex {
  /** Where it may go in the end: vertices that are blocks. */
  readonly targets: readonly number[];
  /** Where it goes at once, for targets that it reaches by a dispatcher. */
  readonly via: Map<number, number>;
}

/** Where a vertex goes at once. */
const next = ({ targets, via }: Vertex): number[] => targets.map((to) => via.get(to) ?? to);

/** Appends the dispatchers that make a graph reducible, whose first vertex is its entry. */
export function makeReducible(vertices: Vertex[]): void {
  const all = new Set(vertices.keys());
  mend(vertices, all, undefined, true);
}

/** Mends the loops among some vertices, without those through a header, which is mended already. */
function mend(
  vertices: Vertex[],
  among: ReadonlySet<number>,
  header: number | undefined,
  keepInner: boolean,
): void {
  for (const loop of loopsOf(vertices, among, (to) => to === header)) {
    const entries = entriesOf(vertices, loop);
    const [only, ...others] = entries;
    if (only !== undefined && others.length === 0) {
      mend(vertices, loop, only, true);
      continue;
    }
    const inner = keepInner ? innerEdges(vertices, loop, entries) : new Map<number, number>();
    const dispatcher = vertices.length;
    for (const [from, vertex] of vertices.entries()) {
      for (const target of vertex.targets) {
        const at = vertex.via.get(target) ?? target;
        if (!entries.includes(at) || inner.get(from) === at) continue;
        vertex.via.set(target, dispatcher);
      }
    }
    vertices.push(dispatcherFor(vertices, dispatcher));
    const larger = new Set(loop).add(dispatcher);
    // Where two inner loops are intertwined, keeping their edges would not get anywhere.
    const isSmaller = loopsOf(vertices, larger, (to) => to === dispatcher)
      .every(({ size }) => size < loop.size);
    mend(vertices, larger, dispatcher, isSmaller);
  }
}

/** A dispatcher for all that was sent to it, which goes on where that would have gone. */
function dispatcherFor(vertices: readonly Vertex[], number: number): Vertex {
  const targets = new Set<number>();
  for (const vertex of vertices) {
    for (const [target, at] of vertex.via) if (at === number) targets.add(target);
  }
  return { targets: [...targets], via: new Map() };
}

/** The vertices of a loop that are reached from outside of it. */
function entriesOf(vertices: readonly Vertex[], loop: ReadonlySet<number>): number[] {
  const entries = new Set<number>();
  if (loop.has(0)) entries.add(0);
  for (const [from, vertex] of vertices.entries()) {
    if (loop.has(from)) continue;
    for (const to of next(vertex)) if (loop.has(to)) entries.add(to);
  }
  return [...entries];
}

/** The edges of inner loops around a single entry: by where they start, the entry where they end. */
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
 * The strongly connected components with a cycle in them, of a part of the graph without the edges to
 * some vertices. Tarjan's algorithm (1972), without recursion: regions can be a long chain.
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
