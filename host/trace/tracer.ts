// SPDX-License-Identifier: MPL-2.0
// Turns what a process does into one stream of text or of JSON values, one a line, in the order in which
// things happened. Takes the formats to write and a sink for bytes; builds no string of the whole. An
// observer: it asks for what its formats show, and detaches when the filter has let the last event through.

import type { Program } from "../../asm/object/program.ts";
import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import { CodeLocations } from "../symbols/locations.ts";
import { type ByteSink, ByteWriter } from "../text/byte_writer.ts";
import type { Extent, Observable } from "../watch/observer.ts";
import type { HeapEvent } from "../watch/heap_probes.ts";
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
  /** What to show. Formats that show the same kind of event follow each other in this order. */
  readonly formats: readonly TraceFormatName[];
  /** Whether calls that the allocator makes of itself are shown too. */
  readonly inner?: boolean;
  /** One JSON object a line instead of text. */
  readonly json?: boolean;
  /** Symbol and source line after each instruction and access; JSON always has the symbol and its line. */
  readonly annotate?: boolean;
  /** Which of the events to show. */
  readonly filter: TraceFilter;
  /** Takes the output. */
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
        json ? (location) => `${jsonAnnotation(location)}}` : formatAnnotation,
      );
    }
  }

  /** Starts tracing a process. */
  attach(process: Observable): void {
    const { filter, inner } = this.#options;
    if (filter.done) return;
    const extent = (formats: readonly unknown[], extent: Extent) =>
      formats.length === 0 ? undefined : extent;
    this.#handle = process.observe({
      instructions: extent(this.#instructions, filter.instructions),
      accesses: extent(this.#accesses, filter.accesses),
      onRecords: (batch) => this.#batch(batch),
      onSyscall: this.#show(this.#all("syscalls")),
      onSignal: this.#show(this.#all("signals")),
      onHeap: this.#show(
        this.#all("heap"),
        ({ depth }: HeapEvent) => depth === 0 || inner === true,
      ),
    });
  }

  /** Ends the trace and hands on what is left of it. */
  finish(): void {
    this.#detach();
    this.#writer.flush();
  }

  /** Hands on what was collected so far. */
  flush(): void {
    this.#writer.flush();
  }

  #all<Kind extends keyof TraceFormat>(kind: Kind): NonNullable<TraceFormat[Kind]>[] {
    return this.#formats.map((format) => format[kind]).filter((format) => format !== undefined);
  }

  #detach(): void {
    this.#handle?.[Symbol.dispose]();
  }

  #batch(batch: TraceBatch): void {
    const { filter } = this.#options;
    visitFields(batch, (fields) => this.#record(fields));
    if (filter.done) this.#detach();
  }

  #record(fields: Fields): boolean {
    for (const format of this.#instructions) this.#line(format, fields);
    if (fields.access !== undefined) {
      for (const format of this.#accesses) this.#line(format, fields);
    }
    return !this.#options.filter.done;
  }

  #line(format: RecordFormat, fields: Fields): void {
    const { filter, json } = this.#options;
    if (!format.passes(filter, fields)) return;
    const writer = this.#writer;
    if (json) format.json(writer, fields);
    else format.text(writer, fields);
    writer.bytes(this.#annotations?.at(fields.pcHigh, fields.pcLow) ?? NOTHING);
    writer.text("\n");
  }

  /** What shows an event in each of the formats; undefined where there is none. */
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
        this.#writer.text(json ? format.json(event) : format.text(event));
        this.#writer.text("\n");
      }
      if (filter.done) this.#detach();
    };
  }
}
