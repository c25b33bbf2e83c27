// SPDX-License-Identifier: MPL-2.0
// How guest code accesses memory: engines check a tag inline. Where that fails, they call a slow path,
// a function of their module. The slow path completes accesses that are misaligned,
// cross pages or store to decoded code. On a fault it writes nothing and notes in the state block
// which byte could not be accessed.

import {
  NEVER_MATCHES,
  OWNER,
  OWNERS,
  PAGE_SIZE,
  RANGE,
  READ_TAGS,
  STATE,
  STATE_START,
  WRITE_TAGS,
} from "../memory/layout.ts";
import {
  block,
  br,
  brIf,
  call32,
  type Code,
  extendNotNegative,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  loop,
  return_,
  when,
} from "../wasm/code.ts";
import type { WasmFunction } from "../wasm/module.ts";

/** The size of an access in bytes. */
export type AccessSize = 1 | 2 | 4 | 8;

/** What `slowStore` returns. */
export const STORE_RESULT = {
  done: 0,
  fault: 1,
  /** Stored, to a page with decoded instructions. */
  hitCode: 2,
} as const;

if (NEVER_MATCHES !== 0x800n) throw new TypeError("Cannot check tags: bit 11 must be masked out");

const PAGE_MASK = ~0xfffn;
const state = i32.const(STATE_START);

/** The offset of the word for the address's slot, within a table of 64-bit words. */
const slotWord = (address: I64): I32 =>
  i32.and(i32.shr_u(i32.wrap(address), i32.const(9)), i32.const(0x7f_fff8));

/** 1 if the tag lets an aligned access of `size` bytes go ahead. */
export const tagMatches = (tags: number, address: I64, size: AccessSize): I32 =>
  i64.eq(
    i64.and(address, i64.const(PAGE_MASK | BigInt(size - 1))),
    i64.load(slotWord(address), tags),
  );

/** 1 if a plain load of `size` bytes can go ahead. */
export const canLoad = (address: I64, size: AccessSize): I32 =>
  tagMatches(READ_TAGS, address, size);
/** 1 if a plain store of `size` bytes can go ahead. */
export const canStore = (address: I64, size: AccessSize): I32 =>
  tagMatches(WRITE_TAGS, address, size);

/**
 * 1 if plain accesses, loads or stores, can go ahead from one byte to another, less than a page apart,
 * where the one at `anchor`, of `size` bytes, is aligned.
 */
export function canAccessSpan(
  { low, high, anchor }: { readonly low: I64; readonly high: I64; readonly anchor: I64 },
  size: AccessSize,
  stores: boolean,
): I32 {
  const page = i64.and(high, i64.const(PAGE_MASK));
  const wanted = size === 1 ? page : i64.or(page, i64.and(anchor, i64.const(size - 1)));
  // Only the first page has that slot, so the last byte is in it, too.
  return i64.eq(wanted, i64.load(slotWord(low), stores ? WRITE_TAGS : READ_TAGS));
}

/** How many bits of a packed span its length takes, and the size of its largest access less 1. */
export const PACKED_SPAN = { lengthBits: 12, sizeBits: 3 } as const;

/** Packs the constants of {@link spanAllowed}; `length` is the distance of the last byte from the first. */
export const packSpan = (length: number, size: AccessSize, stores: boolean): number =>
  length | ((size - 1) << PACKED_SPAN.lengthBits) |
  ((stores ? 1 : 0) << (PACKED_SPAN.lengthBits + PACKED_SPAN.sizeBits));

/**
 * 1 if plain accesses can go ahead in the bytes from `low` on, in one page or two. `packed` is a packed
 * span, and `distance` how far behind `low` the largest access is, which must be aligned.
 */
export function spanAllowed(packed: I32, low: I64, distance: I32): I32 {
  const { lengthBits, sizeBits } = PACKED_SPAN;
  const length = i32.and(packed, i32.const(2 ** lengthBits - 1));
  const unaligned = i32.and(i32.shr_u(packed, i32.const(lengthBits)), i32.const(2 ** sizeBits - 1));
  const stores = i32.shr_u(packed, i32.const(lengthBits + sizeBits));
  const tags = i32.add(
    i32.const(READ_TAGS),
    i32.mul(stores, i32.const(WRITE_TAGS - READ_TAGS)),
  );
  const isPlain = (at: I64): I32 =>
    i64.eq(i64.and(at, i64.const(PAGE_MASK)), i64.load(i32.add(slotWord(at), tags)));
  const isAligned = i32.eqz(i32.and(i32.add(i32.wrap(low), distance), unaligned));
  const last = i64.add(low, i64.extend_i32_u(length));
  return i32.and(isAligned, i32.and(isPlain(low), isPlain(last)));
}

