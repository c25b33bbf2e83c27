// SPDX-License-Identifier: MPL-2.0
// What ends a program from outside: SIGINT, SIGTERM and SIGHUP, and the --wall-limit. Imported when a program has
// run for a while or waits for input. Guarantees: between two looks at the world everything written so far
// is passed on, without blocking this thread; a second signal ends this process at once.

import { deferWrites, flushOutput, passOnOutput, readAhead } from "../command_line/output.ts";

/** The signals that end a program, by number. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Why a program was stopped from outside. */
export type OutsideStop =
  /** A signal asked for the end of this process. */
  | {
    readonly kind: "asked to end";
    readonly signal: keyof typeof SIGNALS;
    /** Whether that was when the run was recorded. */
    readonly isReplayed?: true;
  }
  /** The limit on time. */
  | { readonly kind: "wall limit"; readonly seconds: number };

/** Milliseconds in which a slow reader may still take output when there is a reason to stop. */
const PATIENCE = 200;

/** After so many writes that waited it pays to learn whether they can block at all, which takes 20 ms. */
const MANY_WRITES = 1000;

/** How long past the limit a call of the host may block, in milliseconds. */
const GRACE = 900;

/** Watches for the end of a run. Dispose of it when the program has ended. */
export class RunControl {
  readonly #wallLimit: number | undefined;
  readonly #deadline: number;
  readonly #watchdog: Worker | undefined;
  readonly #listeners = Object.keys(SIGNALS).map((name) => {
    const signal = name as keyof typeof SIGNALS;
    return { signal, listen: () => this.#signalled(signal) };
  });
  #listening = false;
  /** The writes that had to wait. */
  #deferred = 0;
  #signal: keyof typeof SIGNALS | undefined;
  #wake: (() => void) | undefined;

  /**
   * Watches over a run that began at `started` and may last `wallLimit` seconds. `interrupt` is called when
   * output waits, so that there is a look at the world soon.
   */
  constructor(started: number, wallLimit: number | undefined, interrupt: () => void) {
    this.#wallLimit = wallLimit;
    this.#deadline = started + (wallLimit ?? Infinity) * 1000;
    if (wallLimit !== undefined) {
      this.#watchdog = startWatchdog(wallLimit, this.#deadline + GRACE - performance.now());
    }
    this.#listen(true);
    const onWaiting = () => {
      this.#deferred++;
      interrupt();
    };
    const guard = (blocking: boolean) => this.#listen(!blocking);
    deferWrites({ onWaiting, guard }, { grow: true });
  }

  /** When to look at the world again, at the latest. */
  get deadline(): number {
    return this.#deadline;
  }

  /** Passes on what was written, and looks for a reason to stop. */
  async look(): Promise<OutsideStop | undefined> {
    if (this.#deferred > MANY_WRITES) await this.#learn();
    await this.passOn();
    await nextTask();
    return this.#stop;
  }

  /** Passes on what was written; returns the reason to stop if that came first. */
  async passOn(): Promise<OutsideStop | undefined> {
    const isPassedOn = await this.#before((over) => {
      const patience = over.then(() =>
        new Promise<void>((resolve) => setTimeout(resolve, PATIENCE))
      );
      return passOnOutput(patience);
    });
    return isPassedOn ? undefined : this.#stop;
  }

  /** Waits until there is standard input, or a reason to stop. */
  async waitForInput(): Promise<OutsideStop | undefined> {
    await this.passOn();
    await this.#before((over) => Promise.race([readAhead(), over]));
    return this.#stop;
  }

  /** Waits for work that ends early when there is a reason to stop. */
  async #before<T>(work: (over: Promise<void>) => Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      if (this.#stop !== undefined) resolve();
      this.#wake = resolve;
      if (this.#deadline === Infinity) return;
      timer = setTimeout(resolve, Math.max(0, this.#deadline - performance.now()));
    });
    try {
      return await work(over);
    } finally {
      // Even to clear none loads Deno's timers: see nextTask.
      if (timer !== undefined) clearTimeout(timer);
      this.#wake = undefined;
    }
  }

  /** Leaves signals to their default action again. */
  [Symbol.dispose](): void {
    deferWrites(undefined);
    this.#listen(false);
    this.#watchdog?.terminate();
  }

  get #stop(): OutsideStop | undefined {
    if (this.#signal !== undefined) return { kind: "asked to end", signal: this.#signal };
    if (this.#wallLimit === undefined || performance.now() < this.#deadline) return undefined;
    return { kind: "wall limit", seconds: this.#wallLimit };
  }

  #signalled(signal: keyof typeof SIGNALS): void {
    this.#signal ??= signal;
    this.#listen(false);
    this.#wake?.();
  }

  /** Files do not block: then no write needs to wait. */
  async #learn(): Promise<void> {
    this.#deferred = -Infinity;
    // Imported here, because it takes 20 ms.
    const { fstatSync } = await import("node:fs");
    const never = [1, 2].every((descriptor) => {
      const status = fstatSync(descriptor);
      return status.isFile() || status.isCharacterDevice();
    });
    if (never) deferWrites(undefined);
  }

  #listen(listening: boolean): void {
    const wanted = listening && this.#signal === undefined;
    if (wanted === this.#listening) return;
    this.#listening = wanted;
    for (const { signal, listen } of this.#listeners) {
      if (wanted) Deno.addSignalListener(signal, listen);
      else Deno.removeSignalListener(signal, listen);
    }
  }
}

/**
 * Lets the host call the listeners of signals, which it does between two tasks. A message needs none of
 * Deno's timers, which take about 10 ms to load at their first use.
 */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Ends this process when a call of the host blocks it beyond its limit. */
function startWatchdog(seconds: number, milliseconds: number): Worker {
  const message = `leveret: stopped at the --wall-limit (${seconds} s), in a call of the host\n`;
  const source = `
    setTimeout(() => {
      Deno.stderr.writeSync(new TextEncoder().encode(${JSON.stringify(message)}));
      Deno.kill(Deno.pid, "SIGKILL");
    }, ${milliseconds});
  `;
  return new Worker(`data:application/javascript,${encodeURIComponent(source)}`, {
    type: "module",
  });
}

/** The exit status of a process that the signal ends. */
export function statusOfSignal(signal: keyof typeof SIGNALS): number {
  return 128 + SIGNALS[signal];
}

/** Ends this process by the signal, as if nobody had listened; everything must be written. */
export function endBySignal(signal: keyof typeof SIGNALS): void {
  flushOutput();
  Deno.kill(Deno.pid, signal);
  // The signal is handled by another thread.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
}
