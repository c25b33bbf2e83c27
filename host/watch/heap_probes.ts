// SPDX-License-Identifier: MPL-2.0
// Allocation events: probes on the entry of the allocator's functions and on the addresses they return
// to, like Linux's uprobes and uretprobes. Takes a machine and the program loaded into it; gives an event
// when a call returns. There are probes only while somebody listens, one set for all listeners, and the
// program runs exactly as it would without.

import type { Program } from "../../asm/object/program.ts";
import type { Machine } from "../../cpu/machine.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { Unwinder } from "../symbols/backtrace.ts";
import { type CodeLocation, CodeLocations, isRuntime } from "../symbols/locations.ts";

/** Who called the allocator. */
export interface Caller extends CodeLocation {
  /** The address that the call returns to. */
  readonly address: bigint;
}

/** A call of the allocator. */
export interface HeapEvent {
  /** What was called. */
  readonly call: HeapCall;
  /** Bytes asked for, by malloc and realloc. */
  readonly size: bigint | undefined;
  /** The block given, to free and realloc. */
  readonly pointer: bigint | undefined;
  /** What malloc and realloc answered; undefined for free and for a call that never returned. */
  readonly result: bigint | undefined;
  /** Whether the call returned: one that aborts does not. */
  readonly returned: boolean;
  /**
   * Who wanted it: where the call was made, or, when the runtime made it for the program (rt.ensure,
   * say), the innermost call outside the runtime. Of inner calls, always where the call was made.
   */
  readonly caller: Caller;
  /** Where in the runtime the call was made, when that is not `caller`. */
  readonly via: Caller | undefined;
  /** How many instructions had retired when the call was made. */
  readonly instruction: number;
  /** How many calls of the allocator it was made from: above 0 the program did not make it itself. */
  readonly depth: number;
}

/** The allocator's functions that have events. */
export type HeapCall = "malloc" | "free" | "realloc";

/** What the registers a0 and a1 hold on entry, by function, and whether a0 holds a block afterwards. */
const CALLS: Readonly<
  Record<
    HeapCall,
    {
      readonly symbol: string;
      readonly pointer: Argument | undefined;
      readonly size: Argument | undefined;
      readonly answers: boolean;
    }
  >
> = {
  malloc: { symbol: "rt.malloc", pointer: undefined, size: "a0", answers: true },
  free: { symbol: "rt.free", pointer: "a0", size: undefined, answers: false },
  realloc: { symbol: "rt.realloc", pointer: "a0", size: "a1", answers: true },
};

type Argument = "a0" | "a1";
const ARGUMENTS: Readonly<Record<Argument, number>> = { a0: 10, a1: 11 };
/** How far up to look for a caller outside the runtime, whose own calls are a few deep. */
const MAX_FRAMES = 16;

interface Pending {
  readonly call: HeapCall;
  readonly size: bigint | undefined;
  readonly pointer: bigint | undefined;
  readonly returnAddress: bigint;
  readonly caller: Caller;
  readonly via: Caller | undefined;
  readonly stack: bigint;
  readonly instruction: number;
  readonly depth: number;
  /** Who listened when it began, and is told when it ends. */
  readonly listeners: readonly HeapListener[];
}

/** Who is told. Its functions must not throw. */
export interface HeapListener {
  /** A call of the allocator begins. */
  enter(call: HeapCall): void;
  /** A call of the allocator is over, or will never be. */
  leave(event: HeapEvent): void;
}

/** The probes on one machine's allocator. */
export class HeapProbes {
  readonly #machine: Machine;
  readonly #program: Program;
  readonly #locations: CodeLocations;
  /** Never changed in place: pending calls keep the list of those who listened when they began. */
  #listeners: readonly HeapListener[] = [];
  readonly #pending: Pending[] = [];
  readonly #returns = new Map<bigint, () => void>();
  readonly #removers: (() => void)[] = [];
  /** Made when first needed: it reads all of the program's code. */
  #unwinder: Unwinder | undefined;

  /** Probes, not set yet, on the allocator of `program`, which must be loaded into `machine`. */
  constructor(machine: Machine, program: Program) {
    this.#machine = machine;
    this.#program = program;
    this.#locations = new CodeLocations(program);
  }

