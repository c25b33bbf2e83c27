// SPDX-License-Identifier: MPL-2.0
// What the commands of the debugger share: the debugger, the selected frame, and what was looked at last.

import type { SourceLocation } from "../../../asm/object/program.ts";
import type { Rerun } from "../../stories/rerun.ts";
import type { TextStyle } from "../../text/style.ts";
import type { Debugger } from "../debugger.ts";
import { type Format, FORMATS } from "../expressions/format.ts";
import type { CallFrame } from "../frames.ts";
import { ExpressionError } from "../expressions/parser.ts";

/** A command cannot be carried out: one line that says why. */
export class CommandFailure extends Error {
  /** The name of the class. */
  override readonly name = "CommandFailure";
}

/** What the commands need of their surroundings. */
export interface Surroundings {
  /** Shows text, which ends its lines. */
  readonly write: (text: string) => void;
  /** How to mark text. */
  readonly style: TextStyle;
  /** Starts the program again, for stories; undefined if that cannot be done. */
  readonly rerun: Rerun | undefined;
  /** The text of a file with commands; throws an error with a message when it cannot be read. */
  readonly readScript: (path: string) => string;
}

/** An expression that is shown at every stop. */
export interface Display {
  readonly number: number;
  readonly text: string;
  readonly format: Format | undefined;
  enabled: boolean;
}

/** The state of one session. */
export class Context {
  readonly debug: Debugger;
  readonly surroundings: Surroundings;
  /** The expressions that are shown at every stop. */
  readonly displays: Display[] = [];
  /** The commands to carry out when a stop point is met, by its number. */
  readonly commands: Map<number, readonly string[]> = new Map();
  /** Moments with names. */
  readonly bookmarks: Map<string, number> = new Map();
  /** What `list` shows next; undefined to begin around the frame's line. */
  listed: { readonly file: string; readonly first: number; readonly last: number } | undefined;
  /** What `x` shows next. */
  examined: { address: bigint; format: string; size: string } = {
    address: 0n,
    format: "x",
    size: "w",
  };
  #selected = 0;

  /** A session with a debugger. */
  constructor(debug: Debugger, surroundings: Surroundings) {
    this.debug = debug;
    this.surroundings = surroundings;
  }

  /** Shows text. */
  write(text: string): void {
    this.surroundings.write(text);
  }

  /** The selected frame. */
  get frame(): CallFrame {
    return this.debug.frame(this.#selected);
  }

  /** Selects a frame; throws an ExpressionError if there is none of that number. */
  select(index: number): CallFrame {
    const frame = this.debug.frame(index);
    this.#selected = index;
    this.listed = undefined;
    return frame;
  }

  /** After a movement: selects the innermost frame. */
  moved(): void {
    this.#selected = 0;
    this.listed = undefined;
  }

  /** A whole number from an expression. */
  count(text: string, what: string): number {
    const value = Number(this.debug.evaluate(text, this.frame).number);
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new CommandFailure(`${what} cannot be ${value}`);
    }
    return value;
  }

  /** The text of a source line. */
  source(location: SourceLocation): string | undefined {
    return this.debug.program?.lines.text(location);
  }
}

/** Whether an error is one that a command reports in a line. */
export function isReported(error: unknown): error is Error {
  return error instanceof CommandFailure || error instanceof ExpressionError;
}

/** What a command's text asks for: `/FMT`, and the rest. */
export function splitFormat(text: string): { readonly format: string; readonly rest: string } {
  const [, format = "", rest = ""] = /^\/(\S+)\s*(.*)$/s.exec(text) ?? ["", "", text];
  return { format, rest: rest.trim() };
}

/** The format of `print/x`. */
export function formatOf(letters: string): Format | undefined {
  if (letters === "") return undefined;
  const format = FORMATS.find((each) => each === letters);
  if (format !== undefined) return format;
  throw new CommandFailure(`unknown format /${letters}; there are ${FORMATS.join(", ")}`);
}
