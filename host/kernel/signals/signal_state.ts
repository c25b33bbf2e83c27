// SPDX-License-Identifier: MPL-2.0
// The signals of a process: dispositions, the mask of blocked signals, the alternate stack, and pending
// signals (kernel/signal.c). A standard signal is pending at most once; real-time signals are queued.
// Guarantees: SIGKILL and SIGSTOP cannot be blocked, handled or ignored.

import { LAST_SIGNAL, SIGNAL, terminatesByDefault } from "../abi/signals.ts";
import type { SignalInfo } from "./signal_info.ts";

/** SIG_DFL and SIG_IGN, the values of a disposition that are not the address of a handler. */
const DEFAULT = 0n;
const IGNORE = 1n;

/** Flags of a disposition. */
export const SA = {
  NOCLDSTOP: 0x1n,
  NOCLDWAIT: 0x2n,
  SIGINFO: 0x4n,
  EXPOSE_TAGBITS: 0x800n,
  ONSTACK: 0x0800_0000n,
  RESTART: 0x1000_0000n,
  NODEFER: 0x4000_0000n,
  RESETHAND: 0x8000_0000n,
} as const;

/** The flags that Linux keeps. It drops unknown ones, so that a program can detect support. */
const KNOWN_FLAGS = Object.values(SA).reduce((all, flag) => all | flag, 0n);

/** What rt_sigaction sets: the kernel's struct sigaction of riscv64, which has no restorer. */
export interface Disposition {
  /** The handler's address, or SIG_DFL (0), or SIG_IGN (1). */
  readonly handler: bigint;
  /** SA_ flags. */
  readonly flags: bigint;
  /** Signals blocked while the handler runs: bit n - 1 is signal n. */
  readonly mask: bigint;
}

const DEFAULT_DISPOSITION: Disposition = { handler: DEFAULT, flags: 0n, mask: 0n };

/** The alternate stack, for handlers with SA_ONSTACK. */
export interface AlternateStack {
  /** Its lowest address. */
  readonly start: bigint;
  /** Its size in bytes; 0 when there is none. */
  readonly size: bigint;
  /** Whether it is disabled while a handler runs on it (SS_AUTODISARM). */
  readonly autodisarm: boolean;
}

/** No alternate stack. */
export const NO_STACK: AlternateStack = { start: 0n, size: 0n, autodisarm: false };

/** The set with only that signal. */
export const bitOf = (signal: number): bigint => 1n << BigInt(signal - 1);

/** The signals that cannot be blocked, handled or ignored. */
export const UNBLOCKABLE = bitOf(SIGNAL.SIGKILL) | bitOf(SIGNAL.SIGSTOP);

/** The signals of faults, which are delivered first. */
const SYNCHRONOUS = [
  SIGNAL.SIGSEGV,
  SIGNAL.SIGBUS,
  SIGNAL.SIGILL,
  SIGNAL.SIGTRAP,
  SIGNAL.SIGFPE,
  SIGNAL.SIGSYS,
].reduce((set, signal) => set | bitOf(signal), 0n);

/** The first signal that is queued. */
const FIRST_REAL_TIME = 32;
/** How many signals can be pending: RLIMIT_SIGPENDING. */
const MAX_QUEUE = 1024;

/** The signals of a process. */
export class SignalState {
  readonly #dispositions = new Map<number, Disposition>();
  readonly #waiting = new Map<number, SignalInfo[]>();
  #count = 0;
  #blocked = 0n;
  /** The pending signals: the keys of the map as a set. */
  #pending = 0n;
  /** The mask that a call such as rt_sigsuspend or ppoll replaces while it blocks. */
  #saved: bigint | undefined;
  /** The alternate stack. */
  alternateStack: AlternateStack = NO_STACK;

  /** The pending signals that are blocked. */
  get pending(): bigint {
    return this.#pending & this.#blocked;
  }

  /** The mask of blocked signals: bit n - 1 is signal n. */
  get blocked(): bigint {
    return this.#blocked;
  }

  set blocked(set: bigint) {
    this.#blocked = BigInt.asUintN(64, set) & ~UNBLOCKABLE;
  }

