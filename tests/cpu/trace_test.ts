// SPDX-License-Identifier: MPL-2.0
// Trace records against single steps of the model: every retired instruction once, in order, with
// what it wrote and accessed; batches that together are the whole; tracing that changes nothing.

import { assert, assertEquals } from "@std/assert";
import { TRACE } from "../../cpu/memory/layout.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { TraceRecord } from "../../cpu/trace_buffer.ts";
import {
  assertSameState,
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
} from "./harness.ts";
import type { Model } from "./model.ts";
import { type RandomProgram, randomProgram } from "./programs.ts";
import { Random } from "./values.ts";

type Kinds = { instructions?: boolean; memory?: boolean };

/** Starts tracing into a list. */
function record(machine: Machine, kinds: Kinds): TraceRecord[] {
  return startRecording(machine, kinds).records;
}

/** Starts tracing into a list, with what ends it. */
function startRecording(
  machine: Machine,
  kinds: Kinds,
): { records: TraceRecord[]; end: () => void } {
  const records: TraceRecord[] = [];
  const end = machine.addTrace({ ...kinds, sink: (batch) => records.push(...batch) });
  return { records, end };
}

/** What the model does up to the limit or a trap. */
function steps(model: Model, limit: number): TraceRecord[] {
  const list: TraceRecord[] = [];
  while (list.length < limit) {
    const step = model.step();
    if ("cause" in step) break;
    list.push(step);
  }
  return list;
}

/** Compares lists of records, quickly where they are equal. */
function assertRecords(
  got: readonly TraceRecord[],
  expected: readonly TraceRecord[],
  label: string,
): void {
  const text = (record: TraceRecord) => {
    const { number, pc, word, length, rd, value, access, stored, address, size } = record;
    return `${number}: ${pc} ${word}/${length} x${rd}=${value} ${access} ${address} ${size} ${stored}`;
  };
  for (const [index, each] of expected.entries()) {
    const other = got[index];
    if (other === undefined || text(other) !== text(each)) {
      assertEquals(other, each, `${label}, record ${index}`);
    }
  }
  assertEquals(got.length, expected.length, label);
}

/** Runs a program on a traced machine and on the model, and compares records and final states. */
function checkProgram(
  machine: Machine,
  program: RandomProgram,
  kinds: Kinds,
  limit: number,
): number {
  const setting = { registers: program.registers };
  const subject = prepare(machine, program.ranges, setting);
  const model = prepareModel(program.ranges, setting);
  const records = record(subject, kinds);
  subject.run({ maxInstructions: limit });
  // An sc that fails is recorded, and accesses nothing.
  const got = kinds.instructions ? records : records.filter(({ access }) => access !== undefined);
  const expected = steps(model, limit);
  const wanted = kinds.instructions
    ? expected
    : expected.filter(({ access }) => access !== undefined)
      .map((step) => ({ ...step, number: undefined }));
  assertRecords(got, wanted, "random program");
  assertSameState(subject, model, "random program");
  return records.length;
}

testEngines("instruction records of random programs are the model's steps", (machine) => {
  const random = new Random(21);
  let records = 0;
  for (let round = 0; round < 100; round++) {
    using subject = machine();
    const program = randomProgram(random, 80, { counters: true });
    records += checkProgram(subject, program, { instructions: true }, 600);
  }
  assert(records > 10_000, `only ${records} records`);
});

testEngines("memory records of random programs are the model's loads and stores", (machine) => {
  const random = new Random(22);
  let records = 0;
  for (let round = 0; round < 60; round++) {
    using subject = machine();
    const program = randomProgram(random, 80, { counters: true });
    records += checkProgram(subject, program, { memory: true }, 600);
  }
  assert(records > 2000, `only ${records} records`);
});

const [COUNT, BASE] = [5, 10];
/** A loop that stores and loads its counter: 5 instructions each time round. */
const LOOP = [
  ins("sd", { rs2: COUNT, rs1: BASE, imm: -4 }),
  ins("lw", { rd: 6, rs1: BASE, imm: -4 }),
  ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
  ins("jal", { rd: 1, imm: 4 }),
  ins("bne", { rs1: COUNT, imm: -16 }),
  ins("ebreak"),
];
const DATA_PAGES: Range = { address: DATA, length: 8192, permissions: "rw-" };

