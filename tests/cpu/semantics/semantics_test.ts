// SPDX-License-Identifier: MPL-2.0
// What each instruction computes, at its extremes and for random operands, against the model's
// arithmetic. Guest code loops over a table of operands and stores every result, so that engines
// which translate hot code meet every case too.

import { assertEquals } from "@std/assert";
import { ENCODINGS } from "../../../cpu/isa/encoding.ts";
import type { Mnemonic } from "../../../cpu/isa/table.ts";
import type { Machine } from "../../../cpu/machine.ts";
import { fc } from "../../properties.ts";
import {
  assertTrap,
  CODE,
  code,
  compareStep,
  DATA,
  ins,
  prepare,
  prepareModel,
  type Range,
  testEngines,
} from "../harness.ts";
import {
  BRANCH_TAKEN,
  COMPUTE,
  type Compute,
  COMPUTE_IMMEDIATE,
  COMPUTE_ONE,
  LOAD,
  Model,
  STORE,
} from "../model.ts";
import { EXTREMES, IMMEDIATES, pairs, POWERS_OF_TWO, Random } from "../values.ts";

/** Registers of the table loop: the operands, the result, and where they come from and go. */
const [A, B, T, IN, END, OUT, BUFFER] = [5, 6, 7, 10, 11, 12, 13];
const TABLE_OUT = 0x3f_6000_0000n;
const BUFFER_MIDDLE = 0x3f_5000_0800n;

/** Code that leaves its result in T, and what the result should be. */
interface Case {
  readonly name: string;
  readonly words: readonly number[];
  readonly expected: (a: bigint, b: bigint) => bigint;
}

/** Runs all cases for all operand pairs on one machine and compares every result. */
function checkCases(
  machine: Machine,
  cases: readonly Case[],
  operands: readonly (readonly [bigint, bigint])[],
): void {
  const body = [
    ins("ld", { rd: A, rs1: IN }),
    ins("ld", { rd: B, rs1: IN, imm: 8 }),
    ...cases.flatMap(({ words }) => [
      ...words,
      ins("sd", { rs2: T, rs1: OUT }),
      ins("addi", { rd: OUT, rs1: OUT, imm: 8 }),
    ]),
    ins("addi", { rd: IN, rs1: IN, imm: 16 }),
    ins("beq", { rs1: IN, rs2: END, imm: 8 }),
  ];
  const words = [...body, ins("jal", { imm: -4 * body.length }), ins("ebreak")];
  const table = new Uint8Array(BigUint64Array.from(operands.flat()).buffer);
  const results = operands.length * cases.length;
  prepare(machine, [
    code(words),
    { address: DATA, length: table.length, permissions: "r--", bytes: table },
    { address: TABLE_OUT, length: 8 * results, permissions: "rw-" },
    { address: BUFFER_MIDDLE & ~0xfffn, permissions: "rw-" },
  ]);
  machine.registers.set(IN, DATA);
  machine.registers.set(END, DATA + BigInt(table.length));
  machine.registers.set(OUT, TABLE_OUT);
  machine.registers.set(BUFFER, BUFFER_MIDDLE);
  assertTrap(machine.run(), "breakpoint", CODE + BigInt(4 * words.length - 4));
  const got = new BigUint64Array(machine.memory.read(TABLE_OUT, 8 * results).buffer);
  let index = 0;
  for (const [a, b] of operands) {
    for (const { name, expected } of cases) {
      const want = BigInt.asUintN(64, expected(BigInt.asIntN(64, a), BigInt.asIntN(64, b)));
      const value = got[index++];
      if (value !== want) {
        const hex = (number: bigint | undefined) => `0x${number?.toString(16)}`;
        assertEquals(hex(value), hex(want), `${name} of ${hex(a)} and ${hex(b)}`);
      }
    }
  }
}

const copy = (rd: number, rs1: number) => ins("addi", { rd, rs1 });

