// SPDX-License-Identifier: MPL-2.0
// What the checker follows of pointers, with sites set by hand: programs run as without, and an access
// outside of the object that its pointer was made from is a mistake.

import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { BOUNDS_CHECKS } from "../../../cpu/checks/memory_checks.ts";
import { SITE } from "../../../cpu/memory/pointer_bounds.ts";
import { FAILURE } from "../../../cpu/memory/shadow.ts";
import { Process } from "../../../host/process.ts";

/** Lines of a program that has `table`, 16 bytes, in the middle of others. */
const programOf = (body: string) =>
  build([{
    name: "bounds.s",
    text: `.globl _start
_start: addi sp, sp, -64
  la s1, table
make: addi s2, s1, 0
  la s3, other
${body}
  li a7, 93
  li a0, 0
  ecall
.data
other: .zero 64
table: .zero 16
after: .zero 64
`,
  }]);

/** The mistakes of a run in which `make` makes a pointer to `table`: failure, distance and size. */
function mistakesOf(body: string): string[] {
  const program = programOf(body);
  using process = new Process(program, { checks: BOUNDS_CHECKS });
  const { machine } = process;
  const { value: table } = program.symbol("table")!;
  const { value: make } = program.symbol("make")!;
  const range = { register: 0, low: table, high: table + 16n };
  machine.shadow?.bounds?.addSite(make, { kind: SITE.variable, ...range });
  const found: string[] = [];
  machine.onMistake = ({ failure, address, size }) => {
    const name = failure === FAILURE.readOutside
      ? "read"
      : failure === FAILURE.writeOutside
      ? "write"
      : `failure ${failure}`;
    found.push(`${name} ${size} at ${BigInt.asIntN(64, address - table)}`);
  };
  assertEquals(process.run(), { kind: "exited", status: 0 });
  return found;
}

const CASES: readonly (readonly [body: string, found: string[]])[] = [
  ["sd zero, 8(s2)\n lbu t0, 15(s2)", []],
  ["sb zero, 16(s2)\n sb zero, -1(s2)", ["write 1 at 16", "write 1 at -1"]],
  ["lw t0, 13(s2)", ["read 4 at 13"]],
  // The same bytes by a pointer of which nothing is known.
  ["sb zero, 16(s1)", []],
  // Through registers and memory, by words and by parts.
  ["mv t0, s2\n addi t0, t0, 20\n sb zero, -4(t0)", ["write 1 at 16"]],
  ["li t1, 24\n add t0, s2, t1\n lb t0, 0(t0)", ["read 1 at 24"]],
  ["li t1, 24\n sub t0, s2, t1\n lb t0, 0(t0)", ["read 1 at -24"]],
  ["li t1, 5\n sh3add t0, t1, s2\n lb t0, 0(t0)", ["read 1 at 40"]],
  ["sd s2, 0(sp)\n ld t0, 0(sp)\n lb t0, 16(t0)", ["read 1 at 16"]],
  ["sd s2, 0(sp)\n sb s2, 0(sp)\n ld t0, 0(sp)\n lb t0, 16(t0)", []],
  ["sd s2, 0(sp)\n srli t1, s2, 32\n sw t1, 4(sp)\n ld t0, 0(sp)\n lb t0, 16(t0)", []],
  [
    "sd s2, 8(sp)\n sw s2, 6(sp)\n li t1, 0\n sh t1, 8(sp)\n sd s2, 16(sp)\n ld t0, 16(sp)\n lb t0, 16(t0)",
    ["read 1 at 16"],
  ],
  ["sd s2, 1(sp)\n ld t0, 1(sp)\n lb t0, 16(t0)", []],
  ["addi t0, sp, 8\n amoswap.d t1, s2, (t0)\n ld t0, 8(sp)\n lb t0, 16(t0)", []],
  // An aligned pointer stays one; its remainder is none.
  ["addi t0, s2, 5\n andi t0, t0, -8\n lb t0, 16(t0)", ["read 1 at 16"]],
  ["andi t0, s2, 7\n add t0, s3, t0\n lb t0, 16(t0)", []],
  // Distances between objects lead from one to another; those within one are numbers.
  ["sub t0, s3, s2\n add t0, s2, t0\n lb t0, 0(t0)", []],
  ["addi t0, s2, 4\n sub t0, t0, s2\n add t0, s2, t0\n lb t0, 12(t0)", ["read 1 at 16"]],
  // Aligned words at the edges are read whole, as strings are.
  ["addi t0, s2, 1\n ld t1, 8(s2)", []],
  // A condition chooses between a pointer and nothing.
  ["li t1, 1\n czero.eqz t0, s2, t1\n lb t0, 16(t0)", ["read 1 at 16"]],
  // Other results are no pointers.
  ["slli t0, s2, 1\n srli t0, t0, 1\n lb t0, 16(t0)", []],
  ["addiw t0, s2, 0\n la t1, table\n lb t0, 16(t1)", []],
];

for (const [body, found] of CASES) {
  Deno.test(`pointers are followed through: ${body.replace(/\n/g, ";")}`, () => {
    assertEquals(mistakesOf(body), found);
  });
}

Deno.test("a frame has variables of its own, and blocks on the stack end where sp was", () => {
  const program = build([{
    name: "frame.s",
    text: `.globl _start
_start: addi s0, sp, 0
  addi sp, sp, -64
local: addi a0, s0, -40
  sb zero, 8(a0)
down: addi sp, sp, -32
block: addi a1, sp, 0
  sb zero, 31(a1)
  sb zero, 32(a1)
  sb zero, -1(a1)
  li a7, 93
  li a0, 0
  ecall
`,
  }]);
  using process = new Process(program, { checks: BOUNDS_CHECKS });
  const { machine } = process;
  const { bounds } = machine.shadow!;
  const at = (name: string) => program.symbol(name)!.value;
  const none = { register: 0, low: 0n, high: 0n };
  bounds?.addSite(at("local"), { kind: SITE.variable, register: 8, low: -40n, high: -32n });
  bounds?.addSite(at("down"), { ...none, kind: SITE.blockEnd });
  bounds?.addSite(at("block"), { ...none, kind: SITE.block });
  const found: bigint[] = [];
  const sp = machine.registers.get(2);
  machine.onMistake = ({ address }) => found.push(sp - address);
  assertEquals(process.run(), { kind: "exited", status: 0 });
  assertEquals(found, [32n, 64n, 97n]);
});
