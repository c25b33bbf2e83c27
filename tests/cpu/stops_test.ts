// SPDX-License-Identifier: MPL-2.0
// Breakpoints and probes: met once before each execution of their instruction, at any address and
// whatever the probe does; removed ones have no effect.

import { assertEquals, assertThrows } from "@std/assert";
import {
  assertTrap,
  CODE,
  code,
  COUNT,
  DATA,
  ins,
  LOOP_END,
  looping,
  PAGE,
  prepare,
  rwx,
  testEngines,
} from "./harness.ts";

const LIMIT = { reason: "limit" } as const;

/** `count` nops, then ebreak. */
const nops = (count: number) => [...new Array<number>(count).fill(ins("addi")), ins("ebreak")];

testEngines("a breakpoint stops before its instruction, and the next run passes it", (machine) => {
  const subject = looping(machine(), 3);
  subject.addBreakpoint(CODE + 4n);
  const counts: number[] = [];
  for (let stop = subject.run(); stop.reason === "breakpoint"; stop = subject.run()) {
    assertEquals(stop.address, CODE + 4n);
    assertEquals(subject.pc, CODE + 4n);
    counts.push(subject.instructions);
  }
  assertEquals(counts, [1, 4, 7]);
  assertEquals(subject.instructions, 9);
  assertEquals([...subject.breakpoints], [CODE + 4n]);
});

testEngines(
  "breakpoints on the first instruction, in untouched code, and across pages",
  (machine) => {
    const far = CODE + 2n * PAGE;
    const cross = far + PAGE - 2n;
    const subject = prepare(machine(), [
      { ...code([ins("jal", { imm: 8192 })]), length: 4 * 4096 },
    ]);
    const write = (address: bigint, word: number) =>
      subject.memory.writeUint(address, 4, BigInt(word), "any");
    write(far, ins("jal", { imm: 4094 }));
    write(cross, ins("addi", { rd: 1, imm: 7 }));
    write(cross + 4n, ins("ebreak"));
    for (const address of [CODE, far, cross, cross + 4n]) subject.addBreakpoint(address);
    const met: bigint[] = [];
    for (let stop = subject.run(); stop.reason === "breakpoint"; stop = subject.run()) {
      met.push(stop.address);
    }
    assertEquals(met, [CODE, far, cross, cross + 4n]);
    assertEquals(subject.registers.get(1), 7n);
    assertTrap(subject.run(), "breakpoint", cross + 4n);
    assertEquals(subject.instructions, 3);
  },
);

testEngines("a removed breakpoint stops nothing; one added between runs does", (machine) => {
  const subject = looping(machine(), 10);
  subject.run({ maxInstructions: 9 });
  subject.addBreakpoint(CODE + 8n);
  subject.addBreakpoint(CODE + 8n);
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE + 8n });
  subject.removeBreakpoint(CODE + 8n);
  subject.removeBreakpoint(DATA);
  assertEquals(subject.breakpoints.size, 0);
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  assertEquals(subject.instructions, 30);
});

testEngines("a breakpoint added where pc is stops the next run, also after a limit", (machine) => {
  const subject = looping(machine(), 10);
  subject.run({ maxInstructions: 3 });
  subject.addBreakpoint(CODE);
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
  assertEquals(subject.instructions, 3);
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
  assertEquals(subject.instructions, 6);
  // Setting pc makes it a new arrival.
  subject.pc = CODE;
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
  assertEquals(subject.instructions, 6);
});

testEngines(
  "a limit and a breakpoint at one instruction: the limit first, then the breakpoint",
  (machine) => {
    const subject = looping(machine(), 10);
    subject.addBreakpoint(CODE + 4n);
    assertEquals(subject.run({ maxInstructions: 1 }), LIMIT);
    assertEquals(subject.run({ maxInstructions: 2 }), { reason: "breakpoint", address: CODE + 4n });
    assertEquals(subject.run({ maxInstructions: 2 }), LIMIT);
    assertEquals([subject.pc, subject.instructions], [CODE + 8n, 2]);
  },
);

testEngines("step() passes breakpoints", (machine) => {
  const subject = looping(machine(), 10);
  subject.addBreakpoint(CODE);
  subject.addBreakpoint(CODE + 4n);
  assertEquals(subject.step(), LIMIT);
  assertEquals(subject.step(), LIMIT);
  assertEquals([subject.pc, subject.instructions], [CODE + 8n, 2]);
});

testEngines("a breakpoint on an instruction that jumps to itself is met each time", (machine) => {
  const subject = prepare(machine(), [code([ins("jal")])]);
  subject.addBreakpoint(CODE);
  for (let count = 0; count < 5; count++) {
    assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
    assertEquals(subject.instructions, count);
  }
});

testEngines("breakpoints where no instruction begins are never met", (machine) => {
  const subject = looping(machine(), 1000);
  subject.step();
  subject.step();
  subject.step();
  // An odd address, the middle of an instruction, no memory, other upper bits, not code.
  for (const address of [CODE + 1n, CODE + 2n, DATA, CODE + 2n ** 32n, 2n ** 64n - 2n, -4n]) {
    subject.addBreakpoint(address);
  }
  assertTrap(subject.run({ maxInstructions: 10_000 }), "breakpoint", LOOP_END);
  assertEquals(subject.instructions, 3000);
});

