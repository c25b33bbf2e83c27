// SPDX-License-Identifier: MPL-2.0
// Code that changes: by its own stores (the machine promises that the next fetch sees them, with or
// without fence.i), and by the host between runs. Whatever was decoded or translated must follow.

import { assert, assertEquals } from "@std/assert";
import type { Machine } from "../../cpu/machine.ts";
import {
  assertSameItems,
  assertSameState,
  assertTrap,
  bytesOf,
  CODE,
  code,
  compareStep,
  DATA,
  ins,
  PAGE,
  prepare,
  prepareModel,
  type Range,
  rwx,
  testEngines,
} from "./harness.ts";
import { EXTREMES, Random } from "./values.ts";

/** Registers: what is stored, where to, a counter, and what the changed code adds to. */
const [WORD, TO, COUNT, SUM] = [5, 6, 7, 8];

const add = (imm: number) => ins("addi", { rd: SUM, rs1: SUM, imm });
const store = ins("sw", { rs2: WORD, rs1: TO });

function start(
  machine: Machine,
  ranges: readonly Range[],
  values: readonly (readonly [number, bigint | number])[],
): Machine {
  prepare(machine, ranges);
  for (const [register, value] of values) machine.registers.set(register, BigInt(value));
  return machine;
}

testEngines("a store to the very next instruction changes it", (machine) => {
  for (const before of [[], [ins("addi")], new Array<number>(1020).fill(ins("addi"))]) {
    using subject = start(
      machine(),
      [code([...before, store, add(1), ins("ebreak")], CODE, "rwx")],
      [[WORD, add(100)], [TO, CODE + BigInt(before.length + 1) * 4n]],
    );
    assertTrap(subject.run(), "breakpoint", CODE + BigInt(before.length + 2) * 4n);
    assertEquals(subject.registers.get(SUM), 100n);
    assertEquals(subject.instructions, before.length + 2);
  }
});

testEngines("a store ahead in the same page changes what was decoded there before", (machine) => {
  // Twice round: the first time the target is decoded and executed as it was.
  const words = [
    add(1),
    ins("bne", { rs1: COUNT, imm: 12 }),
    ins("addi", { rd: COUNT, imm: 1 }),
    ins("jal", { imm: -12 }),
    store,
    ins("addi"),
    ins("jal", { imm: 8 }),
    0,
    add(10),
    ins("ebreak"),
  ];
  using subject = start(machine(), [code(words, CODE, "rwx")], [
    [WORD, add(1000)],
    [TO, CODE + 32n],
  ]);
  subject.pc = CODE + 32n;
  assertTrap(subject.run(), "breakpoint", CODE + 36n);
  subject.pc = CODE;
  assertTrap(subject.run(), "breakpoint", CODE + 36n);
  assertEquals(subject.registers.get(SUM), 1012n);
});

testEngines("every size of store changes code, aligned or not", (machine) => {
  const target = CODE + 16n;
  const old = add(1);
  const fresh = add(0x7f0);
  for (const [name, size] of [["sb", 1], ["sh", 2], ["sw", 4], ["sd", 8]] as const) {
    for (let offset = -7n; offset < 4n; offset++) {
      const words = [
        ins(name, { rs2: WORD, rs1: TO }),
        ins("addi"),
        ins("addi"),
        ins("addi"),
        old,
        ins("ebreak"),
        ins("ebreak"),
      ];
      // The stored bytes are those of the changed program where they fall.
      const changed = bytesOf(words.map((word, index) => index === 4 ? fresh : word));
      const from = Number(target - CODE + offset);
      const view = new DataView(new ArrayBuffer(8));
      for (let index = 0; index < size; index++) view.setUint8(index, changed[from + index] ?? 0);
      const ranges = [code(words, CODE, "rwx")];
      const values = [[WORD, view.getBigUint64(0, true)], [TO, target + offset]] as const;
      using subject = start(machine(), ranges, values);
      subject.pc = CODE + 4n;
      subject.run();
      subject.pc = CODE;
      subject.registers.set(SUM, 0n);
      assertTrap(subject.run(), "breakpoint", CODE + 20n);

      const model = prepareModel(ranges);
      for (const [register, value] of values) model.registers[register] = value;
      model.run(5);
      assertEquals(subject.registers.get(SUM), model.registers[SUM], `${name} at ${offset}`);
    }
  }
});

testEngines(
  "a loop that changes an instruction each time round executes each version",
  (machine) => {
    // Adds 1 to the immediate of the instruction that it is about to execute.
    const words = [
      ins("lw", { rd: WORD, rs1: TO }),
      ins("add", { rd: WORD, rs1: WORD, rs2: 9 }),
      store,
      add(0),
      ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
      ins("bne", { rs1: COUNT, imm: -20 }),
      ins("ebreak"),
    ];
    const rounds = 2000;
    using subject = start(machine(), [code(words, CODE, "rwx")], [
      [TO, CODE + 12n],
      [COUNT, rounds],
      [9, 1 << 20],
    ]);
    assertTrap(subject.run(), "breakpoint", CODE + 24n);
    assertEquals(subject.registers.get(SUM), BigInt(rounds * (rounds + 1) / 2));
    assertEquals(subject.instructions, rounds * 6);
  },
);

