// SPDX-License-Identifier: MPL-2.0
// The code that traces want, if they want only the instructions in some ranges of addresses. The
// machine then records where pc is in a range, and runs all other code as if there were no trace.

import { type CodeRange, MAX_RECORDED_ADDRESS } from "./engine/engine.ts";

/** More code is better recorded by translated code, all of it. */
const MAX_BYTES = 2 ** 16;
/** How many instructions are recorded when pc comes to a range; twice as many if it is still there. */
const SHORT_RECORDING = 64;

/** What a trace wants. */
interface Wanted {
  readonly instructions?: boolean;
  readonly memory?: boolean;
  readonly within?: readonly CodeRange[] | undefined;
}

/** The code that is recorded. */
export class RecordedCode {
  readonly ranges: readonly CodeRange[];
  #length = SHORT_RECORDING;

  private constructor(ranges: readonly CodeRange[]) {
    this.ranges = ranges;
  }

  /** The code that all traces together want; undefined if one of them wants more, or none anything. */
  static of(traces: readonly Wanted[]): RecordedCode | undefined {
    const wanting = traces.filter(({ instructions, memory }) => instructions || memory);
    const isLimited = wanting.every(({ memory, within }) => !memory && within !== undefined);
    if (!isLimited || wanting.length === 0) return undefined;
    const ranges = wanting.flatMap(({ within }) => within ?? [])
      .filter(({ start, end }) => start < end);
    const bytes = ranges.reduce((sum, { start, end }) => sum + end - start, 0n);
    const isLow = ranges.every(({ start, end }) => start >= 0n && end <= MAX_RECORDED_ADDRESS);
    return isLow && bytes <= MAX_BYTES ? new RecordedCode(ranges) : undefined;
  }

  /** Whether the instruction at an address is recorded. */
  contains(address: bigint): boolean {
    return this.ranges.some(({ start, end }) => start <= address && address < end);
  }

  /** How many instructions to record next. */
  get length(): number {
    return this.#length;
  }

  /** Notes where a recording has ended. `longest` is how long the next may be. */
  ended(pc: bigint, longest: number): void {
    this.#length = this.contains(pc) ? Math.min(2 * this.#length, longest) : SHORT_RECORDING;
  }
}
