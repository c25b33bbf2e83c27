// SPDX-License-Identifier: MPL-2.0
// Loads and stores of the guest around page ends and against permissions: misaligned accesses work,
// and a fault is precise: it names the first byte, and nothing of the instruction happened.

import { assertEquals } from "@std/assert";
import { ENCODINGS } from "../../../cpu/isa/encoding.ts";
import {
  assertSameItems,
  assertTrap,
  CODE,
  code,
  compareStep,
  DATA,
  ins,
  PAGE,
  prepare,
  prepareModel,
  type Range,
  testEngines,
  trapOf,
} from "../harness.ts";
import { LOAD, STORE } from "../model.ts";
import { Random } from "../values.ts";

const [BASE, VALUE, RESULT] = [10, 11, 12];
const LOADS = Object.keys(LOAD) as (keyof typeof LOAD)[];
const STORES = Object.keys(STORE) as (keyof typeof STORE)[];
const ACCESSES = [...LOADS, ...STORES];

const pattern = Uint8Array.from({ length: 8192 }, (_, index) => (index * 37 + 11) & 0xff);

/** A program of one access with offset 0, ended by ebreak. */
const accessCode = (name: (typeof ACCESSES)[number], imm = 0) =>
  code([
    name in LOAD
      ? ins(name, { rd: RESULT, rs1: BASE, imm })
      : ins(name, { rs2: VALUE, rs1: BASE, imm }),
    ins("ebreak"),
  ]);

const registersWith = (base: bigint): bigint[] => {
  const registers = Array.from({ length: 32 }, (_, index) => BigInt(index) * 0x0101_0101n);
  registers[BASE] = base;
  registers[VALUE] = 0xfedc_ba98_7654_3210n;
  registers[RESULT] = 0x7777_7777_7777_7777n;
  return registers;
};

testEngines("loads and stores of every size work at every offset around a page end", (machine) => {
  for (const name of ACCESSES) {
    const ranges: Range[] = [
      accessCode(name),
      { address: DATA, length: 8192, permissions: "rw-", bytes: pattern },
    ];
    const subject = prepare(machine(), ranges);
    for (let offset = -17n; offset <= 17n; offset++) {
      const setting = { registers: registersWith(DATA + PAGE + offset) };
      const model = prepareModel(ranges, setting);
      subject.memory.write(DATA, pattern);
      for (const [register, value] of setting.registers.entries()) {
        subject.registers.set(register, value);
      }
      subject.pc = CODE;
      assertTrap(subject.run(), "breakpoint", CODE + 4n);
      model.run(1);
      const label = `${name} at ${offset}`;
      assertSameItems(subject.registers.toArray(), model.registers, label);
      const near = DATA + PAGE - 32n;
      assertSameItems(subject.memory.read(near, 64), model.read(near, 64), label);
    }
  }
});

testEngines(
  "pages touched for the first time by an access across their border read as zero",
  (machine) => {
    for (const name of ACCESSES) {
      const ranges: Range[] = [accessCode(name), {
        address: DATA,
        length: 8192,
        permissions: "rw-",
      }];
      const setting = { registers: registersWith(DATA + PAGE - 1n) };
      const subject = prepare(machine(), ranges, setting);
      const model = prepareModel(ranges, setting);
      assertTrap(subject.run(), "breakpoint", CODE + 4n);
      model.run(1);
      assertEquals(subject.registers.toArray(), model.registers, name);
      assertEquals(subject.memory.read(DATA, 8192), model.read(DATA, 8192), name);
    }
  },
);

/** The permissions of the pages on either side of a page border. */
const SIDES = ["absent", "---", "r--", "rw-", "-w-", "r-x", "rwx", "--x"] as const;

testEngines("a fault names its first byte, and registers and memory are as before", (machine) => {
  const sides = ["absent", "---", "r--", "rw-", "-w-", "rwx"];
  for (const first of sides) {
    for (const second of sides) {
      for (const name of ACCESSES) {
        const pages: Range[] = [
          { address: DATA, permissions: first, bytes: pattern.subarray(0, 4096) },
          { address: DATA + PAGE, permissions: second, bytes: pattern.subarray(4096) },
        ];
        const ranges = [accessCode(name), ...pages.filter((page) => page.permissions !== "absent")];
        using subject = prepare(machine(), ranges);
        for (const offset of [-8n, -7n, -4n, -2n, -1n, 0n]) {
          const setting = { registers: registersWith(DATA + PAGE + offset) };
          const model = prepareModel(ranges, setting);
          for (const [register, value] of setting.registers.entries()) {
            subject.registers.set(register, value);
          }
          subject.pc = CODE;
          const before = subject.instructions;
          const label = `${name} at ${offset} between ${first} and ${second}`;
          const trap = model.run(2);
          const got = trapOf(subject.run());
          assertSameItems<unknown>(
            [got.cause, got.pc, got.address, got.instruction - before, subject.pc],
            [trap?.cause, trap?.pc, trap?.address, trap?.instruction, model.pc],
            label,
          );
          assertSameItems([subject.instructions - before], [model.retired], label);
          assertSameItems(subject.registers.toArray(), model.registers, label);
          for (const { address } of ranges.slice(1)) {
            const near = address === DATA ? DATA + PAGE - 16n : address;
            const read = subject.memory.read(near, 16, "any");
            assertSameItems(read, model.read(near, 16), label);
            const original = Number(near - DATA);
            subject.memory.write(near, pattern.subarray(original, original + 16), "any");
          }
        }
      }
    }
  }
});

