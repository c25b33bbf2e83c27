// SPDX-License-Identifier: MPL-2.0
// The start, run and end of a program: its stack, its outcomes, its hooks, and repeated runs, which are identical.

import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { build } from "../../asm/build.ts";
import type { Program } from "../../asm/object/program.ts";
import { type Hooks } from "../../host/watch/hooks.ts";
import { type Outcome, Process, type ProcessOptions, statusOf } from "../../host/process.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";

/** A program with those lines of code; `data` is 4 KiB of writable data. */
function programOf(...lines: readonly string[]): Program {
  const text = `
        .globl  _start
_start: ${lines.join("\n        ")}
        .bss
        .balign 4096
data:   .zero   4096
`;
  return build([{ name: "test.s", text }]);
}

/** exit(status) */
const exit = (status: number) => `li a0, ${status}; li a7, 93; ecall`;

const NOTHING = programOf(exit(0));

function run(program: Program, options: ProcessOptions = {}): Outcome {
  using process = new Process(program, options);
  return process.run({ maxInstructions: 1000 });
}

/** The stack of a new process, with Linux's layout. */
function readStack(options: ProcessOptions) {
  using process = new Process(NOTHING, options);
  const { memory, registers } = process.machine;
  const sp = registers.get(REGISTER.sp);
  let at = sp;
  const next = () => {
    const word = memory.readUint(at, 8);
    at += 8n;
    return word;
  };
  const string = (address: bigint) => new TextDecoder().decode(memory.readCString(address));
  const pointers = () => {
    const list: bigint[] = [];
    for (let word = next(); word !== 0n; word = next()) list.push(word);
    return list;
  };
  const count = next();
  const args = pointers().map(string);
  const env = pointers().map(string);
  const auxiliary = new Map<number, bigint>();
  for (let type = next(); type !== 0n; type = next()) auxiliary.set(Number(type), next());
  const random = memory.read(auxiliary.get(25) ?? 0n, 16);
  const mapping = memory.mappingAt(sp);
  const name = string(auxiliary.get(31) ?? 0n);
  return { sp, count, args, env, auxiliary, random, mapping, name };
}

Deno.test("A program finds its arguments and environment on the stack", () => {
  const stack = readStack({ args: ["prog", "", "zwölf"], env: { HOME: "/", EMPTY: "" } });
  assertEquals(stack.sp % 16n, 0n);
  assertEquals(stack.count, 3n);
  assertEquals(stack.args, ["prog", "", "zwölf"]);
  assertEquals(stack.env, ["HOME=/", "EMPTY="]);
  assertEquals(stack.name, "prog");
});

Deno.test("The strings are above the pointers, one after another", () => {
  const options = { args: ["prog", "", "zwölf"], env: { HOME: "/", EMPTY: "" } };
  using process = new Process(NOTHING, options);
  const { memory, registers } = process.machine;
  const sp = registers.get(REGISTER.sp);
  const first = memory.readUint(sp + 8n, 8);
  const text = new TextDecoder().decode(memory.read(first, 35));
  assertEquals(text, "prog\0\0zwölf\0HOME=/\0EMPTY=\0prog\0\0\0\0");
  const [start, end] = [first, memory.mappingAt(sp)?.end ?? 0n];
  assertEquals(end - start, BigInt("prog\0\0zwoelf\0HOME=/\0EMPTY=\0prog\0".length + 8));
});

Deno.test("The auxiliary vector has the page size, the entry, the capabilities and 16 random bytes", () => {
  const { auxiliary, random } = readStack({ seed: 5 });
  assertEquals(auxiliary.get(6), 4096n);
  assertEquals(auxiliary.get(9), NOTHING.entry);
  const letters = [..."IMAFDC"].map((letter) => 1n << BigInt(letter.charCodeAt(0) - 65));
  assertEquals(auxiliary.get(16), letters.reduce((all, bit) => all | bit));
  assertEquals(auxiliary.get(23), 0n);
  assertEquals(random, readStack({ seed: 5 }).random);
  assert(random.some((byte, index) => byte !== readStack({ seed: 6 }).random[index]));
});

