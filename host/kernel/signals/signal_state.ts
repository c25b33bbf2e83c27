// SPDX-License-Identifier: MPL-2.0
// What the process has said about signals (dispositions, the mask of blocked ones, the alternate stack),
// and which signals wait for it (kernel/signal.c). A standard signal waits at most once; real-time signals
// queue up. Guarantees: SIGKILL and SIGSTOP cannot be blocked, handled or ignored.

import type { SignalInfo } from "./signal_info.ts";
import { LAST_SIGNAL, SIGNAL, terminatesByDefault } from "../abi/signals.ts";

/** SIG_DFL and SIG_IGN, the two dispositions that are no handler's address. */
const DEFAULT = 0n;
const IGNORE = 1n;

/** Bits of a disposition's flags. */
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

/** The flags that Linux knows; it forgets others, so that a program can find out. */
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

/** The stack that handlers with SA_ONSTACK run on. */
export interface AlternateStack {
  /** Its lowest address. */
  readonly start: bigint;
  /** Its size in bytes; 0 when there is none. */
  readonly size: bigint;
  /** Whether it is given up while a handler runs on it (SS_AUTODISARM). */
  readonly autodisarm: boolean;
}

/** No alternate stack. */
export const NO_STACK: AlternateStack = { start: 0n, size: 0n, autodisarm: false };

/** The set that holds only that signal. */
export const bitOf = (signal: number): bigint => 1n << BigInt(signal - 1);

/** The signals that nothing can be said about. */
export const UNTOUCHABLE = bitOf(SIGNAL.SIGKILL) | bitOf(SIGNAL.SIGSTOP);

/** Those that an instruction causes: they are taken first. */
const SYNCHRONOUS = [
  SIGNAL.SIGSEGV,
  SIGNAL.SIGBUS,
  SIGNAL.SIGILL,
  SIGNAL.SIGTRAP,
  SIGNAL.SIGFPE,
  SIGNAL.SIGSYS,
].reduce((set, signal) => set | bitOf(signal), 0n);

/** The first signal that queues up. */
const FIRST_REAL_TIME = 32;
/** How many signals can wait in all: RLIMIT_SIGPENDING. */
const MAX_QUEUE = 1024;

/** The signals of a process. */
export class SignalState {
  readonly #dispositions = new Map<number, Disposition>();
  readonly #waiting = new Map<number, SignalInfo[]>();
  #count = 0;
  #blocked = 0n;
  /** Signals that wait: the keys of the map as a set. */
  #pending = 0n;
  /** The mask to go back to when the handlers that are due have been called (rt_sigsuspend, ppoll). */
  #saved: bigint | undefined;
  /** The stack for handlers that ask for it. */
  alternateStack: AlternateStack = NO_STACK;

  /** The signals that wait until they are no longer blocked. */
  get pending(): bigint {
    return this.#pending & this.#blocked;
  }

  /** The signals that are held back: bit n - 1 is signal n. */
  get blocked(): bigint {
    return this.#blocked;
  }

  set blocked(set: bigint) {
    this.#blocked = BigInt.asUintN(64, set) & ~UNTOUCHABLE;
  }

  /** Whether a signal waits that is not blocked. */
  get isDue(): boolean {
    return (this.#pending & ~this.#blocked) !== 0n;
  }

  /** Whether a signal of a set waits, blocked or not. */
  isWaiting(set: bigint): boolean {
    return (this.#pending & set) !== 0n;
  }

  /** The signals on which nothing happens. */
  get ignored(): bigint {
    let set = 0n;
    for (let signal = 1; signal <= LAST_SIGNAL; signal++) {
      if (this.isIgnored(signal)) set |= bitOf(signal);
    }
    return set;
  }

  /** Whether a disposition can be asked for and set. */
  static isKnown(signal: number): boolean {
    return signal >= 1 && signal <= LAST_SIGNAL;
  }

  /** Sets another mask until the next handler has been chosen, or {@link restoreMask} is called. */
  suspendMask(set: bigint): void {
    this.#saved ??= this.#blocked;
    this.blocked = set;
  }

  /** Undoes {@link suspendMask}, if it was called. */
  restoreMask(): void {
    if (this.#saved !== undefined) this.#blocked = this.#saved;
    this.#saved = undefined;
  }

  /** The mask that a handler's return brings back; a suspended mask ends here. */
  takeMaskToSave(): bigint {
    const mask = this.#saved ?? this.#blocked;
    this.#saved = undefined;
    return mask;
  }

  /** What happens on a signal. */
  disposition(signal: number): Disposition {
    return this.#dispositions.get(signal) ?? DEFAULT_DISPOSITION;
  }

  /** Sets what happens on a signal. */
  setDisposition(signal: number, { handler, flags, mask }: Disposition): void {
    this.#dispositions.set(signal, {
      handler,
      flags: flags & KNOWN_FLAGS,
      mask: mask & ~UNTOUCHABLE,
    });
    if (this.isIgnored(signal)) this.#forget(signal);
  }

  /** Makes a signal do what it does by default. */
  resetDisposition(signal: number): void {
    this.#dispositions.set(signal, { ...this.disposition(signal), handler: DEFAULT });
  }

  /** Whether a signal has a handler. */
  isHandled(signal: number): boolean {
    const { handler } = this.disposition(signal);
    return handler !== DEFAULT && handler !== IGNORE;
  }

  /** Whether nothing happens on a signal. */
  isIgnored(signal: number): boolean {
    const { handler } = this.disposition(signal);
    return handler === IGNORE || (handler === DEFAULT && !terminatesByDefault(signal));
  }

  /** A signal was sent to the process. False when too many wait already. */
  raise(info: SignalInfo): boolean {
    const { number } = info;
    if ((this.#blocked & bitOf(number)) === 0n && this.isIgnored(number)) return true;
    const queue = this.#waiting.get(number) ?? [];
    if (queue.length > 0 && number < FIRST_REAL_TIME) return true;
    // A standard signal always finds room: there is one of each.
    if (number >= FIRST_REAL_TIME && this.#count >= MAX_QUEUE) return false;
    this.#waiting.set(number, [...queue, info]);
    this.#pending |= bitOf(number);
    this.#count++;
    return true;
  }

  /**
   * An instruction caused a signal, which cannot wait: where it is blocked or ignored, the process has
   * nothing to say about it any longer.
   */
  force(info: SignalInfo): void {
    const { number } = info;
    const isBlocked = (this.#blocked & bitOf(number)) !== 0n;
    if (isBlocked || this.isIgnored(number)) this.resetDisposition(number);
    this.#blocked &= ~bitOf(number);
    this.#forget(number);
    this.raise(info);
  }

  /** Takes the next signal out of a set, or of those that are not blocked. */
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
