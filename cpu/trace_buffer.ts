// SPDX-License-Identifier: MPL-2.0
// The records that engines write while tracing, as the host sees them: a batch is a run of binary
// records in execution order. Iterating gives readable ones; a consumer in a hurry reads `view`.

import type { Arena } from "./memory/arena.ts";
import { decode, type Instruction } from "./isa/encoding.ts";
import { instructionLength } from "./isa/table.ts";
import { destinationOf, floatDestinationOf } from "./semantics/effects.ts";
import { STATE, STATE_START, TRACE, TRACE_BUFFER, TRACE_CAPACITY } from "./memory/layout.ts";

/** How an instruction can access memory. */
export type AccessDirection = "load" | "store" | "atomic";

/** The directions by the `OWNER` flags read and write, which are 1 and 2. */
export const ACCESS_DIRECTIONS: readonly (AccessDirection | undefined)[] = [
  undefined,
  "load",
  "store",
  "atomic",
];

/** What one retired instruction did. */
export interface TraceRecord {
  /**
   * The number of instructions retired before it; undefined when only memory accesses are traced.
   */
  readonly number: number | undefined;
  /** Address of the instruction. */
  readonly pc: bigint;
  /** The instruction's bits. */
  readonly word: number;
  /** Its length in bytes. */
  readonly length: 2 | 4;
  /**
   * The register it wrote, by its DWARF number (psABI, "DWARF Register Numbers"): 1 to 31 are x1 to
   * x31, 32 to 63 are f0 to f31; 0 when it wrote none.
   */
  readonly rd: number;
  /** What it wrote to `rd`; of a store what it stored: the low `size` bytes, zero-extended. */
  readonly value: bigint;
  /** How it accessed memory, if it did; "atomic" for both at once. */
  readonly access: AccessDirection | undefined;
  /** What an atomic access stored, where the other value went to `rd`; 0 without one. */
  readonly stored: bigint;
  /** The address accessed; 0 without an access. */
  readonly address: bigint;
  /** Bytes accessed; 0 without an access. */
  readonly size: number;
}

const NEXT = (STATE_START + STATE.traceNext) / 4;

/** What the rest of a record says is said by its word alone: looked up once per word. */
const destinations = new Map<number, number>();

/** What the number of f0 is in records. */
export const FIRST_FLOAT = 32;

/** The number of the register that an instruction writes, as in {@link TraceRecord.rd}. */
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

/** A run of trace records. Valid until the function it is given to returns. */
export class TraceBatch {
  /** Number of records. */
  readonly length: number;
  /** The raw records, of 40 bytes each: see `TRACE` in layout.ts for their fields. */
  readonly view: DataView<ArrayBuffer>;
  readonly #firstNumber: number | undefined;

  /** The records in a view; `firstNumber` is the number of the first, if they are numbered. */
  constructor(view: DataView<ArrayBuffer>, firstNumber: number | undefined) {
    this.view = view;
    this.length = view.byteLength / TRACE.size;
    this.#firstNumber = firstNumber;
  }

  /** The record at a position from 0 to length - 1. */
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
      number: this.#firstNumber === undefined ? undefined : this.#firstNumber + index,
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

  /** The records in execution order. */
  *[Symbol.iterator](): Iterator<TraceRecord> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}

/** The ring in the arena that engines write records into. */
export class TraceBuffer {
  /** How many records fit: a traced run must not retire more instructions than that. */
  static readonly capacity = TRACE_CAPACITY;

  readonly #arena: Arena;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#arena.words32[NEXT] = TRACE_BUFFER;
  }

  /** Adds the record of an instruction that the host retired: ecall. */
  append(pc: bigint, word: number): void {
    const next = this.#arena.words32[NEXT] ?? TRACE_BUFFER;
    this.#arena.words64[(next + TRACE.pc) / 8] = pc;
    this.#arena.words32[(next + TRACE.word) / 4] = word;
    this.#arena.words32[(next + TRACE.access) / 4] = 0;
    this.#arena.words32[NEXT] = next + TRACE.size;
  }

  /** Takes the records out, if there are any. `retired` counts the instructions so far. */
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
