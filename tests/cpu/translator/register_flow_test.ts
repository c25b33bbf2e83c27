// SPDX-License-Identifier: MPL-2.0
// Which registers are loaded and written back at the borders of blocks.

import { assert, assertEquals } from "@std/assert";
import { decode } from "../../../cpu/isa/encoding.ts";
import { type FlowGraph, flowGraph } from "../../../cpu/translator/regions/flow_graph.ts";
import {
  mayLeave,
  reads,
  registerFlow,
  registersOf,
  writes,
} from "../../../cpu/translator/regions/register_flow.ts";
import { ins } from "../harness.ts";
import { at, type Line, regionOf } from "./region_fixture.ts";

/** The masks at the start of the block at a position, as lists. */
function flowAt(lines: readonly Line[], position: number) {
  const graph: FlowGraph = flowGraph(regionOf(lines));
  const number = graph.nodes.findIndex(({ block }) => block.start === at(position));
  const masks = registerFlow(graph)[number];
  assert(masks !== undefined);
  const { dirtyIn, dirtyOut, writtenBack, liveIn } = masks;
  return {
    ...(writtenBack === 0 ? {} : { writtenBack: [...registersOf(writtenBack)] }),
    dirtyIn: [...registersOf(dirtyIn)],
    dirtyOut: [...registersOf(dirtyOut)],
    liveIn: [...registersOf(liveIn)],
  };
}

const RETURN: Line = ["jalr", { rs1: 1 }];

Deno.test("registersOf() lists the registers of a mask, the highest too, and never x0", () => {
  assertEquals([...registersOf(0)], []);
  assertEquals([...registersOf(-1)].length, 31);
  assertEquals([...registersOf((1 << 31) | 1 | (1 << 5))], [5, 31]);
});

Deno.test("reads(), writes() and mayLeave() say what instructions do", () => {
  const cases = [
    ["add", { rd: 3, rs1: 4, rs2: 5 }, [4, 5], [3], false],
    ["addi", { rd: 31, rs1: 31, imm: 1 }, [31], [31], false],
    ["sd", { rs1: 2, rs2: 9, imm: 8 }, [2, 9], [], true],
    ["lbu", { rd: 9, rs1: 2 }, [2], [9], true],
    ["lui", { rd: 6, imm: 4096 }, [], [6], false],
    ["jal", { rd: 1, imm: 8 }, [], [1], false],
    ["jalr", { rd: 1, rs1: 6 }, [6], [1], false],
    ["beq", { rs1: 5, rs2: 6, imm: 8 }, [5, 6], [], false],
    ["add", {}, [], [], false],
    ["csrrs", { rd: 7, csr: 0xc02 }, [], [7], false],
  ] as const;
  for (const [mnemonic, values, read, written, leaves] of cases) {
    const instruction = decode(ins(mnemonic, values));
    assert(instruction !== undefined);
    assertEquals([...registersOf(reads(instruction))], [...read], mnemonic);
    assertEquals([...registersOf(writes(instruction))], [...written], mnemonic);
    assertEquals(mayLeave(instruction), leaves, mnemonic);
  }
});

Deno.test("registerFlow() loads what is read before it is written, and what may be written back", () => {
  const lines: Line[] = [["add", { rd: 5, rs1: 6, rs2: 7 }], ["add", { rd: 6, rs1: 5 }], RETURN];
  assertEquals(flowAt(lines, 0), { dirtyIn: [], dirtyOut: [5, 6], liveIn: [1, 6, 7] });
});

Deno.test("registerFlow() loads a register that one of two paths writes, as both write it back", () => {
  const lines: Line[] = [
    ["beq", { rs1: 8, to: 2 }],
    ["addi", { rd: 5, imm: 1 }],
    ["addi", { rd: 6, imm: 1 }],
    RETURN,
  ];
  assertEquals(flowAt(lines, 0), { dirtyIn: [], dirtyOut: [], liveIn: [1, 5, 8] });
  assertEquals(flowAt(lines, 2), { dirtyIn: [5], dirtyOut: [5, 6], liveIn: [1, 5] });
});

Deno.test("registerFlow() keeps what is dirty live where an instruction may leave", () => {
  const lines: Line[] = [
    ["addi", { rd: 5, imm: 1 }],
    ["jal", { to: 2 }],
    ["beq", { rs1: 8, to: 5 }],
    ["ld", { rd: 9, rs1: 2 }],
    ["addi", { rd: 5, imm: 2 }],
    RETURN,
  ];
  assertEquals(flowAt(lines, 3).liveIn, [1, 2, 5]);
  // Without the access, the value of x5 is overwritten unseen.
  const plain = lines.with(3, ["addi", { rd: 9, rs1: 2 }]);
  assertEquals(flowAt(plain, 3).liveIn, [1, 2]);
});

Deno.test("registerFlow() keeps what is dirty live at loop headers, where a slice may end", () => {
  const lines: Line[] = [
    ["addi", { rd: 5, imm: 1 }],
    ["addi", { rd: 6, rs1: 6, imm: -1 }],
    ["bne", { rs1: 6, to: 1 }],
    ["addi", { rd: 5, imm: 0 }],
    RETURN,
  ];
  assertEquals(flowAt(lines, 1), { dirtyIn: [5, 6], dirtyOut: [5, 6], liveIn: [1, 5, 6] });
});

Deno.test("registerFlow() starts afresh after calls, which have written everything back", () => {
  const lines: Line[] = [
    ["addi", { rd: 5, imm: 1 }],
    ["jal", { rd: 1, to: 9 }],
    ["addi", { rd: 6, rs1: 7 }],
    RETURN,
  ];
  assertEquals(flowAt(lines, 2), { dirtyIn: [], dirtyOut: [6], liveIn: [1, 7] });
  assertEquals(flowAt(lines, 0), { dirtyIn: [], dirtyOut: [1, 5], liveIn: [] });
});

Deno.test("registerFlow() writes back what is not read again, where registers are short", () => {
  const few: Line[] = [
    ["add", { rd: 5, rs1: 6, rs2: 7 }],
    ["add", { rd: 8, rs1: 5, rs2: 7 }],
    ["bne", { rs1: 8, to: 0 }],
    RETURN,
  ];
  assertEquals(flowAt(few, 0), { dirtyIn: [5, 8], dirtyOut: [5, 8], liveIn: [1, 5, 6, 7, 8] });
  // The same with ten values that go round besides.
  const rounds = Array.from({ length: 10 }, (_, index): Line => {
    const register = 10 + index;
    return ["addi", { rd: register, rs1: register, imm: 1 }];
  });
  const others = rounds.map((_, index) => 10 + index);
  const many: Line[] = [...few.slice(0, 2), ...rounds, ...few.slice(2)];
  assertEquals(flowAt(many, 0), {
    writtenBack: [5, 8],
    dirtyIn: others,
    dirtyOut: others,
    liveIn: [1, 6, 7, ...others],
  });
});
