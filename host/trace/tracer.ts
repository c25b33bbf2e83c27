// SPDX-License-Identifier: MPL-2.0
// Turns what a machine and its kernel report into one stream of text or of JSON values, one a line, in
// the order in which things happened. Takes a sink for bytes; builds no string of the whole. Once the
// filter has let its last event through, the machine runs untraced.

import type { Program } from "../../asm/object/program.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import { type HeapEvent, HeapProbes } from "../watch/heap_probes.ts";
import type { SignalEvent, SyscallEvent } from "../kernel/calls/syscall.ts";
import { type ByteSink, ByteWriter } from "../text/byte_writer.ts";
import { type Fields, visitFields } from "./fields.ts";
import type { TraceFilter } from "../watch/filter.ts";
import { formatHeapEvent, heapEventJson } from "./heap_log.ts";
import {
  Annotations,
  formatAnnotation,
  jsonAnnotation,
  writeInstruction,
  writeInstructionJson,
} from "./instruction_log.ts";
import { writeAccess, writeAccessEventJson } from "./memory_log.ts";
import { Places } from "../symbols/locations.ts";
import { signalJson, syscallJson } from "./syscall_log.ts";

/** What to trace, and how. */
export interface TracerOptions {
  /** Every instruction, in the form of Spike's commit log. */
  readonly instructions?: boolean;
  /** Every load and store. */
  readonly memory?: boolean;
  /** Every system call and signal, in the form of `qemu -strace`. */
  readonly syscalls?: boolean;
  /** Every call of malloc, free and realloc, when it returns. */
  readonly heap?: boolean;
  /** Whether calls that the allocator makes of itself are shown too. */
  readonly inner?: boolean;
  /** One JSON object a line instead of text. */
  readonly json?: boolean;
  /** Symbol, place and source line after each instruction and access. JSON always has symbol and place. */
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
  readonly #program: Program | undefined;
  readonly #writer: ByteWriter;
  readonly #annotations: Annotations | undefined;
  #machine: Machine | undefined;
  #probes: HeapProbes | undefined;

  /** A trace of a process that will run `program`. */
  constructor(program: Program | undefined, options: TracerOptions) {
    this.#options = options;
    this.#program = program;
    this.#writer = new ByteWriter(options.sink);
    const { json, annotate } = options;
    if (json || annotate) {
      this.#annotations = new Annotations(
        new Places(program),
        json ? (location) => `${jsonAnnotation(location)}}` : formatAnnotation,
      );
    }
  }

  /** Starts tracing a machine into which the program was loaded. */
  attach(machine: Machine): void {
    const { instructions, memory, heap } = this.#options;
    this.#machine = machine;
    if (heap && this.#program !== undefined) {
      this.#probes = new HeapProbes(machine, this.#program, {
        leave: (event) => this.#heap(event),
      });
    }
    if (instructions || memory) {
      machine.trace({
        instructions: instructions ?? false,
        memory: memory ?? false,
        sink: (batch) => this.#batch(batch),
      });
    }
  }

  /** Takes in a system call; give it to the process's hooks. */
  readonly onSyscall = (event: SyscallEvent): void => {
    const { syscalls, filter, json } = this.#options;
    if (!syscalls || !filter.event([event.pc], [event.pc])) return;
    this.#line(json ? syscallJson(event) : event.text());
  };

  /** Takes in a signal; give it to the process's hooks. */
  readonly onSignal = (event: SignalEvent): void => {
    const { syscalls, filter, json } = this.#options;
    if (!syscalls || !filter.event([event.pc], [event.pc])) return;
    this.#line(json ? signalJson(event) : event.text());
  };

  /** Ends the trace and hands on what is left of it. */
  finish(): void {
    this.#machine?.trace(undefined);
    this.#probes?.close();
    this.#writer.flush();
  }

  /** Hands on what was collected so far. */
  flush(): void {
    this.#writer.flush();
  }

  #batch(batch: TraceBatch): void {
    const { filter } = this.#options;
    if (!filter.done) visitFields(batch, (fields) => this.#record(fields));
    if (filter.done) this.#machine?.trace(undefined);
  }

  #record(fields: Fields): boolean {
    const { instructions, memory, filter, json } = this.#options;
    const { pcHigh, pcLow } = fields;
    const writer = this.#writer;
    if (instructions && filter.instruction(pcHigh, pcLow)) {
      if (json) writeInstructionJson(writer, fields);
      else writeInstruction(writer, fields);
      this.#endLine(pcHigh, pcLow);
    }
    if (
      memory && fields.access !== undefined &&
      filter.access(pcHigh, pcLow, fields.addressHigh, fields.addressLow, fields.size)
    ) {
      if (json) writeAccessEventJson(writer, fields);
      else writeAccess(writer, fields);
      this.#endLine(pcHigh, pcLow);
    }
    return !filter.done;
  }

  #endLine(pcHigh: number, pcLow: number): void {
    this.#writer.bytes(this.#annotations?.at(pcHigh, pcLow) ?? NOTHING);
    this.#writer.text("\n");
  }

  #heap(event: HeapEvent): void {
    const { filter, json, inner } = this.#options;
    if (filter.done) {
      const probes = this.#probes;
      // Closing reports the calls under way, and comes by here again.
      this.#probes = undefined;
      probes?.close();
      return;
    }
    if (event.depth > 0 && !inner) return;
    const blocks = [event.pointer, event.result].filter((block) => block !== undefined);
    const callers = [event.caller, event.via].filter((caller) => caller !== undefined);
    if (!filter.event(callers.map(({ address }) => address - 1n), blocks)) return;
    this.#line(json ? heapEventJson(event) : formatHeapEvent(event));
  }

  #line(text: string): void {
    this.#writer.text(text);
    this.#writer.text("\n");
  }
}
