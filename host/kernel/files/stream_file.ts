// SPDX-License-Identifier: MPL-2.0
// The standard streams: open files over whatever the host passes for them. They look like pipes to the
// process, whatever they are on the host, so that it does the same everywhere.

import { anonymousStatus, OpenFile, type OpenStatus } from "./open_file.ts";
import { O } from "../abi/open_flags.ts";

/** Where a process reads its standard input from. */
export type Input = Uint8Array | {
  /** Fills the start of the buffer and gives the number of bytes; 0 is the end. */
  read(buffer: Uint8Array): number;
};

/** Where a process's output goes. The bytes are the receiver's to keep. */
export type Output = (bytes: Uint8Array<ArrayBuffer>) => void;

/** Bytes read from the host at once, so that a guest's large buffer costs nothing when little comes. */
const MAX_READ = 1 << 20;
const MODE = 0o600;

/** A file over the host's input. */
export class InputStream extends OpenFile {
  readonly #input: Input;
  #waiting: Uint8Array;

  /** Reads from that input. */
  constructor(input: Input) {
    super(O.RDONLY);
    this.#input = input;
    this.#waiting = input instanceof Uint8Array ? input : new Uint8Array();
  }

  override status(): OpenStatus {
    return anonymousStatus("fifo", MODE, 1);
  }

  override get available(): number {
    return this.#waiting.length;
  }

  override peek(limit: number): Uint8Array {
    if (this.#waiting.length === 0 && limit > 0) this.#waiting = this.#fetch(limit);
    return this.#waiting.subarray(0, limit);
  }

  override consume(count: number): void {
    this.#waiting = this.#waiting.subarray(count);
  }

  #fetch(limit: number): Uint8Array {
    if (this.#input instanceof Uint8Array) return new Uint8Array();
    const buffer = new Uint8Array(Math.min(limit, MAX_READ));
    return buffer.subarray(0, this.#input.read(buffer));
  }
}

/** A file over the host's output. */
export class OutputStream extends OpenFile {
  readonly #output: Output;
  readonly #number: number;

  /** Writes to that output, which is the stream of that number. */
  constructor(output: Output, number: number) {
    super(O.WRONLY);
    this.#output = output;
    this.#number = number;
  }

  override status(): OpenStatus {
    return anonymousStatus("fifo", MODE, this.#number + 1);
  }

  override get available(): number {
    return 0;
  }

  override write(bytes: Uint8Array<ArrayBuffer>): number {
    if (bytes.length > 0) this.#output(bytes);
    return bytes.length;
  }
}
