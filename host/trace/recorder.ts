// SPDX-License-Identifier: MPL-2.0
// Records the instructions of a process in a binary form, all at once or in parts.

import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import type { Observable } from "../watch/observer.ts";

/** Writes records in some form. */
export interface RecordWriter {
  /** Adds records. */
  write(batch: TraceBatch): void;
  /** Ends the trace. */
  finish(): void;
}

/** Records one process. */
export class Recorder {
  readonly #writer: RecordWriter;
  #handle: Disposable | undefined;

  /** Gives the records to `writer`. */
  constructor(writer: RecordWriter) {
    this.#writer = writer;
  }

  /** Starts recording, or goes on after {@link Recorder.detach}. */
  attach(process: Observable): void {
    this.#handle ??= process.observe({
      instructions: "all",
      onRecords: (batch) => this.#writer.write(batch),
    });
  }

  /** Stops recording. */
  detach(): void {
    const handle = this.#handle;
    this.#handle = undefined;
    handle?.[Symbol.dispose]();
  }

  /** Does nothing: a writer passes on what it has when it is enough. */
  flush(): void {}

  /** Ends the trace. */
  finish(): void {
    this.detach();
    this.#writer.finish();
  }
}
