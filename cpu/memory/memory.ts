// SPDX-License-Identifier: MPL-2.0
// The guest's memory as the host sees it: a 64-bit address space of 4 KiB pages with read, write
// and execute permission. Here the host maps pages and reads and writes them, checked like a guest
// access. What the engines need beneath it is the page table.

import {
  addressOf,
  endOf,
  fragmentsOf,
  type Region,
  upperOf,
  USER_ADDRESS_END,
} from "./address_space.ts";
import type { Arena, ArenaLease } from "./arena.ts";
import type { Permissions } from "./image.ts";
import { OWNER, PAGE_SIZE, READ_TAGS, SLOT_COUNT, slotOf } from "./layout.ts";
import type { PageTable } from "./page_table.ts";
import { checkCount } from "./usage.ts";
import { type Access, MemoryFault } from "./trap.ts";

/** A run of mapped pages with equal permissions and name. */
export interface Mapping {
  /** Address of the first byte. */
  readonly start: bigint;
  /** Address after the last byte. */
  readonly end: bigint;
  /** What the guest may do with it. */
  readonly permissions: Permissions;
  /** What it is for, such as "stack"; may be empty. */
  readonly name: string;
}

/** A change that the host made to a memory. */
export type MemoryChange =
  /** The bytes are the caller's, who may change them later. */
  | { readonly kind: "write"; readonly address: bigint; readonly bytes: Uint8Array }
  | {
    readonly kind: "map";
    readonly address: bigint;
    readonly length: number;
    readonly permissions: Permissions;
    readonly name: string;
  }
  | {
    readonly kind: "protect";
    readonly address: bigint;
    readonly length: number;
    readonly permissions: Permissions;
  }
  | { readonly kind: "unmap" | "discard"; readonly address: bigint; readonly length: number };

/** The right that each kind of access needs; `any` asks only that the page is mapped. */
const RIGHT: Readonly<Record<Access | "any", number>> = {
  read: OWNER.read,
  write: OWNER.write,
  execute: OWNER.execute,
  any: 0,
};

/** Larger ranges are not looked at in fragments of 4 GiB, which could be very many. */
const MAX_FRAGMENTED = 2 ** 32;

function flagsOf({ read, write, execute }: Permissions): number {
  return (read ? OWNER.read : 0) | (write ? OWNER.write : 0) | (execute ? OWNER.execute : 0);
}

function permissionsOf(flags: number): Permissions {
  return {
    read: (flags & OWNER.read) !== 0,
    write: (flags & OWNER.write) !== 0,
    execute: (flags & OWNER.execute) !== 0,
  };
}

function checkAligned(address: bigint): void {
  if ((address & 0xfffn) !== 0n) {
    throw new RangeError(
      `Cannot use 0x${
        address.toString(16)
      } as the start of a mapping: it is not a multiple of ${PAGE_SIZE}`,
    );
  }
}

/** Most strings are shorter than this: a string is read in pieces, the first of this length. */
const SHORT_STRING = 128;

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/**
 * The memory of one machine. Addresses are unsigned 64-bit integers; lengths are in bytes. Methods
 * that read or write take the kind of access to check for: with `"any"`, permissions do not matter
 * and the pages need only be mapped.
 */
export class Memory {
  readonly #lease: ArenaLease;
  readonly #table: PageTable;
  /**
   * Called with every change that is made by methods of this class.
   *
   * @internal
   */
  onChange: ((change: MemoryChange) => void) | undefined;
  #peakPages = 0;
  #bytesCopied = 0;

  /** The memory whose pages `table` describes and the arena holds. */
  constructor(lease: ArenaLease, table: PageTable) {
    this.#lease = lease;
    this.#table = table;
  }

  /** How many bytes methods have read and written so far, in all: what large system calls cost. */
  get bytesCopied(): number {
    return this.#bytesCopied;
  }

