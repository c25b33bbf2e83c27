// SPDX-License-Identifier: MPL-2.0
// The process's mappings, for mmap and related calls: maps and unmaps within the memory limit, tells what a
// range holds, and reports every change. Addresses and lengths are page-aligned 64-bit values. Guarantees:
// the time of a call does not grow with the size of the range.

import type { Permissions } from "../../../cpu/memory/image.ts";
import type { Mapping, Memory } from "../../../cpu/memory/memory.ts";

/** Bytes in a page. */
export const PAGE = 4096n;
/** The end of the user addresses of Linux with Sv39, on which most RISC-V systems run. */
const SV39_END = 1n << 38n;
/** The same with Sv48: what the machine can map. */
const SV48_END = 1n << 47n;
/** The largest range that fits into the machine's memory. */
const MAX_RANGE = 1n << 32n;

/** The most mappings that Linux gives a process by default. */
const MAX_MAPPINGS = 65_530;

/** What was done to a range of pages. */
export type MappingChange = "map" | "unmap" | "protect" | "discard";

/** A change of the process's mappings. */
export interface MappingEvent {
  /** What was done. */
  readonly change: MappingChange;
  /** Address of the first byte. */
  readonly start: bigint;
  /** Address after the last byte. */
  readonly end: bigint;
  /** The new permissions; undefined when they did not change. */
  readonly permissions: Permissions | undefined;
  /** How many instructions had retired. */
  readonly instruction: number;
}

/** Rounds up to whole pages, modulo 2^64 as in the kernel: lengths near 2^64 become 0. */
export function pageAlign(length: bigint): bigint {
  return BigInt.asUintN(64, length + PAGE - 1n) & ~(PAGE - 1n);
}

/** Whether the address is the start of a page. */
export function isPageAligned(address: bigint): boolean {
  return (address & (PAGE - 1n)) === 0n;
}

/** Changes the mappings of a process. */
export class MemoryManager {
  readonly #memory: Memory;
  readonly #limit: number;
  #base: number;
  readonly #report: (change: Omit<MappingEvent, "instruction">) => void;
  readonly #heapStart: bigint;
  #heapEnd: bigint;
  #userEnd = SV39_END;
  #reserved = 0;

  /**
   * Manages a memory that holds the program and its stack already. The process may map `limit` bytes
   * more. brk starts after the program.
   */
  constructor(
    memory: Memory,
    limit: number,
    report: (change: Omit<MappingEvent, "instruction">) => void,
    programEnd: bigint,
  ) {
    this.#memory = memory;
    this.#limit = limit;
    this.#base = memory.mappedBytes;
    this.#report = report;
    this.#heapStart = pageAlign(programEnd);
    this.#heapEnd = this.#heapStart;
    if (memory.mappings().some(({ end }) => end > SV39_END)) this.#userEnd = SV48_END;
  }

  /**
   * The end of the addresses that calls accept: Sv39's. Mappings do not get an address twice, so a process
   * that maps very much gets some beyond it; from then on it is Sv48's.
   */
  get userEnd(): bigint {
    return this.#userEnd;
  }

