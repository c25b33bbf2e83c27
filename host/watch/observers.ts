// SPDX-License-Identifier: MPL-2.0
// The observers of one process. Takes events from the machine, its probes and the kernel, and hands each
// to every observer that wants it. Guarantees: the machine records, and the kernel tells, only what some
// observer wants; what one observer throws keeps no event from the others.

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

/** All who watch one process. The kernel uses it as its hooks. */
export class Observers implements KernelHooks {
  readonly #machine: Machine;
  readonly #heap: HeapProbes | undefined;
  /** Never changed in place: an event goes to those who were attached when it happened. */
  #attachments: readonly Attachment[] = [];
  readonly #failures: unknown[] = [];
  /** See {@link KernelHooks}; undefined while nobody wants to know. */
  onSyscall: KernelHooks["onSyscall"];
  /** See {@link KernelHooks}. */
  syscalls: KernelHooks["syscalls"];
  /** See {@link KernelHooks}. */
  onSignal: KernelHooks["onSignal"];
  /** See {@link KernelHooks}. */
  onMapping: KernelHooks["onMapping"];

  /** The observers, none at first, of a program that was loaded into a machine. */
  constructor(machine: Machine, program: Program | undefined) {
    this.#machine = machine;
    this.#heap = program && new HeapProbes(machine, program);
  }

  /** Attaches an observer; the handle detaches it. */
  attach(observer: Observer): Disposable {
    const attachment: Attachment = { observer, attached: true };
    const endTrace = this.#trace(attachment);
    const listener = this.#listen(attachment);
    this.#attachments = [...this.#attachments, attachment];
    this.#chooseHooks();
    return {
      [Symbol.dispose]: () => {
        if (!attachment.attached) return;
        // The machine hands over what it has recorded so far.
        endTrace?.();
        attachment.attached = false;
        this.#attachments = this.#attachments.filter((other) => other !== attachment);
        this.#chooseHooks();
        const open = listener === undefined ? [] : this.#heap?.remove(listener) ?? [];
        for (const event of open) observer.onHeap?.(event);
      },
    };
  }

  /** Tells that an instruction trapped. */
  trapped(trap: Trap): void {
    this.#tell((observer) => observer.onTrap?.(trap));
  }

  /** Tells that the process came to its end: calls of the allocator that are open will not return. */
  ended(): void {
    this.#heap?.close();
  }

  /**
   * Throws what observers threw since it was last called.
   *
   * @throws {AggregateError} when there is more than one such error; otherwise the error itself
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

  /** Lets the kernel tell what some observer wants, and nothing else. */
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

/** All numbers in the sets; undefined, which stands for every number, where a set is. */
function union(
  sets: readonly (ReadonlySet<number> | undefined)[],
): ReadonlySet<number> | undefined {
  const known = sets.filter((set) => set !== undefined);
  return known.length < sets.length ? undefined : new Set(known.flatMap((set) => [...set]));
}
