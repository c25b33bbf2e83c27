// SPDX-License-Identifier: MPL-2.0
// When the engine `auto` begins to translate: after `translateAfter` instructions, because the translator's
// first steps take longer than a short program runs.

import { assertEquals, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Machine, type MachineOptions } from "../../../cpu/machine.ts";

const LOOP = `
        .globl  _start
_start: li      t0, 200000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        ebreak
`;
/** What LOOP retires before its ebreak. */
const INSTRUCTIONS = 1 + 2 * 200_000;
/** How many of them run at a time. */
const STEP = 20_000;

/** How many instructions LOOP has retired when V8 first compiles translated code; undefined if never. */
function firstTranslation(options: MachineOptions): number | undefined {
  const program = build([{ name: "loop.s", text: LOOP }]);
  using machine = new Machine(options);
  machine.load(program);
  let first: number | undefined;
  for (let limit = STEP; limit <= INSTRUCTIONS; limit += STEP) {
    const modules = compiledModules(() => machine.run({ maxInstructions: limit }));
    if (modules > 0) first ??= machine.instructions;
  }
  return first;
}

/** How many WebAssembly modules are compiled in a call. */
function compiledModules(call: () => unknown): number {
  const { Module } = WebAssembly;
  let modules = 0;
  WebAssembly.Module = class extends Module {
    constructor(bytes: BufferSource) {
      super(bytes);
      modules++;
    }
  };
  try {
    call();
  } finally {
    WebAssembly.Module = Module;
  }
  return modules;
}

// What all machines share is compiled before: the steppers and the dispatcher.
for (const engine of ["stepper", "templates", "translator", "auto"] as const) {
  firstTranslation({ engine });
}

Deno.test("auto translates nothing before translateAfter instructions", () => {
  assertEquals(firstTranslation({}), undefined);
  const first = firstTranslation({ translateAfter: 100_000 }) ?? NaN;
  assertEquals(first > 100_000 && first <= 140_000, true, `${first}`);
});

Deno.test("auto translates hot code at once with translateAfter = 0", () => {
  const first = firstTranslation({ translateAfter: 0 }) ?? NaN;
  assertEquals(first <= 40_000, true, `${first}`);
});

Deno.test("the other engines translate hot code at once", () => {
  for (const engine of ["templates", "translator"] as const) {
    const first = firstTranslation({ engine }) ?? NaN;
    assertEquals(first <= 40_000, true, `${engine}: ${first}`);
  }
});

Deno.test("translateAfter must be a count", () => {
  assertThrows(
    () => new Machine({ translateAfter: -1 }),
    RangeError,
    "Cannot use translateAfter as a count",
  );
});
