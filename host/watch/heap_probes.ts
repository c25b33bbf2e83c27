// SPDX-License-Identifier: MPL-2.0
// Heap events, from probes on the entries of the allocators' functions and on the addresses that they
// return to, like Linux's uprobes and uretprobes. Takes a machine and the program loaded into it. All
// listeners share one set of probes, which exists only while there is a listener. The program runs exactly
// as it would without probes.

import type { Program } from "../../asm/object/program.ts";
import type { Machine } from "../../cpu/machine.ts";
import { MemoryFault } from "../../cpu/memory/trap.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import type { SyscallEvent } from "../kernel/calls/syscall.ts";
import { Unwinder } from "../symbols/unwinder.ts";
import { type CodeLocation, CodeLocations, isRuntime } from "../symbols/locations.ts";
import {
  type AllocatorFunction,
  type AllocatorSymbols,
  findAllocatorFunctions,
  type HeapCall,
} from "./allocator_functions.ts";

/** A caller of the allocator. */
export interface Caller extends CodeLocation {
  /** The address that the call returns to. */
  readonly address: bigint;
}

/** A call of the allocator that begins. */
export interface HeapEntry {
  /** What the function does. */
  readonly call: HeapCall;
  /** The function that was called. */
  readonly function: AllocatorFunction;
  /** Its arguments, in the order of `function.signature.args`. */
  readonly args: readonly bigint[];
  /**
   * The number of bytes it asks for; for an array, the product, which may be above 2^64. Undefined for
   * functions that free.
   */
  readonly size: bigint | undefined;
  /** The block that is freed or gets another size, an argument. */
  readonly pointer: bigint | undefined;
  /** The alignment it asks for. */
  readonly alignment: bigint | undefined;
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
  /**
   * The number of enclosing calls of an allocator. Above 0, an allocator called itself or another one:
   * the outermost call is the program's. The call of a signal handler that interrupted one is not in it.
   */
  readonly depth: number;
}

/** A call of the allocator. */
export interface HeapEvent extends HeapEntry {
  /**
   * The block, or 0 if there is none; undefined for functions that free, and for a call that never
   * returned.
   */
  readonly result: bigint | undefined;
  /** Whether the call returned. One that aborts does not. */
  readonly returned: boolean;
}

/** How many frames to search for a caller outside the runtime. Its own calls are only a few deep. */
const MAX_FRAMES = 16;
const RT_SIGRETURN = 139;

interface Pending extends HeapEntry {
  readonly returnAddress: bigint;
  readonly stack: bigint;
  /** The listeners when it began. */
  readonly listeners: readonly HeapListener[];
}

/** A signal that interrupted calls. */
interface Interruption {
  /** How many calls were open. */
  readonly pending: number;
  /** sp when it came. */
  readonly stack: bigint;
}

/** Gets heap events. Its functions must not throw. */
export interface HeapListener {
  /** A call of the allocator begins. */
  enter(entry: HeapEntry): void;
  /** A call of the allocator returned, or never will. */
  leave(event: HeapEvent): void;
}

/** The probes on the allocators of one program. */
export class HeapProbes {
  readonly #machine: Machine;
  readonly #program: Program;
  readonly #named: AllocatorSymbols;
  readonly #locations: CodeLocations;
  readonly #callers = new Map<bigint, Caller>();
  /** Replaced, never modified: pending calls keep the list as it was when they began. */
  #listeners: readonly HeapListener[] = [];
  readonly #pending: Pending[] = [];
  readonly #interruptions: Interruption[] = [];
  /** Ways from a call to one in it that were followed on the stack. */
  readonly #nested = new Set<string>();
  readonly #returns = new Map<bigint, () => void>();
  readonly #entries = new Map<bigint, () => void>();
  /** Found on first use, because that reads all symbols. */
  #functions: readonly AllocatorFunction[] | undefined;
  /** Made on first use, because it reads all of the program's code. */
  #unwinder: Unwinder | undefined;

  /** Sets no probes yet. The program must be loaded into the machine. */
  constructor(machine: Machine, program: Program, named: AllocatorSymbols = {}) {
    this.#machine = machine;
    this.#program = program;
    this.#named = named;
    this.#locations = new CodeLocations(program);
  }

  /** The functions of the program's allocators, in no particular order. */
  get functions(): readonly AllocatorFunction[] {
    return this.#functions ??= findAllocatorFunctions(this.#program, this.#named);
  }

  /** Whether anybody listens. */
  get isUsed(): boolean {
    return this.#listeners.length > 0;
  }

  /** Adds a listener for the calls that begin from now on. */
  add(listener: HeapListener): void {
    this.#listeners = [...this.#listeners, listener];
    this.#setProbes();
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
    this.#dropCalls(0);
    this.#removeProbes();
  }