function looping(machine: Machine, count: number): Machine {
  prepare(machine, [code(LOOP), DATA_PAGES]);
  machine.registers.set(COUNT, BigInt(count));
  machine.registers.set(BASE, DATA + PAGE);
  return machine;
}

testEngines("records of long runs keep their numbers across batches", (machine) => {
  const subject = looping(machine(), 100_000);
  let next = 0;
  let batches = 0;
  subject.addTrace({
    instructions: true,
    sink: (batch) => {
      batches++;
      assertEquals(batch.view.byteLength, TRACE.size * batch.length);
      for (const index of [0, batch.length - 1]) {
        const { number, pc, length } = batch.at(index);
        assertEquals([number, pc, length], [
          next + index,
          CODE + BigInt((next + index) % 5) * 4n,
          4,
        ]);
      }
      next += batch.length;
    },
  });
  assertTrap(subject.run(), "breakpoint", CODE + 20n);
  assertEquals(next, 500_000);
  assertEquals(subject.instructions, 500_000);
  assert(batches > 10);
});

testEngines("a traced run is the same as an untraced one", (machine) => {
  const outcomes = [undefined, { instructions: true }, { memory: true }].map((kinds) => {
    const subject = looping(machine(), 30_000);
    if (kinds !== undefined) record(subject, kinds);
    for (let limit = 1000; limit < 200_000; limit += 7777) subject.run({ maxInstructions: limit });
    return [subject.instructions, subject.pc, ...subject.registers.toArray()];
  });
  assertEquals(outcomes[1], outcomes[0]);
  assertEquals(outcomes[2], outcomes[0]);
});

testEngines(
  "each run delivers all of its records, for any limit and for single steps",
  (machine) => {
    const subject = looping(machine(), 100_000);
    const records = record(subject, { instructions: true });
    for (const limit of [1, 5, 16_383, 16_390, 32_768, 40_000]) {
      subject.run({ maxInstructions: limit });
      assertEquals(records.length, limit);
      subject.step();
      assertEquals(records.length, limit + 1);
      subject.run({ maxInstructions: limit + 1 });
      assertEquals(records.length, limit + 1);
    }
    assertEquals(records.map(({ number }) => number), Array.from(records, (_, index) => index));
  },
);

testEngines(
  "tracing switched on and off between runs and by a probe keeps the numbers exact",
  (machine) => {
    const subject = looping(machine(), 1000);
    subject.run({ maxInstructions: 7 });
    const first = startRecording(subject, { instructions: true });
    subject.run({ maxInstructions: 11 });
    first.end();
    subject.run({ maxInstructions: 100 });
    const second: TraceRecord[] = [];
    const sink = (batch: Iterable<TraceRecord>) => second.push(...batch);
    let end = () => {};
    // On before the first instruction of every tenth time round, off before its third.
    subject.addProbe(CODE, (at) => {
      if (at.registers.get(COUNT) % 10n === 0n) end = at.addTrace({ instructions: true, sink });
    });
    subject.addProbe(CODE + 8n, () => end());
    assertTrap(subject.run(), "breakpoint", CODE + 20n);
    assertEquals(first.records.map(({ number }) => number), [7, 8, 9, 10]);
    // The 20th time round, from instruction 100 on, begins with the count at 980.
    const expected = Array.from({ length: 98 }, (_, index) => 100 + index * 50)
      .flatMap((number) => [number, number + 1]);
    assertEquals(second.map(({ number }) => number), expected);
    assertEquals(
      second.map(({ pc }) => pc - CODE),
      expected.map((number) => BigInt(number % 5) * 4n),
    );
  },
);

testEngines(
  "a trace that replaces another gets the records made from then on",
  (machine) => {
    const subject = looping(machine(), 1000);
    const first = startRecording(subject, { instructions: true });
    subject.run({ maxInstructions: 10 });
    first.end();
    const second = startRecording(subject, { memory: true });
    subject.run({ maxInstructions: 20 });
    second.end();
    assertEquals([first.records.length, second.records.length], [10, 4]);
    assertEquals(second.records.map(({ access }) => access), ["store", "load", "store", "load"]);
    subject.addTrace({ sink: () => assert(false, "nothing is traced") });
    assertEquals(subject.traceMode, "off");
    subject.run({ maxInstructions: 30 });
  },
);

