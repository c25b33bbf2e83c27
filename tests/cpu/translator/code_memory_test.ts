// SPDX-License-Identifier: MPL-2.0
// The limit on the memory of translated code: what is counted, what is dropped first, when code may come
// back after a drop, and that programs with more hot code than fits do what they do without a limit.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { type EngineName, Machine } from "../../../cpu/machine.ts";
import { CodeMemory } from "../../../cpu/translator/emit/code_memory.ts";
import { TemplateTable } from "../../../cpu/translator/templates/template_table.ts";
import { UnitTable } from "../../../cpu/translator/unit_table.ts";

Deno.test("a module counts until its last part is gone", () => {
  const memory = new CodeMemory(40_000);
  const first = memory.add("templates", 1000, 2);
  assertEquals([first.cost, memory.isFull], [20_000, false]);
  const second = memory.add("optimised", 1000, 1);
  assertEquals([second.cost, memory.isFull], [34_000, true]);
  memory.removePart(first);
  assert(memory.isFull);
  memory.removePart(first);
  assert(!memory.isFull);
});

Deno.test("code shares the memory that the process leaves, but for 32 MiB", () => {
  const memory = new CodeMemory(2 ** 28);
  let spare = 2 ** 27;
  memory.spare = () => spare;
  memory.add("templates", 10_000_000, 1);
  assert(!memory.isFull);
  spare = 0;
  assert(memory.isFull);
  const small = new CodeMemory(2 ** 28);
  small.spare = () => 0;
  small.add("templates", 5_000_000, 1);
  assert(!small.isFull);
});

Deno.test("what is used least is dropped first, of equal modules the oldest", () => {
  const memory = new CodeMemory(100_000);
  const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => memory.add("templates", 1000, 1));
  assert(memory.isFull);
  for (const module of [a, c, c]) module!.uses++;
  assertEquals([...memory.coldest()], [b, d, e, f]);
  // Uses that lie further back count for less, in the end for nothing.
  assertEquals([a!.uses, c!.uses], [0, 1]);
  assertEquals([...memory.coldest()], [a, b, d, e]);
});

Deno.test("after a drop a quarter comes back at once, and the rest the slower the more drops", () => {
  const memory = new CodeMemory(400_000);
  assert(memory.allows(0));
  const pauses = [1, 2, 3].map((drop) => {
    const now = drop * 1e9;
    memory.noteDrop(now);
    memory.add("templates", 14_000, 1);
    assert(memory.allows(now));
    memory.add("templates", 14_000, 1);
    assert(!memory.allows(now));
    let pause = 1;
    while (!memory.allows(now + pause)) pause *= 2;
    return pause;
  });
  assertEquals(pauses.map((pause) => pause / (pauses[0] ?? 0)), [1, 2, 4]);
});

/** Calls each of so many loops, for so many rounds, again and again; s0 is the sum of what they add. */
const farm = (functions: number, rounds: number, passes: number) => `
        .globl  _start
_start: li      s0, 0
        li      s3, ${passes}
pass:   la      s2, farm
        li      s1, ${functions}
call:   li      a0, ${rounds}
        jalr    s2
        addi    s2, s2, 16
        addi    s1, s1, -1
        bnez    s1, call
        addi    s3, s3, -1
        bnez    s3, pass
        ebreak
        .balign 16
        .option norvc
farm:   .rept   ${functions}
1:      addi    a0, a0, -1
        add     s0, s0, a0
        bnez    a0, 1b
        ret
        .endr
`;

/** Runs a farm; how many modules were compiled, where it stopped, and its sum. */
function run(text: string, engine: EngineName, eager: boolean, codeMemory?: number) {
  const program = build([{ name: "farm.s", text }]);
  const { Module } = WebAssembly;
  let modules = 0;
  WebAssembly.Module = class extends Module {
    constructor(bytes: BufferSource) {
      super(bytes);
      modules++;
    }
  };
  try {
    using machine = new Machine({
      engine,
      eager,
      translateAfter: 0,
      ...(codeMemory !== undefined && { codeMemory }),
    });
    machine.load(program);
    const { reason } = machine.run();
    return { modules, end: [reason, machine.pc, machine.instructions, machine.registers.get(8)] };
  } finally {
    WebAssembly.Module = Module;
  }
}

