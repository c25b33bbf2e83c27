// SPDX-License-Identifier: MPL-2.0
// Floating point in programs: random ones against the model on both engines, at once and in
// slices; what traces record; and what happens when frm holds no rounding mode, in translated code,
// too.

import { assert, assertEquals } from "@std/assert";
import type { TraceRecord } from "../../../cpu/trace_buffer.ts";
import type { Stop } from "../../../cpu/machine.ts";
import {
  assertSameState,
  assertTrap,
  CODE,
  code,
  DATA,
  ins,
  prepare,
  prepareModel,
  testEngines,
} from "../harness.ts";
import { randomProgram } from "../programs.ts";
import { countingModules, sideBySide, toItsEnd } from "../side_by_side.ts";
import { Random } from "../values.ts";

testEngines("random programs with floating point end as the model does", (machine) => {
  const random = new Random(81);
  let illegal = 0;
  for (let round = 0; round < 40; round++) {
    const options = { counters: true, rounds: 200, floats: true };
    const program = randomProgram(random, random.between(20, 150), options);
    const setting = { registers: program.registers };
    using subject = prepare(machine(), program.ranges, setting);
    const model = prepareModel(program.ranges, setting);
    const limit = random.between(4000, 6000);
    let stop: Stop = { reason: "limit" };
    for (let at = 0; at < limit && stop.reason === "limit";) {
      at = round % 2 === 0 ? limit : Math.min(limit, at + random.between(1, 3000));
      stop = subject.run({ maxInstructions: at });
    }
    const trap = model.run(limit);
    if (trap?.cause === "illegal-instruction") illegal++;
    const label = `round ${round}`;
    assertEquals(stop, trap === undefined ? { reason: "limit" } : { reason: "trap", trap }, label);
    assertSameState(subject, model, label);
    assertEquals(subject.memory.read(DATA, 12288), model.read(DATA, 12288), label);
  }
  // Reserved rounding modes occur, but do not end every program.
  assert(illegal > 3 && illegal < 37, `${illegal} ended in a reserved mode`);
});

testEngines(
  "traces record what floating-point instructions wrote, loaded and stored",
  (machine) => {
    const random = new Random(82);
    for (let round = 0; round < 10; round++) {
      const program = randomProgram(random, 100, { counters: true, rounds: 50, floats: true });
      const setting = { registers: program.registers };
      using subject = prepare(machine(), program.ranges, setting);
      const model = prepareModel(program.ranges, setting);
      const records: TraceRecord[] = [];
      subject.addTrace({ instructions: true, sink: (batch) => void records.push(...batch) });
      subject.run({ maxInstructions: 3000 });
      for (const record of records) assertEquals<unknown>(record, model.step());
    }
  },
);

/** Executes fadd.d in the dynamic mode with frm as given. */
const inMode = (rm: number) => [
  ins("csrrwi", { csr: 2, uimm: 5 }),
  ins("fadd.d", { rd: 1, rs1: 2, rs2: 3, rm }),
  ins("ebreak"),
];

testEngines("with a reserved value in frm, instructions that look at it are illegal", (machine) => {
  for (const value of [5, 6, 7]) {
    using subject = prepare(machine(), [
      code(inMode(7).with(0, ins("csrrwi", { csr: 2, uimm: value }))),
    ]);
    assertTrap(subject.run(), "illegal-instruction", CODE + 4n, BigInt(inMode(7)[1] ?? 0));
    assertEquals(subject.floatRegisters.fcsr, value << 5);
  }
});

testEngines(
  "with a reserved value in frm, instructions with a mode of their own go on",
  (machine) => {
    using subject = prepare(machine(), [code(inMode(0))]);
    assertTrap(subject.run(), "breakpoint", CODE + 8n);
  },
);

Deno.test("a hot loop that comes to a reserved rounding mode traps there, exactly", () => {
  const { end, state } = sideBySide(
    `
  li t0, 200000
  li t1, 1
  fcvt.d.w fa0, t1
  fmv.d.x fa1, zero
1:
  fadd.d fa1, fa1, fa0
  addi t0, t0, -1
  sltiu t2, t0, 10
  slli t2, t2, 2
  addi t2, t2, 1    # frm: 1, and in the last rounds 5
  fsrm t2
  addi a0, a0, 1
  bnez t0, 1b
  ebreak
`,
    toItsEnd,
  );
  assertEquals(end.reason === "trap" && end.trap.cause, "illegal-instruction");
  assertEquals(state.registers[5], 9n);
  assertEquals(state.registers[10], 199_991n);
  assertEquals(state.floats.at(-1), 5 << 5);
});

Deno.test("code goes on in translation after a reserved rounding mode that nothing looked at", () => {
  const { state } = sideBySide(
    `
  li t0, 300000
  li t1, 3
  fcvt.d.w fa0, t1
  fmv.d.x fa1, zero
1:
  fsrmi 6
  fsrmi 0
  fadd.d fa1, fa1, fa0
  fdiv.d fa2, fa0, fa1
  addi t0, t0, -1
  bnez t0, 1b
  fcvt.l.d a0, fa1
  ebreak
`,
    toItsEnd,
  );
  assertEquals(state.registers[10], 900_000n);
});

Deno.test("loops of floating point stay in translated code", () => {
  const modules = countingModules(() => {
    sideBySide(
      `
  li t0, 100000
  la t1, x
  fld fa0, 0(t1)
  fld fa1, 8(t1)
1:
  fmadd.d fa1, fa1, fa0, fa0
  fsqrt.d fa1, fa1
  fdiv.d fa2, fa1, fa0
  fcvt.w.d a1, fa2, rtz
  fsd fa2, 16(t1)
  flt.d a2, fa1, fa2
  fsflagsi 0
  addi t0, t0, -1
  bnez t0, 1b
  ebreak
  .data
x: .double 1.25, 3.5, 0
`,
      toItsEnd,
    );
  });
  // Only modules compiled once per process.
  assert(modules <= 12, `${modules} modules`);
});
