// SPDX-License-Identifier: MPL-2.0
// Accesses that translated code checks together, where they end at pages that cannot be accessed, and
// computed jumps that it learns: each time on three machines, the stepper's being the reference.

import { assert, assertEquals } from "@std/assert";
import type { Machine } from "../../../cpu/machine.ts";
import { rwx } from "../harness.ts";
import { assembled, countingModules, loaded, sideBySide, toItsEnd } from "../side_by_side.ts";

const DATA = 0x3f_5000_0000n;

/** Runs a program that finds pages at `DATA`, up to one that is not mapped. */
const withPages = (text: string, pages = 2) =>
  sideBySide(text, ({ machine, seen }) => {
    machine.memory.map(DATA, pages * 4096, rwx("rw-"));
    const end = machine.run();
    seen.push(end, machine.memory.pagesTouched);
    return end;
  }).end;

Deno.test("arrays that end where their pages end are accessed to their last element", () => {
  for (const size of [1, 2, 4, 8]) {
    const [load, store] = { 1: ["lbu", "sb"], 2: ["lhu", "sh"], 4: ["lw", "sw"], 8: ["ld", "sd"] }[
      size
    ] ?? [];
    for (const bytes of [8, 24, 40, 4096 + 64]) {
      const end = withPages(`
        li s0, 600
      again:
        li a1, ${DATA + 8192n}
        addi a0, a1, -8
        li t0, ${bytes}
        sub a0, a1, t0
      1: ${load} t0, 0(a0)
        addi t0, t0, 1
        ${store} t0, 0(a0)
        addi a0, a0, ${size}
        bne a0, a1, 1b
        addi s0, s0, -1
        bnez s0, again
        svc exit
      `);
      assertEquals(end.reason, "environment", `${bytes} bytes by ${size}`);
    }
  }
});

Deno.test("of accesses that are checked together, the ones before the fault have happened", () => {
  for (const offset of [0, 8, 16, 24]) {
    const end = withPages(`
      li s0, 3000
      li a1, ${DATA + 8192n - 32n}
    loop:
      addi a2, a2, 3
      sd a2, ${offset}(a1)
      xor a3, a3, a2
      ld a4, ${offset + 8}(a1)
      add a3, a3, a4
      sw a3, ${offset + 16}(a1)
      addi s0, s0, -1
      bnez s0, loop
      # Moves on, until one of the three faults.
      addi a1, a1, 8
      li s0, 3000
      j loop
    `);
    assertEquals(end.reason === "trap" && end.trap.cause.endsWith("page-fault"), true);
  }
});

Deno.test("a structure of which a part cannot be written is read at full speed, and faults as it should", () => {
  const { end } = sideBySide(
    `
      li s0, 4000
      li a1, ${DATA}
      li s1, ${DATA + 4096n}
    loop:
      # Reads end in the page that is read-only; stores do not.
      ld t0, -8(s1)
      ld t1, 0(s1)
      sd t0, -8(s1)
      addi s0, s0, -1
      bnez s0, loop
      sd t0, 0(s1)
    `,
    ({ machine, seen }) => {
      machine.memory.map(DATA, 4096, rwx("rw-"));
      machine.memory.map(DATA + 4096n, 4096, rwx("r--"));
      const stop = machine.run();
      seen.push(stop, machine.memory.pagesTouched);
      return stop;
    },
  );
  assertEquals(end.reason === "trap" && end.trap.cause, "store-page-fault");
});

Deno.test("a stack that ends inside of a frame works, and faults only where it is used", () => {
  // The rare half of the frame lies below the stack's end until the stack grows.
  const { end } = sideBySide(
    `
      li s0, 3000
      li sp, ${DATA + 64n}
    loop:
      addi sp, sp, -128
      sd s0, 120(sp)
      beqz s0, rare
      ld s0, 120(sp)
      addi s0, s0, -1
      addi sp, sp, 128
      j loop
    rare:
      sd s0, 0(sp)
    `,
    ({ machine, seen }) => {
      machine.memory.map(DATA, 4096, rwx("rw-"));
      const stop = machine.run();
      seen.push(stop);
      return stop;
    },
  );
  assertEquals(end.reason === "trap" && end.trap.address, DATA - 64n);
});

Deno.test("data on a page with code is written as it should be, by code that is translated", () => {
  const { end } = sideBySide(
    `
      li s0, 3000
      la a1, counter
    loop:
      ld t0, 0(a1)
      addi t0, t0, 1
      sd t0, 0(a1)
      addi s0, s0, -1
      bnez s0, loop
      ld a0, 0(a1)
      svc exit
      .balign 8
    counter: .dword 0
    `,
    toItsEnd,
  );
  assertEquals(end, { reason: "environment", value: { exit: 3000n } });
});

/** A loop over an interpreter's operations, each of which ends with a jump of its own. */
function interpreter(operations: number): string {
  const labels = Array.from({ length: operations }, (_, number) => `op${number}`);
  const next = `
    addi s0, s0, -1
    beqz s0, done
    li t1, 6364136223846793005
    mul s1, s1, t1
    addi s1, s1, 1442
    srli t0, s1, 33
    li t1, ${operations}
    remu t0, t0, t1
    slli t0, t0, 3
    add t0, t0, s2
    ld t0, 0(t0)
    jr t0
  `;
  return `
    li s0, 40000
    la s2, table
    j op0
    ${
    labels.map((label, number) =>
      `${label}: xori a0, a0, ${number + 1}\n slli a1, a0, 1\n add a0, a0, a1\n ${next}`
    ).join("\n")
  }
    done: svc exit
    .balign 8
    table: ${labels.map((label) => `.dword ${label}`).join("\n")}
  `;
}

