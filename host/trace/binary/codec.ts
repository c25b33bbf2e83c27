// SPDX-License-Identifier: MPL-2.0
// The state of a binary trace's encoder or decoder: the memory that the WebAssembly code works on, and the
// dictionary of instructions, which is made here.

import { decode, type Instruction } from "../../../cpu/isa/encoding.ts";
import { instructionLength } from "../../../cpu/isa/table.ts";
import { TRACE } from "../../../cpu/memory/layout.ts";
import { effectsOf, type MemoryAccess } from "../../../cpu/semantics/effects.ts";
import { destination, FIRST_FLOAT, TraceBatch } from "../../../cpu/trace_buffer.ts";
import { codecModule } from "./codec_code.ts";
import {
  BYTES,
  ENTRIES,
  ENTRY,
  INDEX_COUNT,
  INDEX_START,
  MAX_ENTRIES,
  MAX_RECORDS,
  MEMORY_PAGES,
  MULTIPLIER,
  NEVER,
  OPERATIONS,
  RECORDS,
  STATE,
  STOP,
  TOKEN,
} from "./layout.ts";

interface Exports {
  encode(end: number, start: number): number;
  decode(end: number, lastRecord: number): number;
  checksum(from: number, to: number): bigint;
}

/** Instructions whose values are predicted as they are computed, beside loads and stores. */
const COMPUTED: ReadonlySet<string> = new Set(OPERATIONS.slice(OPERATIONS.indexOf("add")));
/** Instructions with an immediate, by the operation that they are. */
const IMMEDIATE: ReadonlyMap<string, string> = new Map([
  ...["add", "and", "or", "xor", "sll", "srl", "sra", "slt"].map((name) => [`${name}i`, name]),
  ...["addw", "sllw", "srlw", "sraw"].map((name) => [`${name.slice(0, -1)}iw`, name]),
  ["sltiu", "sltu"],
] as [string, string][]);
const LOADS: ReadonlyMap<string, string> = new Map([
  ...["lb", "lh", "lw", "ld", "lbu", "lhu", "lwu", "flw"].map((name) => [name, name]),
  ["fld", "ld"],
] as [string, string][]);

