// SPDX-License-Identifier: MPL-2.0
// Selects the trace records that one observer wants. A machine that traces for several observers gives
// each batch to all of them. The selected records come as runs of neighbours; none is copied.

import { TRACE } from "../../cpu/memory/layout.ts";
import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import type { Extent, Observer } from "./observer.ts";
import { type AddressRange, AddressRanges } from "../symbols/address_ranges.ts";

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

  /** The ranges of the instructions that are wanted, if nothing else is. */
  get within(): readonly AddressRange[] | undefined {
    const instructions = this.#instructions;
    return this.accesses || instructions === "all" ? undefined : instructions?.list;
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
    const { length, view } = records;
    let start = this.#find(view, 0, length, true);
    while (start < length) {
      const end = this.#find(view, start + 1, length, false);
      yield end - start === length ? records : records.slice(start, end);
      start = this.#find(view, end, length, true);
    }
  }

  /** The first record from `start` on that is wanted, or is not; `end` if there is none. */
  #find(view: DataView, start: number, end: number, isWanted: boolean): number {
    const instructions = this.#instructions === "all" ? undefined : this.#instructions;
    const accesses = this.#accesses;
    let index = start;
    while (
      index < end &&
      (pcTouches(view, index * TRACE.size, instructions) ||
          accessTouches(view, index * TRACE.size, accesses)) !== isWanted
    ) index++;
    return index;
  }
}

function pcTouches(view: DataView, at: number, ranges: AddressRanges | undefined): boolean {
  if (ranges === undefined) return false;
  const low = view.getUint32(at + TRACE.pc, true);
  return ranges.touch(view.getUint32(at + TRACE.pc + 4, true), low, 1);
}

function accessTouches(
  view: DataView,
  at: number,
  ranges: AddressRanges | "all" | undefined,
): boolean {
  // A failed sc has a record, but no access.
  if (ranges === undefined || view.getUint8(at + TRACE.access) === 0) return false;
  if (ranges === "all") return true;
  const low = view.getUint32(at + TRACE.address, true);
  const size = view.getUint8(at + TRACE.bytes);
  return ranges.touch(view.getUint32(at + TRACE.address + 4, true), low, size);
}

function wanted(extent: Extent | undefined): AddressRanges | "all" | undefined {
  return extent === undefined || extent === "all" ? extent : new AddressRanges(extent);
}
