// SPDX-License-Identifier: MPL-2.0
// A running program: a machine with the program and its stack, a kernel that answers its system calls,
// and its observers. Deterministic: the same program, arguments, input and seed give the identical run,
// instruction by instruction.

import type { MappedFile, Program } from "../asm/object/program.ts";
import type { Image } from "../cpu/memory/image.ts";
import {
  Machine,
  type MachineOptions,
  NOT_ANSWERED,
  type RunOptions,
  type Stop,
} from "../cpu/machine.ts";
import type { Trap } from "../cpu/memory/trap.ts";
import { checkCount, MachineStateError } from "../cpu/memory/usage.ts";
import { REGISTER } from "../cpu/isa/registers.ts";
import { type Hooks, observerOf } from "./watch/hooks.ts";
import type { Observable, Observer } from "./watch/observer.ts";
import type { AllocatorFunction, AllocatorSymbols } from "./watch/allocator_functions.ts";
import { Observers } from "./watch/observers.ts";
import { hasNames } from "./symbols/locations.ts";
import { buildStack } from "./initial_stack.ts";
import { faultSignal } from "./kernel/signals/fault_signal.ts";
import type { ProcessEnd, Signal } from "./kernel/calls/kernel_services.ts";
import { FileError } from "./kernel/files/file_system.ts";
import { Kernel } from "./kernel/kernel.ts";
import { absolutePath, type Mount } from "./kernel/files/name_space.ts";
import { RandomBytes } from "./kernel/abi/random.ts";
import type { Input, Output } from "./kernel/files/stream_file.ts";
import type { EcallTable, SyscallRow } from "./kernel/calls/syscall.ts";

/** The default memory limit: a process may map 1 GiB besides its program and stack. */
export const DEFAULT_MEMORY_LIMIT = 2 ** 30;

/** So many bytes of a program's code and data do not count towards the memory limit. */
const FREE_PROGRAM_BYTES = 64 * 2 ** 20;

/**
 * What keeping a piece of output costs besides its bytes.
 *
 * @internal
 */
export const KEPT_CHUNK_COST = 128;

/** How to start a program. */
export interface ProcessOptions extends MachineOptions {
  /** The arguments; the first is the program's name. Default: just "program". */
  readonly args?: readonly string[];
  /** The environment variables. Default: none. */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input. Default: empty. */
  readonly stdin?: Input;
  /**
   * Standard output. Default: kept in {@link Process.output}, and counted towards the memory limit; beyond
   * it, writes answer EAGAIN.
   */
  readonly stdout?: Output;
  /** Standard error. Default: like standard output. */
  readonly stderr?: Output;
  /** The file systems that it sees. Default: none; `/` is an empty, read-only directory. */
  readonly mounts?: readonly Mount[];
  /** The bytes of its executable, which it reads as /proc/self/exe. Default: it has none. */
  readonly executable?: Uint8Array;
  /** The absolute path of its working directory. Default: `/`. */
  readonly workingDirectory?: string;
  /**
   * How many bytes it may map besides its stack and 64 MiB of its code and data. Files in memory and kept
   * output count, too. Default: 1 GiB.
   */
  readonly memoryLimit?: number;
  /** The random seed. Default: 0. */
  readonly seed?: number;
  /** Functions of the program that allocate, besides those whose names are known, for heap events. */
  readonly allocatorSymbols?: AllocatorSymbols;
  /** Functions to call as it runs. See {@link Process.observe} to watch only for a while. */
  readonly hooks?: Hooks;
  /** System calls to add to the kernel's; one with the same number replaces the kernel's. */
  readonly syscalls?: readonly SyscallRow[];
  /** What ecall asks for: the calls of a teaching simulator instead of Linux's. */
  readonly ecalls?: EcallTable;
  /**
   * What the symbols of a shared library are to be read from; by default, the file that was mapped.
   *
   * @internal
   */
  readonly libraryFile?: (file: MappedFile) => MappedFile;
}

