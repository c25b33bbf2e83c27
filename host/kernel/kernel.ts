// SPDX-License-Identifier: MPL-2.0
// The kernel of a guest program: Linux's system calls for riscv64 (number in a7, arguments in a0 to a5,
// result in a0). It looks up the row of a call, calls its handler and tells the hooks. Guarantees: whatever
// the guest passes, it gets a result or is killed; the host never throws.

import { REGISTER } from "../../cpu/isa/registers.ts";
import { type Machine, NOT_ANSWERED } from "../../cpu/machine.ts";
import { MemoryFault, type Trap } from "../../cpu/memory/trap.ts";
import { Clock } from "./abi/clock.ts";
import { describeError, ERRNO, INTERRUPTED } from "./abi/errno.ts";
import { PROCESS_ID } from "./abi/process_id.ts";
import { RandomBytes } from "./abi/random.ts";
import { ResourceLimits } from "./abi/resource_limits.ts";
import { signalName } from "./abi/signals.ts";
import { syscallName } from "./abi/syscall_names.ts";
import type { MappedFile } from "../../asm/object/program.ts";
import type { KernelServices, ProcessEnd } from "./calls/kernel_services.ts";
import {
  type EcallTable,
  type SignalEvent,
  SyscallContext,
  type SyscallEvent,
  type SyscallRow,
} from "./calls/syscall.ts";
import { SYSCALLS } from "./calls/syscall_table.ts";
import { type Directory, FileError } from "./files/file_system.ts";
import { FileTable } from "./files/file_table.ts";
import { type Mount, NameSpace } from "./files/name_space.ts";
import { isDirectoryPathEntry, type PathEntry } from "./files/path_entry.ts";
import { type Input, InputPending, type Output } from "./files/stream_file.ts";
import { type MappingEvent, MemoryManager } from "./memory/memory_manager.ts";
import { IntervalTimers } from "./signals/interval_timers.ts";
import { type InterruptedCall, SignalDelivery } from "./signals/signal_delivery.ts";
import { formatSignal, type SignalInfo } from "./signals/signal_info.ts";
import { SignalState } from "./signals/signal_state.ts";
import { wait, type WakeReason } from "./signals/waiting.ts";
import { errorNumber, formatCall, formatResult, SIX_LONGS } from "./strace/strace.ts";

/**
 * Called at the moment something happens. The kernel reads the hooks each time, and makes no event
 * that has no hook.
 */
export interface KernelHooks {
  /** A system call was made; the process has not continued yet. */
  readonly onSyscall?: ((event: SyscallEvent) => void) | undefined;
  /** The numbers of the calls that `onSyscall` gets; undefined for all. */
  readonly syscalls?: ReadonlySet<number> | undefined;
  /** A signal is delivered: it kills the process, or its handler is about to run. */
  readonly onSignal?: ((event: SignalEvent) => void) | undefined;
  /** The mappings changed. */
  readonly onMapping?: ((event: MappingEvent) => void) | undefined;
}

/** The options of a kernel. */
export interface KernelOptions {
  /** Descriptor 0. */
  readonly stdin: Input;
  /** Descriptor 1. */
  readonly stdout: Output;
  /** Descriptor 2. */
  readonly stderr: Output;
  /** The file systems that the process sees. */
  readonly mounts: readonly Mount[];
  /** The absolute path of its working directory. */
  readonly workingDirectory: string;
  /** What /proc/self/exe shows: the path of the executable, and its bytes if they are known. */
  readonly program?: { readonly path: string; readonly executable: Uint8Array | undefined };
  /** Bytes that the process may map beyond its program and stack. */
  readonly memoryLimit: number;
  /** The source of random bytes. */
  readonly random: RandomBytes;
  /** Address after the last byte of the program, where brk starts. */
  readonly programEnd: bigint;
  /** What to call when something happens. */
  readonly hooks: KernelHooks;
  /** Called when an ELF file was mapped from its start: a shared library. */
  readonly onFileMapped?: ((file: MappedFile) => void) | undefined;
  /** System calls that extend or replace the kernel's. */
  readonly syscalls: readonly SyscallRow[];
  /** What ecall asks for. Default: Linux's calls. */
  readonly ecalls?: EcallTable | undefined;
}

/** Linux's convention; its rows are in the table of system calls. */
const LINUX: EcallTable = { numberRegister: REGISTER.a7, rows: SYSCALLS, missing };

const ECALL_LENGTH = 4n;

/** The reason to stop the machine when only the time of the next timer has changed. */
const RESCHEDULED: object = {};

