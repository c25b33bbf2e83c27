// SPDX-License-Identifier: MPL-2.0
// One assembly program on several machines: the stepper, and each tier of the translator, alone and
// together, translating everything or only hot code. What the driver records of each machine, and its
// final registers, count and memory, must equal the stepper's.

import { assertEquals } from "@std/assert";
import { build } from "../../asm/build.ts";
import type { Program } from "../../asm/object/program.ts";
import { Machine, type MachineOptions, type Stop } from "../../cpu/machine.ts";
import { assertSameItems, rwx } from "./harness.ts";

/** Where the stack of a program ends; unmapped pages follow. */
export const STACK_END = 0x3f_6000_0000n;

/** What environment calls of these programs do, by the number in a7. */
export const SERVICES: Readonly<Record<string, number>> = {
  unmap: 1,
  protect: 2,
  map: 3,
  poke: 4,
  discard: 5,
  exit: 6,
  note: 7,
  goTo: 8,
};

const PERMISSIONS = ["---", "r--", "-w-", "rw-", "--x", "r-x", "-wx", "rwx"];

/** A loaded program, and what was recorded of its run. */
export interface Subject {
  readonly machine: Machine;
  readonly program: Program;
  /** What is compared, in order. */
  readonly seen: unknown[];
  /** The address of a label. */
  readonly at: (label: string) => bigint;
}

/** The machines that run a program; the first is the reference. */
const KINDS: readonly (MachineOptions & { readonly label: string })[] = [
  { label: "stepper", engine: "stepper" },
  { label: "translating everything", engine: "translator", eager: true },
  { label: "translating hot code", engine: "translator" },
  { label: "templates of everything", engine: "templates", eager: true },
  { label: "templates of hot code", engine: "templates" },
  { label: "both tiers", engine: "auto", eager: true },
];

function serve(machine: Machine, seen: unknown[]): object | undefined {
  const [a0 = 0n, a1 = 0n, a2 = 0n] = [10, 11, 12].map((number) => machine.registers.get(number));
  const permissions = rwx(PERMISSIONS[Number(a2)] ?? "---");
  const { memory } = machine;
  switch (Number(machine.registers.get(17))) {
    case SERVICES.unmap:
      memory.unmap(a0, Number(a1));
      return undefined;
    case SERVICES.protect:
      memory.protect(a0, Number(a1), permissions);
      return undefined;
    case SERVICES.map:
      memory.map(a0, Number(a1), permissions);
      return undefined;
    case SERVICES.poke:
      memory.writeUint(a0, 4, a1, "any");
      return undefined;
    case SERVICES.discard:
      memory.discard(a0, Number(a1));
      return undefined;
    case SERVICES.note:
      seen.push(a0, machine.instructions);
      return undefined;
    case SERVICES.goTo:
      machine.pc = a0;
      return undefined;
    default:
      return { exit: a0 };
  }
}

const EQUATES = Object.entries(SERVICES).map(([name, number]) => `.equ ${name}, ${number}\n`);

/** Assembles a program; `svc NAME` calls the environment, and text is at 0x10000 and writable. */
export function assembled(text: string): Program {
  const macro = ".macro svc name\nli a7, \\name\necall\n.endm\n";
  const source = `${EQUATES.join("")}${macro}.globl _start\n_start:\n${text}`;
  return build([{ name: "test.s", text: source }]);
}

/** Loads a program with `stackSize` bytes of stack; its code pages can be written. */
export function loaded(program: Program, options: MachineOptions, stackSize = 0x1_0000): Subject {
  const machine = new Machine(options);
  const stack = Math.ceil(stackSize / 4096) * 4096;
  machine.load(program);
  for (const { start, end, permissions } of machine.memory.mappings()) {
    if (permissions.execute) machine.memory.protect(start, Number(end - start), rwx("rwx"));
  }
  machine.memory.map(STACK_END - BigInt(stack), stack, rwx("rw-"), "stack");
  machine.registers.set(2, STACK_END);
  const seen: unknown[] = [];
  machine.environmentCall = (at) => serve(at, seen);
  const at = (label: string): bigint => {
    const symbol = program.symbol(label);
    if (symbol === undefined) throw new RangeError(`Cannot find ${label}: it is no label`);
    return symbol.value;
  };
  return { machine, program, seen, at };
}

/** The registers, pc and count of a machine. */
export function stateOf(machine: Machine) {
  const registers = machine.registers.toArray();
  const floats = [...machine.floatRegisters.toArray(), machine.floatRegisters.fcsr];
  return { pc: machine.pc, instructions: machine.instructions, registers, floats };
}

function assertSameMemory(actual: Machine, expected: Machine, label: string): void {
  const mappings = expected.memory.mappings();
  assertEquals(actual.memory.mappings(), mappings, label);
  for (const { start, end, name } of mappings) {
    // Only the end of a stack is used.
    const from = name === "stack" && end - start > 0x1_0000n ? end - 0x1_0000n : start;
    const length = Number(end - from);
    const bytes = (machine: Machine) => machine.memory.read(from, length, "any");
    assertSameItems(bytes(actual), bytes(expected), label);
  }
}

/** Runs a machine to its end. */
export const toItsEnd = ({ machine }: Subject): Stop =>
  machine.run({ maxInstructions: 50_000_000 });

/**
 * Drives a program on all machines; what the driver returns is compared, too. Returns what the
 * stepper ended with, and its state.
 */
export function sideBySide<End>(
  text: string,
  drive: (subject: Subject) => End,
  { stack }: { readonly stack?: number } = {},
): { end: End; state: ReturnType<typeof stateOf>; seen: readonly unknown[] } {
  const program = assembled(text);
  const subjects = KINDS.map((kind) => ({ ...loaded(program, kind, stack), label: kind.label }));
  try {
    const [reference, ...others] = subjects.map((subject) => ({ subject, end: drive(subject) }));
    if (reference === undefined) throw new RangeError("Cannot compare: there is no machine");
    const state = stateOf(reference.subject.machine);
    const { seen } = reference.subject;
    for (const { subject, end } of others) {
      assertEquals(end, reference.end, subject.label);
      assertEquals(stateOf(subject.machine), state, subject.label);
      assertEquals(subject.seen, seen, subject.label);
      assertSameMemory(subject.machine, reference.subject.machine, subject.label);
    }
    return { end: reference.end, state, seen };
  } finally {
    for (const { machine } of subjects) machine.dispose();
  }
}

/** Counts the WebAssembly modules that an action compiles. */
export function countingModules(action: () => void): number {
  const { Module } = WebAssembly;
  let count = 0;
  WebAssembly.Module = new Proxy(Module, {
    construct(target, [bytes]: [BufferSource]) {
      count++;
      return new target(bytes);
    },
  });
  try {
    action();
  } finally {
    WebAssembly.Module = Module;
  }
  return count;
}
