// SPDX-License-Identifier: MPL-2.0
// The machine from the host's side: running, stepping, exact limits, breakpoints, probes,
// environment calls, loading, and machines by the thousand.

import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Image } from "../../cpu/image.ts";
import type { Machine } from "../../cpu/machine.ts";
import {
  assertTrap,
  bytesOf,
  CODE,
  code,
  DATA,
  ENGINES,
  ins,
  PAGE,
  prepare,
  rwx,
  testEngines,
} from "./harness.ts";

const [COUNT, SUM] = [5, 6];
const LIMIT = { reason: "limit" } as const;

/** Adds COUNT, COUNT - 1, … 1 to SUM: 3 instructions each time round, then ebreak. */
const LOOP = [
  ins("add", { rd: SUM, rs1: SUM, rs2: COUNT }),
  ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
  ins("bne", { rs1: COUNT, imm: -8 }),
  ins("ebreak"),
];
const LOOP_END = CODE + 12n;

function looping(machine: Machine, count: number): Machine {
  prepare(machine, [code(LOOP)]);
  machine.registers.set(COUNT, BigInt(count));
  return machine;
}

/** So many nops, then ebreak. */
const nops = (count: number) => [...new Array<number>(count).fill(ins("addi")), ins("ebreak")];

testEngines("a program runs to its end", (machine) => {
  const subject = looping(machine(), 100_000);
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  assertEquals(subject.registers.get(SUM), 5_000_050_000n);
  assertEquals(subject.instructions, 300_000);
  assertEquals(subject.pc, LOOP_END);
});

testEngines("a trap is met again when the run is repeated", (machine) => {
  const subject = looping(machine(), 1);
  const trap = { cause: "breakpoint", pc: LOOP_END, address: 0n, instruction: 3 } as const;
  for (const _ of [1, 2, 3]) assertEquals(subject.run(), { reason: "trap", trap });
  assertEquals(subject.step(), { reason: "trap", trap });
  assertEquals(subject.instructions, 3);
});

testEngines("the same program retires the same instructions each time", (machine) => {
  const outcomes = [1, 2, 3].map(() => {
    const subject = looping(machine(), 54_321);
    subject.run();
    return [subject.instructions, subject.pc, ...subject.registers.toArray()];
  });
  assertEquals(outcomes[1], outcomes[0]);
  assertEquals(outcomes[2], outcomes[0]);
});

testEngines("a limit is met exactly, however the run is cut into pieces", (machine) => {
  const whole = looping(machine(), 1_000_000);
  const pieces = looping(machine(), 1_000_000);
  const limits = [1, 2, 3, 4, 10, 1000, 16_383, 16_384, 1_048_575, 1_048_576, 1_048_577, 2_500_001];
  for (const limit of limits) {
    const fresh = looping(machine(), 1_000_000);
    assertEquals(fresh.run({ maxInstructions: limit }), LIMIT);
    assertEquals(pieces.run({ maxInstructions: limit }), LIMIT);
    assertEquals([fresh.instructions, pieces.instructions], [limit, limit]);
    assertEquals(fresh.pc, CODE + BigInt(limit % 3) * 4n);
    assertEquals(pieces.pc, fresh.pc);
    assertEquals(pieces.registers.toArray(), fresh.registers.toArray());
    fresh.dispose();
  }
  assertTrap(pieces.run(), "breakpoint", LOOP_END);
  assertTrap(whole.run(), "breakpoint", LOOP_END);
  assertEquals(pieces.registers.toArray(), whole.registers.toArray());
  assertEquals([pieces.instructions, whole.instructions], [3_000_000, 3_000_000]);
});

testEngines("a limit that was reached already ends a run at once", (machine) => {
  const subject = looping(machine(), 1000);
  assertEquals(subject.run({ maxInstructions: 0 }), LIMIT);
  assertEquals([subject.pc, subject.instructions], [CODE, 0]);
  subject.run({ maxInstructions: 10 });
  assertEquals(subject.run({ maxInstructions: 10 }), LIMIT);
  assertEquals(subject.run({ maxInstructions: 3 }), LIMIT);
  assertEquals(subject.instructions, 10);
});