testEngines("addresses that differ only above bit 31 are different", (machine) => {
  for (const name of ACCESSES) {
    const cause = name in LOAD ? "load-page-fault" : "store-page-fault";
    const data: Range = { address: DATA, length: 8192, permissions: "rw-", bytes: pattern };
    using subject = prepare(machine(), [accessCode(name), data]);
    const wrong = [
      DATA & 0xffff_ffffn,
      DATA + 2n ** 32n,
      DATA | 2n ** 63n,
      DATA | 2n ** 47n,
      ~DATA,
    ];
    for (const address of wrong) {
      subject.registers.set(BASE, address);
      subject.pc = CODE;
      assertTrap(subject.run(), cause, CODE, BigInt.asUintN(64, address));
    }
    subject.registers.set(BASE, DATA);
    subject.pc = CODE;
    assertTrap(subject.run(), "breakpoint", CODE + 4n);
  }
});

testEngines(
  "page 0, the machine's own area, and the ends of the address space fault",
  (machine) => {
    const addresses = [0n, 8n, 4088n, 0x800n, 2n ** 32n, 0x7000_0000n, 0x77ff_fff8n, 0xffff_fff8n];
    const last = 2n ** 64n - 1n;
    for (const name of ACCESSES) {
      const cause = name in LOAD ? "load-page-fault" : "store-page-fault";
      using subject = prepare(machine(), [accessCode(name)]);
      for (const address of [...addresses, last, last - 3n, last - 7n, 2n ** 63n, 2n ** 47n]) {
        subject.registers.set(BASE, address);
        subject.pc = CODE;
        assertTrap(subject.run(), cause, CODE, address);
      }
    }
  },
);

testEngines("an address wraps around 2^64 by its offset", (machine) => {
  const low: Range = { address: 0x1000n, permissions: "rw-", bytes: pattern.subarray(0, 4096) };
  using subject = prepare(machine(), [accessCode("ld", 2040), low]);
  // -2040 + 2040 is address 0, and 2^64 - 8 + 2040 lies in page 0.
  for (const base of [-2040n, -8n]) {
    subject.registers.set(BASE, base);
    subject.pc = CODE;
    assertTrap(subject.run(), "load-page-fault", CODE, base + 2040n);
  }
  using negative = prepare(machine(), [accessCode("lbu", -2048), low]);
  negative.registers.set(BASE, 0x1800n);
  assertTrap(negative.run(), "breakpoint", CODE + 4n);
  assertEquals(negative.registers.get(RESULT), BigInt(pattern[0] ?? 0));
});

testEngines("jumps to where nothing can be executed fault at the target", (machine) => {
  const ranges: Range[] = [
    code([ins("jalr", { rd: 1, rs1: BASE })]),
    { address: DATA, permissions: "rw-" },
    { address: DATA + PAGE, permissions: "r--" },
    { address: DATA + 2n * PAGE, permissions: "---" },
  ];
  using subject = prepare(machine(), ranges);
  const targets = [DATA, DATA + PAGE + 4n, DATA + 2n * PAGE + 2n, 0n, 8n, 2n ** 32n + CODE];
  for (const target of [...targets, 2n ** 64n - 2n, 2n ** 63n | CODE]) {
    const before = subject.instructions;
    subject.registers.set(BASE, target);
    subject.pc = CODE;
    const stop = subject.run();
    assertTrap(stop, "instruction-page-fault", target, target);
    assertEquals(trapOf(stop).instruction, before + 1);
    assertEquals(subject.pc, target);
    assertEquals(subject.registers.get(1), CODE + 4n);
  }
});

testEngines("execution that runs off a page faults at the next one", (machine) => {
  const nop = ins("addi");
  const last = CODE + PAGE - 4n;
  for (const second of SIDES) {
    const next: Range = { address: CODE + PAGE, permissions: second, bytes: new Uint8Array(2) };
    const ranges = [code([nop], last), ...(second === "absent" ? [] : [next])];
    using subject = prepare(machine(), ranges, { pc: last });
    const executable = second.includes("x");
    assertTrap(
      subject.run(),
      executable ? "illegal-instruction" : "instruction-page-fault",
      last + 4n,
      executable ? 0n : last + 4n,
    );
    assertEquals(subject.instructions, 1);
  }
});

