// SPDX-License-Identifier: MPL-2.0
// `leveret trace`: runs a program and writes a trace of its instructions, memory accesses, system calls and
// heap calls.

import { printable, printableLines } from "../../../asm/object/printable.ts";
import type { Program } from "../../../asm/object/program.ts";
import { inspectHeap } from "../../heap/inspector.ts";
import { formatHeapMap } from "../../heap/map.ts";
import { heapViewJson } from "../../heap/map_json.ts";
import { allocatorSegments } from "../../heap/segments.ts";
import { TraceFilter } from "../../trace/filter.ts";
import { TRACE_FORMAT_NAMES, TRACE_FORMATS, type TraceFormatName } from "../../trace/formats.ts";
import { Tracer } from "../../trace/tracer.ts";
import { type Command, defineCommand } from "../command_line/command.ts";
import type { OptionRow, Options } from "../command_line/options.ts";
import { flushOutput, printError, writeError } from "../command_line/output.ts";
import { parseCount, parseRange } from "../command_line/values.ts";
import { isExecutable, loadProgram } from "../programs/sources.ts";
import { findSymbol } from "../programs/symbol_option.ts";
import {
  conclude,
  type Ending,
  type Execution,
  findFileIn,
  leave,
  run,
  start,
} from "../execution/execution.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";

/** An option for each trace format. */
const FORMAT_OPTIONS: readonly OptionRow<TraceFormatName>[] = TRACE_FORMAT_NAMES.map((name) => {
  const { short, help } = TRACE_FORMATS[name];
  return { name, short, help };
});
const DEFAULT_FORMATS = TRACE_FORMAT_NAMES.filter((name) => TRACE_FORMATS[name].byDefault);
const DEFAULT_OPTIONS = DEFAULT_FORMATS.map((name) => `--${name}`).join(" and ");

/** The command. */
const command: Command = defineCommand({
  name: "trace",
  summary: "Run a program and write a trace to standard error or to a file.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    ...FORMAT_OPTIONS,
    { name: "map", help: "draw a map of the heap at the end" },
    { name: "output", short: "o", value: "FILE", help: "write the trace to FILE" },
    { name: "json", help: "write one JSON object a line" },
    {
      name: "annotate",
      help: "add symbol and source line to instructions and accesses",
    },
    {
      name: "symbol",
      value: "NAME",
      repeat: true,
      help: "trace only this function, or accesses to this object",
    },
    {
      name: "address",
      value: "RANGE",
      repeat: true,
      help: "trace only these addresses, such as 0x10000-0x20000",
    },
    { name: "first", value: "N", help: "trace only the first N events" },
    { name: "inner", help: "trace heap calls that the allocator itself makes, too" },
    ...RUN_OPTIONS,
  ],
  notes: [
    `The default is ${DEFAULT_OPTIONS}, or just the map with --map. A RANGE is FIRST-END (END`,
    "exclusive), FIRST+LENGTH or one address. It applies to the pc of an instruction, the data of an",
    "access and the block of a heap call. A heap call is written when it returns.",
  ],
  examples: [
    { line: "trace examples/linked_list.s", what: "system calls and heap calls" },
    {
      line: "trace -i --annotate --symbol main examples/hello_main.s",
      what: "the steps of main, annotated",
    },
    { line: "trace -i -o run.log examples/quicksort.s", what: "write a commit log to a file" },
    { line: "trace -m --address 0x3f10000000+64 x.s", what: "all accesses to these 64 bytes" },
    { line: "trace --heap --json examples/hash_table.s", what: "heap calls as JSON" },
  ],
  async isProgram(word, options) {
    return isExecutable(word, await findFileIn(readRunSettings(options)));
  },
  async run(options) {
    const settings = readRunSettings(options);
    const json = options.has("json");
    const findFile = await findFileIn(settings);
    const { program, executable } = await loadProgram(options.words, {
      ...settings,
      json,
      findFile,
    });
    const tracer = makeTracer(program, options, (bytes) => output.write(bytes));
    const execution = await start(program, settings, {
      executable,
      // Both go to standard error: the guest's output must not overtake the trace.
      ...(options.value("output") === undefined && {
        stderr(bytes: Uint8Array) {
          tracer.flush();
          writeError(bytes);
        },
      }),
    });
    // Only now: a mistake in the options must not cost an old trace.
    const output = await openOutput(options.value("output"));
    tracer.attach(execution.process);
    let outcome: Ending;
    try {
      outcome = await run(execution, settings, { flush: () => tracer.flush() });
    } catch (error) {
      // What was traced before the error stays.
      tracer.finish();
      output.close();
      throw error;
    }
    tracer.finish();
    if (options.has("heap") && execution.process.allocatorFunctions.length === 0) {
      const { noAllocator } = await import("../execution/allocator_symbols.ts");
      printError(`leveret: ${noAllocator(program)}\n`);
    }
    if (options.has("map")) output.write(heapMap(program, execution, json));
    output.close();
    return await leave(outcome, await conclude(execution, outcome, { json }));
  },
});

export default command;

type TraceOptions = Options<
  TraceFormatName | "inner" | "json" | "annotate" | "symbol" | "address" | "first" | "map"
>;

function makeTracer(
  program: Program,
  options: TraceOptions,
  sink: (bytes: Uint8Array) => void,
): Tracer {
  const first = options.value("first");
  for (const name of options.values("symbol")) findSymbol(program, "--symbol", name);
  const filter = new TraceFilter({
    symbols: options.values("symbol"),
    addresses: options.values("address").map((text) => parseRange("--address", text)),
    ...(first !== undefined && { first: parseCount("--first", first) }),
  }, program);
  const chosen = TRACE_FORMAT_NAMES.filter((name) => options.has(name));
  return new Tracer(program, {
    formats: chosen.length > 0 || options.has("map") ? chosen : DEFAULT_FORMATS,
    inner: options.has("inner"),
    json: options.has("json"),
    annotate: options.has("annotate"),
    filter,
    sink,
  });
}

function heapMap(program: Program, { process, history }: Execution, json: boolean): Uint8Array {
  const { memory } = process.machine;
  const view = inspectHeap(memory, program, allocatorSegments(program, history, memory));
  const text = json
    ? `${JSON.stringify({ event: "heap map", ...(view && heapViewJson(view)) })}\n`
    : view === undefined && program.symbol("rt.linear.malloc") !== undefined
    ? "No heap map: the program uses the linear-bin allocator; --allocator hare has a map.\n"
    : view === undefined
    ? program.symbols.length === 0
      ? "No heap map: the program has no symbols, by which its allocator is found.\n"
      : "No heap map: the program uses neither the runtime's allocator nor Hare's.\n"
    : formatHeapMap(view);
  return new TextEncoder().encode(printableLines(text));
}

/** The output of the trace: a file, or standard error. */
async function openOutput(
  path: string | undefined,
): Promise<{ write(bytes: Uint8Array): void; close(): void }> {
  if (path === undefined) return { write: writeError, close: flushOutput };
  const { OutputFile } = await import("../programs/output_file.ts");
  const file = await OutputFile.open(path, { log: true });
  return {
    write: (bytes) => file.write(bytes),
    close() {
      if (file.commit()) printError(`leveret: trace written to ${printable(path)}\n`);
    },
  };
}
