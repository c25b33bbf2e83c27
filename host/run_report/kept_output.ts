// SPDX-License-Identifier: MPL-2.0
// What a program wrote, for its page: the first part and the last part of it, in order.

import { printableLines } from "../../asm/object/printable.ts";
import type { PageOutput } from "../report_page/data.ts";

/** Bytes kept of the beginning, and of the end. */
const MAX_FIRST = 48 * 1024;
const MAX_LAST = 16 * 1024;

type Stream = PageOutput["parts"][number]["stream"];

/** Bytes that were written to one stream without a break. */
interface Part {
  readonly stream: Stream;
  readonly chunks: Uint8Array[];
}

/** Bytes that were written at once. */
interface Piece {
  readonly stream: Stream;
  readonly bytes: Uint8Array;
}

/** The output of one program. */
export class KeptOutput {
  readonly #first: Part[] = [];
  #last: Piece[] = [];
  #firstBytes = 0;
  #lastBytes = 0;
  #omitted = 0;

  /** Keeps a copy of what was written. */
  add(stream: Stream, bytes: Uint8Array): void {
    const room = Math.max(0, MAX_FIRST - this.#firstBytes);
    const head = bytes.slice(0, room);
    if (head.length > 0) {
      this.#firstBytes += head.length;
      const part = this.#first.at(-1);
      if (part?.stream === stream) part.chunks.push(head);
      else this.#first.push({ stream, chunks: [head] });
    }
    if (bytes.length === head.length) return;
    this.#last.push({ stream, bytes: bytes.slice(head.length) });
    this.#lastBytes += bytes.length - head.length;
    if (this.#lastBytes > 4 * MAX_LAST) this.#drop();
  }

  /** What is kept, as text. */
  output(): PageOutput {
    this.#drop();
    const parts = this.#first.map(textOf);
    const after = parts.length;
    const last: Part[] = [];
    for (const { stream, bytes } of this.#last) {
      const part = last.at(-1);
      if (part?.stream === stream) part.chunks.push(bytes);
      else last.push({ stream, chunks: [bytes] });
    }
    return { parts: [...parts, ...last.map(textOf)], omitted: { bytes: this.#omitted, after } };
  }

  /** Leaves out what is too much for the end. */
  #drop(): void {
    let excess = this.#lastBytes - MAX_LAST;
    if (excess <= 0) return;
    this.#omitted += excess;
    this.#lastBytes -= excess;
    const kept: Piece[] = [];
    for (const { stream, bytes } of this.#last) {
      const skipped = Math.min(excess, bytes.length);
      excess -= skipped;
      if (skipped < bytes.length) kept.push({ stream, bytes: bytes.slice(skipped) });
    }
    this.#last = kept;
  }
}

function textOf({ stream, chunks }: Part): PageOutput["parts"][number] {
  const decoder = new TextDecoder();
  const text = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") +
    decoder.decode();
  return { stream, text: printableLines(text) };
}
