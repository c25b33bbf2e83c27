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
import { printError } from "../command_line/output.ts";
import { OutputFile } from "../programs/output_file.ts";
import type { Ending, StartingCompanion } from "./companion.ts";
import type { RunSettings } from "./run_options.ts";

/** Records one run. */
export class RunRecorder implements StartingCompanion {
  readonly isHost = false;
  readonly #details: RecorderOptions;
  #recorder: Recorder | undefined;

  /** A recorder of a run with those settings. */
  constructor(
    { ecalls }: Pick<RunSettings, "ecalls">,
    interpreter: RecorderOptions["interpreter"],
  ) {
    this.#details = {
      ...{ version: config.version, interpreter },
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
   * Writes the capsule, and says so.
   *
   * @throws {CommandError} when the run cannot be recorded, or the file not be written
   */
  async save(program: Program, path: string, why: string): Promise<void> {
    if (this.#recorder === undefined) return;
    let capsule: Uint8Array<ArrayBuffer>;
    try {
      capsule = await this.#recorder.capsule(program);
    } catch (error) {
      if (!(error instanceof CapsuleError)) throw error;
      throw new CommandError(error.message, { cause: error });
    }
    const file = await OutputFile.open(path);
    file.write(capsule);
    if (!file.commit()) return;
    const name = printable(path);
    printError(
      `leveret: ${why} ${name} (${bytes(capsule.length)}): the program and all that it read; ` +
        `to run it again: leveret replay ${name}\n`,
    );
  }
}
