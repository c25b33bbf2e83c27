// SPDX-License-Identifier: MPL-2.0
// The translator where control flow is hardest: loops entered in the middle, deep recursion, returns
// to other addresses, code that changes under its callers, faults inside of calls, and exact limits. Each
// program runs side by side with the stepper.

import { assert, assertEquals } from "@std/assert";
import type { Stop } from "../../../cpu/machine.ts";
import { rwx } from "../harness.ts";
import {
  assembled,
  countingModules,
  loaded,
  sideBySide,
  type Subject,
  toItsEnd,
} from "../side_by_side.ts";

const exited = (value: bigint) => ({ reason: "environment", value: { exit: value } }) as const;

/** How a run ended that trapped. */
function causeOf(stop: Stop): string {
  return stop.reason === "trap" ? stop.trap.cause : stop.reason;
}

Deno.test("a loop with two entries runs as it should through either", () => {
  const { end } = sideBySide(
    `
      li s0, 4000
    outer:
      andi t0, s0, 1
      li s1, 5
      beqz t0, second
    first:
      addi a0, a0, 1
    second:
      addi a0, a0, 100
      addi s1, s1, -1
      bnez s1, first
      addi s0, s0, -1
      bnez s0, outer
      svc exit
    `,
    toItsEnd,
  );
  assertEquals(end, exited(BigInt(2000 * 505 + 2000 * 504)));
});

Deno.test("three blocks that all jump to one another run as they should", () => {
  sideBySide(
    `
      li s0, 12345
      li s1, 20000
    a:
      addi s1, s1, -1
      beqz s1, done
      addi a0, a0, 1
      andi t0, s0, 3
      srli s0, s0, 1
      xor s0, s0, s1
      beqz t0, c
      addi t0, t0, -1
      beqz t0, a
    b:
      addi s1, s1, -1
      blez s1, done
      slli a1, a1, 1
      addi a1, a1, 3
      andi t0, s0, 5
      srli s0, s0, 1
      add s0, s0, a1
      beqz t0, a
      addi t0, t0, -1
      beqz t0, b
    c:
      addi s1, s1, -1
      blez s1, done
      xor a2, a2, a1
      andi t0, s0, 1
      srli s0, s0, 1
      add s0, s0, a2
      bnez t0, b
      j a
    done:
      svc exit
    `,
    toItsEnd,
  );
});

Deno.test("computed jumps into the middle of a hot loop run on there", () => {
  const { end } = sideBySide(
    `
      li s0, 3000
      la s2, body
    loop:
      andi t0, s0, 7
      slli t0, t0, 2
      add t0, t0, s2
      jr t0
    body:
      addi a0, a0, 1
      addi a0, a0, 1
      addi a0, a0, 1
      addi a0, a0, 1
      addi a0, a0, 1
      addi a0, a0, 1
      addi a0, a0, 1
      addi a0, a0, 1
      addi s0, s0, -1
      bnez s0, loop
      svc exit
    `,
    toItsEnd,
  );
  assertEquals(end, exited(BigInt(3000 / 8 * 36)));
});

Deno.test("a run that is entered anywhere in a hot loop goes on there", () => {
  sideBySide(
    `
      li s0, 5000
    loop:
      add a0, a0, s0
      xor a1, a1, a0
      beq t0, t1, 1f
      addi a2, a2, 1
    1:
      slli a3, a1, 1
      addi s0, s0, -1
      bnez s0, loop
      svc exit
    `,
    (subject) => {
      const { machine, seen, at } = subject;
      seen.push(machine.run({ maxInstructions: 20_000 }));
      for (let offset = 0n; offset < 28n; offset += 4n) {
        machine.pc = at("loop") + offset;
        machine.registers.set(8, 2000n + offset);
        seen.push(machine.run(), machine.instructions, machine.registers.toArray());
      }
    },
  );
});