  /** A library was mapped: it may have an allocator. */
  libraryMapped(): void {
    this.#functions = undefined;
    if (this.#listeners.length > 0) this.#setProbes();
  }

  /** A signal is about to enter its handler: what that calls is not part of the calls that are open. */
  signalled(): void {
    if (this.#pending.length === 0) return;
    const stack = this.#machine.registers.get(REGISTER.sp);
    this.#interruptions.push({ pending: this.#pending.length, stack });
  }

  /** A system call was made: by rt_sigreturn, the calls that a signal interrupted go on. */
  called({ number }: Pick<SyscallEvent, "number">): void {
    if (number !== RT_SIGRETURN) return;
    const stack = this.#machine.registers.get(REGISTER.sp);
    const at = this.#interruptions.findLastIndex((each) => each.stack === stack);
    const ended = this.#interruptions[at];
    if (ended === undefined) return;
    this.#dropCalls(ended.pending);
    this.#interruptions.length = Math.min(at, this.#interruptions.length);
  }

  #setProbes(): void {
    for (const each of this.functions) {
      if (this.#entries.has(each.address)) continue;
      const probe = each.isResolver ? () => this.#resolve(each) : () => this.#enter(each);
      this.#entries.set(each.address, this.#machine.addProbe(each.address, probe));
    }
  }

  #removeProbes(): void {
    for (const remove of [...this.#entries.values(), ...this.#returns.values()]) remove();
    this.#entries.clear();
    this.#returns.clear();
    this.#interruptions.length = 0;
  }

  /** A resolver was called: what it returns is the function. */
  #resolve(resolver: AllocatorFunction): void {
    const { registers } = this.#machine;
    const remove = this.#machine.addProbe(registers.get(REGISTER.ra), () => {
      remove();
      const address = registers.get(REGISTER.a0);
      if (this.#listeners.length === 0 || this.#entries.has(address)) return;
      const each = { ...resolver, address, isResolver: false };
      this.#entries.set(address, this.#machine.addProbe(address, () => this.#enter(each)));
    });
  }

  #enter(called: AllocatorFunction): void {
    const { registers } = this.#machine;
    const stack = registers.get(REGISTER.sp);
    const returnAddress = registers.get(REGISTER.ra);
    this.#dropUnwound(stack);
    this.#dropRepeated(called, stack, returnAddress);
    this.#dropOutside(stack, returnAddress);
    // A report of a dropped call may have made the last listener leave.
    if (this.#listeners.length === 0) return;
    const depth = this.#pending.length - this.#firstOpen;
    const direct = this.#callerAt(returnAddress);
    const outer = depth === 0 && isRuntime(direct) ? this.#callerOutsideRuntime() : undefined;
    const { args: names } = called.signature;
    const args: bigint[] = [];
    let size: bigint | undefined;
    let count: bigint | undefined;
    let pointer: bigint | undefined;
    let alignment: bigint | undefined;
    for (let index = 0; index < names.length; index++) {
      const value = registers.get(called.firstRegister + index);
      args.push(value);
      switch (names[index]) {
        case "size":
          size = value;
          break;
        case "count":
          count = value;
          break;
        case "pointer":
          pointer = value;
          break;
        case "alignment":
          alignment = value;
      }
    }
    const entry: Pending = {
      call: called.call,
      function: called,
      args,
      size: size === undefined || count === undefined ? size : size * count,
      pointer,
      alignment,
      caller: outer ?? direct,
      via: outer && direct,
      instruction: this.#machine.instructions,
      depth,
      returnAddress,
      stack,
      listeners: this.#listeners,
    };
    this.#pending.push(entry);
    this.#watchReturn(returnAddress);
    for (const listener of this.#listeners) listener.enter(entry);
  }

  /** The index of the outermost call that was made since the last signal. */
  get #firstOpen(): number {
    return this.#interruptions.at(-1)?.pending ?? 0;
  }

  #callerAt(returnAddress: bigint): Caller {
    const known = this.#callers.get(returnAddress);
    if (known !== undefined) return known;
    const caller = { address: returnAddress, ...this.#locations.callBefore(returnAddress) };
    this.#callers.set(returnAddress, caller);
    return caller;
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

  /** Reports calls that will never return because their frames are gone, after a longjmp for example. */
  #dropUnwound(stack: bigint): void {
    const { memory } = this.#machine;
    for (let last = this.#interruptions.at(-1); last !== undefined;) {
      // A handler may have a stack of its own, above or below.
      const isGone = last.stack < stack &&
        memory.mappingAt(last.stack)?.start === memory.mappingAt(stack)?.start;
      if (!isGone) break;
      this.#interruptions.pop();
      last = this.#interruptions.at(-1);
    }
    let kept = this.#pending.length;
    while (kept > this.#firstOpen && (this.#pending[kept - 1]?.stack ?? 0n) < stack) kept--;
    this.#dropCalls(kept);
  }

  /**
   * Reports a call that is made again, with the same stack and return address. Otherwise, a program that
   * jumps to the entry in a loop would fill the host's memory.
   */
  #dropRepeated(called: AllocatorFunction, stack: bigint, returnAddress: bigint): void {
    const first = this.#pending.findIndex((each, index) =>
      index >= this.#firstOpen && each.function.address === called.address &&
      each.stack === stack && each.returnAddress === returnAddress
    );
    if (first >= 0) this.#dropCalls(first);
  }