/** 1 if the access at an address lies in the range of its entry in the range table. */
export const inRange = (address: I64, entry: number): I32 =>
  i64.lt_u(
    i64.sub(address, i64.load(i32.const(entry), RANGE.start)),
    i64.load(i32.const(entry), RANGE.length),
  );

/** Loads `size` bytes at an address, without checks. */
export function plainLoad(
  address: I64,
  size: AccessSize,
  extension: "signed" | "unsigned",
): I64 {
  const at = i32.wrap(address);
  const signed = extension === "signed";
  switch (size) {
    case 1:
      return signed ? i64.load8_s(at) : extendNotNegative(i32.load8_u(at));
    case 2:
      return signed ? i64.load16_s(at) : extendNotNegative(i32.load16_u(at));
    case 4:
      return signed ? i64.extend_i32_s(i32.load(at)) : i64.load32_u(at);
    case 8:
      return i64.load(at);
  }
}

/** Stores the low `size` bytes of a value at an address, without checks. */
export function plainStore(address: I64, size: AccessSize, value: I64): Code {
  const at = i32.wrap(address);
  switch (size) {
    case 1:
      return i64.store8(at, value);
    case 2:
      return i64.store16(at, value);
    case 4:
      return i64.store32(at, value);
    case 8:
      return i64.store(at, value);
  }
}

/** Extends a value of `size` bytes that is zero-extended now. */
export function extend(value: I64, size: AccessSize, extension: "signed" | "unsigned"): I64 {
  if (extension === "unsigned") return value;
  switch (size) {
    case 1:
      return i64.extend8_s(value);
    case 2:
      return i64.extend16_s(value);
    case 4:
      return i64.extend32_s(value);
    case 8:
      return value;
  }
}

const address = local64(0);
const size = local32(1);
const lastByte: I64 = i64.add(
  address.get,
  i64.extend_i32_u(i32.sub(size.get, i32.const(1))),
);
/** The first byte of the second page, if the access crosses pages. */
const secondPage: I64 = i64.and(lastByte, i64.const(PAGE_MASK));

const owner = (at: I64): I64 => i64.load(slotWord(at), OWNERS);
/** 1 unless the page of `at` has been touched and has the right. */
export const forbidden = (at: I64, right: number): I32 =>
  i64.ne(
    i64.and(i64.xor(owner(at), at), i64.const(PAGE_MASK)),
    i64.and(i64.xor(owner(at), i64.const(right)), i64.const(right)),
  );

/** Notes a fault at the byte `at` and returns `result`. */
export const fault = (at: I64, right: number, result: Code): Code => [
  i64.store(state, at, STATE.faultAddress),
  i32.store(state, i32.const(right), STATE.faultAccess),
  return_(result),
];

/** Returns with a fault unless the first and the last byte may be accessed. */
const checkBothPages = (right: number, result: Code): Code => [
  when(forbidden(address.get, right), fault(address.get, right, result)),
  when(forbidden(lastByte, right), fault(secondPage, right, result)),
];

/** Runs `body` for `index` from 0 to size - 1. */
const forEachByte = (index: ReturnType<typeof local32>, body: Code): Code => [
  index.set(i32.const(0)),
  loop(
    body,
    index.set(i32.add(index.get, i32.const(1))),
    brIf(0, i32.lt_u(index.get, size.get)),
  ),
];

const byteAt = (index: I32): I32 => i32.add(i32.wrap(address.get), index);
const bitsBefore = (index: I32): I64 => i64.extend_i32_u(i32.shl(index, i32.const(3)));

const loadedBytes = local64(2);
const loadIndex = local32(3);

/**
 * `slowLoad(address, size)`: the value at the address, zero-extended. On a fault it sets
 * `faultAccess` in the state block, which the caller must have cleared.
 */
export const slowLoad = (): WasmFunction => ({
  params: ["i64", "i32"],
  results: ["i64"],
  locals: ["i64", "i32"],
  body: [
    checkBothPages(OWNER.read, i64.const(0)),
    forEachByte(
      loadIndex,
      loadedBytes.set(i64.or(
        loadedBytes.get,
        i64.shl(i64.load8_u(byteAt(loadIndex.get)), bitsBefore(loadIndex.get)),
      )),
    ),
    loadedBytes.get,
  ],
});

const storedValue = local64(2);
const storeIndex = local32(3);
const hitCode = i64.ne(
  i64.and(i64.or(owner(address.get), owner(lastByte)), i64.const(OWNER.decoded)),
  i64.const(0),
);

