// SPDX-License-Identifier: MPL-2.0
// Stops on all engines side by side: random programs in which probes and breakpoints come and go, most of
// them from inside probes, on plain and compressed instructions, in the middle of loops, on code that a
// probe rewrites. Each engine meets the same stops in the same order, with the same pc, registers and count.
// LEVERET_FUZZ says how many programs there are, LEVERET_FUZZ_SEED which.

import { assertEquals } from "@std/assert";
import { instructionLength } from "../../cpu/isa/table.ts";
import { Machine, type MachineOptions } from "../../cpu/machine.ts";
import { FUZZ_SEED, fuzzCount } from "../fuzz_settings.ts";
import { assertSameItems, CODE, prepare } from "./harness.ts";
import { compressedProgram, type RandomProgram, randomProgram } from "./programs.ts";
import { Random } from "./values.ts";

const SUBJECTS = [
  { engine: "templates", eager: true },
  { engine: "translator", eager: true },
  { engine: "auto", eager: true },
  { engine: "auto", translateAfter: 0 },
] as const satisfies readonly MachineOptions[];

/** How many instructions a program retires, and the limits of its runs. */
const LIMIT = 20_000;
const [SHORTEST_RUN, LONGEST_RUN] = [1, 9000];

/** The addresses of a program's instructions, and one in the middle of an instruction. */
function addressesOf({ ranges, start = CODE }: RandomProgram): readonly bigint[] {
  const [code] = ranges;
  const bytes = code?.bytes ?? new Uint8Array();
  const addresses: bigint[] = [];
  for (let offset = Number(start - (code?.address ?? 0n)); offset < bytes.length;) {
    addresses.push((code?.address ?? 0n) + BigInt(offset));
    offset += instructionLength((bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8));
  }
  return [...addresses, (addresses[0] ?? 0n) + 2n];
}

/** Runs a program whose stops come and go by a seed, and says what happened. */
function storyOf(program: RandomProgram, seed: number, options: MachineOptions): string[] {
  const random = new Random(seed);
  const addresses = addressesOf(program);
  const isRewritten = random.oneIn(4);
  const story: string[] = [];
  using machine = new Machine(options);
  const [code, ...data] = program.ranges;
  prepare(machine, [{ ...code!, permissions: "rwx" }, ...data], {
    registers: program.registers,
    ...(program.start === undefined ? {} : { pc: program.start }),
  });
  const probes: (() => void)[] = [];
  const note = (what: string): void => {
    const { pc, instructions, registers } = machine;
    const sum = registers.toArray().reduce((sum, value) => BigInt.asUintN(64, sum * 31n + value));
    story.push(`${what} at ${pc.toString(16)} after ${instructions}: ${sum}`);
  };
  const change = (): void => {
    switch (random.below(isRewritten ? 9 : 6)) {
      case 0:
      case 1: {
        const number = probes.length;
        probes.push(machine.addProbe(random.pick(addresses), () => {
          note(`probe ${number}`);
          if (random.oneIn(6)) change();
          if (random.oneIn(200)) machine.interrupt();
        }));
        break;
      }
      case 2:
      case 3:
        if (probes.length > 0) random.pick(probes)();
        break;
      case 4:
        machine.addBreakpoint(random.pick(addresses));
        break;
      case 5:
        for (const address of machine.breakpoints) machine.removeBreakpoint(address);
        break;
      case 6: {
        // Another instruction takes the place of one, or straddles two.
        const [from, to] = [random.pick(addresses), random.pick(addresses)];
        machine.memory.write(to, machine.memory.read(from, 2, "any"), "any");
        break;
      }
      case 7:
        machine.pc = random.pick(addresses);
        break;
      case 8:
        machine.registers.set(random.between(1, 9), random.word());
    }
  };
  change();
  for (let limit = 0; machine.instructions < LIMIT && story.length < 2000;) {
    if (machine.instructions >= limit) {
      limit = Math.min(LIMIT, limit + random.between(SHORTEST_RUN, LONGEST_RUN));
    }
    const stop = random.oneIn(20) ? machine.step() : machine.run({ maxInstructions: limit });
    note(stop.reason === "trap" ? stop.trap.cause : stop.reason);
    if (stop.reason === "trap") break;
    change();
  }
  return story;
}

for (const options of SUBJECTS) {
  const name = `${options.engine}${"eager" in options ? ", eagerly" : ""}`;
  Deno.test(`random programs meet the same stops on the stepper and with ${name}`, () => {
    const random = new Random(Number(FUZZ_SEED) + 13);
    const count = fuzzCount(60);
    for (let number = 0; number < count; number++) {
      const plain = randomProgram(random, random.between(5, 60), { counters: true, rounds: 400 });
      const program = random.oneIn(2)
        ? plain
        : compressedProgram(plain, random.pick([CODE + 2n, CODE + 4090n]));
      const seed = random.bits();
      const expected = storyOf(program, seed, { engine: "stepper" });
      assertSameItems(storyOf(program, seed, options), expected, `program ${number}`);
    }
  });
}

Deno.test("the programs of the comparison meet stops of each kind", () => {
  const random = new Random(13);
  const seen = new Map<string, number>();
  for (let number = 0; number < 60; number++) {
    const program = randomProgram(random, random.between(5, 60), { counters: true, rounds: 400 });
    for (const line of storyOf(program, random.bits(), { engine: "auto", translateAfter: 0 })) {
      const kind = line.split(" ", 1)[0] ?? "";
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
  }
  const isFrequent = (kind: string) => (seen.get(kind) ?? 0) >= 20;
  assertEquals(["probe", "breakpoint", "limit", "interrupted"].filter(isFrequent).length, 4);
});
