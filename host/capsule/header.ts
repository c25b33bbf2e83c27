// SPDX-License-Identifier: MPL-2.0
// The header of a capsule, as JSON: how the program was started, and how its run ended. Reading checks every
// field.

import { CapsuleError } from "./capsule_error.ts";

/** How a recorded run ended. */
export type RecordedEnd =
  /** The program exited. */
  | { readonly kind: "exited"; readonly status: number }
  /** A signal of that number killed it. */
  | { readonly kind: "killed"; readonly signal: number }
  /** It would have blocked forever in that system call. */
  | { readonly kind: "waiting"; readonly call: string }
  /** It was stopped, at a limit or from outside, and `by` says how; it could have gone on. */
  | { readonly kind: "stopped"; readonly by: string };

/** The header. */
export interface Header {
  /** Which version of Leveret recorded the run. */
  readonly version: string;
  /** The name of the program's file. */
  readonly name: string;
  /** Whether the process could read its executable. */
  readonly executable: boolean;
  /** The path of the interpreter of a dynamically linked program. */
  readonly interpreter?: string | undefined;
  /** See ProcessOptions. */
  readonly args: readonly string[];
  /** See ProcessOptions. */
  readonly env: Readonly<Record<string, string>>;
  /** See ProcessOptions. */
  readonly workingDirectory: string;
  /** See ProcessOptions. */
  readonly memoryLimit?: number | undefined;
  /** See ProcessOptions. */
  readonly seed?: number | undefined;
  /** Whose calls ecall makes, if not Linux's. */
  readonly ecalls?: string | undefined;
  /** What was mounted. */
  readonly mounts: readonly { readonly at: string; readonly readOnly: boolean }[];
  /** The streams whose output the process kept, which counts towards its memory limit. */
  readonly keeps: readonly string[];
  /** How the run ended. */
  readonly end: RecordedEnd;
  /** How many instructions had retired then. */
  readonly instructions: number;
  /** The hash of its state then, in hexadecimal. */
  readonly hash: string;
}

/** The most mounts and arguments. */
const MAX_ENTRIES = 100_000;

const ENCODER = new TextEncoder();

/** The header as bytes. */
export function writeHeader(header: Header): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(JSON.stringify(header));
}

/**
 * The header in those bytes.
 *
 * @throws {CapsuleError} when it makes no sense
 */
export function readHeader(bytes: Uint8Array | undefined): Header {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw senseless("header");
  }
  const header = record(value, "header");
  const { executable } = header;
  if (typeof executable !== "boolean") throw senseless("executable");
  return {
    executable,
    version: text(header, "version"),
    name: text(header, "name"),
    interpreter: optional(header, "interpreter", text),
    args: list(header, "args").map((arg) => string(arg, "args")),
    env: Object.fromEntries(
      Object.entries(record(header.env, "env")).map((
        [name, value],
      ) => [name, string(value, "env")]),
    ),
    workingDirectory: text(header, "workingDirectory"),
    memoryLimit: optional(header, "memoryLimit", count),
    seed: optional(header, "seed", count),
    ecalls: optional(header, "ecalls", text),
    mounts: list(header, "mounts").map((mount) => {
      const { at, readOnly } = record(mount, "mounts");
      if (typeof readOnly !== "boolean") throw senseless("mounts");
      return { at: string(at, "mounts"), readOnly };
    }),
    keeps: list(header, "keeps").map((stream) => string(stream, "keeps")),
    end: readEnd(record(header.end, "end")),
    instructions: count(header, "instructions"),
    hash: text(header, "hash"),
  };
}

/** How many instructions a replay may run: see Capsule.maxInstructions. */
export function limitOf({ end, instructions }: Header): number {
  return end.kind === "stopped" ? instructions : instructions + 1;
}

type Fields = Readonly<Record<string, unknown>>;

function readEnd(end: Fields): RecordedEnd {
  switch (end.kind) {
    case "exited":
      return { kind: end.kind, status: count(end, "status") };
    case "killed":
      return { kind: end.kind, signal: count(end, "signal") };
    case "waiting":
      return { kind: end.kind, call: text(end, "call") };
    case "stopped":
      return { kind: end.kind, by: text(end, "by") };
    default:
      throw senseless("end");
  }
}

function record(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw senseless(name);
  return value as Fields;
}

function list(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value) || value.length > MAX_ENTRIES) throw senseless(name);
  return value;
}

function string(value: unknown, name: string): string {
  if (typeof value !== "string") throw senseless(name);
  return value;
}

function text(fields: Fields, name: string): string {
  return string(fields[name], name);
}

function count(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw senseless(name);
  return value;
}

function optional<T>(
  fields: Fields,
  name: string,
  read: (fields: Fields, name: string) => T,
): T | undefined {
  return fields[name] === undefined ? undefined : read(fields, name);
}

function senseless(name: string): CapsuleError {
  return new CapsuleError(`Cannot read the capsule: it is damaged: its ${name} makes no sense`);
}
