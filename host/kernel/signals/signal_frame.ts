// SPDX-License-Identifier: MPL-2.0
// The frame of a signal handler: struct rt_sigframe with Linux's layout for riscv64, so that handlers can read
// and change pc and registers in their ucontext (arch/riscv/kernel/signal.c, asm/ucontext.h,
// asm/sigcontext.h).

import { stackFlags, type StackRequest } from "./alternate_stack.ts";
import { encodeSignalInfo, SIGINFO_SIZE, type SignalInfo } from "./signal_info.ts";
import type { AlternateStack } from "./signal_state.ts";

/** struct ucontext, which follows the siginfo. */
const UCONTEXT = SIGINFO_SIZE;
/** Offsets in the frame. */
const FRAME = {
  stackStart: UCONTEXT + 16,
  stackFlags: UCONTEXT + 24,
  stackSize: UCONTEXT + 32,
  mask: UCONTEXT + 40,
  // 120 bytes are reserved for larger signal sets, and struct sigcontext is aligned to 16.
  pc: UCONTEXT + 176,
  /** x1 to x31. */
  registers: UCONTEXT + 176 + 8,
  /** f0 to f31, in a union with the 16-byte registers of Q. */
  floats: UCONTEXT + 176 + 256,
  fcsr: UCONTEXT + 176 + 256 + 256,
  /** Three words that are zero when no extension context follows. */
  reserved: UCONTEXT + 176 + 256 + 516,
} as const;

/** Bytes of the frame, a multiple of 16. */
export const FRAME_SIZE = UCONTEXT + 960;

/** Offset of the pc in the frame, and of x1 to x31 after it. */
export const REGISTERS_OFFSET = FRAME.pc;

/** Offset of the ucontext in the frame. */
export const UCONTEXT_OFFSET = UCONTEXT;

/** The state that a handler interrupts. */
export interface Context {
  /** The next instruction. */
  readonly pc: bigint;
  /** x0 to x31. */
  readonly registers: readonly bigint[];
  /** f0 to f31. */
  readonly floats: readonly bigint[];
  /** The floating-point control and status register. */
  readonly fcsr: number;
  /** The blocked signals. */
  readonly mask: bigint;
}

/** The bytes of a frame. */
export function encodeFrame(
  info: SignalInfo,
  context: Context,
  stack: AlternateStack,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(FRAME_SIZE);
  const view = new DataView(bytes.buffer);
  bytes.set(encodeSignalInfo(info));
  view.setBigUint64(FRAME.stackStart, stack.start, true);
  view.setUint32(FRAME.stackFlags, stackFlags(stack, context.registers[2] ?? 0n), true);
  view.setBigUint64(FRAME.stackSize, stack.size, true);
  view.setBigUint64(FRAME.mask, context.mask, true);
  view.setBigUint64(FRAME.pc, context.pc, true);
  context.registers.slice(1).forEach((value, index) => {
    view.setBigUint64(FRAME.registers + 8 * index, value, true);
  });
  context.floats.forEach((value, index) => {
    view.setBigUint64(FRAME.floats + 8 * index, value, true);
  });
  view.setUint32(FRAME.fcsr, context.fcsr, true);
  return bytes;
}

/** The state that a frame restores. */
export interface Restored extends Context {
  /** The alternate stack. */
  readonly stack: StackRequest;
}

/** Reads a frame; undefined when it has an extension context, since none exists here. */
export function decodeFrame(bytes: Uint8Array<ArrayBuffer>): Restored | undefined {
  const view = new DataView(bytes.buffer);
  const words = (at: number, count: number) =>
    Array.from({ length: count }, (_, index) => view.getBigUint64(at + 8 * index, true));
  const isPlain = [0, 4, 8].every((at) => view.getUint32(FRAME.reserved + at, true) === 0);
  if (!isPlain) return undefined;
  return {
    pc: view.getBigUint64(FRAME.pc, true),
    registers: [0n, ...words(FRAME.registers, 31)],
    floats: words(FRAME.floats, 32),
    fcsr: view.getUint32(FRAME.fcsr, true),
    mask: view.getBigUint64(FRAME.mask, true),
    stack: {
      start: view.getBigUint64(FRAME.stackStart, true),
      flags: view.getUint32(FRAME.stackFlags, true),
      size: view.getBigUint64(FRAME.stackSize, true),
    },
  };
}