  /**
   * Reports calls that a new call is not part of, though it has less stack: a longjmp has left them, and their
   * caller's caller has gone on.
   */
  #dropOutside(stack: bigint, returnAddress: bigint): void {
    for (let top = this.#pending.at(-1); top !== undefined; top = this.#pending.at(-1)) {
      if (this.#pending.length <= this.#firstOpen) return;
      const isTailCall = top.stack === stack && top.returnAddress === returnAddress;
      if (isTailCall) return;
      // The same code does the same next time.
      const way = `${returnAddress} ${top.stack - stack} ${top.function.address}`;
      if (this.#nested.has(way)) return;
      if (this.#isOutside(top)) this.#dropCalls(this.#pending.length - 1);
      else {
        this.#nested.add(way);
        return;
      }
    }
  }

  /** Whether the stack has no frame of that call; false if its frames cannot be followed so far. */
  #isOutside(call: Pending): boolean {
    const { memory, registers, pc } = this.#machine;
    this.#unwinder ??= new Unwinder(memory, this.#program);
    for (const frame of this.#unwinder.walk(registers.toArray(), pc)) {
      const { address, origin } = frame;
      if (origin === "pc") continue;
      const stack = frame.registers?.[REGISTER.sp];
      if (origin === "scan" || stack === undefined) return false;
      if (stack === call.stack && address === call.returnAddress) return false;
      if (stack > call.stack) return true;
    }
    return false;
  }

  /** Reports that the calls from this one on will never return, innermost first. */
  #dropCalls(from: number): void {
    while (this.#pending.length > from) {
      const call = this.#pending.pop();
      if (call !== undefined) this.#report(call, undefined);
    }
  }

  /** The probe stays set: most call sites call again, and setting a probe costs more than passing it. */
  #watchReturn(address: bigint): void {
    if (this.#returns.has(address)) return;
    this.#returns.set(address, this.#machine.addProbe(address, () => this.#atReturn(address)));
  }

  #atReturn(address: bigint): void {
    if (this.#pending.length === 0) return;
    const stack = this.#machine.registers.get(REGISTER.sp);
    this.#dropUnwound(stack);
    const result = this.#machine.registers.get(REGISTER.a0);
    // Several calls return here at once if one ended in a tail call of another (`tail rt.malloc`).
    while (this.#pending.length > this.#firstOpen) {
      const top = this.#pending.at(-1);
      if (top === undefined || top.returnAddress !== address || top.stack !== stack) return;
      this.#pending.pop();
      this.#report(top, result);
    }
  }

  #report(call: Pending, a0: bigint | undefined): void {
    const event = eventOf(call, a0 === undefined ? undefined : this.#blockOf(call, a0));
    for (const listener of call.listeners) {
      if (this.#listeners.includes(listener)) listener.leave(event);
    }
  }

  /** The block that a call returned; 0 if there is none. */
  #blockOf({ function: { signature }, args }: Pending, a0: bigint): bigint {
    if (signature.block !== "out") return a0;
    if (BigInt.asUintN(32, a0) !== 0n) return 0n;
    try {
      return this.#machine.memory.readUint(args[signature.args.indexOf("out")] ?? 0n, 8);
    } catch (error) {
      if (error instanceof MemoryFault) return 0n;
      throw error;
    }
  }
}

/** The event of a call that is over; its result is undefined if it did not return. */
function eventOf(pending: Pending, result: bigint | undefined): HeapEvent {
  // Field by field: V8 copies the rest of an object slowly, and programs make millions of calls.
  const { call, args, size, pointer, alignment, caller, via, instruction, depth } = pending;
  const { block } = pending.function.signature;
  return {
    call,
    function: pending.function,
    args,
    size,
    pointer,
    alignment,
    caller,
    via,
    instruction,
    depth,
    result: block === undefined ? undefined : result,
    returned: result !== undefined,
  };
}
