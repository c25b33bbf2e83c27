// SPDX-License-Identifier: MPL-2.0
// Watches a few bytes of memory in translated code: an access that touches one leaves to the stepper, which
// executes it and writes its record. All others cost a comparison. Where watched accesses are so many that
// leaving costs more than recording everything, it says so.

import type { FastChecks } from "../engine/checks.ts";
import type { CodeRange, WatchedAccesses } from "../engine/engine.ts";
import { OWNER, TRACE } from "../memory/layout.ts";
import { BLOCK_SIZE, type Operations } from "../semantics/operations.ts";
import { after64, type Code, type I32, i32, type I64, i64, unlikely, when } from "../wasm/code.ts";

/** The most bytes, and the most ranges. */
const MAX_BYTES = 4096;
const MAX_RANGES = 4;

/** How many instructions there are between counts of the watched accesses. */
const PERIOD = 2 ** 20;
/** With one in this number of instructions, or more of them, recording all accesses is faster. */
const HOT_DISTANCE = 32;

/** Which accesses to watch. */
export interface AccessWatchOptions {
  /** Whether loads do not count. */
  readonly onlyStores?: boolean;
}

/** Watches these bytes, for `TraceOptions.watch`; undefined if they are too many. */
export function watchAccesses(
  ranges: readonly CodeRange[],
  { onlyStores = false }: AccessWatchOptions = {},
): WatchedAccesses | undefined {
  const size = ranges.reduce((sum, { start, end }) => sum + Number(end - start), 0);
  const isFew = ranges.length > 0 && ranges.length <= MAX_RANGES && size <= MAX_BYTES;
  return isFew && ranges.every(({ start, end }) => start < end)
    ? new AccessWatch(ranges, onlyStores)
    : undefined;
}

class AccessWatch implements WatchedAccesses {
  readonly #ranges: readonly CodeRange[];
  readonly #onlyStores: boolean;
  isHot = false;
  #hits = 0;
  #since = 0;

  constructor(ranges: readonly CodeRange[], onlyStores: boolean) {
    this.#ranges = ranges;
    this.#onlyStores = onlyStores;
  }

  note(records: DataView, instructions: number): void {
    for (let at = 0; at < records.byteLength; at += TRACE.size) {
      if (this.#touches(records, at)) this.#hits++;
    }
    const passed = instructions - this.#since;
    // Going back in time begins a new period.
    if (passed >= 0 && passed < PERIOD) return;
    this.isHot ||= passed > 0 && this.#hits * HOT_DISTANCE > passed;
    this.#hits = 0;
    this.#since = instructions;
  }

  /** Whether a record is of a watched access: code that is not translated records all of its accesses. */
  #touches(records: DataView, at: number): boolean {
    const access = records.getUint8(at + TRACE.access);
    if (access === 0 || this.#onlyStores && access === OWNER.read) return false;
    const address = records.getBigUint64(at + TRACE.address, true);
    const after = address + BigInt(records.getUint8(at + TRACE.bytes));
    return this.#ranges.some(({ start, end }) => address < end && after > start);
  }

  operations(on: Operations, { leave, local }: Pick<FastChecks, "leave" | "local">): Operations {
    const touches = (size: number): I32 =>
      this.#ranges.map(({ start, end }): I32 => {
        // address < end and address + size > start, as one comparison modulo 2^64.
        const first = start - BigInt(size - 1);
        return i64.lt_u(i64.sub(local.get, i64.const(first)), i64.const(end - first));
      }).reduce((any, one) => i32.or(any, one));
    const watch = (address: I64, size: number): Code => [
      local.set(address),
      when(unlikely(touches(size)), leave(1)),
    ];
    const address = () => i64.add(on.rs1, on.imm);
    const watched: Partial<Operations> = {
      store: (bits, value) => [watch(address(), bits / 8), on.store(bits, value)],
      zeroBlock: () => [
        watch(i64.and(on.rs1, i64.const(-BLOCK_SIZE)), BLOCK_SIZE),
        on.zeroBlock(),
      ],
      storeConditional: (bits, value) => [
        watch(on.rs1, bits / 8),
        on.storeConditional(bits, value),
      ],
      update: (bits, by) => [watch(on.rs1, bits / 8), on.update(bits, by)],
      ...(!this.#onlyStores && {
        load: (bits, extension) => after64(watch(address(), bits / 8), on.load(bits, extension)),
        loadReserved: (bits) => after64(watch(on.rs1, bits / 8), on.loadReserved(bits)),
      }),
    };
    // Operands are getters of `on`, so they cannot be spread.
    return new Proxy(on, {
      get: (_, name: keyof Operations) => watched[name] ?? on[name],
    });
  }
}