testEngines("a stop where nothing can be fetched is met before the fault", (machine) => {
  // A call of a null pointer, at once and after a stop; with a limit right after the jump.
  const jump = ins("jalr", { rd: 1 });
  for (const limit of [1, 2, Infinity]) {
    for (const isFirst of [true, false]) {
      const subject = prepare(machine(), [code([jump])]);
      let calls = 0;
      subject.addProbe(0n, () => calls++);
      subject.addBreakpoint(0n);
      if (!isFirst) {
        subject.addBreakpoint(CODE);
        assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
      }
      if (limit === 1) assertEquals(subject.run({ maxInstructions: 1 }), LIMIT);
      const maxInstructions = Math.max(2, limit);
      assertEquals(subject.run({ maxInstructions }), { reason: "breakpoint", address: 0n });
      assertTrap(subject.run({ maxInstructions }), "instruction-page-fault", 0n);
      assertEquals([calls, subject.instructions], [1, 1]);
    }
  }
});

testEngines(
  "a breakpoint on ebreak and on an illegal instruction comes before the trap",
  (machine) => {
    for (
      const [word, cause] of [[ins("ebreak"), "breakpoint"], [0, "illegal-instruction"]] as const
    ) {
      const subject = prepare(machine(), [code([word])]);
      subject.addBreakpoint(CODE);
      assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
      assertTrap(subject.run(), cause, CODE);
      subject.dispose();
    }
  },
);

testEngines(
  "a breakpoint stays when its code is written, unmapped and mapped again",
  (machine) => {
    const subject = prepare(machine(), [code(nops(4))]);
    subject.addBreakpoint(CODE + 8n);
    subject.run();
    subject.memory.writeUint(CODE + 8n, 4, BigInt(ins("addi", { rd: 9, imm: 9 })), "any");
    subject.pc = CODE;
    assertEquals(subject.run(), { reason: "breakpoint", address: CODE + 8n });
    subject.memory.unmap(CODE, 4096);
    assertTrap(subject.run(), "instruction-page-fault", CODE + 8n, CODE + 8n);
    prepare(subject, [code(nops(4))]);
    assertEquals(subject.run(), { reason: "breakpoint", address: CODE + 8n });
    assertTrap(subject.run(), "breakpoint", CODE + 16n);
  },
);

testEngines("a probe is called before each execution of its instruction", (machine) => {
  const subject = looping(machine(), 4);
  const seen: [bigint, bigint, number][] = [];
  subject.addProbe(CODE + 4n, (at) => {
    seen.push([at.pc, at.registers.get(COUNT), at.instructions]);
  });
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  const address = CODE + 4n;
  assertEquals(seen, [[address, 4n, 1], [address, 3n, 4], [address, 2n, 7], [address, 1n, 10]]);
  assertEquals(subject.instructions, 12);
});

testEngines("probes on the first instruction, in untouched code, and across pages", (machine) => {
  const far = CODE + 2n * PAGE;
  const cross = far + PAGE - 2n;
  const subject = prepare(machine(), [
    { ...code([ins("jal", { imm: 8192 })]), length: 4 * 4096 },
  ]);
  subject.memory.writeUint(far, 4, BigInt(ins("jal", { imm: 4094 })), "any");
  subject.memory.writeUint(cross, 4, BigInt(ins("addi", { rd: 1, imm: 7 })), "any");
  const met: bigint[] = [];
  for (const address of [CODE, far, cross, cross + 4n]) {
    subject.addProbe(address, () => met.push(address));
  }
  assertTrap(subject.run(), "illegal-instruction", cross + 4n);
  assertEquals(met, [CODE, far, cross, cross + 4n]);
});

testEngines("a probe is called for single steps, and once across a limit or a fault", (machine) => {
  const subject = prepare(machine(), [
    code([ins("addi"), ins("ld", { rd: 1, rs1: 10 }), ins("ebreak")]),
  ], {
    registers: new Array(11).fill(DATA),
  });
  let calls = 0;
  subject.addProbe(CODE + 4n, () => calls++);
  subject.run({ maxInstructions: 1 });
  assertEquals(calls, 0);
  assertTrap(subject.step(), "load-page-fault", CODE + 4n, DATA);
  assertEquals(calls, 1);
  subject.memory.map(DATA, 4096, rwx("r--"));
  assertTrap(subject.run(), "breakpoint", CODE + 8n);
  assertEquals(calls, 1);
  subject.pc = CODE;
  subject.step();
  subject.step();
  assertEquals(calls, 2);
});

testEngines("a probe that removes itself is called once; others stay", (machine) => {
  const subject = looping(machine(), 5);
  const calls = { once: 0, always: 0 };
  const remove = subject.addProbe(CODE + 8n, () => {
    calls.once++;
    remove();
    remove();
  });
  subject.addProbe(CODE + 8n, () => calls.always++);
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  assertEquals(calls, { once: 1, always: 5 });
  assertEquals(subject.instructions, 15);
});

