// SPDX-License-Identifier: MPL-2.0
// Signal handling in a guest program: guests/signals.c on both engines, and under QEMU, which uses the signals
// of the host's kernel.

import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process, statusOf } from "../../../host/process.ts";
import { canWitness, withWitness, witnessMissing } from "../gnu_program.ts";
import { expected, expectedOfWitness, guestCases, guestSource, result } from "../guest_programs.ts";

const CASES = guestCases("signals");
const PROGRAM = build([{ name: "signals.s", text: guestSource("signals") }]);

for (const each of CASES) {
  Deno.test(`Signals: ${each.args.join(" ")}`, () => {
    for (const engine of ["stepper", "templates", "translator"] as const) {
      using process = new Process(PROGRAM, { args: ["signals", ...each.args], engine });
      const outcome = process.run({ maxInstructions: 100_000_000 });
      assertEquals(result(process.output.stdout, statusOf(outcome)), expected(each), engine);
    }
  });
}

Deno.test({
  name: `qemu-riscv64 agrees with the golden about signals${witnessMissing}`,
  ignore: !canWitness,
  fn: () =>
    withWitness(guestSource("signals"), async (run) => {
      for (const each of CASES.filter(({ witnessed }) => witnessed)) {
        const { stdout, status } = await run([], ...each.args);
        assertEquals(result(stdout, status), expectedOfWitness(each), each.args.join(" "));
      }
    }),
});
