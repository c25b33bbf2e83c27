// SPDX-License-Identifier: MPL-2.0
// Records the instructions of a process as a binary trace, all at once or in parts.

import type { ByteSink } from "../../text/byte_writer.ts";
import type { Observable } from "../../watch/observer.ts";
import { BinaryTraceWriter } from "./binary_trace.ts";

/** Records one process. */
export class BinaryRecorder {
  readonly #writer: BinaryTraceWriter;
  #handle: Disposable | undefined;

  /** Gives the bytes of the trace to `sink`, which must copy what it keeps. */
  constructor(sink: ByteSink) {
    this.#writer = new BinaryTraceWriter(sink);
  }

  /** Starts recording, or goes on after {@link BinaryRecorder.detach}. */
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

  /** Does nothing: chunks are passed on when they are large enough. */
  flush(): void {}

  /** Ends the trace. */
  finish(): void {
    this.detach();
    this.#writer.finish();
  }
}
