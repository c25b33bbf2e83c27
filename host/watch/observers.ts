// SPDX-License-Identifier: MPL-2.0
// The observers of one process. Takes events from the machine, its probes and the kernel, and gives each
// to the observers that want it. Guarantees: the machine records and the kernel reports only what some
// observer wants; an observer that throws does not keep events from the others.

import type { Program } from "../../asm/object/program.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { Trap } from "../../cpu/memory/trap.ts";
import type { SyscallEvent } from "../kernel/calls/syscall.ts";
import type { KernelHooks } from "../kernel/kernel.ts";
import type { AllocatorFunction, AllocatorSymbols } from "./allocator_functions.ts";
import { type HeapListener, HeapProbes } from "./heap_probes.ts";
import type { Observer } from "./observer.ts";
import { WantedRecords } from "./wanted_records.ts";

interface Attachment {
  readonly observer: Observer;
  attached: boolean;
}

/** rt_sigreturn. */
const SIGNAL_RETURN: ReadonlySet<number> = new Set([139]);

/** One of an observer's functions. */
type Receiver<Event> = (event: Event) => void;

/** The observers of one process. Serves as the kernel's hooks. */
export class Observers implements KernelHooks {
  readonly #machine: Machine;
  readonly #heap: HeapProbes | undefined;
  /** Replaced, never modified: the delivery of an event uses the list as it was at the event. */
  #attachments: readonly Attachment[] = [];
  readonly #failures: unknown[] = [];
  /** What tells the heap probes of signals. */
  #signals: Attachment | undefined;
  /** See {@link KernelHooks}; undefined while no observer wants system calls. */
  onSyscall: KernelHooks["onSyscall"];
  /** See {@link KernelHooks}. */
  syscalls: KernelHooks["syscalls"];
  /** See {@link KernelHooks}. */
  onSignal: KernelHooks["onSignal"];
  /** See {@link KernelHooks}. */
  onMapping: KernelHooks["onMapping"];
  /** Takes traps; undefined while no observer wants them. */
  onTrap: Receiver<Trap> | undefined;

  /** No observers yet, of a program that was loaded into a machine; `named` are allocators of its own. */
  constructor(machine: Machine, program: Program | undefined, named?: AllocatorSymbols) {
    this.#machine = machine;
    this.#heap = program && new HeapProbes(machine, program, named);
  }

  /** The functions of the program's allocators. */
  get allocatorFunctions(): readonly AllocatorFunction[] {
    return this.#heap?.functions ?? [];
  }

  /** A library was mapped, with symbols of its own. */
  libraryMapped(): void {
    this.#heap?.libraryMapped();
  }

