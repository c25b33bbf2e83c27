// SPDX-License-Identifier: MPL-2.0
// Helpers of the fuzz tests: random numbers to make cases from, and a watched worker that tries them,
// so that a case that hangs is ended and named.

import { randomNumbers } from "./goldens/encoding_cases.ts";

/** Time limit for starting a worker, which loads many modules, on a busy host. */
const START_LIMIT_MS = 90_000;
const WATCH_MS = 250;

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
  /** Time limit for a case. */
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
  let started = performance.now();
  const wrong = (what: string) => {
    const { kind, seed } = request;
    reject(new Error(`case ${at} of ${kind}, seed ${seed}, ${what}; its ${noun}:\n${show(at)}`));
  };
  const watchdog = setInterval(() => {
    if (performance.now() - started > limit) wrong(`takes more than ${limit} ms`);
  }, WATCH_MS);
  worker.onmessage = ({ data }: MessageEvent<Report>) => {
    if (data.state === "done") return resolve(data.taken);
    at = data.index;
    limit = limitMs;
    started = performance.now();
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
