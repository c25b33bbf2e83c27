// SPDX-License-Identifier: MPL-2.0
// Binary traces: all that a trace of instructions tells, in about a byte each. Takes batches of records and
// gives the bytes of a file, and the other way round; the layout is in host/BINARY_TRACE.md. A file that is cut
// off or damaged gives what comes before, and then an error.

import type { TraceBatch } from "../../../cpu/trace_buffer.ts";
import type { ByteSink } from "../../text/byte_writer.ts";
import { Codec } from "./codec.ts";
import {
  BYTES_SIZE,
  CHUNK,
  CHUNK_TAG,
  END_TAG,
  MAGIC,
  MAX_RECORD_BYTES,
  MAX_RECORDS,
} from "./layout.ts";

/** The tag of a chunk that begins with an empty dictionary. */
const FRESH_TAG = 0x2e77656e;
/** Chunks get at least this many bytes, if the trace goes on. */
const CHUNK_BYTES = 1 << 18;
/** Instructions in a chunk. */
const MAX_CHUNK = 1 << 20;

/** A file that is no binary trace, or is damaged or cut off. */
export class BinaryTraceError extends Error {
  /** How many instructions could be read. */
  readonly instructions: number;

  /** Says what is wrong, and how much could be read. */
  constructor(reason: string, instructions: number) {
    super(`Cannot read the binary trace: ${reason}`);
    this.name = "BinaryTraceError";
    this.instructions = instructions;
  }
}

/** Writes a binary trace. */
export class BinaryTraceWriter {
  readonly #codec = new Codec();
  readonly #sink: ByteSink;
  readonly #header = new DataView(new ArrayBuffer(CHUNK.size));
  #isFresh = true;
  #count = 0;
  #total = 0;
  #next = 0;

  /** Gives the bytes to `sink`, which must copy what it keeps. */
  constructor(sink: ByteSink) {
    this.#sink = sink;
    sink(MAGIC);
  }

  /** Adds records, which must have numbers. */
  write(batch: TraceBatch): void {
    for (let start = 0; start < batch.length; start += MAX_RECORDS) {
      this.#write(batch.slice(start, Math.min(batch.length, start + MAX_RECORDS)));
    }
  }

  /** Ends the trace: a reader knows that nothing is missing. */
  finish(): void {
    this.flush();
    this.#put(END_TAG, 0, this.#total, 0n);
  }

  /** Passes on what has been written so far. */
  flush(): void {
    const codec = this.#codec;
    codec.finishRun();
    const length = codec.position;
    if (length === 0) return;
    const checksum = codec.checksum(length);
    this.#put(this.#isFresh ? FRESH_TAG : CHUNK_TAG, length, this.#count, checksum);
    this.#isFresh = false;
    this.#sink(codec.bytes.subarray(0, length));
    codec.position = 0;
    this.#count = 0;
  }