  get #arena(): Arena {
    return this.#lease.arena;
  }

  /** The page table, which belongs to the arena. */
  get #pages(): PageTable {
    this.#lease.arena;
    return this.#table;
  }

  /** Bytes in all mappings. */
  get mappedBytes(): number {
    return this.#pages.space.pages * PAGE_SIZE;
  }

  /** The peak of `mappedBytes`. */
  get peakMappedBytes(): number {
    this.#lease.arena;
    return this.#peakPages * PAGE_SIZE;
  }

  /**
   * How many pages have been accessed since they were mapped. A page that is unmapped and mapped
   * again counts twice.
   */
  get pagesTouched(): number {
    return this.#pages.touchCount;
  }

  /**
   * Maps zero-filled pages at a page-aligned address. The length is rounded up to whole pages.
   *
   * @throws {RangeError} if the pages are not free (see {@link Memory.isFree}), or the length is no count
   */
  map(address: bigint, length: number, permissions: Permissions, name = ""): void {
    checkAligned(address);
    checkCount(length, "length");
    if (!this.isFree(address, length)) {
      throw new RangeError(
        `Cannot map ${length} bytes at 0x${address.toString(16)}: the pages are not free`,
      );
    }
    const { space } = this.#pages;
    const flags = flagsOf(permissions);
    for (const fragment of fragmentsOf(address, length)) space.insert({ ...fragment, flags, name });
    this.#peakPages = Math.max(this.#peakPages, space.pages);
    this.onChange?.({ kind: "map", address, length, permissions, name });
  }

  /**
   * Whether pages can be mapped there. No page may be mapped or be page 0, and none may share its
   * low 32 address bits with another mapping or with the machine's own pages (0x70000000 to
   * 0x77ffffff).
   */
  isFree(address: bigint, length: number): boolean {
    if (length <= 0 || length > 2 ** 32) return false;
    checkCount(length, "length");
    if (address < 0n || address + BigInt(length) > USER_ADDRESS_END) return false;
    for (const { upper, start, end } of fragmentsOf(address, length)) {
      if (!this.#pages.space.isFree(upper, start, end)) return false;
    }
    return true;
  }

  /**
   * An address for a new mapping: the hint if its pages are free, otherwise one above 4 GiB that
   * was never returned before. Undefined if there is no room.
   */
  findFree(length: number, hint?: bigint): bigint | undefined {
    if (length <= 0 || length > 2 ** 32) return undefined;
    checkCount(length, "length");
    if (hint !== undefined && (hint & 0xfffn) === 0n && this.isFree(hint, length)) return hint;
    const found = this.#pages.space.findFree(Math.ceil(length / PAGE_SIZE));
    return found && addressOf(found.upper, found.slot);
  }

  /** Removes the mappings in a range of pages; unmapped pages in it are skipped. */
  unmap(address: bigint, length: number): void {
    checkAligned(address);
    checkCount(length, "length");
    this.onChange?.({ kind: "unmap", address, length });
    const pages = this.#pages;
    if (length > MAX_FRAGMENTED) {
      const first = Number(address / BigInt(PAGE_SIZE));
      pages.untouch(pages.space.removeLarge(first, first + Math.ceil(length / PAGE_SIZE)));
      return;
    }
    for (const { upper, start, end } of fragmentsOf(address, length)) {
      pages.untouch(pages.space.remove(upper, start, end));
    }
  }

  /**
   * Makes a change again.
   *
   * @throws {MemoryFault} and {RangeError} where the change was not possible
   * @internal
   */
  apply(change: MemoryChange): void {
    const { kind, address } = change;
    switch (kind) {
      case "write":
        return this.write(address, change.bytes, "any");
      case "map":
        return this.map(address, change.length, change.permissions, change.name);
      case "protect":
        return void this.protect(address, change.length, change.permissions);
      case "unmap":
        return this.unmap(address, change.length);
      case "discard":
        return this.discard(address, change.length);
    }
  }

  /** Unmaps everything. */
  clear(): void {
    const pages = this.#pages;
    pages.untouch(pages.space.clear());
  }

  /**
   * Changes the permissions of a range of pages. If a page in it is not mapped, changes only those
   * before it and returns false, like mprotect.
   */
  protect(address: bigint, length: number, permissions: Permissions): boolean {
    checkAligned(address);
    checkCount(length, "length");
    this.onChange?.({ kind: "protect", address, length, permissions });
    const pages = this.#pages;
    const flags = flagsOf(permissions);
    for (const { upper, start, end } of fragmentsOf(address, length)) {
      const changed = pages.space.protect(upper, start, end, flags);
      pages.retag(changed);
      if ((changed.at(-1)?.end ?? start) < end) return false;
    }
    return address + BigInt(length) <= USER_ADDRESS_END;
  }

  /** Makes the mapped pages of a range zero again, like madvise with MADV_DONTNEED. */
  discard(address: bigint, length: number): void {
    checkAligned(address);
    checkCount(length, "length");
    this.onChange?.({ kind: "discard", address, length });
    const pages = this.#pages;
    for (const { upper, start, end } of fragmentsOf(address, length)) {
      pages.untouch([...pages.space.within(upper, start, end)]);
    }
  }

  /** The mappings by address. Adjacent ones with equal permissions and name are merged. */
  mappings(): readonly Mapping[] {
    const regions = this.#pages.space.regions
      .toSorted((a, b) => a.upper - b.upper || a.start - b.start);
    return regions.map((region) => this.#mapping(region));
  }

  /** How many mappings there are. */
  get mappingCount(): number {
    return this.#pages.space.count;
  }

  /** The parts of mappings in a range of pages, by address. */
  mappingsIn(address: bigint, length: number): Mapping[] {
    checkCount(length, "length");
    const { space } = this.#pages;
    return fragmentsOf(address, length).flatMap(({ upper, start, end }) =>
      [...space.within(upper, start, end)].map((region) => this.#mapping(region))
    );
  }

  /** Whether the page of an address has been accessed since it was mapped. */
  isTouched(address: bigint): boolean {
    return this.#pages.isReady(address, OWNER.read | OWNER.write | OWNER.execute);
  }

  /** The mapping that contains the address. */
  mappingAt(address: bigint): Mapping | undefined {
    const region = this.#regionOf(address);
    return region && this.#mapping(region);
  }

  /** Whether every page of a range is mapped. True for an empty range. */
  isMapped(address: bigint, length: number): boolean {
    checkCount(length, "length");
    return this.#firstFault(address, length, 0) === undefined;
  }

  /**
   * A copy of the bytes at an address.
   *
   * @throws {MemoryFault} at the first byte that the access is not allowed for
   */
  read(address: bigint, length: number, access: Access | "any" = "read"): Uint8Array<ArrayBuffer> {
    checkCount(length, "length");
    // A large array is made only for what can be read.
    if (length > PAGE_SIZE) this.#check(address, length, access, "read");
    const bytes = new Uint8Array(length);
    this.readInto(address, bytes, access);
    return bytes;
  }

  /**
   * Fills an array with the bytes at an address.
   *
   * @throws {MemoryFault} at the first byte that the access is not allowed for
   */
  readInto(address: bigint, bytes: Uint8Array, access: Access | "any" = "read"): void {
    const inPage = this.#inPage(address, bytes.length, RIGHT[access]);
    if (inPage !== undefined) {
      this.#bytesCopied += bytes.length;
      bytes.set(this.#arena.bytes.subarray(inPage, inPage + bytes.length));
      return;
    }
    this.#check(address, bytes.length, access, "read");
    this.#bytesCopied += bytes.length;
    this.#forEachPage(address, bytes.length, (offset, from, count) => {
      bytes.set(this.#arena.bytes.subarray(offset, offset + count), from);
    });
  }

  /**
   * Writes bytes at an address. If that faults, nothing is written.
   *
   * @throws {MemoryFault} at the first byte that the access is not allowed for
   */
  write(address: bigint, bytes: Uint8Array, access: Access | "any" = "write"): void {
    this.#check(address, bytes.length, access, "write");
    this.#bytesCopied += bytes.length;
    this.#forEachPage(address, bytes.length, (offset, from, count) => {
      const slot = Math.floor(offset / PAGE_SIZE);
      this.#pages.journal?.pageChanges(slot);
      this.#arena.bytes.set(bytes.subarray(from, from + count), offset);
      this.#arena.shadow?.define(offset, count);
      this.#pages.codeWritten(slot);
    });
    this.onChange?.({ kind: "write", address, bytes });
  }

  /** Copies whole mapped pages to others that are untouched; pages of zeros stay untouched. */
  copyPages(from: bigint, to: bigint, length: number): void {
    const pages = this.#pages;
    const { bytes, words32 } = this.#arena;
    let slot = slotOf(from);
    for (let done = 0; done < length; done += PAGE_SIZE, slot = (slot + 1) % SLOT_COUNT) {
      const target = to + BigInt(done);
      if (pages.isTouchedSlot(slot)) {
        const [start, end] = [slot * PAGE_SIZE, (slot + 1) * PAGE_SIZE];
        const isZero = words32.subarray(start / 4, end / 4).every((word) => word === 0);
        if (!isZero) this.write(target, bytes.subarray(start, end), "any");
      }
      this.#arena.shadow?.copy(slot, slotOf(target));
    }
  }

  /**
   * The little-endian unsigned integer of 1, 2, 4 or 8 bytes at an address.
   *
   * @throws {MemoryFault} at the first byte that the access is not allowed for
   */
  readUint(address: bigint, size: 1 | 2 | 4 | 8, access: Access | "any" = "read"): bigint {
    const bytes = this.read(address, size, access);
    let value = 0n;
    for (let index = size - 1; index >= 0; index--) {
      value = (value << 8n) | BigInt(bytes[index] ?? 0);
    }
    return value;
  }

  /**
   * The doubleword at an address that is a multiple of 8, in a page that the program may read and has
   * accessed; NaN for any other address. Fast. Numbers above 2^53 are not exact.
   */
  readNumber(address: number): number {
    const { words32 } = this.#arena;
    const offset = address % 2 ** 32;
    const tag = READ_TAGS / 4 + (offset >>> 12) * 2;
    if (
      (offset & 7) !== 0 || words32[tag] !== (offset & ~0xfff) >>> 0 ||
      words32[tag + 1] !== Math.floor(address / 2 ** 32)
    ) return NaN;
    return (words32[offset / 4 + 1] ?? 0) * 2 ** 32 + (words32[offset / 4] ?? 0);
  }

  /**
   * Writes the low 1, 2, 4 or 8 bytes of a value at an address, little-endian.
   *
   * @throws {MemoryFault} at the first byte that the access is not allowed for
   */
  writeUint(
    address: bigint,
    size: 1 | 2 | 4 | 8,
    value: bigint,
    access: Access | "any" = "write",
  ): void {
    const bytes = new Uint8Array(size);
    for (let index = 0; index < size; index++) {
      bytes[index] = Number((value >> BigInt(8 * index)) & 0xffn);
    }
    this.write(address, bytes, access);
  }

  /**
   * The bytes of a NUL-terminated string, without the NUL, or the first `limit` bytes of it.
   *
   * @throws {MemoryFault} if the readable memory ends before the string
   */
  readCString(address: bigint, limit = 2 ** 20): Uint8Array<ArrayBuffer> {
    checkCount(limit, "limit", Infinity);
    let found = new Uint8Array();
    while (found.length < limit) {
      const at = address + BigInt(found.length);
      const wanted = Math.max(SHORT_STRING, found.length);
      const count = Math.min(wanted, PAGE_SIZE - Number(at & 0xfffn), limit - found.length);
      const bytes = this.read(at, count);
      const end = bytes.indexOf(0);
      const more = end === -1 ? bytes : bytes.subarray(0, end);
      found = found.length === 0 ? more : concat(found, more);
      if (end !== -1) break;
    }
    return found;
  }

  #mapping(region: Region): Mapping {
    return {
      start: addressOf(region.upper, region.start),
      end: endOf(region),
      permissions: permissionsOf(region.flags),
      name: region.name,
    };
  }

  #regionOf(address: bigint): Region | undefined {
    return this.#pages.space.find(upperOf(address), slotOf(address));
  }

  #check(address: bigint, length: number, access: Access | "any", tried: Access): void {
    const fault = this.#firstFault(address, length, RIGHT[access]);
    if (fault !== undefined) throw new MemoryFault(fault, access === "any" ? tried : access);
  }

  /**
   * The offset in the arena of bytes that lie in one page, which is touched. Undefined if they do not, or the
   * page lacks the right: the general way says so.
   */
  #inPage(address: bigint, length: number, right: number): number | undefined {
    const offset = Number(BigInt.asUintN(32, address));
    const inPage = offset % PAGE_SIZE;
    if (length === 0 || inPage + length > PAGE_SIZE) return undefined;
    const upper = upperOf(address);
    const slot = (offset - inPage) / PAGE_SIZE;
    const region = this.#pages.space.find(upper, slot);
    if (region === undefined || (region.flags & right) !== right) return undefined;
    this.#pages.touch(region, slot);
    return offset;
  }

  /** The first byte of a range whose page lacks the right; undefined if all have it. */
  #firstFault(address: bigint, length: number, right: number): bigint | undefined {
    const end = address + BigInt(length);
    for (let at = address; at < end;) {
      const region = at < USER_ADDRESS_END ? this.#regionOf(at) : undefined;
      if (region === undefined || (region.flags & right) !== right) return at;
      at = endOf(region);
    }
    return undefined;
  }

  /**
   * Touches the pages of a checked range in turn, and calls `visit` for each with the offset in the
   * arena, the number of bytes visited before, and the number of bytes in the page.
   */
  #forEachPage(
    address: bigint,
    length: number,
    visit: (offset: number, from: number, count: number) => void,
  ): void {
    let upper = upperOf(address);
    let offset = Number(BigInt.asUintN(32, address));
    for (let from = 0; from < length;) {
      const slot = Math.floor(offset / PAGE_SIZE);
      const count = Math.min(PAGE_SIZE - offset % PAGE_SIZE, length - from);
      const region = this.#pages.space.find(upper, slot);
      if (region !== undefined) this.#pages.touch(region, slot);
      visit(offset, from, count);
      from += count;
      offset += count;
      if (offset < SLOT_COUNT * PAGE_SIZE) continue;
      offset = 0;
      upper++;
    }
  }
}
