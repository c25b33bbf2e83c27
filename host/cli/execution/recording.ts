// SPDX-License-Identifier: MPL-2.0
// `leveret record` and `--record-failure`: records a run, and writes its capsule to a file.

import type { Program } from "../../../asm/object/program.ts";
import config from "../../../deno.json" with { type: "json" };
import { printable } from "../../../asm/object/printable.ts";
import { CapsuleError } from "../../capsule/capsule_error.ts";
import { Recorder, type RecorderOptions } from "../../capsule/recorder.ts";
import type { Process, ProcessOptions } from "../../process.ts";
import { bytes } from "../../heap/map.ts";
import { CommandError } from "../command_line/errors.ts";
import { UsageError } from "../command_line/options.ts";
import { printError } from "../command_line/output.ts";
import { interpreterOf } from "../programs/binary_files.ts";
import { OutputFile } from "../programs/output_file.ts";
import type { Ending, StartingCompanion } from "./companion.ts";
import type { LoadedRun } from "./loading.ts";

/** Where to write the capsule of a run. */
export interface CapsuleFiles {
  /** Where in any case. */
  readonly capsuleFile: string | undefined;
  /** Where if the run fails. */
  readonly failureFile: string | undefined;
}

/** Records one run. */
export class RunRecorder implements StartingCompanion {
  readonly isHost = false;
  readonly #program: Program;
  readonly #files: CapsuleFiles;
  readonly #details: RecorderOptions;
  #recorder: Recorder | undefined;

  /**
   * A recorder of a run.
   *
   * @throws {UsageError} when it is a replay
   */
  constructor({ program, capsule, settings: { ecalls } }: LoadedRun, files: CapsuleFiles) {
    if (capsule !== undefined) {
      throw new UsageError("a capsule cannot be recorded: it holds its run already");
    }
    this.#program = program;
    this.#files = files;
    this.#details = {
      ...{ version: config.version, interpreter: interpreterOf(program) },
      ecalls: ecalls === "linux" ? undefined : ecalls,
    };
  }

  start(make: (options: ProcessOptions) => Process, options: ProcessOptions): Process {
    const recorder = new Recorder(options, this.#details);
    this.#recorder = recorder;
    const process = make(recorder.options);
    recorder.attach(process);
    return process;
  }

  get next(): number {
    return this.#recorder?.next ?? Infinity;
  }

  reached(): void {
    this.#recorder?.reached();
  }

  over(ending: Ending): Ending {
    this.#recorder?.over(
      ending.kind === "asked to end"
        ? { kind: "stopped", by: ending.signal }
        : ending.kind === "wall limit"
        ? { kind: "stopped", by: `${ending.seconds} s` }
        : ending,
    );
    return ending;
  }

  /**
   * The run has ended with that status: writes the capsule, and says so.
   *
   * @throws {CommandError} when the run cannot be recorded, or the file not be written
   */
  async finish(status: number): Promise<void> {
    const { capsuleFile, failureFile } = this.#files;
    if (capsuleFile !== undefined) await this.#save(capsuleFile, "wrote");
    else if (failureFile !== undefined && status !== 0) {
      await this.#save(failureFile, "the run failed; wrote");
    }
  }

  async #save(path: string, what: string): Promise<void> {
    if (this.#recorder === undefined) return;
    let capsule: Uint8Array<ArrayBuffer>;
    try {
      capsule = await this.#recorder.capsule(this.#program);
    } catch (error) {
      if (!(error instanceof CapsuleError)) throw error;
      throw new CommandError(error.message, { cause: error });
    }
    const file = await OutputFile.open(path);
    file.write(capsule);
    if (!file.commit()) return;
    const name = printable(path);
    printError(
      `leveret: ${what} ${name} (${bytes(capsule.length)}): the program and all that it read; ` +
        `to run it again: leveret replay ${name}\n`,
    );
  }
}