Deno.test("The stack has 8 MiB above 4 GiB, and nothing is mapped below it", () => {
  const { mapping, sp } = readStack({});
  assert(mapping !== undefined);
  assertEquals(mapping.end - mapping.start, 8n << 20n);
  assertEquals(mapping.permissions, { read: true, write: true, execute: false });
  assert(sp > 1n << 32n && mapping.end - sp < 1024n);
  using process = new Process(NOTHING);
  assert(!process.machine.memory.isMapped(mapping.start - 1n, 1));
});

Deno.test("Arguments that do not fit onto the stack are refused", () => {
  const start = (args: string[]) => new Process(NOTHING, { args });
  assertThrows(() => start(["x".repeat(3 << 20)]), RangeError, "Cannot build the stack");
  assertThrows(() => start(Array(300_000).fill("")), RangeError, "Cannot build the stack");
  assertThrows(() => start(["a\0b"]), RangeError, "contains a NUL");
  start([]).dispose();
});

Deno.test("A program that has exited returns the same outcome again", () => {
  using process = new Process(programOf(exit(7)));
  const outcome = process.run();
  assertEquals(outcome, { kind: "exited", status: 7 });
  assertEquals(statusOf(outcome), 7);
  assertEquals(process.run(), outcome);
  assertEquals(process.step(), outcome);
  assertEquals(process.statistics.instructions, 3);
});

Deno.test("A trap becomes the signal that Linux sends", () => {
  const cases: readonly (readonly [string, string, number, string, number])[] = [
    ["ebreak", "SIGTRAP", 133, "breakpoint", 0],
    [".word 0", "SIGILL", 132, "illegal-instruction", 0],
    ["ld a0, 8(zero)", "SIGSEGV", 139, "load-page-fault", 0],
    ["auipc a0, 0; sd a0, 0(a0)", "SIGSEGV", 139, "store-page-fault", 1],
    // The jump retires; the fetch of the next instruction faults.
    ["la a0, data; jr a0", "SIGSEGV", 139, "instruction-page-fault", 3],
  ];
  for (const [text, name, status, cause, retired] of cases) {
    const outcome = run(programOf(text));
    assert(outcome.kind === "killed");
    assertEquals([outcome.signal.name, statusOf(outcome)], [name, status]);
    assertEquals(outcome.trap?.cause, cause);
    assertEquals(outcome.trap?.instruction, retired);
  }
});

Deno.test("A program can be stopped after a number of instructions, and continue", () => {
  using process = new Process(programOf("nop", "nop", exit(1)));
  assertEquals(process.run({ maxInstructions: 2 }), { kind: "limit" });
  assertEquals(statusOf({ kind: "limit" }), 124);
  assertEquals(process.step(), { kind: "limit" });
  assertEquals(process.machine.instructions, 3);
  assertEquals(process.run(), { kind: "exited", status: 1 });
});

Deno.test("A breakpoint stops a program before its instruction", () => {
  const program = programOf("nop", exit(1));
  using process = new Process(program);
  const address = program.entry + 4n;
  process.machine.addBreakpoint(address);
  assertEquals(process.run(), { kind: "breakpoint", address });
  assertEquals(process.run(), { kind: "exited", status: 1 });
});

Deno.test("Hooks see each instruction, each access and each call in order", () => {
  const program = programOf("lui a1, %hi(data)", "sd sp, 8(a1)", "ld a2, 8(a1)", exit(0));
  const data = program.symbol("data")?.value ?? 0n;
  const seen: string[] = [];
  const hooks: Hooks = {
    onInstruction: ({ number, pc }) => seen.push(`${number}: ${(pc - program.entry) / 4n}`),
    onMemory: ({ access, address, size, value }) => {
      assert(value > 1n << 32n);
      seen.push(`${access} ${address - data} ${size}`);
    },
    onSyscall: ({ name, instruction, result }) => seen.push(`${name} ${instruction} ${result}`),
  };
  run(program, { hooks });
  assertEquals(seen, [
    "0: 0",
    "1: 1",
    "store 8 8",
    "2: 2",
    "load 8 8",
    "3: 3",
    "4: 4",
    "exit 5 undefined",
    "5: 5",
  ]);
});

