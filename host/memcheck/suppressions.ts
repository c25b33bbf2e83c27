// SPDX-License-Identifier: MPL-2.0
// Suppressions: errors that are known and should not be reported, in Valgrind's format. Takes the
// text of a file; frames name functions and source files, with * and ? as in a shell.

import type { StackFrame } from "./call_stacks.ts";
import type { ErrorKind } from "./errors.ts";
import { withoutOffset } from "../symbols/locations.ts";

/** A suppression. */
export interface Suppression {
  /** Its name, which is only for people. */
  readonly name: string;
  /** The errors that it is about. */
  readonly matches: (kind: ErrorKind, message: string) => boolean;
  /** Its frames, innermost first: patterns of functions or files, or any number of frames. */
  readonly frames: readonly FramePattern[];
}

/** A frame of a suppression. */
export type FramePattern =
  | { readonly kind: "function" | "file"; readonly pattern: RegExp }
  | { readonly kind: "any number" };

/** Thrown for a file that is not in the format. */
export class SuppressionError extends Error {
  /** The line that is wrong, from 1. */
  readonly line: number;

  /** An error at a line. */
  constructor(message: string, line: number) {
    super(message);
    this.name = "SuppressionError";
    this.line = line;
  }
}

const SIZED = /^(?:Addr|Value)(\d+)$/;

/** The errors that a kind such as `Memcheck:Addr4` stands for; undefined if there is no such kind. */
function matcherOf(text: string): Suppression["matches"] | undefined {
  const kind = text.replace(/^Memcheck:/, "");
  const size = SIZED.exec(kind)?.[1];
  const hasSize = (message: string) => message.endsWith(` of size ${size}`);
  if (kind.startsWith("Addr") && size !== undefined) {
    return (kind, message) =>
      (kind === "invalid read" || kind === "invalid write") && hasSize(message);
  }
  if (kind.startsWith("Value") && size !== undefined) {
    return (kind, message) => kind === "undefined address" && hasSize(message);
  }
  switch (kind) {
    case "Cond":
    case "Value0":
      return (kind) => kind === "undefined condition";
    case "Free":
      return (kind) => kind === "invalid free" || kind === "mismatched free";
    case "Param":
      return (kind) => kind.includes("system call");
    case "Overlap":
      return (kind) => kind === "overlap";
    default:
      return undefined;
  }
}

/** A pattern of a shell as a regular expression. */
function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

/**
 * Reads suppressions.
 *
 * @throws {SuppressionError} for text that is not in the format
 */
export function parseSuppressions(text: string): Suppression[] {
  const found: Suppression[] = [];
  const lines = text.split("\n").map((line) => line.trim());
  let at = 0;
  const next = (wanted: string): string => {
    while (at < lines.length && (lines[at] === "" || lines[at]?.startsWith("#"))) at++;
    const line = lines[at++];
    if (line === undefined) {
      throw new SuppressionError(`the file ends where ${wanted} must be`, lines.length);
    }
    return line;
  };
  const isMore = () => lines.slice(at).some((line) => line !== "" && !line.startsWith("#"));
  while (isMore()) {
    if (next('a line with "{"') !== "{") throw new SuppressionError('"{" must be here', at);
    const name = next("a name");
    const kind = next("a kind");
    const matches = matcherOf(kind);
    if (matches === undefined) {
      throw new SuppressionError(`unknown kind ${kind}; it is Memcheck:Addr4, Memcheck:Cond …`, at);
    }
    const frames: FramePattern[] = [];
    for (let line = next("a frame"); line !== "}"; line = next('"}"')) {
      const [, word, pattern = ""] = /^(fun|obj|src):(.*)$/.exec(line) ?? [];
      if (line === "...") frames.push({ kind: "any number" });
      else if (word === "fun") frames.push({ kind: "function", pattern: patternOf(pattern) });
      else if (word === "src") {
        frames.push({ kind: "file", pattern: patternOf(pattern.replace(/:\d+$/, "")) });
      } else if (word === undefined && frames.length > 0) {
        throw new SuppressionError(`unknown frame ${line}; it is fun:NAME, src:FILE or ...`, at);
      }
      // An object, and the system call of Memcheck:Param, say nothing here.
    }
    found.push({ name, matches, frames });
  }
  return found;
}

/** Whether frames begin as patterns say. */
function begins(frames: readonly StackFrame[], patterns: readonly FramePattern[]): boolean {
  const [first, ...rest] = patterns;
  if (first === undefined) return true;
  if (first.kind === "any number") {
    return frames.some((_, index) => begins(frames.slice(index), rest)) || rest.length === 0;
  }
  const [frame, ...outer] = frames;
  const text = first.kind === "function"
    ? frame?.symbol && withoutOffset(frame.symbol)
    : frame?.location?.file;
  return text !== undefined && first.pattern.test(text) && begins(outer, rest);
}

/** Whether a suppression hides an error with those frames. */
export function isSuppressed(
  suppressions: readonly Suppression[],
  { kind, message }: { readonly kind: ErrorKind; readonly message: string },
  frames: readonly StackFrame[],
): boolean {
  return suppressions.some((suppression) =>
    suppression.matches(kind, message) && begins(frames, suppression.frames)
  );
}
