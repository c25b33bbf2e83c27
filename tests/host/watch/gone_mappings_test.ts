// SPDX-License-Identifier: MPL-2.0
// Ranges that a program unmapped: the latest range at an address counts, and only the latest ten thousand
// are kept.

import { assertEquals } from "@std/assert";
import { Machine } from "../../../cpu/machine.ts";
import { GoneMappings } from "../../../host/watch/gone_mappings.ts";

const PAGE = 4096n;
const STACK = 0x5000n;
const MAX_RANGES = 10_000n;

function machineWithStack(): Machine {
  const machine = new Machine();
  machine.memory.map(STACK, 4096, { read: true, write: true, execute: false });
  machine.registers.set(2, STACK + 16n);
  return machine;
}

Deno.test("GoneMappings returns the latest range at an address, with its registers and stack", () => {
  using machine = machineWithStack();
  const gone = new GoneMappings();
  for (const round of [1n, 2n]) {
    machine.pc = 0x1000n * round;
    machine.registers.set(10, round);
    machine.memory.write(STACK + 16n, Uint8Array.of(Number(round), 7));
    gone.add({ start: PAGE * round, end: PAGE * 4n }, machine);
  }
  machine.registers.set(10, 99n);
  machine.memory.write(STACK + 16n, Uint8Array.of(99));
  const latest = gone.at(PAGE * 3n);
  assertEquals([latest?.start, latest?.end, latest?.pc], [PAGE * 2n, PAGE * 4n, 0x2000n]);
  assertEquals(latest?.registers.length, 32);
  assertEquals(latest?.registers[10], 2n);
  assertEquals(latest?.stack.length, 128);
  assertEquals([...latest?.stack.subarray(0, 2) ?? []], [2, 7]);
  assertEquals(gone.at(PAGE)?.registers[10], 1n);
  assertEquals(gone.at(PAGE * 4n), undefined);
});

Deno.test("GoneMappings keeps an empty stack where the stack cannot be read", () => {
  using machine = machineWithStack();
  machine.registers.set(2, 8n);
  const gone = new GoneMappings();
  gone.add({ start: 0n, end: PAGE }, machine);
  assertEquals(gone.at(1n)?.stack.length, 0);
});

Deno.test("GoneMappings forgets the oldest of more than ten thousand ranges", () => {
  using machine = machineWithStack();
  const gone = new GoneMappings();
  for (let index = 0n; index <= MAX_RANGES; index++) {
    gone.add({ start: index * PAGE, end: (index + 1n) * PAGE }, machine);
  }
  assertEquals(gone.at(0n), undefined);
  assertEquals(gone.at(PAGE)?.start, PAGE);
  assertEquals(gone.at(MAX_RANGES * PAGE)?.start, MAX_RANGES * PAGE);
});