/** The kernel of one process. */
export class Kernel implements KernelServices {
  /** The mappings. */
  readonly memory: MemoryManager;
  /** The open files. */
  readonly files: FileTable;
  /** The tree of files. */
  readonly names: NameSpace;
  /** Where relative paths start. */
  workingDirectory: PathEntry<Directory>;
  /** The permission bits that new files do not get. */
  umask = 0o022;
  /** Address of the thread's list of robust futexes. Never read: no other thread waits for them. */
  robustList = 0n;
  /** The name that prctl sets and gets: 16 bytes with a NUL. */
  readonly processName: Uint8Array<ArrayBuffer> = new Uint8Array(16);
  /** See {@link KernelOptions.onFileMapped}. */
  readonly onFileMapped: KernelOptions["onFileMapped"];
  /** Dispositions, the mask of blocked signals, and pending signals. */
  readonly signals: SignalState = new SignalState();
  /** The resource limits. */
  readonly limits: ResourceLimits = new ResourceLimits();
  /** The time. */
  readonly clock: Clock;
  /** The source of random bytes. */
  readonly random: RandomBytes;
  /** The timers of setitimer. */
  readonly timers: IntervalTimers;
  readonly #delivery: SignalDelivery;
  readonly #machine: Machine;
  readonly #hooks: KernelHooks;
  readonly #ecalls: EcallTable;
  readonly #rows: ReadonlyMap<number, SyscallRow>;
  readonly #call: SyscallContext;
  readonly #counts = new Map<string, number>();
  #end: ProcessEnd | undefined;
  #lastInode = 4;
  /** The name of the current call. */
  #calling = "";
  /** Where the process continues after the call; undefined for the next instruction. */
  #resume: bigint | undefined;
  /** The instruction number at which the machine will stop for a timer. */
  #scheduled = Infinity;

