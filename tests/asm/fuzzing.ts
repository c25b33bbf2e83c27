// SPDX-License-Identifier: MPL-2.0
// Helpers of the fuzz tests: random numbers to make cases from, and a watched worker that tries them,
// so that a case that hangs is ended and named. Limits count the CPU time of this process, in which
// the worker is a thread: a busy host gives the process less of it, and so more time.

import { cpuUsage } from "node:process";

import { randomNumbers } from "./goldens/encoding_cases.ts";

/** Limit for starting a worker, which loads many modules. */
const START_LIMIT_MS = 30_000;
const WATCH_MS = 250;
/** Threads that may use CPU time at once: a test file for each processor, and the worker. */
const THREADS = navigator.hardwareConcurrency + 1;

/** CPU time of this process, in milliseconds divided by the threads that share it. */
function sharedMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000 / THREADS;
}

/** Draws from a stream of random numbers. */
export class Draw {
  readonly #numbers: Generator<bigint, never>;

  constructor(seed: bigint) {
    this.#numbers = randomNumbers(seed);
    // Similar seeds begin with similar numbers.
    for (let index = 0; index < 4; index++) this.#numbers.next();
  }

  /** An integer from 0 up to, not including, `end`. */
  below(end: number): number {
    return end <= 0 ? 0 : Number(this.#numbers.next().value % BigInt(end));
  }
}

/** A message of a worker. */
type Report =
  /** It is about to try this case. */
  | { readonly state: "at"; readonly index: number }
  /** The case made it throw. */
  | { readonly state: "threw"; readonly index: number; readonly error: string }
  /** It has finished; how many cases were accepted. */
  | { readonly state: "done"; readonly taken: number };

/** The minimal request of a test to its worker. */
export interface CasesRequest {
  readonly kind: string;
  readonly seed: bigint;
  readonly count: number;
}

/** How the worker of a test is watched. */
export interface Watched<Request extends CasesRequest> {
  /** The worker's file. */
  readonly script: URL;
  readonly request: Request;
  /** Limit for a case, in milliseconds of CPU time: see the head of this file. */
  readonly limitMs: number;
  /** The subject of the test and a case in words, and the text of a case, for messages. */
  readonly subject: string;
  readonly noun: string;
  readonly show: (index: number) => string;
}

/** Tries cases in a worker; returns how many were accepted. Fails with the case that goes wrong. */
export function tryCases<Request extends CasesRequest>(
  { script, request, limitMs, subject, noun, show }: Watched<Request>,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const worker = new Worker(script, { type: "module" });
  let at = 0;
  let limit = Math.max(limitMs, START_LIMIT_MS);
  let started = sharedMs();
  const wrong = (what: string) => {
    const { kind, seed } = request;
    reject(new Error(`case ${at} of ${kind}, seed ${seed}, ${what}; its ${noun}:\n${show(at)}`));
  };
  const watchdog = setInterval(() => {
    if (sharedMs() - started > limit) wrong(`takes more than ${limit} ms of CPU time`);
  }, WATCH_MS);
  worker.onmessage = ({ data }: MessageEvent<Report>) => {
    if (data.state === "done") return resolve(data.taken);
    at = data.index;
    limit = limitMs;
    started = sharedMs();
    if (data.state === "threw") wrong(`made the ${subject} throw ${data.error}`);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    wrong(`ended the worker: ${event.message}`);
  };
  worker.postMessage(request);
  return promise.finally(() => {
    clearInterval(watchdog);
    worker.terminate();
  });
}

/**
 * Makes this thread a worker of {@link tryCases}. `prepare` takes the request, and returns a function
 * that tells whether a case is accepted, and throws if there is a bug.
 */
export function answerCases<Request extends CasesRequest>(
  prepare: (request: Request) => (index: number) => boolean,
): void {
  const scope = self as unknown as {
    postMessage(report: Report): void;
    onmessage: ((event: MessageEvent<Request>) => void) | null;
  };
  scope.onmessage = ({ data: request }) => {
    const isTaken = prepare(request);
    let taken = 0;
    for (let index = 0; index < request.count; index++) {
      scope.postMessage({ state: "at", index });
      try {
        if (isTaken(index)) taken++;
      } catch (error) {
        const message = error instanceof Error ? error.stack ?? error.message : String(error);
        scope.postMessage({ state: "threw", index, error: message });
        return;
      }
    }
    scope.postMessage({ state: "done", taken });
  };
}
