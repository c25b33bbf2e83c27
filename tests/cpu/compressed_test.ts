// SPDX-License-Identifier: MPL-2.0
// Compressed instructions as they are executed: programs of both lengths against the model, lengths in
// links and traces, and instructions that straddle pages.

import { assert, assertEquals } from "@std/assert";
import { compress } from "../../asm/instructions/compression.ts";
import { COMPRESSED_ENCODINGS, decode } from "../../cpu/isa/encoding.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { Machine } from "../../cpu/machine.ts";
import type { TraceRecord } from "../../cpu/trace_buffer.ts";
import {
  assertSameItems,
  assertSameState,
  assertTrap,
  CODE,
  compareStep,
  DATA,
  ins,
  PAGE,
  prepare,
  prepareModel,
  type Range,
  testEngines,
} from "./harness.ts";
import { compressedProgram, randomProgram } from "./programs.ts";
import { Random } from "./values.ts";

/** The range of code of instructions of both lengths, from an address on. */
function mixed(instructions: readonly number[], address = CODE, permissions = "r-x"): Range {
  const page = address & ~(PAGE - 1n);
  const bytes: number[] = new Array<number>(Number(address - page)).fill(0);
  for (const bits of instructions) {
    const length = instructionLength(bits);
    for (let index = 0; index < length; index++) bytes.push((bits >>> (8 * index)) & 0xff);
  }
  return { address: page, length: bytes.length, permissions, bytes: Uint8Array.from(bytes) };
}

/** The compressed form of an instruction, which must have one. */
function short(word: number): number {
  const halfword = compress(word);
  assert(halfword !== undefined, `0x${word.toString(16)} has no compressed form`);
  return halfword;
}

testEngines("every legal halfword does what its expansion does on the model", (machine) => {
  const random = new Random(71);
  const ranges: Range[] = [
    { address: CODE, length: 8192, permissions: "rwx" },
    { address: DATA, length: 8192, permissions: "rw-" },
  ];
  const subject = prepare(machine(), ranges);
  const model = prepareModel(ranges);
  const seen = new Set<string>();
  for (let round = 0; round < 6000; round++) {
    const row = random.pick(COMPRESSED_ENCODINGS);
    const word = row.match | (random.bits() & ~row.mask & 0xffff);
    const at = CODE + BigInt(2 * random.below(3000));
    for (let register = 1; register < 32; register++) {
      const value = random.oneIn(2) ? DATA + BigInt(8 * random.below(900)) : random.word();
      subject.registers.set(register, value);
      model.registers[register] = BigInt.asUintN(64, value);
    }
    subject.memory.writeUint(at, 2, BigInt(word));
    model.write(at, Uint8Array.of(word & 0xff, word >>> 8));
    subject.pc = model.pc = at;
    compareStep(subject, model, `0x${word.toString(16)}`);
    const instruction = decode(word);
    if (instruction?.compressed !== undefined) seen.add(instruction.compressed.mnemonic);
  }
  assertEquals(seen.size, COMPRESSED_ENCODINGS.length);
  assertEquals(subject.memory.read(DATA, 8192), model.read(DATA, 8192));
});

testEngines("random programs of both lengths end as they do on the model", (machine) => {
  const random = new Random(72);
  for (let round = 0; round < 80; round++) {
    const plain = randomProgram(random, random.between(10, 300), { counters: true, rounds: 40 });
    const start = random.pick([CODE, CODE + 2n, CODE + PAGE - 2n * BigInt(random.between(1, 90))]);
    const program = compressedProgram(plain, start);
    const setting = { registers: program.registers, pc: start };
    using subject = prepare(machine(), program.ranges, setting);
    const model = prepareModel(program.ranges, setting);
    const label = `round ${round}`;
    const limit = random.between(500, 4000);
    subject.run({ maxInstructions: limit });
    model.run(limit);
    assertSameState(subject, model, label);
    assertSameItems(subject.memory.read(DATA, 12288), model.read(DATA, 12288), label);
    for (let step = 0; step < 5; step++) compareStep(subject, model, label);
  }
});

Deno.test("hot programs of both lengths run alike, however they are executed and traced", () => {
  const random = new Random(73);
  for (let round = 0; round < 20; round++) {
    const plain = randomProgram(random, random.between(20, 120), { counters: true, rounds: 3000 });
    const program = compressedProgram(plain, CODE + PAGE - 2n * BigInt(random.between(1, 90)));
    const setting = { registers: program.registers, pc: program.start ?? CODE };
    using stepper = prepare(new Machine({ engine: "stepper" }), program.ranges, setting);
    using hot = prepare(new Machine(), program.ranges, setting);
    const traces = [stepper, hot].map((machine) => {
      const records: TraceRecord[] = [];
      const end = machine.addTrace({
        instructions: true,
        sink: (batch) => void records.push(...batch),
      });
      assertEquals(machine.run({ maxInstructions: 20_000 }).reason !== "breakpoint", true);
      end();
      return records;
    });
    const text = (record: TraceRecord) =>
      `${record.number} ${record.pc} ${record.word} ${record.length} ${record.rd} ${record.value}`;
    assertSameItems(traces[1]?.map(text) ?? [], traces[0]?.map(text) ?? [], `round ${round}`);
    const ends = [stepper, hot].map((machine) => machine.run({ maxInstructions: 150_000 }).reason);
    assertEquals(ends[1], ends[0]);
    assertSameItems(hot.registers.toArray(), stepper.registers.toArray(), `round ${round}`);
    assertEquals([hot.pc, hot.instructions], [stepper.pc, stepper.instructions]);
  }
});

