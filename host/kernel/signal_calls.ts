// SPDX-License-Identifier: MPL-2.0
// The system calls about signals: kill, tkill, tgkill (to the process itself, there is no other),
// rt_sigaction, rt_sigprocmask, rt_sigpending (kernel/signal.c).

import { ERRNO } from "./errno.ts";
import { PARENT_ID, PROCESS_ID } from "./process_id.ts";
import { type Disposition, SignalState } from "./signal_state.ts";
import { SIGNAL } from "./signals.ts";
import { SIX_LONGS } from "./strace.ts";
import type { SyscallContext, SyscallRow } from "./syscall.ts";

/** Bytes of a signal set. */
const SET_SIZE = 8n;

/** Whether a signal can be sent: 0 only asks whether there is such a process. */
function isSignal(signal: number): boolean {
  return signal === 0 || SignalState.isKnown(signal);
}

function send(call: SyscallContext, signal: number): number {
  if (!isSignal(signal)) return -ERRNO.EINVAL;
  if (signal !== 0) call.kernel.signals.raise(signal);
  return 0;
}

function kill(call: SyscallContext): number {
  const target = call.int(0);
  if (target === PARENT_ID) return isSignal(call.int(1)) ? -ERRNO.EPERM : -ERRNO.EINVAL;
  // 0 is the caller's group; -1 is everyone else, and there is nobody else.
  const isOurs = target === PROCESS_ID || target === 0 || target === -PROCESS_ID;
  return isOurs ? send(call, call.int(1)) : -ERRNO.ESRCH;
}

function tkill(call: SyscallContext): number {
  const target = call.int(0);
  if (target <= 0) return -ERRNO.EINVAL;
  return target === PROCESS_ID ? send(call, call.int(1)) : -ERRNO.ESRCH;
}

function tgkill(call: SyscallContext): number {
  const group = call.int(0);
  const target = call.int(1);
  if (group <= 0 || target <= 0) return -ERRNO.EINVAL;
  const isOurs = group === PROCESS_ID && target === PROCESS_ID;
  return isOurs ? send(call, call.int(2)) : -ERRNO.ESRCH;
}

function readDisposition(call: SyscallContext, address: bigint): Disposition {
  const view = new DataView(call.memory.read(address, 24).buffer);
  const word = (offset: number) => view.getBigUint64(offset, true);
  return { handler: word(0), flags: word(8), mask: word(16) };
}

function sigaction(call: SyscallContext): number {
  const { signals } = call.kernel;
  const signal = call.int(0);
  if (call.arg(3) !== SET_SIZE) return -ERRNO.EINVAL;
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

/** How each value of `how` makes a new mask. */
const MASK_CHANGES: readonly ((blocked: bigint, set: bigint) => bigint)[] = [
  (blocked, set) => blocked | set,
  (blocked, set) => blocked & ~set,
  (_, set) => set,
];

function sigprocmask(call: SyscallContext): number {
  const { signals } = call.kernel;
  if (call.arg(3) !== SET_SIZE) return -ERRNO.EINVAL;
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
  if (size > SET_SIZE) return -ERRNO.EINVAL;
  const set = new Uint8Array(BigUint64Array.of(call.kernel.signals.pending).buffer);
  call.memory.write(call.arg(0), set.subarray(0, Number(size)));
  return 0;
}

/** The calls of this file. */
export const SIGNAL_CALLS: readonly SyscallRow[] = [
  { number: 129, name: "kill", arguments: ["int", "signal"], returns: "int", handler: kill },
  { number: 130, name: "tkill", arguments: ["int", "signal"], returns: "int", handler: tkill },
  {
    number: 131,
    name: "tgkill",
    arguments: ["int", "int", "signal"],
    returns: "int",
    handler: tgkill,
  },
  {
    number: 134,
    name: "rt_sigaction",
    arguments: ["signal", "address", "address"],
    returns: "int",
    handler: sigaction,
  },
  {
    number: 135,
    name: "rt_sigprocmask",
    arguments: ["mask change", "address", "address"],
    returns: "int",
    handler: sigprocmask,
  },
  { number: 136, name: "rt_sigpending", arguments: SIX_LONGS, returns: "int", handler: sigpending },
];
