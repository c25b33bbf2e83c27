// SPDX-License-Identifier: MPL-2.0
// A recorded run, read from its file. It can be started any number of times, and each replay is the run that was
// recorded, to the bit: the program, its arguments and its kernel are the real ones, and the host's answers
// come from the capsule. Nothing of the host is read or written.

import type { Program } from "../../asm/object/program.ts";
import { FileError } from "../kernel/files/file_system.ts";
import type { ProcessOptions } from "../process.ts";
import { CapsuleError } from "./capsule_error.ts";
import { type Parts, readParts } from "./capsule_file.ts";
import { type Checks, scheduleOf } from "./checks.ts";
import { type Header, limitOf, readHeader, type RecordedEnd } from "./header.ts";
import { readProgramFiles } from "./recorded_program.ts";
import { Replay } from "./replay.ts";

/** What a replay may be given: nothing of it changes the run. */
export type ReplayOptions = Pick<
  ProcessOptions,
  | "stdout"
  | "stderr"
  | "engine"
  | "eager"
  | "codeMemory"
  | "checks"
  | "hooks"
  | "allocatorSymbols"
  | "syscalls"
  | "ecalls"
>;

/** A recorded run. */
export class Capsule {
  readonly #parts: Parts;
  readonly #header: Header;
  readonly #checks: Checks;
  /** The program. */
  readonly program: Program;

  private constructor(parts: Parts) {
    const header = readHeader(parts.header);
    this.#parts = parts;
    this.#header = header;
    this.#checks = readChecks(parts, header);
    const { program = new Uint8Array(), interpreter, sources = new Uint8Array() } = parts;
    this.program = readProgramFiles({
      name: header.name,
      program,
      interpreter: header.interpreter === undefined || interpreter === undefined
        ? undefined
        : { path: header.interpreter, bytes: interpreter },
      sources,
    });
  }

  /**
   * Reads the file of a capsule.
   *
   * @throws {CapsuleError} when it is none, is of another version of the format, or is damaged
   */
  static async read(file: Uint8Array): Promise<Capsule> {
    return new Capsule(await readParts(file.slice()));
  }

  /** The bytes of the executable; undefined when the program was linked for the run. */
  get executable(): Uint8Array | undefined {
    return this.#header.executable ? this.#parts.program : undefined;
  }

  /** The arguments of the program; the first is its name. */
  get args(): readonly string[] {
    return this.#header.args;
  }

  /** Its environment. */
  get env(): Readonly<Record<string, string>> {
    return this.#header.env;
  }

  /** The version of Leveret that recorded it. */
  get version(): string {
    return this.#header.version;
  }

  /** The name of the teaching simulator whose calls ecall makes; undefined for Linux's. */
  get ecalls(): string | undefined {
    return this.#header.ecalls;
  }

  /** How the run ended. */
  get end(): RecordedEnd {
    return this.#header.end;
  }

  /** How many instructions had retired at its end. */
  get instructions(): number {
    return this.#header.instructions;
  }

  /**
   * How many instructions to run at most: as many as the recorded run, and one more if the program ended by
   * itself, so that a replay that does not end is noticed.
   */
  get maxInstructions(): number {
    return limitOf(this.#header);
  }

  /**
   * Starts the run again.
   *
   * @throws {CapsuleError} when the program cannot be started as the capsule says
   */
  start(options: ReplayOptions = {}): Replay {
    const { events = new Uint8Array(), data = new Uint8Array(), input } = this.#parts;
    try {
      return new Replay(options, {
        header: this.#header,
        program: this.program,
        ...{ executable: this.executable, events, data, input, checks: this.#checks },
      });
    } catch (error) {
      if (!(error instanceof FileError) && !(error instanceof RangeError)) throw error;
      throw new CapsuleError(`Cannot start the program of the capsule: ${error.message}`, {
        cause: error,
      });
    }
  }
}

/** The hashes in a capsule, which are as many as the length of the run demands. */
function readChecks({ checks = new Uint8Array() }: Parts, { instructions }: Header): Checks {
  const { spacing, count } = scheduleOf(instructions);
  if (checks.length !== 8 * count) {
    throw new CapsuleError("Cannot read the capsule: it is damaged: hashes are missing");
  }
  const view = new DataView(checks.buffer, checks.byteOffset);
  const hashes = Array.from({ length: count }, (_, index) => view.getBigUint64(8 * index, true));
  return { spacing, hashes };
}