testEngines("an instruction across a page end needs both pages", (machine) => {
  const word = ins("addi", { rd: 5, rs1: 5, imm: 1 });
  const at = CODE + PAGE - 2n;
  for (const second of SIDES) {
    const first: Range = { address: CODE, permissions: "rwx" };
    const next: Range = { address: CODE + PAGE, permissions: second };
    using subject = prepare(
      machine(),
      second === "absent" ? [first] : [first, next],
      { pc: at },
    );
    subject.memory.writeUint(at, 2, BigInt(word & 0xffff));
    if (second !== "absent") {
      subject.memory.writeUint(CODE + PAGE, 2, BigInt(word >>> 16), "any");
    }
    if (second.includes("x")) {
      assertEquals(subject.step(), { reason: "limit" });
      assertEquals(subject.registers.get(5), 1n);
      assertEquals(subject.pc, at + 4n);
    } else {
      assertTrap(subject.run(), "instruction-page-fault", at, CODE + PAGE);
      assertEquals([subject.pc, subject.instructions], [at, 0]);
    }
  }
});

testEngines("an illegal instruction traps with its bits, of 2 or 4 bytes", (machine) => {
  const words: [number, bigint][] = [
    [0, 0n],
    [0xffff_8002, 0x8002n],
    [0xabcd_2001, 0x2001n],
    [0xffff_ffff, 0xffff_ffffn],
    [0x0000_007f, 0x7fn],
    [ins("csrrw", { csr: 0xc00 }), BigInt(ins("csrrw", { csr: 0xc00 }))],
  ];
  for (const [word, bits] of words) {
    for (const at of [CODE, CODE + 2n, CODE + PAGE - 2n]) {
      using subject = prepare(machine(), [{ address: CODE, length: 8192, permissions: "--x" }], {
        pc: at,
      });
      subject.memory.writeUint(at, 4, BigInt(word), "any");
      assertTrap(subject.run(), "illegal-instruction", at, bits);
      assertEquals([subject.pc, subject.instructions], [at, 0]);
    }
  }
});

testEngines(
  "after a fault the instruction can be tried again when the host has mapped the page",
  (machine) => {
    using subject = prepare(machine(), [accessCode("sd")], {
      registers: registersWith(DATA + PAGE - 4n),
    });
    assertTrap(subject.run(), "store-page-fault", CODE, DATA + PAGE - 4n);
    prepare(subject, [{ address: DATA, permissions: "rw-" }]);
    assertTrap(subject.run(), "store-page-fault", CODE, DATA + PAGE);
    assertEquals(subject.memory.readUint(DATA + PAGE - 4n, 4), 0n);
    prepare(subject, [{ address: DATA + PAGE, permissions: "rw-" }]);
    assertTrap(subject.run(), "breakpoint", CODE + 4n);
    assertEquals(subject.memory.readUint(DATA + PAGE - 4n, 8), 0xfedc_ba98_7654_3210n);
    assertEquals(subject.instructions, 1);
  },
);

testEngines("permissions changed between runs count from the next access on", (machine) => {
  using subject = prepare(machine(), [accessCode("sd"), { address: DATA, permissions: "rw-" }], {
    registers: registersWith(DATA),
  });
  const again = () => {
    subject.pc = CODE;
    return subject.run();
  };
  assertTrap(again(), "breakpoint", CODE + 4n);
  subject.memory.protect(DATA, 4096, { read: true, write: false, execute: false });
  assertTrap(again(), "store-page-fault", CODE, DATA);
  subject.memory.protect(DATA, 4096, { read: false, write: true, execute: false });
  assertTrap(again(), "breakpoint", CODE + 4n);
  subject.memory.unmap(DATA, 4096);
  assertTrap(again(), "store-page-fault", CODE, DATA);
});

testEngines("random accesses around borders of pages of all kinds match the model", (machine) => {
  const random = new Random(11);
  const rows = ENCODINGS.filter(({ mnemonic, row }) =>
    row.extension === "A" || ACCESSES.some((name) => name === mnemonic)
  );
  for (let round = 0; round < 60; round++) {
    const ranges: Range[] = [];
    for (let index = 0n; index < 6n; index++) {
      const permissions = random.pick(SIDES);
      if (permissions === "absent") continue;
      const bytes = Uint8Array.from({ length: 4096 }, () => random.below(256));
      ranges.push({ address: DATA + index * PAGE, permissions, bytes });
    }
    const words = Array.from({ length: 64 }, () => random.instruction(random.pick(rows)));
    const registers = Array.from(
      { length: 32 },
      () => DATA + BigInt(random.below(7)) * PAGE + BigInt(random.between(-9, 9)),
    );
    registers[0] = 0n;
    ranges.push(code(words));
    const setting = { registers };
    using subject = prepare(machine(), ranges, setting);
    const model = prepareModel(ranges, setting);
    for (let index = 0n; index < 64n; index++) {
      compareStep(subject, model, `round ${round}, word ${index}`);
      subject.pc = model.pc = CODE + 4n * (index + 1n);
    }
    for (const { address } of ranges) {
      const read = subject.memory.read(address, 4096, "any");
      assertSameItems(read, model.read(address, 4096), `round ${round}`);
    }
  }
});
