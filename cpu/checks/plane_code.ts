// SPDX-License-Identifier: MPL-2.0
// Code that reads and writes the planes of memory/shadow.ts: the undefined bits of the bytes of an
// access, and whether the program may access them. An offset is that of the bytes in guest memory.

import type { AccessSize } from "../engine/memory_access.ts";
import { STATE, STATE_START } from "../memory/layout.ts";
import { SHADOW_START, SHADOW_STATE } from "../memory/shadow.ts";
import { unsigned } from "../wasm/leb128.ts";
import {
  brIf,
  type Code,
  either,
  type I32,
  i32,
  type I64,
  i64,
  type Local64,
  loop,
  when,
} from "../wasm/code.ts";

/** The indexes of the memories. */
const UNDEFINEDNESS = 1;
const INACCESSIBILITY = 2;

/** A load or store of a memory other than 0: bit 6 of the alignment says that its index follows. */
const access = (opcode: number, memory: number): Code => [opcode, 0x40, unsigned(memory), 0];

const LOADS = {
  signed: { 1: 0x30, 2: 0x32, 4: 0x34, 8: 0x29 },
  unsigned: { 1: 0x31, 2: 0x33, 4: 0x35, 8: 0x29 },
} as const;
const STORES = { 1: 0x3c, 2: 0x3d, 4: 0x3e, 8: 0x37 } as const;

/** The undefined bits of `size` bytes, extended like the bytes. */
export const loadBits = (
  offset: I32,
  size: AccessSize,
  extension: "signed" | "unsigned" = "unsigned",
): I64 => [offset, access(LOADS[extension][size], UNDEFINEDNESS)] as Code as I64;

/** Sets the undefined bits of `size` bytes. */
export const storeBits = (offset: I32, size: AccessSize, bits: I64): Code => [
  offset,
  bits,
  access(STORES[size], UNDEFINEDNESS),
];

/** Makes `length` bytes undefined. */
const undefine = (offset: I32, length: I32): Code => [
  offset,
  i32.const(0xff),
  length,
  [0xfc, 0x0b, UNDEFINEDNESS],
];

const shadow = i32.const(SHADOW_START);

/** A bit for each of `size` bytes that is closed to the program. */
export const closedBits = (offset: I32, size: AccessSize): I32 => {
  const word = [i32.shr_u(offset, i32.const(3)), access(0x2f, INACCESSIBILITY)] as Code as I32;
  return i32.and(i32.shr_u(word, i32.and(offset, i32.const(7))), i32.const(2 ** size - 1));
};

/** Not 0 while the allocator runs. */
export const isExempt: I32 = i32.load(shadow, SHADOW_STATE.exempt);

/** A field of the shadow state of 64 bits. */
export const field = (offset: number): I64 => i64.load(shadow, offset);
/** Sets such a field. */
export const setField = (offset: number, value: I64): Code => i64.store(shadow, value, offset);

/** The stack pointer. */
export const stackPointer: I64 = i64.load(i32.const(STATE_START), STATE.registers + 8 * 2);

const fromStack = (address: I64): I64 => i64.sub(address, field(SHADOW_STATE.stackStart));

/** 1 if an address lies in the stack, below sp. */
export const isBelowStack = (address: I64): I32 =>
  i32.and(
    i64.lt_u(fromStack(address), fromStack(stackPointer)),
    i64.lt_u(fromStack(stackPointer), fromStack(field(SHADOW_STATE.stackEnd))),
  );

/** 1 if an address lies in the stack, below all that sp has been since the last return. */
export const isBelowFrames = (address: I64): I32 =>
  i64.lt_u(fromStack(address), fromStack(field(SHADOW_STATE.stackLow)));

/** Notes how far down sp has gone, when it has moved by a distance. */
export const noteStack = (sp: I64): Code =>
  when(
    i64.lt_u(sp, field(SHADOW_STATE.stackLow)),
    setField(SHADOW_STATE.stackLow, sp),
  );

/** Notes that sp has gone to another stack, or to an outer frame, whose inner ones stay as they are. */
export const noteSwitch = (sp: I64): Code => setField(SHADOW_STATE.stackLow, sp);

/** Frames are smaller than that. */
const MAX_FRAMES_SIZE = 2 ** 24;
/** The most bytes that are made undefined word by word, which is faster than a call of V8. */
const MAX_WORDS_SIZE = 512;

/** Makes what is below sp undefined: on return, when the code of the frame is done with it. */
export function dropFrames(sp: I64, at: Local64): Code {
  const low = field(SHADOW_STATE.stackLow);
  const size = i64.sub(sp, at.get);
  return when(
    i64.lt_u(low, sp),
    at.set(low),
    either(
      i64.lt_u(size, i64.const(MAX_WORDS_SIZE)),
      loop(
        storeBits(i32.wrap(at.get), 8, i64.const(-1)),
        at.set(i64.add(at.get, i64.const(8))),
        brIf(0, i64.lt_u(at.get, sp)),
      ),
      when(
        i64.lt_u(size, i64.const(MAX_FRAMES_SIZE)),
        undefine(i32.wrap(at.get), i32.wrap(size)),
      ),
    ),
    noteSwitch(sp),
  );
}

/** The registers whose shadows tell: all but x0, and the floating-point registers. */
const SHADOWED: readonly number[] = [
  ...Array.from({ length: 31 }, (_, index) => STATE.registers + 8 * (index + 1)),
  ...Array.from({ length: 32 }, (_, index) => STATE.floats + 8 * index),
];

/** Whether a register has undefined bits: a flag, and code that lowers it when none has. */
export const TAINT = {
  flag: field(SHADOW_STATE.tainted),
  update: when(
    i64.ne(field(SHADOW_STATE.tainted), i64.const(0)),
    setField(
      SHADOW_STATE.tainted,
      SHADOWED.reduce((any: I64, offset) => i64.or(any, field(offset)), i64.const(0)),
    ),
  ),
} as const;
