// SPDX-License-Identifier: MPL-2.0
// Mistakes in the use of the library: a process or a machine that was disposed of, a run from inside a hook,
// hooks that throw, numbers that make no sense. Each throws an error that says so, and changes nothing.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { build } from "../../asm/build.ts";
import { Machine } from "../../cpu/machine.ts";
import { MachineStateError } from "../../cpu/memory/usage.ts";
import { Process, type ProcessOptions } from "../../host/process.ts";
import type { Hooks } from "../../host/watch/hooks.ts";
import { TraceFilter } from "../../host/trace/filter.ts";

const READ_WRITE = { read: true, write: true, execute: false };

/** Counts from 0 to 99 in memory, with a system call in each round, and exits with status 5. */
const PROGRAM = build([{
  name: "count.s",
  text: `
        .globl  _start
_start: li      s0, 0
loop:   la      t0, cell
        sd      s0, (t0)
        li      a7, 172
        ecall
        addi    s0, s0, 1
        li      t1, 100
        bne     s0, t1, loop
        li      a0, 5
        li      a7, 93
        ecall
        .bss
cell:   .zero   8
`,
}]);

Deno.test("every use of a machine after its end throws, and no other machine is touched", () => {
  const machine = new Machine();
  const { memory, registers, floatRegisters } = machine;
  memory.map(0x10000n, 4096, READ_WRITE);
  const endTrace = machine.addTrace({ instructions: true, sink() {} });
  machine.dispose();
  machine.dispose();
  // It gets the same arena.
  using other = new Machine();
  other.memory.map(0x10000n, 4096, READ_WRITE);
  other.memory.writeUint(0x10000n, 8, 7n);
  other.registers.set(5, 5n);
  const uses: (() => unknown)[] = [
    () => machine.run(),
    () => machine.step(),
    () => machine.pc,
    () => machine.pc = 4n,
    () => machine.instructions,
    () => machine.interrupt(),
    () => machine.interrupted,
    () => machine.breakpoints,
    () => machine.addBreakpoint(0n),
    () => machine.removeBreakpoint(0n),
    () => machine.addProbe(0n, () => {}),
    () => machine.addTrace({ instructions: true, sink() {} }),
    () => machine.traceMode,
    () => machine.load({ segments: [], entry: 0n }),
    () => memory.mappedBytes,
    () => memory.peakMappedBytes,
    () => memory.pagesTouched,
    () => memory.map(0x20000n, 4096, READ_WRITE),
    () => memory.isFree(0x20000n, 4096),
    () => memory.findFree(4096),
    () => memory.unmap(0x10000n, 4096),
    () => memory.clear(),
    () => memory.protect(0x10000n, 4096, READ_WRITE),
    () => memory.discard(0x10000n, 4096),
    () => memory.mappings(),
    () => memory.isTouched(0x10000n),
    () => memory.mappingAt(0x10000n),
    () => memory.isMapped(0x10000n, 8),
    () => memory.read(0x10000n, 8),
    () => memory.readInto(0x10000n, new Uint8Array(8)),
    () => memory.write(0x10000n, new Uint8Array(8)),
    () => memory.readUint(0x10000n, 8),
    () => memory.writeUint(0x10000n, 8, 9n),
    () => memory.readCString(0x10000n),
    () => registers.get(5),
    () => registers.getSigned(5),
    () => registers.set(5, 9n),
    () => registers.toArray(),
    () => registers.copyTo(new BigUint64Array(32)),
    () => floatRegisters.get(5),
    () => floatRegisters.setDouble(5, 9),
    () => floatRegisters.getSingle(5),
    () => floatRegisters.fcsr,
    () => floatRegisters.fcsr = 1,
    () => floatRegisters.areUsed,
    () => floatRegisters.toArray(),
  ];
  for (const use of uses) {
    assertThrows(use, MachineStateError, "Cannot use the machine: it was disposed of", String(use));
  }
  endTrace();
  assertEquals([other.memory.readUint(0x10000n, 8), other.registers.get(5)], [7n, 5n]);
  assertEquals([other.floatRegisters.areUsed, other.memory.mappings().length], [false, 1]);
});

Deno.test("every use of a process after its end throws", () => {
  const process = new Process(PROGRAM);
  process.run({ maxInstructions: 10 });
  process.dispose();
  process.dispose();
  for (
    const use of [
      () => process.run(),
      () => process.step(),
      () => process.output,
      () => process.statistics,
      () => process.observe({ onSyscall() {} }),
    ]
  ) assertThrows(use, MachineStateError, "it was disposed of", String(use));
});

/** The state that a run leads to. */
function stateOf(process: Process): unknown[] {
  const { machine, statistics } = process;
  const cell = PROGRAM.symbol("cell")?.value ?? 0n;
  return [
    machine.pc,
    machine.instructions,
    machine.registers.toArray(),
    machine.memory.readUint(cell, 8, "any"),
    // Reading the memory touches its page.
    { ...statistics, pagesTouched: 0 },
  ];
}