  /** A kernel for the program that was loaded into the machine with its stack. */
  constructor(machine: Machine, options: KernelOptions) {
    this.#machine = machine;
    this.#hooks = options.hooks;
    this.onFileMapped = options.onFileMapped;
    this.#ecalls = options.ecalls ?? LINUX;
    const rows = [...this.#ecalls.rows, ...options.syscalls];
    this.#rows = new Map(rows.map((row) => [row.number, row]));
    this.#call = new SyscallContext(this, machine);
    this.files = new FileTable(options.stdin, options.stdout, options.stderr);
    this.random = options.random;
    const clock = new Clock(() => machine.instructions);
    this.clock = clock;
    const reserve = (bytes: number, code: "ENOMEM" | "ENOSPC") => {
      if (!this.memory.reserve(bytes)) throw new FileError(code);
    };
    const view = options.program && {
      ...options.program,
      mappings: () => machine.memory.mappings(),
      reserve: (bytes: number) => reserve(bytes, "ENOMEM"),
    };
    const report = (change: Omit<MappingEvent, "instruction">) =>
      this.#hooks.onMapping?.({ ...change, instruction: machine.instructions });
    this.memory = new MemoryManager(
      machine.memory,
      options.memoryLimit,
      report,
      options.programEnd,
    );
    const services = {
      now: () => clock.realtime,
      reserve: (bytes: number) => reserve(bytes, "ENOSPC"),
    };
    this.names = new NameSpace(options.mounts, services, view);
    try {
      this.workingDirectory = this.#directory(options.workingDirectory);
    } catch (error) {
      this.names.unmountAll();
      throw error;
    }
    this.timers = new IntervalTimers(this.clock);
    this.#delivery = new SignalDelivery(machine, this.memory, this.signals);
    machine.environmentCall = () => this.#environmentCall();
  }

  /** How the process ended; undefined while it runs. */
  get ended(): ProcessEnd | undefined {
    return this.#end;
  }

  /** How often each system call was made, by name, failed calls included. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** See {@link KernelServices.end}. */
  end(end: ProcessEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.release();
  }

  /** Closes all files and unmounts all file systems. */
  release(): void {
    this.files.closeAll();
    this.names.unmountAll();
  }

  /** See {@link KernelServices.nextInode}. */
  nextInode(): number {
    return this.#lastInode++;
  }

  /** See {@link KernelServices.leaveHandler}. */
  leaveHandler(): void {
    this.#resume = this.#delivery.leaveHandler();
  }

  /**
   * Delivers the signal of a trap. The process continues in its handler; without one it has ended, and its
   * end is returned.
   */
  trapped(trap: Trap, signal: SignalInfo): ProcessEnd | undefined {
    this.signals.force(signal);
    this.#deliver(trap.pc, undefined, trap);
    return this.#end;
  }

  /** The instruction number at which {@link Kernel.expireTimers} must be called. */
  get nextTimer(): number {
    return this.#scheduled = this.timers.nextInstruction;
  }

  /** Sends the signals of the timers that have expired; returns the end of the process if they kill it. */
  expireTimers(): ProcessEnd | undefined {
    for (const signal of this.timers.expire()) this.signals.raise(signal);
    if (this.signals.isDue) this.#deliver(this.#machine.pc);
    return this.#end;
  }

  /** See {@link KernelServices.wait}. */
  wait(deadline?: bigint, awaited = 0n): WakeReason {
    const reason = wait(this, deadline, awaited);
    if (reason === "never") this.end({ kind: "waiting", call: this.#calling });
    return reason;
  }

  #directory(path: string): PathEntry<Directory> {
    const { entry } = this.names.find(this.names.root, path, true);
    if (!isDirectoryPathEntry(entry)) {
      throw new FileError(entry === undefined ? "ENOENT" : "ENOTDIR");
    }
    return entry;
  }

  #environmentCall(): object | undefined {
    const { pc } = this.#machine;
    const { numberRegister, missing } = this.#ecalls;
    const number = Number(this.#machine.registers.getSigned(numberRegister));
    const row = this.#rows.get(number) ?? missing(number);
    const argument = this.#machine.registers.get(REGISTER.a0);
    const count = this.#counts.get(row.name) ?? 0;
    this.#counts.set(row.name, count + 1);
    this.#calling = row.name;
    this.#resume = undefined;
    let result: bigint | undefined;
    try {
      const { syscalls, onSyscall } = this.#hooks;
      result = onSyscall === undefined || syscalls?.has(number) === false
        ? this.#perform(row)
        : this.#performAndTell(row, number);
    } catch (error) {
      // The call has not been made.
      this.#counts.set(row.name, count);
      if (error instanceof InputPending) return NOT_ANSWERED;
      throw error;
    }
    if (this.#end !== undefined) return this.#end;
    // A handler that a user of the library added may have set pc.
    if (this.#machine.pc !== pc) this.#resume ??= this.#machine.pc;
    if (this.signals.isDue) {
      const next = this.#resume ?? pc + ECALL_LENGTH;
      this.#deliver(
        next,
        isInterruption(result) ? { pc, argument, result: Number(result) } : undefined,
      );
    } else if (this.#resume !== undefined) {
      this.#machine.pc = this.#resume;
    }
    this.signals.restoreMask();
    if (this.#end !== undefined) return this.#end;
    return this.timers.nextInstruction === this.#scheduled ? undefined : RESCHEDULED;
  }

  /** Performs the call, stores its result in a0 and returns it; undefined when it has none. */
  #perform(row: SyscallRow): bigint | undefined {
    const result = this.#callHandler(row);
    if (result === undefined || this.#end !== undefined) return undefined;
    const value = BigInt(result);
    this.#machine.registers.set(REGISTER.a0, BigInt.asUintN(64, value));
    return BigInt.asIntN(64, value);
  }

  #callHandler(row: SyscallRow): bigint | number | undefined {
    try {
      return row.handler(this.#call);
    } catch (error) {
      if (error instanceof MemoryFault) return -ERRNO.EFAULT;
      if (error instanceof FileError) return -ERRNO[error.code];
      throw error;
    }
  }

  #performAndTell(row: SyscallRow, number: number): bigint | undefined {
    const { memory, pc, instructions } = this.#machine;
    const args = Array.from({ length: 6 }, (_, index) => this.#call.arg(index));
    // Formatted now, because the text shows memory that the call, or the process later, may change.
    const call = formatCall(row.name, row.arguments, args, memory);
    const result = this.#perform(row);
    const answer = formatResult(row.returns, result, args, memory);
    const isUnknown = !this.#rows.has(number) && syscallName(number) === undefined;
    const text = isUnknown ? `Unknown syscall ${number}` : call + answer;
    const error = result === undefined ? undefined : errorNumber(result);
    this.#hooks.onSyscall?.({
      number,
      name: row.name,
      args,
      result,
      errorName: error === undefined ? undefined : describeError(error)?.name,
      instruction: instructions,
      pc,
      text: () => `${PROCESS_ID} ${text}`,
    });
    return result;
  }

  /** Delivers the pending signals to the process, which would continue at `pc`. */
  #deliver(pc: bigint, interrupted?: InterruptedCall, trap?: Trap): void {
    const fatal = this.#delivery.deliver(pc, interrupted, (info, next) => {
      this.#tellSignal(info, next);
    });
    if (fatal === undefined) return;
    const signal = { number: fatal.number, name: signalName(fatal.number) };
    const isFault = trap !== undefined && fatal.fields.kind === "fault";
    this.end({ kind: "killed", signal, ...(isFault && { trap }) });
  }

  #tellSignal(info: SignalInfo, pc: bigint): void {
    this.#hooks.onSignal?.({
      number: info.number,
      name: signalName(info.number),
      instruction: this.#machine.instructions,
      pc,
      text: () => formatSignal(info),
    });
  }
}

function isInterruption(result: bigint | undefined): boolean {
  return result === BigInt(INTERRUPTED.restartable) ||
    result === BigInt(INTERRUPTED.unlessHandled);
}

/** The row for a call that this kernel does not implement. */
function missing(number: number): SyscallRow {
  return {
    number,
    name: syscallName(number) ?? "unknown",
    arguments: SIX_LONGS,
    returns: "int",
    handler: () => -ERRNO.ENOSYS,
  };
}
