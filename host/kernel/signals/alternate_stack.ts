// SPDX-License-Identifier: MPL-2.0
// The alternate stack for handlers with SA_ONSTACK: whether it is in use, and the checks of sigaltstack
// (kernel/signal.c, do_sigaltstack).

import { ERRNO } from "../abi/errno.ts";
import { type AlternateStack, NO_STACK, type SignalState } from "./signal_state.ts";

/** ss_flags of stack_t. */
const SS = { ONSTACK: 1, DISABLE: 2, AUTODISARM: 0x8000_0000 } as const;

/** MINSIGSTKSZ. */
const MIN_STACK = 2048n;

/** A struct stack_t of the process. */
export interface StackRequest {
  /** ss_sp. */
  readonly start: bigint;
  /** ss_flags, unsigned. */
  readonly flags: number;
  /** ss_size. */
  readonly size: bigint;
}

/** The ss_flags for a stack pointer of `sp`. */
export function stackFlags(stack: AlternateStack, sp: bigint): number {
  if (stack.size === 0n) return SS.DISABLE;
  const flags = stack.autodisarm ? SS.AUTODISARM : 0;
  return isOnStack(stack, sp) ? flags | SS.ONSTACK : flags;
}

/** Whether `sp` is on that stack. With SS_AUTODISARM it never is. */
export function isOnStack(stack: AlternateStack, sp: bigint): boolean {
  return !stack.autodisarm && sp > stack.start && sp - stack.start <= stack.size;
}

/** Sets the alternate stack; returns an error number, or 0. */
export function changeStack(
  signals: SignalState,
  { start, flags, size }: StackRequest,
  sp: bigint,
): number {
  if (isOnStack(signals.alternateStack, sp)) return ERRNO.EPERM;
  const autodisarm = flags >>> 31 === 1;
  const mode = flags & 0x7fff_ffff;
  if (mode === SS.DISABLE) {
    signals.alternateStack = NO_STACK;
    return 0;
  }
  if (mode !== 0 && mode !== SS.ONSTACK) return ERRNO.EINVAL;
  if (size < MIN_STACK) return ERRNO.ENOMEM;
  signals.alternateStack = { start, size, autodisarm };
  return 0;
}