Deno.test("long chains of jumps and branches are translated, and not once for each entry", () => {
  const count = 1600;
  const order = Array.from({ length: count }, (_, line) => ({ line, key: line * 997 % count }))
    .toSorted((a, b) => a.key - b.key);
  const chain = order.map(({ line }) => `l${line}: j l${line + 1}\n`).join("");
  const modules = countingModules(() =>
    sideBySide(
      `li s0, 1000
      j l0
      ${chain}
      l${count}: addi s0, s0, -1
      beqz s0, 1f
      j l0
      1: svc exit`,
      toItsEnd,
    )
  );
  assert(modules < 40, `${modules} modules`);
  const branches = Array.from({ length: 740 }, (_, line) => line);
  sideBySide(
    `li s0, 1000
    li s1, 5000
    l0: ${branches.map((line) => `bge s0, s1, m${line}\n`).join("")}
    addi s0, s0, -1
    beqz s0, exit1
    j l0
    ${branches.map((line) => `m${line}: j exit${line % 2}\n`).join("")}
    exit0: svc exit
    exit1: svc exit`,
    toItsEnd,
  );
});

/** Sums 1 to a0 by recursion. */
const SUM = `
  sum:
    beqz a0, 1f
    addi sp, sp, -16
    sd ra, 8(sp)
    sd a0, 0(sp)
    addi a0, a0, -1
    call sum
    ld t0, 0(sp)
    ld ra, 8(sp)
    addi sp, sp, 16
    add a0, a0, t0
  1: ret
`;

Deno.test("recursion a million frames deep leaves the host's stack alone", () => {
  const depth = 1_000_000;
  const { end } = sideBySide(`li a0, ${depth}\ncall sum\nsvc exit\n${SUM}`, toItsEnd, {
    stack: 16 * depth,
  });
  assertEquals(end, exited(BigInt(depth) * BigInt(depth + 1) / 2n));
});

Deno.test("recursion past the end of the stack faults at the instruction that it should", () => {
  const { end } = sideBySide(`li a0, 100000\ncall sum\nsvc exit\n${SUM}`, toItsEnd);
  assertEquals(causeOf(end), "store-page-fault");
});

Deno.test("functions that call each other, also through registers, return where they should", () => {
  const { end } = sideBySide(
    `
      li s0, 200
      la s2, is_odd
    1:
      mv a0, s0
      call is_even
      add s1, s1, a0
      mv a0, s0
      jalr s2
      slli a0, a0, 8
      add s1, s1, a0
      addi s0, s0, -1
      bnez s0, 1b
      mv a0, s1
      svc exit
    is_even:
      bnez a0, 1f
      li a0, 1
      ret
    1:
      addi sp, sp, -16
      sd ra, 0(sp)
      addi a0, a0, -1
      call is_odd
      ld ra, 0(sp)
      addi sp, sp, 16
      ret
    is_odd:
      bnez a0, 1f
      ret
    1:
      addi sp, sp, -16
      sd ra, 0(sp)
      addi a0, a0, -1
      la t0, is_even
      jalr t0
      ld ra, 0(sp)
      addi sp, sp, 16
      ret
    `,
    toItsEnd,
  );
  assertEquals(end, exited(BigInt(100 + 100 * 256)));
});

Deno.test("tail calls, direct and through a table, take no stack and return to the caller", () => {
  sideBySide(
    `
      li s0, 3000
      la s3, table
    1:
      mv a0, s0
      call first
      add s1, s1, a0
      addi s0, s0, -1
      bnez s0, 1b
      mv a0, s1
      svc exit
    first:
      andi t0, a0, 3
      slli t0, t0, 3
      add t0, t0, s3
      ld t0, 0(t0)
      jr t0
    second:
      addi a0, a0, 2
      tail third
    third:
      slli a0, a0, 1
      beqz a0, second
      ret
    .section .rodata
    table: .dword second, third, second, returns
    .text
    returns: ret
    `,
    toItsEnd,
  );
});

Deno.test("a return to an outer frame goes on there, from any depth", () => {
  sideBySide(
    `
      li s0, 600
      mv s1, sp
      la s2, landing
    loop:
      andi a0, s0, 511
      call dig
      # Returned normally: only a multiple of 512.
      addi s4, s4, 1
    landing:
      add s3, s3, a0
      mv sp, s1
      addi s0, s0, -1
      bnez s0, loop
      mv a0, s3
      svc exit
    dig:
      beqz a0, 1f
      addi sp, sp, -16
      sd ra, 0(sp)
      addi a0, a0, -1
      call dig
      ld ra, 0(sp)
      addi sp, sp, 16
      ret
    1:
      # Throws: back to the loop, over all frames.
      mv a0, s0
      andi t0, s0, 511
      beqz t0, 2f
      jr s2
    2: ret
    `,
    toItsEnd,
  );
});