/** `slowStore(address, size, value)`: stores a value; returns one of `STORE_RESULT`. */
export const slowStore = (): WasmFunction => ({
  params: ["i64", "i32", "i64"],
  results: ["i32"],
  locals: ["i32"],
  body: [
    checkBothPages(OWNER.write, i32.const(STORE_RESULT.fault)),
    forEachByte(
      storeIndex,
      i64.store8(
        byteAt(storeIndex.get),
        i64.shr_u(storedValue.get, bitsBefore(storeIndex.get)),
      ),
    ),
    when(
      hitCode,
      i64.store(state, address.get, STATE.faultAddress),
      i32.store(state, size.get, STATE.faultAccess),
      return_(i32.const(STORE_RESULT.hitCode)),
    ),
    i32.const(STORE_RESULT.done),
  ],
});

/** The most pages explored to either side of an access. */
const MAX_DISTANCE = 4096;
/** How many pages of exploring each access outside its range earns. */
const PAGES_PER_MISS = 16;

const entry = local32(2);
const rights = local32(3);
const start = local64(4);
const end = local64(5);
const left = local32(6);
/** The pages of the first and of the last byte. */
const firstPage: I64 = i64.and(address.get, i64.const(PAGE_MASK));
const lastPage: I64 = i64.and(lastByte, i64.const(PAGE_MASK));

/** 1 if the page at `at` may be accessed without a slow path, with the rights wanted. */
const isPlain = (at: I64): I32 => {
  const has = (tags: number): I32 => i64.eq(at, i64.load(slotWord(at), tags));
  const asked = (right: number): I32 => i32.and(rights.get, i32.const(right));
  return i32.and(
    i32.or(i32.eqz(asked(OWNER.read)), has(READ_TAGS)),
    i32.or(i32.eqz(asked(OWNER.write)), has(WRITE_TAGS)),
  );
};

/** Moves an end of the range outwards, page by page, while `page` may be accessed. */
const stretch = (page: I64, move: Code): Code => [
  left.set(i32.const(MAX_DISTANCE)),
  block(loop(
    brIf(1, i32.eqz(left.get)),
    brIf(1, i32.eqz(isPlain(page))),
    move,
    left.set(i32.sub(left.get, i32.const(1))),
    br(0),
  )),
];

/** How many pages the range has. */
const pagesInRange: I32 = i32.wrap(i64.shr_u(i64.sub(end.get, start.get), i64.const(12)));

/**
 * `explore(address, size, entry, rights)`: 1 if `size` bytes at the address, at most a page, may be
 * accessed without a slow path. Then it also sets the entry of the range table to the range of
 * pages around them for which that is true, so later accesses of the same size and rights need not
 * come here. `resolve` is the index of a function that touches the page of an address, given as its
 * low and high half, with the rights; it is called if the bytes are in one page that is not ready
 * yet.
 *
 * Exploring has a budget. After finding a range of many pages, it looks beyond the access's own
 * pages again only when enough accesses have missed, so accesses that keep jumping between distant
 * ranges cost little each.
 */
export function explore(resolve: number): WasmFunction {
  const pageBytes = i64.const(PAGE_SIZE);
  const misses = i32.load(entry.get, RANGE.misses);
  const isResolved = call32(
    resolve,
    i32.wrap(address.get),
    i32.wrap(i64.shr_u(address.get, i64.const(32))),
    rights.get,
  );
  return {
    params: ["i64", "i32", "i32", "i32"],
    results: ["i32"],
    locals: ["i64", "i64", "i32"],
    body: [
      when(
        i32.eqz(isPlain(firstPage)),
        when(i64.ne(firstPage, lastPage), return_(i32.const(0))),
        when(i32.eqz(isResolved), return_(i32.const(0))),
        when(i32.eqz(isPlain(firstPage)), return_(i32.const(0))),
      ),
      when(i32.eqz(isPlain(lastPage)), return_(i32.const(0))),
      start.set(firstPage),
      end.set(i64.add(lastPage, pageBytes)),
      i32.store(entry.get, i32.add(misses, i32.const(1)), RANGE.misses),
      when(
        i32.ge_u(
          i32.mul(misses, i32.const(PAGES_PER_MISS)),
          i32.load(entry.get, RANGE.explored),
        ),
        stretch(i64.sub(start.get, pageBytes), start.set(i64.sub(start.get, pageBytes))),
        stretch(end.get, end.set(i64.add(end.get, pageBytes))),
        i32.store(entry.get, i32.const(0), RANGE.misses),
        i32.store(entry.get, pagesInRange, RANGE.explored),
      ),
      i64.store(entry.get, start.get, RANGE.start),
      i64.store(
        entry.get,
        i64.sub(
          i64.sub(end.get, start.get),
          i64.extend_i32_u(i32.sub(size.get, i32.const(1))),
        ),
        RANGE.length,
      ),
      i32.const(1),
    ],
  };
}
