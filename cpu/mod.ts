// SPDX-License-Identifier: MPL-2.0

/**
 * The machine in detail: what it loads, what its memory maps, the probes it calls and the records
 * of a trace. `@leveret/leveret` has the machine itself.
 *
 * @example Count how often a loop comes round
 * ```ts
 * import { build, Machine } from "@leveret/leveret";
 * import type { Probe } from "@leveret/leveret/machine";
 * import { assertEquals } from "@std/assert";
 *
 * const text = ".globl _start\n_start: li t0, 3\nloop: addi t0, t0, -1\n bnez t0, loop\n ebreak\n";
 * const program = build([{ name: "count.s", text }]);
 * let rounds = 0;
 * const count: Probe = () => rounds++;
 * using machine = new Machine();
 * machine.load(program);
 * machine.addProbe(program.symbol("loop")?.value ?? 0n, count);
 * assertEquals(machine.run().reason, "trap");
 * assertEquals(rounds, 3);
 * ```
 *
 * @module
 */

export type { CodeRange, TraceMode } from "./engine/engine.ts";
export { FLOAT_REGISTER_NAMES, floatRegisterNumber } from "./isa/registers.ts";
export { NOT_ANSWERED, type Probe, type TraceOptions } from "./machine.ts";
export type { Image, Interpreter, Permissions, ProgramHeaders, Segment } from "./memory/image.ts";
export type { Mapping } from "./memory/memory.ts";
export type { Access, Cause } from "./memory/trap.ts";
export { MachineStateError } from "./memory/usage.ts";
export type { AccessDirection, TraceBatch } from "./trace_buffer.ts";