  #write(batch: TraceBatch): void {
    const codec = this.#codec;
    const room = BYTES_SIZE - MAX_RECORDS * MAX_RECORD_BYTES;
    if (codec.position > Math.min(CHUNK_BYTES, room) || this.#count >= MAX_CHUNK) this.flush();
    if (codec.isFull) {
      this.flush();
      codec.reset();
      this.#isFresh = true;
      this.#next = 0;
    }
    const { firstNumber = this.#next, length } = batch;
    if (firstNumber !== this.#next) codec.putNumber(firstNumber);
    codec.encode(batch);
    this.#next = firstNumber + length;
    this.#count += length;
    this.#total += length;
  }

  #put(tag: number, length: number, count: number, checksum: bigint): void {
    const header = this.#header;
    header.setUint32(CHUNK.tag, tag, true);
    header.setUint32(CHUNK.length, length, true);
    header.setBigUint64(CHUNK.count, BigInt(count), true);
    header.setBigUint64(CHUNK.checksum, checksum, true);
    this.#sink(new Uint8Array(header.buffer));
  }
}

/**
 * Reads a binary trace from pieces of a file. Gives batches of records, each valid until the next one is asked
 * for.
 *
 * @throws {BinaryTraceError} for what is no such file, or is damaged or cut off, after all that comes before
 *
 * @example Write a trace and read it again
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { BinaryTraceWriter, readBinaryTrace } from "@leveret/leveret/trace";
 * import { assertEquals } from "@std/assert";
 *
 * const text = ".globl _start\n_start: li a0, 7\n li a7, 93\n ecall\n";
 * const program = build([{ name: "seven.s", text }]);
 * const file: Uint8Array[] = [];
 * const writer = new BinaryTraceWriter((bytes) => file.push(bytes.slice()));
 * using process = new Process(program);
 * const observer = { instructions: "all", onRecords: writer.write.bind(writer) } as const;
 * using _ = process.observe(observer);
 * process.run();
 * writer.finish();
 * const values: bigint[] = [];
 * for (const batch of readBinaryTrace(file)) for (const { value } of batch) values.push(value);
 * assertEquals(values, [7n, 93n, 0n]);
 * ```
 */
export function* readBinaryTrace(pieces: Iterable<Uint8Array>): Generator<TraceBatch, void> {
  const input = new Pieces(pieces);
  let total = 0;
  const fail = (reason: string): never => {
    throw new BinaryTraceError(reason, total);
  };
  const magic = input.take(MAGIC.length);
  if (magic.length === 0) fail("it is empty");
  const isBegin = magic.every((byte, index) => byte === MAGIC[index]);
  if (isBegin && magic.length < MAGIC.length) fail("it is cut off after 0 instructions");
  if (magic.some((byte, index) => byte !== MAGIC[index])) {
    const text = new TextDecoder().decode(magic);
    const [, version] = /^leveret trace (\d+)/.exec(text) ?? [];
    fail(
      version === undefined
        ? "it does not begin as one"
        : `it has version ${version} of the layout, which this program does not know`,
    );
  }
  let codec: Codec | undefined;
  let next = 0;
  for (;;) {
    const header = input.take(CHUNK.size);
    const after = `after ${total.toLocaleString("en")} instructions`;
    if (header.length < CHUNK.size) fail(`it is cut off ${after}`);
    const view = new DataView(header.buffer, header.byteOffset, header.length);
    const tag = view.getUint32(CHUNK.tag, true);
    const length = view.getUint32(CHUNK.length, true);
    const count = view.getBigUint64(CHUNK.count, true);
    if (tag === END_TAG) {
      if (count !== BigInt(total)) {
        fail(`it is damaged: ${count} instructions were written, not ${total}`);
      }
      if (input.take(1).length > 0) fail(`something follows its end ${after}`);
      return;
    }
    if ((tag !== CHUNK_TAG && tag !== FRESH_TAG) || length > BYTES_SIZE) {
      fail(`it is damaged ${after}`);
    }
    const content = input.take(length);
    if (content.length < length) fail(`it is cut off ${after}`);
    if (tag === FRESH_TAG) {
      codec ??= new Codec();
      codec.reset();
      next = 0;
    } else if (codec === undefined) fail(`it is damaged ${after}`);
    if (codec === undefined) return;
    codec.bytes.set(content);
    if (codec.checksum(length) !== view.getBigUint64(CHUNK.checksum, true)) {
      fail(`it is damaged ${after}`);
    }
    codec.position = 0;
    const before = total;
    const batches = codec.decode(length, next);
    for (let batch = batches.next();; batch = batches.next()) {
      if (batch.done) {
        if (batch.value === undefined) fail(`it is damaged ${after}`);
        next = batch.value ?? 0;
        break;
      }
      total += batch.value.length;
      yield batch.value;
    }
    if (BigInt(total - before) !== count) fail(`it is damaged ${after}`);
  }
}

/** Bytes that come in pieces. */
class Pieces {
  readonly #pieces: Iterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();

  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** The next bytes: fewer at the end. */
  take(count: number): Uint8Array {
    const taken = new Uint8Array(count);
    let length = 0;
    while (length < count) {
      if (this.#piece.length === 0) {
        const next = this.#pieces.next();
        if (next.done === true) break;
        this.#piece = next.value;
        continue;
      }
      const part = this.#piece.subarray(0, count - length);
      taken.set(part, length);
      length += part.length;
      this.#piece = this.#piece.subarray(part.length);
    }
    return taken.subarray(0, length);
  }
}
