// SPDX-License-Identifier: MPL-2.0
// The kernel that a guest program finds: Linux's riscv64 system calls (number in a7, arguments in a0 to
// a5, the answer in a0). Finds the row of a call, lets it act, tells the hooks. Guarantees: whatever the
// guest passes, it gets an answer or its own end, never an exception of the host.

import type { Machine } from "../../cpu/machine.ts";
import { MemoryFault, type Trap } from "../../cpu/trap.ts";
import { Clock } from "./clock.ts";
import { describeError, ERRNO } from "./errno.ts";
import { FILE_CALLS } from "./file_calls.ts";
import { FileTable, type Input, type Output } from "./files.ts";
import { MEMORY_CALLS } from "./memory_calls.ts";
import { type MappingEvent, MemoryManager } from "./memory_manager.ts";
import { MREMAP_CALLS } from "./mremap_call.ts";
import { PROCESS_CALLS } from "./process_calls.ts";
import { PROCESS_ID, USER_ID } from "./process_id.ts";
import { RandomBytes } from "./random.ts";
import { ResourceLimits } from "./resource_limits.ts";
import { SIGNAL_CALLS } from "./signal_calls.ts";
import { type FaultSignal, formatFault } from "./fault_signal.ts";
import { SignalState } from "./signal_state.ts";
import { signalName } from "./signals.ts";
import { errorNumber, formatCall, formatResult, SIX_LONGS } from "./strace.ts";
import { SyscallContext, type SyscallEvent, type SyscallRow } from "./syscall.ts";
import type { SignalEvent } from "./syscall.ts";
import { syscallName } from "./syscall_names.ts";
import { SYSTEM_CALLS } from "./system_calls.ts";
import { TIME_CALLS } from "./time_calls.ts";

/** How a process ended. */
export type End =
  | { readonly kind: "exited"; readonly status: number }
  | { readonly kind: "killed"; readonly signal: Signal; readonly trap?: Trap };

/** A signal by number and name. */
export interface Signal {
  /** 1 to 64. */
  readonly number: number;
  /** Such as "SIGSEGV". */
  readonly name: string;
}

/** What the kernel tells of. All are called at the moment it happens. */
export interface KernelHooks {
  /** A system call was made; after it, but before the process goes on. */
  readonly onSyscall?: (event: SyscallEvent) => void;
  /** A signal ends the process. */
  readonly onSignal?: (event: SignalEvent) => void;
  /** The mappings changed. */
  readonly onMapping?: (event: MappingEvent) => void;
}

/** What a kernel needs to know. */
export interface KernelOptions {
  /** Descriptor 0. */
  readonly stdin: Input;
  /** Descriptor 1. */
  readonly stdout: Output;
  /** Descriptor 2. */
  readonly stderr: Output;
  /** Bytes that the process may map beyond its program and stack. */
  readonly memoryLimit: number;
  /** Where random bytes start from. */
  readonly random: RandomBytes;
  /** Address after the last byte of the program: brk starts there. */
  readonly programEnd: bigint;
  /** Who is told. */
  readonly hooks: KernelHooks;
  /** Calls that are added to the kernel's, or stand in for them. */
  readonly syscalls: readonly SyscallRow[];
}

/** Every system call there is, by rising number within its theme. */
export const SYSCALLS: readonly SyscallRow[] = [
  ...FILE_CALLS,
  ...MEMORY_CALLS,
  ...MREMAP_CALLS,
  ...PROCESS_CALLS,
  ...SIGNAL_CALLS,
  ...SYSTEM_CALLS,
  ...TIME_CALLS,
];

const A0 = 10;
const A7 = 17;

/** The kernel of one process. */
export class Kernel {
  /** The mappings. */
  readonly memory: MemoryManager;
  /** The open files. */
  readonly files: FileTable;
  /** What the process has said about signals, and what waits for it. */
  readonly signals: SignalState = new SignalState();
  /** The resource limits. */
  readonly limits: ResourceLimits = new ResourceLimits();
  /** The time. */
  readonly clock: Clock;
  /** Where random bytes come from. */
  readonly random: RandomBytes;
  readonly #machine: Machine;
  readonly #hooks: KernelHooks;
  readonly #rows: ReadonlyMap<number, SyscallRow>;
  readonly #call: SyscallContext;
  readonly #counts = new Map<string, number>();
  #end: End | undefined;

