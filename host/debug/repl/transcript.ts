// SPDX-License-Identifier: MPL-2.0
// One text of two speakers: lines of the program's output begin with a mark, the debugger's own do not. Takes
// bytes of the program at any point, also in the middle of a line or a character.

import type { OutputStream } from "../output_log.ts";

/** What begins a line of each stream. */
const MARKS: Readonly<Record<OutputStream, string>> = { stdout: "| ", stderr: "! " };

/** Merges the program's output and the debugger's. */
export class Transcript {
  readonly #write: (text: string) => void;
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  /** The stream whose line is not complete. */
  #open: OutputStream | undefined;

  /** A transcript that goes to a function. */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** What the debugger says. */
  own(text: string): void {
    if (text === "") return;
    this.#close();
    this.#write(text);
  }

  /** What the program writes. */
  program(stream: OutputStream, bytes: Uint8Array): void {
    const text = this.#decoders[stream].decode(bytes, { stream: true });
    if (text === "") return;
    if (this.#open !== stream) this.#close();
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    let shown = "";
    for (const line of lines) {
      shown += `${this.#open === undefined ? MARKS[stream] : ""}${line}\n`;
      this.#open = undefined;
    }
    if (last !== "") {
      shown += `${this.#open === undefined ? MARKS[stream] : ""}${last}`;
      this.#open = stream;
    }
    this.#write(shown);
  }

  #close(): void {
    if (this.#open !== undefined) this.#write("\n");
    this.#open = undefined;
  }
}
