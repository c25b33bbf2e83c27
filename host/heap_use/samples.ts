// SPDX-License-Identifier: MPL-2.0
// The heap over time: a bounded number of samples, however long the run is. Time is divided into equal
// intervals, which double when there are too many; each keeps its last state and the most bytes in it.

/** The heap in an interval of time. */
export interface HeapSample {
  /** How many instructions had retired at its last change. */
  readonly instruction: number;
  /** Bytes in use then. */
  readonly bytes: number;
  /** Blocks in use then. */
  readonly blocks: number;
  /** Bytes that the allocators had mapped then. */
  readonly mappedBytes: number;
  /** The most bytes in use after any change since the sample before. */
  readonly maxBytes: number;
}

const MAX_SAMPLES = 512;

/** The samples of one run. */
export class HeapSamples {
  #samples: HeapSample[] = [];
  #interval = 1;

  /** The samples, by time. */
  get all(): readonly HeapSample[] {
    return this.#samples;
  }

  /** The heap has changed. */
  add(now: Omit<HeapSample, "maxBytes">): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && this.#intervalOf(last) === this.#intervalOf(now)) {
      this.#samples[this.#samples.length - 1] = merged(last, { ...now, maxBytes: now.bytes });
      return;
    }
    this.#samples.push({ ...now, maxBytes: now.bytes });
    while (this.#samples.length > MAX_SAMPLES) this.#halve();
  }

  #intervalOf({ instruction }: Pick<HeapSample, "instruction">): number {
    return Math.floor(instruction / this.#interval);
  }

  #halve(): void {
    this.#interval *= 2;
    const kept: HeapSample[] = [];
    for (const sample of this.#samples) {
      const last = kept.at(-1);
      if (last !== undefined && this.#intervalOf(last) === this.#intervalOf(sample)) {
        kept[kept.length - 1] = merged(last, sample);
      } else kept.push(sample);
    }
    this.#samples = kept;
  }
}

function merged(before: HeapSample, after: HeapSample): HeapSample {
  return { ...after, maxBytes: Math.max(before.maxBytes, after.maxBytes) };
}
