// SPDX-License-Identifier: MPL-2.0
// The guest's memory: a 64-bit address space of 4 KiB pages with read, write and execute
// permission. Mapping costs nothing until a page is touched: only then is its slot zeroed and its
// tags set, so that engines may access it directly. The host reads and writes here; guest code
// comes by only when a tag did not match (see `resolve`).

import { AddressSpace, LAST_UPPER, type Region, USER_ADDRESS_END } from "./address_space.ts";
import type { Arena } from "./arena.ts";
import type { Permissions } from "./image.ts";
import {
  EXECUTE_TAGS,
  OWNER,
  OWNERS,
  PAGE_SIZE,
  READ_TAGS,
  SLOT_COUNT,
  slotOf,
  WRITE_TAGS,
} from "./layout.ts";
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

/** Told of slots whose instructions are no longer what they were. */
export interface CodeListener {
  /** The page of the slot was unmapped, written, or lost its execute permission. */
  codeChanged(slot: number): void;
}

/** Right of access to check on behalf of the host; `any` asks only that the page is mapped. */
export type HostAccess = Access | "any";

const ACCESS_FLAG: Readonly<Record<HostAccess, number>> = {
  read: OWNER.read,
  write: OWNER.write,
  execute: OWNER.execute,
  any: 0,
};

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

const upperOf = (address: bigint): number => Number(address >> 32n);
const addressOf = (upper: number, slot: number): bigint =>
  (BigInt(upper) << 32n) | (BigInt(slot) << 12n);

/** The address after the last byte of a region. */
const endOf = ({ upper, end }: Region): bigint => addressOf(upper, end - 1) + BigInt(PAGE_SIZE);

/** The part of a range that shares its upper 32 bits. */
interface Piece {
  readonly upper: number;
  readonly start: number;
  readonly end: number;
}

