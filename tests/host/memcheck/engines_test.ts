// SPDX-License-Identifier: MPL-2.0
// Programs run exactly alike with and without the memory checker, in every engine, and all engines
// find the same errors.

import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import type { EngineName } from "../../../cpu/machine.ts";
import { formatError } from "../../../host/memcheck/format.ts";
import { MemoryChecker } from "../../../host/memcheck/memory_checker.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { benchProgram, buildBenchProgram } from "../../bench/programs.ts";

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What a run does, and the errors that a checker finds in it. */
function runOf(
  program: Program,
  args: readonly string[],
  engine: EngineName,
  eager: boolean,
  addressesOnly = false,
) {
  const run = (checker: MemoryChecker | undefined) => {
    using process = new Process(program, { args, engine, eager, checks: checker?.checks });
    checker?.attach(process);
    const outcome = process.run();
    const { output, statistics, machine } = process;
    const registers = machine.registers.toArray();
    const { stdout, stderr } = output;
    return {
      what: { outcome, statistics, registers, output: decode(stdout) + decode(stderr) },
      errors: checker?.errors.map((error) => formatError(error, checker.stacks)) ?? [],
    };
  };
  const plain = run(undefined);
  const checked = run(new MemoryChecker({ addressesOnly }));
  assertEquals(checked.what, plain.what);
  return checked.errors;
}

Deno.test("the bench programs run alike with a checker, without errors", () => {
  for (const name of ["fib", "format", "malloc_c", "malloc_runtime", "sha256"]) {
    const bench = benchProgram(name);
    for (const engine of ["templates", "translator"] as const) {
      const errors = runOf(
        buildBenchProgram(bench),
        [name, String(bench.small.argument)],
        engine,
        false,
      );
      assertEquals(errors, [], `${name} in ${engine}`);
      const args = [name, String(bench.small.argument)];
      assertEquals(runOf(buildBenchProgram(bench), args, engine, false, true), []);
    }
  }
});

Deno.test("buggy examples run alike with a checker, with the same errors in every engine", () => {
  for (const { name, isFile } of Deno.readDirSync("examples/bugs")) {
    if (!isFile || !/^(?:double|overflow|use_after)/.test(name)) continue;
    const text = Deno.readTextFileSync(`examples/bugs/${name}`);
    const program = build([{ name, text }], { archive: runtimeFiles });
    // Whatever the program does wrong here, it does to the heap.
    const errors = runOf(program, ["bug"], "stepper", false);
    assertEquals(runOf(program, ["bug"], "stepper", false, true), errors, name);
    for (const engine of ["templates", "translator"] as const) {
      assertEquals(runOf(program, ["bug"], engine, true), errors, `${name} in ${engine}`);
      assertEquals(runOf(program, ["bug"], engine, true, true), errors, `${name} in ${engine}`);
    }
  }
});
