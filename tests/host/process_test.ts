// SPDX-License-Identifier: MPL-2.0
// A program's start, run and end: the stack it finds, how it can end, what hooks see, and that every run
// is like the first.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { encode, encodingOf } from "../../cpu/encoding.ts";
import type { Image } from "../../cpu/image.ts";
import { type Hooks } from "../../host/hooks.ts";
import { type Outcome, Process, type ProcessOptions, statusOf } from "../../host/process.ts";

const TEXT = 0x1_0000n;
const SP = 2;

/** An image whose code is those words, and 4 KiB of data after its page. */
function image(words: readonly number[]): Image {
  const code = new Uint8Array(Uint32Array.from(words).buffer);
  return {
    entry: TEXT,
    segments: [
      { address: TEXT, data: code, size: code.length, read: true, write: false, execute: true },
      {
        address: TEXT + 0x1000n,
        data: new Uint8Array(),
        size: 0x1000,
        read: true,
        write: true,
        execute: false,
      },
    ],
  };
}

const addi = (rd: number, rs1: number, imm: number) => encode(encodingOf("addi"), { rd, rs1, imm });
const lui = (rd: number, imm: number) => encode(encodingOf("lui"), { rd, imm: imm << 12 });
const load = (rd: number, rs1: number, imm: number) => encode(encodingOf("ld"), { rd, rs1, imm });
const store = (rs2: number, rs1: number, imm: number) =>
  encode(encodingOf("sd"), { rs2, rs1, imm });
const jump = (rs1: number) => encode(encodingOf("jalr"), { rd: 0, rs1, imm: 0 });
const ecall = encode(encodingOf("ecall"), {});
const ebreak = encode(encodingOf("ebreak"), {});
const [A0, A1, A2, A7] = [10, 11, 12, 17];

/** exit(status) */
const exit = (status: number) => [addi(A0, 0, status), addi(A7, 0, 93), ecall];

function run(words: readonly number[], options: ProcessOptions = {}): Outcome {
  using process = new Process(image(words), options);
  return process.run({ maxInstructions: 1000 });
}

