// SPDX-License-Identifier: MPL-2.0
// What the tests of the machine share: the engines to run every case on, building code out of
// instruction words, permissions by their letters, and making a machine and a model alike.

import { assertEquals } from "@std/assert";
import { encode, encodingOf, type FieldValues } from "../../cpu/isa/encoding.ts";
import type { Permissions } from "../../cpu/memory/image.ts";
import type { Mnemonic } from "../../cpu/isa/table.ts";
import { Machine, type Stop } from "../../cpu/machine.ts";
import type { Cause, Trap } from "../../cpu/memory/trap.ts";
import { Model } from "./model.ts";

/** A way of executing instructions that every case must hold for. */
export interface EngineUnderTest {
  readonly name: string;
  readonly machine: () => Machine;
}

/** The engines: a further one is a further line. */
export const ENGINES: readonly EngineUnderTest[] = [
  { name: "stepper", machine: () => new Machine({ engine: "stepper" }) },
  { name: "templates", machine: () => new Machine({ engine: "templates", eager: true }) },
  { name: "translator", machine: () => new Machine({ engine: "translator", eager: true }) },
];

/** Registers a test for each engine. The machines it makes are disposed of when it ends. */
export function testEngines(name: string, test: (machine: () => Machine) => void): void {
  for (const engine of ENGINES) {
    Deno.test(`${name} (${engine.name})`, () => {
      const machines: Machine[] = [];
      try {
        test(() => {
          const machine = engine.machine();
          machines.push(machine);
          return machine;
        });
      } finally {
        for (const machine of machines) machine.dispose();
      }
    });
  }
}

/** The word of an instruction. */
export function ins(mnemonic: Mnemonic, values: FieldValues = {}): number {
  return encode(encodingOf(mnemonic), values);
}

/** The bytes of 4-byte words. */
export function bytesOf(words: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word, true);
  return new Uint8Array(view.buffer);
}

/** Permissions from letters: `rwx("r-x")`. */
export function rwx(letters: string): Permissions {
  return {
    read: letters.includes("r"),
    write: letters.includes("w"),
    execute: letters.includes("x"),
  };
}

/** Where the tests place code, and data that it uses. */
export const CODE = 0x1_0000n;
/** See {@link CODE}. Above 4 GiB, so that an address cut to 32 bits is another one. */
export const DATA = 0x3f_2000_0000n;
/** Bytes in a page, as an address difference. */
export const PAGE = 4096n;

/** A mapping with its first bytes. */
export interface Range {
  readonly address: bigint;
  readonly length?: number;
  readonly permissions: string;
  readonly bytes?: Uint8Array;
}

/** The range of a program's words, mapped for execution. */
export function code(words: readonly number[], address = CODE, permissions = "r-x"): Range {
  const start = address & ~(PAGE - 1n);
  const bytes = new Uint8Array(Number(address - start) + words.length * 4);
  bytes.set(bytesOf(words), Number(address - start));
  return { address: start, length: bytes.length, permissions, bytes };
}

/** Maps ranges in a machine and sets its pc and registers (from x0 on). */
export function prepare(
  machine: Machine,
  ranges: readonly Range[],
  { pc = CODE, registers = [] }: { pc?: bigint; registers?: readonly bigint[] } = {},
): Machine {
  for (const { address, length = 4096, permissions, bytes } of ranges) {
    machine.memory.map(address, length, rwx(permissions));
    if (bytes !== undefined) machine.memory.write(address, bytes, "any");
  }
  for (const [register, value] of registers.entries()) machine.registers.set(register, value);
  machine.pc = pc;
  return machine;
}

/** A model with the same memory, pc and registers. */
export function prepareModel(
  ranges: readonly Range[],
  { pc = CODE, registers = [] }: { pc?: bigint; registers?: readonly bigint[] } = {},
): Model {
  const model = new Model();
  for (const { address, length = 4096, permissions, bytes } of ranges) {
    model.map(address, length, rwx(permissions));
    if (bytes !== undefined) model.write(address, bytes);
  }
  for (const [register, value] of registers.entries()) {
    if (register !== 0) model.registers[register] = BigInt.asUintN(64, value);
  }
  model.pc = pc;
  return model;
}

/** The trap a run ended with; fails when it ended otherwise. */
export function trapOf(stop: Stop): Trap {
  if (stop.reason !== "trap") throw new Error(`Cannot take the trap: the reason is ${stop.reason}`);
  return stop.trap;
}

/** Checks that a run ended with a trap of this cause at this pc. */
export function assertTrap(stop: Stop, cause: Cause, pc: bigint, address = 0n): void {
  const trap = trapOf(stop);
  assertEquals({ cause: trap.cause, pc: trap.pc, address: trap.address }, { cause, pc, address });
}

/** assertEquals(), quick where the lists are equal: most are. */
export function assertSameItems<Item>(
  actual: ArrayLike<Item>,
  expected: ArrayLike<Item>,
  label: string,
): void {
  let same = actual.length === expected.length;
  for (let index = 0; same && index < expected.length; index++) {
    same = actual[index] === expected[index];
  }
  if (!same) assertEquals(actual, expected, label);
}

/** Checks that pc, the instruction count and all registers are the model's. */
export function assertSameState(machine: Machine, model: Model, label: string): void {
  assertSameItems(machine.registers.toArray(), model.registers, label);
  assertSameItems(machine.floatRegisters.toArray(), model.floats, label);
  assertSameItems([machine.floatRegisters.fcsr], [model.fcsr], label);
  assertSameItems([machine.pc], [model.pc], label);
  assertSameItems([machine.instructions], [model.retired], label);
}

/** Executes an instruction on both and checks that they retire it, or trap, alike. */
export function compareStep(machine: Machine, model: Model, label: string): void {
  const stop = machine.step();
  const step = model.step();
  const expected: Stop = "cause" in step ? { reason: "trap", trap: step } : { reason: "limit" };
  if (expected.reason === "trap" || stop.reason !== "limit") assertEquals(stop, expected, label);
  assertSameState(machine, model, label);
}

/** Registers of {@link looping}: what is counted down, and the sum of what was counted. */
export const COUNT = 5;
/** See {@link COUNT}. */
export const SUM = 6;
/** The address of the ebreak after the loop of {@link looping}. */
export const LOOP_END = CODE + 12n;

/** A machine about to add count, count - 1, … 1: 3 instructions each time round, then ebreak. */
export function looping(machine: Machine, count: number): Machine {
  const words = [
    ins("add", { rd: SUM, rs1: SUM, rs2: COUNT }),
    ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
    ins("bne", { rs1: COUNT, imm: -8 }),
    ins("ebreak"),
  ];
  prepare(machine, [code(words)]);
  machine.registers.set(COUNT, BigInt(count));
  return machine;
}