/** Splits a page-aligned range where its upper half changes; stops at the end of user addresses. */
function pieces(address: bigint, length: number): readonly Piece[] {
  const found: Piece[] = [];
  let upper = upperOf(address);
  let start = slotOf(address);
  let pages = Math.ceil(length / PAGE_SIZE);
  while (pages > 0 && upper <= LAST_UPPER) {
    const end = Math.min(start + pages, SLOT_COUNT);
    found.push({ upper, start, end });
    pages -= end - start;
    start = 0;
    upper++;
  }
  return found;
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

/** The memory of one machine. Addresses are unsigned 64-bit; lengths are in bytes. */
export class Memory {
  readonly #arena: Arena;
  readonly #space = new AddressSpace();
  #codeListener: CodeListener | undefined;
  #peakPages = 0;
  #touched = 0;

  /** An empty address space over an arena that has nothing mapped. */
  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** Bytes in all mappings. */
  get mappedBytes(): number {
    return this.#space.pages * PAGE_SIZE;
  }

  /** The largest value that `mappedBytes` ever had. */
  get peakMappedBytes(): number {
    return this.#peakPages * PAGE_SIZE;
  }

  /** How often a page was accessed for the first time since it was mapped. */
  get pagesTouched(): number {
    return this.#touched;
  }

  /** Sets who is told of changed code: the engine. */
  set codeListener(listener: CodeListener | undefined) {
    this.#codeListener = listener;
  }

  /**
   * Maps zero-filled pages at a page-aligned address. The length is rounded up to pages.
   *
   * @throws {RangeError} when the pages are not free (see {@link Memory.isFree})
   */
  map(address: bigint, length: number, permissions: Permissions, name = ""): void {
    checkAligned(address);
    if (!this.isFree(address, length)) {
      throw new RangeError(
        `Cannot map ${length} bytes at 0x${address.toString(16)}: the pages are not free`,
      );
    }
    const flags = flagsOf(permissions);
    for (const piece of pieces(address, length)) this.#space.insert({ ...piece, flags, name });
    this.#peakPages = Math.max(this.#peakPages, this.#space.pages);
  }

  /**
   * Whether pages can be mapped there: none is mapped, page 0 is not among them, and no other
   * mapping has the same low 32 bits of address (nor the machine's own, 0x70000000 to 0x77ffffff).
   */
  isFree(address: bigint, length: number): boolean {
    if (length <= 0 || length > 2 ** 32) return false;
    if (address < 0n || address + BigInt(length) > USER_ADDRESS_END) return false;
    for (const { upper, start, end } of pieces(address, length)) {
      if (!this.#space.isFree(upper, start, end)) return false;
    }
    return true;
  }

  /**
   * An address for a new mapping: the hint where its pages are free, and otherwise one above 4 GiB
   * that was never given out before. Undefined when there is no room.
   */
  findFree(length: number, hint?: bigint): bigint | undefined {
    if (hint !== undefined && (hint & 0xfffn) === 0n && this.isFree(hint, length)) return hint;
    if (length <= 0 || length > 2 ** 32) return undefined;
    const place = this.#space.findFree(Math.ceil(length / PAGE_SIZE));
    return place && addressOf(place.upper, place.slot);
  }

  /** Removes the mappings of a range of pages; pages that are not mapped are passed over. */
  unmap(address: bigint, length: number): void {
    checkAligned(address);
    for (const { upper, start, end } of pieces(address, length)) {
      for (const region of this.#space.remove(upper, start, end)) this.#untouch(region);
    }
  }

  /** Unmaps everything. */
  clear(): void {
    for (const region of this.#space.regions) {
      this.#space.remove(region.upper, region.start, region.end);
      this.#untouch(region);
    }
  }

  /**
   * Changes the permissions of a range of pages. False when a page in it is not mapped; the pages
   * before that one are then changed all the same, as mprotect does.
   */
  protect(address: bigint, length: number, permissions: Permissions): boolean {
    checkAligned(address);
    const flags = flagsOf(permissions);
    for (const { upper, start, end } of pieces(address, length)) {
      let slot = start;
      while (slot < end) {
        const region = this.#space.find(upper, slot);
        if (region === undefined) return false;
        const changed = { ...region, start: slot, end: Math.min(region.end, end), flags };
        this.#space.remove(upper, changed.start, changed.end);
        this.#space.insert(changed);
        this.#retag(changed);
        slot = changed.end;
      }
    }
    return address + BigInt(length) <= USER_ADDRESS_END;
  }

  /** Makes the mapped pages of a range zero again (MADV_DONTNEED). */
  discard(address: bigint, length: number): void {
    checkAligned(address);
    for (const { upper, start, end } of pieces(address, length)) {
      for (const region of this.#space.within(upper, start, end)) this.#untouch(region);
    }
  }

  /** The mappings by rising address; neighbours with equal permissions and name count as one. */
  mappings(): readonly Mapping[] {
    const regions = this.#space.regions
      .toSorted((a, b) => a.upper - b.upper || a.start - b.start);
    return regions.map((region) => this.#mapping(region));
  }

  /** The mapping that holds the address. */
  mappingAt(address: bigint): Mapping | undefined {
    const region = this.#space.find(upperOf(address), slotOf(address));
    return region && this.#mapping(region);
  }

  /** Whether every page of a range is mapped. An empty range is. */
  isMapped(address: bigint, length: number): boolean {
    return this.#firstFault(address, length, 0) === undefined;
  }

  /**
   * A copy of the bytes at an address.
   *
   * @throws {MemoryFault} at the first byte that is not mapped for that access
   */
  read(address: bigint, length: number, access: HostAccess = "read"): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    this.readInto(address, bytes, access);
    return bytes;
  }

  /**
   * Fills an array with the bytes at an address.
   *
   * @throws {MemoryFault} at the first byte that is not mapped for that access
   */
  readInto(address: bigint, bytes: Uint8Array, access: HostAccess = "read"): void {
    this.#check(address, bytes.length, access, "read");
    this.#forEachPage(address, bytes.length, (offset, from, count) => {
      bytes.set(this.#arena.bytes.subarray(offset, offset + count), from);
    });
  }

  /**
   * Writes bytes at an address: all of them or, on a fault, none.
   *
   * @throws {MemoryFault} at the first byte that is not mapped for that access
   */
  write(address: bigint, bytes: Uint8Array, access: HostAccess = "write"): void {
    this.#check(address, bytes.length, access, "write");
    this.#forEachPage(address, bytes.length, (offset, from, count) => {
      this.#arena.bytes.set(bytes.subarray(from, from + count), offset);
      this.codeWritten(Math.floor(offset / PAGE_SIZE));
    });
  }

  /**
   * The little-endian unsigned integer of 1, 2, 4 or 8 bytes at an address.
   *
   * @throws {MemoryFault} at the first byte that cannot be read
   */
  readUint(address: bigint, size: 1 | 2 | 4 | 8, access: HostAccess = "read"): bigint {
    const bytes = this.read(address, size, access);
    let value = 0n;
    for (let index = size - 1; index >= 0; index--) {
      value = (value << 8n) | BigInt(bytes[index] ?? 0);
    }
    return value;
  }

  /**
   * Writes the low 1, 2, 4 or 8 bytes of a value at an address, little-endian.
   *
   * @throws {MemoryFault} at the first byte that cannot be written
   */
  writeUint(
    address: bigint,
    size: 1 | 2 | 4 | 8,
    value: bigint,
    access: HostAccess = "write",
  ): void {
    const bytes = new Uint8Array(size);
    for (let index = 0; index < size; index++) {
      bytes[index] = Number((value >> BigInt(8 * index)) & 0xffn);
    }
    this.write(address, bytes, access);
  }

  /**
   * The bytes of a string up to its NUL, which is left out, or the first `limit` ones.
   *
   * @throws {MemoryFault} when the memory ends before the string
   */
  readCString(address: bigint, limit = 2 ** 20): Uint8Array<ArrayBuffer> {
    const parts: number[] = [];
    while (parts.length < limit) {
      const at = address + BigInt(parts.length);
      const count = Math.min(PAGE_SIZE - Number(at & 0xfffn), limit - parts.length);
      const bytes = this.read(at, count);
      const end = bytes.indexOf(0);
      for (const byte of end === -1 ? bytes : bytes.subarray(0, end)) parts.push(byte);
      if (end !== -1) break;
    }
    return Uint8Array.from(parts);
  }

  /**
   * Called when guest code could not access a byte directly. True when it can now, because its
   * page was only waiting to be touched; false when the access, which needs all of the rights (flags of
   * an owner word), is a fault.
   */
  resolve(address: bigint, rights: number): boolean {
    const upper = upperOf(address);
    const slot = slotOf(address);
    const region = this.#space.find(upper, slot);
    if (region === undefined || (region.flags & rights) !== rights) return false;
    if (!this.#isTouched(slot)) this.#touch(region, slot);
    return true;
  }

  /** Whether a byte can be accessed by the guest without its page being touched first. */
  isReady(address: bigint, access: Access): boolean {
    const slot = slotOf(address);
    const region = this.#space.find(upperOf(address), slot);
    return region !== undefined && (region.flags & ACCESS_FLAG[access]) !== 0 &&
      this.#isTouched(slot);
  }

  /** Withholds the write tag of a page whose instructions were decoded, until they change. */
  markDecoded(slot: number): void {
    this.#arena.forgetRanges(slot, slot + 1);
    const owner = OWNERS / 4 + slot * 2;
    this.#arena.words32[owner] = this.#word(owner) | OWNER.decoded;
    this.#setTag(WRITE_TAGS, slot, 0, 0);
  }

  /** To be called after the page of a slot was written to other than by a plain guest store. */
  codeWritten(slot: number): void {
    const owner = OWNERS / 4 + slot * 2;
    const flags = this.#word(owner);
    if ((flags & OWNER.decoded) === 0) return;
    this.#codeListener?.codeChanged(slot);
    this.#arena.words32[owner] = flags & ~OWNER.decoded;
    if ((flags & OWNER.write) !== 0) {
      this.#setTag(WRITE_TAGS, slot, slot * PAGE_SIZE, this.#word(owner + 1));
    }
  }

  #mapping(region: Region): Mapping {
    return {
      start: addressOf(region.upper, region.start),
      end: endOf(region),
      permissions: permissionsOf(region.flags),
      name: region.name,
    };
  }

  #word(index: number): number {
    return this.#arena.words32[index] ?? 0;
  }

  #isTouched(slot: number): boolean {
    const owner = OWNERS / 4 + slot * 2;
    return this.#word(owner) !== 0 || this.#word(owner + 1) !== 0;
  }

  #setTag(table: number, slot: number, low: number, upper: number): void {
    const index = table / 4 + slot * 2;
    this.#arena.words32[index] = low;
    this.#arena.words32[index + 1] = upper;
  }

  #touch(region: Region, slot: number): void {
    this.#arena.prepare(slot);
    this.#touched++;
    this.#tagPage(region, slot);
  }

  #tagPage({ upper, flags }: Region, slot: number): void {
    const low = slot * PAGE_SIZE;
    // The owner word is never 0 for a touched page: slot 0 cannot be mapped.
    this.#setTag(OWNERS, slot, low | flags, upper);
    if ((flags & OWNER.read) !== 0) this.#setTag(READ_TAGS, slot, low, upper);
    if ((flags & OWNER.write) !== 0) this.#setTag(WRITE_TAGS, slot, low, upper);
  }

  #untagPage(slot: number): void {
    if ((this.#word(OWNERS / 4 + slot * 2) & OWNER.decoded) !== 0) {
      this.#codeListener?.codeChanged(slot);
    }
    for (const table of [OWNERS, READ_TAGS, WRITE_TAGS, EXECUTE_TAGS]) {
      this.#setTag(table, slot, 0, 0);
    }
  }

  /** Forgets the contents of the touched pages of a region. */
  #untouch({ start, end }: Region): void {
    this.#arena.forgetRanges(start, end);
    for (let slot = start; slot < end; slot++) {
      if (this.#isTouched(slot)) this.#untagPage(slot);
    }
  }

  /** Sets the tags of the touched pages of a region anew, after its permissions changed. */
  #retag(region: Region): void {
    this.#arena.forgetRanges(region.start, region.end);
    for (let slot = region.start; slot < region.end; slot++) {
      if (!this.#isTouched(slot)) continue;
      this.#untagPage(slot);
      this.#tagPage(region, slot);
    }
  }

  #check(address: bigint, length: number, access: HostAccess, tried: Access): void {
    const fault = this.#firstFault(address, length, ACCESS_FLAG[access]);
    if (fault !== undefined) throw new MemoryFault(fault, access === "any" ? tried : access);
  }

  /** The first byte of a range whose page lacks the right; undefined when all have it. */
  #firstFault(address: bigint, length: number, right: number): bigint | undefined {
    const end = address + BigInt(length);
    for (let at = address; at < end;) {
      const region = at < USER_ADDRESS_END ? this.#space.find(upperOf(at), slotOf(at)) : undefined;
      if (region === undefined || (region.flags & right) !== right) return at;
      at = endOf(region);
    }
    return undefined;
  }

  /** Visits a checked range page by page, touching each: arena offset, bytes done before, bytes. */
  #forEachPage(
    address: bigint,
    length: number,
    visit: (offset: number, from: number, count: number) => void,
  ): void {
    for (let from = 0; from < length;) {
      const at = address + BigInt(from);
      const offset = Number(at & 0xffff_ffffn);
      const slot = Math.floor(offset / PAGE_SIZE);
      const count = Math.min(PAGE_SIZE - offset % PAGE_SIZE, length - from);
      const region = this.#space.find(upperOf(at), slot);
      if (region !== undefined && !this.#isTouched(slot)) this.#touch(region, slot);
      visit(offset, from, count);
      from += count;
    }
  }
}
