// SPDX-License-Identifier: MPL-2.0
// Checks what a program does with memory. Takes a process that was made with its options; marks the
// planes at each event that changes what the program may access or what is defined, and collects
// the errors that checked code finds. The program runs exactly as it would without.

import type { MemoryChecks, Mistake } from "../../cpu/engine/checks.ts";
import { ADDRESS_CHECKS } from "../../cpu/checks/address_checks.ts";
import { BOUNDS_CHECKS, MEMORY_CHECKS } from "../../cpu/checks/memory_checks.ts";
import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import { REGISTER, REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { type ByteState, FAILURE, type Shadow, SHADOW_STATE } from "../../cpu/memory/shadow.ts";
import type { Program } from "../../asm/object/program.ts";
import type { SyscallEvent } from "../kernel/calls/syscall.ts";
import type { Process } from "../process.ts";
import { CallFrames } from "../symbols/call_frames.ts";
import { Unwinder } from "../symbols/unwinder.ts";
import { hasNames } from "../symbols/locations.ts";
import type { HeapEntry, HeapEvent } from "../watch/heap_probes.ts";
import { AllocatorCode } from "./allocator_code.ts";
import { Blocks, familyOf } from "./blocks.ts";
import { type CallStack, CallStacks, type TakenStack } from "./call_stacks.ts";
import { type AddressNote, type ErrorKind, ErrorLog, type MemoryError } from "./errors.ts";
import { watchCopies } from "./copy_overlaps.ts";
import { checkCall } from "./syscall_buffers.ts";
import { PointedVariables } from "./pointed_variables.ts";
import { findPointerSites, hasUnoptimised } from "./pointer_sites.ts";
import { describeAddress } from "./address_text.ts";

/** How to check. */
export interface MemoryCheckerOptions {
  /**
   * Whether to check only addresses of heap memory, which costs less: not the stack, and not whether values
   * were ever set. Default: false.
   */
  readonly addressesOnly?: boolean | undefined;
  /**
   * The program. If gcc compiled functions of it without optimisation and with debug information, accesses
   * outside of the variables that their pointers were made from are found, too. Such programs run
   * much more slowly.
   */
  readonly program?: Program | undefined;
  /** Called with each error, when it happens for the first time. */
  readonly onError?: ((error: MemoryError) => void) | undefined;
  /** Whether to interrupt the run at the first error. Default: false. */
  readonly stopAtFirst?: boolean | undefined;
  /** Whether an error is one that should not be reported. */
  readonly isSuppressed?: ((error: MemoryError, stacks: CallStacks) => boolean) | undefined;
}

/** Errors of an instruction are told apart by their callers only so often: programs may make millions. */
const MAX_STACKS_PER_PC = 100;
/** Bytes for the undefined bits of a block that moves, at first. */
const FIRST_KEPT = 4096;

const RT_SIGRETURN = 139;

/** A memory checker of one process. */
export class MemoryChecker {
  /** What the process must be made with: `checks` in its options. */
  readonly checks: MemoryChecks;
  readonly #options: MemoryCheckerOptions;
  readonly #log = new ErrorLog();
  readonly #blocks = new Blocks(() => this.stacks);
  readonly #stacksAt = new Map<string, number>();
  #process: Process | undefined;
  #stacks: CallStacks | undefined;
  #variables: PointedVariables | undefined;
  #allocatorCode: AllocatorCode | undefined;
  /** The size of the block of the current realloc, whose undefined bits before are in `#kept`. */
  #moving: number | undefined;
  /** Memory of its own for each block would make V8 collect garbage again and again. */
  #kept = new Uint8Array(FIRST_KEPT);
  /** The call stack of the current call of the allocator. */
  #calling: TakenStack | undefined;

  /** A checker for a process that is made next. */
  constructor(options: MemoryCheckerOptions = {}) {
    this.#options = options;
    this.checks = options.addressesOnly === true
      ? ADDRESS_CHECKS
      : options.program !== undefined && hasUnoptimised(options.program)
      ? BOUNDS_CHECKS
      : MEMORY_CHECKS;
  }

  /** The errors so far, each once. */
  get errors(): readonly MemoryError[] {
    return this.#log.errors;
  }

  /** How often suppressed errors happened. */
  get suppressed(): number {
    return this.#log.suppressed;
  }

  /** Takes call stacks of the process, and names their frames. */
  get stacks(): CallStacks {
    if (this.#stacks === undefined) throw new TypeError("Cannot take stacks: nothing is attached");
    return this.#stacks;
  }

  /** Starts to check a process, before it runs. */
  attach(process: Process): void {
    const { machine, program } = process;
    this.#process = process;
    this.#stacks = new CallStacks(machine, program);
    this.#allocatorCode = new AllocatorCode(hasNames(program) ? program : undefined);
    if (this.#options.addressesOnly !== true) this.#markStack();
    if (this.#shadow.bounds !== undefined && this.#options.program !== undefined) {
      const frames = new CallFrames(machine.memory, program);
      this.#variables = new PointedVariables(
        machine,
        findPointerSites(this.#options.program, frames),
        new Unwinder(machine.memory, program, frames),
      );
    }
    machine.onMistake = (mistake) => this.#onMistake(mistake);
    if (hasNames(program)) {
      watchCopies(machine, program, (message) => this.#report("overlap", message, {}));
    }
    process.observe({
      onHeapEntry: (entry) => this.#enterAllocator(entry),
      onHeap: (event) => this.#leaveAllocator(event),
      onMapping: ({ start, end, permissions }) => {
        if (!this.#isExempt || permissions?.write !== true) return;
        this.#mark(start, Number(end - start), "inaccessible");
      },
      onSyscall: (event) => {
        if (!this.#isExempt) this.#checkCall(event);
        if (event.number === RT_SIGRETURN) this.#shadow.bounds?.forgetRegisters();
        this.#shadow.setRegister(REGISTER.a0, 0n);
        this.#shadow.bounds?.forgetRegisters(REGISTER.a0);
      },
      onSignal: () => this.#shadow.defineRegisters(),
    });
  }

  #checkCall(event: SyscallEvent): void {
    checkCall(event, this.#attached.machine, (kind, message, { address, pointer, register }) => {
      const text = pointer === undefined || address === undefined
        ? undefined
        : this.#variables?.describe(pointer, address);
      this.#report(kind, message, {
        ...(address !== undefined && { address }),
        text,
        register: register === undefined ? undefined : REGISTER_NAMES[register],
      });
    });
  }

  get #attached(): Process {
    if (this.#process === undefined) throw new TypeError("Cannot check: nothing is attached");
    return this.#process;
  }

  get #shadow(): Shadow {
    const { shadow } = this.#attached.machine;
    if (shadow === undefined) {
      throw new TypeError("Cannot check: the process was made without checks");
    }
    return shadow;
  }

  get #isExempt(): boolean {
    return this.#shadow.get32(SHADOW_STATE.exempt) !== 0;
  }

  #mark(start: bigint, length: number, state: ByteState): void {
    const isUnseen = state === "undefined" && this.#options.addressesOnly === true;
    this.#shadow.mark(start, length, isUnseen ? "defined" : state);
  }

  /** Below sp, the stack is undefined and out of bounds. */
  #markStack(): void {
    const { machine } = this.#attached;
    const sp = machine.registers.get(REGISTER.sp);
    const stack = machine.memory.mappingAt(sp);
    if (stack === undefined) return;
    const shadow = this.#shadow;
    shadow.set(SHADOW_STATE.stackStart, stack.start);
    shadow.set(SHADOW_STATE.stackEnd, stack.end);
    shadow.set(SHADOW_STATE.stackLow, sp);
    this.#mark(stack.start, Number(sp - stack.start), "undefined");
  }

  #enterAllocator({ call, depth, pointer = 0n }: HeapEntry): void {
    if (depth > 0) return;
    const stack = this.stacks.take();
    this.#calling = stack;
    this.#shadow.set(SHADOW_STATE.exempt, 1n);
    if (pointer === 0n) return;
    const block = this.#blocks.at(pointer);
    if (block === undefined) {
      this.#report("invalid free", "Invalid free() / delete / delete[] / realloc()", {
        stack,
        address: pointer,
      });
      return;
    }
    if (familyOf(call) !== block.family) {
      this.#report("mismatched free", "Mismatched free() / delete / delete []", {
        stack,
        address: pointer,
      });
    }
    // The allocator copies the bytes; which of them are defined goes with them.
    if (call === "realloc" || call === "reallocarray") {
      const start = Number(pointer & 0xffff_ffffn);
      if (block.size > this.#kept.length) this.#kept = new Uint8Array(2 * block.size);
      this.#kept.set(this.#shadow.bits.subarray(start, start + block.size));
      this.#moving = block.size;
    }
  }

  #leaveAllocator(event: HeapEvent): void {
    if (event.depth > 0) return;
    const shadow = this.#shadow;
    const stack = this.#calling ?? this.stacks.take();
    shadow.set(SHADOW_STATE.exempt, 0n);
    shadow.setRegister(REGISTER.a0, 0n);
    const { call, function: { signature }, pointer = 0n, result = 0n } = event;
    const moving = this.#moving;
    this.#moving = undefined;
    if (!event.returned) return;
    const size = Number(event.size ?? 0n);
    // realloc(p, 0) may free; without memory, the old block stays.
    const frees = signature.block === undefined || result !== 0n || size === 0;
    if (pointer !== 0n && frees) this.#freed(pointer, stack);
    if (result === 0n) return;
    this.#blocks.add(result, size, familyOf(call), stack);
    this.#mark(result, size, call === "calloc" ? "defined" : "undefined");
    const out = event.args[signature.args.indexOf("out")];
    if (out !== undefined) this.#mark(out, 8, "defined");
    if (moving !== undefined && this.#options.addressesOnly !== true) {
      const kept = this.#kept.subarray(0, Math.min(size, moving));
      shadow.bits.set(kept, Number(result & 0xffff_ffffn));
    }
  }

  #freed(pointer: bigint, stack: TakenStack): void {
    const block = this.#blocks.at(pointer);
    if (block === undefined) return;
    this.#blocks.free(pointer, stack);
    this.#mark(pointer, block.size, "inaccessible");
  }

  #onMistake({ failure, address, size }: Mistake): void {
    const shadow = this.#shadow;
    if (this.#allocatorCode?.has(this.#attached.machine.pc) === true) {
      return this.#forEachSource((register) => shadow.setRegister(register, 0n));
    }
    switch (failure) {
      case FAILURE.readOutside:
      case FAILURE.writeOutside:
        return this.#onOutside(failure, address, size);
      case FAILURE.read:
        return this.#report("invalid read", `Invalid read of size ${size}`, { address });
      case FAILURE.write:
        return this.#report("invalid write", `Invalid write of size ${size}`, { address });
      case FAILURE.address:
        return this.#onUndefined("undefined address", `Use of uninitialised value of size ${size}`);
      default:
        return this.#onUndefined(
          "undefined condition",
          "Conditional jump or move depends on uninitialised value(s)",
        );
    }
  }

  /** Reports an access outside of the variable that its pointer was made from. */
  #onOutside(failure: number, address: bigint, size: number): void {
    const access = failure === FAILURE.readOutside ? "read" : "write";
    const { rs1 } = this.#instruction() ?? {};
    const text = rs1 === undefined ? undefined : this.#variables?.describe(rs1, address);
    this.#report(`invalid ${access}`, `Invalid ${access} of size ${size}`, { address, text });
  }

  /** Reports the use of undefined bits of registers, which are defined from then on. */
  #onUndefined(kind: ErrorKind, message: string): void {
    const shadow = this.#shadow;
    let register: string | undefined;
    this.#forEachSource((number) => {
      if (shadow.register(number) !== 0n) register ??= REGISTER_NAMES[number];
    });
    this.#report(kind, message, { register });
    this.#forEachSource((number) => shadow.setRegister(number, 0n));
  }

  /** Visits the source registers of the instruction at pc. */
  #forEachSource(visit: (register: number) => void): void {
    const instruction = this.#instruction();
    if (instruction === undefined) return;
    visit(instruction.rs1);
    visit(instruction.rs2);
  }

  /** The instruction at pc. */
  #instruction(): Instruction | undefined {
    const { memory, pc } = this.#attached.machine;
    const low = memory.read(pc, 2, "any");
    const isShort = ((low[0] ?? 0) & 3) !== 3;
    const word = new DataView(memory.read(pc, isShort ? 2 : 4, "any").buffer);
    return decode(isShort ? word.getUint16(0, true) : word.getUint32(0, true));
  }

  #report(
    kind: ErrorKind,
    message: string,
    { stack, address, text, register }: {
      readonly stack?: CallStack;
      readonly address?: bigint;
      readonly text?: string | undefined;
      readonly register?: string | undefined;
    },
  ): void {
    const { pc } = this.#attached.machine;
    const at = `${kind} ${pc}`;
    const taken = this.#stacksAt.get(at) ?? 0;
    this.#stacksAt.set(at, taken + 1);
    const where = stack ??
      (taken < MAX_STACKS_PER_PC
        ? this.stacks.take()
        : { addresses: [pc], instruction: this.#attached.machine.instructions });
    if (this.#log.countAgain(message, where)) return;
    const error: MemoryError = {
      kind,
      message,
      stack: where,
      address: address === undefined ? undefined : this.#note(address, text),
      register,
      count: 1,
    };
    if (this.#options.isSuppressed?.(error, this.stacks) === true) {
      this.#log.suppressed++;
      return;
    }
    this.#log.add(error);
    this.#options.onError?.(error);
    if (this.#options.stopAtFirst === true) this.#attached.machine.interrupt();
  }

  #note(address: bigint, known: string | undefined): AddressNote {
    if (known !== undefined) return { address, block: undefined, text: known };
    const block = this.#blocks.find(address);
    if (block !== undefined) return { address, block, text: undefined };
    const { machine, program } = this.#attached;
    const text = describeAddress(address, machine, hasNames(program) ? program : undefined);
    return { address, block: undefined, text };
  }
}
