// SPDX-License-Identifier: MPL-2.0
// The instructions that were executed before a moment, for steps backwards. Reads them in stretches by repeating
// the past; afterwards the machine is somewhere there, and whoever asks must seek.

import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import { TRACE } from "../../cpu/memory/layout.ts";
import type { Process } from "../process.ts";
import type { Timeline } from "../timeline/timeline.ts";

/** An executed instruction. */
export interface PastInstruction {
  /** Its address. */
  readonly pc: bigint;
  /** What it was; undefined for a word that is none. */
  readonly instruction: Instruction | undefined;
}

/** Instructions that are read at a time. */
const STRETCH = 2 ** 12;

/** The instructions of one run. */
export class PastInstructions {
  readonly #process: Process;
  readonly #timeline: Timeline;
  #first = 0;
  #pcs: bigint[] = [];
  #words: number[] = [];

  /** Of a process with its timeline. */
  constructor(process: Process, timeline: Timeline) {
    this.#process = process;
    this.#timeline = timeline;
  }

  /** The instruction with a number; undefined before the start of the timeline. */
  at(number: number): PastInstruction | undefined {
    if (number < this.#timeline.start) return undefined;
    if (number < this.#first || number >= this.#first + this.#pcs.length) this.#read(number);
    const pc = this.#pcs[number - this.#first];
    const word = this.#words[number - this.#first];
    if (pc === undefined || word === undefined) return undefined;
    return { pc, instruction: decode(word) };
  }

  #read(last: number): void {
    const timeline = this.#timeline;
    this.#first = Math.max(timeline.start, last - STRETCH + 1);
    this.#pcs = [];
    this.#words = [];
    timeline.seek(this.#first);
    using _observer = this.#process.observe({
      instructions: "all",
      onRecords: ({ view, length }) => {
        for (let at = 0; at < length * TRACE.size; at += TRACE.size) {
          this.#pcs.push(view.getBigUint64(at + TRACE.pc, true));
          const word = view.getUint32(at + TRACE.word, true);
          this.#words.push((word & 3) === 3 ? word : word & 0xffff);
        }
      },
    });
    while (timeline.position <= last) timeline.continue({ maxInstructions: last + 1 });
  }
}
