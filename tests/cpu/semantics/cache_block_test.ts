// SPDX-License-Identifier: MPL-2.0
// The instructions for cache blocks: against the model for random addresses, what traps and how, zeros
// over code, and cbo.zero in a loop that gets hot.

import { assert, assertEquals } from "@std/assert";
import { ENCODINGS } from "../../../cpu/isa/encoding.ts";
import type { TraceRecord } from "../../../cpu/trace_buffer.ts";
import {
  assertSameItems,
  assertTrap,
  CODE,
  code,
  DATA,
  ins,
  prepare,
  prepareModel,
  type Range,
  testEngines,
} from "../harness.ts";
import { Random } from "../values.ts";

const [COUNT, POINTER] = [5, 10];
const ROWS = ENCODINGS.filter(({ mnemonic }) => mnemonic.startsWith("cbo."));

testEngines("cbo.* do what the model says, for random addresses", (machine) => {
  const random = new Random(83);
  const words = Array.from({ length: 600 }, () => random.instruction(random.pick(ROWS)));
  const bytes = Uint8Array.from({ length: 8192 }, () => random.below(256));
  const ranges: Range[] = [code(words), { address: DATA, length: 8192, permissions: "rw-", bytes }];
  const draw = () =>
    Array.from(
      { length: 32 },
      (_, register) => register === 0 ? 0n : DATA + BigInt(random.between(-64, 8192 + 64)),
    );
  const registers = draw();
  const subject = prepare(machine(), ranges, { registers });
  const model = prepareModel(ranges, { registers });
  const records: TraceRecord[] = [];
  subject.addTrace({ instructions: true, sink: (batch) => void records.push(...batch) });
  const expected: TraceRecord[] = [];
  for (let index = 0; index < words.length; index++) {
    subject.pc = model.pc = CODE + BigInt(4 * index);
    subject.step();
    const step = model.step();
    if (!("cause" in step)) expected.push(step);
    for (const [register, value] of draw().entries()) {
      subject.registers.set(register, value);
      model.registers[register] = register === 0 ? 0n : value;
    }
    assertSameItems(subject.registers.toArray(), model.registers, `word ${index}`);
  }
  assertEquals(records, expected);
  assert(records.some(({ size }) => size === 64), "no block was zeroed");
  assertEquals(subject.memory.read(DATA, 8192), model.read(DATA, 8192));
});

testEngines(
  "cbo.zero fills blocks in a loop that gets hot, up to the end of the memory",
  (machine) => {
    const words = [
      ins("cbo.zero", { rs1: POINTER }),
      ins("addi", { rd: POINTER, rs1: POINTER, imm: 64 }),
      ins("addi", { rd: COUNT, rs1: COUNT, imm: 1 }),
      ins("jal", { imm: -12 }),
    ];
    const length = 64 * 4096;
    const bytes = new Uint8Array(length).fill(0xff);
    const ranges: Range[] = [code(words), { address: DATA, length, permissions: "rw-", bytes }];
    const registers = new Array<bigint>(32).fill(0n);
    registers[POINTER] = DATA + 13n;
    const subject = prepare(machine(), ranges, { registers });
    assertTrap(subject.run(), "store-page-fault", CODE, DATA + BigInt(length));
    assertEquals(subject.registers.get(COUNT), BigInt(length / 64));
    assertEquals(subject.memory.read(DATA, length), new Uint8Array(length));
  },
);

testEngines("cbo.* trap where the address may not be accessed", (machine) => {
  const traps = [
    ["cbo.zero", "r--", "store-page-fault"],
    ["cbo.clean", "-w-", "load-page-fault"],
    ["cbo.flush", "-w-", "load-page-fault"],
    ["cbo.inval", "rw-", "illegal-instruction"],
  ] as const;
  for (const [name, permissions, cause] of traps) {
    const words = [ins(name, { rs1: POINTER })];
    const ranges: Range[] = [code(words), { address: DATA, length: 4096, permissions }];
    const registers = new Array<bigint>(32).fill(0n);
    registers[POINTER] = DATA + 64n;
    const subject = prepare(machine(), ranges, { registers });
    const stop = subject.run();
    const value = cause === "illegal-instruction" ? BigInt(words[0] ?? 0) : DATA + 64n;
    assertTrap(stop, cause, CODE, value);
  }
});

testEngines("cbo.zero over instructions is noticed", (machine) => {
  // The block of the code itself becomes zeros, which are illegal.
  const words = [ins("cbo.zero", { rs1: POINTER }), ins("addi", { rd: COUNT, rs1: COUNT, imm: 1 })];
  const ranges: Range[] = [{ ...code(words), permissions: "rwx" }];
  const registers = new Array<bigint>(32).fill(0n);
  registers[POINTER] = CODE + 4n;
  const subject = prepare(machine(), ranges, { registers });
  assertTrap(subject.run(), "illegal-instruction", CODE + 4n, 0n);
  assertEquals(subject.registers.get(COUNT), 0n);
});