/** Why a run ended. */
export type Outcome =
  /** The program called exit or exit_group; the status is 0 to 255. */
  | { readonly kind: "exited"; readonly status: number }
  /** A signal killed it; the trap is the one that raised the signal, if one did. */
  | { readonly kind: "killed"; readonly signal: Signal; readonly trap?: Trap }
  /** It would block forever in that system call. */
  | { readonly kind: "waiting"; readonly call: string }
  /** The instruction limit was reached; the program can go on. */
  | { readonly kind: "limit" }
  /** There is a breakpoint at the next instruction; the program can go on. */
  | { readonly kind: "breakpoint"; readonly address: bigint }
  /** {@link Machine.interrupt} was called, or `pause` returned true; the program can go on. */
  | { readonly kind: "interrupted" }
  /** It reads standard input, and {@link ProcessOptions.stdin} has nothing yet; the program can go on. */
  | { readonly kind: "input" };

/** Run statistics. */
export interface Statistics {
  /** Instructions retired. */
  readonly instructions: number;
  /** System calls made, including those that failed. */
  readonly systemCalls: number;
  /** Calls of mmap. */
  readonly mmaps: number;
  /** Calls of munmap. */
  readonly munmaps: number;
  /** The largest number of bytes mapped at one time, including program and stack. */
  readonly peakMappedBytes: number;
  /** Pages accessed at least once while they were mapped. */
  readonly pagesTouched: number;
}

/**
 * The exit status as a shell shows it: 128 plus the signal number for a killed program, 124 for one that
 * was stopped or would block forever.
 */
export function statusOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case "exited":
      return outcome.status;
    case "killed":
      return 128 + outcome.signal.number;
    case "limit":
    case "breakpoint":
    case "interrupted":
    case "input":
    case "waiting":
      return 124;
  }
}

/** Records what the kernel does to the machine, so that a run can be repeated without a kernel. */
export interface KernelRecorder {
  /** Calls `act`, which delivers the signals of timers or of a trap, or answers a system call. */
  record<T>(kind: KernelAct, act: () => T | undefined): T | undefined;
  /** Throws unless the machine is where the kernel left it. */
  checkLive(): void;
}

/** On which occasion the kernel acts. */
export type KernelAct = "timer" | "trap" | "call";

/** A running program. */
export class Process implements Observable {
  /** The machine that it runs on. */
  readonly machine: Machine;
  /** The kernel that answers its system calls. */
  readonly kernel: Kernel;
  /** The program that was loaded. */
  readonly program: Program | Image;
  readonly #stdout: Uint8Array[] = [];
  readonly #stderr: Uint8Array[] = [];
  readonly #observers: Observers;
  #recorder: KernelRecorder | undefined;
  #disposed = false;