testEngines("code that ran hot in another page is followed when it changes", (machine) => {
  const far = CODE + 4n * PAGE;
  const loop = [
    ins("jalr", { rd: 1, rs1: 10 }),
    ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
    ins("bne", { rs1: COUNT, imm: -8 }),
    ins("beq", { rs1: WORD, imm: 20 }),
    store,
    ins("addi", { rd: WORD }),
    ins("addi", { rd: COUNT, rs1: 11 }),
    ins("jal", { imm: -28 }),
    ins("ebreak"),
  ];
  const routine = code([add(1), ins("jalr", { rs1: 1 })], far, "rwx");
  const count = 50_000;
  using subject = start(machine(), [code(loop), routine], [
    [10, far],
    [11, count],
    [COUNT, count],
    [WORD, add(2)],
    [TO, far],
  ]);
  assertTrap(subject.run(), "breakpoint", CODE + 32n);
  assertEquals(subject.registers.get(SUM), BigInt(3 * count));
  assertEquals(subject.instructions, 2 * 5 * count + 6);
});

/** An instruction at the last halfword of a page, in two parts. */
const CROSS = CODE + PAGE - 2n;

function crossing(machine: Machine, word: number, rest: readonly number[]): Machine {
  prepare(machine, [{ address: CODE, length: 3 * 4096, permissions: "rwx" }], { pc: CROSS });
  machine.memory.write(CROSS, bytesOf([word, ...rest]));
  return machine;
}

testEngines(
  "the second half of an instruction across a page end is rewritten by the host",
  (machine) => {
    // Jumps, so that nothing of the second page but this halfword is ever executed.
    using subject = crossing(machine(), ins("jal", { rd: 1, imm: -4096 }), []);
    assertEquals(subject.step(), { reason: "limit" });
    assertEquals(subject.pc, CROSS - 4096n);
    const other = ins("jal", { rd: 1, imm: -2048 });
    assertEquals(other & 0xffff, ins("jal", { rd: 1, imm: -4096 }) & 0xffff);
    subject.memory.writeUint(CODE + PAGE, 2, BigInt(other >>> 16));
    subject.pc = CROSS;
    assertEquals(subject.step(), { reason: "limit" });
    assertEquals(subject.pc, CROSS - 2048n);
  },
);

testEngines(
  "the second half of an instruction across a page end is rewritten by a store",
  (machine) => {
    const first = ins("jal", { rd: 1, imm: -2048 });
    const second = ins("jal", { rd: 1, imm: -2056 });
    assertEquals(first & 0xffff, second & 0xffff);
    using subject = crossing(machine(), first, []);
    subject.memory.write(
      CROSS - 2048n,
      bytesOf([ins("sh", { rs2: WORD, rs1: TO }), ins("jalr", { rs1: 10 })]),
    );
    subject.memory.write(CROSS - 2056n, bytesOf([ins("ebreak")]));
    subject.registers.set(WORD, BigInt(second >>> 16));
    subject.registers.set(TO, CODE + PAGE);
    subject.registers.set(10, CROSS);
    assertTrap(subject.run({ maxInstructions: 100 }), "breakpoint", CROSS - 2056n);
    assertEquals(subject.instructions, 4);
  },
);

testEngines(
  "the second page of such an instruction loses its permission, or is replaced",
  (machine) => {
    using subject = crossing(machine(), ins("jal", { rd: 1, imm: -2048 }), []);
    const again = () => {
      subject.pc = CROSS;
      return subject.step();
    };
    again();
    assertEquals(subject.pc, CROSS - 2048n);
    subject.memory.protect(CODE + PAGE, 4096, rwx("rw-"));
    assertTrap(again(), "instruction-page-fault", CROSS, CODE + PAGE);
    subject.memory.protect(CODE + PAGE, 4096, rwx("r-x"));
    again();
    assertEquals(subject.pc, CROSS - 2048n);
    subject.memory.unmap(CODE + PAGE, 4096);
    assertTrap(again(), "instruction-page-fault", CROSS, CODE + PAGE);
    subject.memory.map(CODE + PAGE, 4096, rwx("rwx"));
    // Only bits 12 to 15 of its immediate are left: those in the first half.
    again();
    assertEquals(subject.pc, CROSS + 0xf000n);
    subject.memory.discard(CODE, 8192);
    assertTrap(again(), "illegal-instruction", CROSS, 0n);
  },
);