for (const engine of ["templates", "translator", "auto"] as const) {
  Deno.test(`a farm of loops runs alike within any limit of code (${engine})`, () => {
    const text = farm(150, 5, 2);
    const { end } = run(text, "stepper", false);
    const unlimited = run(text, engine, true);
    assertEquals(unlimited.end, end);
    for (const limit of [0, 100_000, 1_000_000]) {
      const limited = run(text, engine, true, limit);
      assertEquals(limited.end, end);
      assert(limited.modules > unlimited.modules + 100, "nothing was translated again");
    }
  });
}

for (const engine of ["templates", "translator", "auto"] as const) {
  Deno.test(`a hot loop stays translated while cold code comes and goes (${engine})`, () => {
    const text = `
        .globl  _start
_start: la      s2, farm
        li      s1, 150
call:   li      a0, 3
        jalr    s2
        li      a0, 200000
        call    hot
        addi    s2, s2, 16
        addi    s1, s1, -1
        bnez    s1, call
        ebreak
hot:    addi    a0, a0, -1
        add     a2, a2, a0
        xor     a3, a3, a2
        bnez    a0, hot
        ret
        .balign 16
        .option norvc
farm:   .rept   150
1:      addi    a0, a0, -1
        add     s0, s0, a0
        bnez    a0, 1b
        ret
        .endr
`;
    const program = build([{ name: "hot.s", text }]);
    const hot = Number(program.symbols.find(({ name }) => name === "hot")?.value);
    /** The blocks of each function that was translated. */
    const translated: (readonly number[])[] = [];
    const { add: addTemplates } = TemplateTable.prototype;
    const { add: addUnit } = UnitTable.prototype;
    TemplateTable.prototype.add = function (code) {
      translated.push(code.blocks);
      addTemplates.call(this, code);
    };
    UnitTable.prototype.add = function (regions, ...rest) {
      translated.push(...regions.map(({ entry, blocks }) => [entry, ...blocks.keys()]));
      addUnit.call(this, regions, ...rest);
    };
    try {
      using machine = new Machine({ engine, eager: true, codeMemory: 300_000 });
      machine.load(program);
      assertEquals(machine.run().reason, "trap");
    } finally {
      TemplateTable.prototype.add = addTemplates;
      UnitTable.prototype.add = addUnit;
    }
    // The limit holds for twenty of those modules.
    assert(translated.length > 150);
    // The loop is also part of its caller.
    const times = translated.filter((blocks) => blocks.includes(hot)).length;
    assert(times >= 1 && times <= 4, `${times} times`);
  });
}

for (const engine of ["templates", "translator", "auto"] as const) {
  Deno.test(`a run can pause while it translates much (${engine})`, () => {
    const program = build([{ name: "farm.s", text: farm(1500, 5, 1) }]);
    using machine = new Machine({ engine, eager: true });
    machine.load(program);
    let pauses = 0;
    machine.run({ pause: () => ++pauses < 0 });
    // All of it retires fewer instructions than a slice has. A module costs at least 14,000.
    assert(machine.instructions < 2 ** 20);
    assert(pauses >= 4, `${pauses} pauses`);
  });
}

Deno.test("translation is rationed once hot code does not fit", () => {
  const text = farm(400, 2000, 4);
  const { end } = run(text, "stepper", false);
  const unlimited = run(text, "templates", false);
  const limited = run(text, "templates", false, 1_000_000);
  assertEquals([unlimited.end, limited.end], [end, end]);
  // Without the ration, each pass would translate all.
  assert(limited.modules < unlimited.modules, `${limited.modules} of ${unlimited.modules}`);
});

Deno.test("a limit of code is a count", () => {
  for (const codeMemory of [-1, 0.5, NaN, Infinity]) {
    assertThrows(() => new Machine({ codeMemory }), RangeError, "Cannot use codeMemory as a count");
  }
});
