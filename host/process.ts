// SPDX-License-Identifier: MPL-2.0
// A program at work: a machine with the program loaded, its stack, a kernel to answer its system calls,
// and the hooks of whoever watches. Deterministic: the same program, arguments, input and seed give the
// same run, instruction by instruction.

import type { Program } from "../asm/object/program.ts";
import type { Image } from "../cpu/memory/image.ts";
import { Machine, type MachineOptions, type Stop } from "../cpu/machine.ts";
import type { Trap } from "../cpu/memory/trap.ts";
import { REGISTER } from "../cpu/isa/registers.ts";
import { type Hooks, observerOf } from "./watch/hooks.ts";
import type { Observable, Observer } from "./watch/observer.ts";
import { Observers } from "./watch/observers.ts";
import { hasNames } from "./symbols/locations.ts";
import { buildStack } from "./initial_stack.ts";
import { faultSignal } from "./kernel/signals/fault_signal.ts";
import type { ProcessEnd, Signal } from "./kernel/calls/kernel_services.ts";
import { Kernel } from "./kernel/kernel.ts";
import type { Mount } from "./kernel/files/name_space.ts";
import { RandomBytes } from "./kernel/abi/random.ts";
import type { Input, Output } from "./kernel/files/stream_file.ts";
import type { SyscallRow } from "./kernel/calls/syscall.ts";

/** Bytes that a process may map beyond its program and stack, unless told otherwise: 1 GiB. */
export const DEFAULT_MEMORY_LIMIT = 2 ** 30;

/** How to start a program. */
export interface ProcessOptions extends MachineOptions {
  /** The arguments, of which the first is the program's name. Default: "program" alone. */
  readonly args?: readonly string[];
  /** The environment variables. Default: none. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from descriptor 0. Default: nothing. */
  readonly stdin?: Input;
  /** Where its output goes. Default: it is kept, see {@link Process.output}. */
  readonly stdout?: Output;
  /** Where its error output goes. Default: it is kept, see {@link Process.output}. */
  readonly stderr?: Output;
  /** The file systems that it sees. Default: none, only an empty directory that cannot be written. */
  readonly mounts?: readonly Mount[];
  /** The absolute path of the directory that it starts in. Default: `/`. */
  readonly workingDirectory?: string;
  /** Bytes that it may map beyond its program and stack. Default: 1 GiB. */
  readonly memoryLimit?: number;
  /** What its random bytes depend on. Default: 0. */
  readonly seed?: number;
  /** Who is told what it does. */
  readonly hooks?: Hooks;
  /** System calls that are added to the kernel's, or stand in for them. */
  readonly syscalls?: readonly SyscallRow[];
}

/** Why a run came to an end. */
export type Outcome =
  /** The program called exit or exit_group; the status is 0 to 255. */
  | { readonly kind: "exited"; readonly status: number }
  /** A signal ended it, because of the trap if there is one. */
  | { readonly kind: "killed"; readonly signal: Signal; readonly trap?: Trap }
  /** It waits, in that system call, for something that can never come. */
  | { readonly kind: "waiting"; readonly call: string }
  /** The instructions asked for have retired; the program can go on. */
  | { readonly kind: "limit" }
  /** There is a breakpoint at the next instruction. */
  | { readonly kind: "breakpoint"; readonly address: bigint }
  /** Somebody called {@link Machine.interrupt}; the program can go on. */
  | { readonly kind: "interrupted" };

/** What a run has cost. */
export interface Statistics {
  /** Instructions retired. */
  readonly instructions: number;
  /** System calls made, those that failed included. */
  readonly systemCalls: number;
  /** How many of them were mmap. */
  readonly mmaps: number;
  /** How many of them were munmap. */
  readonly munmaps: number;
  /** The most bytes that were ever mapped, with program and stack. */
  readonly peakMappedBytes: number;
  /** Pages that were accessed at least once since they were mapped. */
  readonly pagesTouched: number;
}

/**
 * The exit status that a shell shows: 128 and the signal for a killed program, 124 for one that was
 * stopped or would wait for ever.
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
    case "waiting":
      return 124;
  }
}

/** A running program. */
export class Process implements Observable {
  /** The machine that it runs on. */
  readonly machine: Machine;
  /** The kernel that answers it. */
  readonly kernel: Kernel;
  /** What was loaded. */
  readonly program: Program | Image;
  readonly #stdout: Uint8Array[] = [];
  readonly #stderr: Uint8Array[] = [];
  readonly #observers: Observers;