Deno.test("Two runs of a program are the same, instruction by instruction", () => {
  const program = programOf(
    "la a0, data; li a1, 16; li a2, 0; li a7, 278; ecall", // getrandom
    "li a0, 0; la a1, data + 16; li a7, 113; ecall", // clock_gettime
    "la a1, data; ld a2, 0(a1); ld a2, 8(a1); ld a2, 16(a1); ld a2, 24(a1)",
    "ld a2, 0(sp); mv a2, sp",
    "li a0, 0; li a1, 100; li a2, 3; li a3, 0x22; li a4, -1; li a5, 0; li a7, 222; ecall", // mmap
    "mv a2, a0",
    exit(0),
  );
  const record = (seed: number) => {
    const seen: unknown[] = [];
    const hooks: Hooks = {
      onInstruction: ({ pc, value }) => seen.push([pc, value]),
      onSyscall: (event) => seen.push(event.text()),
    };
    assertEquals(run(program, { hooks, seed }).kind, "exited");
    return seen;
  };
  const first = record(3);
  assert(first.length > 30);
  assertEquals(record(3), first);
  assertNotEquals(record(4), first);
});

Deno.test("The statistics count instructions, system calls and memory", () => {
  using process = new Process(programOf(
    "li a0, 0; li a1, 0x10000; li a2, 3; li a3, 0x22; li a4, -1; li a5, 0; li a7, 222; ecall",
    "sd a0, 0(a0)",
    "li a1, 0x10000; li a7, 215; ecall",
    exit(0),
  ));
  const before = process.statistics;
  assertEquals(process.run(), { kind: "exited", status: 0 });
  const after = process.statistics;
  assertEquals([after.mmaps, after.munmaps, after.systemCalls], [1, 1, 3]);
  assertEquals(after.peakMappedBytes - before.peakMappedBytes, 0x1_0000);
  assertEquals(after.pagesTouched - before.pagesTouched, 1);
  assertEquals(after.instructions, 15);
});

Deno.test("Thousands of processes can run one after another", () => {
  const program = programOf("ld a0, 0(sp); li a7, 93; ecall");
  for (let round = 0; round < 2000; round++) {
    const args = Array<string>(round & 7).fill("x");
    assertEquals(run(program, { args }), { kind: "exited", status: round & 7 });
  }
});

Deno.test("a program that finds no input yet makes its call again, and nothing else shows", () => {
  const copy = programOf(
    "la a1, data; li a0, 0; li a2, 8; li a7, 63; ecall",
    "blez a0, end; mv a2, a0; li a0, 1; la a1, data; li a7, 64; ecall; j _start",
    `end: ${exit(0)}`,
  );
  const runWith = (pending: boolean) => {
    const input: (number | undefined)[] = pending
      ? [undefined, undefined, 65, undefined, 66, undefined, 0]
      : [65, 66, 0];
    const calls: string[] = [];
    using process = new Process(copy, {
      stdin: {
        read(buffer) {
          const byte = input.shift();
          if (byte === undefined || byte === 0) return byte;
          buffer[0] = byte;
          return 1;
        },
      },
      hooks: { onSyscall: (event) => calls.push(event.text()) },
    });
    let waits = 0;
    let outcome = process.run();
    for (; outcome.kind === "input"; outcome = process.run()) waits++;
    const { output: { stdout }, statistics } = process;
    return { waits, seen: [outcome, calls, statistics, new TextDecoder().decode(stdout)] };
  };
  const [pending, ready] = [runWith(true), runWith(false)];
  assertEquals(pending.seen, ready.seen);
  assertEquals([pending.waits, ready.waits, pending.seen.at(-1)], [4, 0, "AB"]);
});

