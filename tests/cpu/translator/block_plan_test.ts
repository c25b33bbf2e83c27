// SPDX-License-Identifier: MPL-2.0
// What templates plan for a block: accesses that share a check, at borders of pages and with every
// alignment; registers in locals; and writes that are left out. Each program runs side by side with
// the stepper, and faults must show all registers as they were.

import { assertEquals } from "@std/assert";
import { rwx } from "../harness.ts";
import { sideBySide } from "../side_by_side.ts";

const DATA = 0x3f_5000_0000n;
const BORDER = DATA + 4096n;

/** Runs a program that finds two pages at `DATA`, the second one with these permissions. */
const withPages = (text: string, second = "rw-") =>
  sideBySide(text, ({ machine, seen }) => {
    machine.memory.map(DATA, 4096, rwx("rw-"));
    machine.memory.map(BORDER, 4096, rwx(second));
    const end = machine.run({ maxInstructions: 10_000_000 });
    seen.push(end, machine.memory.pagesTouched);
    return end;
  });

Deno.test("accesses that share a check work at every distance from a border of pages", () => {
  for (const step of [1, 4, 8]) {
    const { end } = withPages(`
      li s1, ${BORDER - 64n}
      li s2, ${BORDER + 16n}
    next:
      li s0, 150
    again:
      addi a0, a0, 7
      sd a0, 8(s1)
      sw a0, 4(s1)
      sh a0, 2(s1)
      sb a0, 0(s1)
      sd a0, 40(s1)
      ld t0, 8(s1)
      lw t1, 4(s1)
      lhu t2, 2(s1)
      lb t3, 0(s1)
      ld t4, 40(s1)
      xor a1, a1, t0
      add a1, a1, t1
      xor a1, a1, t2
      add a1, a1, t3
      xor a1, a1, t4
      addi s0, s0, -1
      bnez s0, again
      addi s1, s1, ${step}
      bltu s1, s2, next
      mv a0, a1
      svc exit
    `);
    assertEquals(end.reason, "environment", `in steps of ${step}`);
  }
});

Deno.test("accesses that share a check fault one by one, at a border of permissions", () => {
  for (const permissions of ["r--", "---"]) {
    for (let offset = 0; offset <= 32; offset += 8) {
      for (const [first, then] of [["sd", "ld"], ["ld", "sd"]]) {
        const { end } = withPages(
          `
            li s1, ${DATA}
            li s0, 300
          again:
            addi a0, a0, 3
            ${first} a0, 0(s1)
            addi a2, a2, 5
            ${first} a1, 8(s1)
            addi a3, a3, 7
            ${then} a2, 16(s1)
            addi a4, a4, 9
            ${then} a3, 24(s1)
            addi s0, s0, -1
            bnez s0, again
            li s1, ${BORDER - BigInt(offset)}
            li s0, 300
            j again
          `,
          permissions,
        );
        assertEquals(end.reason === "limit" || end.reason === "trap", true, permissions);
      }
    }
  }
});

Deno.test("a write that another one follows is seen by a fault between them, and by reads", () => {
  const { end } = withPages(
    `
      li s1, ${DATA}
      li s0, 700
    again:
      addi a0, s0, 1
      slli a0, a0, 32
      srli a0, a0, 30
      add a2, a2, a0
      li a0, 5
      lui a1, 0x12345
      ld t0, 0(s1)
      addi a1, a1, 0x678
      xor a1, a1, a1
      li a1, 3
      sd a1, 0(s1)
      addi s0, s0, -1
      bnez s0, again
      li s1, ${BORDER}
      li s0, 700
      j again
    `,
    "---",
  );
  assertEquals(end.reason === "trap" && end.trap.cause, "load-page-fault");
});

Deno.test("a register that is loaded through itself begins a new group", () => {
  const { end } = withPages(`
      # A ring of three cells, one of them across the border; each has its follower and a number.
      li s1, ${DATA + 256n}
      li s2, ${BORDER - 8n}
      li s3, ${BORDER + 128n}
      sd s2, 0(s1)
      sd s3, 0(s2)
      sd s1, 0(s3)
      li t0, 3
      sd t0, 8(s1)
      sd t0, 8(s2)
      sd t0, 8(s3)
      mv a0, s1
      li s0, 3000
    again:
      ld t0, 8(a0)
      add a1, a1, t0
      ld a0, 0(a0)
      ld t0, 8(a0)
      xor a2, a2, t0
      ld a0, 0(a0)
      ld t1, 8(a0)
      sd a1, 8(a0)
      sd a0, 16(a0)
      addi s0, s0, -1
      bnez s0, again
      mv a0, a1
      svc exit
  `);
  assertEquals(end.reason, "environment");
});

Deno.test("a block that reads more registers again than there are locals computes the same", () => {
  const registers = Array.from({ length: 24 }, (_, index) => `x${index + 8}`);
  const sums = registers.map((name, index) =>
    `add ${name}, ${registers[(index + 5) % 24]}, ${registers[(index + 11) % 24]}\n` +
    `slli ${registers[(index + 7) % 24]}, ${name}, 1\n`
  );
  const { end } = withPages(`
    ${registers.map((name, index) => `li ${name}, ${index + 1}`).join("\n")}
      li t0, 900
    again:
      ${sums.join("")}
      addi t0, t0, -1
      bnez t0, again
      svc exit
  `);
  assertEquals(end.reason, "environment");
});

Deno.test("stores that share a check notice the code that they change", () => {
  const { end } = withPages(`
      li s0, 300
      la s1, changed
      # addi a0, a0, 1 and addi a0, a0, 2
      li s2, 0x00150513
      li s3, 0x00250513
    again:
      sw s2, 0(s1)
      sw s3, 4(s1)
      sw s2, 8(s1)
    changed:
      addi a0, a0, 5
      addi a0, a0, 5
      addi a0, a0, 5
      xor s2, s2, s3
      xor s3, s2, s3
      xor s2, s2, s3
      addi s0, s0, -1
      bnez s0, again
      svc exit
  `);
  assertEquals(end.reason === "environment" && end.value, { exit: BigInt(300 / 2 * (4 + 5)) });
});
