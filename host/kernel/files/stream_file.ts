// SPDX-License-Identifier: MPL-2.0
// The standard streams, over whatever the host passes for them. They always look like pipes to the process,
// so that it behaves the same on every host.

import { O } from "../abi/open_flags.ts";
import { anonymousStatus, OpenFile, type OpenStatus } from "./open_file.ts";

/** The standard input of a process. */
export type Input = Uint8Array | {
  /**
   * Fills the start of the buffer; returns the number of bytes, 0 at the end. When it returns undefined,
   * there is nothing yet: the run ends with the outcome "input", and the next one asks again.
   */
  read(buffer: Uint8Array): number | undefined;
};

/** Thrown when there is no input yet: the system call has done nothing, and is made again. */
export class InputPending extends Error {
  override readonly name = "InputPending";
}

/**
 * Receives the output of a process. A function may keep the bytes. The `write` of an object must not, as they
 * change after it has returned; that spares a new array for each small write.
 */
export type Output = ((bytes: Uint8Array<ArrayBuffer>) => void) | {
  /** Writes the bytes, or copies them. */
  write(bytes: Uint8Array<ArrayBuffer>): void;
};

/** The most bytes read from the host at once: a guest's buffer can be larger than what arrives. */
const MAX_READ = 1 << 20;
const MODE = 0o600;

/** Standard input. */
export class InputStream extends OpenFile {
  readonly #input: Input;
  #waiting: Uint8Array;

  /** Reads from `input`. */
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
    const count = this.#input.read(buffer);
    if (count === undefined) throw new InputPending("Cannot read: there is no input yet");
    return buffer.subarray(0, count);
  }
}

/** Standard output or standard error. */
export class OutputStream extends OpenFile {
  readonly #write: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly #number: number;

  /** Writes to `output`, as descriptor `number`. */
  constructor(output: Output, number: number) {
    super(O.WRONLY);
    this.#write = typeof output === "function"
      ? (bytes) => output(ownArray(bytes))
      : (bytes) => output.write(bytes);
    this.#number = number;
  }

  override status(): OpenStatus {
    return anonymousStatus("fifo", MODE, this.#number + 1);
  }

  override get available(): number {
    return 0;
  }

  override write(bytes: Uint8Array<ArrayBuffer>): number {
    if (bytes.length > 0) this.#write(bytes);
    return bytes.length;
  }
}

/** The bytes in an array that nobody else uses: a part of a larger one is used again. */
function ownArray(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
}