Deno.test("a run that pauses goes on where it was", () => {
  using process = new Process(
    programOf("li t0, 30000000", "1: addi t0, t0, -1; bnez t0, 1b", exit(3)),
  );
  let asked = 0;
  let pauses = 0;
  let outcome: Outcome;
  do outcome = process.run({ pause: () => ++asked % 2 === 0 }); while (
    outcome.kind === "interrupted" && ++pauses
  );
  assertEquals(outcome, { kind: "exited", status: 3 });
  assert(pauses > 3, String(pauses));
  assertEquals(process.machine.instructions, 60_000_005);
});

Deno.test("a run pauses, too, where faults or timers never let the machine run for long", () => {
  const handle = (signal: number) => [
    `li a0, ${signal}; la a1, action; li a2, 0; li a3, 8; li a7, 134; ecall`,
  ];
  const handler = ["handler: ret", ".data", "action: .dword handler, 0, 0, 0"];
  const programs = {
    "faults": [...handle(11), "1: ld t0, (zero)", "j 1b", ...handler],
    "timers": [
      ...handle(14),
      "li a0, 0; la a1, often; li a2, 0; li a7, 103; ecall",
      "1: j 1b",
      ...handler,
      "often: .dword 0, 1, 0, 1",
    ],
  };
  for (const [name, lines] of Object.entries(programs)) {
    using process = new Process(programOf(...lines));
    let asked = 0;
    const pause = () => ++asked === 3;
    const outcome = process.run({ pause, maxInstructions: 2_000_000 });
    assertEquals([outcome, asked], [{ kind: "interrupted" }, 3], name);
  }
});

Deno.test("a run pauses between system calls that copy much", () => {
  const calls = {
    "getrandom": "la a0, large; li a1, 1 << 20; li a2, 0; li a7, 278; ecall",
    "write": "li a0, 1; la a1, large; li a2, 1 << 20; li a7, 64; ecall",
  };
  for (const [name, call] of Object.entries(calls)) {
    const stdout = () => {};
    using process = new Process(
      programOf(`1: ${call}`, "j 1b", ".bss", "large: .zero 1 << 20"),
      { stdout },
    );
    let asked = 0;
    const pause = () => ++asked === 4;
    // 40 calls of 1 MiB.
    const outcome = process.run({ pause, maxInstructions: 320 });
    assertEquals([outcome, asked], [{ kind: "interrupted" }, 4], name);
  }
});

Deno.test("a function may keep the output that it gets, an object copies it", () => {
  const program = build([{
    name: "letters.s",
    text: `
        .globl  _start
_start: li      s0, 'a'
1:      la      a1, data
        sb      s0, (a1)
        li      a0, 1
        li      a2, 4095
        call    write
        li      a2, 4096
        call    write
        li      a2, 1
        call    write
        addi    s0, s0, 1
        li      t0, 'd'
        bne     s0, t0, 1b
        li      a0, 0
        li      a7, 93
        ecall
write:  li      a0, 1
        li      a7, 64
        ecall
        ret
        .data
data:   .fill   4096, 1, 'x'
`,
  }]);
  const expected = ["a", "b", "c"].flatMap((letter) =>
    [4095, 4096, 1].map((length) => letter.padEnd(length, "x"))
  );
  const decoder = new TextDecoder();
  const kept: Uint8Array[] = [];
  using keeping = new Process(program, { stdout: (bytes) => kept.push(bytes) });
  keeping.run();
  assertEquals(kept.map((bytes) => decoder.decode(bytes)), expected);
  const texts: string[] = [];
  using copying = new Process(program, {
    stdout: { write: (bytes) => void texts.push(decoder.decode(bytes)) },
  });
  copying.run();
  assertEquals(texts, expected);
  using collecting = new Process(program);
  collecting.run();
  assertEquals(decoder.decode(collecting.output.stdout), expected.join(""));
});
