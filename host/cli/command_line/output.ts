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
const GUARDED_CAPACITY = 1 << 20;
/** Writes of fewer bytes are not guarded: they rarely block. */
const MIN_GUARDED = 1 << 12;
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

/** Told before and after a write that may block. */
let guard: ((blocking: boolean) => void) | undefined;

class Stream {
  #buffer = new Uint8Array(CAPACITY);
  #length = 0;
  readonly #writer: SyncWriter;
  readonly #name: string;
  readonly #byLine: boolean;
  #failed = false;

  constructor(writer: SyncWriter, name: string, byLine: boolean) {
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

  flush(): void {
    const length = this.#length;
    this.#length = 0;
    if (length > 0) this.#send(this.#buffer.subarray(0, length));
  }

  /** Takes more bytes before it writes them. */
  grow(capacity: number): void {
    this.flush();
    if (!this.#byLine) this.#buffer = new Uint8Array(capacity);
  }

  #send(bytes: Uint8Array): void {
    if (this.#failed) return;
    try {
      if (guard === undefined || bytes.length < MIN_GUARDED) {
        writeAll(this.#writer, bytes);
      } else {
        guard(true);
        writeAll(this.#writer, bytes);
        guard(false);
      }
    } catch (error) {
      this.#failed = true;
      const failure = fileError("write", this.#name, error);
      if (!(error instanceof Deno.errors.BrokenPipe)) throw failure;
      throw new CommandError(failure.message, { shown: true, status: BROKEN_PIPE_STATUS });
    }
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
}

function readInput(): number {
  try {
    return Deno.stdin.readSync(input) ?? 0;
  } catch (error) {
    throw fileError("read", "standard input", error);
  }
}

/**
 * Calls a function with true before each write that may block, and with false after it. Writes get fewer
 * and larger for that. Undefined ends it.
 */
export function guardWrites(tell: ((blocking: boolean) => void) | undefined): void {
  if (tell !== undefined) stdout.grow(GUARDED_CAPACITY);
  guard = tell;
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
      guard?.(true);
      inputEnd = readInput();
      guard?.(false);
    }
    return takeInput(buffer);
  },
};
