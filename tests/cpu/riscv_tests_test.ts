// SPDX-License-Identifier: MPL-2.0
// RISC-V's public tests of user mode (riscv-tests), on both engines, built by the GNU tools and by ours.
// They are not part of this project: a checkout is named by LEVERET_RISCV_TESTS, and without one nothing
// is run. The environment that they ask for is the header below, for a Linux program: the status is 0,
// or the number of the test that failed.

import { assertEquals, assertGreater } from "@std/assert";
import { build } from "../../asm/build.ts";
import { readExecutable } from "../../asm/object/elf/executable_reader.ts";
import type { Program } from "../../asm/object/program.ts";
import { Process } from "../../host/process.ts";
import { withDirectory } from "../asm/goldens/gnu.ts";

const VARIABLE = "LEVERET_RISCV_TESTS";
const GCC = "riscv64-linux-gnu-gcc";
const MAX_INSTRUCTIONS = 10_000_000;

/** The suites, and the instruction set that each is built for. */
const SUITES: Readonly<Record<string, string>> = {
  rv64ui: "rv64gc",
  rv64um: "rv64gc",
  rv64ua: "rv64gc",
  rv64uc: "rv64gc",
  rv64uf: "rv64gc",
  rv64ud: "rv64gc",
  rv64uzba: "rv64gc_zba",
  rv64uzbb: "rv64gc_zbb",
  rv64uzbs: "rv64gc_zbs",
  rv64uzicond: "rv64gc_zicond",
};

/** Tests that GNU as 2.40 cannot build; only ours does. */
const OURS_ONLY: ReadonlySet<string> = new Set(["rv64uzicond"]);

const ENVIRONMENT = `
#define RVTEST_RV64U
#define RVTEST_RV64UF
#define TESTNUM gp
#define RVTEST_CODE_BEGIN .text; .globl _start; _start: li TESTNUM, 0;
#define RVTEST_CODE_END
#define RVTEST_PASS li a0, 0; li a7, 93; ecall
#define RVTEST_FAIL mv a0, TESTNUM; li a7, 93; ecall
#define EXTRA_DATA
#define RVTEST_DATA_BEGIN .align 4;
#define RVTEST_DATA_END .align 4;
`;

const directory = await (async () => {
  const { state } = await Deno.permissions.query({ name: "env", variable: VARIABLE });
  return state === "granted" ? Deno.env.get(VARIABLE) : undefined;
})();

async function gcc(...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  const output = await new Deno.Command(GCC, { args }).output();
  const decoder = new TextDecoder();
  return {
    stdout: decoder.decode(output.stdout),
    stderr: decoder.decode(output.stderr),
    code: output.code,
  };
}

/** The status that a program ends with on an engine, or how else it ended. */
function statusOf(program: Program, engine: "stepper" | "templates" | "translator"): string {
  using process = new Process(program, { engine, eager: true });
  return JSON.stringify(
    process.run({ maxInstructions: MAX_INSTRUCTIONS }),
    (_, value) => typeof value === "bigint" ? `0x${value.toString(16)}` : value,
  );
}

const PASSED = JSON.stringify({ kind: "exited", status: 0 });

/** Runs a test's program on both engines, and adds to the failures. */
function check(name: string, program: Program, failures: string[]): void {
  for (const engine of ["stepper", "templates", "translator"] as const) {
    const status = statusOf(program, engine);
    if (status !== PASSED) failures.push(`${name} (${engine}): ${status}`);
  }
}

for (const [suite, march] of Object.entries(SUITES)) {
  Deno.test({
    name: `riscv-tests ${suite} pass on both engines, built by GNU as and by ours${
      directory === undefined ? ` (skipped: ${VARIABLE} names no checkout)` : ""
    }`,
    ignore: directory === undefined,
    fn: () =>
      withDirectory(async (directory) => {
        await Deno.writeTextFile(`${directory}/riscv_test.h`, ENVIRONMENT);
        const isa = `${directory}/isa`;
        const includes = [`-I${directory}`, `-I${isa}/macros/scalar`];
        const names = [...Deno.readDirSync(`${isa}/${suite}`)].map(({ name }) => name)
          .filter((name) => name.endsWith(".S")).sort();
        const failures: string[] = [];
        for (const name of names) {
          const source = `${isa}/${suite}/${name}`;
          const target = OURS_ONLY.has(suite) ? "rv64gc" : march;
          const preprocessed = await gcc("-E", `-march=${target}`, ...includes, source);
          assertEquals(preprocessed.code, 0, preprocessed.stderr);
          const text = preprocessed.stdout;
          const ours = build([{ name, text }], { architecture: march });
          check(`${name}, ours`, allowed(ours), failures);
          if (OURS_ONLY.has(suite)) continue;
          const elf = `${directory}/test.elf`;
          // The tests use gp themselves, so nothing may be relaxed to it.
          const options = ["-static", "-nostdlib", "-Wl,-N", "-mcmodel=medany", "-mno-relax"];
          const built = await gcc(`-march=${march}`, ...options, ...includes, "-o", elf, source);
          assertEquals(built.code, 0, built.stderr);
          check(`${name}, GNU`, readExecutable(await Deno.readFile(elf), elf), failures);
        }
        assertGreater(names.length, 0);
        assertEquals(failures, []);
      }),
  });
}

/** The same program with all rights everywhere, as ld -N has it: a test stores to its code and data. */
function allowed(program: Program): Program {
  const segments = program.segments.map((segment) => ({
    ...segment,
    write: true,
    execute: true,
  }));
  return Object.create(program, { segments: { value: segments } });
}
