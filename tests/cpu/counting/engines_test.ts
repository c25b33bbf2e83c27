// SPDX-License-Identifier: MPL-2.0
// What translated code counts, against what the stepper's records give: the same instructions, the same
// branches taken, and the same tree of calls with the same events, on every engine.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { type CallNode, type CodeRange } from "../../../cpu/counting/call_tree.ts";
import { countExecutions } from "../../../cpu/counting/execution_counter.ts";
import { Machine, type MachineOptions } from "../../../cpu/machine.ts";
import { Process, type ProcessOptions } from "../../../host/process.ts";
import { codeRanges } from "../../../host/profile/code_ranges.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { benchPrograms, buildBenchProgram } from "../../bench/programs.ts";
import { exampleRuns } from "../../examples/expected.ts";
import { prepare } from "../harness.ts";
import { randomProgram } from "../programs.ts";
import { Random } from "../values.ts";

const ENGINES = [
  { engine: "templates", eager: true },
  { engine: "templates" },
  { engine: "translator", eager: true },
  { engine: "auto", eager: true },
  { engine: "auto", translateAfter: 0 },
] as const satisfies readonly MachineOptions[];

/** Children in an order that does not depend on which was first. */
function sorted(node: CallNode): CallNode {
  const children = node.children.map(sorted);
  return { ...node, children: children.sort((a, b) => a.start - b.start || a.site - b.site) };
}

const sumOf = (node: CallNode): number =>
  node.children.reduce((sum, child) => sum + sumOf(child), node.instructions);

interface Counted {
  readonly total: number;
  readonly instructions: ReturnType<typeof countExecutions>["instructions"];
  readonly calls: CallNode;
}

function assertConsistent({ total, instructions, calls }: Counted, label: string): void {
  assertEquals(instructions.reduce((sum, { count }) => sum + count, 0), total, label);
  assertEquals(sumOf(calls), total, label);
}

function countProcess(program: Program, options: ProcessOptions): Counted {
  using process = new Process(program, options);
  const counter = countExecutions(process.machine, codeRanges(program));
  process.run({ maxInstructions: 2_000_000 });
  const { instructions, calls } = counter;
  return { total: process.machine.instructions, instructions, calls: sorted(calls) };
}

function compare(label: string, program: Program, options: ProcessOptions): void {
  const expected = countProcess(program, { ...options, engine: "stepper" });
  assertConsistent(expected, label);
  for (const engine of ENGINES) {
    const actual = countProcess(program, { ...options, ...engine });
    assertEquals(actual, expected, `${label} with ${JSON.stringify(engine)}`);
  }
}

Deno.test("every run of an example counts the same on all engines", () => {
  for (const run of exampleRuns) {
    const name = `examples/${run.program}.s`;
    const text = Deno.readTextFileSync(new URL(`../../../${name}`, import.meta.url));
    const program = build([{ name, text }], { archive: runtimeFiles });
    compare(name, program, {
      args: [run.program, ...run.args ?? []],
      env: run.env ?? {},
      stdin: new TextEncoder().encode(run.stdin ?? ""),
    });
  }
});

for (const program of benchPrograms) {
  Deno.test(`the bench program ${program.name} counts the same on all engines`, () => {
    compare(program.name, buildBenchProgram(program), {
      args: [program.name, String(program.small.argument)],
    });
  });
}

/** Functions of 32 bytes, so that control crosses their ends everywhere. */
function smallRange(address: number): CodeRange {
  const start = address - address % 32;
  return { start, end: start + 32 };
}

Deno.test("100 random programs count the same on all engines", () => {
  const random = new Random(23);
  for (let number = 0; number < 100; number++) {
    const program = randomProgram(random, random.between(5, 60), { counters: true, rounds: 400 });
    const count = (options: MachineOptions): Counted => {
      using machine = new Machine(options);
      prepare(machine, program.ranges, { registers: program.registers });
      const counter = countExecutions(machine, smallRange);
      machine.run({ maxInstructions: 20_000 });
      const { instructions, calls } = counter;
      return { total: machine.instructions, instructions, calls: sorted(calls) };
    };
    const expected = count({ engine: "stepper" });
    assertConsistent(expected, `program ${number}`);
    for (const engine of ENGINES) {
      const label = `program ${number} with ${JSON.stringify(engine)}`;
      assertEquals(count(engine), expected, label);
    }
  }
});

Deno.test("counting goes on from records while a trace wants every instruction", () => {
  const program = buildBenchProgram(benchPrograms[2]!);
  const options = { args: ["fib", "12"] };
  using process = new Process(program, options);
  const counter = countExecutions(process.machine, codeRanges(program));
  process.run({ maxInstructions: 2000 });
  let records = 0;
  const observer = process.observe({
    instructions: "all",
    onRecords: ({ length }) => records += length,
  });
  process.run({ maxInstructions: 6000 });
  observer[Symbol.dispose]();
  process.run();
  assertEquals(records, 4000);
  const { instructions, calls } = counter;
  assert(process.machine.instructions > 6000);
  assertEquals(
    { total: process.machine.instructions, instructions, calls: sorted(calls) },
    countProcess(program, { ...options, engine: "stepper" }),
  );
});

Deno.test("probes and breakpoints change no counts on any engine", () => {
  const bench = benchPrograms.find(({ name }) => name === "malloc_assembly");
  assert(bench !== undefined);
  const program = buildBenchProgram(bench);
  const count = (options: MachineOptions): Counted & { readonly met: number } => {
    using process = new Process(program, { args: [bench.name, "200"], ...options });
    const counter = countExecutions(process.machine, codeRanges(program));
    let met = 0;
    for (const name of ["rt.malloc", "rt.free"]) {
      const { value } = program.symbol(name) ?? { value: 0n };
      for (const address of [value, value + 8n]) {
        process.machine.addProbe(address, () => met++);
      }
    }
    process.run({ maxInstructions: 300_000 });
    const { instructions, calls } = counter;
    return { total: process.machine.instructions, instructions, calls: sorted(calls), met };
  };
  const expected = count({ engine: "stepper" });
  assertConsistent(expected, "stepper");
  assert(expected.met > 100);
  for (const engine of ENGINES) assertEquals(count(engine), expected, JSON.stringify(engine));
});
