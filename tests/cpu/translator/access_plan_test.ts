// SPDX-License-Identifier: MPL-2.0
// Which accesses are checked where: groups, what earlier checks allow, and what is expected.

import { assert, assertEquals } from "@std/assert";
import { CAUTION, type Caution } from "../../../cpu/translator/regions/access_groups.ts";
import { planAccesses } from "../../../cpu/translator/regions/access_plan.ts";
import { flowGraph } from "../../../cpu/translator/regions/flow_graph.ts";
import { unrolled } from "../../../cpu/translator/regions/unroll.ts";
import { at, type Line, regionOf } from "./region_fixture.ts";

const READ = 1;
const WRITE = 2;
const RETURN: Line = ["jalr", { rs1: 1 }];

/** The plan of the block at a position. */
function planAt(
  lines: readonly Line[],
  position: number,
  caution: (address: number) => Caution = () => CAUTION.frame,
) {
  const graph = flowGraph(regionOf(lines));
  const number = graph.nodes.findIndex(({ block }) => block.start === at(position));
  const plan = planAccesses(graph, caution)[number];
  assert(plan !== undefined);
  return { atStart: plan.atStart, within: [...plan.within].sort(([a], [b]) => a - b) };
}

Deno.test("planAccesses() checks accesses by the same register at once, for all their rights", () => {
  const lines: Line[] = [
    ["ld", { rd: 5, rs1: 10, imm: 16 }],
    ["sw", { rs1: 10, rs2: 5, imm: -4 }],
    ["addi", { rd: 10, rs1: 10, imm: 8 }],
    ["lb", { rd: 6, rs1: 10, imm: 23 }],
    RETURN,
  ];
  assertEquals(planAt(lines, 0), {
    atStart: [{ base: 10, from: -4, span: 36, rights: READ | WRITE }],
    within: [[0, "covered"], [1, "covered"], [3, "covered"]],
  });
});

Deno.test("planAccesses() checks by a register that was computed in the block where it is used", () => {
  const lines: Line[] = [
    ["add", { rd: 11, rs1: 10, rs2: 12 }],
    ["ld", { rd: 5, rs1: 11, imm: 8 }],
    ["ld", { rd: 6, rs1: 11 }],
    RETURN,
  ];
  assertEquals(planAt(lines, 0), {
    atStart: [],
    within: [[1, { from: -8, span: 16, rights: READ }], [2, "covered"]],
  });
});

Deno.test("planAccesses() splits groups that would not fit into two pages", () => {
  const lines: Line[] = [
    ["ld", { rd: 5, rs1: 10, imm: 2040 }],
    ["addi", { rd: 10, rs1: 10, imm: -2048 }],
    ["ld", { rd: 6, rs1: 10, imm: -2048 }],
    RETURN,
  ];
  assertEquals(planAt(lines, 0).atStart, [
    { base: 10, from: 2040, span: 8, rights: READ },
    { base: 10, from: -4096, span: 8, rights: READ },
  ]);
});

Deno.test("planAccesses() needs no check for what was checked on all paths to a block", () => {
  const lines: Line[] = [
    ["ld", { rd: 5, rs1: 10 }],
    ["beq", { rs1: 5, to: 4 }],
    ["sd", { rs1: 10, rs2: 5, imm: 8 }],
    ["addi", { rd: 7, imm: 1 }],
    ["ld", { rd: 6, rs1: 10 }],
    ["ld", { rd: 6, rs1: 10, imm: 8 }],
    RETURN,
  ];
  // The first check also covers what follows on both paths.
  assertEquals(planAt(lines, 0).atStart, [{ base: 10, from: 0, span: 16, rights: READ }]);
  // A store needs more rights than the load checked, and its check covers what follows, too.
  assertEquals(planAt(lines, 2).atStart, [{ base: 10, from: 0, span: 16, rights: READ | WRITE }]);
  assertEquals(planAt(lines, 4), { atStart: [], within: [[0, "covered"], [1, "covered"]] });
  // On one path the register changes.
  const changed = lines.with(3, ["addi", { rd: 10, imm: 1 }]);
  assertEquals(planAt(changed, 4).atStart, [{ base: 10, from: 0, span: 16, rights: READ }]);
});

