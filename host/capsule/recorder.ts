// SPDX-License-Identifier: MPL-2.0
// Records a run into a capsule: stands between a process and its host, writes down what the host answers, and
// hashes the process's state now and then. Takes the options of the process, and gives those to start it with.

import type { Program } from "../../asm/object/program.ts";
import type { RunOptions } from "../../cpu/machine.ts";
import { MachineStateError } from "../../cpu/memory/usage.ts";
import type { Input, Output } from "../kernel/files/stream_file.ts";
import { type Outcome, Process, type ProcessOptions } from "../process.ts";
import { BytesWriter } from "./bytes.ts";
import { writeParts } from "./capsule_file.ts";
import { CheckRecorder } from "./checks.ts";
import { EventWriter } from "./event_writer.ts";
import { type RecordedEnd, writeHeader } from "./header.ts";
import { programFile, readAtOnce, writeSources } from "./recorded_program.ts";
import { RecordedFileSystem } from "./recorded_files.ts";
import { hashOfState } from "./state_hash.ts";

/** What a capsule says besides. */
export interface RecorderOptions {
  /** The version of Leveret. */
  readonly version?: string;
  /** The name of the teaching simulator whose calls ecall makes. */
  readonly ecalls?: string | undefined;
  /** The interpreter of a dynamically linked program. */
  readonly interpreter?: { readonly path: string; readonly bytes: Uint8Array } | undefined;
}

/** Records one run. */
export class Recorder {
  /** What to start the process with. */
  readonly options: ProcessOptions;
  readonly #given: ProcessOptions;
  readonly #details: RecorderOptions;
  readonly #writer: EventWriter;
  readonly #checks = new CheckRecorder();
  #process: Process | undefined;
  #end: RecordedEnd = { kind: "stopped", by: "" };