/** The stack of a fresh process, read as Linux lays it out. */
function readStack(options: ProcessOptions) {
  using process = new Process(image(exit(0)), options);
  const { memory, registers } = process.machine;
  const sp = registers.get(SP);
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

Deno.test("The strings lie above the pointers, one after another", () => {
  const options = { args: ["prog", "", "zwölf"], env: { HOME: "/", EMPTY: "" } };
  using process = new Process(image(exit(0)), options);
  const { memory, registers } = process.machine;
  const sp = registers.get(SP);
  const first = memory.readUint(sp + 8n, 8);
  const text = new TextDecoder().decode(memory.read(first, 35));
  assertEquals(text, "prog\0\0zwölf\0HOME=/\0EMPTY=\0prog\0\0\0\0");
  const [start, end] = [first, memory.mappingAt(sp)?.end ?? 0n];
  assertEquals(end - start, BigInt("prog\0\0zwoelf\0HOME=/\0EMPTY=\0prog\0".length + 8));
});

Deno.test("The auxiliary vector tells of the page size, the entry, the processor and 16 random bytes", () => {
  const { auxiliary, random } = readStack({ seed: 5 });
  assertEquals(auxiliary.get(6), 4096n);
  assertEquals(auxiliary.get(9), TEXT);
  assertEquals(auxiliary.get(16), (1n << 8n) | (1n << 12n));
  assertEquals(auxiliary.get(23), 0n);
  assertEquals(random, readStack({ seed: 5 }).random);
  assert(random.some((byte, index) => byte !== readStack({ seed: 6 }).random[index]));
});

Deno.test("The stack has 8 MiB above 4 GiB, and nothing below it", () => {
  const { mapping, sp } = readStack({});
  assert(mapping !== undefined);
  assertEquals(mapping.end - mapping.start, 8n << 20n);
  assertEquals(mapping.permissions, { read: true, write: true, execute: false });
  assert(sp > 1n << 32n && mapping.end - sp < 1024n);
  using process = new Process(image(exit(0)));
  assert(!process.machine.memory.isMapped(mapping.start - 1n, 1));
});

Deno.test("Arguments that do not fit onto the stack are refused", () => {
  const start = (args: string[]) => new Process(image(exit(0)), { args });
  assertThrows(() => start(["x".repeat(3 << 20)]), RangeError, "Cannot start the program");
  assertThrows(() => start(Array(300_000).fill("")), RangeError, "Cannot start the program");
  assertThrows(() => start(["a\0b"]), RangeError, "holds a NUL");
  start([]).dispose();
});

Deno.test("A program that exits gives its status, again and again", () => {
  using process = new Process(image(exit(7)));
  const outcome = process.run();
  assertEquals(outcome, { kind: "exited", status: 7 });
  assertEquals(statusOf(outcome), 7);
  assertEquals(process.run(), outcome);
  assertEquals(process.step(), outcome);
  assertEquals(process.statistics.instructions, 3);
});

Deno.test("A trap becomes the signal that Linux sends", () => {
  const cases: readonly (readonly [number[], string, number, string, number])[] = [
    [[ebreak], "SIGTRAP", 133, "breakpoint", 0],
    [[0], "SIGILL", 132, "illegal-instruction", 0],
    [[load(A0, 0, 8)], "SIGSEGV", 139, "load-page-fault", 0],
    [[lui(A0, 0x10), store(A0, A0, 0)], "SIGSEGV", 139, "store-page-fault", 1],
    // The jump retires; what cannot be fetched is the instruction after it.
    [[lui(A0, 0x11), jump(A0)], "SIGSEGV", 139, "instruction-page-fault", 2],
  ];
  for (const [words, name, status, cause, retired] of cases) {
    const outcome = run(words);
    assert(outcome.kind === "killed");
    assertEquals([outcome.signal.name, statusOf(outcome)], [name, status]);
    assertEquals(outcome.trap?.cause, cause);
    assertEquals(outcome.trap?.instruction, retired);
  }
});

Deno.test("A program can be stopped after a number of instructions, and go on", () => {
  using process = new Process(image([addi(0, 0, 0), addi(0, 0, 0), ...exit(1)]));
  assertEquals(process.run({ maxInstructions: 2 }), { kind: "limit" });
  assertEquals(statusOf({ kind: "limit" }), 124);
  assertEquals(process.step(), { kind: "limit" });
  assertEquals(process.machine.instructions, 3);
  assertEquals(process.run(), { kind: "exited", status: 1 });
});

Deno.test("A breakpoint stops a program before its instruction", () => {
  using process = new Process(image([addi(0, 0, 0), ...exit(1)]));
  process.machine.addBreakpoint(TEXT + 4n);
  assertEquals(process.run(), { kind: "breakpoint", address: TEXT + 4n });
  assertEquals(process.run(), { kind: "exited", status: 1 });
});

Deno.test("Hooks see each instruction, each access and each call in order", () => {
  const seen: string[] = [];
  const hooks: Hooks = {
    onInstruction: ({ number, pc }) => seen.push(`${number}: ${(pc - TEXT) / 4n}`),
    onMemory: ({ access, address, size, value }) =>
      seen.push(`${access} ${address - TEXT} ${size} ${value}`),
    onSyscall: ({ name, instruction, result }) => seen.push(`${name} ${instruction} ${result}`),
  };
  const words = [lui(A1, 0x11), store(A1, A1, 8), load(A2, A1, 8), ...exit(0)];
  run(words, { hooks });
  assertEquals(seen, [
    "0: 0",
    "1: 1",
    "store 4104 8 69632",
    "2: 2",
    "load 4104 8 69632",
    "3: 3",
    "4: 4",
    "exit 5 undefined",
    "5: 5",
  ]);
});

Deno.test("Two runs of a program are the same, instruction by instruction", () => {
  const record = () => {
    const seen: unknown[] = [];
    const hooks: Hooks = {
      onInstruction: ({ pc, value }) => seen.push([pc, value]),
      onSyscall: (event) => seen.push(event.text()),
    };
    // getrandom(data, 16, 0), clock_gettime(0, data + 16), mmap, and what they stored.
    const words = [
      ...[lui(A0, 0x11), addi(A1, 0, 16), addi(A2, 0, 0), addi(A7, 0, 278), ecall],
      ...[
        lui(A1, 0x11),
        load(A2, A1, 0),
        addi(A1, A1, 16),
        addi(A0, 0, 0),
        addi(A7, 0, 113),
        ecall,
      ],
      ...[lui(A1, 0x11), load(A2, A1, 16), load(A2, A1, 24), load(A2, SP, 0), addi(A2, SP, 0)],
      ...[addi(A0, 0, 0), addi(A1, 0, 100), addi(A2, 0, 3), addi(13, 0, 0x22), addi(14, 0, -1)],
      ...[addi(15, 0, 0), addi(A7, 0, 222), ecall, addi(A2, A0, 0)],
      ...exit(0),
    ];
    assertEquals(run(words, { hooks, seed: 3 }).kind, "exited");
    return seen;
  };
  const first = record();
  assert(first.length > 30);
  assertEquals(record(), first);
});

Deno.test("The statistics count what was done", () => {
  using process = new Process(image([
    ...[addi(A0, 0, 0), lui(A1, 0x10), addi(A2, 0, 3), addi(13, 0, 0x22), addi(14, 0, -1)],
    ...[addi(15, 0, 0), addi(A7, 0, 222), ecall],
    ...[store(A0, A0, 0), addi(A7, 0, 215), lui(A1, 0x10), ecall],
    ...exit(0),
  ]));
  const before = process.statistics;
  assertEquals(process.run(), { kind: "exited", status: 0 });
  const after = process.statistics;
  assertEquals([after.mmaps, after.munmaps, after.systemCalls], [1, 1, 3]);
  assertEquals(after.peakMappedBytes - before.peakMappedBytes, 0x1_0000);
  assertEquals(after.pagesTouched - before.pagesTouched, 1);
  assertEquals(after.instructions, 15);
});

Deno.test("Thousands of processes can run one after another", () => {
  for (let round = 0; round < 2000; round++) {
    assertEquals(run(exit(round & 0xff)), { kind: "exited", status: round & 0xff });
  }
});
