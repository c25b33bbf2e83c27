// SPDX-License-Identifier: MPL-2.0
// The system calls for signals: those that send one to the process itself, since there is no other, those
// that set dispositions and masks, and those that wait (kernel/signal.c).

import { REGISTER } from "../../../cpu/isa/registers.ts";
import { ERRNO, INTERRUPTED } from "../abi/errno.ts";
import { PARENT_ID, PROCESS_ID } from "../abi/process_id.ts";
import { SIGNAL, SIGNAL_SET_SIZE } from "../abi/signals.ts";
import { readTimespec } from "../abi/time_values.ts";
import { changeStack, stackFlags } from "../signals/alternate_stack.ts";
import {
  decodeSignalInfo,
  encodeSignalInfo,
  sentSignal,
  SI,
  SIGINFO_SIZE,
  type SignalInfo,
} from "../signals/signal_info.ts";
import { type Disposition, SignalState, UNBLOCKABLE } from "../signals/signal_state.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

/** Whether a signal can be sent; 0 only checks that the process exists. */
function isSignal(signal: number): boolean {
  return signal === 0 || SignalState.isKnown(signal);
}

/** Whether the target of kill is this process, or its group, of which it is the only member. */
function isOurs(target: number): boolean {
  // -1 means every other process, and there is none.
  return target === PROCESS_ID || target === 0 || target === -PROCESS_ID;
}

function send(call: SyscallContext, info: SignalInfo): number {
  if (!isSignal(info.number)) return -ERRNO.EINVAL;
  if (info.number === 0 || call.kernel.signals.raise(info)) return 0;
  return info.code === SI.USER ? 0 : -ERRNO.EAGAIN;
}

function kill(call: SyscallContext): number {
  const target = call.int(0);
  const signal = call.int(1);
  if (target === PARENT_ID) return isSignal(signal) ? -ERRNO.EPERM : -ERRNO.EINVAL;
  return isOurs(target) ? send(call, sentSignal(signal, SI.USER)) : -ERRNO.ESRCH;
}

function tkill(call: SyscallContext): number {
  const target = call.int(0);
  if (target <= 0) return -ERRNO.EINVAL;
  return target === PROCESS_ID ? send(call, sentSignal(call.int(1), SI.TKILL)) : -ERRNO.ESRCH;
}

function tgkill(call: SyscallContext): number {
  const group = call.int(0);
  const target = call.int(1);
  if (group <= 0 || target <= 0) return -ERRNO.EINVAL;
  const isUs = group === PROCESS_ID && target === PROCESS_ID;
  return isUs ? send(call, sentSignal(call.int(2), SI.TKILL)) : -ERRNO.ESRCH;
}

/** Sends a signal with a siginfo of the caller. To itself a process may send any siginfo. */
function queue(call: SyscallContext, target: number, number: number, address: bigint): number {
  const info = decodeSignalInfo(number, call.memory.read(address, SIGINFO_SIZE));
  const isForged = info.code >= 0 || info.code === SI.TKILL;
  if (isForged && target !== PROCESS_ID) return -ERRNO.EPERM;
  if (target === PARENT_ID) return isSignal(number) ? -ERRNO.EPERM : -ERRNO.EINVAL;
  return target === PROCESS_ID ? send(call, info) : -ERRNO.ESRCH;
}

function sigqueueinfo(call: SyscallContext): number {
  return queue(call, call.int(0), call.int(1), call.arg(2));
}

function tgsigqueueinfo(call: SyscallContext): number {
  const group = call.int(0);
  const target = call.int(1);
  // Linux reads the siginfo before it checks the ids.
  call.memory.read(call.arg(3), SIGINFO_SIZE);
  if (group <= 0 || target <= 0) return -ERRNO.EINVAL;
  if (group !== target) return -ERRNO.ESRCH;
  return queue(call, target, call.int(2), call.arg(3));
}

function readDisposition(call: SyscallContext, address: bigint): Disposition {
  const view = new DataView(call.memory.read(address, 24).buffer);
  const word = (offset: number) => view.getBigUint64(offset, true);
  return { handler: word(0), flags: word(8), mask: word(16) };
}

function sigaction(call: SyscallContext): number {
  const { signals } = call.kernel;
  const signal = call.int(0);
  if (call.arg(3) !== SIGNAL_SET_SIZE) return -ERRNO.EINVAL;
  const wanted = call.arg(1) === 0n ? undefined : readDisposition(call, call.arg(1));
  const isFixed = signal === SIGNAL.SIGKILL || signal === SIGNAL.SIGSTOP;
  if (!SignalState.isKnown(signal) || (isFixed && wanted !== undefined)) return -ERRNO.EINVAL;
  const { handler, flags, mask } = signals.disposition(signal);
  if (wanted !== undefined) signals.setDisposition(signal, wanted);
  if (call.arg(2) !== 0n) {
    call.memory.write(call.arg(2), new Uint8Array(BigUint64Array.of(handler, flags, mask).buffer));
  }
  return 0;
}

