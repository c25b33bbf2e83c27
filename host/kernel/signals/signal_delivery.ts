// SPDX-License-Identifier: MPL-2.0
// Delivery of signals: a signal kills the process, is ignored, or continues the process in a handler, with a
// frame on its stack that rt_sigreturn removes (arch/riscv/kernel/signal.c). The handler returns to a page of
// the kernel with the two instructions of Linux's __vdso_rt_sigreturn.

import { encode, encodingOf } from "../../../cpu/isa/encoding.ts";
import { REGISTER } from "../../../cpu/isa/registers.ts";
import type { Machine } from "../../../cpu/machine.ts";
import { MemoryFault } from "../../../cpu/memory/trap.ts";
import { ERRNO, INTERRUPTED } from "../abi/errno.ts";
import { SIGNAL } from "../abi/signals.ts";
import type { MemoryManager } from "../memory/memory_manager.ts";
import { changeStack, isOnStack } from "./alternate_stack.ts";
import {
  type Context,
  decodeFrame,
  encodeFrame,
  FRAME_SIZE,
  UCONTEXT_OFFSET,
} from "./signal_frame.ts";
import { kernelSignal, type SignalInfo } from "./signal_info.ts";
import { bitOf, type Disposition, NO_STACK, SA, type SignalState } from "./signal_state.ts";

const RT_SIGRETURN = 139;

const TRAMPOLINE = Uint32Array.of(
  encode(encodingOf("addi"), { rd: REGISTER.a7, rs1: 0, imm: RT_SIGRETURN }),
  encode(encodingOf("ecall"), {}),
);

/** A system call that a signal interrupted. */
export interface InterruptedCall {
  /** Address of its ecall. */
  readonly pc: bigint;
  /** What a0 held before it. */
  readonly argument: bigint;
  /** One of {@link INTERRUPTED}. */
  readonly result: number;
}

/** Enters signal handlers and returns from them. */
export class SignalDelivery {
  readonly #machine: Machine;
  readonly #memory: MemoryManager;
  readonly #signals: SignalState;
  #trampoline: bigint | undefined;

  /** Delivers the signals of that state to the process on that machine. */
  constructor(machine: Machine, memory: MemoryManager, signals: SignalState) {
    this.#machine = machine;
    this.#memory = memory;
    this.#signals = signals;
  }