Deno.test("a run, a step and an end from inside a hook or a call throw, and change nothing", () => {
  let current: Process | undefined;
  const tried = new Set<string>();
  const misuse = (where: string) => {
    const process = current;
    assert(process !== undefined);
    const { machine } = process;
    tried.add(where);
    for (
      const use of [
        () => process.run(),
        () => process.step(),
        () => process.dispose(),
        () => machine.run(),
        () => machine.step(),
        () => machine.dispose(),
      ]
    ) assertThrows(use, MachineStateError, "it is running", `${where}: ${use}`);
  };
  const getpid = {
    number: 172,
    name: "getpid",
    arguments: [],
    returns: "int",
    handler() {
      misuse("call");
      return 1000;
    },
  } as const;
  const options = (misuse: (where: string) => void): ProcessOptions => ({
    syscalls: [getpid],
    hooks: {
      onInstruction: () => misuse("instruction"),
      onMemory: () => misuse("memory"),
      onSyscall: () => misuse("syscall"),
    },
  });
  const run = (misuse: (where: string) => void) => {
    using process = new Process(PROGRAM, options(misuse));
    current = process;
    process.machine.addProbe(PROGRAM.symbol("loop")?.value ?? 0n, () => misuse("probe"));
    process.observe({ onRecords: () => misuse("records"), accesses: "all" });
    const outcome = process.run({ pause: () => (misuse("pause"), false) });
    return [outcome, stateOf(process)];
  };
  assertEquals(run(misuse), run(() => {}));
  assert(tried.size >= 6, [...tried].join());
});

Deno.test("a hook that throws stops the run after its instruction, and running on is exact", () => {
  using whole = new Process(PROGRAM);
  whole.run();
  const seenWhole: string[] = [];
  const hooks = (seen: string[], fails: (text: string) => boolean): Hooks => {
    const see = (text: string) => {
      seen.push(text);
      if (fails(text)) throw new Error(text);
    };
    return {
      onInstruction: ({ number }) => see(`instruction ${number}`),
      onMemory: ({ number, access }) => see(`${access} ${number}`),
      onSyscall: ({ instruction, name }) => see(`${name} ${instruction}`),
    };
  };
  {
    using process = new Process(PROGRAM, { hooks: hooks(seenWhole, () => false) });
    process.run();
  }
  const seen: string[] = [];
  using process = new Process(PROGRAM, { hooks: hooks(seen, (text) => !/^exit/.test(text)) });
  let errors = 0;
  for (;;) {
    try {
      assertEquals(process.run(), { kind: "exited", status: 5 });
      break;
    } catch (error) {
      // The same instruction can have two events, which fail together.
      const texts = error instanceof AggregateError
        ? error.errors.map(({ message }) => message)
        : [(error as Error).message];
      errors += texts.length;
      const [, number] = /(\d+)$/.exec(texts.at(-1) ?? "") ?? [];
      assertEquals(process.machine.instructions, Number(number) + 1, texts.join());
      using same = new Process(PROGRAM);
      same.run({ maxInstructions: process.machine.instructions });
      if (Number(number) < 30) assertEquals(stateOf(process), stateOf(same));
    }
  }
  assertEquals(seen, seenWhole);
  assert(errors > 900, String(errors));
  assertEquals(stateOf(process), stateOf(whole));
});

Deno.test("a probe that throws is not called again for the same instruction", () => {
  using process = new Process(PROGRAM);
  let calls = 0;
  process.machine.addProbe(PROGRAM.symbol("loop")?.value ?? 0n, () => {
    calls++;
    throw new Error("no");
  });
  let errors = 0;
  for (;;) {
    try {
      assertEquals(process.run().kind, "exited");
      break;
    } catch {
      errors++;
    }
  }
  assertEquals([calls, errors], [100, 100]);
});

const NO_COUNTS = [2.5, NaN, -1, -0.5, -Infinity, 2 ** 53];

Deno.test("numbers that are no counts are refused with the number", () => {
  using process = new Process(PROGRAM);
  const { machine } = process;
  const before = stateOf(process);
  const takes: Record<string, (value: number) => unknown> = {
    run: (maxInstructions) => process.run({ maxInstructions }),
    machine: (maxInstructions) => machine.run({ maxInstructions }),
    seed: (seed) => new Process(PROGRAM, { seed }),
    memoryLimit: (memoryLimit) => new Process(PROGRAM, { memoryLimit }),
    first: (first) => new TraceFilter({ first }, PROGRAM),
    map: (length) => machine.memory.map(0x50000n, length, READ_WRITE),
    unmap: (length) => machine.memory.unmap(0x10000n, length),
    protect: (length) => machine.memory.protect(0x10000n, length, READ_WRITE),
    discard: (length) => machine.memory.discard(0x10000n, length),
    isMapped: (length) => machine.memory.isMapped(0x10000n, length),
    read: (length) => machine.memory.read(0x10000n, length),
    readCString: (limit) => machine.memory.readCString(0x10000n, limit),
  };
  for (const [name, take] of Object.entries(takes)) {
    for (const value of NO_COUNTS) {
      assertThrows(() => take(value), RangeError, `current value is ${value}`, name);
    }
  }
  // What is too small or too large is just not free.
  for (const length of [2.5, NaN]) {
    assertThrows(() => machine.memory.isFree(0x50000n, length), RangeError, "current value is");
    assertThrows(() => machine.memory.findFree(length), RangeError, "current value is");
  }
  for (const register of [2.5, NaN, -1, 32]) {
    assertThrows(() => machine.registers.get(register), RangeError);
    assertThrows(() => machine.floatRegisters.set(register, 1n), RangeError);
  }
  assertEquals(stateOf(process), before);
});
