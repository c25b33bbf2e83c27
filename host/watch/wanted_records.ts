// SPDX-License-Identifier: MPL-2.0
// Selects the trace records that one observer wants. A machine that traces for several observers gives
// each batch to all of them. The selected records come as runs of neighbours; none is copied.

import { TRACE } from "../../cpu/memory/layout.ts";
import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import type { Extent, Observer } from "./observer.ts";
import { AddressRanges } from "../symbols/ranges.ts";

/** The choice of one observer. */
export class WantedRecords {
  readonly #instructions: AddressRanges | "all" | undefined;
  readonly #accesses: AddressRanges | "all" | undefined;

  /** What an observer's members say. */
  constructor({ onRecords, instructions, accesses }: Observer) {
    this.#instructions = onRecords && wanted(instructions);
    this.#accesses = onRecords && wanted(accesses);
  }

  /** Whether instructions are wanted for their pc. */
  get instructions(): boolean {
    return this.#instructions !== undefined;
  }

  /** Whether accesses are wanted. */
  get accesses(): boolean {
    return this.#accesses !== undefined;
  }

  /** The wanted records of a batch, as runs of neighbours. */
  *in(batch: TraceBatch): Generator<TraceBatch> {
    if (this.#instructions === "all") {
      yield batch;
      return;
    }
    // An observer must not notice what the others want, so it gets no numbers without `instructions`.
    const records = this.instructions ? batch : batch.unnumbered();
    for (let start = 0; start < records.length;) {
      if (!this.#wants(records.view, start)) {
        start++;
        continue;
      }
      let end = start + 1;
      while (end < records.length && this.#wants(records.view, end)) end++;
      yield start === 0 && end === records.length ? records : records.slice(start, end);
      start = end + 1;
    }
  }

  #wants(view: DataView, index: number): boolean {
    const at = index * TRACE.size;
    const instructions = this.#instructions;
    if (instructions !== undefined && instructions !== "all") {
      const low = view.getUint32(at + TRACE.pc, true);
      if (instructions.touch(view.getUint32(at + TRACE.pc + 4, true), low, 1)) return true;
    }
    const accesses = this.#accesses;
    // A failed sc has a record, but no access.
    if (accesses === undefined || view.getUint8(at + TRACE.access) === 0) return false;
    if (accesses === "all") return true;
    const low = view.getUint32(at + TRACE.address, true);
    const size = view.getUint8(at + TRACE.bytes);
    return accesses.touch(view.getUint32(at + TRACE.address + 4, true), low, size);
  }
}

function wanted(extent: Extent | undefined): AddressRanges | "all" | undefined {
  return extent === undefined || extent === "all" ? extent : new AddressRanges(extent);
}
