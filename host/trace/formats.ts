// SPDX-License-Identifier: MPL-2.0
// The trace formats, one row each: which kinds of event a format shows, and how it writes them as text and
// as JSON. The tracer, and the options and help of `leveret trace`, read this table. To add a format, add
// its name, its row, and the file that writes it.

import type { SignalEvent, SyscallEvent } from "../kernel/calls/syscall.ts";
import type { ByteWriter } from "../text/byte_writer.ts";
import type { HeapEvent } from "../watch/heap_probes.ts";
import type { Fields } from "./fields.ts";
import type { TraceFilter } from "./filter.ts";
import { formatHeapEvent, heapEventJson } from "./heap_log.ts";
import { writeInstruction, writeInstructionJson } from "./instruction_log.ts";
import { writeAccess, writeAccessEventJson } from "./memory_log.ts";
import { signalJson, syscallJson } from "./syscall_json.ts";

/** How a format writes the records of instructions, or of accesses. */
export interface RecordFormat {
  /** Asks the filter whether to show a record. */
  passes(filter: TraceFilter, fields: Fields): boolean;
  /** Writes the line, without an annotation and the line end. */
  text(writer: ByteWriter, fields: Fields): void;
  /** Writes a JSON object without its closing brace, because the tracer adds the location. */
  json(writer: ByteWriter, fields: Fields): void;
}

/** How a format writes events of another kind. */
export interface EventFormat<Event> {
  /** Asks the filter whether to show an event. */
  passes(filter: TraceFilter, event: Event): boolean;
  /** The line, without its end. */
  text(event: Event): string;
  /** A JSON object. */
  json(event: Event): string;
}

/** A trace format. It shows the kinds of event for which it has a member. */
export interface TraceFormat {
  /** The short form of its option. */
  readonly short: string;
  /** The help of its option. */
  readonly help: string;
  /** Whether it is used when no format is chosen. */
  readonly byDefault: boolean;
  /** Writes instructions. */
  readonly instructions?: RecordFormat;
  /** Writes loads, stores and atomic accesses. */
  readonly accesses?: RecordFormat;
  /** Writes system calls. */
  readonly syscalls?: EventFormat<SyscallEvent>;
  /** Writes signals. */
  readonly signals?: EventFormat<SignalEvent>;
  /** Writes calls of the allocator. */
  readonly heap?: EventFormat<HeapEvent>;
  /** Writes the calls of functions; see call_log.ts. */
  readonly calls?: true;
}

/** The name of a trace format. */
export type TraceFormatName = "instructions" | "memory" | "syscalls" | "heap" | "calls";

/** Every format, by the name of its option. */
export const TRACE_FORMATS: Readonly<Record<TraceFormatName, TraceFormat>> = {
  instructions: {
    short: "i",
    help: "trace every instruction, like Spike's commit log",
    byDefault: false,
    instructions: {
      passes: (filter, { pcHigh, pcLow }) => filter.instruction(pcHigh, pcLow),
      text: writeInstruction,
      json: writeInstructionJson,
    },
  },
  memory: {
    short: "m",
    help: "trace every load and store",
    byDefault: false,
    accesses: {
      passes: (filter, { pcHigh, pcLow, addressHigh, addressLow, size }) =>
        filter.access(pcHigh, pcLow, addressHigh, addressLow, size),
      text: writeAccess,
      json: writeAccessEventJson,
    },
  },
  syscalls: {
    short: "s",
    help: "trace every system call, like qemu -strace",
    byDefault: true,
    syscalls: {
      passes: (filter, { pc }) => filter.event([pc], [pc]),
      text: (event) => event.text(),
      json: syscallJson,
    },
    signals: {
      passes: (filter, { pc }) => filter.event([pc], [pc]),
      text: (event) => event.text(),
      json: signalJson,
    },
  },
  heap: {
    short: "a",
    help: "trace every call of an allocator, with its caller",
    byDefault: true,
    heap: {
      passes(filter, { pointer, result, caller, via }) {
        const blocks = [pointer, result].filter((block) => block !== undefined);
        const callers = [caller, via].filter((caller) => caller !== undefined);
        return filter.event(callers.map(({ address }) => address - 1n), blocks);
      },
      text: formatHeapEvent,
      json: heapEventJson,
    },
  },
  calls: {
    short: "c",
    help: "trace the calls of functions, with arguments and results",
    byDefault: false,
    calls: true,
  },
};

/** The names of the trace formats. */
export const TRACE_FORMAT_NAMES: readonly TraceFormatName[] = Object
  .keys(TRACE_FORMATS) as TraceFormatName[];
