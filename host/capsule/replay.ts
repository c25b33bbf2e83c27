// SPDX-License-Identifier: MPL-2.0
// A replay of a recorded run: a process whose host is the capsule. Checks the state of the process at the moments
// at which the recorder hashed it, and at the end. A replay that goes another way throws.

import type { Program } from "../../asm/object/program.ts";
import type { RunOptions } from "../../cpu/machine.ts";
import { FileError } from "../kernel/files/file_system.ts";
import type { Input, Output } from "../kernel/files/stream_file.ts";
import { KEPT_CHUNK_COST, type Outcome, Process, type ProcessOptions } from "../process.ts";
import { DivergenceError } from "./capsule_error.ts";
import { checkHash, type Checks } from "./checks.ts";
import { EventReader } from "./event_reader.ts";
import { type Header, limitOf } from "./header.ts";
import { readAtOnce } from "./recorded_program.ts";
import { ReplayedFileSystems } from "./replayed_files.ts";
import { hashOfState } from "./state_hash.ts";

/** What a replay needs of its capsule. */
export interface ReplayedRun {
  /** The header. */
  readonly header: Header;
  /** The program. */
  readonly program: Program;
  /** The bytes of its executable, if it could read them. */
  readonly executable: Uint8Array | undefined;
  /** The answers of the host. */
  readonly events: Uint8Array<ArrayBuffer>;
  /** What was read. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** Standard input, if all of it was known at the start. */
  readonly input: Uint8Array | undefined;
  /** The hashes of the state. */
  readonly checks: Checks;
}

/** A replay. */
export class Replay implements Disposable {
  /** The process. */
  readonly process: Process;
  readonly #run: ReplayedRun;
  readonly #reader: EventReader;
  /** How many checks were made. */
  #checked = 0;

  /** Starts the process. */
  constructor(options: ProcessOptions, run: ReplayedRun) {
    const { header, program, executable, events, data, input } = run;
    const { args, env, workingDirectory, memoryLimit, seed, mounts, keeps } = header;
    this.#run = run;
    const reader = new EventReader(events, data, () => this.process?.machine.instructions ?? 0);
    this.#reader = reader;
    const files = new ReplayedFileSystems(reader);
    const output = (name: "stdout" | "stderr") => {
      const given = options[name];
      if (!keeps.includes(name)) return replayedOutput(given ?? (() => {}), reader);
      return given && this.#keptOutput(given);
    };
    const stdout = output("stdout");
    const stderr = output("stderr");
    const { stdout: _, stderr: __, ...others } = options;
    this.process = new Process(program, {
      ...others,
      ...{ args, env, workingDirectory },
      stdin: input ?? replayedInput(reader),
      ...(stdout !== undefined && { stdout }),
      ...(stderr !== undefined && { stderr }),
      mounts: mounts.map((mount) => ({ ...mount, fileSystem: files.make() })),
      ...(memoryLimit !== undefined && { memoryLimit }),
      ...(seed !== undefined && { seed }),
      ...(executable !== undefined && { executable }),
      libraryFile: readAtOnce,
    });
  }

  /** How many instructions will have retired when {@link Replay.reached} is to be called next. */
  get next(): number {
    const { spacing, hashes } = this.#run.checks;
    return this.#checked < hashes.length ? spacing * (this.#checked + 1) : Infinity;
  }

  /**
   * The process is at the next moment.
   *
   * @throws {DivergenceError} when its state is not the recorded one
   */
  reached(): void {
    const { machine } = this.process;
    if (checkHash(machine) !== this.#run.checks.hashes[this.#checked]) throw this.#differs();
    this.#checked++;
  }

  /**
   * The process has come to an end or a stop.
   *
   * @throws {DivergenceError} when that is not how the recorded run ended; when it was stopped earlier,
   * nothing can be said
   */
  over(outcome: { readonly kind: Outcome["kind"] | "stopped" }): void {
    const { end, instructions, hash } = this.#run.header;
    const { machine, kernel } = this.process;
    const { ended } = kernel;
    if (machine.instructions === this.next) this.reached();
    if (ended === undefined && machine.instructions < instructions) return;
    if (ended === undefined && machine.instructions === instructions) {
      if (end.kind !== "stopped" && outcome.kind !== "limit") return;
    }
    const isSame = machine.instructions === instructions &&
      (ended?.kind ?? "stopped") === end.kind &&
      (ended?.kind !== "exited" || end.kind !== "exited" || ended.status === end.status) &&
      (ended?.kind !== "killed" || end.kind !== "killed" || ended.signal.number === end.signal);
    if (!isSame) {
      throw this.#diverged(
        ended === undefined
          ? "it goes on where the recorded run had ended"
          : `it has ended, and the recorded run ${
            end.kind === ended.kind ? "ended otherwise" : `was ${end.kind}`
          } after ${instructions.toLocaleString("en")}`,
      );
    }
    if (hashOfState(machine).toString(16) !== hash) throw this.#differs();
    if (ended !== undefined && !this.#reader.isAtEnd) {
      throw this.#diverged("the recorded run asked the host for more");
    }
  }

  /**
   * Runs the process on, at most to where the recorded run ended; see {@link Process.run}.
   *
   * @throws {DivergenceError} when it goes another way
   */
  run({ maxInstructions = Infinity, pause }: RunOptions = {}): Outcome {
    const limit = Math.min(maxInstructions, limitOf(this.#run.header));
    const { process } = this;
    for (;;) {
      const outcome = process.run({
        maxInstructions: Math.min(limit, this.next),
        ...(pause !== undefined && { pause }),
      });
      // The recorded call waited, too, and was made again.
      if (outcome.kind === "input") continue;
      if (outcome.kind === "limit" && process.machine.instructions === this.next) this.reached();
      if (outcome.kind === "limit" && process.machine.instructions < limit) continue;
      this.over(outcome);
      return outcome;
    }
  }

  /** Disposes of the process. */
  [Symbol.dispose](): void {
    this.#reader.finish();
    this.process.dispose();
  }

  #differs(): DivergenceError {
    const last = this.#checked * this.#run.checks.spacing;
    return this.#diverged(
      `its registers or its memory differ${
        last === 0 ? "" : `, which they did not after ${last.toLocaleString("en")}`
      }`,
    );
  }

  #diverged(what: string): DivergenceError {
    return this.#reader.diverged(what);
  }

  /** Output that the recorded process kept: it takes as much of the memory limit. */
  #keptOutput(output: Output): Output {
    return (bytes) => {
      if (!this.process.kernel.memory.reserve(bytes.length + KEPT_CHUNK_COST)) {
        throw new FileError("EAGAIN");
      }
      if (typeof output === "function") output(bytes);
      else output.write(bytes);
    };
  }
}

/** Standard input as it was. */
function replayedInput(reader: EventReader): Input {
  return {
    read(buffer) {
      if (reader.isNext("wait for standard input")) {
        return reader.ask("wait for standard input", () => undefined);
      }
      return reader.ask("read standard input", () => {
        const { count } = reader.amount(buffer.length);
        buffer.set(reader.bytes(count));
        return count;
      });
    },
  };
}

/** An output stream, with the failures that the recorded one had. */
function replayedOutput(output: Output, reader: EventReader): Output {
  return (bytes) => {
    reader.askQuietly();
    if (typeof output === "function") output(bytes);
    else output.write(bytes);
  };
}