Deno.test("return addresses that the callee changes are followed", () => {
  const { end } = sideBySide(
    `
      li s0, 4000
    loop:
      call skip
      j bad
      addi a0, a0, 1
      jal t0, twice
      addi a0, a0, 10
      addi s0, s0, -1
      bnez s0, loop
      svc exit
    skip:
      addi ra, ra, 4
      ret
    twice:
      # Returns to where the caller's caller loop is, every other time.
      andi t1, s0, 1
      beqz t1, 1f
      addi t0, t0, 4
    1: jr t0
    bad: ebreak
    `,
    toItsEnd,
  );
  assertEquals(end, exited(BigInt(4000 + 2000 * 10)));
});

Deno.test("calls of what cannot be executed trap at the target, after the call", () => {
  for (const target of ["0x3f50000000", "0", "-4096", "0x7ffffffffffff000", "0x800000000000"]) {
    const { end, state } = sideBySide(
      `
        li s0, 3000
        la s1, callee
      loop:
        jalr s1
        addi s0, s0, -1
        bnez s0, loop
        li s1, ${target}
        li s0, 1
        j loop
      callee: ret
      `,
      toItsEnd,
    );
    assertEquals(causeOf(end), "instruction-page-fault");
    assertEquals(state.pc, BigInt.asUintN(64, BigInt(target)));
  }
});

Deno.test("an ecall that unmaps, protects or discards its callers' code takes effect", () => {
  for (const service of ["unmap", "protect", "discard"]) {
    const { end } = sideBySide(
      `
        li s0, 3000
      loop:
        call worker
        addi s0, s0, -1
        bnez s0, loop
        la s2, far
        j far
      worker:
        ret
      .balign 4096
      far:
        li s0, 3000
      1:
        call middle
        addi s0, s0, -1
        bnez s0, 1b
        ebreak
      .balign 4096
      middle:
        addi sp, sp, -16
        sd ra, 0(sp)
        la a0, far
        li a1, 4096
        li a2, 3
        li t1, 1000
        bne s0, t1, 2f
        svc ${service}
      2:
        ld ra, 0(sp)
        addi sp, sp, 16
        ret
      `,
      toItsEnd,
    );
    assertEquals(
      causeOf(end),
      service === "discard" ? "illegal-instruction" : "instruction-page-fault",
    );
  }
});

/** addi a0, a0, 10 */
const ADD_10 = 0x00a50513;

Deno.test("code that is rewritten under its callers runs as it now is", () => {
  const rewrites = {
    "by an ecall": `la a0, patched\nli a1, ${ADD_10}\nmv s5, s4\nsvc poke\n`,
    "by the callee's store": `la t0, patched\nli t1, ${ADD_10}\nsw t1, 0(t0)\n`,
    "by a misaligned store": `la t0, patched\nli t1, ${ADD_10 & 0xffff}\nsb t1, 0(t0)
      li t1, ${ADD_10 >>> 8}\nsh t1, 1(t0)\nli t1, ${ADD_10 >>> 24}\nsb t1, 3(t0)\n`,
  };
  for (const [how, rewrite] of Object.entries(rewrites)) {
    const { end } = sideBySide(
      `
        li s0, 3000
        li s4, 0
      loop:
        call callee
        mv a0, s4
      patched:
        addi a0, a0, 1
        mv s4, a0
        addi s0, s0, -1
        bnez s0, loop
        svc exit
      callee:
        li t2, 1000
        bne s0, t2, 1f
        ${rewrite}
        fence.i
      1: ret
      `,
      toItsEnd,
    );
    assertEquals(end, exited(BigInt(2000 + 10 * 1000)), how);
  }
});

Deno.test("a function that rewrites itself each time is translated no more often than worth it", () => {
  const text = `
    li s0, 500
    la s1, patched
    lw s2, 0(s1)
    li s3, 0x00100000     # 1 in the immediate
  loop:
    call patched
    # Counts the immediate up.
    add s2, s2, s3
    sw s2, 0(s1)
    addi s0, s0, -1
    bnez s0, loop
    svc exit
  patched:
    addi a0, a0, 0
    ret
  `;
  const { end } = sideBySide(text, toItsEnd);
  assertEquals(end, exited(BigInt(499 * 500 / 2)));
  // In the default mode, each rewriting cools the code down, so it hardly ever gets hot.
  const modules = countingModules(() => {
    using machine = loaded(assembled(text), { engine: "translator" }).machine;
    machine.run();
  });
  assert(modules < 10, `${modules} modules`);
});

