// SPDX-License-Identifier: MPL-2.0

/**
 * Leveret, a small 64-bit computer: a RISC-V processor (RV64GC, user mode), an assembler and linker, a
 * runtime with Hare's memory allocator, and a kernel that answers Linux's system calls. Every
 * instruction, load, store, system call and heap call can be observed.
 *
 * {@link build} turns sources into a program, {@link Process} runs it, and {@link Hooks}, or any number
 * of {@link Observer}s, are told what it does. Nothing here needs a permission or uses Deno, so a browser
 * can run it too.
 *
 * This module has what a first program needs. The rest is in
 *
 * - `@leveret/leveret/machine`: the machine in detail: segments, mappings, probes, records of a trace;
 * - `@leveret/leveret/asm`: the assembler and linker step by step, diagnostics, listings;
 * - `@leveret/leveret/elf`: object files, archives and executables, read and written;
 * - `@leveret/leveret/kernel`: system calls, files and signals, for calls and file systems of your own;
 * - `@leveret/leveret/trace`: traces as text or JSON, and filters;
 * - `@leveret/leveret/profile`: what a program executed, by function, line and call;
 * - `@leveret/leveret/heap`: who allocates what and when;
 * - `@leveret/leveret/page`: a page about a run, and what it shows as data;
 * - `@leveret/leveret/report`: reports about faults, and the heap seen from outside;
 * - `@leveret/leveret/calls`: calls and returns, and the check of the calling convention;
 * - `@leveret/leveret/stories`: who wrote a byte, where a value came from, what a program died of;
 * - `@leveret/leveret/deno`: a directory of the host as a file system; needs Deno;
 * - `@leveret/leveret/cli`: the command line; needs Deno.
 *
 * @example Run a program and count its calls of mmap
 * ```ts
 * import { build, Process, runtimeFiles } from "@leveret/leveret";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: li   a0, 5000     # too large for a bin: the block gets a mapping of its own
 *           call malloc
 *           call free
 *           li   a0, 7
 *           call exit
 * `;
 * let mmaps = 0;
 * using process = new Process(build([{ name: "main.s", text }], { archive: runtimeFiles }), {
 *   hooks: { onSyscall: ({ name }) => mmaps += name === "mmap" ? 1 : 0 },
 * });
 * assertEquals(process.run(), { kind: "exited", status: 7 });
 * assertEquals(mmaps, 1);
 * ```
 *
 * @module
 */

// From sources to a program, and from bits back to text.
export { build, BuildError, type BuildInput, type BuildOptions } from "./asm/build.ts";
export { disassemble } from "./asm/disassembly/disassembler.ts";
export { type Diagnostic, formatDiagnostic } from "./asm/object/diagnostic.ts";
export type { LineTable, Program, ProgramSymbol, SourceLocation } from "./asm/object/program.ts";
export type { SourceFile } from "./asm/object/source.ts";
export { type RuntimeFile, runtimeFiles } from "./runtime/files.ts";

// The machine.
export { REGISTER_NAMES, type RegisterName, registerNumber } from "./cpu/isa/registers.ts";
export {
  type EngineName,
  Machine,
  type MachineOptions,
  type RunOptions,
  type Stop,
} from "./cpu/machine.ts";
export type { Memory } from "./cpu/memory/memory.ts";
export { MemoryFault, type Trap } from "./cpu/memory/trap.ts";
export type { FloatRegisters, Registers } from "./cpu/register_file.ts";
export type { TraceRecord } from "./cpu/trace_buffer.ts";

// A program on the machine, with a kernel under it.
export type {
  SignalEvent,
  SyscallContext,
  SyscallEvent,
  SyscallRow,
} from "./host/kernel/calls/syscall.ts";
export { MemoryFileSystem, type MemoryTree } from "./host/kernel/files/memory_file_system.ts";
export type { Mount } from "./host/kernel/files/name_space.ts";
export {
  type Outcome,
  Process,
  type ProcessOptions,
  type Statistics,
  statusOf,
} from "./host/process.ts";
export type { HeapEvent } from "./host/watch/heap_probes.ts";
export type { Hooks, MemoryAccess } from "./host/watch/hooks.ts";
export type { Observer } from "./host/watch/observer.ts";
