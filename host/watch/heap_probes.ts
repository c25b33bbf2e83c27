// SPDX-License-Identifier: MPL-2.0
// Heap events, from probes on the entries of the allocator's functions and on the addresses that they
// return to, like Linux's uprobes and uretprobes. Takes a machine and the program loaded into it. All
// listeners share one set of probes, which exists only while there is a listener. The program runs exactly
// as it would without probes.

import type { Program } from "../../asm/object/program.ts";
import type { Machine } from "../../cpu/machine.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { Unwinder } from "../symbols/unwinder.ts";
import { type CodeLocation, CodeLocations, isRuntime } from "../symbols/locations.ts";

/** A caller of the allocator. */
export interface Caller extends CodeLocation {
  /** The address that the call returns to. */
  readonly address: bigint;
}

/** A call of the allocator. */
export interface HeapEvent {
  /** The function that was called. */
  readonly call: HeapCall;
  /** The number of bytes, an argument of malloc and realloc. */
  readonly size: bigint | undefined;
  /** The block, an argument of free and realloc. */
  readonly pointer: bigint | undefined;
  /** What malloc and realloc returned; undefined for free, and for a call that never returned. */
  readonly result: bigint | undefined;
  /** Whether the call returned. One that aborts does not. */
  readonly returned: boolean;
  /**
   * The caller: the direct one, or, when the runtime called the allocator for the
   * program (as rt.ensure does), the innermost caller outside the runtime. For calls that the allocator
   * makes to itself, always the direct caller.
   */
  readonly caller: Caller;
  /** The direct caller, if `caller` is another one. */
  readonly via: Caller | undefined;
  /** How many instructions had retired when the call was made. */
  readonly instruction: number;
  /** The number of enclosing calls of the allocator. Above 0, the allocator called itself. */
  readonly depth: number;
}

/** The functions of the allocator that have events. */
export type HeapCall = "malloc" | "free" | "realloc";

/** For each function, which registers hold its arguments, and whether it returns a block in a0. */
const CALLS: Readonly<
  Record<
    HeapCall,
    {
      readonly symbol: string;
      readonly pointer: Argument | undefined;
      readonly size: Argument | undefined;
      readonly returnsBlock: boolean;
    }
  >
> = {
  malloc: { symbol: "rt.malloc", pointer: undefined, size: "a0", returnsBlock: true },
  free: { symbol: "rt.free", pointer: "a0", size: undefined, returnsBlock: false },
  realloc: { symbol: "rt.realloc", pointer: "a0", size: "a1", returnsBlock: true },
};

type Argument = "a0" | "a1";
const ARGUMENTS: Readonly<Record<Argument, number>> = { a0: 10, a1: 11 };
/** How many frames to search for a caller outside the runtime. Its own calls are only a few deep. */
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
  /** The listeners when it began. */
  readonly listeners: readonly HeapListener[];
}

/** Gets heap events. Its functions must not throw. */
export interface HeapListener {
  /** A call of the allocator begins. */
  enter(call: HeapCall): void;
  /** A call of the allocator returned, or never will. */
  leave(event: HeapEvent): void;
}

/** The probes on the allocator of one program. */
export class HeapProbes {
  readonly #machine: Machine;
  readonly #program: Program;
  readonly #locations: CodeLocations;
  /** Replaced, never modified: pending calls keep the list as it was when they began. */
  #listeners: readonly HeapListener[] = [];
  readonly #pending: Pending[] = [];
  readonly #returns = new Map<bigint, () => void>();
  readonly #removers: (() => void)[] = [];
  /** Made on first use, because it reads all of the program's code. */
  #unwinder: Unwinder | undefined;

  /** Sets no probes yet. The program must be loaded into the machine. */
  constructor(machine: Machine, program: Program) {
    this.#machine = machine;
    this.#program = program;
    this.#locations = new CodeLocations(program);
  }

  /** Adds a listener for the calls that begin from now on. */
  add(listener: HeapListener): void {
    this.#listeners = [...this.#listeners, listener];
    if (this.#removers.length === 0) this.#setProbes();
  }

  /** Removes a listener; returns the events of its calls that are still open, innermost first. */
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

  /** Reports the calls that are still open, innermost first, and removes the probes. */
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
    // A report of a dropped call may have made the last listener leave.
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
   * Reports calls that will never return: those whose frame is gone, after a longjmp for example, and
   * one that is made again with the same stack and return address. Without the latter, a program that
   * jumps to the entry in a loop would fill the host's memory.
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

  /** The probe stays set: most call sites call again, and setting a probe costs more than passing it. */
  #watchReturn(address: bigint): void {
    if (this.#returns.has(address)) return;
    this.#returns.set(address, this.#machine.addProbe(address, () => this.#atReturn(address)));
  }

  #atReturn(address: bigint): void {
    const stack = this.#machine.registers.get(REGISTER.sp);
    const result = this.#machine.registers.get(REGISTER.a0);
    // Several calls return here at once if one ended in a tail call of another (`tail rt.malloc`).
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

/** The event of a call that is over; its result is undefined if it did not return. */
function eventOf(pending: Pending, result: bigint | undefined): HeapEvent {
  const { call, size, pointer, caller, via, instruction, depth } = pending;
  const returned = result !== undefined;
  return {
    call,
    size,
    pointer,
    result: returned && CALLS[call].returnsBlock ? result : undefined,
    returned,
    caller,
    via,
    instruction,
    depth,
  };
}