Deno.test("code that was no instruction when its jump was translated runs when it is one", () => {
  for (const before of ["0", "0x73", "0x100073"]) {
    const { end } = sideBySide(
      `
        li s0, 3000
      loop:
        addi s0, s0, -1
        addi a0, a0, 1
        bnez s0, loop
        bnez s2, 1f
        # What the loop's end jumps to is written only now.
        la s1, 1f
        li t0, ${ADD_10}
        sw t0, 0(s1)
        li s2, 1
        li s0, 3000
        j loop
      .balign 4096
      1: .word ${before}
        svc exit
      `,
      toItsEnd,
    );
    assertEquals(end, exited(6010n));
  }
});

Deno.test("code that is mapped after a jump to it trapped runs", () => {
  const target = 0x3f_5000_0000n;
  sideBySide(`li t0, ${target}\njr t0\n`, ({ machine, seen }) => {
    seen.push(machine.run(), machine.memory.pagesTouched);
    machine.memory.map(target, 4096, rwx("rwx"));
    seen.push(machine.run({ maxInstructions: 100_000 }), machine.memory.pagesTouched);
    machine.memory.writeUint(target, 4, 0x00100073n, "any");
    seen.push(machine.run({ maxInstructions: 100_000 }));
  });
});

Deno.test("a hot illegal instruction traps each time, also when it is stepped to", () => {
  const { seen } = sideBySide(
    `
      li s0, 900
      la t0, illegal
    loop:
      jr t0
    illegal: .word 0
      addi s0, s0, -1
      bnez s0, loop
      svc exit
    `,
    ({ machine, seen, at }) => {
      for (let round = 0; round < 800; round++) {
        seen.push(machine.run());
        machine.pc = at("illegal") + 4n;
      }
      seen.push(machine.run(), machine.step(), machine.step());
      seen.push(machine.run({ maxInstructions: machine.instructions + 10 }));
    },
  );
  assert(seen.every((stop) => causeOf(stop as Stop) === "illegal-instruction"));
});

Deno.test("faults inside of called functions are precise", () => {
  const access = ["ld a4, 0(a3)", "sd a4, 0(a3)", "lw a4, 6(a3)", "sb a4, 4095(a3)"];
  for (const instruction of access) {
    const { end, state } = sideBySide(
      `
        li s0, 3000
        mv a3, sp
        addi a3, a3, -64
        call outer
        svc exit
      outer:
        mv s4, ra
      loop:
        addi s1, s1, 3
        call inner
        addi s0, s0, -1
        bnez s0, loop
        jr s4
      inner:
        addi s2, s2, 5
        li t0, 1234
        xor s3, s3, s2
        bne s0, t0, 1f
        li a3, 0x3f50000000
      1:
        ${instruction.replace("4095(a3)", "7(a3)")}
        addi s3, s3, 1
        ret
      `,
      toItsEnd,
    );
    assert(end.reason === "trap" && end.trap.address >= 0x3f_5000_0000n, instruction);
    assertEquals(end.trap.pc, state.pc);
    assertEquals(end.trap.instruction, state.instructions);
  }
});

Deno.test("a fault that the host repairs goes on with the faulting instruction", () => {
  const { end } = sideBySide(
    `
      li s0, 4000
      li a1, 0x3f50000000
    loop:
      sd s0, 0(a1)
      ld t0, 0(a1)
      add a0, a0, t0
      addi a1, a1, 64
      addi s0, s0, -1
      bnez s0, loop
      svc exit
    `,
    ({ machine, seen }) => {
      for (;;) {
        const stop = machine.run();
        if (stop.reason !== "trap") return stop;
        seen.push(stop);
        machine.memory.map(stop.trap.address & ~4095n, 4096, rwx("rw-"));
      }
    },
  );
  assertEquals(end, exited(BigInt(4000 * 4001 / 2)));
});

