// SPDX-License-Identifier: MPL-2.0
import { assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { decode } from "../../../cpu/isa/encoding.ts";
import { Machine } from "../../../cpu/machine.ts";
import type { Mapping } from "../../../cpu/memory/memory.ts";
import type { Cause } from "../../../cpu/memory/trap.ts";
import { REGISTER } from "../../../cpu/isa/registers.ts";
import { contractOf } from "../../../host/report/contracts.ts";
import { describeTrap } from "../../../host/report/describe.ts";
import { hintsFor, type Situation, suspiciousRegisters } from "../../../host/report/hints.ts";
import { Process } from "../../../host/process.ts";
import { History } from "../../../host/watch/history.ts";
import type { Observer } from "../../../host/watch/observer.ts";

/** ld a1, 8(a0) */
const LOAD = decode(0x0085_3583);
/** sb a1, 0(a0) */
const STORE = decode(0x00b5_0023);

const mapping = (start: bigint, end: bigint, rights: string, name: string): Mapping => ({
  start,
  end,
  permissions: {
    read: rights.includes("r"),
    write: rights.includes("w"),
    execute: rights.includes("x"),
  },
  name,
});
const MAPPINGS = [
  mapping(0x10000n, 0x12000n, "rx", "program"),
  mapping(0x12000n, 0x13000n, "r", "program"),
  mapping(0x13000n, 0x14000n, "rw", "program"),
  mapping(0x3f_1000_0000n, 0x3f_1020_0000n, "rw", ""),
  mapping(0x3f_f780_0000n, 0x3f_f800_0000n, "rw", "[stack]"),
];

function situation(
  cause: Cause,
  address: bigint,
  more: Partial<Situation> & { set?: Record<number, bigint> } = {},
): Situation {
  const { set = {}, ...rest } = more;
  const registers = Array.from({ length: 32 }, (_, number) => set[number] ?? 0n);
  registers[2] = set[2] ?? 0x3f_f7ff_ff00n;
  return {
    trap: { cause, pc: 0x10100n, address, instruction: 5 },
    instruction: cause === "load-page-fault"
      ? LOAD
      : cause === "store-page-fault"
      ? STORE
      : undefined,
    registers,
    fcsr: 0,
    mappings: MAPPINGS,
    history: undefined,
    unmapper: () => "main at x.s:1",
    poison: 0x69,
    ...rest,
  };
}

const hint = (...args: Parameters<typeof situation>) => hintsFor(situation(...args)).join("\n");

/** A history whose events the test itself makes, by calling its observer. */
function historyOf(machine: Machine): { history: History; observer: Observer } {
  let observer: Observer = {};
  const history = new History({
    machine,
    observe(given) {
      observer = given;
      return { [Symbol.dispose]() {} };
    },
  });
  return { history, observer };
}

const POISON = 0x6969_6969_6969_6969n;

Deno.test("hintsFor() recognises the allocator's poison, also with an offset", () => {
  assertStringIncludes(
    hint("load-page-fault", POISON + 8n, { set: { [REGISTER.a0]: POISON } }),
    "use after free",
  );
  assertStringIncludes(hint("instruction-page-fault", POISON & ~1n), "use after free");
});

Deno.test("hintsFor() does not mention poison in a program without the allocator", () => {
  const text = hint("load-page-fault", POISON + 8n, {
    set: { [REGISTER.a0]: POISON },
    poison: undefined,
  });
  assertEquals(text.includes("use after free"), false);
});

Deno.test("hintsFor() recognises null pointers, with the offset", () => {
  assertStringIncludes(hint("load-page-fault", 8n), "a0 is null");
  assertStringIncludes(hint("load-page-fault", 8n), "offset 8");
  assertStringIncludes(
    hint("load-page-fault", 48n, { set: { [REGISTER.a0]: 40n } }),
    "null plus 48",
  );
  assertStringIncludes(hint("instruction-page-fault", 0n), "a return with ra = 0, which");
  assertStringIncludes(hint("instruction-page-fault", 0n), "null function pointer");
  const called = hint("instruction-page-fault", 0n, { set: { [REGISTER.ra]: 0x10104n } });
  assertEquals(called, "a call through a null function pointer");
});

Deno.test("hintsFor() does not take a number in a register for a field of a null pointer", () => {
  const load = decode(0x0005_3583); // ld a1, 0(a0)
  const set = { [REGISTER.a0]: 0x1234n };
  const text = hint("load-page-fault", 0x1234n, { instruction: load, set });
  assertStringIncludes(text, "a0 holds 0x1234, which is not an address");
  assertEquals(text.includes("null"), false);
  // With an offset, too.
  const field = hint("load-page-fault", 0x1008n, { set: { [REGISTER.a0]: 0x1000n } });
  assertStringIncludes(field, "a0 holds 0x1000, which is not an address");
});

Deno.test("hintsFor() says what a routine takes that was given a number, if nothing else is known", () => {
  const load = decode(0x0005_3583); // ld a1, 0(a0)
  const contract = contractOf("call print_string");
  const given = (value: bigint) =>
    hint("load-page-fault", value, { instruction: load, set: { [REGISTER.a0]: value }, contract });
  const expected =
    "print_string takes the address of a string in a0, as la loads it; print_int prints a " +
    "number, print_char a character";
  for (const value of [42n, 0x1234n, 0x6c6c_6548n]) assertEquals(given(value), expected);
  assertStringIncludes(given(0n), "a0 is null");
  assertEquals(given(POISON).includes("print_string"), false);
  assertEquals(
    contractOf("call rt.memcpy  # a copy")?.startsWith("rt.memcpy takes the dest"),
    true,
  );
  for (const source of ["call print_int", "call own", "call toString", "la a0, print_string", ""]) {
    assertEquals(contractOf(source), undefined);
  }
});

Deno.test("hintsFor() does not say that a function returned to itself beside another cause", () => {
  const selfReturn = { happened: "f returned to itself", impending: "f does not save ra" };
  assertEquals(hintsFor(situation("load-page-fault", 0xabcd_ef00n, { selfReturn })), [
    "f returned to itself",
  ]);
  assertEquals(hintsFor(situation("load-page-fault", 8n, { selfReturn })).slice(1), [
    "f does not save ra",
  ]);
});

Deno.test("hintsFor() says which instructions and CSRs are privileged", () => {
  const cases: [word: number, hint: string][] = [
    [0x3020_0073, "mret is privileged: programs run in user mode here, as under Linux"],
    [0x1050_0073, "wfi is privileged"],
    [0x1200_0073, "sfence.vma is privileged"],
    [0xf140_2573, "the CSR mhartid is privileged"],
    [0x3000_1073, "the CSR mstatus is privileged"],
    [0xc000_1073, "the CSR cycle is read-only"],
  ];
  for (const [word, words] of cases) {
    const instruction = decode(word);
    assertStringIncludes(hint("illegal-instruction", BigInt(word), { instruction }), words);
  }
});

Deno.test("hintsFor() recognises an address that lost its upper half", () => {
  assertStringIncludes(
    hint("store-page-fault", 0x1000_0040n, { set: { [REGISTER.a0]: 0x1000_0040n } }),
    "lost its upper half: 0x3f10000040 is mapped",
  );
  assertStringIncludes(
    hint("store-page-fault", 0xffff_ffff_f7ff_ff00n, {
      set: { [REGISTER.a0]: 0xffff_ffff_f7ff_ff00n },
    }),
    "0x3ff7ffff00 is mapped",
  );
  assertEquals(
    hint("store-page-fault", 0x2000_0040n, { set: { [REGISTER.a0]: 0x2000_0040n } }),
    "",
  );
});

Deno.test("hintsFor() recognises a stack overflow by the address and sp", () => {
  assertStringIncludes(
    hint("store-page-fault", 0x3f_f77f_ffe8n, { set: { 2: 0x3f_f77f_ffe0n } }),
    "stack overflow",
  );
  assertEquals(hint("store-page-fault", 0x3f_f77f_ffe8n, { set: { [REGISTER.a0]: 1n } }), "");
});

Deno.test("hintsFor() says what was unmapped, and where", () => {
  using machine = new Machine();
  const { history, observer } = historyOf(machine);
  observer.onMapping?.({
    change: "unmap",
    start: 0x3f_2000_0000n,
    end: 0x3f_2000_2000n,
    permissions: undefined,
    instruction: 3,
  });
  const text = hint("load-page-fault", 0x3f_2000_0018n, {
    history,
    set: { [REGISTER.a0]: 0x3f_2000_0010n },
  });
  assertStringIncludes(text, "0x3f20000000 to 0x3f20002000 was unmapped by main at x.s:1");
});

Deno.test("hintsFor() recognises text in a pointer and in a return address", () => {
  const text = 0x4141_4141_4141_4141n;
  assertStringIncludes(
    hint("load-page-fault", text + 8n, { set: { [REGISTER.a0]: text } }),
    'is the text "AAAAAAAA"',
  );
  const jump = hint("instruction-page-fault", text & ~1n, { set: { 1: text } });
  assertStringIncludes(jump, 'is the text "AAAAAAAA"');
  assertStringIncludes(jump, "the return address on the stack was overwritten");
});

Deno.test("hintsFor() says which part of a program is read-only", () => {
  assertStringIncludes(hint("store-page-fault", 0x11000n), ".text instead of .data");
  assertStringIncludes(hint("store-page-fault", 0x12000n), ".rodata instead of .data");
});

Deno.test("hintsFor() recognises code that ran past its end", () => {
  assertStringIncludes(hint("illegal-instruction", 0n), "a missing ret");
  assertStringIncludes(hint("instruction-page-fault", 0x12000n), "past the end of the code");
  assertEquals(hint("illegal-instruction", 0xffff_ffffn), "");
});

Deno.test("hintsFor() recognises call numbers of teaching simulators", () => {
  const after = (number: number, argument: bigint) => {
    const program = build([{ name: "x.s", text: ".globl _start\n_start: ecall\n.word 0\n" }]);
    using process = new Process(program);
    const history = new History(process);
    process.machine.registers.set(REGISTER.a0, argument);
    process.machine.registers.set(REGISTER.a7, BigInt(number));
    process.step();
    assertEquals(process.machine.registers.getSigned(REGISTER.a0), -38n);
    return hint("illegal-instruction", 0n, { history });
  };
  assertStringIncludes(after(10, 0n), "10 in a7, which asks RARS or MARS to exit");
  assertStringIncludes(after(0, 4n), "4 in a0, which asks Venus to print a string");
});

Deno.test("suspiciousRegisters() marks poison, a bad sp and the base register", () => {
  const marks = suspiciousRegisters(
    situation("load-page-fault", 8n, { set: { 5: POISON, 2: 0x3f_f7ff_ff04n } }),
  );
  assertEquals([...marks.keys()].sort(), [10, 2, 5].sort());
  assertEquals(marks.get(2), "not a multiple of 16");
  const wild = suspiciousRegisters(situation("load-page-fault", 8n, { set: { 2: 0x50n } }));
  assertEquals(wild.get(2), "not in any mapping");
});

Deno.test("describeTrap() names the access, its size and the mapping", () => {
  const describe = (cause: Cause, address: bigint) => {
    const { trap, instruction } = situation(cause, address);
    return describeTrap(trap, instruction, {
      mappingAt: (at) => MAPPINGS.find(({ start, end }) => start <= at && at < end),
    });
  };
  assertEquals(
    [
      describe("load-page-fault", 8n),
      describe("store-page-fault", 8n),
      describe("store-page-fault", 0x12010n),
      describe("instruction-page-fault", 0x13000n),
      describe("instruction-page-fault", 0x50000n),
      describe("illegal-instruction", 0n),
      describe("illegal-instruction", 0x1234_5678n),
      describe("breakpoint", 0n),
    ],
    [
      "load of 8 bytes from unmapped address 0x8",
      "store of 1 byte to unmapped address 0x8",
      "store of 1 byte to read-only page at 0x12010 (r-- program)",
      "jump to non-executable page at 0x13000 (rw- program)",
      "jump to unmapped address 0x50000",
      "illegal instruction 0x00000000: this is not code",
      "illegal instruction 0x12345678",
      "breakpoint instruction (ebreak)",
    ],
  );
});

Deno.test("hintsFor() recognises an invalid rounding mode in frm", () => {
  // fadd.d fa0, fa1, fa2, in the dynamic mode
  const instruction = decode(0x02c5_f553);
  const illegal = situation("illegal-instruction", 0x02c5_f553n, { instruction, fcsr: 0xa0 });
  assertEquals(hintsFor(illegal), [
    "frm holds 5, which is not a rounding mode: what was written to frm or fcsr?",
  ]);
  assertEquals(hintsFor({ ...illegal, fcsr: 0x80 }), []);
});

Deno.test("describeTrap() names the size of floating-point accesses", () => {
  const machine = new Machine();
  const trap = situation("load-page-fault", 0n).trap;
  // flw fa0, 0(a0); fld fa0, 0(a0)
  for (const [word, size] of [[0x0005_2507, 4], [0x0005_3507, 8]] as const) {
    assertStringIncludes(describeTrap(trap, decode(word), machine.memory), `load of ${size} bytes`);
  }
  machine.dispose();
});
