// SPDX-License-Identifier: MPL-2.0
// The trace as the host sees it. Engines write binary records to a buffer, and the host takes them
// out in batches, in execution order. Iterating over a batch gives a readable object per record; a
// fast consumer reads the bytes instead (see `view`).

import type { Arena } from "./memory/arena.ts";
import { decode, type Instruction } from "./isa/encoding.ts";
import { instructionLength } from "./isa/table.ts";
import { destinationOf, floatDestinationOf } from "./semantics/effects.ts";
import { STATE, STATE_START, TRACE, TRACE_BUFFER, TRACE_CAPACITY } from "./memory/layout.ts";

/** How an instruction accesses memory. */
export type AccessDirection = "load" | "store" | "atomic";

/** The directions, indexed by the `OWNER` flags read (1) and write (2). */
export const ACCESS_DIRECTIONS: readonly (AccessDirection | undefined)[] = [
  undefined,
  "load",
  "store",
  "atomic",
];

/** What one retired instruction did. */
export interface TraceRecord {
  /** How many instructions retired before it; undefined if only memory accesses are traced. */
  readonly number: number | undefined;
  /** Address of the instruction. */
  readonly pc: bigint;
  /** The instruction's bits. */
  readonly word: number;
  /** Its length in bytes. */
  readonly length: 2 | 4;
  /**
   * The register it wrote, as a DWARF number (psABI, "DWARF Register Numbers"): 1 to 31 are x1 to
   * x31, 32 to 63 are f0 to f31, and 0 means none.
   */
  readonly rd: number;
  /** What it wrote to `rd`; for a store, the bytes it stored, zero-extended. */
  readonly value: bigint;
  /** How it accessed memory, if it did; "atomic" means load and store in one. */
  readonly access: AccessDirection | undefined;
  /** What an atomic access stored; 0 for all others. */
  readonly stored: bigint;
  /** The address accessed; 0 if there was no access. */
  readonly address: bigint;
  /** Bytes accessed; 0 if there was no access. */
  readonly size: number;
}

const TRACE_SPAN = 2 ** 18;

const NEXT = (STATE_START + STATE.traceNext) / 4;

/** The destination of each instruction word seen: looking it up takes decoding the word. */
const destinations = new Map<number, number>();

/** The number of f0 in records. */
export const FIRST_FLOAT = 32;

/** The register that an instruction writes, numbered as in {@link TraceRecord.rd}. */
export function destination(word: number): number {
  let rd = destinations.get(word);
  if (rd === undefined) {
    const instruction = decode(word);
    rd = instruction === undefined ? 0 : numberOfDestination(instruction);
    destinations.set(word, rd);
  }
  return rd;
}

function numberOfDestination(instruction: Instruction): number {
  const float = floatDestinationOf(instruction);
  return float === undefined ? destinationOf(instruction) : FIRST_FLOAT + float;
}

/** Consecutive trace records. Valid only until the sink that receives it returns. */
export class TraceBatch {
  /** Number of records. */
  readonly length: number;
  /** The raw records, 40 bytes each; for their fields see `TRACE` in cpu/memory/layout.ts. */
  readonly view: DataView<ArrayBuffer>;
  /** The number of the first record; undefined when only memory accesses are traced. */
  readonly firstNumber: number | undefined;

  /** The records in a view; `firstNumber` is the first one's number, if they have numbers. */
  constructor(view: DataView<ArrayBuffer>, firstNumber: number | undefined) {
    this.view = view;
    this.length = view.byteLength / TRACE.size;
    this.firstNumber = firstNumber;
  }

  /** The record at an index from 0 to length - 1. */
  at(index: number): TraceRecord {
    const start = index * TRACE.size;
    const raw = this.view.getUint32(start + TRACE.word, true);
    const length = instructionLength(raw);
    const word = length === 2 ? raw & 0xffff : raw;
    const right = this.view.getUint8(start + TRACE.access);
    const size = this.view.getUint8(start + TRACE.bytes);
    const access = ACCESS_DIRECTIONS[right];
    const rd = access === "store" ? 0 : destination(word);
    const value = this.view.getBigUint64(start + TRACE.value, true);
    return {
      number: this.firstNumber === undefined ? undefined : this.firstNumber + index,
      pc: this.view.getBigUint64(start + TRACE.pc, true),
      word,
      length,
      rd,
      value: access === "store" ? BigInt.asUintN(8 * size, value) : rd === 0 ? 0n : value,
      access,
      stored: access === "atomic"
        ? BigInt.asUintN(8 * size, this.view.getBigUint64(start + TRACE.stored, true))
        : 0n,
      address: access === undefined ? 0n : this.view.getBigUint64(start + TRACE.address, true),
      size,
    };
  }

  /** The records from position `start` up to but without `end`; nothing is copied. */
  slice(start: number, end: number): TraceBatch {
    const { buffer, byteOffset } = this.view;
    return new TraceBatch(
      new DataView(buffer, byteOffset + start * TRACE.size, (end - start) * TRACE.size),
      this.firstNumber === undefined ? undefined : this.firstNumber + start,
    );
  }

  /** The same records without their numbers. */
  unnumbered(): TraceBatch {
    return this.firstNumber === undefined ? this : new TraceBatch(this.view, undefined);
  }

  /** The records in execution order. */
  *[Symbol.iterator](): Iterator<TraceRecord> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}

/** The buffer in the arena that engines write records to. */
export class TraceBuffer {
  /** How many records fit. No more instructions may retire before they are drained. */
  static readonly capacity = TRACE_CAPACITY;
  /** The records of a batch are from the last instructions, at most so many. */
  static readonly span = TRACE_SPAN;

  readonly #arena: Arena;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#arena.words32[NEXT] = TRACE_BUFFER;
  }

  /** Adds the record of an instruction that the host retires: ecall. */
  append(pc: bigint, word: number): void {
    const next = this.#arena.words32[NEXT] ?? TRACE_BUFFER;
    this.#arena.words64[(next + TRACE.pc) / 8] = pc;
    this.#arena.words32[(next + TRACE.word) / 4] = word;
    this.#arena.words32[(next + TRACE.access) / 4] = 0;
    this.#arena.words32[NEXT] = next + TRACE.size;
  }

  /** Takes all records out, if any. `retired` is the number of instructions so far. */
  drain(retired: number | undefined): TraceBatch | undefined {
    const next = this.#arena.words32[NEXT] ?? TRACE_BUFFER;
    if (next === TRACE_BUFFER) return undefined;
    this.#arena.words32[NEXT] = TRACE_BUFFER;
    const view = new DataView(
      this.#arena.memory.buffer as ArrayBuffer,
      TRACE_BUFFER,
      next - TRACE_BUFFER,
    );
    return new TraceBatch(
      view,
      retired === undefined ? undefined : retired - view.byteLength / TRACE.size,
    );
  }
}