function registerCases(name: Mnemonic, compute: Compute): Case[] {
  const op = (rd: number, rs1: number, rs2: number) => ins(name, { rd, rs1, rs2 });
  const form = (operands: string, words: readonly number[], expected: Compute): Case => ({
    name: `${name} ${operands}`,
    words,
    expected,
  });
  return [
    form("t, a, b", [op(T, A, B)], compute),
    form("a, a, b", [copy(T, A), op(T, T, B)], compute),
    form("b, a, b", [copy(T, B), op(T, A, T)], compute),
    form("t, a, a", [op(T, A, A)], (a) => compute(a, a)),
    form("a, a, a", [copy(T, A), op(T, T, T)], (a) => compute(a, a)),
    form("t, x0, b", [op(T, 0, B)], (_, b) => compute(0n, b)),
    form("t, a, x0", [op(T, A, 0)], (a) => compute(a, 0n)),
    form("x0, a, b", [op(0, A, B), copy(T, 0)], () => 0n),
  ];
}

function immediateCases(name: Mnemonic, compute: Compute, field: "imm" | "shamt"): Case[] {
  const bits = name.endsWith("w") ? 32 : 64;
  const values = field === "imm" ? IMMEDIATES : Array.from({ length: bits }, (_, amount) => amount);
  return values.flatMap((value): Case[] => {
    const op = (rd: number, rs1: number) => ins(name, { rd, rs1, [field]: value });
    const by = BigInt(value);
    return [
      { name: `${name} t, a, ${value}`, words: [op(T, A)], expected: (a) => compute(a, by) },
      {
        name: `${name} a, a, ${value}`,
        words: [copy(T, A), op(T, T)],
        expected: (a) => compute(a, by),
      },
      { name: `${name} t, x0, ${value}`, words: [op(T, 0)], expected: () => compute(0n, by) },
      {
        name: `${name} x0, a, ${value}`,
        words: [op(0, A), copy(T, 0)],
        expected: () => 0n,
      },
    ];
  });
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  // Object.entries forgets the keys' type; these are literal tables without further keys.
  return Object.entries(record) as [Key, Value][];
}

const randomPairs = (seed: number, count: number): [bigint, bigint][] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => [random.word(), random.word()]);
};

testEngines("arithmetic on two registers at its extremes", (machine) => {
  for (const [name, compute] of entries(COMPUTE)) {
    checkCases(machine(), registerCases(name, compute), pairs(EXTREMES));
  }
});

testEngines("arithmetic on two registers around every power of two", (machine) => {
  const few = [0n, 1n, 3n, 31n, 63n, 1n << 31n, 1n << 63n, -1n, -7n].map((v) =>
    BigInt.asUintN(64, v)
  );
  const operands = [...pairs(POWERS_OF_TWO, few), ...pairs(few, POWERS_OF_TWO)];
  for (const [name, compute] of entries(COMPUTE)) {
    checkCases(machine(), registerCases(name, compute).slice(0, 1), operands);
  }
});

testEngines("arithmetic on two registers for random operands", (machine) => {
  const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const operands = fc.array(fc.tuple(word, word), { minLength: 50, maxLength: 50 });
  for (const [name, compute] of entries(COMPUTE)) {
    fc.assert(
      fc.property(operands, (list) => {
        using fresh = machine();
        checkCases(fresh, registerCases(name, compute), list);
      }),
      { numRuns: 4 },
    );
  }
});

testEngines("arithmetic with an immediate at its extremes", (machine) => {
  const operands = EXTREMES.map((a) => [a, 0n] as const);
  for (const [name, compute] of entries(COMPUTE_IMMEDIATE)) {
    const row = ENCODINGS.find(({ mnemonic }) => mnemonic === name)?.row;
    const field = row?.operands.endsWith("shamt") ? "shamt" : "imm";
    checkCases(machine(), immediateCases(name, compute, field), operands);
  }
});

