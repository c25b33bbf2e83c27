// SPDX-License-Identifier: MPL-2.0
// The machine from the host's side: running, stepping, exact limits, environment calls, loading, and
// thousands of machines.

import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Image } from "../../cpu/memory/image.ts";
import {
  assertTrap,
  bytesOf,
  CODE,
  code,
  COUNT,
  DATA,
  ENGINES,
  ins,
  LOOP_END,
  looping,
  PAGE,
  prepare,
  rwx,
  SUM,
  testEngines,
} from "./harness.ts";

const LIMIT = { reason: "limit" } as const;

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

testEngines("a limit is met exactly, however the run is cut into slices", (machine) => {
  const whole = looping(machine(), 1_000_000);
  const sliced = looping(machine(), 1_000_000);
  const limits = [1, 2, 3, 4, 10, 1000, 16_383, 16_384, 1_048_575, 1_048_576, 1_048_577, 2_500_001];
  for (const limit of limits) {
    const fresh = looping(machine(), 1_000_000);
    assertEquals(fresh.run({ maxInstructions: limit }), LIMIT);
    assertEquals(sliced.run({ maxInstructions: limit }), LIMIT);
    assertEquals([fresh.instructions, sliced.instructions], [limit, limit]);
    assertEquals(fresh.pc, CODE + BigInt(limit % 3) * 4n);
    assertEquals(sliced.pc, fresh.pc);
    assertEquals(sliced.registers.toArray(), fresh.registers.toArray());
    fresh.dispose();
  }
  assertTrap(sliced.run(), "breakpoint", LOOP_END);
  assertTrap(whole.run(), "breakpoint", LOOP_END);
  assertEquals(sliced.registers.toArray(), whole.registers.toArray());
  assertEquals([sliced.instructions, whole.instructions], [3_000_000, 3_000_000]);
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
      {
        address: CODE + 0x100n,
        data: bytesOf([ins("addi"), ins("ebreak"), ins("addi"), ins("ebreak")]),
        size: 16,
        ...rwx("r-x"),
      },
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

/** addi; ecall; addi; ebreak */
const CALLING = [ins("addi"), ins("ecall"), ins("addi"), ins("ebreak")];
const ECALL = CODE + 4n;

testEngines("without a handler ecall traps and does not retire", (machine) => {
  const subject = prepare(machine(), [code(CALLING)]);
  assertTrap(subject.run(), "environment-call", ECALL);
  assertEquals([subject.pc, subject.instructions], [ECALL, 1]);
});

testEngines(
  "the handler sees the state before the ecall; then execution continues after it",
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
  "a jump's target is fetched again after more pages of code than are kept decoded",
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
