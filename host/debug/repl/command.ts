// SPDX-License-Identifier: MPL-2.0
// The form of a command of the debugger.

import type { Context } from "./context.ts";

/** What an argument names, for completion. */
export type ArgumentKind = "code" | "expression" | "command" | "point" | "none";

/** A command. */
export interface ReplCommand {
  /** Its name; two words for `info registers`. */
  readonly name: string;
  /** Other names. Unambiguous beginnings of names work, too. */
  readonly aliases?: readonly string[];
  /** What follows the name. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly help: string;
  /** What an empty line does after it: the same again, or the same without its argument, or nothing. */
  readonly repeat: "same" | "bare" | "no";
  /** What its argument names. */
  readonly argument: ArgumentKind;
  /** Carries it out; throws an error that a line is made of. */
  readonly run: (context: Context, argument: string) => void | Promise<void>;
}
