// SPDX-License-Identifier: MPL-2.0
// Structured code takes the same path through a graph as the graph itself: the blocks are compiled to
// a function that notes their numbers and follows a list of decisions.

import { assert, assertEquals } from "@std/assert";
import {
  type FlowGraph,
  flowGraph,
  type Node,
} from "../../../cpu/translator/regions/flow_graph.ts";
import { type GoTo, structured } from "../../../cpu/translator/emit/structure.ts";
import {
  type Code,
  either,
  i32,
  local32,
  return_,
  unreachable,
  when,
} from "../../../cpu/wasm/code.ts";
import { MEMORY_PAGES } from "../../../cpu/wasm/memory_pages.ts";
import { moduleBytes } from "../../../cpu/wasm/module.ts";
import { Random } from "../values.ts";
import { randomGraph, regionOfGraph } from "./region_fixture.ts";

const decisions = local32(0);
const steps = local32(1);
const trail = local32(2);
const selector = local32(3);
const choice = local32(4);

/** Follows decisions, one bit each, for a number of steps. Returns a hash of the blocks on the way. */
type Walk = (decisions: number, steps: number) => number;

const mix = (hash: number, number: number): number => (Math.imul(hash, 31) + number + 1) | 0;

const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });

/** An edge carries the dispatch block's selector: a dispatcher decides nothing itself. */
type Way = { readonly node: number; readonly selects: number | undefined };

/** The graph as a function. */
function compiled(graph: FlowGraph): Walk {
  const note = (number: number): Code =>
    trail.set(i32.add(i32.mul(trail.get, i32.const(31)), i32.const(number + 1)));
  const body = (number: number, goTo: GoTo): Code => {
    const node = graph.nodes[number];
    const follow = ({ node, selects }: Way, nesting: number): Code => [
      selects === undefined ? [] : choice.set(i32.const(selects)),
      goTo(node, nesting),
    ];
    if (node?.block.end.kind === "dispatch") {
      return node.routes.map((route, position) =>
        when(i32.eq(choice.get, i32.const(position)), follow(route, 1))
      );
    }
    const [first, second] = node?.routes ?? [];
    const finish = return_(trail.get);
    const bit = i32.and(decisions.get, i32.const(1));
    const next = decisions.set(i32.shr_u(decisions.get, i32.const(1)));
    return [
      note(number),
      steps.set(i32.sub(steps.get, i32.const(1))),
      when(i32.eqz(steps.get), finish),
      first === undefined ? finish : second === undefined ? follow(first, 0) : [
        choice.set(bit),
        next,
        either(choice.get, follow(first, 1), follow(second, 1)),
      ],
    ];
  };
  const code = structured(graph, {
    // A header is passed each time round, before the block: it counts.
    header: ({ number, block: { end } }) =>
      end.kind === "dispatch" ? [] : trail.set(i32.add(trail.get, i32.const(number))),
    body: (node, _, goTo) => body(node.number, goTo),
  }, selector);
  const bytes = moduleBytes([{
    params: ["i32", "i32"],
    results: ["i32"],
    locals: ["i32", "i32", "i32"],
    body: [code, unreachable],
    exportName: "walk",
  }]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return exports.walk as Walk;
}

/** What the compiled walk must give. */
function walked(graph: FlowGraph, decisions: number, steps: number): number {
  let hash = 0;
  for (let way: Way = { node: 0, selects: undefined };;) {
    const node: Node | undefined = graph.nodes[way.node];
    assert(node !== undefined);
    const selected: Way | undefined = node.routes[way.selects ?? -1];
    if (selected !== undefined) {
      way = selected;
      continue;
    }
    if (node.isLoopHeader) hash = (hash + node.number) | 0;
    hash = mix(hash, node.number);
    if (--steps === 0) return hash;
    const [first, second]: readonly Way[] = node.routes;
    if (first === undefined) return hash;
    if (second === undefined) way = first;
    else {
      way = (decisions & 1) !== 0 ? first : second;
      decisions >>>= 1;
    }
  }
}

Deno.test("structured() takes the paths of random graphs, with dispatchers and without", () => {
  const random = new Random(5);
  const kinds = { plain: 0, fixed: 0 };
  for (let number = 0; number < 250; number++) {
    const successors = randomGraph(random);
    const graph = flowGraph(regionOfGraph(successors));
    const isFixed = graph.nodes.some(({ block }) => block.end.kind === "dispatch");
    kinds[isFixed ? "fixed" : "plain"]++;
    const walk = compiled(graph);
    for (let round = 0; round < 12; round++) {
      const bits = random.below(2 ** 32) | 0;
      const label = `${JSON.stringify(successors)}, ${bits}`;
      assertEquals(walk(bits, 40), walked(graph, bits, 40), label);
    }
  }
  assert(kinds.plain > 30 && kinds.fixed > 10, JSON.stringify(kinds));
});

Deno.test("structured() handles graphs as deep and as wide as a region can be", () => {
  const count = 749;
  const next = (number: number) => number + 1 < count ? [number + 1] : [];
  const numbers = Array.from({ length: count }, (_, number) => number);
  const shapes = {
    chain: numbers.map(next),
    // Each block can leave for the last one.
    ladder: numbers.map((number) => number + 2 < count ? [number + 1, count - 1] : next(number)),
    // Each block can repeat all before it.
    nest: numbers.map((number) => [...next(number), number]),
    loops: numbers.map((number) => [...next(number), 0]),
    // A row of diamonds.
    diamonds: numbers.map((number) =>
      number + 3 >= count
        ? []
        : number % 3 === 0
        ? [number + 1, number + 2]
        : [number - number % 3 + 3]
    ),
  };
  for (const [label, successors] of Object.entries(shapes)) {
    const graph = flowGraph(regionOfGraph(successors));
    const walk = compiled(graph);
    for (const bits of [0, -1, 0x5555_5555, 0x1234_5678]) {
      assertEquals(walk(bits, 2000), walked(graph, bits, 2000), `${label}, ${bits}`);
    }
  }
});