  /**
   * Loads a program and makes it ready to run.
   *
   * @throws {RangeError} when the program does not fit into the machine, or its arguments do not fit
   * onto its stack
   */
  constructor(program: Program | Image, options: ProcessOptions = {}) {
    this.program = program;
    this.machine = new Machine(options);
    try {
      this.#observers = new Observers(this.machine, hasNames(program) ? program : undefined);
      this.kernel = this.#start(program, options);
      if (options.hooks !== undefined) this.observe(observerOf(options.hooks));
    } catch (error) {
      this.machine.dispose();
      throw error;
    }
  }

  /** What the program wrote so far, where the options do not send it elsewhere. */
  get output(): { readonly stdout: Uint8Array; readonly stderr: Uint8Array } {
    return { stdout: join(this.#stdout), stderr: join(this.#stderr) };
  }

  /** What the run has cost so far. */
  get statistics(): Statistics {
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
   * Attaches an observer, which is told what the program does from now on. There can be any number,
   * attached and detached at any time; {@link Observer} says who gets what.
   */
  observe(observer: Observer): Disposable {
    return this.#observers.attach(observer);
  }

  /**
   * Runs the program until something stops it, at the latest when `maxInstructions` have retired since
   * its start. A program that has ended gives the same outcome again.
   *
   * @throws what an observer threw, see {@link Observer}; the program can go on from there
   */
  run(options: { maxInstructions?: number } = {}): Outcome {
    const outcome = this.#run(options.maxInstructions ?? Infinity);
    this.#observers.throwFailures();
    return outcome;
  }

  /**
   * Executes one instruction; the outcome is "limit" when the program goes on. One that traps, and whose
   * signal has a handler, makes it go on there.
   *
   * @throws what an observer threw, see {@link Observer}; the program can go on from there
   */
  step(): Outcome {
    const outcome = this.#step();
    this.#observers.throwFailures();
    return outcome;
  }

  /** Closes its files and gives the machine's memory back; the process must not be used again. */
  dispose(): void {
    this.kernel.files.closeAll();
    this.machine.dispose();
  }

  /** See {@link Process.dispose}. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #start(program: Program | Image, options: ProcessOptions): Kernel {
    this.machine.load(program);
    const random = new RandomBytes(options.seed ?? 0);
    const startBytes = new Uint8Array(16);
    random.fill(startBytes);
    const sp = buildStack(this.machine.memory, {
      args: options.args ?? ["program"],
      env: options.env ?? {},
      entry: program.entry,
      random: startBytes,
      programHeaders: program.programHeaders,
    });
    this.machine.registers.set(REGISTER.sp, sp);
    return new Kernel(this.machine, {
      stdin: options.stdin ?? new Uint8Array(),
      stdout: options.stdout ?? ((bytes) => this.#stdout.push(bytes)),
      stderr: options.stderr ?? ((bytes) => this.#stderr.push(bytes)),
      mounts: options.mounts ?? [],
      workingDirectory: options.workingDirectory ?? "/",
      memoryLimit: options.memoryLimit ?? DEFAULT_MEMORY_LIMIT,
      random,
      programEnd: endOf(program),
      hooks: this.#observers,
      syscalls: options.syscalls ?? [],
    });
  }

  #run(limit: number): Outcome {
    const { kernel, machine } = this;
    for (;;) {
      if (kernel.ended !== undefined) return kernel.ended;
      // A timer goes off after an exact number of instructions.
      const stop = machine.run({ maxInstructions: Math.min(limit, kernel.nextTimer) });
      const outcome = this.#outcome(stop);
      if (outcome !== undefined) {
        if (outcome.kind !== "limit" || machine.instructions >= limit) return outcome;
        const end = kernel.expireTimers();
        if (end !== undefined) return this.#ended(end);
      }
      if (machine.interrupted) return { kind: "interrupted" };
    }
  }

  #step(): Outcome {
    const { kernel, machine } = this;
    if (kernel.ended !== undefined) return kernel.ended;
    if (machine.instructions >= kernel.nextTimer) {
      const end = kernel.expireTimers();
      if (end !== undefined) return this.#ended(end);
    }
    return this.#outcome(machine.step()) ?? { kind: "limit" };
  }

  /** What a stop of the machine means; undefined when the program just goes on. */
  #outcome(stop: Stop): Outcome | undefined {
    switch (stop.reason) {
      case "limit":
        return { kind: "limit" };
      case "breakpoint":
        return { kind: "breakpoint", address: stop.address };
      case "interrupted":
        return { kind: "interrupted" };
      case "trap": {
        this.#observers.trapped(stop.trap);
        const signal = faultSignal(stop.trap, this.machine.memory);
        const end = this.kernel.trapped(stop.trap, signal);
        return end && this.#ended(end);
      }
      case "environment":
        return this.kernel.ended && this.#ended(this.kernel.ended);
    }
  }

  #ended(end: ProcessEnd): Outcome {
    this.#observers.ended();
    return end;
  }
}

/** Address after the last byte of a program. */
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
