// SPDX-License-Identifier: MPL-2.0
// The values of options: counts, sizes, addresses and ranges. Each parser takes the option's name for its
// message, and throws UsageError with the allowed form when the text is invalid.

import { absolutePath } from "../../kernel/files/name_space.ts";
import { UsageError } from "./options.ts";

const SIZE_UNITS: Readonly<Record<string, number>> = {
  "": 1,
  "K": 2 ** 10,
  "M": 2 ** 20,
  "G": 2 ** 30,
  "T": 2 ** 40,
};

/** Timers of the host take no more milliseconds than 2^31. */
const MAX_SECONDS = 2_000_000;

/** The error for a value that an option does not take, with the reason or the allowed form. */
export function invalidValue(option: string, text: string, reason: string): UsageError {
  return new UsageError(`invalid value "${text}" for ${option}: ${reason}`);
}

/** A whole number of zero or more: `1000`, `1_000_000`, `10k` and `10M` (thousand and million). */
export function parseCount(option: string, text: string): number {
  const [, digits = "", unit = ""] = /^(\d[\d_]*)([kKmMgG]?)$/.exec(text) ?? [];
  const scale = { "": 1, K: 1e3, M: 1e6, G: 1e9 }[unit.toUpperCase()] ?? 1;
  const count = Number(digits.replaceAll("_", "")) * scale;
  if (digits === "" || !Number.isSafeInteger(count)) {
    throw invalidValue(option, text, "must be a count such as 5000 or 10M");
  }
  return count;
}

/** A time in seconds, more than zero: `10`, `0.5`, `10s`. */
export function parseSeconds(option: string, text: string): number {
  const [, digits] = /^(\d+|\d*\.\d+)s?$/.exec(text) ?? [];
  const seconds = Number(digits);
  if (digits === undefined || seconds === 0 || seconds > MAX_SECONDS) {
    throw invalidValue(option, text, "must be a number of seconds such as 10 or 0.5");
  }
  return seconds;
}

/** One of `choices`. */
export function parseChoice<Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) {
    throw invalidValue(option, text, `must be one of ${choices.join(", ")}`);
  }
  return choice;
}

/** A size in bytes: `4096`, `0x1000`, `64K`, `64M`, `64MiB`, `1G`. */
export function parseSize(option: string, text: string): number {
  const [, digits = "", unit = ""] = /^(0x[\da-f]+|\d[\d_]*)([kmgt]?)(?:i?b)?$/i.exec(text) ?? [];
  const size = Number(digits.replaceAll("_", "")) * (SIZE_UNITS[unit.toUpperCase()] ?? NaN);
  if (digits === "" || !Number.isSafeInteger(size)) {
    throw invalidValue(option, text, "must be a size such as 64M or 1G");
  }
  return size;
}

/** An unsigned 64-bit number: `65536` or `0x10000`. */
export function parseAddress(option: string, text: string): bigint {
  if (/^(0x[\da-f]+|\d+)$/i.test(text)) {
    const value = BigInt(text);
    if (value < 1n << 64n) return value;
  }
  throw invalidValue(option, text, "must be an address such as 0x10000");
}

/** A range of addresses: `0x1000-0x2000` (the end is exclusive), `0x1000+256`, or one address. */
export function parseRange(option: string, text: string): { start: bigint; end: bigint } {
  const [, first = "", sign, second = ""] = /^([^-+]+)(?:([-+])(.+))?$/.exec(text) ?? [];
  const start = parseAddress(option, first);
  if (sign === undefined) return { start, end: start + 1n };
  const number = parseAddress(option, second);
  const end = sign === "+" ? start + number : number;
  if (end <= start) {
    throw invalidValue(option, text, "the range is empty");
  }
  return { start, end };
}

/** An environment variable: `NAME=VALUE`. */
export function parseVariable(option: string, text: string): [name: string, value: string] {
  const equals = text.indexOf("=");
  if (equals < 1) {
    throw invalidValue(option, text, "must be NAME=VALUE");
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/** How a program uses a directory: it alone may write it, or others too, or it only reads, or writes a copy in memory. */
export type DirectoryMode = "rw" | "shared" | "ro" | "cow";

/** A directory of the host that the program can use. */
export interface GrantedDirectory {
  /** Its path on the host. */
  readonly host: string;
  /** Its absolute path for the program. */
  readonly guest: string;
  /** How the program uses it. */
  readonly mode: DirectoryMode;
}

const DIRECTORY_MODES: readonly string[] = ["rw", "shared", "ro", "cow"];

/**
 * A directory for the program: `HOST`, which has the same path there, or `HOST:GUEST`; both with `:` and a
 * mode, or else the program may write it. A relative path starts at the program's `/`.
 */
export function parseDirectory(option: string, text: string): GrantedDirectory {
  const [host = "", ...rest] = text.split(":");
  const mode = DIRECTORY_MODES.includes(rest.at(-1) ?? "") ? rest.pop() : "rw";
  const [guest = host] = rest;
  if (host === "" || guest === "" || rest.length > 1) {
    throw invalidValue(
      option,
      text,
      "must be HOST[:GUEST][:MODE], such as data:/data:ro; MODE is ro, cow, shared or rw",
    );
  }
  return { host, guest: absolutePath(guest), mode: mode as DirectoryMode };
}

/** How much a program may add to each directory: `SIZE,FILES`, such as `64M,1000`. */
export function parseDirectoryLimit(
  option: string,
  text: string,
): { readonly bytes: number; readonly files: number } {
  const [size = "", files = "", ...rest] = text.split(",");
  if (size === "" || files === "" || rest.length > 0) {
    throw invalidValue(option, text, "must be SIZE,FILES, such as 64M,1000");
  }
  return { bytes: parseSize(option, size), files: parseCount(option, files) };
}
