// SPDX-License-Identifier: MPL-2.0
// The fields of a trace record, as the trace formats take them. Every 64-bit value is two unsigned 32-bit
// halves: on a path that runs ten million times, BigInts would cost more than everything else. One object
// is reused for all records, so formats must not keep it.

import { instructionLength } from "../../cpu/isa/table.ts";
import { TRACE } from "../../cpu/memory/layout.ts";
import {
  ACCESS_DIRECTIONS,
  type AccessDirection,
  destination,
  type TraceBatch,
} from "../../cpu/trace_buffer.ts";

/** What one retired instruction did. */
export interface Fields {
  /** How many instructions had retired before it; undefined when only accesses are recorded. */
  number: number | undefined;
  /** Address of the instruction, upper half. */
  pcHigh: number;
  /** Its lower half. */
  pcLow: number;
  /** The bits of the instruction: 16 or 32. */
  word: number;
  /** Length of the instruction in bytes. */
  length: 2 | 4;
  /** The register written, numbered as in a trace record (f0 is 32); 0 if none. */
  rd: number;
  /** The value written to the register, or stored by a store: its upper half. */
  valueHigh: number;
  /** Its lower half. */
  valueLow: number;
  /** The value stored by an atomic access, upper half; meaningless for other instructions. */
  storedHigh: number;
  /** Its lower half. */
  storedLow: number;
  /** How it accessed memory, if it did. */
  access: AccessDirection | undefined;
  /** The address accessed, upper half. */
  addressHigh: number;
  /** Its lower half. */
  addressLow: number;
  /** Bytes loaded or stored. */
  size: number;
}

const HALF = 32n;

/** Fields to fill. */
export function emptyFields(): Fields {
  return {
    number: undefined,
    pcHigh: 0,
    pcLow: 0,
    word: 0,
    length: 4,
    rd: 0,
    valueHigh: 0,
    valueLow: 0,
    storedHigh: 0,
    storedLow: 0,
    access: undefined,
    addressHigh: 0,
    addressLow: 0,
    size: 0,
  };
}

/** Calls `visit` with the fields of each record of a batch, until it returns false. */
export function visitFields(batch: TraceBatch, visit: (fields: Fields) => boolean): void {
  const fields = emptyFields();
  const first = batch.firstNumber;
  for (let index = 0; index < batch.length; index++) {
    fields.number = first === undefined ? undefined : first + index;
    fill(fields, batch.view, index);
    if (!visit(fields)) return;
  }
}

function fill(fields: Fields, view: DataView, index: number): void {
  const start = index * TRACE.size;
  const raw = view.getUint32(start + TRACE.word, true);
  const length = instructionLength(raw);
  const word = length === 2 ? raw & 0xffff : raw;
  const right = view.getUint8(start + TRACE.access);
  fields.pcLow = view.getUint32(start + TRACE.pc, true);
  fields.pcHigh = view.getUint32(start + TRACE.pc + 4, true);
  fields.word = word;
  fields.length = length;
  fields.access = ACCESS_DIRECTIONS[right];
  fields.rd = fields.access === "store" ? 0 : destination(word);
  fields.valueLow = view.getUint32(start + TRACE.value, true);
  fields.valueHigh = view.getUint32(start + TRACE.value + 4, true);
  if (fields.access === "atomic") {
    fields.storedLow = view.getUint32(start + TRACE.stored, true);
    fields.storedHigh = view.getUint32(start + TRACE.stored + 4, true);
  }
  fields.addressLow = view.getUint32(start + TRACE.address, true);
  fields.addressHigh = view.getUint32(start + TRACE.address + 4, true);
  fields.size = view.getUint8(start + TRACE.bytes);
}

/** The 64-bit value of two halves. */
export function join(high: number, low: number): bigint {
  return (BigInt(high) << HALF) | BigInt(low);
}