testEngines("arithmetic on one register at its extremes", (machine) => {
  const operands = [...EXTREMES, ...POWERS_OF_TWO].map((a) => [a, 0n] as const);
  for (const [name, compute] of entries(COMPUTE_ONE)) {
    const op = (rd: number, rs1: number) => ins(name, { rd, rs1 });
    const cases: Case[] = [
      { name: `${name} t, a`, words: [op(T, A)], expected: compute },
      { name: `${name} a, a`, words: [copy(T, A), op(T, T)], expected: compute },
      { name: `${name} t, x0`, words: [op(T, 0)], expected: () => compute(0n) },
      { name: `${name} x0, a`, words: [op(0, A), copy(T, 0)], expected: () => 0n },
    ];
    checkCases(machine(), cases, [...operands, ...randomPairs(4, 200)]);
  }
});

testEngines("branches are taken exactly when their condition holds", (machine) => {
  const cases = entries(BRANCH_TAKEN).flatMap(([name, taken]): Case[] => {
    const branch = (rs1: number, rs2: number) => [
      ins("addi", { rd: T, imm: 1 }),
      ins(name, { rs1, rs2, imm: 8 }),
      ins("addi", { rd: T }),
    ];
    return [
      { name: `${name} a, b`, words: branch(A, B), expected: (a, b) => BigInt(taken(a, b)) },
      { name: `${name} a, a`, words: branch(A, A), expected: (a) => BigInt(taken(a, a)) },
      { name: `${name} x0, b`, words: branch(0, B), expected: (_, b) => BigInt(taken(0n, b)) },
      { name: `${name} a, x0`, words: branch(A, 0), expected: (a) => BigInt(taken(a, 0n)) },
    ];
  });
  checkCases(machine(), cases, [...pairs(EXTREMES), ...randomPairs(1, 500)]);
});

testEngines("loads extend what is there, and stores write no more than their size", (machine) => {
  const offsets = [0, 8, -8, 1016, 2040, -2048];
  const cases = offsets.flatMap((imm) =>
    entries(STORE).flatMap(([store, size]) =>
      entries(LOAD).map(([load, [loadSize, extend]]): Case => ({
        name: `${store}, then ${load} at ${imm}`,
        words: [
          ins("sd", { rs2: B, rs1: BUFFER, imm }),
          ins(store, { rs2: A, rs1: BUFFER, imm }),
          ins(load, { rd: T, rs1: BUFFER, imm }),
        ],
        expected: (a, b) => {
          const bits = BigInt(8 * size);
          const kept = BigInt.asUintN(64, b) >> bits << bits;
          return extend(BigInt.asUintN(8 * loadSize, kept | BigInt.asUintN(8 * size, a)));
        },
      }))
    )
  );
  const operands = [
    ...EXTREMES.map((a) => [a, ~a & (2n ** 64n - 1n)] as const),
    ...randomPairs(2, 50),
  ];
  checkCases(machine(), cases, operands);
});

testEngines("a load into its own base, and into x0", (machine) => {
  const cases: Case[] = entries(LOAD).flatMap(([name, [size, extend]]): Case[] => [
    {
      name: `${name} t, 0(t)`,
      words: [
        ins("sd", { rs2: A, rs1: BUFFER }),
        copy(T, BUFFER),
        ins(name, { rd: T, rs1: T }),
      ],
      expected: (a) => extend(BigInt.asUintN(8 * size, a)),
    },
    {
      name: `${name} x0`,
      words: [ins("sd", { rs2: A, rs1: BUFFER }), ins(name, { rs1: BUFFER }), copy(T, 0)],
      expected: () => 0n,
    },
  ]);
  checkCases(machine(), cases, EXTREMES.map((a) => [a, 0n] as const));
});