/** Predicts records, and keeps what it predicts from. */
export class Codec {
  readonly #memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
  readonly #exports: Exports;
  readonly #words: Int32Array;
  readonly #view: DataView<ArrayBuffer>;
  /** The bytes that are encoded, or to be decoded. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  #isEmpty = true;

  /** Knows nothing yet. */
  constructor() {
    const env = { memory: this.#memory };
    const { exports } = new WebAssembly.Instance(codecModule(), { env });
    this.#exports = exports as unknown as Exports;
    const buffer = this.#memory.buffer as ArrayBuffer;
    this.#words = new Int32Array(buffer);
    this.#view = new DataView(buffer);
    this.bytes = new Uint8Array(buffer, BYTES, ENTRIES - BYTES);
    this.reset();
  }

  /** Forgets everything. */
  reset(): void {
    if (!this.#isEmpty) new Uint8Array(this.#memory.buffer).fill(0);
    this.#isEmpty = false;
    // The entry before the first instruction.
    this.#set(STATE.count, 1);
    this.#set(STATE.previous, ENTRIES);
    this.position = 0;
  }

  /** Whether the dictionary has no room for the instructions of another batch. */
  get isFull(): boolean {
    return this.#get(STATE.count) > MAX_ENTRIES - MAX_RECORDS;
  }

  /** How many of {@link Codec.bytes} are written or read. */
  get position(): number {
    return this.#get(STATE.position) - BYTES;
  }

  set position(value: number) {
    this.#set(STATE.position, BYTES + value);
  }

  /** Encodes at most {@link MAX_RECORDS} records; adds to the bytes. */
  encode(batch: TraceBatch): void {
    const { buffer, byteOffset, byteLength } = batch.view;
    new Uint8Array(this.#memory.buffer, RECORDS, byteLength)
      .set(new Uint8Array(buffer, byteOffset, byteLength));
    const end = RECORDS + byteLength;
    for (let at = RECORDS;;) {
      at = this.#exports.encode(end, at);
      if (at >= end) return;
      const raw = this.#view.getUint32(at + TRACE.word, true);
      const word = instructionLength(raw) === 2 ? raw & 0xffff : raw;
      this.#token(TOKEN.definition);
      this.#put64(this.#view.getBigUint64(at + TRACE.pc, true));
      this.#view.setUint32(this.#advance(4), word, true);
      this.#define(this.#view.getBigUint64(at + TRACE.pc, true), word);
    }
  }

  /** Writes the number of the next instruction. */
  putNumber(number: number): void {
    this.#token(TOKEN.number);
    this.#put64(BigInt(number));
  }

  /** Writes the predicted instructions that wait. */
  finishRun(): void {
    if (this.#get(STATE.run) > 0) this.#token(TOKEN.run);
  }

  /**
   * Decodes the first `length` bytes, from {@link Codec.position} on. Gives batches of records, which are valid
   * until the next one; `number` is that of the first record. Returns the next number, or undefined when the
   * bytes make no sense.
   */
  *decode(length: number, number: number): Generator<TraceBatch, number | undefined> {
    const end = BYTES + length;
    let next = number;
    for (;;) {
      const last = this.#exports.decode(end, RECORDS + MAX_RECORDS * TRACE.size);
      const count = (last - RECORDS) / TRACE.size;
      const stop = this.#get(STATE.stop);
      if (stop === STOP.damaged) return undefined;
      if (count > 0) {
        const view = new DataView(this.#memory.buffer as ArrayBuffer, RECORDS, last - RECORDS);
        yield new TraceBatch(view, next);
        next += count;
      }
      if (stop === STOP.end) return next;
      if (stop === STOP.number) {
        const value = this.#view.getBigUint64(this.#advance(8), true);
        if (value > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
        next = Number(value);
      } else if (stop === STOP.definition) {
        if (this.#get(STATE.count) >= MAX_ENTRIES) return undefined;
        const pc = this.#view.getBigUint64(this.#advance(8), true);
        this.#define(pc, this.#view.getUint32(this.#advance(4), true));
      }
    }
  }

  /** The checksum of the first bytes; those up to the next multiple of 8 are made 0. */
  checksum(length: number): bigint {
    const padded = Math.ceil(length / 8) * 8;
    this.bytes.fill(0, length, padded);
    return BigInt.asUintN(64, this.#exports.checksum(BYTES, BYTES + padded));
  }

  #token(kind: number): void {
    let run = this.#get(STATE.run);
    for (; run > 15; run -= 16 * Math.min(run >>> 4, 16)) {
      const sixteens = Math.min(run >>> 4, 16);
      this.#view.setUint8(this.#advance(1), ((sixteens - 1) << 4) | TOKEN.longRun);
    }
    this.#view.setUint8(this.#advance(1), (run << 4) | kind);
    this.#set(STATE.run, 0);
  }

  #put64(value: bigint): void {
    this.#view.setBigUint64(this.#advance(8), value, true);
  }

  /** Moves the position; returns the address that it had. */
  #advance(bytes: number): number {
    const at = this.#get(STATE.position);
    this.#set(STATE.position, at + bytes);
    return at;
  }

  /** Adds an instruction to the dictionary, as the successor of the one before it. */
  #define(pc: bigint, word: number): void {
    const count = this.#get(STATE.count);
    this.#set(STATE.count, count + 1);
    const entry = ENTRIES + count * ENTRY.size;
    this.#view.setBigUint64(entry + ENTRY.pc, pc, true);
    this.#set(entry + ENTRY.word, word);
    const previous = this.#get(STATE.previous);
    this.#set(previous + ENTRY.alternative, this.#get(previous + ENTRY.next));
    this.#set(previous + ENTRY.next, entry);
    let slot = Number(BigInt.asUintN(64, pc * MULTIPLIER) >> BigInt(64 - Math.log2(INDEX_COUNT)));
    while (this.#get(INDEX_START + 4 * slot) !== 0) slot = (slot + 1) % INDEX_COUNT;
    this.#set(INDEX_START + 4 * slot, entry);
    const instruction = decode(word);
    if (instruction === undefined) this.#set(entry + ENTRY.access, NEVER);
    else this.#describe(entry, instruction);
  }

  #describe(entry: number, instruction: Instruction): void {
    const { mnemonic, rs1, rs2, imm, encoding, word } = instruction;
    const { access } = effectsOf(encoding);
    const isFloat = mnemonic.startsWith("f") && COMPUTED.has(mnemonic);
    const from = isFloat ? FIRST_FLOAT : 0;
    const written = destination(word);
    const immediate = IMMEDIATE.get(mnemonic);
    let operation = written === 0 ? "none" : "last";
    let second = 8 * (from + rs2);
    if (access !== undefined) {
      const load = LOADS.get(mnemonic);
      const isStore = access.store && !access.isAtomic;
      operation = isStore ? "store" : load ?? "last";
      if (isStore && effectsOf(encoding).readsFrs2) second = 8 * (FIRST_FLOAT + rs2);
      this.#view.setBigUint64(entry + ENTRY.mask, maskOf(access), true);
      this.#set(entry + ENTRY.access, accessField(access, isStore || load !== undefined));
    } else if (COMPUTED.has(mnemonic)) {
      operation = mnemonic;
    } else if (immediate !== undefined) {
      operation = immediate;
      second = entry + ENTRY.imm;
    }
    this.#set(entry + ENTRY.operation, (OPERATIONS as readonly string[]).indexOf(operation));
    this.#view.setBigInt64(entry + ENTRY.imm, BigInt(imm), true);
    this.#set(entry + ENTRY.first, 8 * (from + rs1));
    this.#set(entry + ENTRY.second, second);
    this.#set(
      entry + ENTRY.destination,
      8 * (access?.store === true && !access.load ? 0 : written),
    );
  }

  #get(address: number): number {
    return this.#words[address / 4] ?? 0;
  }

  #set(address: number, value: number): void {
    this.#words[address / 4] = value;
  }
}

const maskOf = ({ size }: MemoryAccess): bigint =>
  BigInt.asUintN(64, (1n << BigInt(8 * size)) - 1n);

/** Access and bytes as in a trace record. */
function accessField({ size, load, store }: MemoryAccess, isPredicted: boolean): number {
  return isPredicted ? (load ? 1 : 0) | (store ? 2 : 0) | (size << 8) : NEVER;
}