/** A hot loop with calls, one nested. */
const LOOP_WITH_CALLS = `
    li s0, 1000000
  loop:
    call f
    addi s0, s0, -1
    bnez s0, loop
    svc exit
  f:
    addi sp, sp, -16
    sd ra, 0(sp)
    add a0, a0, s0
    call g
    ld ra, 0(sp)
    addi sp, sp, 16
    ret
  g:
    xor a1, a1, a0
    sd a1, -8(sp)
    rdinstret a2
    ret
`;

Deno.test("a limit is met exactly at every instruction of a hot loop with calls", () => {
  sideBySide(LOOP_WITH_CALLS, ({ machine, seen }) => {
    machine.run({ maxInstructions: 20_000 });
    for (let round = 0; round < 40; round++) {
      machine.run({ maxInstructions: machine.instructions + 4001 });
      seen.push(machine.pc, machine.instructions, machine.registers.toArray());
    }
    for (let round = 0; round < 40; round++) {
      machine.run({ maxInstructions: machine.instructions + 1 });
      seen.push(machine.pc, machine.instructions, machine.registers.toArray());
    }
  });
});

Deno.test("breakpoints and probes come and go between runs of hot code", () => {
  sideBySide(LOOP_WITH_CALLS, ({ machine, seen, at }) => {
    const run = (more: number) => {
      seen.push(machine.run({ maxInstructions: machine.instructions + more }));
      seen.push(machine.pc, machine.instructions, machine.registers.toArray());
    };
    run(30_000);
    for (const label of ["loop", "f", "g"]) {
      machine.addBreakpoint(at(label));
      run(10_000);
      run(10_000);
      machine.removeBreakpoint(at(label));
      run(10_000);
      const remove = machine.addProbe(at(label) + 4n, (probed) => {
        seen.push(probed.pc, probed.instructions, probed.registers.get(10));
        if (probed.instructions % 3 === 0) remove();
      });
      run(10_000);
      run(10_000);
      remove();
      machine.addBreakpoint(at(label));
      machine.step();
      machine.removeBreakpoint(at(label));
      run(10_000);
    }
  });
});

Deno.test("tracing starts and ends between runs of hot code, record for record", () => {
  sideBySide(LOOP_WITH_CALLS, ({ machine, seen }) => {
    const sink = (batch: Iterable<unknown> & { length: number }) => seen.push(...batch);
    const modes = [{ instructions: true }, undefined, { memory: true }, { instructions: true }];
    for (const [round, mode] of [...modes, undefined, ...modes].entries()) {
      const endFirst = mode && machine.addTrace({ ...mode, sink });
      seen.push(machine.run({ maxInstructions: machine.instructions + 5000 + 37 * round }));
      endFirst?.();
      const endSecond = mode && machine.addTrace({ ...mode, sink });
      seen.push(machine.step(), machine.pc, machine.registers.toArray());
      endSecond?.();
    }
  });
});

Deno.test("50,000 different instructions that run once are not translated", () => {
  const functions = Array.from(
    { length: 500 },
    (_, number) =>
      `f${number}:\n${
        Array.from({ length: 96 }, (_, index) => `addi a0, a0, ${(number * 7 + index) % 100}`)
          .join("\n")
      }\nbltz a0, f${number}\nbeqz a0, f${number}\nret\n`,
  );
  const calls = functions.map((_, number) => `call f${number}\n`).join("");
  const program = assembled(`${calls}svc exit\n${functions.join("")}`);
  // The stepper and the dispatcher are compiled once for all machines.
  loaded(program, {}).machine.run();
  let subject: Subject | undefined;
  const modules = countingModules(() => {
    subject = loaded(program, { engine: "translator" });
    subject.machine.run();
  });
  assert((subject?.machine.instructions ?? 0) > 50_000);
  assertEquals(modules, 0);
  subject?.machine.dispose();
});

Deno.test("jumps far apart that share an entry in the dispatch table find their own code", () => {
  // 32 KiB apart, so they have the same entry.
  sideBySide(
    `
      li s0, 3000
      la s1, near
      la s2, far
    loop:
      jalr s1
      jalr s2
      addi s0, s0, -1
      bnez s0, loop
      svc exit
    near:
      addi a0, a0, 1
      ret
      .skip 32768 - 8
    far:
      addi a0, a0, 1000
      ret
    `,
    toItsEnd,
  );
});