testEngines("c.jalr links the address two bytes on, and jumps go to halfwords", (machine) => {
  const instructions = [
    short(ins("addi", { rd: 10, imm: 1 })), // 0
    short(ins("jalr", { rd: 1, rs1: 5 })), // 2: to 8
    short(ins("ebreak")), // 4
    short(ins("addi")), // 6
    ins("addi", { rd: 10, rs1: 10, imm: 100 }), // 8
    short(ins("jalr", { rs1: 1 })), // 12
  ];
  const subject = prepare(machine(), [mixed(instructions, CODE + 2n)], { pc: CODE + 2n });
  subject.registers.set(5, CODE + 10n);
  assertTrap(subject.run(), "breakpoint", CODE + 6n);
  assertEquals(subject.registers.get(1), CODE + 6n);
  assertEquals(subject.registers.get(10), 101n);
  assertEquals(subject.instructions, 4);
});

testEngines(
  "an instruction that straddles pages needs both, and faults at the second",
  (machine) => {
    const at = CODE + PAGE - 2n;
    const straddling = ins("addi", { rd: 10, rs1: 10, imm: 7 });
    const instructions = [short(ins("addi", { rd: 11, imm: 1 })), straddling, short(ins("ebreak"))];
    const both = mixed(instructions, at - 2n);
    const subject = prepare(machine(), [both], { pc: at - 2n });
    assertTrap(subject.run(), "breakpoint", at + 4n);
    assertEquals(subject.registers.get(10), 7n);
    // Without the second page the fault is that of the first byte that is missing.
    subject.memory.unmap(CODE + PAGE, 4096);
    subject.pc = at - 2n;
    assertTrap(subject.run(), "instruction-page-fault", at, CODE + PAGE);
    assertEquals(subject.registers.get(11), 1n);
    // A compressed one at the same address does not need it, but what follows it does.
    subject.memory.writeUint(at, 2, BigInt(short(ins("addi", { rd: 12, imm: 5 }))), "any");
    subject.pc = at - 2n;
    assertTrap(subject.run(), "instruction-page-fault", CODE + PAGE, CODE + PAGE);
    assertEquals(subject.registers.get(12), 5n);
  },
);

testEngines(
  "a store to the second half of an instruction that straddles pages counts",
  (machine) => {
    const at = CODE + PAGE - 2n;
    const instructions = [
      ins("addi", { rd: 10, rs1: 10, imm: 1 }), // at - 10: the loop
      ins("addi", { rd: 7, rs1: 7, imm: -1 }),
      short(ins("addi")),
      ins("addi", { rd: 11, rs1: 11, imm: 1 }), // straddles
      ins("beq", { rs1: 7, imm: 12 }),
      ins("sh", { rs2: 6, rs1: 5 }),
      ins("jal", { imm: -22 }),
      short(ins("ebreak")),
    ];
    const subject = prepare(machine(), [mixed(instructions, at - 10n, "rwx")], { pc: at - 10n });
    subject.registers.set(5, CODE + PAGE);
    subject.registers.set(6, BigInt(ins("addi", { rd: 11, rs1: 11, imm: 16 }) >>> 16));
    subject.registers.set(7, 3n);
    assertTrap(subject.run(), "breakpoint", at + 16n);
    assertEquals(subject.registers.get(11), 1n + 16n + 16n);
  },
);

testEngines(
  "a compressed instruction at the very end of a page can be the last one mapped",
  (machine) => {
    // The highest slot of all: the machine's memory ends after it.
    const last = 0x1_ffff_f000n;
    const instructions = [short(ins("addi", { rd: 10, imm: 3 })), short(ins("ebreak"))];
    const subject = prepare(machine(), [mixed(instructions, last + PAGE - 4n)], {
      pc: last + PAGE - 4n,
    });
    const records: TraceRecord[] = [];
    subject.addTrace({ instructions: true, sink: (batch) => void records.push(...batch) });
    assertTrap(subject.run(), "breakpoint", last + PAGE - 2n);
    assertEquals(
      records.map(({ pc, word, length, rd, value }) => ({ pc, word, length, rd, value })),
      [
        { pc: last + PAGE - 4n, word: 0x450d, length: 2, rd: 10, value: 3n },
      ],
    );
    subject.pc = last + PAGE - 4n;
    subject.memory.writeUint(
      last + PAGE - 2n,
      2,
      BigInt(short(ins("addi", { rd: 11, imm: 4 }))),
      "any",
    );
    assertTrap(subject.run(), "instruction-page-fault", last + PAGE, last + PAGE);
    assertEquals(records.at(-1)?.word, 0x4591);
  },
);
