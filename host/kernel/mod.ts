// SPDX-License-Identifier: MPL-2.0

/**
 * The kernel under a process: what a system call of your own can use, and what a file system of your
 * own must offer.
 *
 * @example A system call that may fail
 * ```ts
 * import { build, Process, type SyscallRow } from "@leveret/leveret";
 * import { ERRNO } from "@leveret/leveret/kernel";
 * import { assertEquals } from "@std/assert";
 *
 * const divide: SyscallRow = {
 *   number: 5000,
 *   name: "divide",
 *   arguments: ["int", "int"],
 *   returns: "int",
 *   handler: (call) => call.arg(1) === 0n ? -ERRNO.EINVAL : Number(call.arg(0) / call.arg(1)),
 * };
 * const text = ".globl _start\n_start: li a0, 1\n li a1, 0\n li a7, 5000\n ecall\n li a7, 93\n ecall\n";
 * const trace: string[] = [];
 * using process = new Process(build([{ name: "divide.s", text }]), {
 *   syscalls: [divide],
 *   hooks: { onSyscall: (event) => trace.push(event.text()) },
 * });
 * process.run();
 * assertEquals(trace[0], "1000 divide(1,0) = -1 errno=22 (Invalid argument)");
 * ```
 *
 * @module
 */

// The kernel, and what it keeps.
export type { Clock } from "./abi/clock.ts";
export { ERRNO, type ErrorName, ERRORS } from "./abi/errno.ts";
export type { RandomBytes } from "./abi/random.ts";
export type { ResourceLimit, ResourceLimits } from "./abi/resource_limits.ts";
export type { KernelServices, ProcessEnd, Signal } from "./calls/kernel_services.ts";
export type { Kernel, KernelHooks, KernelOptions } from "./kernel.ts";
export type { MappingChange, MappingEvent, MemoryManager } from "./memory/memory_manager.ts";

// Whose calls ecall makes: `ProcessOptions.ecalls`.
export type { EcallTable } from "./calls/syscall.ts";
export type { Locate } from "./teaching/console.ts";
export { rarsCalls } from "./teaching/rars.ts";
export { venusCalls } from "./teaching/venus.ts";

// How a row says what a trace shows.
export type { ArgumentKind, ResultKind } from "./strace/strace.ts";
export type { FileArgumentKind } from "./strace/strace_files.ts";

// Signals and timers.
export type { WakeReason } from "./signals/waiting.ts";
export type { IntervalTimers, TimerSetting } from "./signals/interval_timers.ts";
export type { SignalFields, SignalInfo } from "./signals/signal_info.ts";
export type { AlternateStack, Disposition, SignalState } from "./signals/signal_state.ts";

// Files. A directory of the host is `denoFileSystem` of `@leveret/leveret/deno`.
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
  type MountUse,
  type NewTime,
  type RegularFile,
  StaleDirectory,
  type Symlink,
} from "./files/file_system.ts";
export { CopyOnWriteFileSystem, type CopyOnWriteOptions } from "./files/copy_on_write.ts";
export type { FileTable } from "./files/file_table.ts";
export type { MountServices, NameSpace, PathLookup } from "./files/name_space.ts";
export type { MountPoint, PathEntry } from "./files/path_entry.ts";
export type { OpenFile, OpenStatus, Readiness } from "./files/open_file.ts";
export type { Input, Output } from "./files/stream_file.ts";
