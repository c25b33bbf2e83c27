// SPDX-License-Identifier: MPL-2.0
// Turns repeated measurements into numbers to report, and these into aligned text.

/** One line of a benchmark's JSON. */
export interface Result {
  /** What was executed. */
  readonly program: string;
  /** What executed it. */
  readonly engine: string;
  /** The median of the runs. */
  readonly seconds: number;
  /** Instructions that were executed, on our machine and under QEMU. */
  readonly instructions: number | null;
  /** Millions of instructions a second. */
  readonly mips: number | null;
  /** Seconds over QEMU's. */
  readonly over_qemu: number | null;
  /** Seconds over those of native code. */
  readonly over_native: number | null;
  /** CPU time, user and system, where it is measured, and its ratio to QEMU's. */
  readonly cpu_seconds?: number;
  readonly cpu_over_qemu?: number;
  /** The size of the modules that were translated. */
  readonly wasm_bytes?: number;
}

/** The result of a measurement that runs no guest, or more than one. */
export function timeOnly(program: string, engine: string, seconds: number): Result {
  const nothing = { instructions: null, mips: null, over_qemu: null, over_native: null };
  return { program, engine, seconds, ...nothing };
}

/**
 * The middle one of some numbers, or the mean of the two in the middle.
 *
 * @throws {RangeError} when there are none
 */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) {
    throw new RangeError("Cannot take a median: there are no numbers");
  }
  return (lower + upper) / 2;
}

/** The geometric mean: for ratios, it does not matter which of the two is the denominator. */
export function geometricMean(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined;
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);
}

/**
 * Measures several things in alternation, so that a busy moment of the computer does not affect one of
 * them alone; gives the results of each, in the order of the things. `timesOf` says how often each is measured, at
 * most `runs` times.
 */
export async function alternate<T>(
  things: readonly (() => Promise<T>)[],
  runs: number,
  timesOf: (index: number) => number = () => runs,
): Promise<T[][]> {
  const results: T[][] = things.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, thing] of things.entries()) {
      if (run < timesOf(index)) results[index]?.push(await thing());
    }
  }
  return results;
}

/** A line of a table: the first cell to the left, the others to the right. */
export function alignedLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join("  ")
    .trimEnd();
}

/** A duration in milliseconds. */
export function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(seconds < 0.1 ? 1 : 0)} ms`;
}

/** A ratio, or a dash for none. */
export function ratio(value: number | null | undefined): string {
  return value === null || value === undefined ? "-" : `${value.toFixed(2)}x`;
}