testEngines("the first half of an instruction across a page end is rewritten", (machine) => {
  using subject = crossing(machine(), add(1), [ins("ebreak")]);
  assertTrap(subject.run(), "breakpoint", CROSS + 4n);
  // The same immediate, another register: the low half names it.
  const other = ins("addi", { rd: 9, rs1: SUM, imm: 1 });
  assertEquals(other >>> 16, add(1) >>> 16);
  subject.memory.writeUint(CROSS, 2, BigInt(other & 0xffff));
  subject.pc = CROSS;
  assertTrap(subject.run(), "breakpoint", CROSS + 4n);
  assertEquals([subject.registers.get(SUM), subject.registers.get(9)], [1n, 2n]);
});

testEngines("the host changes code between runs", (machine) => {
  using subject = start(machine(), [code([add(1), add(10), ins("ebreak")])], []);
  const sum = () => {
    subject.registers.set(SUM, 0n);
    subject.pc = CODE;
    assertTrap(subject.run(), "breakpoint", CODE + 8n);
    return subject.registers.get(SUM);
  };
  assertEquals(sum(), 11n);
  subject.memory.writeUint(CODE, 4, BigInt(add(2)), "any");
  assertEquals(sum(), 12n);
  subject.memory.write(CODE + 6n, bytesOf([add(30)]).subarray(2), "any");
  assertEquals(sum(), 32n);
  subject.memory.unmap(CODE, 4096);
  prepare(subject, [code([add(3), add(4), ins("ebreak")])]);
  assertEquals(sum(), 7n);
});

testEngines("the host changes the instruction at pc, in a probe and between steps", (machine) => {
  using subject = start(machine(), [code([add(1), add(1), add(1), ins("ebreak")])], []);
  subject.addProbe(
    CODE + 4n,
    ({ memory }) => memory.writeUint(CODE + 4n, 4, BigInt(add(20)), "any"),
  );
  subject.step();
  subject.step();
  subject.memory.writeUint(CODE + 8n, 4, BigInt(add(300)), "any");
  subject.step();
  assertEquals(subject.registers.get(SUM), 321n);
});

testEngines(
  "code that is unmapped or loses its permission is not executed from memory of it",
  (machine) => {
    using subject = start(machine(), [code([add(1), ins("jal", { imm: -4 })])], []);
    subject.run({ maxInstructions: 100_000 });
    subject.memory.protect(CODE, 4096, rwx("r--"));
    assertTrap(subject.run(), "instruction-page-fault", CODE, CODE);
    subject.memory.protect(CODE, 4096, rwx("r-x"));
    assertEquals(subject.run({ maxInstructions: 100_002 }), { reason: "limit" });
    subject.memory.unmap(CODE, 4096);
    assertTrap(subject.run(), "instruction-page-fault", CODE, CODE);
    // Other code in the same slot of the arena, under another address.
    const other = CODE + 2n ** 32n;
    prepare(subject, [code([add(5), ins("ebreak")], other)], { pc: CODE });
    assertTrap(subject.run(), "instruction-page-fault", CODE, CODE);
    subject.registers.set(SUM, 0n);
    subject.pc = other;
    assertTrap(subject.run(), "breakpoint", other + 4n);
    assertEquals(subject.registers.get(SUM), 5n);
  },
);

testEngines("a page unmapped and remapped by an environment call holds the new code", (machine) => {
  const far = CODE + 8n * PAGE;
  const routine = (imm: number) => code([add(imm), ins("jalr", { rs1: 1 })], far);
  using subject = start(machine(), [
    code([
      ins("jalr", { rd: 1, rs1: 10 }),
      ins("ecall"),
      ins("jal", { imm: -8 }),
    ]),
    routine(1),
  ], [[10, far]]);
  let calls = 0;
  subject.environmentCall = (at) => {
    if (++calls === 50) return {};
    at.memory.unmap(far, 4096);
    const { address, bytes = new Uint8Array() } = routine(calls + 1);
    at.memory.map(address, 4096, rwx("r-x"));
    at.memory.write(address, bytes, "any");
    return undefined;
  };
  subject.run();
  assertEquals(subject.registers.get(SUM), BigInt(50 * 51 / 2));
});

testEngines("discarded code is zeros, which are illegal", (machine) => {
  using subject = start(machine(), [code([add(1), ins("jal", { imm: -4 })], CODE, "rwx")], []);
  subject.run({ maxInstructions: 1000 });
  subject.memory.discard(CODE, 4096);
  assertTrap(subject.run(), "illegal-instruction", CODE);
});

