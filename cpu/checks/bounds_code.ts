// SPDX-License-Identifier: MPL-2.0
// Code that follows pointers in the plane of memory/pointer_bounds.ts: it reads and writes the bounds of
// registers and of words of memory, makes bounds where the program makes a pointer to a variable, and
// compares accesses with them.

import type { AccessSize } from "../engine/memory_access.ts";
import type { Encoding } from "../isa/encoding.ts";
import { RECORD, STATE_START } from "../memory/layout.ts";
import { BLOCK_END, DIFFERENCE, SITE, SITES } from "../memory/pointer_bounds.ts";
import { PLANES } from "../memory/shadow.ts";
import { record } from "../stepper/step_code.ts";
import {
  type Code,
  either,
  type I32,
  i32,
  type I64,
  i64,
  type Local64,
  when,
} from "../wasm/code.ts";
import { unsigned } from "../wasm/leb128.ts";
import { isExempt, stackPointer } from "./plane_code.ts";

/** The index of the plane's memory. */
const BOUNDS = 1 + PLANES.length;
/** The instructions by which compilers make pointers to variables: their results may be at a site. */
const POINTER_MAKERS: ReadonlySet<string> = new Set(["addi", "add", "sub", "slli"]);

/** A load or store of the plane: bit 6 of the alignment says that the index of a memory follows. */
const access = (opcode: number, displacement: number): Code => [
  opcode,
  0x40,
  unsigned(BOUNDS),
  unsigned(displacement),
];
const load32 = (offset: I32, displacement: number): I32 =>
  [offset, access(0x28, displacement)] as Code as I32;
const load16 = (offset: I32): I32 => [offset, access(0x2f, 0)] as Code as I32;
const load64 = (offset: I32, displacement = 0): I64 =>
  [offset, access(0x29, displacement)] as Code as I64;
const store64 = (offset: I32, bounds: I64, displacement = 0): Code => [
  offset,
  bounds,
  access(0x37, displacement),
];

/** The bounds of the register that a field of the record names. */
export const registerBounds = (field: number): I64 =>
  load64(i32.load16_u(record.get, field), STATE_START);
/** Sets those of rd. */
export const setResultBounds = (bounds: I64): Code =>
  store64(i32.load16_u(record.get, RECORD.rd), bounds, STATE_START);

const wordOf = (offset: I32): I32 => i32.and(offset, i32.const(-8));
const isWord = (offset: I32): I32 => i32.eqz(i32.and(offset, i32.const(7)));

/** The bounds of a pointer in memory; only aligned ones have any. */
export const loadBounds = (offset: I32, size: AccessSize): I64 | undefined =>
  size === 8
    ? i64.and(load64(wordOf(offset)), i64.sub(i64.const(0), i64.extend_i32_u(isWord(offset))))
    : undefined;

/** Notes what is stored; what it overlaps is no longer a pointer. */
export function storeBounds(offset: I32, size: AccessSize, bounds: I64 | undefined): Code {
  const forget = (at: I32): Code => store64(wordOf(at), i64.const(0));
  const last = i32.add(offset, i32.const(size - 1));
  const all: Code = [forget(offset), size === 1 ? [] : forget(last)];
  return size === 8 && bounds !== undefined
    ? either(isWord(offset), store64(wordOf(offset), bounds), all)
    : all;
}

/** Bounds between two addresses. */
const between = (low: I32, high: I32): I64 =>
  i64.or(i64.extend_i32_u(low), i64.shl(i64.extend_i32_u(high), i64.const(32)));

/** Changes the bounds of a result where the program makes a pointer to a variable. */
export function makeBounds(
  { mnemonic }: Encoding,
  pc: I64,
  result: I64,
  bounds: Local64,
): Code {
  if (!POINTER_MAKERS.has(mnemonic)) return [];
  const number = load16(i32.wrap(pc));
  const entry = i32.mul(number, i32.const(SITES.size));
  const fieldOf = (field: number): I32 => load32(entry, SITES.start + field);
  const base = i32.load(fieldOf(SITES.base), STATE_START);
  const isKind = (kind: number): I32 => i32.eq(fieldOf(SITES.kind), i32.const(kind));
  const variable = between(
    i32.add(base, fieldOf(SITES.low)),
    i32.add(base, fieldOf(SITES.high)),
  );
  const blockEnd = load32(i32.const(0), BLOCK_END);
  return when(
    number,
    either(
      isKind(SITE.variable),
      bounds.set(variable),
      either(
        isKind(SITE.block),
        bounds.set(between(i32.wrap(result), blockEnd)),
        store64(i32.const(0), stackPointer, BLOCK_END),
      ),
    ),
  );
}

/** 1 if an access of rs1's object lies outside of it, with `bounds` a local. */
export function isOutside(offset: I32, size: AccessSize, bounds: Local64, reads: boolean): I32 {
  const start = i32.wrap(bounds.get);
  const end = i32.wrap(i64.shr_u(bounds.get, i64.const(32)));
  const distance = i64.extend_i32_u(i32.sub(offset, start));
  const length = i64.extend_i32_u(i32.sub(end, start));
  const isPast = i64.lt_u(length, i64.add(distance, i64.const(size)));
  // Code that handles strings reads aligned words, of which only a part may be in the object.
  const overlaps = i32.or(
    i64.lt_u(distance, length),
    i64.lt_u(i64.const(2 ** 32 - size), distance),
  );
  const isAllowed = reads && size === 8 ? i32.and(overlaps, isWord(offset)) : i32.const(0);
  return i32.and(
    i32.and(isPast, i64.lt_u(i64.const(DIFFERENCE), bounds.get)),
    i32.eqz(i32.or(isAllowed, isExempt)),
  );
}
