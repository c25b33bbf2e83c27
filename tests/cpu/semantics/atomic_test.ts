// SPDX-License-Identifier: MPL-2.0
// The atomic instructions: against the model for random operands, the life of a reservation, what
// traps and how, stores to code, and how their accesses are traced.

import { assert, assertEquals } from "@std/assert";
import { ENCODINGS } from "../../../cpu/isa/encoding.ts";
import type { Mnemonic } from "../../../cpu/isa/table.ts";
import { Machine } from "../../../cpu/machine.ts";
import type { TraceRecord } from "../../../cpu/trace_buffer.ts";
import {
  assertSameItems,
  assertTrap,
  CODE,
  code,
  DATA,
  ins,
  PAGE,
  prepare,
  prepareModel,
  type Range,
  testEngines,
} from "../harness.ts";
import { Random } from "../values.ts";

const [RESULT, VALUE, POINTER, OTHER] = [5, 6, 10, 11];
const ROWS = ENCODINGS.filter(({ row }) => row.extension === "A");
const RAM: Range = { address: DATA, length: 8192, permissions: "rw-" };

testEngines("every atomic instruction does what the model says, for random operands", (machine) => {
  const random = new Random(61);
  const words = Array.from({ length: 1000 }, () => random.instruction(random.pick(ROWS)));
  const bytes = Uint8Array.from({ length: 8192 }, () => random.below(256));
  const ranges = [code(words), { ...RAM, bytes }];
  const draw = () =>
    Array.from({ length: 32 }, (_, register) => {
      if (register === 0) return 0n;
      // Near the border of two pages, so that some meet.
      const address = DATA + PAGE + BigInt(random.between(-2, 2)) * 8n;
      return random.oneIn(3) ? random.word() : address + (random.oneIn(8) ? 4n : 0n);
    });
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
    assertSameItems(subject.registers.toArray(), model.registers, `word ${index}`);
    for (const [register, value] of draw().entries()) {
      if (random.oneIn(2)) continue;
      subject.registers.set(register, value);
      model.registers[register] = register === 0 ? 0n : BigInt.asUintN(64, value);
    }
  }
  assertEquals(records, expected);
  assert(records.length > 300, `only ${records.length} retired`);
  assert(records.some(({ word, access }) => word >>> 27 === 3 && access === "atomic"));
  assertEquals(subject.memory.read(DATA, 8192), model.read(DATA, 8192));
});

testEngines("amoadd and pairs of lr and sc count in a loop that gets hot", (machine) => {
  const words = [
    ins("amoadd.w", { rs1: POINTER, rs2: VALUE }),
    ins("lr.d", { rd: RESULT, rs1: OTHER }),
    ins("add", { rd: RESULT, rs1: RESULT, rs2: VALUE }),
    ins("sc.d", { rd: RESULT, rs1: OTHER, rs2: RESULT }),
    ins("bne", { rs1: RESULT, imm: -12 }),
    ins("addi", { rd: 7, rs1: 7, imm: -1 }),
    ins("bne", { rs1: 7, imm: -24 }),
    ins("ebreak"),
  ];
  for (const subject of [machine(), new Machine()]) {
    prepare(subject, [code(words), RAM]);
    subject.registers.set(POINTER, DATA);
    subject.registers.set(OTHER, DATA + 8n);
    subject.registers.set(VALUE, 3n);
    subject.registers.set(7, 100_000n);
    assertTrap(subject.run(), "breakpoint", CODE + 28n);
    assertEquals(subject.memory.readUint(DATA, 4), 300_000n);
    assertEquals(subject.memory.readUint(DATA + 8n, 8), 300_000n);
    assertEquals(subject.instructions, 700_000);
    subject.dispose();
  }
});

/** Runs words up to an ebreak, with two addresses in memory, and returns what they left in RESULT. */
function resultOf(machine: Machine, words: readonly number[]): bigint {
  const subject = prepare(machine, [code([...words, ins("ebreak")]), RAM]);
  subject.registers.set(POINTER, DATA + 64n);
  subject.registers.set(OTHER, DATA + 128n);
  subject.registers.set(VALUE, 7n);
  subject.environmentCall = () => undefined;
  assertTrap(subject.run(), "breakpoint", CODE + BigInt(4 * words.length));
  return subject.registers.get(RESULT);
}

