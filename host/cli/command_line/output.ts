// SPDX-License-Identifier: MPL-2.0
// The command line's standard output and standard error. Output is buffered; a terminal gets each line as
// it ends. Guarantees: bytes are written in order, also between the two streams; nothing is lost
// when the guest faults, provided that flushOutput() runs at the end; when the reader of a pipe is gone,
// the program ends quietly, with the status of a SIGPIPE. A stream that fails otherwise throws a
// CommandError once, and drops what comes later: the message about it must not fail in turn.

import { printableLines } from "../../../asm/object/printable.ts";
import { COLOURED, PLAIN, type TextStyle } from "../../text/style.ts";
import { CommandError, fileError } from "./errors.ts";

const CAPACITY = 1 << 16;
/** The capacity of the buffer of standard output when signals are listened to. */
const DEFERRED_CAPACITY = 1 << 20;
/** Writes of fewer bytes are not deferred: they rarely block. */
const MIN_DEFERRED = 1 << 12;
/** The most bytes that wait. */
const MAX_WAITING = 1 << 24;
const NEWLINE = 10;

/** The status a shell shows for a program that wrote into a closed pipe: 128 + SIGPIPE. */
const BROKEN_PIPE_STATUS = 141;

/** Where bytes can be written synchronously, possibly not all at once. */
export interface SyncWriter {
  /** Writes some of the bytes; returns how many. */
  writeSync(bytes: Uint8Array): number;
}

