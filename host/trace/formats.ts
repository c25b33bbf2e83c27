// SPDX-License-Identifier: MPL-2.0
// The trace formats, one row each: which events a format shows, and how it writes them as text and as JSON.
// The tracer, the options of `leveret trace` and its help read this table: a new format is a row here and
// the file that writes it.

import type { SignalEvent, SyscallEvent } from "../kernel/calls/syscall.ts";
import type { ByteWriter } from "../text/byte_writer.ts";
import type { HeapEvent } from "../watch/heap_probes.ts";
import type { Fields } from "./fields.ts";
import type { TraceFilter } from "./filter.ts";
import { formatHeapEvent, heapEventJson } from "./heap_log.ts";
import { writeInstruction, writeInstructionJson } from "./instruction_log.ts";
import { writeAccess, writeAccessEventJson } from "./memory_log.ts";
import { signalJson, syscallJson } from "./syscall_log.ts";

/** How a format shows the records of instructions, or of accesses. */
export interface RecordFormat {
  /** Whether the filter lets a record pass, which it then counts. */
  passes(filter: TraceFilter, fields: Fields): boolean;
  /** Writes the line without its end. */
  text(writer: ByteWriter, fields: Fields): void;
  /** Writes a JSON object without its closing brace: the tracer adds the location. */
  json(writer: ByteWriter, fields: Fields): void;
}

/** How a format shows events of one kind. */
export interface EventFormat<Event> {
  /** Whether the filter lets an event pass, which it then counts. */
  passes(filter: TraceFilter, event: Event): boolean;
  /** The line without its end. */
  text(event: Event): string;
  /** A JSON object. */
  json(event: Event): string;
}

/** A trace format. The kinds of event that it shows are those it has a member for. */
export interface TraceFormat {
  /** The letter of its option. */
  readonly short: string;
  /** What it shows, for the help of its option. */
  readonly help: string;
  /** Whether a trace shows it when no format is chosen. */
  readonly byDefault: boolean;
  /** How it shows each instruction. */
  readonly instructions?: RecordFormat;
  /** How it shows each load, store and atomic access. */
  readonly accesses?: RecordFormat;
  /** How it shows system calls. */
  readonly syscalls?: EventFormat<SyscallEvent>;
  /** How it shows signals. */
  readonly signals?: EventFormat<SignalEvent>;
  /** How it shows calls of the allocator that are over. */
  readonly heap?: EventFormat<HeapEvent>;
}

/** The name of a trace format. */
export type TraceFormatName = "instructions" | "memory" | "syscalls" | "heap";

/** Every format, by the name of its option. */
export const TRACE_FORMATS: Readonly<Record<TraceFormatName, TraceFormat>> = {
  instructions: {
    short: "i",
    help: "every instruction, in the form of Spike's commit log",
    byDefault: false,
    instructions: {
      passes: (filter, { pcHigh, pcLow }) => filter.instruction(pcHigh, pcLow),
      text: writeInstruction,
      json: writeInstructionJson,
    },
  },
  memory: {
    short: "m",
    help: "every load and store",
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
    help: "every system call, in the form of qemu -strace",
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
    help: "every call of malloc, free and realloc, with its caller",
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
};

/** The names of the trace formats. */
export const TRACE_FORMAT_NAMES: readonly TraceFormatName[] = Object
  .keys(TRACE_FORMATS) as TraceFormatName[];