  /** Attaches an observer; disposing of the handle detaches it. */
  attach(observer: Observer): Disposable {
    const attachment: Attachment = { observer, attached: true };
    const endTrace = this.#trace(attachment);
    const listener = this.#listen(attachment);
    this.#attachments = [...this.#attachments, attachment];
    this.#followSignals();
    this.#chooseHooks();
    return {
      [Symbol.dispose]: () => {
        if (!attachment.attached) return;
        // Delivers what the machine has recorded so far.
        endTrace?.();
        attachment.attached = false;
        this.#attachments = this.#attachments.filter((other) => other !== attachment);
        const open = listener === undefined ? [] : this.#heap?.remove(listener) ?? [];
        this.#followSignals();
        this.#chooseHooks();
        this.#machine.withoutRunning(() => {
          for (const event of open) observer.onHeap?.(event);
        });
      },
    };
  }

  /** Reports the end of the process: open calls of the allocator will not return. */
  ended(): void {
    this.#heap?.close();
  }

  /**
   * Throws what observers threw since the last call.
   *
   * @throws {AggregateError} for more than one error; a single error is thrown as it is
   */
  throwFailures(): void {
    const failures = this.#failures.splice(0);
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) {
      throw new AggregateError(failures, `Cannot go on: observers threw ${failures.length} errors`);
    }
  }

  #trace(attachment: Attachment): (() => void) | undefined {
    const { observer } = attachment;
    const wanted = new WantedRecords(observer);
    const { instructions, accesses } = wanted;
    const receive = observer.onRecords?.bind(observer);
    if (receive === undefined || !instructions && !accesses) return undefined;
    return this.#machine.addTrace({
      instructions,
      memory: accesses,
      watch: observer.watch,
      within: wanted.within,
      exact: observer.exact === true,
      sink: (batch) => {
        for (const records of wanted.in(batch)) this.#deliver(records, attachment, receive);
      },
    });
  }

  #listen(attachment: Attachment): HeapListener | undefined {
    const { observer } = attachment;
    const enter = observer.onHeapEntry?.bind(observer);
    const leave = observer.onHeap?.bind(observer);
    if (enter === undefined && leave === undefined) return undefined;
    const listener: HeapListener = {
      enter: (entry) => this.#deliver(entry, attachment, enter),
      leave: (event) => this.#deliver(event, attachment, leave),
    };
    this.#heap?.add(listener);
    return listener;
  }

  /** Lets the heap probes know of signals, while anybody wants heap calls. */
  #followSignals(): void {
    const heap = this.#heap?.isUsed === true ? this.#heap : undefined;
    if (heap === undefined) {
      this.#attachments = this.#attachments.filter((each) => each !== this.#signals);
      this.#signals = undefined;
    } else if (this.#signals === undefined) {
      const observer: Observer = {
        syscalls: SIGNAL_RETURN,
        onSyscall: (event) => heap.called(event),
        onSignal: () => heap.signalled(),
      };
      this.#signals = { observer, attached: true };
      // The first: others may ask for the depth of calls.
      this.#attachments = [this.#signals, ...this.#attachments];
    }
  }

  /** Sets the hooks for which there is an observer, so that the kernel makes no unwanted event. */
  #chooseHooks(): void {
    const observers = this.#attachments.map(({ observer }) => observer);
    const listening = observers.filter(({ onSyscall }) => onSyscall !== undefined);
    this.syscalls = union(listening.map(({ syscalls }) => syscalls));
    this.onSyscall = this.#hook(syscallReceiver);
    this.onSignal = this.#hook((observer) => observer.onSignal?.bind(observer));
    this.onMapping = this.#hook((observer) => observer.onMapping?.bind(observer));
    this.onTrap = this.#hook((observer) => observer.onTrap?.bind(observer));
  }

  /** A function that delivers an event to all observers with a receiver; undefined if there is none. */
  #hook<Event>(
    receiverOf: (observer: Observer) => Receiver<Event> | undefined,
  ): Receiver<Event> | undefined {
    const receivers = this.#attachments.flatMap((attachment) => {
      const receive = receiverOf(attachment.observer);
      return receive === undefined ? [] : [{ attachment, receive }];
    });
    if (receivers.length === 0) return undefined;
    return (event) => {
      for (const { attachment, receive } of receivers) this.#deliver(event, attachment, receive);
    };
  }

  #deliver<Event>(
    event: Event,
    attachment: Attachment,
    receive: Receiver<Event> | undefined,
  ): void {
    if (!attachment.attached) return;
    try {
      this.#machine.withoutRunning(() => receive?.(event));
    } catch (error) {
      this.#failures.push(error);
      this.#machine.interrupt();
    }
  }
}

/** What takes the system calls that an observer chose by number. */
function syscallReceiver(observer: Observer): Receiver<SyscallEvent> | undefined {
  const { syscalls } = observer;
  const receive = observer.onSyscall?.bind(observer);
  if (receive === undefined || syscalls === undefined) return receive;
  return (event) => {
    if (syscalls.has(event.number)) receive(event);
  };
}

/** The union of sets of numbers; undefined, which means all numbers, if any set is undefined. */
function union(
  sets: readonly (ReadonlySet<number> | undefined)[],
): ReadonlySet<number> | undefined {
  const known = sets.filter((set) => set !== undefined);
  return known.length < sets.length ? undefined : new Set(known.flatMap((set) => [...set]));
}