  /**
   * Loads a program.
   *
   * @throws {RangeError} when the program does not fit into the machine, its arguments do not fit on its
   * stack, or `memoryLimit`, `codeMemory` or `seed` is no count
   */
  constructor(program: Program | Image, options: ProcessOptions = {}) {
    checkCount(options.memoryLimit ?? 0, "memoryLimit");
    checkCount(options.seed ?? 0, "seed");
    this.program = program;
    this.machine = new Machine(options);
    try {
      this.#observers = new Observers(
        this.machine,
        hasNames(program) ? program : undefined,
        options.allocatorSymbols,
      );
      this.kernel = this.#start(program, options);
      if (options.hooks !== undefined) this.observe(observerOf(options.hooks));
    } catch (error) {
      this.machine.dispose();
      throw error;
    }
  }

  /** What the program has written so far to the streams that the options leave to the process. */
  get output(): { readonly stdout: Uint8Array; readonly stderr: Uint8Array } {
    this.#checkUsable();
    return { stdout: join(this.#stdout), stderr: join(this.#stderr) };
  }

  /** The statistics of the run so far. */
  get statistics(): Statistics {
    this.#checkUsable();
    const { counts } = this.kernel;
    const { memory, instructions } = this.machine;
    return {
      instructions,
      systemCalls: [...counts.values()].reduce((sum, count) => sum + count, 0),
      mmaps: counts.get("mmap") ?? 0,
      munmaps: counts.get("munmap") ?? 0,
      peakMappedBytes: memory.peakMappedBytes,
      pagesTouched: memory.pagesTouched,
    };
  }

  /**
   * The functions of the program's allocators, by whose calls heap events are made: those with known names,
   * and those of {@link ProcessOptions.allocatorSymbols}. Of a dynamically linked program, also those in
   * the libraries that it has loaded so far.
   */
  get allocatorFunctions(): readonly AllocatorFunction[] {
    this.#checkUsable();
    return this.#observers.allocatorFunctions;
  }

  /**
   * Attaches an observer, which gets events from now on until the handle is disposed of. There can be
   * any number of observers. {@link Observer} describes the order and what happens when one throws.
   */
  observe(observer: Observer): Disposable {
    this.#checkUsable();
    return this.#observers.attach(observer);
  }

  /**
   * Runs the program until something stops it, at the latest when `maxInstructions` have retired since
   * its start. Once the program has ended, every run gives the same outcome. `pause` is asked every few
   * milliseconds, and ends the run when it returns true: for a program that goes on later.
   *
   * @throws whatever an observer threw; the program can go on, see {@link Observer}
   * @throws {RangeError} when `maxInstructions` is no count
   * @throws {MachineStateError} when the process is running, or was disposed of
   */
  run(options: RunOptions = {}): Outcome {
    checkCount(options.maxInstructions ?? Infinity, "maxInstructions", Infinity);
    this.machine.checkIdle("run");
    this.#recorder?.checkLive();
    const outcome = this.#run(options.maxInstructions ?? Infinity, options.pause);
    this.#observers.throwFailures();
    return outcome;
  }

  /**
   * Executes one instruction; the outcome is "limit" when the program can go on. If the instruction
   * traps and the signal has a handler, the next step is the handler's first instruction.
   *
   * @throws whatever an observer threw; the program can go on, see {@link Observer}
   * @throws {MachineStateError} when the process is running, or was disposed of
   */
  step(): Outcome {
    this.machine.checkIdle("step");
    this.#recorder?.checkLive();
    const outcome = this.#step();
    this.#observers.throwFailures();
    return outcome;
  }

  /**
   * Has everything recorded that the kernel does from now on, until the handle is disposed of. For timelines;
   * a process has at most one recorder.
   *
   * @throws {MachineStateError} when it has one, is running, or was disposed of
   * @internal
   */
  record(recorder: KernelRecorder): Disposable {
    const { machine } = this;
    machine.checkIdle("record");
    if (this.#recorder !== undefined) {
      throw new MachineStateError("Cannot record the process: it has a timeline already");
    }
    this.#recorder = recorder;
    const answer = machine.environmentCall;
    machine.environmentCall = answer && ((caller) => recorder.record("call", () => answer(caller)));
    return {
      [Symbol.dispose]: () => {
        if (this.#recorder !== recorder) return;
        this.#recorder = undefined;
        machine.environmentCall = answer;
      },
    };
  }

  #act<T>(kind: KernelAct, act: () => T | undefined): T | undefined {
    return this.#recorder === undefined ? act() : this.#recorder.record(kind, act);
  }

  /**
   * Closes the files and frees the machine's memory. Every later use but another `dispose` throws
   * MachineStateError.
   *
   * @throws {MachineStateError} when the process is running
   */
  dispose(): void {
    if (this.#disposed) return;
    this.machine.checkIdle("dispose of");
    this.#disposed = true;
    this.kernel.release();
    this.machine.dispose();
  }

  /** See {@link Process.dispose}. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Keeps output; it counts towards the memory limit. */
  #keep(kept: Uint8Array[], bytes: Uint8Array): void {
    if (!this.kernel.memory.reserve(bytes.length + KEPT_CHUNK_COST)) throw new FileError("EAGAIN");
    kept.push(bytes);
  }

  /** Throws when the process was disposed of. */
  #checkUsable(): void {
    this.machine.instructions;
  }

  #start(program: Program | Image, options: ProcessOptions): Kernel {
    const memoryLimit = options.memoryLimit ?? DEFAULT_MEMORY_LIMIT;
    const counted = Math.max(0, sizeOf(program) + sizeOf(program.interpreter) - FREE_PROGRAM_BYTES);
    if (counted > memoryLimit) {
      throw new RangeError(
        `its code and data have ${
          counted + FREE_PROGRAM_BYTES
        } bytes, which is beyond the memory limit`,
      );
    }
    this.machine.load(program);
    // The interpreter starts first; it finds the program by the auxiliary vector.
    if (program.interpreter !== undefined) this.machine.load(program.interpreter);
    const random = new RandomBytes(options.seed ?? 0);
    const startBytes = new Uint8Array(16);
    random.fill(startBytes);
    const sp = buildStack(this.machine.memory, {
      args: options.args ?? ["program"],
      env: options.env ?? {},
      entry: program.entry,
      random: startBytes,
      interpreterBase: program.interpreter?.base,
      programHeaders: program.programHeaders,
      executableStack: program.executableStack,
    });
    this.machine.registers.set(REGISTER.sp, sp);
    const { args: [name = ""] = ["program"], workingDirectory = "/" } = options;
    const kernel = new Kernel(this.machine, {
      stdin: options.stdin ?? new Uint8Array(),
      stdout: options.stdout ?? ((bytes) => this.#keep(this.#stdout, bytes)),
      stderr: options.stderr ?? ((bytes) => this.#keep(this.#stderr, bytes)),
      mounts: options.mounts ?? [],
      workingDirectory,
      program: {
        path: absolutePath(name.startsWith("/") ? name : `${workingDirectory}/${name}`),
        executable: options.executable,
      },
      memoryLimit,
      random,
      programEnd: endOf(program),
      hooks: this.#observers,
      onFileMapped: hasNames(program) && program.addLibrary !== undefined
        ? (file) => {
          program.addLibrary?.(options.libraryFile?.(file) ?? file);
          this.#observers.libraryMapped();
        }
        : undefined,
      syscalls: options.syscalls ?? [],
      ecalls: options.ecalls,
    });
    kernel.memory.reserve(counted);
    this.machine.shareMemory(() => kernel.memory.available);
    return kernel;
  }

  #run(limit: number, pause: RunOptions["pause"]): Outcome {
    const { kernel, machine } = this;
    for (;;) {
      if (kernel.ended !== undefined) return kernel.ended;
      // Timers expire after an exact number of instructions.
      const maxInstructions = Math.min(limit, kernel.nextTimer);
      const stop = machine.run({ maxInstructions, ...(pause !== undefined && { pause }) });
      const outcome = this.#outcome(stop);
      if (outcome !== undefined) {
        if (outcome.kind !== "limit" || machine.instructions >= limit) return outcome;
        const end = this.#act("timer", () => kernel.expireTimers());
        if (end !== undefined) return this.#ended(end);
      }
      if (machine.interrupted) return { kind: "interrupted" };
    }
  }

  #step(): Outcome {
    const { kernel, machine } = this;
    if (kernel.ended !== undefined) return kernel.ended;
    if (machine.instructions >= kernel.nextTimer) {
      const end = this.#act("timer", () => kernel.expireTimers());
      if (end !== undefined) return this.#ended(end);
    }
    return this.#outcome(machine.step()) ?? { kind: "limit" };
  }

  /** The outcome that a stop of the machine leads to; undefined when the program goes on. */
  #outcome(stop: Stop): Outcome | undefined {
    switch (stop.reason) {
      case "limit":
        return { kind: "limit" };
      case "breakpoint":
        return { kind: "breakpoint", address: stop.address };
      case "interrupted":
        return { kind: "interrupted" };
      case "trap": {
        this.#observers.onTrap?.(stop.trap);
        const signal = faultSignal(stop.trap, this.machine.memory);
        const end = this.#act("trap", () => this.kernel.trapped(stop.trap, signal));
        return end && this.#ended(end);
      }
      case "environment":
        if (stop.value === NOT_ANSWERED) return { kind: "input" };
        return this.kernel.ended && this.#ended(this.kernel.ended);
    }
  }

  #ended(end: ProcessEnd): Outcome {
    this.#observers.ended();
    return end;
  }
}

/** The bytes of a program's segments. */
function sizeOf(image: Image | undefined): number {
  return (image?.segments ?? []).reduce((sum, { size }) => sum + size, 0);
}

/** The address after the last byte of a program. */
function endOf(image: Image): bigint {
  const ends = image.segments.map(({ address, size }) => address + BigInt(size));
  return ends.reduce((last, end) => end > last ? end : last, 0n);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
