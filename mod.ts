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
export { ArchitectureError } from "./asm/architecture.ts";
export { assemble, type AssembleOptions, type AssembleResult } from "./asm/assembler.ts";
export type { Include } from "./asm/assembly.ts";
export { build, BuildError, type BuildInput, type BuildOptions } from "./asm/build.ts";
export type { FindSource } from "./asm/dwarf/dwarf_lines.ts";
export {
  ObjectArchive,
  type ReadArchiveOptions,
  type ReadMember,
} from "./asm/elf/archive_reader.ts";
export { FileFormatError } from "./asm/elf/byte_reader.ts";
export { readObject } from "./asm/elf/object_reader.ts";
export { readExecutable, type ReadExecutableOptions } from "./asm/elf/executable_reader.ts";
export { writeObject, type WriteObjectOptions } from "./asm/elf/relocatable_writer.ts";
export type { DebugInfoOptions, LineTableOptions } from "./asm/dwarf/debug_info.ts";
export { writeElf } from "./asm/elf/executable_writer.ts";
export { link, type LinkOptions, type LinkResult } from "./asm/link.ts";
export type {
  ObjectFile,
  ObjectSection,
  ObjectSymbol,
  Relocation,
  SpecialSection,
} from "./asm/object.ts";
export type {
  LineTable,
  Program,
  ProgramSection,
  ProgramSymbol,
  SourcePlace,
  SymbolBinding,
  SymbolKind,
  ThreadLocalBlock,
} from "./asm/program.ts";
export type { SectionFlags, SectionGroup, SectionType } from "./asm/section.ts";
export type { Expansion, PlacedLines, SourceFile, Sources, Span } from "./asm/source.ts";
export type { FloatAbi, Target } from "./asm/target.ts";
export type { LinkInput } from "./asm/symbol_resolution.ts";
export type { Visibility } from "./asm/symbol.ts";
export type { Value } from "./asm/value.ts";
export { type RuntimeFile, runtimeFiles } from "./runtime/files.ts";

// What is wrong with a source.
export {
  type DiagnosticJson,
  diagnosticToJson,
  type FixJson,
  type PlaceJson,
  type RangeJson,
} from "./asm/diagnostic_json.ts";
export {
  type Details,
  type Diagnostic,
  type DiagnosticFix,
  type DiagnosticNote,
  Diagnostics,
  type FixAt,
  formatDiagnostic,
  type NoteAt,
} from "./asm/diagnostic.ts";

// From bits back to text.
export { disassemble, type DisassembleOptions, type NamedAddress } from "./asm/disassembler.ts";
export {
  formatListing,
  listing,
  type ListingJsonRow,
  type ListingRow,
  listingRowToJson,
} from "./asm/listing.ts";

// The machine.
export type { Image, Permissions, ProgramHeaders, Segment } from "./cpu/image.ts";
export {
  type EngineName,
  Machine,
  type MachineOptions,
  type Probe,
  type Stop,
  type TraceOptions,
} from "./cpu/machine.ts";
export type { CodeListener, HostAccess, Mapping, Memory } from "./cpu/memory.ts";
export type { FloatRegisters, Registers } from "./cpu/register_file.ts";
export {
  FLOAT_REGISTER_NAMES,
  floatRegisterNumber,
  REGISTER_NAMES,
  type RegisterName,
  registerNumber,
} from "./cpu/registers.ts";
export type { AccessDirection, TraceBatch, TraceRecord } from "./cpu/trace_buffer.ts";
export { type Access, type Cause, MemoryFault, type Trap } from "./cpu/trap.ts";

// A program on the machine, with a kernel under it.
export {
  DEFAULT_MEMORY_LIMIT,
  type Outcome,
  Process,
  type ProcessOptions,
  type Statistics,
  statusOf,
} from "./host/process.ts";
export type { Hooks, MemoryAccess } from "./host/hooks.ts";

// The kernel, for system calls of the caller's own.
export type { Clock } from "./host/kernel/clock.ts";
export { ERRNO, type ErrorName, ERRORS } from "./host/kernel/errno.ts";
export type { FileTable } from "./host/kernel/files.ts";
export type { Mount, MountPoint, NameSpace, Place } from "./host/kernel/name_space.ts";
export type { Found } from "./host/kernel/name_space.ts";
export type { OpenFile, OpenStatus, Readiness } from "./host/kernel/open_file.ts";
export type { Input, Output } from "./host/kernel/stream_file.ts";
export type {
  End,
  Kernel,
  KernelHooks,
  KernelOptions,
  Signal,
  Wake,
} from "./host/kernel/kernel.ts";
export type { MappingChange, MappingEvent, MemoryManager } from "./host/kernel/memory_manager.ts";
export type { RandomBytes } from "./host/kernel/random.ts";
export type { Limit, ResourceLimits } from "./host/kernel/resource_limits.ts";
export type { SignalFields, SignalInfo } from "./host/kernel/signal_info.ts";
export type { AlternateStack, Disposition, SignalState } from "./host/kernel/signal_state.ts";
export type { IntervalTimers, TimerSetting } from "./host/kernel/interval_timers.ts";
export type { ArgumentKind, ResultKind } from "./host/kernel/strace.ts";
export type { FileArgumentKind } from "./host/kernel/strace_files.ts";
export type {
  SignalEvent,
  SyscallContext,
  SyscallEvent,
  SyscallRow,
} from "./host/kernel/syscall.ts";

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
} from "./host/files/file_system.ts";
export { MemoryFileSystem, type MemoryTree } from "./host/files/memory_file_system.ts";

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
} from "./host/heap/probes.ts";
export type { BinView, ChunkView, HeapProblem, HeapView, LargeView } from "./host/heap/view.ts";

// Traces and reports as text.
export { formatHeapEvent } from "./host/trace/heap_log.ts";
export { type ByteSink } from "./host/trace/byte_writer.ts";
export {
  type FilterOptions,
  type Range,
  TraceFilter,
  UnknownSymbolError,
} from "./host/trace/filter.ts";
export type { Location } from "./host/trace/places.ts";
export { Tracer, type TracerOptions } from "./host/trace/tracer.ts";
export type { Backtrace, Frame, FrameOrigin } from "./host/report/backtrace.ts";
export { type FaultReport, type KilledBy, makeFaultReport } from "./host/report/fault_report.ts";
export type { FloatState } from "./host/report/float_registers.ts";
export { faultReportJson, formatFaultReport } from "./host/report/format_report.ts";
export type { GoneMapping, MadeMapping } from "./host/report/gone_mappings.ts";
export { History, type UnansweredCall } from "./host/report/history.ts";
export { COLOURED, PLAIN, type Style } from "./host/report/style.ts";
export type { Surroundings } from "./host/report/surroundings.ts";