testEngines("a program that ends at the limit traps only when it is run further", (machine) => {
  const subject = looping(machine(), 4);
  assertEquals(subject.run({ maxInstructions: 12 }), LIMIT);
  assertTrap(subject.run({ maxInstructions: 13 }), "breakpoint", LOOP_END);
  assertEquals(subject.instructions, 12);
});

testEngines("a limit right after a jump to nowhere comes before the fault", (machine) => {
  const subject = prepare(machine(), [code([ins("jalr", { rd: 1 })])]);
  assertEquals(subject.run({ maxInstructions: 1 }), LIMIT);
  assertEquals([subject.pc, subject.instructions], [0n, 1]);
  assertTrap(subject.run({ maxInstructions: 2 }), "instruction-page-fault", 0n);
});

testEngines("step() executes exactly one instruction", (machine) => {
  const subject = looping(machine(), 2);
  const pcs: bigint[] = [];
  for (let count = 0; count < 6; count++) {
    pcs.push(subject.pc);
    assertEquals(subject.step(), LIMIT);
    assertEquals(subject.instructions, count + 1);
  }
  assertEquals(pcs.map((pc) => Number(pc - CODE)), [0, 4, 8, 0, 4, 8]);
  assertTrap(subject.step(), "breakpoint", LOOP_END);
});

testEngines("pc can be set, its lowest bit is dropped, and registers hold 64 bits", (machine) => {
  const subject = looping(machine(), 2);
  subject.pc = CODE + 5n;
  assertEquals(subject.pc, CODE + 4n);
  assertEquals(subject.step(), LIMIT);
  assertEquals(subject.registers.get(COUNT), 1n);
  subject.registers.set(7, -1n);
  assertEquals(subject.registers.get(7), 2n ** 64n - 1n);
  assertEquals(subject.registers.getSigned(7), -1n);
  subject.registers.set(7, 2n ** 64n + 5n);
  assertEquals(subject.registers.get(7), 5n);
  subject.registers.set(0, 5n);
  assertEquals(subject.registers.get(0), 0n);
  for (const register of [-1, 32, 1.5, NaN]) {
    assertThrows(() => subject.registers.get(register), RangeError, "there are x0 to x31");
    assertThrows(() => subject.registers.set(register, 1n), RangeError, "there are x0 to x31");
  }
});

testEngines("load() maps segments, fills them and starts at the entry", (machine) => {
  const image: Image = {
    entry: CODE + 0x108n,
    segments: [
      { address: CODE + 0x100n, data: bytesOf(LOOP), size: 16, ...rwx("r-x") },
      { address: DATA + 8n, data: Uint8Array.of(1, 2, 3), size: 8192, ...rwx("rw-") },
      { address: DATA + 4n * PAGE, data: new Uint8Array(), size: 0, ...rwx("rw-") },
    ],
  };
  const subject = machine();
  subject.load(image);
  assertEquals(subject.pc, CODE + 0x108n);
  assertEquals(
    subject.memory.mappings().map(({ start, end, permissions, name }) => ({
      start,
      end,
      permissions,
      name,
    })),
    [
      { start: CODE, end: CODE + PAGE, permissions: rwx("r-x"), name: "program" },
      { start: DATA, end: DATA + 3n * PAGE, permissions: rwx("rw-"), name: "program" },
    ],
  );
  assertEquals(
    subject.memory.read(DATA, 16),
    Uint8Array.from([...new Array(8).fill(0), 1, 2, 3, 0, 0, 0, 0, 0]),
  );
  assertTrap(subject.run(), "breakpoint", CODE + 0x10cn);
  assertThrows(() => subject.load(image), RangeError, "the pages are not free");
});

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
  "a limit and a breakpoint at one place: the limit first, then the breakpoint",
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
  "a breakpoint survives that its code is written, unmapped and mapped again",
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
  const place = CODE + 4n;
  assertEquals(seen, [[place, 4n, 1], [place, 3n, 4], [place, 2n, 7], [place, 1n, 10]]);
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

