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
import { LastLines } from "../../trace/last_lines.ts";
import { type TracePoint, whenReached, whileInside } from "../../trace/points.ts";
import type { Recorder } from "../../trace/recorder.ts";
import { Tracer } from "../../trace/tracer.ts";
import { type Command, defineCommand } from "../command_line/command.ts";
import { type OptionRow, type Options, UsageError } from "../command_line/options.ts";
import { flushOutput, printError, writeError, writeOutput } from "../command_line/output.ts";
import { parseCount, parseRange } from "../command_line/values.ts";
import { readPoint } from "../programs/point_option.ts";
import { isExecutable } from "../programs/sources.ts";
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
import { loadRun } from "../execution/loading.ts";
import type { Probes } from "../execution/probes.ts";
import { readRunSettings, RUN_OPTIONS, type RunSettings } from "../execution/run_options.ts";

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
    {
      name: "probe",
      value: "SIGNATURE",
      repeat: true,
      help: "trace the calls of a function, such as 'f(n, p: str) -> r'",
    },
    { name: "map", help: "draw a map of the heap at the end" },
    { name: "binary", help: "write all instructions in the compact binary format; give -o, too" },
    { name: "champsim", help: "write all instructions for ChampSim, uncompressed; give -o, too" },
    { name: "read", value: "FILE", help: "write what the binary trace FILE holds; run nothing" },
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
    { name: "from", value: "POINT", help: "begin to trace at POINT" },
    { name: "to", value: "POINT", help: "trace no longer at POINT" },
    {
      name: "inside",
      value: "NAME",
      help: "trace only while this function runs, with what it calls",
    },
    { name: "skip", value: "N", help: "leave out the first N events" },
    { name: "first", value: "N", help: "trace only the first N events" },
    { name: "last", value: "N", help: "trace only the last N lines before the end" },
    { name: "depth", value: "N", help: "trace calls with fewer than N calls around them" },
    { name: "inner", help: "trace heap calls that the allocator itself makes, too" },
    ...RUN_OPTIONS,
  ],
  notes: [
    `The default is ${DEFAULT_OPTIONS}, or what --map and --probe ask for. A RANGE is FIRST-END (END`,
    "exclusive), FIRST+LENGTH or one address. It applies to the pc of an instruction, the data of an",
    "access and the block of a heap call. A heap call is written when it returns. A POINT is the number",
    "of an instruction, a symbol or a line (FILE:LINE) when it is first reached, or NAME#N, the return",
    "of the Nth call of a function. With -o - the trace goes to standard output.",
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
    const json = options.has("json");
    if (options.has("read")) return await readTrace(options);
    const { settings, program, executable, capsule } = await loadRun(options, { json });
    const last = options.value("last");
    const kept = last === undefined ? undefined : new LastLines(parseCount("--last", last));
    const window = readWindow(program, options);
    const write = (bytes: Uint8Array) =>
      kept === undefined ? output.write(bytes) : kept.write(bytes);
    const tracer = makeTracer(program, options, write);
    const makeRecorder = await recorderOf(options);
    const probes = await probesOf(program, options, (line) => tracer.line(line));
    const execution = await start(program, settings, {
      ...{ executable, capsule },
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
    const recorder = makeRecorder?.(write);
    let outcome: Ending;
    probes?.attach(execution.process);
    try {
      outcome = await runTraced(execution, settings, recorder ?? tracer, window);
    } catch (error) {
      // What was traced before the error stays.
      probes?.finish();
      recorder?.finish();
      tracer.finish();
      kept?.drain((bytes) => output.write(bytes));
      output.close();
      throw error;
    }
    const missing = probes?.finish() ?? [];
    recorder?.finish();
    tracer.finish();
    kept?.drain((bytes) => output.write(bytes));
    for (const name of missing) {
      const { missingFunction } = await import("../execution/probes.ts");
      printError(missingFunction(name));
    }
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
  | TraceFormatName
  | "binary"
  | "champsim"
  | "read"
  | "output"
  | "last"
  | "inner"
  | "depth"
  | "json"
  | "annotate"
  | "symbol"
  | "address"
  | "from"
  | "to"
  | "inside"
  | "skip"
  | "first"
  | "map"
  | "probe"
>;

/** When to trace. */
interface Window {
  readonly from: TracePoint | undefined;
  readonly to: TracePoint | undefined;
  /** The address of the function inside of which to trace. */
  readonly inside: bigint | undefined;
}

function readWindow(program: Program, options: TraceOptions): Window {
  const read = (name: "from" | "to"): TracePoint | undefined => {
    const text = options.value(name);
    return text === undefined ? undefined : readPoint(program, `--${name}`, text);
  };
  const inside = options.value("inside");
  return {
    from: read("from"),
    to: read("to"),
    inside: inside === undefined ? undefined : findSymbol(program, "--inside", inside).value,
  };
}

/** Something that records a process in parts. */
type PartialTracer = Pick<Tracer, "attach" | "detach" | "flush" | "finish">;

/** Makes the recorder of a trace that is no text, if the command line asks for one. */
async function recorderOf(
  options: TraceOptions,
): Promise<((sink: (bytes: Uint8Array) => void) => Recorder) | undefined> {
  const name = (["binary", "champsim"] as const).find((name) => options.has(name));
  if (name === undefined) return undefined;
  if (!options.has("output")) throw new UsageError(`--${name} is no text; name a file with -o`);
  const others = [...TRACE_FORMAT_NAMES, ...TEXT_OPTIONS, "probe", "map"] as const;
  const other = name === "binary" && options.has("champsim")
    ? "champsim"
    : others.find((name) => options.has(name));
  if (other !== undefined) {
    throw new UsageError(`--${other} is not for --${name}; write --binary and read it with --read`);
  }
  const { Recorder } = await import("../../trace/recorder.ts");
  if (name === "champsim") {
    const { ChampSimWriter } = await import("../../trace/champsim.ts");
    return (sink) => new Recorder(new ChampSimWriter(sink));
  }
  const { BinaryTraceWriter } = await import("../../trace/binary/binary_trace.ts");
  return (sink) => new Recorder(new BinaryTraceWriter(sink));
}

/** Writes what a binary trace holds; the program, if there is one, has the names. */
async function readTrace(
  options: TraceOptions & Parameters<typeof loadRun>[0],
): Promise<number> {
  const formats = [...TRACE_FORMAT_NAMES, "from", "to", "inside", "map", "probe"] as const;
  const other = formats.find((name) =>
    name !== "instructions" && name !== "memory" && options.has(name)
  );
  if (other !== undefined) {
    throw new UsageError(`--read has instructions only, nothing for --${other}`);
  }
  const json = options.has("json");
  const program = options.words.length === 0
    ? undefined
    : (await loadRun(options, { json })).program;
  const { traceFile } = await import("../execution/read_trace.ts");
  const last = options.value("last");
  const kept = last === undefined ? undefined : new LastLines(parseCount("--last", last));
  const output = await openOutput(options.value("output"));
  const write = (bytes: Uint8Array) => kept === undefined ? output.write(bytes) : kept.write(bytes);
  const makeRecorder = await recorderOf(options);
  const tracer = makeRecorder?.(write) ?? makeTracer(program, options, write);
  try {
    traceFile(options.value("read") ?? "", tracer);
  } finally {
    tracer.finish();
    kept?.drain((bytes) => output.write(bytes));
    output.close();
  }
  return 0;
}

/** Options that choose what a text shows. */
const TEXT_OPTIONS = ["json", "annotate", "symbol", "address", "skip", "first", "last"] as const;

/** Runs the program, tracing in the window. */
async function runTraced(
  execution: Execution,
  settings: RunSettings,
  tracer: PartialTracer,
  { from, to, inside }: Window,
): Promise<Ending> {
  const { process } = execution;
  const { machine } = process;
  const attach = () => tracer.attach(process);
  const end = () => tracer.detach();
  const begin = () => {
    const stop = inside === undefined ? end : whileInside(machine, inside, attach, end);
    if (inside === undefined) attach();
    if (to === undefined || to.kind === "number") return stop;
    whenReached(machine, to, () => {
      stop();
      end();
    });
    return stop;
  };
  const runTo = (maxInstructions: number | undefined) =>
    run(execution, { ...settings, maxInstructions }, { flush: () => tracer.flush() });
  const limit = settings.maxInstructions ?? Infinity;
  /** Runs up to an instruction; undefined when the program got there and can go on. */
  const reach = async (number: number): Promise<Ending | undefined> => {
    const outcome = await runTo(Math.min(number, limit));
    return outcome.kind === "limit" && number < limit ? undefined : outcome;
  };
  let stop = end;
  if (from?.kind === "number") {
    const outcome = await reach(from.number);
    if (outcome !== undefined) return outcome;
    stop = begin();
  } else if (from === undefined) stop = begin();
  else {
    whenReached(machine, from, () => {
      stop = begin();
    });
  }
  if (to?.kind === "number") {
    const outcome = await reach(to.number);
    if (outcome !== undefined) return outcome;
    stop();
    end();
  }
  return await runTo(settings.maxInstructions);
}

function makeTracer(
  program: Program | undefined,
  options: TraceOptions,
  sink: (bytes: Uint8Array) => void,
): Tracer {
  const first = options.value("first");
  const skip = options.value("skip");
  const depth = options.value("depth");
  for (const name of options.values("symbol")) {
    if (program !== undefined) findSymbol(program, "--symbol", name);
    else throw new UsageError("--symbol needs a program; name it after the options");
  }
  const filter = new TraceFilter({
    symbols: options.values("symbol"),
    addresses: options.values("address").map((text) => parseRange("--address", text)),
    ...(skip !== undefined && { skip: parseCount("--skip", skip) }),
    ...(first !== undefined && { first: parseCount("--first", first) }),
  }, program);
  const chosen = TRACE_FORMAT_NAMES.filter((name) => options.has(name));
  return new Tracer(program, {
    formats: options.has("read") && chosen.length === 0
      ? ["instructions"]
      : options.has("binary") || options.has("champsim") || chosen.length > 0 ||
          options.has("map") || options.has("probe")
      ? chosen
      : DEFAULT_FORMATS,
    inner: options.has("inner"),
    maxDepth: depth === undefined ? undefined : parseCount("--depth", depth),
    json: options.has("json"),
    annotate: options.has("annotate"),
    filter,
    sink,
  });
}

/** The probes that the command line asks for. */
async function probesOf(
  program: Program,
  options: TraceOptions,
  print: (line: string) => void,
): Promise<Probes | undefined> {
  const texts = options.values("probe");
  if (texts.length === 0) return undefined;
  const { makeProbes } = await import("../execution/probes.ts");
  return makeProbes(texts, program, options.has("json"), print);
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
  if (path === "-") return { write: writeOutput, close: flushOutput };
  const { OutputFile } = await import("../programs/output_file.ts");
  const file = await OutputFile.open(path, { log: true });
  return {
    write: (bytes) => file.write(bytes),
    close() {
      if (file.commit()) printError(`leveret: trace written to ${printable(path)}\n`);
    },
  };
}
