// SPDX-License-Identifier: MPL-2.0
// Traces of accesses to a few bytes: the records that touch them are those of a full trace, on all engines,
// while traces come and go, also where the bytes are accessed often. LEVERET_FUZZ says how many programs.

import { assert, assertEquals } from "@std/assert";
import { watchAccesses } from "../../cpu/checks/access_watch.ts";
import type { CodeRange } from "../../cpu/engine/engine.ts";
import { Machine, type MachineOptions } from "../../cpu/machine.ts";
import { TraceBuffer } from "../../cpu/trace_buffer.ts";
import { FUZZ_SEED, fuzzCount } from "../fuzz_settings.ts";
import { assertSameItems, code, COUNT, ins, prepare } from "./harness.ts";
import { type RandomProgram, randomProgram } from "./programs.ts";
import { Random } from "./values.ts";

const SUBJECTS = [
  { engine: "templates", eager: true },
  { engine: "translator", eager: true },
  { engine: "auto", eager: true },
  { engine: "auto" },
] as const satisfies readonly MachineOptions[];

const LIMIT = 30_000;

/** Traces accesses of a machine; notes those that are wanted. Returns how to end the trace. */
function trace(
  machine: Machine,
  accesses: readonly CodeRange[],
  onlyStores: boolean,
  story: string[],
): () => void {
  return machine.addTrace({
    memory: true,
    watch: watchAccesses(accesses, { onlyStores }),
    sink: (batch) => {
      for (const { pc, access, value, address, size, stored } of batch) {
        if (access === undefined || onlyStores && access === "load") continue;
        const touches = accesses.some(({ start, end }) =>
          address < end && address + BigInt(size) > start
        );
        if (touches) story.push([pc, access, value, address, size, stored].join(" "));
      }
    },
  });
}

/** The addresses that a program accesses, each as often as it does. */
function accessesOf(program: RandomProgram): bigint[] {
  using machine = new Machine({ engine: "stepper" });
  const addresses: bigint[] = [];
  prepare(machine, program.ranges, { registers: program.registers });
  machine.addTrace({
    memory: true,
    sink: (batch) => {
      for (const { access, address } of batch) if (access !== undefined) addresses.push(address);
    },
  });
  machine.run({ maxInstructions: LIMIT });
  return addresses;
}

/** Runs a program with traces that come and go by a seed, and says what they showed. */
function storyOf(
  program: RandomProgram,
  addresses: readonly bigint[],
  seed: number,
  options: MachineOptions,
): string[] {
  const random = new Random(seed);
  const stories: string[][] = [[]];
  using machine = new Machine(options);
  prepare(machine, program.ranges, { registers: program.registers });
  const range = (): CodeRange => {
    const start = (addresses[random.below(addresses.length)] ?? 0n) +
      BigInt(random.between(0, 8) - 4);
    return { start, end: start + BigInt(random.between(1, 12)) };
  };
  const ends: (() => void)[] = [];
  for (let limit = 0; machine.instructions < LIMIT;) {
    limit = Math.min(LIMIT, limit + random.between(500, 9000));
    if (random.oneIn(2)) {
      const story: string[] = [];
      stories.push(story);
      const ranges = random.oneIn(2) ? [range()] : [range(), range(), range()];
      ends.push(trace(machine, ranges, random.oneIn(2), story));
    }
    if (random.oneIn(3)) ends.splice(random.below(ends.length + 1), 1)[0]?.();
    const stop = random.oneIn(8) ? machine.step() : machine.run({ maxInstructions: limit });
    stories[0]?.push(`${stop.reason} at ${machine.pc} after ${machine.instructions}`);
    if (stop.reason === "trap") break;
  }
  for (const end of ends) end();
  return stories.flat();
}

for (const options of SUBJECTS) {
  const name = `${options.engine}${"eager" in options ? ", eagerly" : ""}`;
  Deno.test(`traces of some accesses show the same on the stepper and with ${name}`, () => {
    const random = new Random(Number(FUZZ_SEED) + 31);
    const count = fuzzCount(30);
    let lines = 0;
    for (let number = 0; number < count; number++) {
      const program = randomProgram(random, random.between(5, 60), { counters: true, rounds: 600 });
      const addresses = accessesOf(program);
      const seed = random.bits();
      const expected = storyOf(program, addresses, seed, { engine: "stepper" });
      assertSameItems(storyOf(program, addresses, seed, options), expected, `program ${number}`);
      lines += expected.length;
    }
    assert(lines > 50 * count, `${lines}`);
  });
}

const DATA = 0x20_0000n;

/** Stores to a new word each round, and to the first word every `every` rounds. */
function machineThatStores(every: number, options: MachineOptions): Machine {
  const machine = new Machine(options);
  prepare(machine, [code([
    ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
    ins("sd", { rs1: 10, rs2: COUNT, imm: 64 }),
    ins("and", { rd: 11, rs1: COUNT, rs2: 12 }),
    ins("bne", { rs1: 11, rs2: 0, imm: 8 }),
    ins("sd", { rs1: 10, rs2: COUNT, imm: 0 }),
    ins("bne", { rs1: COUNT, imm: -20 }),
    ins("ebreak"),
  ])]);
  machine.memory.map(DATA, 4096, { read: true, write: true, execute: false });
  machine.registers.set(10, DATA);
  machine.registers.set(12, BigInt(every - 1));
  return machine;
}

for (const options of SUBJECTS) {
  const name = `${options.engine}${"eager" in options ? ", eagerly" : ""}`;
  for (const every of [1, 32, 64, 65_536]) {
    Deno.test(`all of two million stores, of which one in ${every} counts, are seen with ${name}`, () => {
      using machine = machineThatStores(every, options);
      const rounds = 2 ** 21;
      machine.registers.set(COUNT, BigInt(rounds));
      let seen = 0;
      let farthest = 0;
      let last = 0n;
      machine.addTrace({
        memory: true,
        watch: watchAccesses([{ start: DATA, end: DATA + 8n }]),
        sink: (batch) => {
          for (const { address, value } of batch) {
            if (address !== DATA) continue;
            seen++;
            last = value;
            const at = Number(BigInt(rounds) - value) * 5;
            farthest = Math.max(farthest, machine.instructions - at);
          }
        },
      });
      assertEquals(machine.run().reason, "trap");
      assertEquals([seen, last], [rounds / every, 0n]);
      if (every === 65_536) {
        assert(farthest <= TraceBuffer.span + 2 * rounds / every, `${farthest}`);
      }
    });
  }
}