  /** A recorder of a process that would be started with those options. */
  constructor(options: ProcessOptions, details: RecorderOptions = {}) {
    this.#given = options;
    this.#details = details;
    const writer = new EventWriter(() => this.#process?.machine.instructions ?? 0);
    this.#writer = writer;
    const { stdin, stdout, stderr, mounts } = options;
    this.options = {
      ...options,
      ...stdin !== undefined && { stdin: recordedInput(stdin, writer) },
      ...stdout !== undefined && { stdout: recordedOutput(stdout, writer) },
      ...stderr !== undefined && { stderr: recordedOutput(stderr, writer) },
      ...mounts !== undefined && {
        mounts: mounts.map((mount) => ({
          ...mount,
          fileSystem: new RecordedFileSystem(mount.fileSystem, writer),
        })),
      },
      libraryFile: readAtOnce,
    };
  }

  /** The process was started with {@link Recorder.options}, and has not run yet. */
  attach(process: Process): void {
    this.#process = process;
  }

  /** How many instructions will have retired when {@link Recorder.reached} is to be called next. */
  get next(): number {
    return this.#checks.next;
  }

  /** The process is at the next moment. */
  reached(): void {
    this.#checks.reached(this.#recorded.machine);
  }

  /** The process has come to an end, or to a stop; it may go on later. */
  over(end: Outcome | { readonly kind: "stopped"; readonly by: string }): void {
    if (this.#recorded.machine.instructions === this.next) this.reached();
    this.#end = endOf(end);
  }

  /**
   * The capsule of the run so far, of that program.
   *
   * @throws {CapsuleError} when the run has read too much
   */
  async capsule(program: Program): Promise<Uint8Array<ArrayBuffer>> {
    const { machine } = this.#recorded;
    const { version = "", ecalls, interpreter } = this.#details;
    const { args = ["program"], env = {}, workingDirectory = "/", ...given } = this.#given;
    const { memoryLimit, seed, stdin, executable, mounts = [] } = given;
    const checks = new BytesWriter();
    for (const hash of this.#checks.checks.hashes) checks.raw(hashBytes(hash));
    return await writeParts({
      header: writeHeader({
        ...{ version, name: args[0] ?? "program", executable: executable !== undefined },
        ...{ interpreter: interpreter?.path, args, env, workingDirectory },
        ...{ memoryLimit, seed, ecalls },
        mounts: mounts.map(({ at, readOnly = false }) => ({ at, readOnly })),
        keeps: (["stdout", "stderr"] as const).filter((name) => given[name] === undefined),
        ...{ end: this.#end, instructions: machine.instructions },
        hash: hashOfState(machine).toString(16),
      }),
      program: programFile(program, executable),
      ...interpreter !== undefined && { interpreter: interpreter.bytes.slice() },
      ...stdin instanceof Uint8Array && { input: stdin.slice() },
      sources: writeSources(program),
      events: this.#writer.events,
      data: this.#writer.data,
      checks: checks.bytes,
    });
  }

  get #recorded(): Process {
    if (this.#process === undefined) throw new MachineStateError("Cannot record: no process runs");
    return this.#process;
  }
}

/** A run that is recorded. */
export class Recording implements Disposable {
  /** The process. */
  readonly process: Process;
  readonly #recorder: Recorder;
  readonly #program: Program;

  /**
   * Starts a program, to be recorded.
   *
   * @throws what the constructor of {@link Process} throws
   */
  constructor(program: Program, options: ProcessOptions = {}, details: RecorderOptions = {}) {
    this.#program = program;
    this.#recorder = new Recorder(options, details);
    this.process = new Process(program, this.#recorder.options);
    this.#recorder.attach(this.process);
  }

  /** Runs the process on; see {@link Process.run}. */
  run({ maxInstructions = Infinity, pause }: RunOptions = {}): Outcome {
    const recorder = this.#recorder;
    for (;;) {
      const outcome = this.process.run({
        maxInstructions: Math.min(maxInstructions, recorder.next),
        ...(pause !== undefined && { pause }),
      });
      const isThere = this.process.machine.instructions === recorder.next;
      if (outcome.kind === "limit" && isThere) recorder.reached();
      if (outcome.kind === "limit" && this.process.machine.instructions < maxInstructions) continue;
      recorder.over(outcome);
      return outcome;
    }
  }

  /**
   * The capsule of the run so far. It contains what the program read: files and standard input.
   *
   * @throws {CapsuleError} when the run has read too much, more than a GiB
   */
  async capsule(): Promise<Uint8Array<ArrayBuffer>> {
    return await this.#recorder.capsule(this.#program);
  }

  /** Disposes of the process. */
  [Symbol.dispose](): void {
    this.process.dispose();
  }
}

/** Standard input, recorded. */
function recordedInput(input: Input, writer: EventWriter): Input {
  if (input instanceof Uint8Array) return input;
  return {
    read(buffer) {
      const count = input.read(buffer);
      if (count === undefined) {
        writer.waits();
        return undefined;
      }
      return writer.ask("read standard input", () => count, () => {
        writer.amount({ count, of: buffer.length });
        writer.bytes(buffer.subarray(0, count));
      });
    },
  };
}

/** An output stream, recorded: what is written follows from the run, but not whether that succeeds. */
function recordedOutput(output: Output, writer: EventWriter): Output {
  if (typeof output === "function") return (bytes) => writer.askQuietly(() => output(bytes));
  return { write: (bytes) => writer.askQuietly(() => output.write(bytes)) };
}

function endOf(end: Outcome | { readonly kind: "stopped"; readonly by: string }): RecordedEnd {
  switch (end.kind) {
    case "exited":
      return { kind: "exited", status: end.status };
    case "killed":
      return { kind: "killed", signal: end.signal.number };
    case "waiting":
      return { kind: "waiting", call: end.call };
    case "stopped":
      return end;
    case "limit":
    case "breakpoint":
    case "interrupted":
    case "input":
      return { kind: "stopped", by: end.kind };
  }
}

function hashBytes(hash: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, hash, true);
  return bytes;
}
