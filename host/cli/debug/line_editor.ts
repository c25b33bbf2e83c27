// SPDX-License-Identifier: MPL-2.0
// Reads lines from a terminal, with editing, history and completion. Guarantees: the terminal is as it was when
// this ends, also by a signal.

import { createInterface, type Interface } from "node:readline";
import process from "node:process";

/** What can stand where the cursor is. */
export interface Completion {
  /** The word to complete. */
  readonly word: string;
  /** What begins with it. */
  readonly choices: readonly string[];
}

/** How a terminal is used. */
export interface LineEditorOptions {
  /** What a line may go on with. */
  readonly complete: (line: string) => Completion;
  /** Called for Ctrl-C while no line is asked for. */
  readonly onInterrupt: () => void;
}

/** Lines of older history that are kept. */
const HISTORY = 1000;

/** The signals that end this process. */
const SIGNALS = { SIGTERM: 15, SIGHUP: 1 } as const;

/** Reads lines from the terminal that standard input is. */
export class LineEditor implements Disposable {
  readonly #interface: Interface;
  readonly #listeners: readonly (() => void)[];
  readonly #lines: string[] = [];
  #wake: ((line: string | undefined) => void) | undefined;
  #closed = false;
  #prompt = "";

  /** Takes over the terminal. */
  constructor({ complete, onInterrupt }: LineEditorOptions) {
    this.#interface = createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: true,
      historySize: HISTORY,
      removeHistoryDuplicates: true,
      completer: (line: string) => {
        const { word, choices } = complete(line);
        return [[...choices], word];
      },
    });
    this.#interface.on("line", (line: string) => this.#arrived(line));
    this.#interface.on("close", () => {
      this.#closed = true;
      this.#arrived(undefined);
    });
    this.#interface.on("SIGINT", () => {
      if (this.#wake === undefined) {
        onInterrupt();
        return;
      }
      // As in GDB, Ctrl-C at the prompt gives up the line.
      process.stdout.write("^C\n");
      this.#interface.write(null, { ctrl: true, name: "e" });
      this.#interface.write(null, { ctrl: true, name: "u" });
      this.#interface.prompt();
    });
    this.#listeners = Object.entries(SIGNALS).map(([name, number]) => {
      const signal = name as keyof typeof SIGNALS;
      const listen = () => {
        this[Symbol.dispose]();
        Deno.exit(128 + number);
      };
      Deno.addSignalListener(signal, listen);
      return () => Deno.removeSignalListener(signal, listen);
    });
  }

  /** The next line; undefined at the end of input. */
  async read(prompt: string): Promise<string | undefined> {
    const early = this.#lines.shift();
    if (early !== undefined) return early;
    if (this.#closed) return undefined;
    this.#prompt = prompt;
    this.#interface.setPrompt(this.#prompt);
    this.#interface.prompt();
    return await new Promise((resolve) => this.#wake = resolve);
  }

  /** Gives the terminal back. */
  [Symbol.dispose](): void {
    for (const remove of this.#listeners) remove();
    if (!this.#closed) this.#interface.close();
  }

  #arrived(line: string | undefined): void {
    const wake = this.#wake;
    this.#wake = undefined;
    if (wake !== undefined) wake(line);
    else if (line !== undefined) this.#lines.push(line);
  }
}
