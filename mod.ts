// SPDX-License-Identifier: MPL-2.0

/**
 * Leveret, a small 64-bit computer: a RISC-V processor (RV64GC, user mode), an assembler and linker for
 * it, a runtime with Hare's memory allocator, and a kernel that answers Linux's system calls. Whoever
 * holds it sees every instruction, every load and store, every system call and every block of the heap.
 *
 * {@link build} makes a program of sources, {@link Process} runs it, {@link Hooks} are told what it
 * does. Nothing here needs a permission or names Deno, so it runs in a browser too.
 *
 * @example Run a program and count its mmaps
 * ```ts
 * import { build, Process, runtimeFiles } from "@leveret/leveret";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: li   a0, 5000     # more than a bin holds: the block gets a mapping of its own
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

// From sources to a program.
export { ArchitectureError } from "./asm/state/architecture.ts";
export { assemble, type AssembleOptions, type AssembleResult } from "./asm/assembler.ts";
export type { Include } from "./asm/state/assembly.ts";
export { build, BuildError, type BuildInput, type BuildOptions } from "./asm/build.ts";
export type { FindSource } from "./asm/object/dwarf/dwarf_lines.ts";
export {
  ObjectArchive,
  type ReadArchiveOptions,
  type ReadMember,
} from "./asm/object/elf/archive_reader.ts";
export { FileFormatError } from "./asm/object/elf/byte_reader.ts";
export { readObject } from "./asm/object/elf/object_reader.ts";
export { readExecutable, type ReadExecutableOptions } from "./asm/object/elf/executable_reader.ts";
export { writeObject, type WriteObjectOptions } from "./asm/object/elf/relocatable_writer.ts";
export type { DebugInfoOptions, LineTableOptions } from "./asm/object/dwarf/debug_info.ts";
export { writeElf } from "./asm/link/executable_writer.ts";
export { link, type LinkOptions, type LinkResult } from "./asm/link/link.ts";
export type {
  ObjectFile,
  ObjectSection,
  ObjectSymbol,
  Relocation,
  SectionFlags,
  SectionGroup,
  SectionType,
  SpecialSection,
  Visibility,
} from "./asm/object/object.ts";
export type {
  LineTable,
  Program,
  ProgramSection,
  ProgramSymbol,
  SourcePlace,
  SymbolBinding,
  SymbolKind,
  ThreadLocalBlock,
} from "./asm/object/program.ts";
export type { Expansion, PlacedLines, SourceFile, Sources, Span } from "./asm/object/source.ts";
export type { FloatAbi, Target } from "./asm/object/target.ts";
export type { LinkInput } from "./asm/link/symbol_resolution.ts";
export type { Value } from "./asm/object/value.ts";
export { type RuntimeFile, runtimeFiles } from "./runtime/files.ts";

// What is wrong with a source.
export {
  type DiagnosticJson,
  diagnosticToJson,
  type FixJson,
  type PlaceJson,
  type RangeJson,
} from "./asm/object/diagnostic_json.ts";
export {
  type Details,
  type Diagnostic,
  type DiagnosticFix,
  type DiagnosticNote,
  Diagnostics,
  type FixAt,
  formatDiagnostic,
  type NoteAt,
} from "./asm/object/diagnostic.ts";

// From bits back to text.
export {
  disassemble,
  type DisassembleOptions,
  type NamedAddress,
} from "./asm/disassembly/disassembler.ts";
export {
  formatListing,
  listing,
  type ListingJsonRow,
  type ListingRow,
  listingRowToJson,
} from "./asm/disassembly/listing.ts";

// The machine.
export type { Image, Permissions, ProgramHeaders, Segment } from "./cpu/memory/image.ts";
export {
  type EngineName,
  Machine,
  type MachineOptions,
  type Probe,
  type Stop,
  type TraceOptions,
} from "./cpu/machine.ts";
export type { Mapping, Memory } from "./cpu/memory/memory.ts";
export type { FloatRegisters, Registers } from "./cpu/register_file.ts";
export {
  FLOAT_REGISTER_NAMES,
  floatRegisterNumber,
  REGISTER_NAMES,
  type RegisterName,
  registerNumber,
} from "./cpu/isa/registers.ts";
export type { AccessDirection, TraceBatch, TraceRecord } from "./cpu/trace_buffer.ts";
export { type Access, type Cause, MemoryFault, type Trap } from "./cpu/memory/trap.ts";

// A program on the machine, with a kernel under it.
export {
  DEFAULT_MEMORY_LIMIT,
  type Outcome,
  Process,
  type ProcessOptions,
  type Statistics,
  statusOf,
} from "./host/process.ts";
export type { Hooks, MemoryAccess } from "./host/watch/hooks.ts";

// The kernel, for system calls of the caller's own.
export type { Clock } from "./host/kernel/abi/clock.ts";
export { ERRNO, type ErrorName, ERRORS } from "./host/kernel/abi/errno.ts";
export type { FileTable } from "./host/kernel/files/file_table.ts";
export type { Mount, MountPoint, NameSpace, Place } from "./host/kernel/files/name_space.ts";
export type { Found } from "./host/kernel/files/name_space.ts";
export type { OpenFile, OpenStatus, Readiness } from "./host/kernel/files/open_file.ts";
export type { Input, Output } from "./host/kernel/files/stream_file.ts";
export type { KernelServices, ProcessEnd, Signal } from "./host/kernel/calls/kernel_services.ts";
export type { Kernel, KernelHooks, KernelOptions } from "./host/kernel/kernel.ts";
export type { WakeReason } from "./host/kernel/signals/waiting.ts";
export type {
  MappingChange,
  MappingEvent,
  MemoryManager,
} from "./host/kernel/memory/memory_manager.ts";
export type { RandomBytes } from "./host/kernel/abi/random.ts";
export type { Limit, ResourceLimits } from "./host/kernel/abi/resource_limits.ts";
export type { SignalFields, SignalInfo } from "./host/kernel/signals/signal_info.ts";
export type {
  AlternateStack,
  Disposition,
  SignalState,
} from "./host/kernel/signals/signal_state.ts";
export type { IntervalTimers, TimerSetting } from "./host/kernel/signals/interval_timers.ts";
export type { ArgumentKind, ResultKind } from "./host/kernel/strace/strace.ts";
export type { FileArgumentKind } from "./host/kernel/strace/strace_files.ts";
export type {
  SignalEvent,
  SyscallContext,
  SyscallEvent,
  SyscallRow,
} from "./host/kernel/calls/syscall.ts";

// Files for a program. A directory of the host's is `denoFileSystem` of `@leveret/leveret/deno`.
export {
  type Directory,
  type DirectoryEntry,
  FileError,
  type FileHandle,
  type FileNode,
  type FileStatus,
  type FileSystem,
  type FileTimes,
  type FileType,
  type NewTime,
  type RegularFile,
  type Symlink,
} from "./host/kernel/files/file_system.ts";
export { MemoryFileSystem, type MemoryTree } from "./host/kernel/files/memory_file_system.ts";

// The heap from outside.
export type { ReadableMemory } from "./host/heap/free_lists.ts";
export { type InspectableMemory, inspectHeap } from "./host/heap/inspector.ts";
export type { HeapLayout } from "./host/heap/layout.ts";
export { formatHeapMap, heapViewJson } from "./host/heap/map.ts";
export {
  type Caller,
  type HeapCall,
  type HeapEvent,
  type HeapListener,
  HeapProbes,
} from "./host/watch/heap_probes.ts";
export type { BinView, ChunkView, HeapProblem, HeapView, LargeView } from "./host/heap/view.ts";

// Traces and reports as text.
export { formatHeapEvent } from "./host/trace/heap_log.ts";
export { type ByteSink } from "./host/text/byte_writer.ts";
export {
  type FilterOptions,
  type Range,
  TraceFilter,
  UnknownSymbolError,
} from "./host/watch/filter.ts";
export type { Location } from "./host/symbols/locations.ts";
export { Tracer, type TracerOptions } from "./host/trace/tracer.ts";
export type { Backtrace, Frame, FrameOrigin } from "./host/symbols/backtrace.ts";
export { type FaultReport, type KilledBy, makeFaultReport } from "./host/report/fault_report.ts";
export type { FloatState } from "./host/report/float_registers.ts";
export { faultReportJson, formatFaultReport } from "./host/report/format_report.ts";
export type { GoneMapping, MadeMapping } from "./host/watch/gone_mappings.ts";
export { History, type UnansweredCall } from "./host/watch/history.ts";
export { COLOURED, PLAIN, type Style } from "./host/text/style.ts";
export type { Surroundings } from "./host/report/surroundings.ts";
