// SPDX-License-Identifier: MPL-2.0
// What the process has said about signals (dispositions and the mask of blocked ones), and which signals
// wait for it. Handlers are recorded and not yet called: a signal that has one stays pending.

import { LAST_SIGNAL, SIGNAL, terminatesByDefault } from "./signals.ts";

/** SIG_DFL and SIG_IGN, the two dispositions that are no handler's address. */
const DEFAULT = 0n;
const IGNORE = 1n;

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

/** The set that holds only that signal. */
const bitOf = (signal: number): bigint => 1n << BigInt(signal - 1);

/** The signals that nothing can be said about. */
const UNTOUCHABLE = bitOf(SIGNAL.SIGKILL) | bitOf(SIGNAL.SIGSTOP);

/** The signals of a process. */
export class SignalState {
  readonly #dispositions = new Map<number, Disposition>();
  #blocked = 0n;
  #pending = 0n;

  /** The signals that wait until they are no longer blocked. */
  get pending(): bigint {
    return this.#pending & this.#blocked;
  }

  /** The signals that are held back: bit n - 1 is signal n. */
  get blocked(): bigint {
    return this.#blocked;
  }

  set blocked(set: bigint) {
    this.#blocked = set & ~UNTOUCHABLE;
  }

  /** Whether a disposition can be asked for and set. */
  static isKnown(signal: number): boolean {
    return signal >= 1 && signal <= LAST_SIGNAL;
  }

  /** What happens on a signal. */
  disposition(signal: number): Disposition {
    return this.#dispositions.get(signal) ?? DEFAULT_DISPOSITION;
  }

  /** Sets what happens on a signal. */
  setDisposition(signal: number, disposition: Disposition): void {
    this.#dispositions.set(signal, { ...disposition, mask: disposition.mask & ~UNTOUCHABLE });
    if (this.#isIgnored(signal)) this.#pending &= ~bitOf(signal);
  }

  /** A signal was sent to the process. */
  raise(signal: number): void {
    const isBlocked = (this.#blocked & bitOf(signal)) !== 0n;
    if (isBlocked || !this.#isIgnored(signal)) this.#pending |= bitOf(signal);
  }

  /** The signal that ends the process now; undefined when it goes on. */
  fatal(): number | undefined {
    // Asked after every system call, and hardly ever is there anything to find.
    if ((this.#pending & ~this.#blocked) === 0n) return undefined;
    for (let signal = 1; signal <= LAST_SIGNAL; signal++) {
      if ((this.#pending & ~this.#blocked & bitOf(signal)) === 0n) continue;
      const { handler } = this.disposition(signal);
      if (handler === DEFAULT && terminatesByDefault(signal)) return signal;
      if (this.#isIgnored(signal)) this.#pending &= ~bitOf(signal);
    }
    return undefined;
  }

  #isIgnored(signal: number): boolean {
    const { handler } = this.disposition(signal);
    return handler === IGNORE || (handler === DEFAULT && !terminatesByDefault(signal));
  }
}
