// SPDX-License-Identifier: MPL-2.0
// `leveret trace --read FILE`: writes the instructions of a binary trace in another format. Nothing is run.

import type { TraceBatch } from "../../../cpu/trace_buffer.ts";
import { BinaryTraceError, readBinaryTrace } from "../../trace/binary/binary_trace.ts";
import type { Observable, Observer } from "../../watch/observer.ts";
import { CommandError, fileError } from "../command_line/errors.ts";

const PIECE = 1 << 20;

/**
 * Gives all records of a file to a tracer.
 *
 * @throws {CommandError} for a file that cannot be read, is cut off or damaged; what comes before is traced
 */
export function traceFile(path: string, tracer: { attach(process: Observable): void }): void {
  let observer: Observer | undefined;
  tracer.attach({
    observe(added) {
      observer = added;
      return {
        [Symbol.dispose]: () => {
          observer = undefined;
        },
      };
    },
  });
  try {
    for (const batch of readBinaryTrace(piecesOf(path))) {
      if (observer === undefined) return;
      deliver(observer, batch);
    }
  } catch (error) {
    if (error instanceof BinaryTraceError) throw new CommandError(`${path}: ${error.message}`);
    throw error;
  }
}

function deliver({ onRecords }: Observer, batch: TraceBatch): void {
  onRecords?.(batch);
}

function* piecesOf(path: string): Generator<Uint8Array> {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path);
  } catch (error) {
    throw fileError("read", path, error);
  }
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE);
      const count = file.readSync(piece);
      if (count === null) return;
      yield piece.subarray(0, count);
    }
  } catch (error) {
    throw fileError("read", path, error);
  } finally {
    file.close();
  }
}
