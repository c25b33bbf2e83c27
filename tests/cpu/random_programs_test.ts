// SPDX-License-Identifier: MPL-2.0
// Random words and random programs. Words of any kind end in retiring or in a trap, never in an
// exception or a hang, and both machines agree on which; programs agree with the model in the end.

import { assert, assertEquals } from "@std/assert";
import type { Machine, Stop } from "../../cpu/machine.ts";
import {
  assertSameItems,
  assertSameState,
  CODE,
  code,
  compareStep,
  DATA,
  PAGE,
  prepare,
  prepareModel,
  type Range,
  testEngines,
} from "./harness.ts";
import type { Model } from "./model.ts";
import { randomProgram } from "./programs.ts";
import { Random } from "./values.ts";

/** Permissions that data pages of the tests below have. */
const PERMISSIONS = ["rw-", "rw-", "rwx", "r--", "-w-", "--x", "---"];

/** Any 32 bits, or an instruction, or one with a bit changed. */
function randomWord(random: Random): number {
  switch (random.below(4)) {
    case 0:
      return random.bits();
    case 1:
      return (random.instruction() ^ (1 << random.below(32))) >>> 0;
    default:
      return random.instruction();
  }
}

/** Values of which many are addresses in or near the mapped pages. */
function randomRegisters(random: Random): bigint[] {
  const near = () => BigInt(random.between(-16, 16));
  const address = () => random.pick([CODE, DATA]) + BigInt(random.below(4)) * PAGE;
  return Array.from({ length: 32 }, (_, register) => {
    if (register === 0) return 0n;
    switch (random.below(4)) {
      case 0:
        return BigInt.asUintN(64, random.word());
      case 1:
        return address() + BigInt(random.below(4096));
      default:
        return address() + near();
    }
  });
}

/** A page or two of random words, and data pages of random permissions. */
function randomRanges(random: Random, words: readonly number[]): Range[] {
  const ranges: Range[] = [code(words, CODE, random.pick(["r-x", "rwx", "--x"]))];
  for (let index = 0n; index < 4n; index++) {
    if (random.oneIn(4)) continue;
    const bytes = Uint8Array.from({ length: 4096 }, () => random.below(256));
    ranges.push({ address: DATA + index * PAGE, permissions: random.pick(PERMISSIONS), bytes });
  }
  return ranges;
}

function assertSameMemory(machine: Machine, model: Model, ranges: readonly Range[], label: string) {
  for (const { address, length = 4096 } of ranges) {
    for (let at = address; at < address + BigInt(length); at += PAGE) {
      assertSameItems(machine.memory.read(at, 4096, "any"), model.read(at, 4096), label);
    }
  }
}

testEngines("100,000 random words retire or trap as the model does, one by one", (machine) => {
  const random = new Random(41);
  const batch = 1000;
  let retired = 0;
  const causes = new Set<string>();
  for (let done = 0; done < 100_000; done += batch) {
    const words = Array.from({ length: batch }, () => randomWord(random));
    const ranges = randomRanges(random, words);
    const setting = { registers: randomRegisters(random) };
    using subject = prepare(machine(), ranges, setting);
    const model = prepareModel(ranges, setting);
    for (let index = 0; index < batch; index++) {
      const address = CODE + BigInt(index) * 4n;
      subject.pc = model.pc = address;
      const stop = subject.step();
      const step = model.step();
      if ("cause" in step) causes.add(step.cause);
      const agree = stop.reason === "trap" ? "cause" in step : !("cause" in step);
      if (!agree || stop.reason === "trap") {
        const expected: Stop = "cause" in step
          ? { reason: "trap", trap: step }
          : { reason: "limit" };
        assertEquals(stop, expected, `word ${done + index}`);
      }
      assertSameState(subject, model, `word ${done + index}`);
      // Few results are useful as addresses: restore some.
      if (index % 16 === 0) {
        for (const [register, value] of randomRegisters(random).entries()) {
          subject.registers.set(register, value);
          model.registers[register] = value;
        }
      }
    }
    assertSameMemory(subject, model, ranges, `words from ${done}`);
    retired += subject.instructions;
  }
  assert(retired > 30_000, `only ${retired} retired`);
  // No fetch faults: the words are mapped.
  assertEquals(causes.size, 7, `only ${[...causes]} came up`);
});

testEngines("100,000 random words executed in place end in traps", (machine) => {
  const random = new Random(42);
  const batch = 2000;
  const causes = new Set<string>();
  for (let done = 0; done < 100_000; done += batch) {
    const words = Array.from({ length: batch }, () => randomWord(random));
    const ranges = randomRanges(random, words);
    using subject = prepare(machine(), ranges, { registers: randomRegisters(random) });
    // From every word on: a few instructions, until one traps or jumps in circles.
    for (let index = 0; index < batch; index++) {
      subject.pc = CODE + BigInt(index) * 4n + (random.oneIn(8) ? 2n : 0n);
      const limit = subject.instructions + 200;
      const stop = subject.run({ maxInstructions: limit });
      if (stop.reason === "trap") {
        causes.add(stop.trap.cause);
        assertEquals(stop.trap.pc, subject.pc);
        assertEquals(stop.trap.instruction, subject.instructions);
      } else {
        assertEquals([stop.reason, subject.instructions], ["limit", limit]);
      }
      assertEquals(subject.registers.get(0), 0n);
    }
  }
  assertEquals(causes.size, 8, `only ${[...causes]} came up`);
});