testEngines(
  "traces that overlap all get their records, and the engines record the union",
  (machine) => {
    const subject = looping(machine(), 1000);
    const accesses = startRecording(subject, { memory: true });
    assertEquals(subject.traceMode, "memory");
    subject.run({ maxInstructions: 10 });
    const all = startRecording(subject, { instructions: true });
    const again = startRecording(subject, { instructions: true });
    assertEquals(subject.traceMode, "instructions");
    subject.run({ maxInstructions: 20 });
    all.end();
    all.end();
    assertEquals(subject.traceMode, "instructions");
    subject.run({ maxInstructions: 30 });
    again.end();
    assertEquals(subject.traceMode, "memory");
    subject.run({ maxInstructions: 40 });
    accesses.end();
    assertEquals(subject.traceMode, "off");
    subject.run({ maxInstructions: 50 });
    const numbers = (first: number, count: number) =>
      Array.from({ length: count }, (_, at) => first + at);
    assertEquals(all.records.map(({ number }) => number), numbers(10, 10));
    assertEquals(again.records.map(({ number }) => number), numbers(10, 20));
    assertEquals(accesses.records.length, 4 + 20 + 4);
  },
);

testEngines("a sink can end traces and start others while it gets its records", (machine) => {
  const subject = looping(machine(), 1000);
  const seen: string[] = [];
  const ends: (() => void)[] = [];
  const start = (name: string, then: () => void = () => {}) => {
    ends.push(subject.addTrace({
      instructions: true,
      sink: (batch) => {
        seen.push(`${name} ${batch.at(0).number}-${batch.at(batch.length - 1).number}`);
        then();
      },
    }));
  };
  // Once round, so that nothing is decoded or resolved in the middle of a batch.
  subject.run({ maxInstructions: 5 });
  start("first", () => {
    ends[0]?.();
    ends[1]?.();
    start("new");
  });
  start("second", () => assert(false, "it was ended before its turn"));
  start("third");
  subject.run({ maxInstructions: 10 });
  subject.run({ maxInstructions: 15 });
  assertEquals(seen, ["first 5-9", "third 5-9", "third 10-14", "new 10-14"]);
});

testEngines("interrupt() ends the run under way, and the next one goes on", (machine) => {
  const subject = looping(machine(), 1000);
  subject.interrupt();
  assertEquals(subject.run({ maxInstructions: 10 }), { reason: "limit" });
  const remove = subject.addProbe(CODE + 8n, (at) => at.interrupt());
  assertEquals(subject.run(), { reason: "interrupted" });
  assertEquals([subject.instructions, subject.pc], [12, CODE + 8n]);
  remove();
  const records = record(subject, { instructions: true });
  assertTrap(subject.run(), "breakpoint", CODE + 20n);
  assertEquals(records.length, 5000 - 12);
});

testEngines("records say what was stored, loaded and linked", (machine) => {
  const words = [
    ins("addi", { rd: 5, imm: -2 }),
    ins("sh", { rs2: 5, rs1: BASE, imm: 1 }),
    ins("lh", { rd: 6, rs1: BASE, imm: 1 }),
    ins("lhu", { rd: 7, rs1: BASE, imm: 1 }),
    ins("lb", { rd: 0, rs1: BASE, imm: 1 }),
    ins("addi", { rd: 0, imm: 5 }),
    ins("beq", { imm: 8 }),
    0,
    ins("jal", { rd: 1, imm: 4 }),
    ins("fence", { rd: 9, rs1: 3, pred: 15, succ: 15 }),
    ins("fence.i", { rd: 9, imm: 7 }),
    ins("csrrs", { rd: 8, csr: 0xc02 }),
    ins("ebreak"),
  ];
  const subject = prepare(machine(), [code(words), DATA_PAGES]);
  subject.registers.set(BASE, DATA);
  subject.registers.set(9, 99n);
  const records = record(subject, { instructions: true });
  subject.run();
  const all = 2n ** 64n - 2n;
  const none = { rd: 0, value: 0n, access: undefined, stored: 0n, address: 0n, size: 0 } as const;
  const half = { address: DATA + 1n, size: 2 } as const;
  const expected: Partial<TraceRecord>[] = [
    { ...none, rd: 5, value: all },
    { ...none, ...half, rd: 0, value: 0xfffen, access: "store" },
    { ...none, ...half, rd: 6, value: all, access: "load" },
    { ...none, ...half, rd: 7, value: 0xfffen, access: "load" },
    { rd: 0, value: 0n, access: "load", address: DATA + 1n, size: 1 },
    none,
    none,
    { ...none, rd: 1, value: CODE + 36n },
    none,
    none,
    { ...none, rd: 8, value: 10n },
  ];
  const indexes = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11];
  assertEquals(
    records,
    indexes.map((index, number): TraceRecord => ({
      number,
      pc: CODE + BigInt(index) * 4n,
      word: words[index] ?? 0,
      length: 4,
      ...none,
      ...expected[number],
    })),
  );
  assertEquals(subject.registers.get(9), 99n);
});

