// SPDX-License-Identifier: MPL-2.0
// The memory calls against the table of cases: made one by one, made by a program, and made by the same
// program under QEMU, which shows that the table is right. (Its Linux column was also compared with Linux
// 6.18.)

import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { canWitness, withWitness, witnessMissing } from "../gnu_program.ts";
import { type Answer, type Case, GROUPS, RANGE_SIZE } from "./memory_cases.ts";
import { memoryProgram, readAnswer, readAnswers, takeApart } from "./memory_program.ts";
import { Caller } from "./one_call.ts";

/** Makes the calls of a group in a new process; returns the result of each. */
function answers(cases: readonly Case[]): Answer[] {
  using caller = new Caller();
  const range = caller.call("mmap", 0, RANGE_SIZE, 0, 0x22, -1, 0);
  caller.call("munmap", range, RANGE_SIZE);
  const heap = caller.call("brk", 0);
  const starts = [0n, range, heap];
  const { memory } = caller.process.machine;
  return cases.map(([call, given]) => {
    const args = given.map(takeApart).map(({ relative, offset }) =>
      BigInt.asUintN(64, (starts[relative] ?? 0n) + offset)
    );
    const [first = 0n, second = 0n] = args;
    if (call === "peek") return Number(memory.readUint(first, 1));
    if (call === "poke") {
      memory.writeUint(first, 1, second);
      return 0;
    }
    return readAnswer(caller.call(call, ...args), range, heap);
  });
}

function lines(cases: readonly Case[], found: readonly (Answer | undefined)[]): string[] {
  return cases.map(([call, args], index) => `${call}(${args.join(", ")}) = ${found[index]}`);
}

for (const { name, cases } of GROUPS) {
  Deno.test(name, () => {
    assertEquals(lines(cases, answers(cases)), lines(cases, cases.map(([, , linux]) => linux)));
  });
}

/** The argument that names a group to the program. */
const letter = (index: number) => String.fromCharCode("A".charCodeAt(0) + index);

Deno.test("A program that makes the memory calls gets the results of the table", () => {
  const program = build([{ name: "calls.s", text: memoryProgram(GROUPS) }]);
  for (const [index, { cases }] of GROUPS.entries()) {
    using process = new Process(program, { args: ["calls", letter(index)] });
    assertEquals(process.run({ maxInstructions: 100_000 }), { kind: "exited", status: 0 });
    const expected = cases.map(([, , linux]) => linux);
    assertEquals(lines(cases, readAnswers(process.output.stdout)), lines(cases, expected));
  }
});

Deno.test({
  name: `qemu-riscv64 answers the memory calls as the table says${witnessMissing}`,
  ignore: !canWitness,
  fn: () => {
    const groups = GROUPS.map(({ name, cases }) => ({
      name,
      cases: cases.filter(([, , , qemu]) => qemu !== "crashes"),
    }));
    return withWitness(memoryProgram(groups), async (run) => {
      for (const [index, { cases }] of groups.entries()) {
        const found = readAnswers((await run([], letter(index))).stdout);
        // Later versions of QEMU may agree with Linux.
        const expected = cases.map(([, , linux, qemu], at) =>
          found[at] === linux ? linux : qemu ?? linux
        );
        assertEquals(lines(cases, found), lines(cases, expected));
      }
    });
  },
});