testEngines("random words run in stretches match the model, at any alignment", (machine) => {
  const random = new Random(43);
  for (let round = 0; round < 60; round++) {
    const words = Array.from({ length: 1024 }, () => randomWord(random));
    const ranges = randomRanges(random, words);
    const setting = { registers: randomRegisters(random) };
    using subject = prepare(machine(), ranges, setting);
    const model = prepareModel(ranges, setting);
    for (let stretch = 0; stretch < 60; stretch++) {
      const label = `round ${round}, stretch ${stretch}`;
      subject.pc = model.pc = CODE + BigInt(random.below(2048)) * 2n;
      const count = random.between(1, 30);
      const stop = subject.run({ maxInstructions: subject.instructions + count });
      const trap = model.run(count);
      assertEquals(
        stop,
        trap === undefined ? { reason: "limit" } : { reason: "trap", trap },
        label,
      );
      assertSameState(subject, model, label);
      if (random.oneIn(4)) {
        for (const [register, value] of randomRegisters(random).entries()) {
          subject.registers.set(register, value);
          model.registers[register] = value;
        }
      }
    }
    assertSameMemory(subject, model, ranges, `round ${round}`);
  }
});

testEngines("random programs end as they do on the model", (machine) => {
  const random = new Random(44);
  for (let round = 0; round < 150; round++) {
    const program = randomProgram(random, random.between(10, 300), { counters: true });
    const setting = { registers: program.registers };
    using subject = prepare(machine(), program.ranges, setting);
    const model = prepareModel(program.ranges, setting);
    const label = `round ${round}`;
    subject.run({ maxInstructions: 1500 });
    model.run(1500);
    assertSameState(subject, model, label);
    assertSameMemory(subject, model, program.ranges, label);
    // And a few steps more, one by one.
    for (let step = 0; step < 5; step++) compareStep(subject, model, label);
  }
});

testEngines("random programs that run hot end as they do on the model", (machine) => {
  const random = new Random(46);
  for (let round = 0; round < 12; round++) {
    const size = random.between(10, 60);
    const program = randomProgram(random, size, { counters: true, rounds: 2000 });
    const setting = { registers: program.registers };
    using subject = prepare(machine(), program.ranges, setting);
    const model = prepareModel(program.ranges, setting);
    // The limit falls in the middle of hot code.
    const limit = random.between(20_000, 30_000);
    const stop = subject.run({ maxInstructions: limit });
    const trap = model.run(limit);
    const label = `round ${round}`;
    assertEquals(stop, trap === undefined ? { reason: "limit" } : { reason: "trap", trap }, label);
    assertSameState(subject, model, label);
    assertSameMemory(subject, model, program.ranges, label);
  }
});

testEngines(
  "random programs run alike at once, in slices, in steps and with breakpoints",
  (machine) => {
    const random = new Random(45);
    for (let round = 0; round < 30; round++) {
      const program = randomProgram(random, 120, { counters: true, rounds: 300 });
      const limit = 20_000;
      const fresh = () => prepare(machine(), program.ranges, { registers: program.registers });
      using whole = fresh();
      using sliced = fresh();
      using steps = fresh();
      using stopped = fresh();
      const end = whole.run({ maxInstructions: limit });
      for (let at = 0, stop: Stop = { reason: "limit" }; at < limit && stop.reason === "limit";) {
        at = Math.min(limit, at + random.between(1, 3000));
        stop = sliced.run({ maxInstructions: at });
      }
      while (steps.instructions < Math.min(limit, 3000) && steps.step().reason === "limit");
      steps.run({ maxInstructions: limit });
      for (let count = 0; count < 5; count++) {
        stopped.addBreakpoint(CODE + BigInt(random.below(120)) * 4n);
        stopped.addProbe(CODE + BigInt(random.below(120)) * 4n, () => {});
      }
      let stop = stopped.run({ maxInstructions: limit });
      while (stop.reason === "breakpoint") stop = stopped.run({ maxInstructions: limit });
      assertEquals(stop, end);
      for (const other of [sliced, steps, stopped]) {
        assertEquals([other.pc, other.instructions], [whole.pc, whole.instructions]);
        assertSameItems(other.registers.toArray(), whole.registers.toArray(), `round ${round}`);
        assertSameItems(
          other.memory.read(DATA, 12288),
          whole.memory.read(DATA, 12288),
          `round ${round}`,
        );
      }
    }
  },
);