  /** Tells a listener of the calls that begin from now on. */
  add(listener: HeapListener): void {
    this.#listeners = [...this.#listeners, listener];
    if (this.#removers.length === 0) this.#setProbes();
  }

  /** Stops telling a listener; gives the calls it knows of that are still open, innermost first. */
  remove(listener: HeapListener): HeapEvent[] {
    if (!this.#listeners.includes(listener)) return [];
    const open = this.#pending.filter(({ listeners }) => listeners.includes(listener));
    this.#listeners = this.#listeners.filter((other) => other !== listener);
    if (this.#listeners.length === 0) {
      this.#pending.length = 0;
      this.#removeProbes();
    }
    return open.toReversed().map((call) => eventOf(call, undefined));
  }

  /** Reports the calls that are still open, innermost first, and takes the probes away. */
  close(): void {
    for (let call = this.#pending.pop(); call !== undefined; call = this.#pending.pop()) {
      this.#report(call, undefined);
    }
    this.#removeProbes();
  }

  #setProbes(): void {
    for (const call of Object.keys(CALLS) as HeapCall[]) {
      const entry = this.#program.symbol(CALLS[call].symbol);
      if (entry === undefined || entry.section === undefined) continue;
      this.#removers.push(this.#machine.addProbe(entry.value, () => this.#enter(call)));
    }
  }

  #removeProbes(): void {
    for (const remove of this.#removers.splice(0)) remove();
    for (const remove of this.#returns.values()) remove();
    this.#returns.clear();
  }

  #enter(call: HeapCall): void {
    const { registers } = this.#machine;
    const { pointer, size } = CALLS[call];
    const stack = registers.get(REGISTER.sp);
    const returnAddress = registers.get(REGISTER.ra);
    this.#dropUnwound(stack, call, returnAddress);
    // The last listener may have left when it heard of a dropped call.
    if (this.#listeners.length === 0) return;
    const depth = this.#pending.length;
    const direct = this.#callerAt(returnAddress);
    const outer = depth === 0 && isRuntime(direct) ? this.#callerOutsideRuntime() : undefined;
    this.#pending.push({
      call,
      size: size === undefined ? undefined : registers.get(ARGUMENTS[size]),
      pointer: pointer === undefined ? undefined : registers.get(ARGUMENTS[pointer]),
      returnAddress,
      caller: outer ?? direct,
      via: outer && direct,
      stack,
      instruction: this.#machine.instructions,
      depth,
      listeners: this.#listeners,
    });
    this.#watchReturn(returnAddress);
    for (const listener of this.#listeners) listener.enter(call);
  }

  #callerAt(returnAddress: bigint): Caller {
    return { address: returnAddress, ...this.#locations.callBefore(returnAddress) };
  }

  #callerOutsideRuntime(): Caller | undefined {
    const { memory, registers, pc } = this.#machine;
    this.#unwinder ??= new Unwinder(memory, this.#program);
    let frames = 0;
    for (const { address, origin } of this.#unwinder.walk(registers.toArray(), pc)) {
      if (origin === "scan" || ++frames > MAX_FRAMES) return undefined;
      const caller = this.#callerAt(address);
      if (origin !== "pc" && !isRuntime(caller)) return caller;
    }
    return undefined;
  }

  /**
   * A call whose frame is gone (a longjmp, say) will never return, nor will one that is made again
   * before it did: a loop through the entry would otherwise fill the host's memory.
   */
  #dropUnwound(stack: bigint, call: HeapCall, returnAddress: bigint): void {
    for (let top = this.#pending.at(-1); top !== undefined; top = this.#pending.at(-1)) {
      const isAgain = top.call === call && top.stack === stack &&
        top.returnAddress === returnAddress;
      if (top.stack >= stack && !isAgain) return;
      this.#pending.pop();
      this.#report(top, undefined);
    }
  }

  /** The probe stays: most call sites allocate again, and setting one costs more than passing it. */
  #watchReturn(address: bigint): void {
    if (this.#returns.has(address)) return;
    this.#returns.set(address, this.#machine.addProbe(address, () => this.#atReturn(address)));
  }

  #atReturn(address: bigint): void {
    const stack = this.#machine.registers.get(REGISTER.sp);
    const result = this.#machine.registers.get(REGISTER.a0);
    // Several calls end here at once when one made another as its last act (`tail rt.malloc`).
    for (let top = this.#pending.at(-1); top !== undefined;) {
      if (top.returnAddress !== address || top.stack !== stack) return;
      this.#pending.pop();
      this.#report(top, result);
      top = this.#pending.at(-1);
    }
  }

  #report(call: Pending, result: bigint | undefined): void {
    const event = eventOf(call, result);
    for (const listener of call.listeners) {
      if (this.#listeners.includes(listener)) listener.leave(event);
    }
  }
}

/** The event of a call that is over; the result is undefined when it did not return. */
function eventOf(pending: Pending, result: bigint | undefined): HeapEvent {
  const { call, size, pointer, caller, via, instruction, depth } = pending;
  const returned = result !== undefined;
  return {
    call,
    size,
    pointer,
    result: returned && CALLS[call].answers ? result : undefined,
    returned,
    caller,
    via,
    instruction,
    depth,
  };
}
