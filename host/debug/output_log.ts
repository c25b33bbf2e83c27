// SPDX-License-Identifier: MPL-2.0
// What a program has written to its standard streams, with the moment of each byte. Give its functions to the
// process as its streams. The past is repeated without output, so each byte is logged once.

import type { Process } from "../process.ts";

/** A stream that the program writes to. */
export type OutputStream = "stdout" | "stderr";

/** What one system call wrote. */
export interface OutputPiece {
  /** The stream. */
  readonly stream: OutputStream;
  /** The number of its first byte among all that went to that stream, from 0. */
  readonly offset: number;
  /** How many instructions had retired before the call. */
  readonly instruction: number;
  /** The bytes. */
  readonly bytes: Uint8Array;
}

/** The output of one process. */
export class OutputLog {
  readonly #pieces: OutputPiece[] = [];
  readonly #lengths = { stdout: 0, stderr: 0 };
  #process: Process | undefined;
  /** Called with each piece as it is written. */
  onOutput: ((piece: OutputPiece) => void) | undefined;
  /** For `ProcessOptions.stdout`. */
  readonly stdout = (bytes: Uint8Array): void => this.#write("stdout", bytes);
  /** For `ProcessOptions.stderr`. */
  readonly stderr = (bytes: Uint8Array): void => this.#write("stderr", bytes);

  /** Begins to log the output of a process, which must use the functions of this log. */
  attach(process: Process): void {
    this.#process = process;
  }

  /** Everything, in the order in which it was written. */
  get pieces(): readonly OutputPiece[] {
    return this.#pieces;
  }

  /** How many bytes went to a stream so far. */
  length(stream: OutputStream): number {
    return this.#lengths[stream];
  }

  /** The piece with a byte of a stream; undefined if it has not been written. */
  pieceAt(stream: OutputStream, offset: number): OutputPiece | undefined {
    return this.#pieces.findLast((piece) =>
      piece.stream === stream && piece.offset <= offset &&
      offset < piece.offset + piece.bytes.length
    );
  }

  /** What had been written when that many instructions had retired. */
  before(instruction: number): readonly OutputPiece[] {
    const end = this.#pieces.findIndex((piece) => piece.instruction >= instruction);
    return end < 0 ? this.#pieces : this.#pieces.slice(0, end);
  }

  #write(stream: OutputStream, bytes: Uint8Array): void {
    const piece: OutputPiece = {
      stream,
      offset: this.#lengths[stream],
      instruction: this.#process?.machine.instructions ?? 0,
      bytes: bytes.slice(),
    };
    this.#lengths[stream] += bytes.length;
    this.#pieces.push(piece);
    this.onOutput?.(piece);
  }
}