testEngines("a store of its own base, and of x0", (machine) => {
  const cases = entries(STORE).flatMap(([name, size]): Case[] => [
    {
      name: `${name} base, 0(base)`,
      words: [
        ins("sd", { rs1: BUFFER }),
        ins(name, { rs2: BUFFER, rs1: BUFFER }),
        ins("ld", { rd: T, rs1: BUFFER }),
      ],
      expected: () => BigInt.asUintN(8 * size, BUFFER_MIDDLE),
    },
    {
      name: `${name} x0`,
      words: [
        ins("sd", { rs2: A, rs1: BUFFER }),
        ins(name, { rs1: BUFFER }),
        ins("ld", { rd: T, rs1: BUFFER }),
      ],
      expected: (a) => BigInt.asUintN(64, a) >> BigInt(8 * size) << BigInt(8 * size),
    },
  ]);
  checkCases(machine(), cases, EXTREMES.map((a) => [a, 0n] as const));
});

const SOLE_PAGE: Range = { address: CODE, permissions: "rwx" };

/** Executes single words at given addresses, with given registers, on one machine and one model. */
class Pair {
  readonly machine: Machine;
  readonly model: Model = prepareModel([SOLE_PAGE]);

  constructor(machine: Machine) {
    this.machine = prepare(machine, [SOLE_PAGE]);
  }

  check(word: number, registers: ReadonlyMap<number, bigint>, pc = CODE + 0x800n): void {
    for (const [register, value] of registers) {
      this.machine.registers.set(register, value);
      this.model.registers[register] = BigInt.asUintN(64, value);
    }
    this.machine.memory.writeUint(pc, 4, BigInt(word));
    this.model.store(pc, 4, BigInt(word));
    this.machine.pc = pc;
    this.model.pc = pc;
    const state = [...registers].map(([register, value]) => `x${register}=0x${value.toString(16)}`);
    compareStep(this.machine, this.model, `0x${word.toString(16)} ${state.join(" ")}`);
  }
}

testEngines("lui and auipc sign-extend their 32 bits", (machine) => {
  const pair = new Pair(machine());
  const uppers = [0, 1, 2, 0x7ffff, 0x80000, 0x80001, 0xffffe, 0xfffff, 0x12345, 0xabcde];
  for (const name of ["lui", "auipc"] as const) {
    for (const imm of uppers) {
      for (const rd of [0, 1, 5, 31]) pair.check(ins(name, { rd, imm: imm << 12 }), new Map());
    }
  }
});

testEngines("jal reaches both ends of its range and links", (machine) => {
  const pair = new Pair(machine());
  for (const imm of [0, 2, 4, -2, -4, 2046, 2048, -2048, 4094, 1048574, -1048576, 0xaaaa]) {
    for (const rd of [0, 1, 5]) pair.check(ins("jal", { rd, imm }), new Map());
  }
});

testEngines("jalr adds, clears bit 0, and links after reading its base", (machine) => {
  const pair = new Pair(machine());
  for (const base of [...EXTREMES, CODE, CODE + 1n, CODE + 2n, DATA + 3n]) {
    for (const imm of [0, 1, 2, -1, 2047, -2048]) {
      for (const rd of [0, 1, 5]) {
        pair.check(ins("jalr", { rd, rs1: 5, imm }), new Map([[5, base]]));
      }
      pair.check(ins("jalr", { rd: 1, imm }), new Map());
    }
  }
});

testEngines("branches reach both ends of their range, from anywhere in a page", (machine) => {
  const pair = new Pair(machine());
  for (const name of entries(BRANCH_TAKEN).map(([key]) => key)) {
    for (const imm of [0, 2, 4, -2, -4, 2046, 2048, -2048, 4094, -4096, 1366]) {
      for (const pc of [CODE, CODE + 2n, CODE + 0x800n, CODE + 0xffcn]) {
        pair.check(ins(name, { rs1: 5, rs2: 6, imm }), new Map([[5, 1n], [6, 1n]]), pc);
        pair.check(ins(name, { rs1: 5, rs2: 6, imm }), new Map([[5, 1n], [6, -1n]]), pc);
      }
    }
  }
});

