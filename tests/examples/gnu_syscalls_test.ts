// SPDX-License-Identifier: MPL-2.0
// Every example makes the same mmap and munmap calls on our machine, built by our own assembler, as under QEMU,
// built by the GNU tools: with the same arguments and results, except for where the system placed the mappings.
// Skipped where tools are missing; the name says which.

import { assertEquals, assertGreater } from "@std/assert";
import { exampleRuns } from "./expected.ts";
import { buildExample, buildRuntime, missingTools, runUnderQemu } from "./gnu_programs.ts";
import { runExample } from "./programs.ts";

const missing = await missingTools();
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`;

/**
 * The mmap and munmap calls of a trace in strace's form. Addresses are given as offsets in numbered mappings,
 * lengths as their low 32 bits: QEMU prints no more of them.
 */
function mappingCalls(trace: string): string[] {
  const mappings: bigint[] = [];
  const calls: string[] = [];
  for (const [, name, args = "", result = ""] of trace.matchAll(CALL)) {
    if (name === "mmap" && result.startsWith("0x")) mappings.push(BigInt(result));
    const lengths = args.replace(
      /(?<=,)\d+/,
      (length) => String(BigInt.asIntN(32, BigInt(length))),
    );
    calls.push(
      `${name}(${lengths}) = ${result}`.replaceAll(/0x[0-9a-f]+/g, (hex) => {
        const address = BigInt(hex);
        const number = mappings.findLastIndex((start) => start <= address);
        return `#${number}+${address - (mappings[number] ?? 0n)}`;
      }),
    );
  }
  return calls;
}

const RIGHTS = "PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS";
/** A line of a trace: process, call, arguments, result. */
const CALL = /^\d+ (mmap|munmap)\((.*)\) = (.*)$/gm;

Deno.test({
  name: `examples map and unmap memory on our machine as under QEMU${skipped}`,
  ignore: missing.length > 0,
  fn: async (t) => {
    const directory = await Deno.makeTempDir({ prefix: "leveret-" });
    try {
      const archive = await buildRuntime(directory);
      for (const [program, runs] of Map.groupBy(exampleRuns, (run) => run.program)) {
        const executable = await buildExample(program, archive, directory);
        for (const run of runs) {
          await t.step(`${program} ${run.args?.join(" ") ?? ""}`.trim(), async () => {
            const lines: string[] = [];
            runExample(program, run, { onSyscall: (event) => lines.push(event.text()) });
            const log = `${executable}.strace`;
            await runUnderQemu(executable, run, ["-strace", "-D", log]);
            assertEquals(
              mappingCalls(lines.join("\n")),
              mappingCalls(await Deno.readTextFile(log)),
            );
          });
        }
      }
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});

Deno.test("the tour maps and unmaps often enough for a meaningful trace", () => {
  const lines: string[] = [];
  runExample("allocator_tour", {}, { onSyscall: (event) => lines.push(event.text()) });
  const calls = mappingCalls(lines.join("\n"));
  assertEquals(calls[0], `mmap(NULL,2097152,${RIGHTS},-1,0) = #0+0`);
  assertGreater(calls.filter((call) => call.startsWith("munmap(#")).length, 1);
});