  /** Whether a pending signal is not blocked, so that it must be delivered. */
  get isDue(): boolean {
    return (this.#pending & ~this.#blocked) !== 0n;
  }

  /** Whether a signal of the set is pending, blocked or not. */
  isWaiting(set: bigint): boolean {
    return (this.#pending & set) !== 0n;
  }

  /** The ignored signals. */
  get ignored(): bigint {
    let set = 0n;
    for (let signal = 1; signal <= LAST_SIGNAL; signal++) {
      if (this.isIgnored(signal)) set |= bitOf(signal);
    }
    return set;
  }

  /** Whether that is the number of a signal. */
  static isKnown(signal: number): boolean {
    return signal >= 1 && signal <= LAST_SIGNAL;
  }

  /** Sets a temporary mask, until a handler is entered or {@link restoreMask} is called. */
  suspendMask(set: bigint): void {
    this.#saved ??= this.#blocked;
    this.blocked = set;
  }

  /** Ends the temporary mask, if there is one. */
  restoreMask(): void {
    if (this.#saved !== undefined) this.#blocked = this.#saved;
    this.#saved = undefined;
  }

  /** The mask to restore when a handler returns. A temporary mask ends here. */
  takeMaskToSave(): bigint {
    const mask = this.#saved ?? this.#blocked;
    this.#saved = undefined;
    return mask;
  }

  /** The disposition of a signal. */
  disposition(signal: number): Disposition {
    return this.#dispositions.get(signal) ?? DEFAULT_DISPOSITION;
  }

  /** Sets the disposition of a signal. */
  setDisposition(signal: number, { handler, flags, mask }: Disposition): void {
    this.#dispositions.set(signal, {
      handler,
      flags: flags & KNOWN_FLAGS,
      mask: mask & ~UNBLOCKABLE,
    });
    if (this.isIgnored(signal)) this.#forget(signal);
  }

  /** Sets the disposition of a signal to its default action. */
  resetDisposition(signal: number): void {
    this.#dispositions.set(signal, { ...this.disposition(signal), handler: DEFAULT });
  }

  /** Whether a signal has a handler. */
  isHandled(signal: number): boolean {
    const { handler } = this.disposition(signal);
    return handler !== DEFAULT && handler !== IGNORE;
  }

  /** Whether a signal is ignored. */
  isIgnored(signal: number): boolean {
    const { handler } = this.disposition(signal);
    return handler === IGNORE || (handler === DEFAULT && !terminatesByDefault(signal));
  }

  /** Sends a signal to the process; returns false when too many are pending. */
  raise(info: SignalInfo): boolean {
    const { number } = info;
    if ((this.#blocked & bitOf(number)) === 0n && this.isIgnored(number)) return true;
    const queue = this.#waiting.get(number) ?? [];
    if (queue.length > 0 && number < FIRST_REAL_TIME) return true;
    // A standard signal always fits: each is pending at most once.
    if (number >= FIRST_REAL_TIME && this.#count >= MAX_QUEUE) return false;
    this.#waiting.set(number, [...queue, info]);
    this.#pending |= bitOf(number);
    this.#count++;
    return true;
  }

  /**
   * Sends the signal of a fault, which cannot wait: when it is blocked or ignored, its default action kills
   * the process.
   */
  force(info: SignalInfo): void {
    const { number } = info;
    const isBlocked = (this.#blocked & bitOf(number)) !== 0n;
    if (isBlocked || this.isIgnored(number)) this.resetDisposition(number);
    this.#blocked &= ~bitOf(number);
    this.#forget(number);
    this.raise(info);
  }

  /** Removes and returns the next pending signal of a set; by default, of those that are not blocked. */
  take(set: bigint = ~this.#blocked): SignalInfo | undefined {
    const due = this.#pending & set;
    if (due === 0n) return undefined;
    const first = (due & SYNCHRONOUS) !== 0n ? due & SYNCHRONOUS : due;
    let number = 1;
    while ((first & bitOf(number)) === 0n) number++;
    const [info, ...rest] = this.#waiting.get(number) ?? [];
    this.#waiting.set(number, rest);
    this.#count--;
    if (rest.length === 0) this.#pending &= ~bitOf(number);
    return info;
  }

  #forget(signal: number): void {
    this.#count -= this.#waiting.get(signal)?.length ?? 0;
    this.#waiting.delete(signal);
    this.#pending &= ~bitOf(signal);
  }
}