/** Writes all of the bytes, however many calls that takes. */
export function writeAll(writer: SyncWriter, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) {
    try {
      from += writer.writeSync(bytes.subarray(from));
    } catch (error) {
      // Another process may have made the pipe non-blocking: it is only full for the moment.
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** What to do about writes that may block. */
export interface Deferral {
  /** Output waits for {@link passOnOutput}, which should be called soon. */
  readonly onWaiting: () => void;
  /** Told before and after a write that may block nevertheless, because too much waits. */
  readonly guard: (blocking: boolean) => void;
}

/** The present one; without it, everything is written at once. */
let deferral: Deferral | undefined;
/** Output that waits, of both streams, in order. */
const waiting: { readonly stream: Stream; bytes: Uint8Array }[] = [];
let waitingBytes = 0;

class Stream {
  #buffer = new Uint8Array(CAPACITY);
  #length = 0;
  readonly #writer: SyncWriter & { write(bytes: Uint8Array): Promise<number> };
  readonly #name: string;
  readonly #byLine: boolean;
  #failed = false;

  constructor(
    writer: SyncWriter & { write(bytes: Uint8Array): Promise<number> },
    name: string,
    byLine: boolean,
  ) {
    this.#writer = writer;
    this.#name = name;
    this.#byLine = byLine;
  }

  write(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#buffer.length) this.flush();
    if (bytes.length > this.#buffer.length) {
      this.#send(bytes);
      return;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    if (this.#byLine && bytes.includes(NEWLINE)) this.flush();
  }

  flush(mayWait?: boolean): void {
    const length = this.#length;
    this.#length = 0;
    if (length > 0) this.#send(this.#buffer.subarray(0, length), mayWait);
  }

  /** Takes more bytes before it writes them. */
  grow(capacity: number): void {
    this.flush();
    if (!this.#byLine) this.#buffer = new Uint8Array(capacity);
  }

  #send(bytes: Uint8Array, mayWait = bytes.length >= MIN_DEFERRED): void {
    if (this.#failed) return;
    if (waiting.length === 0 && (deferral === undefined || !mayWait)) {
      this.put(bytes);
      return;
    }
    waiting.push({ stream: this, bytes: bytes.slice() });
    waitingBytes += bytes.length;
    if (deferral === undefined || waitingBytes > MAX_WAITING) writeWaiting();
    else deferral.onWaiting();
  }

  /** Writes bytes at once. */
  put(bytes: Uint8Array): void {
    if (this.#failed) return;
    try {
      writeAll(this.#writer, bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Writes some of the bytes without blocking this thread; returns how many. */
  async putSome(bytes: Uint8Array): Promise<number> {
    if (this.#failed) return bytes.length;
    try {
      return await this.#writer.write(bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Drops what comes from now on. */
  abandon(): void {
    this.#length = 0;
    this.#failed = true;
  }

  #fail(error: unknown): never {
    this.#failed = true;
    const failure = fileError("write", this.#name, error);
    if (!(error instanceof Deno.errors.BrokenPipe)) throw failure;
    throw new CommandError(failure.message, { shown: true, status: BROKEN_PIPE_STATUS });
  }
}

/** Writes what waits. */
function writeWaiting(): void {
  if (waiting.length === 0) return;
  deferral?.guard(true);
  try {
    for (const { stream, bytes } of waiting.splice(0)) stream.put(bytes);
  } finally {
    waitingBytes = 0;
    deferral?.guard(false);
  }
}

const encoder = new TextEncoder();
const stdout = new Stream(Deno.stdout, "standard output", Deno.stdout.isTerminal());
const stderr = new Stream(Deno.stderr, "standard error", true);

/** Whether standard error shows colours: on a terminal, without NO_COLOR. */
export const errorIsColoured: boolean = !Deno.noColor && Deno.stderr.isTerminal();

/** How to mark text on standard error. */
export const errorStyle: TextStyle = errorIsColoured ? COLOURED : PLAIN;

/** How to mark text on standard output. */
export const outputStyle: TextStyle = !Deno.noColor && Deno.stdout.isTerminal() ? COLOURED : PLAIN;

/** Writes bytes to standard output. */
export function writeOutput(bytes: Uint8Array): void {
  stderr.flush();
  stdout.write(bytes);
}

/** Writes bytes to standard error, after everything that went to standard output before. */
export function writeError(bytes: Uint8Array): void {
  stdout.flush();
  stderr.write(bytes);
}

/** Writes text to standard output, with control characters escaped. */
export function print(text: string): void {
  writeOutput(encoder.encode(printableLines(text, outputStyle === COLOURED)));
}

/** Writes text to standard error, with control characters escaped. */
export function printError(text: string): void {
  writeError(encoder.encode(printableLines(text, errorIsColoured)));
}

/** Writes what is still buffered. Must run before the program ends. */
export function flushOutput(): void {
  stdout.flush();
  stderr.flush();
  writeWaiting();
}

/** Whether output waits for {@link passOnOutput}. */
export function outputWaits(): boolean {
  return waiting.length > 0;
}

/**
 * Writes all output without blocking this thread. When `over` comes first, it returns false: output that still
 * waits for standard output is lost, and so is what comes later.
 */
export async function passOnOutput(over: Promise<void>): Promise<boolean> {
  stdout.flush(true);
  stderr.flush(true);
  const isOver = over.then(() => undefined);
  for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
    const { stream, bytes } = first;
    const count = await Promise.race([stream.putSome(bytes), isOver]);
    if (count === undefined) {
      abandonOutput();
      return false;
    }
    waitingBytes -= count;
    if (count >= bytes.length) waiting.shift();
    else first.bytes = bytes.subarray(count);
  }
  return true;
}

/** Gives up standard output, which its reader does not take. */
function abandonOutput(): void {
  stdout.abandon();
  // Of a write that is under way, nobody knows how far it came.
  for (const { stream, bytes } of waiting.splice(0).slice(1)) stream.put(bytes);
  waitingBytes = 0;
}

function readInput(): number {
  try {
    return Deno.stdin.readSync(input) ?? 0;
  } catch (error) {
    throw fileError("read", "standard input", error);
  }
}

/**
 * Makes writes that may block wait for {@link passOnOutput}; undefined ends that. With `grow`, writes get fewer
 * and larger.
 */
export function deferWrites(how: Deferral | undefined, { grow = false } = {}): void {
  if (grow) stdout.grow(DEFERRED_CAPACITY);
  deferral = how;
}

const input = new Uint8Array(CAPACITY);
let inputStart = 0;
let inputEnd = 0;
/** Whether the input has ended; a terminal can go on after its end. */
let inputEnded = false;

/** Takes bytes that were read before; their number. */
function takeInput(buffer: Uint8Array): number {
  const bytes = input.subarray(inputStart, Math.min(inputEnd, inputStart + buffer.length));
  buffer.set(bytes);
  inputStart += bytes.length;
  return bytes.length;
}

/** Reads standard input without blocking this thread, for {@link standardInput}. */
export async function readAhead(): Promise<void> {
  try {
    const count = await Deno.stdin.read(input);
    inputStart = 0;
    inputEnd = count ?? 0;
    inputEnded = inputEnd === 0;
  } catch (error) {
    throw fileError("read", "standard input", error);
  }
}

/** Standard input for the guest, as far as {@link readAhead} has read it. */
export const standardInput = {
  /** Reads some bytes into the buffer; 0 at the end, and undefined when more must be read ahead. */
  read(buffer: Uint8Array): number | undefined {
    if (inputStart < inputEnd) return takeInput(buffer);
    if (!inputEnded) return undefined;
    inputEnded = false;
    return 0;
  },
};

/** Standard input that blocks. Output is flushed before a read, since it may be a prompt. */
export const blockingInput = {
  /** Reads some bytes into the buffer; 0 at the end. */
  read(buffer: Uint8Array): number {
    if (inputStart === inputEnd) {
      flushOutput();
      inputStart = 0;
      deferral?.guard(true);
      inputEnd = readInput();
      deferral?.guard(false);
    }
    return takeInput(buffer);
  },
};