testEngines("a sole probe that removes itself leaves nothing behind", (machine) => {
  const subject = looping(machine(), 5);
  let calls = 0;
  const remove = subject.addProbe(CODE, () => {
    calls++;
    remove();
  });
  assertTrap(subject.run(), "breakpoint", LOOP_END);
  assertEquals([calls, subject.instructions], [1, 15]);
});

testEngines("a probe that another one at its place removed is not called", (machine) => {
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
      if (++calls > 100) throw new Error("the probe is called for ever");
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

/** addi; ecall; addi; ebreak */
const CALLING = [ins("addi"), ins("ecall"), ins("addi"), ins("ebreak")];
const ECALL = CODE + 4n;

testEngines("without a handler ecall traps and does not retire", (machine) => {
  const subject = prepare(machine(), [code(CALLING)]);
  assertTrap(subject.run(), "environment-call", ECALL);
  assertEquals([subject.pc, subject.instructions], [ECALL, 1]);
});

testEngines(
  "the handler sees the state before the ecall; then execution goes on behind it",
  (machine) => {
    const subject = prepare(machine(), [code(CALLING)]);
    const seen: [bigint, number][] = [];
    subject.environmentCall = (at) => {
      seen.push([at.pc, at.instructions]);
      at.registers.set(10, 42n);
      return undefined;
    };
    assertTrap(subject.run(), "breakpoint", CODE + 12n);
    assertEquals(seen, [[ECALL, 1]]);
    assertEquals([subject.registers.get(10), subject.instructions], [42n, 3]);
  },
);

testEngines("an object from the handler ends the run with the ecall retired", (machine) => {
  const subject = prepare(machine(), [code(CALLING)]);
  const value = { status: 7 };
  subject.environmentCall = () => value;
  const stop = subject.run();
  assert(stop.reason === "environment" && stop.value === value);
  assertEquals([subject.pc, subject.instructions], [ECALL + 4n, 2]);
  assertTrap(subject.run(), "breakpoint", CODE + 12n);
});

testEngines("a handler may set pc, also to the ecall itself", (machine) => {
  const subject = prepare(machine(), [code(CALLING)]);
  let calls = 0;
  subject.environmentCall = (at) => {
    at.pc = ++calls < 3 ? ECALL : CODE + 12n;
    return undefined;
  };
  assertTrap(subject.run(), "breakpoint", CODE + 12n);
  assertEquals([calls, subject.instructions], [3, 4]);

  const ending = prepare(machine(), [code(CALLING)]);
  ending.environmentCall = (at) => {
    at.pc = CODE;
    return {};
  };
  assertEquals(ending.run().reason, "environment");
  assertEquals([ending.pc, ending.instructions], [CODE, 2]);
});

testEngines("limits, steps, breakpoints and probes count ecalls as instructions", (machine) => {
  const subject = prepare(machine(), [code(CALLING)]);
  let calls = 0;
  let probes = 0;
  subject.environmentCall = () => {
    calls++;
    return undefined;
  };
  assertEquals(subject.run({ maxInstructions: 1 }), LIMIT);
  assertEquals([calls, subject.pc], [0, ECALL]);
  subject.addBreakpoint(ECALL);
  subject.addProbe(ECALL, () => probes++);
  assertEquals(subject.run(), { reason: "breakpoint", address: ECALL });
  assertEquals([calls, probes], [0, 1]);
  assertEquals(subject.run({ maxInstructions: 2 }), LIMIT);
  assertEquals([calls, probes, subject.pc], [1, 1, ECALL + 4n]);
  subject.pc = ECALL;
  assertEquals(subject.step(), LIMIT);
  assertEquals([calls, probes, subject.pc, subject.instructions], [2, 2, ECALL + 4n, 3]);
});

testEngines("a handler that throws leaves pc at the ecall, which has not retired", (machine) => {
  const subject = prepare(machine(), [code(CALLING)]);
  subject.environmentCall = () => {
    throw new TypeError("no");
  };
  assertThrows(() => subject.run(), TypeError, "no");
  assertEquals([subject.pc, subject.instructions], [ECALL, 1]);
});

testEngines("a handler may map and unmap memory, code included", (machine) => {
  const next = ins("sd", { rs2: 11, rs1: 10 });
  const subject = prepare(machine(), [code([ins("ecall"), next, ins("ecall"), next])]);
  subject.registers.set(10, DATA);
  let calls = 0;
  subject.environmentCall = ({ memory }) => {
    if (calls++ === 0) memory.map(DATA, 4096, rwx("rw-"));
    else memory.unmap(CODE, 4096);
    return undefined;
  };
  assertTrap(subject.run(), "instruction-page-fault", CODE + 12n, CODE + 12n);
  assertEquals([calls, subject.instructions], [2, 3]);
});

testEngines(
  "a jump's target is fetched anew after more pages of code than are kept decoded",
  (machine) => {
    const count = 1500;
    const bytes = new Uint8Array(count * 4096);
    const page = bytesOf([
      ins("addi", { rd: SUM, rs1: SUM, imm: 1 }),
      ins("jal", { imm: 4092 }),
    ]);
    for (let index = 0; index < count; index++) bytes.set(page, index * 4096);
    bytes.set(bytesOf([ins("ebreak")]), (count - 1) * 4096);
    const subject = prepare(machine(), [{
      address: CODE,
      length: bytes.length,
      permissions: "r-x",
      bytes,
    }]);
    for (let round = 1; round <= 3; round++) {
      subject.pc = CODE;
      assertTrap(subject.run(), "breakpoint", CODE + BigInt(count - 1) * PAGE);
      assertEquals(subject.registers.get(SUM), BigInt(round * (count - 1)));
    }
  },
);

for (const { name, machine } of ENGINES) {
  // One that is not disposed of costs a garbage collection, so there are fewer of them.
  for (const [count, disposed] of [[2000, true], [50, false]] as const) {
    const how = disposed ? "disposed of" : "left to the garbage collector";
    Deno.test(`${count} machines run one after the other, ${how} (${name})`, () => {
      for (let round = 0; round < count; round++) {
        const subject = looping(machine(), 10 + round % 7);
        subject.memory.map(DATA, 2 ** 20, rwx("rw-"));
        subject.memory.writeUint(DATA + BigInt(round % 256) * PAGE, 8, 1n);
        assertTrap(subject.run(), "breakpoint", LOOP_END);
        assertEquals(subject.instructions, 3 * (10 + round % 7));
        if (disposed) subject.dispose();
      }
    });
  }

  Deno.test(`machines that are alive at once do not disturb each other (${name})`, () => {
    const machines = Array.from({ length: 8 }, (_, index) => looping(machine(), 1000 + index));
    for (let limit = 100; limit <= 4000; limit += 100) {
      for (const each of machines) each.run({ maxInstructions: limit });
    }
    for (const [index, each] of machines.entries()) {
      const count = 1000n + BigInt(index);
      assertEquals(each.registers.get(SUM), count * (count + 1n) / 2n);
      assertEquals(each.instructions, 3 * Number(count));
      each.dispose();
    }
  });

  Deno.test(`disposing twice is allowed, and \`using\` disposes (${name})`, () => {
    const subject = machine();
    subject.dispose();
    subject.dispose();
    {
      using scoped = looping(machine(), 5);
      scoped.run();
    }
    using first = machine();
    using second = machine();
    first.memory.map(DATA, 4096, rwx("rw-"));
    first.memory.writeUint(DATA, 8, 1n);
    second.memory.map(DATA, 4096, rwx("rw-"));
    assertEquals(second.memory.readUint(DATA, 8), 0n);
  });
}
