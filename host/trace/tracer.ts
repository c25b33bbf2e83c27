// SPDX-License-Identifier: MPL-2.0
// Writes a trace: one line of text or of JSON per event, in program order. Takes the formats and a sink for
// bytes; never holds the whole text. A tracer is an observer that wants what its formats show, and detaches
// when the filter has let the last event pass.

import { printable } from "../../asm/object/printable.ts";
import type { Program } from "../../asm/object/program.ts";
import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import { Process } from "../process.ts";
import { CodeLocations } from "../symbols/locations.ts";
import { type ByteSink, ByteWriter } from "../text/byte_writer.ts";
import type { Extent, Observable } from "../watch/observer.ts";
import type { HeapEvent } from "../watch/heap_probes.ts";
import { CallLog } from "./call_log.ts";
import { type Fields, visitFields } from "./fields.ts";
import type { TraceFilter } from "./filter.ts";
import {
  type EventFormat,
  type RecordFormat,
  TRACE_FORMATS,
  type TraceFormat,
  type TraceFormatName,
} from "./formats.ts";
import { Annotations, formatAnnotation, jsonAnnotation } from "./instruction_log.ts";

/** What to trace, and how. */
export interface TracerOptions {
  /** The formats to write. Lines about the same event are in the order of this list. */
  readonly formats: readonly TraceFormatName[];
  /** Also shows the calls that the allocator makes to itself. */
  readonly inner?: boolean;
  /** Shows function calls only with fewer calls around them. Default: all. */
  readonly maxDepth?: number | undefined;
  /** Writes JSON, one object per line, instead of text. */
  readonly json?: boolean;
  /** Adds symbol, source location and source line to instructions and accesses; JSON needs no option. */
  readonly annotate?: boolean;
  /** Which events to show. */
  readonly filter: TraceFilter;
  /** Gets the output. */
  readonly sink: ByteSink;
}

const NOTHING = new Uint8Array();

/** A trace of one process. */
export class Tracer {
  readonly #options: TracerOptions;
  readonly #formats: readonly TraceFormat[];
  readonly #instructions: readonly RecordFormat[];
  readonly #accesses: readonly RecordFormat[];
  readonly #writer: ByteWriter;
  readonly #annotations: Annotations | undefined;
  #handle: Disposable | undefined;
  #calls: CallLog | undefined;

  /** A trace of a process that will run `program`. */
  constructor(program: Program | undefined, options: TracerOptions) {
    this.#options = options;
    this.#formats = options.formats.map((name) => TRACE_FORMATS[name]);
    this.#instructions = this.#all("instructions");
    this.#accesses = this.#all("accesses");
    this.#writer = new ByteWriter(options.sink);
    const { json, annotate } = options;
    if (json || annotate) {
      this.#annotations = new Annotations(
        new CodeLocations(program),
        json ? (location, word) => `${jsonAnnotation(location, word)}}` : formatAnnotation,
      );
    }
  }

  /**
   * Starts tracing a process, or goes on after {@link Tracer.detach}.
   *
   * @throws {TypeError} for calls of something that is no Process
   */
  attach(process: Observable): void {
    const { filter, inner, json } = this.#options;
    if (filter.done || this.#handle !== undefined) return;
    const calls = this.#all("calls").length === 0 ? undefined : this.#callLog(process);
    this.#calls = calls;
    // With other records, the tracker gets each one before its line.
    const isMixed = this.#instructions.length + this.#accesses.length > 0;
    const handle = calls && process.observe(isMixed ? calls.events : calls.tracker);
    // Without the other instructions, accesses have no numbers.
    const numbered = json === true && this.#accesses.length > 0;
    const extent = (formats: readonly unknown[], extent: Extent) =>
      formats.length === 0 ? undefined : extent;
    const other = process.observe({
      instructions: numbered || calls ? "all" : extent(this.#instructions, filter.instructions),
      accesses: extent(this.#accesses, filter.accesses),
      onRecords: !isMixed ? undefined : (batch) => this.#batch(batch),
      onSyscall: this.#show(this.#all("syscalls")),
      onSignal: this.#show(this.#all("signals")),
      onHeap: this.#show(
        this.#all("heap"),
        ({ depth }: HeapEvent) => depth === 0 || inner === true,
      ),
    });
    this.#handle = {
      [Symbol.dispose]() {
        handle?.[Symbol.dispose]();
        other[Symbol.dispose]();
        calls?.finish();
      },
    };
  }

  /** Ends the trace and passes on the rest of it. */
  finish(): void {
    this.detach();
    this.#writer.flush();
  }

  /** Writes a line of somebody else's into the trace; it must have no control characters. */
  line(line: string): void {
    this.#calls?.flush();
    this.#writer.text(line);
    this.#writer.text("\n");
  }

  /** Passes on what has been written so far. */
  flush(): void {
    this.#writer.flush();
  }

  #all<Kind extends keyof TraceFormat>(kind: Kind): NonNullable<TraceFormat[Kind]>[] {
    return this.#formats.map((format) => format[kind]).filter((format) => format !== undefined);
  }

  /** Stops tracing; {@link Tracer.attach} goes on. */
  detach(): void {
    const handle = this.#handle;
    this.#handle = undefined;
    handle?.[Symbol.dispose]();
  }

  #callLog(process: Observable): CallLog {
    if (!(process instanceof Process)) {
      throw new TypeError("Cannot trace calls of what is no Process");
    }
    const { filter, json, maxDepth } = this.#options;
    return new CallLog(process, {
      ...{ filter, json, maxDepth },
      line: (line) => {
        this.#writer.text(printable(line));
        this.#writer.text("\n");
      },
    });
  }

  #batch(batch: TraceBatch): void {
    const { filter } = this.#options;
    const tracker = this.#calls?.tracker;
    if (tracker === undefined) visitFields(batch, (fields) => this.#record(fields));
    else {
      for (let index = 0; index < batch.length && !filter.done; index++) {
        const record = batch.slice(index, index + 1);
        tracker.onRecords(record);
        visitFields(record, (fields) => this.#record(fields));
      }
    }
    if (filter.done) this.detach();
  }

  #record(fields: Fields): boolean {
    for (const format of this.#instructions) this.#write(format, fields);
    if (fields.access !== undefined) {
      for (const format of this.#accesses) this.#write(format, fields);
    }
    return !this.#options.filter.done;
  }

  #write(format: RecordFormat, fields: Fields): void {
    const { filter, json } = this.#options;
    if (!format.passes(filter, fields)) return;
    this.#calls?.flush();
    const writer = this.#writer;
    if (json) format.json(writer, fields);
    else format.text(writer, fields);
    writer.bytes(this.#annotations?.at(fields.pcHigh, fields.pcLow, fields.word) ?? NOTHING);
    writer.text("\n");
  }

  /** A function that writes an event in each format; undefined without formats. */
  #show<Event>(
    formats: readonly EventFormat<Event>[],
    isWanted: (event: Event) => boolean = () => true,
  ): ((event: Event) => void) | undefined {
    if (formats.length === 0) return undefined;
    const { filter, json } = this.#options;
    return (event) => {
      if (!isWanted(event)) return;
      for (const format of formats) {
        if (!format.passes(filter, event)) continue;
        this.#calls?.flush();
        this.#writer.text(printable(json ? format.json(event) : format.text(event)));
        this.#writer.text("\n");
      }
      if (filter.done) this.detach();
    };
  }
}
