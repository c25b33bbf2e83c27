// SPDX-License-Identifier: MPL-2.0
// Stepper and translator side by side: the same program in both, run in slices of the same number of
// instructions, and after each slice the same registers, pc, count and memory. Each tier of the
// translator translates all code at once here, so that cold code is compared too. With both together,
// what a slice ends in is optimised.

import { assert, assertEquals } from "@std/assert";
import { Machine, type MachineOptions } from "../../cpu/machine.ts";
import { Process, type ProcessOptions } from "../../host/process.ts";
import type { Program } from "../../asm/object/program.ts";
import { build } from "../../asm/build.ts";
import { runtimeFiles } from "../../runtime/files.ts";
import { benchPrograms, buildBenchProgram } from "../bench/programs.ts";
import { exampleRuns } from "../examples/expected.ts";
import { assertSameItems, prepare } from "./harness.ts";
import { randomProgram } from "./programs.ts";
import { Random } from "./values.ts";

/** The registers, pc and count of a machine. */
function stateOf(machine: Machine) {
  return {
    pc: machine.pc,
    instructions: machine.instructions,
    registers: machine.registers.toArray(),
  };
}

/** Compares all of memory: mappings and bytes. */
function assertSameMemory(actual: Machine, expected: Machine, label: string): void {
  const mappings = expected.memory.mappings();
  assertEquals(actual.memory.mappings(), mappings, label);
  for (const { start, end, name } of mappings) {
    // The stack is large and mostly untouched; its top is where it is used.
    const from = name === "stack" && end - start > 0x1_0000n ? end - 0x1_0000n : start;
    const length = Number(end - from);
    assertSameItems(
      actual.memory.read(from, length, "any"),
      expected.memory.read(from, length, "any"),
      label,
    );
  }
}

/** The engines that are compared with the stepper. */
const SUBJECTS = [
  { engine: "templates", eager: true },
  { engine: "translator", eager: true },
  { engine: "auto", eager: true },
] as const satisfies readonly MachineOptions[];

/** Runs both in slices until they end, and returns what they ended with. */
function lockstep<End>(
  runs: readonly { machine: Machine; run: (limit: number) => End }[],
  isEnd: (end: End) => boolean,
  slices: () => number,
  limit: number,
  label: string,
): void {
  const [subject, reference] = runs;
  assert(subject !== undefined && reference !== undefined);
  for (let until = 0; until < limit;) {
    until = Math.min(limit, until + slices());
    const expected = reference.run(until);
    const actual = subject.run(until);
    const at = `${label} after ${reference.machine.instructions} instructions`;
    assertEquals(actual, expected, at);
    assertEquals(stateOf(subject.machine), stateOf(reference.machine), at);
    if (isEnd(expected)) break;
  }
  assertSameMemory(subject.machine, reference.machine, label);
}

for (const options of SUBJECTS) {
  Deno.test(`2,000 random programs run the same on the stepper and with ${options.engine}`, () => {
    const random = new Random(7);
    for (let number = 0; number < 2000; number++) {
      const program = randomProgram(random, random.between(5, 60), { counters: true, rounds: 400 });
      using subject = new Machine(options);
      using stepper = new Machine({ engine: "stepper" });
      for (const machine of [subject, stepper]) {
        prepare(machine, program.ranges, { registers: program.registers });
      }
      lockstep(
        [subject, stepper].map((machine) => ({
          machine,
          run: (maxInstructions: number) => machine.run({ maxInstructions }),
        })),
        (stop) => stop.reason !== "limit",
        () => random.between(4000, 12_000),
        20_000,
        `program ${number}`,
      );
    }
  });
}

/** Runs a program as a process on the stepper and on each of the other engines. */
function processLockstep(label: string, program: Program, options: ProcessOptions): void {
  for (const engine of SUBJECTS) compareProcesses(label, program, { ...options, ...engine });
}

function compareProcesses(label: string, program: Program, options: ProcessOptions): void {
  const random = new Random(11);
  using subject = new Process(program, options);
  using reference = new Process(program, { ...options, engine: "stepper", eager: false });
  lockstep(
    [subject, reference].map((process) => ({
      machine: process.machine,
      run: (maxInstructions: number) => process.run({ maxInstructions }),
    })),
    (outcome) => outcome.kind !== "limit",
    () => random.between(4000, 40_000),
    3_000_000,
    label,
  );
  assertEquals(subject.output, reference.output, label);
}

Deno.test("every run of an example is the same on all engines", () => {
  for (const run of exampleRuns) {
    const name = `examples/${run.program}.s`;
    const text = Deno.readTextFileSync(new URL(`../../${name}`, import.meta.url));
    const program = build([{ name, text }], { archive: runtimeFiles });
    processLockstep(name, program, {
      args: [run.program, ...run.args ?? []],
      env: run.env ?? {},
      stdin: new TextEncoder().encode(run.stdin ?? ""),
    });
  }
});

for (const program of benchPrograms) {
  Deno.test(`the bench program ${program.name} runs the same on all engines`, () => {
    processLockstep(program.name, buildBenchProgram(program), {
      args: [program.name, String(program.small.argument)],
    });
  });
}