testEngines("sc succeeds once, where lr reserved and nothing changed", (machine) => {
  const lr = (mnemonic: "lr.w" | "lr.d", rs1 = POINTER) => ins(mnemonic, { rd: 7, rs1 });
  const sc = (mnemonic: "sc.w" | "sc.d", rs1 = POINTER) =>
    ins(mnemonic, { rd: RESULT, rs1, rs2: VALUE });
  const store = ins("sw", { rs1: POINTER, rs2: VALUE });
  const cases: readonly (readonly [bigint, string, readonly number[]])[] = [
    [0n, "at once", [lr("lr.w"), sc("sc.w")]],
    [0n, "doublewords", [lr("lr.d"), sc("sc.d")]],
    [1n, "without lr", [sc("sc.w")]],
    [1n, "a second time", [lr("lr.w"), sc("sc.w"), sc("sc.w")]],
    [1n, "elsewhere", [lr("lr.w"), sc("sc.w", OTHER)]],
    [1n, "after sc elsewhere", [lr("lr.w"), sc("sc.w", OTHER), sc("sc.w")]],
    [1n, "after lr elsewhere", [lr("lr.w"), lr("lr.w", OTHER), sc("sc.w")]],
    [1n, "after another store", [lr("lr.w"), store, sc("sc.w")]],
    [1n, "after amoadd", [lr("lr.d"), ins("amoadd.w", { rs1: POINTER, rs2: VALUE }), sc("sc.d")]],
    [0n, "after a load", [lr("lr.w"), ins("ld", { rd: 7, rs1: OTHER }), sc("sc.w")]],
    [1n, "after a system call", [lr("lr.w"), ins("ecall"), sc("sc.w")]],
  ];
  for (const [expected, name, words] of cases) {
    using fresh = machine();
    assertEquals(resultOf(fresh, words), expected, name);
    const stored = fresh.memory.readUint(DATA + 64n, 4);
    if (expected === 0n) assertEquals(stored, 7n, name);
  }
});

testEngines(
  "atomic instructions trap when misaligned, and as stores where they store",
  (machine) => {
    const places: readonly (readonly [string, Range | undefined])[] = [
      ["nothing", undefined],
      ["r--", { ...RAM, permissions: "r--" }],
      ["-w-", { ...RAM, permissions: "-w-" }],
      ["--x", { ...RAM, permissions: "--x" }],
    ];
    for (const [kind, range] of places) {
      for (const { mnemonic } of ROWS) {
        const isLoad = mnemonic.startsWith("lr.");
        const words = [ins(mnemonic, { rd: RESULT, rs1: POINTER, rs2: VALUE }), ins("ebreak")];
        const ranges = [code(words), ...range === undefined ? [] : [range]];
        const subject = prepare(machine(), ranges);
        subject.registers.set(POINTER, DATA + 16n);
        const stop = subject.run();
        // sc without a reservation touches no memory; lr only reads.
        const passes = mnemonic.startsWith("sc.") || (isLoad && kind === "r--");
        if (passes) assertTrap(stop, "breakpoint", CODE + 4n);
        else assertTrap(stop, isLoad ? "load-page-fault" : "store-page-fault", CODE, DATA + 16n);
        for (const offset of mnemonic.endsWith("d") ? [1n, 2n, 4n] : [1n, 2n, 3n]) {
          const at = DATA + 16n + offset;
          subject.registers.set(POINTER, at);
          subject.pc = CODE;
          const cause = isLoad ? "load-address-misaligned" : "store-address-misaligned";
          assertTrap(subject.run(), cause, CODE, at);
        }
        subject.dispose();
      }
    }
  },
);

