// SPDX-License-Identifier: MPL-2.0
// A search for the last store to some bytes: watches them while the past is repeated, and remembers when they were
// not written, so that no part of the past is searched twice.

import { watchAccesses } from "../../cpu/checks/access_watch.ts";
import { TraceBuffer, type TraceRecord } from "../../cpu/trace_buffer.ts";
import type { Process } from "../process.ts";

/** Some bytes. */
export interface ByteRange {
  /** The address of the first. */
  readonly start: bigint;
  /** The address after the last. */
  readonly end: bigint;
}

/** A part of the past: the instructions from number `start` up to `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** How many ranges are remembered. */
const MAX_RANGES = 256;

/** When the program did not write to some bytes. */
export class UnwrittenSpans {
  /** Apart from each other. */
  #spans: readonly Span[] = [];

  /** The moment from which up to `moment` nothing was written: `moment` itself if that is not known. */
  before(moment: number): number {
    const span = this.#spans.find(({ start, end }) => start < moment && moment <= end);
    return span?.start ?? moment;
  }

  /** Nothing was written from one moment up to another. */
  add(start: number, end: number): void {
    const apart = this.#spans.filter((span) => span.end < start || span.start > end);
    const joined = this.#spans.filter((span) => !apart.includes(span));
    this.#spans = [...apart, {
      start: Math.min(start, ...joined.map((span) => span.start)),
      end: Math.max(end, ...joined.map((span) => span.end)),
    }];
  }
}

/** When the program did not write to bytes that were searched for. */
export class Unwritten {
  readonly #ranges = new Map<string, UnwrittenSpans>();

  /** Of these bytes. */
  of({ start, end }: ByteRange): UnwrittenSpans {
    const key = `${start}-${end}`;
    const spans = this.#ranges.get(key) ?? new UnwrittenSpans();
    // The ones used last come last.
    this.#ranges.delete(key);
    this.#ranges.set(key, spans);
    for (const oldest of this.#ranges.keys()) {
      if (this.#ranges.size <= MAX_RANGES) break;
      this.#ranges.delete(oldest);
    }
    return spans;
  }
}

/** A search. */
export class WriteSearch implements Disposable {
  /** The bytes. */
  readonly range: ByteRange;
  /** When they were not written. */
  readonly unwritten: UnwrittenSpans;
  /** Asked every few milliseconds whether to give up. */
  readonly pause: (() => boolean) | undefined;
  /** Whether nothing has been searched yet. */
  isFirst = true;
  /** Whether `pause` has ended it. */
  isPaused = false;
  #last: Span | undefined;
  #observer: Disposable | undefined;

  /** For the last store to these bytes. */
  constructor(range: ByteRange, unwritten: UnwrittenSpans, pause: (() => boolean) | undefined) {
    this.range = range;
    this.unwritten = unwritten;
    this.pause = pause;
  }

  /** Watches the bytes from now on, in any direction of time. */
  observe(process: Process): void {
    this.#observer ??= process.observe({
      accesses: [this.range],
      watch: watchAccesses([this.range], { onlyStores: true }),
      onRecords: (batch) => {
        for (const record of batch) {
          if (!isStore(record)) continue;
          const end = process.machine.instructions;
          this.#last = { start: Math.max(0, end - TraceBuffer.span), end };
        }
      },
    });
  }

  /** Forgets the stores so far. */
  begin(): void {
    this.#last = undefined;
  }

  /** Where the last store was since then. */
  get last(): Span | undefined {
    return this.#last;
  }

  /** Watches no more. */
  [Symbol.dispose](): void {
    this.#observer?.[Symbol.dispose]();
    this.#observer = undefined;
  }
}

/** Whether an access writes. */
export function isStore({ access }: TraceRecord): boolean {
  return access === "store" || access === "atomic";
}