  /** Bytes that the process may still map. */
  get available(): number {
    const mapped = this.#memory.mappedBytes - this.#base;
    return Math.max(0, this.#limit - mapped - this.#reserved);
  }

  /**
   * Counts bytes that the process keeps outside its mappings, in files in memory; gives them back if
   * negative. Returns false, and counts nothing, when the limit is reached.
   */
  reserve(bytes: number): boolean {
    if (bytes > this.available) return false;
    // An earlier process may have paid for what is given back.
    this.#reserved = Math.max(0, this.#reserved + bytes);
    return true;
  }

  /** The memory limit in bytes. */
  get limit(): number {
    return this.#limit;
  }

  /** The end of brk's area. */
  get heapEnd(): bigint {
    return this.#heapEnd;
  }

  /** Whether `length` more bytes are within the limit, once the mappings `replaced` are gone. */
  allows(length: bigint, replaced: readonly Mapping[] = []): boolean {
    const given = replaced.reduce((sum, { start, end }) => sum + end - start, 0n);
    return length <= MAX_RANGE && length - given <= BigInt(this.available);
  }

  /** Whether the process has more mappings than Linux gives it: it gets no other. */
  get hasTooMany(): boolean {
    return this.#memory.mappingCount > MAX_MAPPINGS;
  }

  /** Whether a change of a range may split a mapping in two, or three: Linux has a limit. */
  maySplit(start: bigint, end: bigint, what: "unmap" | "protect"): boolean {
    if (this.#memory.mappingCount < MAX_MAPPINGS) return true;
    const first = this.#memory.mappingAt(start);
    const last = end > 0n ? this.#memory.mappingAt(end - 1n) : undefined;
    const atStart = first !== undefined && first.start < start;
    const atEnd = last !== undefined && last.end > end;
    return what === "unmap"
      ? !(atStart && atEnd && first.start === last.start)
      : !atStart && !atEnd;
  }

  /** The parts of mappings that lie in a range, by ascending address. */
  within(start: bigint, end: bigint): Mapping[] {
    if (end <= this.#userEnd && end - start <= MAX_RANGE) {
      if (end <= start) return [];
      const first = start & ~(PAGE - 1n);
      const parts = this.#memory.mappingsIn(first, Number(pageAlign(end) - first));
      return parts.map((mapping) => clip(mapping, start, end));
    }
    const parts: Mapping[] = [];
    let at = start;
    for (; at < end;) {
      const mapping = at < this.#userEnd ? this.#memory.mappingAt(at) : undefined;
      if (mapping === undefined) break;
      parts.push(clip(mapping, at, end));
      at = mapping.end;
    }
    if (at >= end) return parts;
    // The range has holes: only now is the list of all mappings needed.
    const rest = this.#memory.mappings().filter((other) => other.end > at && other.start < end);
    return [...parts, ...rest.map((mapping) => clip(mapping, at, end))];
  }

  /** Whether those parts cover the range without a hole. */
  covers(parts: readonly Mapping[], start: bigint, end: bigint): boolean {
    return parts.reduce((sum, part) => sum + part.end - part.start, 0n) === end - start;
  }

  /**
   * Whether a mapping can replace those parts of the range. Not always: of all addresses with the same
   * low 32 bits the machine can map only one.
   */
  canReplace(parts: readonly Mapping[], start: bigint, end: bigint): boolean {
    if (end - start > MAX_RANGE) return false;
    let at = start;
    for (const part of [...parts, { start: end, end }]) {
      if (part.start > at && !this.#memory.isFree(at, Number(part.start - at))) return false;
      at = part.end;
    }
    return true;
  }

  /** An address for a mapping of that length: the hint if it is free, otherwise one never used before. */
  find(length: bigint, hint: bigint): bigint | undefined {
    if (length > MAX_RANGE) return undefined;
    const usable = hint !== 0n && hint <= this.#userEnd - length ? hint : undefined;
    return this.#memory.findFree(Number(length), usable);
  }

  /** Maps zero-filled pages; they must be free. */
  map(start: bigint, length: bigint, permissions: Permissions, name = ""): void {
    this.#memory.map(start, Number(length), permissions, name);
    if (start + length > this.#userEnd) this.#userEnd = SV48_END;
    this.#report({ change: "map", start, end: start + length, permissions });
  }

  /**
   * Maps code of the kernel, which does not count towards the limit, and returns its address; 0 when no
   * address is free.
   */
  mapCode(code: Uint8Array, name: string): bigint {
    const start = this.#memory.findFree(code.length);
    if (start === undefined) return 0n;
    this.#memory.map(start, code.length, { read: true, write: false, execute: true }, name);
    this.#memory.write(start, code, "any");
    this.#base += Number(PAGE);
    return start;
  }

  /** Unmaps whatever is mapped in the range. */
  unmap(start: bigint, end: bigint): void {
    this.#memory.unmap(start, Number(end - start));
    this.#report({ change: "unmap", start, end, permissions: undefined });
  }

  /** Changes permissions up to the first hole; returns false when there is one. */
  protect(start: bigint, end: bigint, permissions: Permissions): boolean {
    let at = start;
    for (const part of this.within(start, end)) {
      if (part.start !== at) break;
      at = part.end;
    }
    if (at > start) {
      this.#memory.protect(start, Number(at - start), permissions);
      this.#report({ change: "protect", start, end: at, permissions });
    }
    return at === end;
  }

  /** Fills mapped pages with zeros. */
  discard(parts: readonly Mapping[]): void {
    for (const { start, end } of parts) {
      this.#memory.discard(start, Number(end - start));
      this.#report({ change: "discard", start, end, permissions: undefined });
    }
  }

  /** Moves the end of brk's area; returns false when that is not possible. */
  moveHeapEnd(wanted: bigint): boolean {
    if (wanted < this.#heapStart || wanted > this.#userEnd) return false;
    const old = pageAlign(this.#heapEnd);
    const next = pageAlign(wanted);
    if (next < old) this.unmap(next, old);
    if (next > old) {
      const length = next - old;
      // As on Linux, a page stays free between the heap and the next mapping.
      if (
        this.hasTooMany || !this.allows(length) || !this.#memory.isFree(old, Number(length + PAGE))
      ) return false;
      this.map(old, length, { read: true, write: true, execute: false }, "[heap]");
    }
    this.#heapEnd = wanted;
    return true;
  }
}

function clip(mapping: Mapping, start: bigint, end: bigint): Mapping {
  return {
    ...mapping,
    start: mapping.start > start ? mapping.start : start,
    end: mapping.end < end ? mapping.end : end,
  };
}