/** The new mask for each value of `how`: SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK. */
const MASK_CHANGES: readonly ((blocked: bigint, set: bigint) => bigint)[] = [
  (blocked, set) => blocked | set,
  (blocked, set) => blocked & ~set,
  (_, set) => set,
];

function sigprocmask(call: SyscallContext): number {
  const { signals } = call.kernel;
  if (call.arg(3) !== SIGNAL_SET_SIZE) return -ERRNO.EINVAL;
  const before = signals.blocked;
  if (call.arg(1) !== 0n) {
    const set = call.memory.readUint(call.arg(1), 8);
    const change = MASK_CHANGES[call.int(0)];
    if (change === undefined) return -ERRNO.EINVAL;
    signals.blocked = change(before, set);
  }
  if (call.arg(2) !== 0n) call.memory.writeUint(call.arg(2), 8, before);
  return 0;
}

function sigpending(call: SyscallContext): number {
  const size = call.arg(1);
  if (size > SIGNAL_SET_SIZE) return -ERRNO.EINVAL;
  const set = new Uint8Array(BigUint64Array.of(call.kernel.signals.pending).buffer);
  call.memory.write(call.arg(0), set.subarray(0, Number(size)));
  return 0;
}

function sigsuspend(call: SyscallContext): number | undefined {
  const { kernel } = call;
  if (call.arg(1) !== SIGNAL_SET_SIZE) return -ERRNO.EINVAL;
  kernel.signals.suspendMask(call.memory.readUint(call.arg(0), 8));
  return kernel.wait() === "never" ? undefined : INTERRUPTED.unlessHandled;
}

function sigtimedwait(call: SyscallContext): number | undefined {
  const { kernel, memory } = call;
  const { signals, clock } = kernel;
  if (call.arg(3) !== SIGNAL_SET_SIZE) return -ERRNO.EINVAL;
  const set = memory.readUint(call.arg(0), 8) & ~UNBLOCKABLE;
  const timeout = call.arg(2) === 0n ? undefined : readTimespec(memory, call.arg(2));
  if (timeout === "invalid") return -ERRNO.EINVAL;
  const deadline = timeout === undefined ? undefined : clock.after(timeout);
  const wake = kernel.wait(deadline, set);
  if (wake === "never") return undefined;
  const info = signals.take(set);
  if (info === undefined) return wake === "time" ? -ERRNO.EAGAIN : -ERRNO.EINTR;
  if (call.arg(1) !== 0n) memory.write(call.arg(1), encodeSignalInfo(info));
  return info.number;
}

function sigaltstack(call: SyscallContext): number {
  const { memory, machine } = call;
  const old = call.kernel.signals.alternateStack;
  if (call.arg(0) !== 0n) {
    const view = new DataView(memory.read(call.arg(0), 24).buffer);
    const request = {
      start: view.getBigUint64(0, true),
      flags: view.getUint32(8, true),
      size: view.getBigUint64(16, true),
    };
    const error = changeStack(call.kernel.signals, request, machine.registers.get(REGISTER.sp));
    if (error !== 0) return -error;
  }
  if (call.arg(1) !== 0n) {
    const view = new DataView(new ArrayBuffer(24));
    view.setBigUint64(0, old.start, true);
    view.setUint32(8, stackFlags(old, machine.registers.get(REGISTER.sp)), true);
    view.setBigUint64(16, old.size, true);
    memory.write(call.arg(1), new Uint8Array(view.buffer));
  }
  return 0;
}

function sigreturn(call: SyscallContext): undefined {
  call.kernel.leaveHandler();
}

/** The calls of this file. */
export const SIGNAL_CALLS: readonly SyscallRow[] = [
  row(129, "kill", ["int", "signal"], kill),
  row(130, "tkill", ["int", "signal"], tkill),
  row(131, "tgkill", ["int", "int", "signal"], tgkill),
  row(132, "sigaltstack", ["optional pointer", "optional pointer"], sigaltstack),
  row(133, "rt_sigsuspend", SIX_LONGS, sigsuspend),
  row(134, "rt_sigaction", ["signal", "address", "address"], sigaction),
  row(135, "rt_sigprocmask", ["mask change", "address", "address"], sigprocmask),
  row(136, "rt_sigpending", SIX_LONGS, sigpending),
  row(137, "rt_sigtimedwait", SIX_LONGS, sigtimedwait),
  row(138, "rt_sigqueueinfo", ["int", "signal", "address"], sigqueueinfo),
  row(139, "rt_sigreturn", [], sigreturn),
  row(240, "rt_tgsigqueueinfo", ["int", "int", "signal", "address"], tgsigqueueinfo),
];