Deno.test("planAccesses() checks again after calls, except for absolute addresses", () => {
  const lines: Line[] = [
    ["lui", { rd: 6, imm: 0x20000 }],
    ["lw", { rd: 7, rs1: 6, imm: 4 }],
    ["ld", { rd: 5, rs1: 10 }],
    ["jal", { rd: 1, to: 20 }],
    ["ld", { rd: 5, rs1: 10 }],
    ["lui", { rd: 6, imm: 0x20000 }],
    ["lw", { rd: 7, rs1: 6, imm: 4 }],
    RETURN,
  ];
  assertEquals(planAt(lines, 4), {
    atStart: [{ base: 10, from: 0, span: 8, rights: READ }],
    within: [[0, "covered"], [2, "covered"]],
  });
});

Deno.test("planAccesses() checks the whole stack frame at the first access to it", () => {
  const lines: Line[] = [
    ["addi", { rd: 2, rs1: 2, imm: -64 }],
    ["sd", { rs1: 2, rs2: 1, imm: 56 }],
    ["beq", { rs1: 5, to: 5 }],
    ["ld", { rd: 6, rs1: 2, imm: 8 }],
    ["addi", { rd: 5, imm: 1 }],
    ["ld", { rd: 1, rs1: 2, imm: 56 }],
    ["addi", { rd: 2, rs1: 2, imm: 64 }],
    RETURN,
  ];
  assertEquals(planAt(lines, 0).atStart, [
    { base: 2, from: -56, span: 56, rights: READ | WRITE },
  ]);
  for (const position of [3, 5]) {
    assertEquals(planAt(lines, position), { atStart: [], within: [[0, "covered"]] });
  }
});

Deno.test("planAccesses() assumes less the more cautious it is", () => {
  const lines: Line[] = [
    ["addi", { rd: 7, rs1: 7, imm: 1 }],
    ["ld", { rd: 5, rs1: 10 }],
    ["ld", { rd: 6, rs1: 10, imm: 8 }],
    ["jal", { to: 4 }],
    ["ld", { rd: 6, rs1: 10, imm: 16 }],
    RETURN,
  ];
  const plan = (caution: Caution, later: Caution = caution) =>
    planAt(lines, 0, (address) => address === at(0) ? caution : later);
  assertEquals(plan(CAUTION.frame).atStart, [{ base: 10, from: 0, span: 24, rights: READ }]);
  assertEquals(plan(CAUTION.group, CAUTION.frame).within, [
    [1, { from: 0, span: 24, rights: READ }],
    [2, "covered"],
  ]);
  assertEquals(plan(CAUTION.group).within, [
    [1, { from: 0, span: 16, rights: READ }],
    [2, "covered"],
  ]);
  assertEquals(plan(CAUTION.single).within, [[1, "single"], [2, "single"]]);
});

Deno.test("planAccesses() checks the rounds of an unrolled loop together", () => {
  const lines: Line[] = [
    ["lw", { rd: 5, rs1: 10 }],
    ["addi", { rd: 10, rs1: 10, imm: 4 }],
    ["bne", { rs1: 10, rs2: 11, to: 0 }],
    RETURN,
  ];
  const region = regionOf(lines);
  const graph = flowGraph(unrolled(region, flowGraph(region)));
  const plans = planAccesses(graph, () => CAUTION.frame);
  const checks = plans.flatMap(({ atStart }) => atStart);
  assertEquals(graph.nodes.filter(({ block }) => block.instructions.length === 3).length, 4);
  assertEquals(checks, [{ base: 10, from: 0, span: 16, rights: READ }]);
});