testEngines("data next to code in one page can be written at any rate", (machine) => {
  // A counter in the page of its loop.
  const words = [
    ins("ld", { rd: 9, rs1: TO }),
    ins("addi", { rd: 9, rs1: 9, imm: 1 }),
    ins("sd", { rs2: 9, rs1: TO }),
    ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
    ins("bne", { rs1: COUNT, imm: -16 }),
    ins("ebreak"),
  ];
  const rounds = 4000;
  using subject = start(machine(), [code(words, CODE, "rwx")], [[TO, CODE + 2048n], [
    COUNT,
    rounds,
  ]]);
  assertTrap(subject.run(), "breakpoint", CODE + 20n);
  assertEquals(subject.memory.readUint(CODE + 2048n, 8), BigInt(rounds));
  assertEquals(subject.instructions, 5 * rounds);
});

testEngines("a store that faults in its second page leaves code in the first alone", (machine) => {
  const words = [ins("sd", { rs2: WORD, rs1: TO }), ins("ebreak")];
  using subject = start(machine(), [code(words, CODE, "rwx")], [[WORD, -1n], [
    TO,
    CODE + PAGE - 4n,
  ]]);
  assertTrap(subject.run(), "store-page-fault", CODE, CODE + PAGE);
  assertEquals(subject.memory.readUint(CODE + PAGE - 4n, 4), 0n);
  assertEquals(subject.instructions, 0);
});

testEngines(
  "random programs that write instructions into their own pages match the model",
  (machine) => {
    const random = new Random(31);
    const pages = 2;
    const count = pages * 1024;
    let retired = 0;
    for (let round = 0; round < 40; round++) {
      const writable = [SUM, 9, 16, 17, 18, 19];
      /** Pointers around the middle of the code, where it is executed. */
      const middle = CODE + PAGE;
      const registers = Array.from({ length: 32 }, (_, register) => {
        if (register === 0) return 0n;
        if (register >= 20 && register < 28) return middle + BigInt(random.between(-32, 32)) * 2n;
        return random.oneIn(2) ? BigInt(random.instruction()) : random.pick(EXTREMES);
      });
      const pick = () => random.pick(writable);
      const pointer = () => random.between(20, 27);
      const words = Array.from({ length: count }, () => {
        switch (random.below(5)) {
          case 0:
            return ins(random.pick(["sb", "sh", "sw", "sd"]), {
              rs1: pointer(),
              rs2: random.pick([WORD, ...writable]),
              imm: random.between(-20, 20) * 2,
            });
          case 1:
            return ins(random.pick(["lw", "ld", "lh"]), {
              rd: pick(),
              rs1: pointer(),
              imm: random.between(-64, 64),
            });
          case 2:
            return ins(random.pick(["beq", "bne", "bltu"]), {
              rs1: pick(),
              rs2: pick(),
              imm: random.between(-6, 8) * 2,
            });
          default:
            return ins(random.pick(["addi", "xori", "slli"]), {
              rd: pick(),
              rs1: pick(),
              imm: random.below(40),
            });
        }
      });
      const ranges = [code(words, CODE, "rwx")];
      // From before the border, at an even address: instructions lie across it in half of the rounds.
      const setting = { pc: middle - BigInt(random.between(0, 24)) * 2n, registers };
      using subject = prepare(machine(), ranges, setting);
      const model = prepareModel(ranges, setting);
      const stepping = random.oneIn(2);
      for (let step = 0; step < 200; step++) {
        const label = `round ${round}, step ${step}`;
        if (stepping) compareStep(subject, model, label);
        else {
          const limit = subject.instructions + random.between(1, 20);
          const stop = subject.run({ maxInstructions: limit });
          const trap = model.run(limit - model.retired);
          assertEquals(
            stop,
            trap === undefined ? { reason: "limit" } : { reason: "trap", trap },
            label,
          );
          assertSameState(subject, model, label);
        }
        if (subject.pc < middle - 200n || subject.pc > middle + 400n || random.oneIn(40)) {
          subject.pc = model.pc = middle - BigInt(random.between(0, 24)) * 2n;
        } else if (subject.pc === model.pc && random.oneIn(8)) {
          // Skip the trapping instruction.
          subject.pc = model.pc = subject.pc + 2n;
        }
      }
      assertSameItems(
        subject.memory.read(CODE, pages * 4096),
        joined(model.read(CODE, 4096), model.read(middle, 4096)),
        `round ${round}`,
      );
      retired += model.retired;
    }
    // Guards against a vacuous test.
    assert(retired > 4000, `only ${retired} instructions retired`);
  },
);

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

testEngines("a write of data that is not code does not disturb code", (machine) => {
  using subject = start(machine(), [code([add(1), ins("jal", { imm: -4 })]), {
    address: DATA,
    permissions: "rw-",
  }], []);
  for (let round = 1; round <= 50; round++) {
    subject.memory.writeUint(DATA, 8, BigInt(round));
    subject.run({ maxInstructions: round * 1000 });
    assertEquals(subject.registers.get(SUM), BigInt(round * 500));
  }
});