testEngines("a long row of branches to the next instruction is code like any other", (machine) => {
  const branches = Array.from({ length: 900 }, () => ins("bne", { rs1: 5, imm: 4 }));
  const words = [...branches, ins("addi", { rd: 5, rs1: 5, imm: -1 })];
  words.push(ins("bne", { rs1: 5, imm: -4 * words.length }), ins("ebreak"));
  const subject = prepare(machine(), [code(words)]);
  subject.registers.set(5, 100n);
  assertTrap(subject.run(), "breakpoint", CODE + 902n * 4n);
  assertEquals(subject.instructions, 902 * 100);
});

testEngines("fences do nothing, whatever their fields are", (machine) => {
  const pair = new Pair(machine());
  const random = new Random(3);
  for (const encoding of ENCODINGS.filter(({ mnemonic }) => mnemonic.startsWith("fence"))) {
    for (let count = 0; count < 100; count++) pair.check(random.instruction(encoding), new Map());
  }
});

testEngines(
  "counters read as the instructions retired; fcsr reads and writes; others are illegal",
  (machine) => {
    const pair = new Pair(machine());
    const csrs = [0xc00, 0xc01, 0xc02, 0xc03, 0xc1f, 0xc80, 0, 1, 2, 3, 0x300, 0xbff, 0xfff];
    for (const csr of csrs) {
      for (const name of ["csrrw", "csrrs", "csrrc"] as const) {
        for (const rd of [0, 1, 5]) {
          for (const rs1 of [0, 5]) pair.check(ins(name, { rd, csr, rs1 }), new Map([[5, 0n]]));
        }
      }
      for (const name of ["csrrwi", "csrrsi", "csrrci"] as const) {
        for (const rd of [0, 1]) {
          for (const uimm of [0, 1, 31]) pair.check(ins(name, { rd, csr, uimm }), new Map());
        }
      }
    }
    // Of three counters: two forms with three destinations, and two with two, that write nothing.
    // Of fflags, frm and fcsr, everything.
    assertEquals(pair.model.retired, 3 * (2 * 3 + 2 * 2) + 3 * (3 * 3 * 2 + 3 * 2 * 3));
  },
);

testEngines("counters are exact across slices of a long run", (machine) => {
  const words = [
    ins("addi", { rd: A, rs1: A, imm: -1 }),
    ins("bne", { rs1: A, imm: -4 }),
    ins("csrrs", { rd: T, csr: 0xc02 }),
    ins("csrrs", { rd: B, csr: 0xc00 }),
    ins("ebreak"),
  ];
  const count = 1_600_001;
  const long = prepare(machine(), [code(words)]);
  long.registers.set(A, BigInt(count));
  assertTrap(long.run(), "breakpoint", CODE + 16n);
  assertEquals(long.registers.get(T), BigInt(2 * count));
  assertEquals(long.registers.get(B), BigInt(2 * count + 1));
  assertEquals(long.instructions, 2 * count + 2);
});

testEngines("any instruction with any operands does what the model says", (machine) => {
  const pair = new Pair(machine());
  const bits = fc.integer({ min: 0, max: 0xffff_ffff });
  const value = fc.oneof(
    fc.constantFrom(...EXTREMES),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.integer({ min: 0, max: 4095 }).map((offset) => CODE + BigInt(offset)),
  );
  const instruction = fc.tuple(fc.constantFrom(...ENCODINGS), bits)
    .map(([{ match, mask }, fields]) => (match | (fields & ~mask)) >>> 0);
  const registers = fc.array(fc.tuple(fc.integer({ min: 1, max: 31 }), value), { maxLength: 8 });
  const offset = fc.integer({ min: 0, max: 2046 }).map((halfword) => CODE + BigInt(2 * halfword));
  fc.assert(
    fc.property(fc.oneof(instruction, bits), registers, offset, (word, values, pc) => {
      pair.check(word, new Map(values), pc);
    }),
    { numRuns: 3000 },
  );
});
