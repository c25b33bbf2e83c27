// SPDX-License-Identifier: MPL-2.0
// What ends a program from outside: SIGINT, SIGTERM and SIGHUP, and the --wall-limit. Imported when a program has
// run for a while or waits for input. Guarantees: between two looks at the world everything written so far
// is passed on; a second signal, or one that comes while a write blocks, ends this process at once.

import { flushOutput, guardWrites, readAhead } from "../command_line/output.ts";

/** The signals that end a program, by number. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Why a program was stopped from outside. */
export type OutsideStop =
  /** A signal asked for the end of this process. */
  | { readonly kind: "asked to end"; readonly signal: keyof typeof SIGNALS }
  /** The limit on time. */
  | { readonly kind: "wall limit"; readonly seconds: number };

/**
 * After so many guarded writes it pays to learn whether they can block at all: that takes 20 ms, and a guard
 * a fiftieth of a millisecond.
 */
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
  /** The writes that may have blocked. */
  #guarded = 0;
  #signal: keyof typeof SIGNALS | undefined;
  #wake: (() => void) | undefined;

  /** Watches over a run that began at `started` and may last `wallLimit` seconds. */
  constructor(started: number, wallLimit: number | undefined) {
    this.#wallLimit = wallLimit;
    this.#deadline = started + (wallLimit ?? Infinity) * 1000;
    if (wallLimit !== undefined) {
      this.#watchdog = startWatchdog(wallLimit, this.#deadline + GRACE - performance.now());
    }
    this.#listen(true);
    guardWrites((blocking) => {
      if (blocking) this.#guarded++;
      this.#listen(!blocking);
    });
  }

  /** When to look at the world again, at the latest. */
  get deadline(): number {
    return this.#deadline;
  }

  /** Passes on what was written, and looks for a reason to stop. */
  async look(): Promise<OutsideStop | undefined> {
    flushOutput();
    if (this.#guarded > MANY_WRITES) await this.#learn();
    // Listeners are called between two tasks.
    await new Promise((resolve) => setImmediate(resolve));
    return this.#stop;
  }

  /** Waits until there is standard input, or a reason to stop. */
  async waitForInput(): Promise<OutsideStop | undefined> {
    flushOutput();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopped = new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#deadline === Infinity) return;
      timer = setTimeout(resolve, this.#deadline - performance.now());
    });
    await Promise.race([readAhead(), stopped]);
    clearTimeout(timer);
    this.#wake = undefined;
    return this.#stop;
  }

  /** Leaves signals to their default action again. */
  [Symbol.dispose](): void {
    guardWrites(undefined);
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

  /** Files do not block: then no write needs to be guarded, and no signal can come at a bad moment. */
  async #learn(): Promise<void> {
    this.#guarded = -Infinity;
    // Imported here, because it takes 20 ms.
    const { fstatSync } = await import("node:fs");
    const never = [1, 2].every((descriptor) => {
      const status = fstatSync(descriptor);
      return status.isFile() || status.isCharacterDevice();
    });
    if (never) guardWrites(undefined);
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
