// SPDX-License-Identifier: MPL-2.0
// The observers of one process. Takes events from the machine, its probes and the kernel, and gives each
// to the observers that want it. Guarantees: the machine records and the kernel reports only what some
// observer wants; an observer that throws does not keep events from the others.

import type { Program } from "../../asm/object/program.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { Trap } from "../../cpu/memory/trap.ts";
import type { KernelHooks } from "../kernel/kernel.ts";
import { type HeapListener, HeapProbes } from "./heap_probes.ts";
import type { Observer } from "./observer.ts";
import { WantedRecords } from "./wanted_records.ts";

interface Attachment {
  readonly observer: Observer;
  attached: boolean;
}

/** The observers of one process. Serves as the kernel's hooks. */
export class Observers implements KernelHooks {
  readonly #machine: Machine;
  readonly #heap: HeapProbes | undefined;
  /** Replaced, never modified: the delivery of an event uses the list as it was at the event. */
  #attachments: readonly Attachment[] = [];
  readonly #failures: unknown[] = [];
  /** See {@link KernelHooks}; undefined while no observer wants system calls. */
  onSyscall: KernelHooks["onSyscall"];
  /** See {@link KernelHooks}. */
  syscalls: KernelHooks["syscalls"];
  /** See {@link KernelHooks}. */
  onSignal: KernelHooks["onSignal"];
  /** See {@link KernelHooks}. */
  onMapping: KernelHooks["onMapping"];

  /** No observers yet, of a program that was loaded into a machine. */
  constructor(machine: Machine, program: Program | undefined) {
    this.#machine = machine;
    this.#heap = program && new HeapProbes(machine, program);
  }

  /** Attaches an observer; disposing of the handle detaches it. */
  attach(observer: Observer): Disposable {
    const attachment: Attachment = { observer, attached: true };
    const endTrace = this.#trace(attachment);
    const listener = this.#listen(attachment);
    this.#attachments = [...this.#attachments, attachment];
    this.#chooseHooks();
    return {
      [Symbol.dispose]: () => {
        if (!attachment.attached) return;
        // Delivers what the machine has recorded so far.
        endTrace?.();
        attachment.attached = false;
        this.#attachments = this.#attachments.filter((other) => other !== attachment);
        this.#chooseHooks();
        const open = listener === undefined ? [] : this.#heap?.remove(listener) ?? [];
        for (const event of open) observer.onHeap?.(event);
      },
    };
  }

  /** Reports a trap. */
  trapped(trap: Trap): void {
    this.#tell((observer) => observer.onTrap?.(trap));
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
    const wanted = new WantedRecords(attachment.observer);
    const { instructions, accesses } = wanted;
    if (!instructions && !accesses) return undefined;
    return this.#machine.addTrace({
      instructions,
      memory: accesses,
      sink: (batch) => {
        for (const records of wanted.in(batch)) {
          this.#guard(attachment, (observer) => observer.onRecords?.(records));
        }
      },
    });
  }

  #listen(attachment: Attachment): HeapListener | undefined {
    const { onHeapEntry, onHeap } = attachment.observer;
    if (onHeapEntry === undefined && onHeap === undefined) return undefined;
    const listener: HeapListener = {
      enter: (call) => this.#guard(attachment, (observer) => observer.onHeapEntry?.(call)),
      leave: (event) => this.#guard(attachment, (observer) => observer.onHeap?.(event)),
    };
    this.#heap?.add(listener);
    return listener;
  }

  /** Sets the hooks for which there is an observer, so that the kernel makes no event in vain. */
  #chooseHooks(): void {
    const observers = this.#attachments.map(({ observer }) => observer);
    const listening = observers.filter(({ onSyscall }) => onSyscall !== undefined);
    this.onSyscall = listening.length === 0 ? undefined : (event) =>
      this.#tell((observer) => {
        if (observer.syscalls?.has(event.number) !== false) observer.onSyscall?.(event);
      });
    this.syscalls = union(listening.map(({ syscalls }) => syscalls));
    this.onSignal = observers.every(({ onSignal }) => onSignal === undefined)
      ? undefined
      : (event) => this.#tell((observer) => observer.onSignal?.(event));
    this.onMapping = observers.every(({ onMapping }) => onMapping === undefined)
      ? undefined
      : (event) => this.#tell((observer) => observer.onMapping?.(event));
  }

  #tell(act: (observer: Observer) => void): void {
    for (const attachment of this.#attachments) this.#guard(attachment, act);
  }

  #guard(attachment: Attachment, act: (observer: Observer) => void): void {
    if (!attachment.attached) return;
    try {
      act(attachment.observer);
    } catch (error) {
      this.#failures.push(error);
      this.#machine.interrupt();
    }
  }
}

/** The union of sets of numbers; undefined, which means all numbers, if any set is undefined. */
function union(
  sets: readonly (ReadonlySet<number> | undefined)[],
): ReadonlySet<number> | undefined {
  const known = sets.filter((set) => set !== undefined);
  return known.length < sets.length ? undefined : new Set(known.flatMap((set) => [...set]));
}