testEngines("a sole probe that removes itself leaves no trace", (machine) => {
  const subject = looping(machine(), 5);
  let calls = 0;
  const remove = subject.addProbe(CODE, () => {
    calls++;
    remove();
  });
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  assertEquals([calls, subject.instructions], [1, 15]);
});

testEngines("a probe that another one at its address has removed is not called", (machine) => {
  const subject = looping(machine(), 3);
  let calls = 0;
  const removers: (() => void)[] = [];
  subject.addProbe(CODE, () => removers.forEach((remove) => remove()));
  removers.push(subject.addProbe(CODE, () => calls++));
  subject.run();
  assertEquals(calls, 0);
});

testEngines("a breakpoint and a probe at one address: both are met, each can go", (machine) => {
  const subject = looping(machine(), 4);
  let calls = 0;
  const remove = subject.addProbe(CODE, () => calls++);
  subject.addBreakpoint(CODE);
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
  assertEquals(calls, 1);
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
  assertEquals([calls, subject.instructions], [2, 3]);
  remove();
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE });
  assertEquals(calls, 2);
  subject.addProbe(CODE, () => calls++);
  subject.removeBreakpoint(CODE);
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  assertEquals([calls, subject.instructions], [3, 12]);
});

testEngines("a breakpoint that a probe adds at its own address stops the run there", (machine) => {
  const subject = looping(machine(), 4);
  subject.addProbe(CODE + 4n, (at) => {
    if (at.registers.get(COUNT) === 2n) at.addBreakpoint(CODE + 4n);
  });
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE + 4n });
  assertEquals(subject.instructions, 7);
  subject.removeBreakpoint(CODE + 4n);
});

testEngines("a probe may change registers, memory and pc", (machine) => {
  const subject = looping(machine(), 1_000_000_000);
  subject.addProbe(CODE + 4n, (at) => at.registers.set(COUNT, 1n));
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  assertEquals(subject.instructions, 3);

  const skipping = prepare(machine(), [code([ins("addi"), 0, ins("addi"), ins("ebreak")])]);
  skipping.addBreakpoint(CODE + 4n);
  let calls = 0;
  skipping.addProbe(CODE + 4n, (at) => at.pc = CODE + 8n);
  skipping.addProbe(CODE + 8n, () => calls++);
  // The breakpoint is not where pc is any more.
  assertTrap(skipping.run(), "breakpoint", CODE + 12n);
  assertEquals([calls, skipping.instructions], [1, 2]);
});

testEngines(
  "a probe that sets pc to where it is does not keep the instruction from executing",
  (machine) => {
    const subject = looping(machine(), 3);
    let calls = 0;
    subject.addProbe(CODE, (at) => {
      if (++calls > 100) throw new Error("the probe is called forever");
      at.pc = CODE;
    });
    assertTrap(subject.run(), "breakpoint", LOOP_END);
    assertEquals(calls, 3);
  },
);

testEngines("an error thrown by a probe or a handler leaves the machine usable", (machine) => {
  const subject = looping(machine(), 3);
  const remove = subject.addProbe(CODE + 4n, () => {
    throw new TypeError("no");
  });
  assertThrows(() => subject.run(), TypeError, "no");
  assertEquals([subject.pc, subject.instructions], [CODE + 4n, 1]);
  remove();
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  assertEquals(subject.instructions, 9);
});

testEngines("a probe sees registers that are about to be overwritten, on every path", (machine) => {
  // t4 is written on one of two ways to the probe, and again right after it.
  for (const [flag, expected] of [[0n, 98n], [1n, 97n]] as const) {
    const subject = prepare(machine(), [code([
      ins("beq", { rs1: COUNT, imm: 8 }),
      ins("addi", { rd: 29, imm: 97 }),
      ins("addi", { rd: 29, imm: 99 }),
      ins("ebreak"),
    ])]);
    subject.registers.set(COUNT, flag);
    subject.registers.set(29, 98n);
    const seen: bigint[] = [];
    subject.addProbe(CODE + 8n, ({ registers }) => seen.push(registers.get(29)));
    assertTrap(subject.run(), "breakpoint", CODE + 12n);
    assertEquals(seen, [expected]);
    subject.dispose();
  }
});

testEngines("a stop set on an ecall in translated code comes before the call", (machine) => {
  const subject = prepare(machine(), [code([
    ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
    ins("ecall"),
    ins("bne", { rs1: COUNT, imm: -8 }),
    ins("ebreak"),
  ])]);
  subject.registers.set(COUNT, 10n);
  let answered = 0;
  subject.environmentCall = () => {
    // The code has run by now, and the call at CODE + 4 is in it.
    if (++answered === 5) subject.addBreakpoint(CODE + 4n);
    return undefined;
  };
  assertEquals(subject.run(), { reason: "breakpoint", address: CODE + 4n });
  assertEquals([answered, subject.instructions], [5, 16]);
  subject.removeBreakpoint(CODE + 4n);
  assertTrap(subject.run(), "breakpoint", CODE + 12n);
  assertEquals(answered, 10);
});
