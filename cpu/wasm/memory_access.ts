// SPDX-License-Identifier: MPL-2.0
// The one mechanism by which guest code reaches memory: the tag check that engines place in line,
// and the slow path behind it, as functions of their module. The slow path completes accesses that
// are misaligned, cross pages or hit a page of decoded code; when it cannot, nothing was written,
// and the state block says which byte it was.

import {
  NEVER_MATCHES,
  OWNER,
  OWNERS,
  READ_TAGS,
  STATE,
  STATE_START,
  WRITE_TAGS,
} from "../layout.ts";
import {
  brIf,
  type Code,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  loop,
  return_,
  when,
} from "./code.ts";
import type { WasmFunction } from "./module.ts";

/** Bytes of one access. */
export type AccessSize = 1 | 2 | 4 | 8;

/** What the slow store answers. */
export const STORE_RESULT = {
  done: 0,
  fault: 1,
  /** The store is done, and it hit a page with decoded instructions. */
  hitCode: 2,
} as const;

if (NEVER_MATCHES !== 0x800n) throw new TypeError("Cannot check tags: bit 11 must be masked out");

const PAGE_MASK = ~0xfffn;
const state = i32.const(STATE_START);

/** The offset in a table of 64-bit words, of the word for the address's slot. */
const slotWord = (address: I64): I32 =>
  i32.and(i32.shr_u(i32.wrap(address), i32.const(9)), i32.const(0x7f_fff8));

/** 1 when the tag of the page lets an access of `size` bytes go ahead. */
export const tagMatches = (tags: number, address: I64, size: AccessSize): I32 =>
  i64.eq(
    i64.and(address, i64.const(PAGE_MASK | BigInt(size - 1))),
    i64.load(slotWord(address), tags),
  );

/** 1 when a plain load of `size` bytes can go ahead. */
export const canLoad = (address: I64, size: AccessSize): I32 =>
  tagMatches(READ_TAGS, address, size);
/** 1 when a plain store of `size` bytes can go ahead. */
export const canStore = (address: I64, size: AccessSize): I32 =>
  tagMatches(WRITE_TAGS, address, size);

/** Accesses relative to one base address, which one check can answer for. */
export interface AccessRange {
  /** The lowest offset, and one more than the highest. */
  readonly low: number;
  readonly high: number;
  /** The base must be a multiple of it: a power of two. */
  readonly alignment: number;
  readonly loads: boolean;
  readonly stores: boolean;
}

/** 1 when all accesses of a range can go ahead: they lie in one page, aligned, with the rights. */
export function pageAnswersFor(
  base: I64,
  { low, high, alignment, loads, stores }: AccessRange,
): I32 {
  const first = low === 0 ? base : i64.add(base, i64.const(low));
  const wanted = i64.or(
    i64.and(first, i64.const(PAGE_MASK)),
    i64.and(base, i64.const(alignment - 1)),
  );
  const inOnePage = i32.lt_u(
    i32.and(i32.wrap(first), i32.const(0xfff)),
    i32.const(0x1000 - (high - low) + 1),
  );
  const tagged = (tags: number): I32 => i64.eq(wanted, i64.load(slotWord(first), tags));
  let answer = inOnePage;
  if (loads) answer = i32.and(answer, tagged(READ_TAGS));
  if (stores) answer = i32.and(answer, tagged(WRITE_TAGS));
  return answer;
}

/** The plain load of `size` bytes. */
export function plainLoad(address: I64, size: AccessSize, extension: "signed" | "unsigned"): I64 {
  const at = i32.wrap(address);
  const signed = extension === "signed";
  switch (size) {
    case 1:
      return signed ? i64.load8_s(at) : i64.load8_u(at);
    case 2:
      return signed ? i64.load16_s(at) : i64.load16_u(at);
    case 4:
      return signed ? i64.load32_s(at) : i64.load32_u(at);
    case 8:
      return i64.load(at);
  }
}

/** The plain store of the low `size` bytes. */
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

/** Extends the low `size` bytes, which stand zero-extended in the value. */
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
/** The first byte of the second page, where the access has one. */
const secondPage: I64 = i64.and(lastByte, i64.const(PAGE_MASK));

const owner = (at: I64): I64 => i64.load(slotWord(at), OWNERS);
/** 1 unless the page of `at` lies in its slot, with that right. */
const forbidden = (at: I64, right: number): I32 =>
  i64.ne(
    i64.and(i64.xor(owner(at), at), i64.const(PAGE_MASK)),
    i64.and(i64.xor(owner(at), i64.const(right)), i64.const(right)),
  );

/** Notes the fault of the bytes from `at`, and returns `result`. */
const fault = (at: I64, right: number, result: Code): Code => [
  i64.store(state, at, STATE.faultAddress),
  i32.store(state, i32.const(right), STATE.faultAccess),
  return_(result),
];

/** Returns with a fault unless both the first and the last byte may be accessed. */
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
 * `slowLoad(address, size)`: the bytes, zero-extended. On a fault it stores the access into the
 * state block's `faultAccess`, which the caller must have cleared.
 */
export const slowLoad: WasmFunction = {
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
};

const storedValue = local64(2);
const storeIndex = local32(3);
const hitCode = i64.ne(
  i64.and(i64.or(owner(address.get), owner(lastByte)), i64.const(OWNER.decoded)),
  i64.const(0),
);

/** `slowStore(address, size, value)`: one of `STORE_RESULT`. */
export const slowStore: WasmFunction = {
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
};