testEngines(
  "what trapped is not recorded, and is recorded once when it is tried again",
  (machine) => {
    const subject = prepare(machine(), [
      code([ins("addi"), ins("ld", { rd: 5, rs1: BASE }), ins("ebreak")]),
    ]);
    subject.registers.set(BASE, DATA + PAGE - 3n);
    const records = record(subject, { instructions: true });
    assertTrap(subject.run(), "load-page-fault", CODE + 4n, DATA + PAGE - 3n);
    assertEquals(records.map(({ number }) => number), [0]);
    prepare(subject, [DATA_PAGES], { pc: CODE + 4n });
    assertTrap(subject.run(), "breakpoint", CODE + 8n);
    assertEquals(records.map(({ number, access }) => [number, access]), [[0, undefined], [
      1,
      "load",
    ]]);
  },
);

testEngines(
  "handlers and probes find every earlier record delivered; ecall has one too",
  (machine) => {
    const subject = prepare(machine(), [
      code([ins("addi"), ins("ecall"), ins("addi"), ins("jal", { imm: -12 })]),
    ]);
    const records = record(subject, { instructions: true });
    let met = 0;
    const check = () => {
      met++;
      assertEquals(records.length, subject.instructions);
    };
    subject.environmentCall = () => {
      check();
      return undefined;
    };
    subject.addProbe(CODE + 8n, check);
    subject.run({ maxInstructions: 40_001 });
    assertEquals(met, 20_000);
    assertEquals(records.length, 40_001);
    const ecall = records[1];
    assertEquals([ecall?.pc, ecall?.word, ecall?.rd, ecall?.value], [CODE + 4n, 0x73, 0, 0n]);
    assertEquals(records.map(({ number }) => number), Array.from(records, (_, index) => index));
  },
);

testEngines("a traced program that keeps storing to its own code loses no record", (machine) => {
  const words = [
    ins("sw", { rs2: 6, rs1: BASE, imm: 2000 }),
    ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
    ...new Array<number>(237).fill(ins("addi", { rd: 7, rs1: 7, imm: 1 })),
    ins("bne", { rs1: COUNT, imm: -956 }),
    ins("ebreak"),
  ];
  const count = 3000;
  const subject = prepare(machine(), [code(words, CODE, "rwx")]);
  subject.registers.set(COUNT, BigInt(count));
  subject.registers.set(BASE, CODE);
  let records = 0;
  subject.addTrace({
    instructions: true,
    sink: (batch) => {
      assertEquals(batch.at(0).number, records);
      records += batch.length;
    },
  });
  assertTrap(subject.run(), "breakpoint", CODE + 960n);
  // More than the machine's buffer could hold at once.
  assertEquals([records, subject.instructions], [240 * count, 240 * count]);
  assertEquals(subject.registers.get(7), BigInt(237 * count));
});

testEngines("an instruction across a page end is recorded with all of its bits", (machine) => {
  const at = CODE + PAGE - 2n;
  const word = ins("addi", { rd: 5, imm: 0x7ff });
  const subject = prepare(machine(), [{ address: CODE, length: 8192, permissions: "r-x" }], {
    pc: at,
  });
  subject.memory.writeUint(at, 4, BigInt(word), "any");
  const records = record(subject, { instructions: true });
  subject.step();
  assertEquals(records.map((each) => [each.pc, each.word, each.value]), [[at, word, 0x7ffn]]);
});
