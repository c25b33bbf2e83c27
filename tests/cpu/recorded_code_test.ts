// SPDX-License-Identifier: MPL-2.0
// Traces of some code only: the records in their ranges, with their numbers, are those of a full trace, on
// all engines, while stops and other traces come and go. LEVERET_FUZZ says how many programs there are.

import { assert, assertEquals } from "@std/assert";
import type { CodeRange } from "../../cpu/engine/engine.ts";
import { Machine, type MachineOptions } from "../../cpu/machine.ts";
import { FUZZ_SEED, fuzzCount } from "../fuzz_settings.ts";
import { assertSameItems, assertTrap, CODE, code, COUNT, ins, prepare } from "./harness.ts";
import { compressedProgram, type RandomProgram, randomProgram } from "./programs.ts";
import { Random } from "./values.ts";

const SUBJECTS = [
  { engine: "templates", eager: true },
  { engine: "translator", eager: true },
  { engine: "auto", eager: true },
  { engine: "auto", translateAfter: 0 },
] as const satisfies readonly MachineOptions[];

const LIMIT = 20_000;

const isIn = (ranges: readonly CodeRange[], pc: bigint): boolean =>
  ranges.some(({ start, end }) => start <= pc && pc < end);

/** Traces a machine within ranges; notes the wanted records. Returns how to end the trace. */
function trace(
  machine: Machine,
  within: readonly CodeRange[],
  exact: boolean,
  note: (line: string) => void,
): () => void {
  return machine.addTrace({
    instructions: true,
    exact,
    within,
    sink: (batch) => {
      for (const { number, pc, word, rd, value, address, stored } of batch) {
        if (!isIn(within, pc)) continue;
        const state = exact ? ` at ${machine.pc} after ${machine.instructions}` : "";
        note(`${number}: ${[pc, word, rd, value, address, stored].join(" ")}${state}`);
      }
    },
  });
}

/** Runs a program with traces that come and go by a seed, and says what they showed. */
function storyOf(program: RandomProgram, seed: number, options: MachineOptions): string[] {
  const random = new Random(seed);
  // One for what stops, and one for each trace: batches end at other records on other engines.
  const stories: string[][] = [[]];
  using machine = new Machine(options);
  prepare(machine, program.ranges, {
    registers: program.registers,
    ...(program.start === undefined ? {} : { pc: program.start }),
  });
  const start = program.start ?? CODE;
  const address = () => start + 2n * BigInt(random.below(program.words.length));
  const range = (): CodeRange => {
    const first = address();
    return { start: first, end: first + BigInt(random.between(1, 30)) };
  };
  const note = (line: string) => stories[0]?.push(line);
  const ends: (() => void)[] = [];
  const removers: (() => void)[] = [];
  const exact = random.oneIn(4);
  for (let limit = 0; machine.instructions < LIMIT && stories.flat().length < 20_000;) {
    limit = Math.min(LIMIT, limit + random.between(500, 6000));
    if (random.oneIn(2)) {
      const story: string[] = [];
      stories.push(story);
      ends.push(trace(machine, [range(), range()], exact, (line) => story.push(line)));
    }
    if (random.oneIn(2)) ends.splice(random.below(ends.length + 1), 1)[0]?.();
    if (random.oneIn(2)) {
      const at = address();
      removers.push(
        machine.addProbe(at, ({ instructions }) => note(`probe ${at} ${instructions}`)),
      );
    }
    if (random.oneIn(3)) removers.pop()?.();
    const stop = random.oneIn(8) ? machine.step() : machine.run({ maxInstructions: limit });
    note(`${stop.reason} at ${machine.pc} after ${machine.instructions}`);
    if (stop.reason === "trap") break;
  }
  for (const end of ends) end();
  return stories.flat();
}

for (const options of SUBJECTS) {
  const name = `${options.engine}${"eager" in options ? ", eagerly" : ""}`;
  Deno.test(`traces of some code show the same on the stepper and with ${name}`, () => {
    const random = new Random(Number(FUZZ_SEED) + 29);
    const count = fuzzCount(30);
    let lines = 0;
    for (let number = 0; number < count; number++) {
      const plain = randomProgram(random, random.between(5, 60), { counters: true, rounds: 400 });
      const program = random.oneIn(2) ? plain : compressedProgram(plain, CODE + 4090n);
      const seed = random.bits();
      const expected = storyOf(program, seed, { engine: "stepper" });
      assertSameItems(storyOf(program, seed, options), expected, `program ${number}`);
      lines += expected.length;
    }
    assert(lines > 500 * count);
  });
}

for (const options of [{ engine: "stepper" }, ...SUBJECTS] as const) {
  const name = `${options.engine}${"eager" in options ? ", eagerly" : ""}`;
  Deno.test(`ecalls, illegal instructions and stops in traced code are met, with ${name}`, () => {
    using machine = new Machine(options);
    prepare(machine, [code([
      ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
      ins("ecall"),
      ins("addi", { rd: 9, rs1: 9, imm: 2 }),
      ins("bne", { rs1: COUNT, imm: -12 }),
      0,
    ])]);
    machine.registers.set(COUNT, 2000n);
    machine.environmentCall = () => undefined;
    const numbers: (number | undefined)[] = [];
    machine.addTrace({
      instructions: true,
      within: [{ start: CODE + 4n, end: CODE + 8n }, { start: CODE + 16n, end: CODE + 20n }],
      sink: (batch) => {
        for (const { pc, number } of batch) if (pc === CODE + 4n) numbers.push(number);
      },
    });
    machine.addBreakpoint(CODE + 16n);
    let calls = 0;
    machine.addProbe(CODE + 4n, () => calls++);
    assertEquals(machine.run(), { reason: "breakpoint", address: CODE + 16n });
    assertTrap(machine.run(), "illegal-instruction", CODE + 16n);
    assertEquals([calls, machine.instructions, machine.registers.get(9)], [2000, 8000, 4000n]);
    assertEquals(numbers, Array.from({ length: 2000 }, (_, round) => 4 * round + 1));
  });
}