testEngines(
  "sc with a reservation faults as a store where memory may not be written",
  (machine) => {
    const words = [
      ins("lr.w", { rd: RESULT, rs1: POINTER }),
      ins("sc.w", { rd: RESULT, rs1: POINTER, rs2: VALUE }),
    ];
    const subject = prepare(machine(), [code(words), { ...RAM, permissions: "r--" }]);
    subject.registers.set(POINTER, DATA);
    assertTrap(subject.run(), "store-page-fault", CODE + 4n, DATA);
  },
);

testEngines("an atomic store to code takes effect at once", (machine) => {
  for (const mnemonic of ["amoswap.w", "sc.w"] as const satisfies readonly Mnemonic[]) {
    const words = [
      ins("addi", { rd: 7, imm: 2 }),
      ins("lr.w", { rd: 28, rs1: POINTER }),
      ins(mnemonic, { rd: RESULT, rs1: POINTER, rs2: VALUE }),
      ins("addi", { rd: 8, rs1: 8, imm: 1 }),
      ins("addi", { rd: 7, rs1: 7, imm: -1 }),
      ins("bne", { rs1: 7, imm: -16 }),
      ins("ebreak"),
    ];
    const subject = prepare(machine(), [code(words, CODE, "rwx")]);
    subject.registers.set(POINTER, CODE + 12n);
    subject.registers.set(VALUE, BigInt(ins("addi", { rd: 8, rs1: 8, imm: 16 })));
    assertTrap(subject.run(), "breakpoint", CODE + 24n);
    assertEquals(subject.registers.get(8), 32n, mnemonic);
    const last = mnemonic === "sc.w" ? 0n : subject.registers.get(VALUE);
    assertEquals(subject.registers.get(RESULT), last, mnemonic);
    subject.dispose();
  }
});

testEngines("atomic accesses are in traces of memory, but not an sc that fails", (machine) => {
  const words = [
    ins("lr.w", { rd: 7, rs1: POINTER }),
    ins("sc.w", { rd: RESULT, rs1: POINTER, rs2: VALUE }),
    ins("sc.w", { rd: RESULT, rs1: POINTER, rs2: VALUE }),
    ins("amoadd.d", { rs1: OTHER, rs2: VALUE }),
    ins("ebreak"),
  ];
  const subject = prepare(machine(), [code(words), RAM]);
  subject.registers.set(POINTER, DATA);
  subject.registers.set(OTHER, DATA + 8n);
  subject.registers.set(VALUE, 9n);
  const records: TraceRecord[] = [];
  subject.addTrace({ memory: true, sink: (batch) => void records.push(...batch) });
  subject.run();
  assertEquals(
    records.map(({ access, rd, value, stored, address, size }) => ({
      access,
      rd,
      value,
      stored,
      address: access === undefined ? 0n : address - DATA,
      size: access === undefined ? 0 : size,
    })),
    [
      { access: "load", rd: 7, value: 0n, stored: 0n, address: 0n, size: 4 },
      { access: "atomic", rd: RESULT, value: 0n, stored: 9n, address: 0n, size: 4 },
      { access: undefined, rd: RESULT, value: 1n, stored: 0n, address: 0n, size: 0 },
      { access: "atomic", rd: 0, value: 0n, stored: 9n, address: 8n, size: 8 },
    ],
  );
});

testEngines("a reservation outlives a computed jump whose targets are learned", (machine) => {
  // Each sc that fails counts 1; a computed jump lies between lr and sc.
  const [round, target, failures, old] = [8, 28, 9, 7];
  const words = [
    ins("addi", { rd: round, imm: 500 }),
    ins("lr.d", { rd: old, rs1: POINTER }),
    ins("jalr", { rs1: target }),
    ins("sc.d", { rd: RESULT, rs1: POINTER, rs2: round }),
    ins("add", { rd: failures, rs1: failures, rs2: RESULT }),
    ins("addi", { rd: round, rs1: round, imm: -1 }),
    ins("bne", { rs1: round, imm: -20 }),
    ins("ebreak"),
  ];
  const subject = prepare(machine(), [code(words), RAM]);
  subject.registers.set(POINTER, DATA);
  subject.registers.set(target, CODE + 12n);
  assertTrap(subject.run(), "breakpoint", CODE + 28n);
  assertEquals(subject.registers.get(failures), 0n);
});