  /** A kernel for the program that was loaded into the machine, with its stack. */
  constructor(machine: Machine, options: KernelOptions) {
    this.#machine = machine;
    this.#hooks = options.hooks;
    this.#rows = new Map([...SYSCALLS, ...options.syscalls].map((row) => [row.number, row]));
    this.#call = new SyscallContext(this, machine);
    this.files = new FileTable(options.stdin, options.stdout, options.stderr);
    this.random = options.random;
    this.clock = new Clock(() => machine.instructions);
    const { onMapping } = options.hooks;
    const report = (change: Omit<MappingEvent, "instruction">) =>
      onMapping?.({ ...change, instruction: machine.instructions });
    this.memory = new MemoryManager(
      machine.memory,
      options.memoryLimit,
      report,
      options.programEnd,
    );
    machine.environmentCall = () => this.#environmentCall();
  }

  /** How the process ended; undefined while it runs. */
  get ended(): End | undefined {
    return this.#end;
  }

  /** How often each system call was made, by name; those that failed count too. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Ends the process. For handlers: it does not come back from the call. */
  end(end: End): void {
    this.#end ??= end;
  }

  /** Ends the process because of a trap, with the signal that Linux sends for it. */
  trapped(trap: Trap, signal: FaultSignal): End {
    const name = signalName(signal.number);
    this.end({ kind: "killed", signal: { number: signal.number, name }, trap });
    this.#tellSignal(signal.number, trap.pc, formatFault(signal));
    return this.#end ?? { kind: "killed", signal: { number: signal.number, name }, trap };
  }

  #environmentCall(): End | undefined {
    const number = Number(this.#machine.registers.getSigned(A7));
    const row = this.#rows.get(number) ?? missing(number);
    this.#counts.set(row.name, (this.#counts.get(row.name) ?? 0) + 1);
    if (this.#hooks.onSyscall === undefined) this.#perform(row);
    else this.#performAndTell(row, number, this.#hooks.onSyscall);
    this.#takeSignals();
    return this.#end;
  }

  /** Does the call and stores its answer, which it also gives; undefined when there is none. */
  #perform(row: SyscallRow): bigint | undefined {
    const result = this.#answer(row);
    if (result === undefined || this.#end !== undefined) return undefined;
    const value = BigInt(result);
    this.#machine.registers.set(A0, BigInt.asUintN(64, value));
    return BigInt.asIntN(64, value);
  }

  #answer(row: SyscallRow): bigint | number | undefined {
    try {
      return row.handler(this.#call);
    } catch (error) {
      if (error instanceof MemoryFault) return -ERRNO.EFAULT;
      throw error;
    }
  }

  #performAndTell(row: SyscallRow, number: number, tell: (event: SyscallEvent) => void): void {
    const { memory, pc, instructions } = this.#machine;
    const args = Array.from({ length: 6 }, (_, index) => this.#call.arg(index));
    // Spelled now, because the text shows memory that may be another's by the time it is asked for.
    const call = formatCall(row.name, row.arguments, args, memory);
    const result = this.#perform(row);
    const answer = formatResult(row.returns, result, args, memory);
    const isUnknown = !this.#rows.has(number) && syscallName(number) === undefined;
    const text = isUnknown ? `Unknown syscall ${number}` : call + answer;
    const error = result === undefined ? undefined : errorNumber(result);
    tell({
      number,
      name: row.name,
      args,
      result,
      errorName: error === undefined ? undefined : describeError(error)?.name,
      instruction: instructions,
      pc,
      text: () => `${PROCESS_ID} ${text}`,
    });
  }

  /** Ends the process if a signal that it cannot survive is due. */
  #takeSignals(): void {
    if (this.#end !== undefined) return;
    const number = this.signals.fatal();
    if (number === undefined) return;
    const name = signalName(number);
    this.end({ kind: "killed", signal: { number, name } });
    const fields = `si_signo=${name}, si_code=SI_USER, si_pid=${PROCESS_ID}, si_uid=${USER_ID}`;
    this.#tellSignal(number, this.#machine.pc, `--- ${name} {${fields}} ---`);
  }

  #tellSignal(number: number, pc: bigint, text: string): void {
    this.#hooks.onSignal?.({
      number,
      name: signalName(number),
      instruction: this.#machine.instructions,
      pc,
      text: () => text,
    });
  }
}

/** The row for a call that this kernel does not have. */
function missing(number: number): SyscallRow {
  return {
    number,
    name: syscallName(number) ?? "unknown",
    arguments: SIX_LONGS,
    returns: "int",
    handler: () => -ERRNO.ENOSYS,
  };
}
