// SPDX-License-Identifier: MPL-2.0
// What a region consists of, where it is cut into blocks, and where it ends.

import { assert, assertEquals } from "@std/assert";
import {
  findRegion,
  MAX_REGION_SIZE,
  type Region,
} from "../../../cpu/translator/regions/region.ts";
import { at, fetcher, type Line, positionOf, regionOf } from "./region_fixture.ts";

/** The blocks by position: number of instructions, and how they end. */
function shape(region: Region) {
  const blocks = [...region.blocks.values()].toSorted((a, b) => a.start - b.start);
  return blocks.map(({ start, instructions, end }) =>
    [positionOf(start), instructions.length, end] as const
  );
}

Deno.test("findRegion() follows branches and jumps, and cuts where one leads into a run", () => {
  const region = regionOf([
    ["addi"],
    ["addi"],
    ["beq", { rs1: 5, to: 1 }],
    ["addi"],
    ["jal", { to: 3 }],
  ]);
  assertEquals(shape(region), [
    [0, 1, { kind: "jump", to: at(1) }],
    [1, 2, { kind: "branch", taken: at(1), next: at(3) }],
    [3, 2, { kind: "jump", to: at(3) }],
  ]);
  assertEquals([region.size, region.isWhole], [5, true]);
});

Deno.test("findRegion() ignores a branch to the next instruction", () => {
  const region = regionOf([["bne", { rs1: 5, to: 1 }], ["jalr", { rs1: 1 }]]);
  assertEquals(shape(region), [
    [0, 1, { kind: "jump", to: at(1) }],
    [1, 1, { kind: "indirect" }],
  ]);
});

Deno.test("findRegion() goes on after calls, not into them", () => {
  const region = regionOf([
    ["jal", { rd: 1, to: 3 }],
    ["jalr", { rd: 1, rs1: 6 }],
    ["jalr", { rs1: 1 }],
    ["jalr", { rs1: 1 }],
  ]);
  assertEquals(shape(region), [
    [0, 1, { kind: "call", to: at(3), returnTo: at(1) }],
    [1, 1, { kind: "call", to: undefined, returnTo: at(2) }],
    [2, 1, { kind: "indirect" }],
  ]);
});

Deno.test("findRegion() knows targets that instructions of the same run have built", () => {
  const built: Line[] = [["auipc", { rd: 6 }], ["addi", { rd: 6, rs1: 6, imm: 17 }]];
  const jump: Line = ["jalr", { rs1: 6, imm: -4 }];
  // 17 - 4 with the lowest bit cleared is three instructions on.
  assertEquals(shape(regionOf([...built, jump, ["ebreak"]]))[0]?.[2], {
    kind: "jump",
    to: at(3),
  });
  const call: Line = ["jalr", { rd: 6, rs1: 6, imm: -4 }];
  assertEquals(shape(regionOf([...built, call, ["ebreak"]]))[0]?.[2], {
    kind: "call",
    to: at(3),
    returnTo: at(3),
  });
  const spoilt: Line = ["add", { rd: 6, rs1: 6 }];
  assertEquals(shape(regionOf([...built, spoilt, jump]))[0]?.[2], { kind: "indirect" });
  // On the path through the branch the register may have another value.
  const entered = regionOf([["beq", { rs1: 5, to: 3 }], ...built, jump, ["ebreak"]]);
  assertEquals(shape(entered).at(-1), [3, 1, { kind: "indirect" }]);
  const negative = regionOf([["lui", { rd: 6, imm: -4096 }], jump]);
  assertEquals(shape(negative)[0]?.[2], { kind: "indirect" });
});

Deno.test("findRegion() ends before what the host must deal with", () => {
  const endings: readonly (readonly [Line, string])[] = [
    [["ecall"], "environment-call"],
    [["ebreak"], "breakpoint"],
    ["illegal", "illegal"],
    [undefined, "fetch"],
    [["csrrw", { rd: 5, rs1: 5, csr: 0xc00 }], "illegal"],
    [["csrrs", { rd: 5, rs1: 5, csr: 0xc00 }], "illegal"],
  ];
  for (const [line, reason] of endings) {
    const end = { kind: "leave", at: at(1), reason };
    assertEquals(shape(regionOf([["addi"], line])) as unknown, [[0, 1, end]]);
    assertEquals(shape(regionOf([line])) as unknown, [[0, 0, { ...end, at: at(0) }]]);
  }
  const counter = regionOf([["csrrs", { rd: 5, csr: 0xc02 }], ["ebreak"]]);
  assertEquals(counter.size, 1);
});

Deno.test("findRegion() takes no more instructions than fit, and says that it is not whole", () => {
  const straight: Line[] = Array.from({ length: MAX_REGION_SIZE + 10 }, () => ["addi"]);
  const region = regionOf(straight);
  const end = { kind: "outside", to: at(MAX_REGION_SIZE) } as const;
  assertEquals(shape(region), [[0, MAX_REGION_SIZE, end]]);
  assertEquals(region.isWhole, false);
  // Blocks whose instructions do not fit are outside, on every path.
  const branches: Line[] = Array.from(
    { length: 2 * MAX_REGION_SIZE },
    (_, index) => ["beq", { rs1: 5, to: Math.min(index + 20, 2 * MAX_REGION_SIZE) }],
  );
  const many = regionOf(branches);
  assertEquals([many.size, many.isWhole], [MAX_REGION_SIZE, false]);
  for (const { end } of many.blocks.values()) {
    assert(end.kind !== "jump" || many.blocks.has(end.to));
  }
});

Deno.test("findRegion() stops at borders, whether code runs or jumps there", () => {
  const lines: Line[] = [
    ["beq", { rs1: 5, to: 3 }],
    ["addi"],
    ["addi"],
    ["addi"],
    ["jal", { to: 2 }],
  ];
  const bordered = (border: number) =>
    shape(findRegion(at(0), fetcher(lines), { isBorder: (address) => address === at(border) }));
  const branch = { kind: "branch", taken: at(3), next: at(1) } as const;
  assertEquals(bordered(2), [
    [0, 1, branch],
    [1, 1, { kind: "outside", to: at(2) }],
    [3, 2, { kind: "outside", to: at(2) }],
  ]);
  assertEquals(bordered(3), [[0, 1, branch], [1, 2, { kind: "outside", to: at(3) }]]);
});
