// SPDX-License-Identifier: MPL-2.0
// What watched parts of memory hold while accesses to them are traced: from the bytes at the start and the
// records of accesses it follows what the program sees there. Tells which accesses count.

import type { TraceRecord } from "../../cpu/trace_buffer.ts";
import type { AddressRange } from "../symbols/address_ranges.ts";
import type { PastAct } from "../timeline/timeline.ts";
import type { PeekMemory } from "./peek_memory.ts";
import { areEqual } from "../text/bytes.ts";

/** A part of memory to watch. */
export interface Watched extends AddressRange {
  /** Which accesses count. */
  readonly access: "read" | "write" | "any";
  /** Whether only writes count that change it. Reads of it always count. */
  readonly onlyChanges: boolean;
}

/** What one watched part of memory holds. */
interface Followed {
  readonly watched: Watched;
  readonly size: number;
  bytes: Uint8Array;
}

/** Follows what watched parts of memory hold. */
export class WatchedBytes {
  readonly #memory: PeekMemory;
  readonly #followed: readonly Followed[];

  /** Begins with what the memory holds now. */
  constructor(memory: PeekMemory, all: readonly Watched[]) {
    this.#memory = memory;
    this.#followed = all.map((watched) => {
      const size = Number(watched.end - watched.start);
      return { watched, size, bytes: memory.readSome(watched.start, size) };
    });
  }

  /** The first part that an access touches in a way that counts. Accesses must be told in order. */
  accessed(record: TraceRecord): Watched | undefined {
    const { access, address, size } = record;
    if (access === undefined) return undefined;
    let found: Watched | undefined;
    for (const each of this.#followed) {
      const { watched } = each;
      if (address >= watched.end || address + BigInt(size) <= watched.start) continue;
      const isChanged = access !== "load" && write(each, record);
      const isRead = access !== "store" && watched.access !== "write";
      const isWritten = access !== "load" && watched.access !== "read" &&
        (isChanged || !watched.onlyChanges);
      if (isRead || isWritten) found ??= watched;
    }
    return found;
  }

  /** The first part that an act of the kernel wrote in a way that counts. It has just acted. */
  acted({ writes }: PastAct): Watched | undefined {
    let found: Watched | undefined;
    for (const each of this.#followed) {
      const { watched, size } = each;
      const isTouched = writes.some(({ address, size }) =>
        address < watched.end && address + BigInt(size) > watched.start
      );
      if (!isTouched) continue;
      const before = each.bytes;
      each.bytes = this.#memory.readSome(watched.start, size);
      const isChanged = !areEqual(before, each.bytes);
      if (watched.access !== "read" && (isChanged || !watched.onlyChanges)) found ??= watched;
    }
    return found;
  }
}

/** Notes what an access wrote; returns whether that changed something. */
function write({ watched, bytes }: Followed, record: TraceRecord): boolean {
  const value = record.access === "atomic" ? record.stored : record.value;
  const offset = Number(record.address - watched.start);
  let isChanged = false;
  for (let index = 0; index < record.size; index++) {
    const at = offset + index;
    if (at < 0 || at >= bytes.length) continue;
    const byte = Number(value >> BigInt(8 * index) & 0xffn);
    isChanged ||= bytes[at] !== byte;
    bytes[at] = byte;
  }
  return isChanged;
}