  /**
   * Delivers all deliverable signals to the process, which would continue at `pc`, and calls `report` for
   * each. When several have handlers, each interrupts the previous handler at its first instruction.
   * Returns the signal that kills the process, if one does.
   */
  deliver(
    pc: bigint,
    interrupted: InterruptedCall | undefined,
    report: (info: SignalInfo, pc: bigint) => void,
  ): SignalInfo | undefined {
    const signals = this.#signals;
    const { registers } = this.#machine;
    let next = pc;
    let handled = false;
    for (let info = signals.take(); info !== undefined; info = signals.take()) {
      if (signals.isIgnored(info.number)) continue;
      report(info, next);
      if (!signals.isHandled(info.number)) return info;
      const disposition = signals.disposition(info.number);
      if (interrupted !== undefined && !handled) {
        const again = interrupted.result === INTERRUPTED.restartable &&
          (disposition.flags & SA.RESTART) !== 0n;
        registers.set(
          REGISTER.a0,
          again ? interrupted.argument : BigInt.asUintN(64, BigInt(-ERRNO.EINTR)),
        );
        if (again) next = interrupted.pc;
      }
      handled = true;
      if (this.#enterHandler(info, disposition, next)) next = disposition.handler;
    }
    if (interrupted !== undefined && !handled) {
      registers.set(REGISTER.a0, interrupted.argument);
      next = interrupted.pc;
    }
    this.#machine.pc = next;
    return undefined;
  }

  /**
   * Restores the registers, the mask and the alternate stack from the frame at sp; returns its pc.
   * Undefined when there is no valid frame: the process gets a SIGSEGV.
   */
  leaveHandler(): bigint | undefined {
    const { registers, floatRegisters, memory } = this.#machine;
    try {
      const frame = decodeFrame(memory.read(registers.get(REGISTER.sp), FRAME_SIZE));
      if (frame !== undefined) {
        frame.registers.forEach((value, index) => registers.set(index, value));
        frame.floats.forEach((value, index) => floatRegisters.set(index, value));
        floatRegisters.fcsr = frame.fcsr;
        this.#signals.blocked = frame.mask;
        // Linux ignores errors in the frame's alternate stack too.
        changeStack(this.#signals, frame.stack, registers.get(REGISTER.sp));
        return frame.pc & ~1n;
      }
    } catch (error) {
      if (!(error instanceof MemoryFault)) throw error;
    }
    this.#signals.force(kernelSignal(SIGNAL.SIGSEGV));
    return undefined;
  }

  /**
   * Enters a handler, which returns to `pc`. Returns false when its stack has no room for the frame: the
   * process gets a SIGSEGV instead.
   */
  #enterHandler(info: SignalInfo, disposition: Disposition, pc: bigint): boolean {
    const signals = this.#signals;
    const { registers } = this.#machine;
    const frame = this.#frameAddress(disposition);
    const context = this.#context(pc, signals.takeMaskToSave());
    const trampoline = this.#trampolineAddress();
    if ((disposition.flags & SA.RESETHAND) !== 0n) signals.resetDisposition(info.number);
    if (!this.#write(frame, encodeFrame(info, context, signals.alternateStack))) {
      this.#forceFault(info.number);
      return false;
    }
    registers.set(REGISTER.ra, trampoline);
    registers.set(REGISTER.sp, frame);
    registers.set(REGISTER.a0, BigInt(info.number));
    registers.set(REGISTER.a1, frame);
    registers.set(REGISTER.a2, frame + BigInt(UCONTEXT_OFFSET));
    this.#machine.pc = disposition.handler;
    signals.blocked |= disposition.mask |
      ((disposition.flags & SA.NODEFER) === 0n ? bitOf(info.number) : 0n);
    if (signals.alternateStack.autodisarm) signals.alternateStack = NO_STACK;
    return true;
  }

  #context(pc: bigint, mask: bigint): Context {
    const { registers, floatRegisters } = this.#machine;
    return {
      pc,
      registers: registers.toArray(),
      floats: floatRegisters.toArray(),
      fcsr: floatRegisters.fcsr,
      mask,
    };
  }

  #frameAddress({ flags }: Disposition): bigint {
    const { alternateStack } = this.#signals;
    const size = BigInt(FRAME_SIZE);
    let sp = this.#machine.registers.get(REGISTER.sp);
    // A frame that would overflow the alternate stack must not overwrite what is below it.
    if (isOnStack(alternateStack, sp) && !isOnStack(alternateStack, sp - size)) return -1n;
    const isUsable = (flags & SA.ONSTACK) !== 0n && alternateStack.size !== 0n &&
      !isOnStack(alternateStack, sp);
    if (isUsable) sp = alternateStack.start + alternateStack.size;
    return BigInt.asUintN(64, sp - size) & ~15n;
  }

  #write(address: bigint, bytes: Uint8Array): boolean {
    if (address < 0n) return false;
    try {
      this.#machine.memory.write(address, bytes);
      return true;
    } catch (error) {
      if (error instanceof MemoryFault) return false;
      throw error;
    }
  }

  /** The frame of a signal did not fit. If it was a SIGSEGV, its handler cannot run either. */
  #forceFault(signal: number): void {
    if (signal === SIGNAL.SIGSEGV) this.#signals.resetDisposition(signal);
    this.#signals.force(kernelSignal(SIGNAL.SIGSEGV));
  }

  /** The address that handlers return to. The first handler maps the page. */
  #trampolineAddress(): bigint {
    return this.#trampoline ??= this.#memory.mapCode(new Uint8Array(TRAMPOLINE.buffer), "[vdso]");
  }
}