Deno.test("code with a check that often fails is compiled again", () => {
  /** Walks 300 times over a given number of elements, with some time in between. */
  const modules = (elements: number, spins: number) =>
    countingModules(() => {
      const program = assembled(`
          li s0, 300
        again:
          li a0, ${DATA + 8n}
          li s2, ${elements}
        1: ld t0, 0(a0)
          addi a0, a0, 8
          addi s2, s2, -1
          bnez s2, 1b
          li t1, ${spins}
        2: addi t1, t1, -1
          bnez t1, 2b
          addi s0, s0, -1
          bnez s0, again
          svc exit
      `);
      using machine = loaded(program, { engine: "translator" }).machine;
      machine.memory.map(DATA, 4096, rwx("rw-"));
      assertEquals(machine.run().reason, "environment");
    });
  // Four elements are checked together: the last check would go beyond the page.
  const [within, beyond] = [509, 511];
  // Modules that the process compiles only once do not count.
  modules(beyond, 1);
  assertEquals(modules(beyond, 1), modules(within, 1) + 1);
  // The code in between is then entered from the stepper, and so translated by itself, too.
  assertEquals(modules(beyond, 200_000), modules(within, 200_000) + 1);
});

Deno.test("computed jumps are learned, and then stay in translated code", () => {
  for (const operations of [1, 2, 7, 40]) {
    const text = interpreter(operations).replaceAll("jr t0", "jr t2").replaceAll(
      "ld t0, 0(t0)",
      "ld t2, 0(t0)",
    );
    const { end } = sideBySide(text, toItsEnd);
    assertEquals(end.reason, "environment");
    const modules = countingModules(() => {
      using machine = loaded(assembled(text), { engine: "translator" }).machine;
      machine.run();
    });
    assert(modules < 12 + operations, `${modules} modules for ${operations} operations`);
  }
});

Deno.test("computed jumps to more targets than are learned still go there", () => {
  // Functions far apart, by a jump that is no call.
  const count = 60;
  const functions = Array.from({ length: count }, (_, number) => number);
  const text = `
      li s0, 20000
      li s1, 0
    loop:
      la t1, f0
      slli t2, s1, 10
      add t1, t1, t2
      jr t1
    back:
      addi s1, s1, 1
      li t1, ${count}
      remu s1, s1, t1
      addi s0, s0, -1
      bnez s0, loop
      svc exit
      .balign 1024
    ${
    functions.map((number) => `f${number}: addi a0, a0, ${number}\n j back\n .balign 1024`)
      .join("\n")
  }
  `;
  const { end } = sideBySide(text, toItsEnd);
  assertEquals(end.reason, "environment");
});

Deno.test("code that computed jumps were learned for may change, or go", () => {
  const { end } = sideBySide(
    `
      li s0, 9000
      la s2, table
    loop:
      andi t0, s0, 3
      slli t0, t0, 3
      add t0, t0, s2
      ld t2, 0(t0)
      jr t2
    op0: addi a0, a0, 1
      j next
    op1: addi a0, a0, 2
      j next
    op2: addi a0, a0, 3
      j next
    op3: addi a0, a0, 4
    next:
      li t1, 5000
      bne s0, t1, 1f
      # From here on op1 does what op3 did.
      la t1, op3
      lw t3, 0(t1)
      la t1, op1
      sw t3, 0(t1)
      fence.i
    1: addi s0, s0, -1
      bnez s0, loop
      svc exit
      .balign 4096
    table: .dword op0, op1, op2, op3
    `,
    toItsEnd,
  );
  const changed = Array.from({ length: 9000 }, (_, index) => 9000 - index);
  const sum = changed.reduce(
    (total, round) => total + [1, round >= 5000 ? 2 : 4, 3, 4][round & 3]!,
    0,
  );
  assertEquals(end, { reason: "environment", value: { exit: BigInt(sum) } });
});

Deno.test("a region is entered at each of its learned targets, and at none of them by mistake", () => {
  // Environment calls in the operations: afterwards the machine goes on in the middle of the region.
  const { end } = sideBySide(
    `
      li s0, 3000
      la s2, table
      j next
    op0: addi s3, s3, 1
      li a7, note
      mv a0, s3
      ecall
      j next
    op1: addi s3, s3, 2
    next:
      addi s0, s0, -1
      beqz s0, done
      andi t0, s0, 1
      slli t0, t0, 3
      add t0, t0, s2
      ld t2, 0(t0)
      jr t2
    done: mv a0, s3
      svc exit
      .balign 8
    table: .dword op0, op1
    `,
    toItsEnd,
  );
  assertEquals(end.reason, "environment");
});

Deno.test("a run is stopped exactly in code with computed jumps and unrolled loops", () => {
  const text = interpreter(5).replaceAll("jr t0", "jr t2").replaceAll(
    "ld t0, 0(t0)",
    "ld t2, 0(t0)",
  );
  const state = (
    machine: Machine,
  ) => [machine.pc, machine.instructions, machine.registers.toArray()];
  const program = assembled(text);
  using subject = loaded(program, { engine: "translator" }).machine;
  using reference = loaded(program, { engine: "stepper" }).machine;
  for (let limit = 5000; limit < 400_000; limit += 7919) {
    subject.run({ maxInstructions: limit });
    reference.run({ maxInstructions: limit });
    assertEquals(state(subject), state(reference), `after ${limit}`);
  }
});
