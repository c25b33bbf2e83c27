// SPDX-License-Identifier: MPL-2.0
// `leveret demo`: a tour of the allocator, with everything that the host can see: the program's output, the
// calls to the allocator, the memory that the kernel maps and unmaps, and the heap at the end. Needs no
// permissions: the program is part of the module graph.

import tour from "../../../examples/allocator_tour.s" with { type: "text" };
import { inspectHeap } from "../../heap/inspector.ts";
import { bytes, formatHeapMap } from "../../heap/map.ts";
import { heapViewJson } from "../../heap/map_json.ts";
import { allocatorSegments } from "../../heap/segments.ts";
import type { SyscallEvent } from "../../kernel/calls/syscall.ts";
import { hex } from "../../text/hex.ts";
import type { TextStyle } from "../../text/style.ts";
import { formatHeapCall, formatHeapEvent, heapEventJson } from "../../trace/heap_log.ts";
import { syscallJson } from "../../trace/syscall_json.ts";
import type { HeapEvent } from "../../watch/heap_probes.ts";
import { type Command, defineCommand } from "../command_line/command.ts";
import { outputStyle, print } from "../command_line/output.ts";
import { assemble } from "../programs/sources.ts";
import { conclude, leave, run, start } from "../execution/execution.ts";

const NAME = "examples/allocator_tour.s";
const SETTINGS = {
  entry: undefined,
  march: undefined,
  maxInstructions: undefined,
  memoryLimit: undefined,
  seed: undefined,
  engine: undefined,
  ecalls: "linux",
  directories: [],
  workingDirectory: "/",
  env: {},
  args: [NAME],
} as const;
const NEWLINE = 10;
/** Equal calls that are shown before the others are only counted. */
const SHOWN_REPEATS = 2;

/** The command. */
const command: Command = defineCommand({
  name: "demo",
  summary: "Run a tour of the allocator and show everything that happens, side by side.",
  usage: "[OPTION]...",
  options: [{ name: "json", help: "write events as JSON, one object a line" }],
  examples: [
    { line: "demo", what: "the whole picture" },
    { line: "demo --json", what: "the same events as JSON" },
  ],
  async run(options) {
    const json = options.has("json");
    const view: DemoView = json ? new JsonView() : new TextView(outputStyle);
    const program = assemble([{ name: NAME, text: tour }]);
    const execution = await start(program, SETTINGS, {
      stdout: (output) => view.output(output),
    });
    view.begin();
    execution.process.observe({
      onSyscall: (event) => view.syscall(event),
      onHeapEntry: () => view.enter(),
      onHeap: (event) => view.leave(event),
    });
    const outcome = await run(execution, SETTINGS);
    view.end();
    const segments = allocatorSegments(
      program,
      execution.history,
      execution.process.machine.memory,
    );
    const heap = inspectHeap(execution.process.machine.memory, program, segments);
    const { statistics } = execution.process;
    if (json) {
      print(`${JSON.stringify({ event: "heap map", ...(heap && heapViewJson(heap)) })}\n`);
    } else {
      if (heap !== undefined) print(`\n${formatHeapMap(heap, outputStyle)}`);
      print(
        `\n${statistics.instructions.toLocaleString("en")} instructions, ` +
          `${statistics.mmaps} mmaps, ${statistics.munmaps} munmaps\n`,
      );
    }
    return await leave(outcome, await conclude(execution, outcome, { json }));
  },
});

export default command;

/** Shows the events of the demo. */
interface DemoView {
  begin(): void;
  output(bytes: Uint8Array): void;
  syscall(event: SyscallEvent): void;
  enter(): void;
  leave(event: HeapEvent): void;
  end(): void;
}

const isMapping = ({ name }: SyscallEvent): boolean => name === "mmap" || name === "munmap";

/** Labelled lines of three kinds; the mappings that a heap call makes follow it. */
class TextView implements DemoView {
  readonly #style: TextStyle;
  readonly #decoder = new TextDecoder();
  /** The unfinished line of the program's output. */
  #line = "";
  #depth = 0;
  /** The mappings made by the current heap call. */
  #mappings: string[] = [];
  #last: { readonly key: string; count: number; latest: HeapEvent } | undefined;

  constructor(style: TextStyle) {
    this.#style = style;
  }

  begin(): void {
    const label = (name: string, what: string) => `  ${this.#style.strong(name)} ${what}\n`;
    print(
      `${NAME}, assembled, linked with the runtime and run:\n\n` +
        label("program |", "its output") +
        label("   heap |", "calls to the allocator, with result and caller") +
        label(" kernel |", "memory that these calls map and unmap") +
        "\n",
    );
  }

  output(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#endRepeats();
    this.#line += this.#decoder.decode(bytes, { stream: true });
    if (!bytes.includes(NEWLINE)) return;
    const lines = this.#line.split("\n");
    this.#line = lines.pop() ?? "";
    for (const line of lines) print(`${this.#style.strong("program |")} ${line}\n`);
  }

  syscall(event: SyscallEvent): void {
    if (!isMapping(event)) return;
    const text = formatMapping(event);
    if (this.#depth > 0) this.#mappings.push(text);
    else this.#kernel(text);
  }

  enter(): void {
    this.#depth++;
  }

  leave(event: HeapEvent): void {
    this.#depth = event.depth;
    if (event.depth > 0) return;
    const mappings = this.#mappings.splice(0);
    const key = `${event.call} ${event.size} ${event.caller.address}`;
    if (this.#last?.key !== key || mappings.length > 0) this.#endRepeats();
    if (this.#last === undefined) this.#last = { key, count: 0, latest: event };
    this.#last.count++;
    this.#last.latest = event;
    if (this.#last.count <= SHOWN_REPEATS) {
      print(`${this.#style.hint("   heap |")} ${formatHeapEvent(event)}\n`);
    }
    for (const mapping of mappings) this.#kernel(mapping);
    if (mappings.length > 0) this.#last = undefined;
  }

  end(): void {
    this.#endRepeats();
    if (this.#line !== "") print(`${this.#style.strong("program |")} ${this.#line}\n`);
  }

  #kernel(text: string): void {
    print(`${this.#style.warning(" kernel |")} ${text}\n`);
  }

  #endRepeats(): void {
    const last = this.#last;
    this.#last = undefined;
    if (last === undefined || last.count <= SHOWN_REPEATS) return;
    const more = last.count - SHOWN_REPEATS - 1;
    const label = this.#style.hint("   heap |");
    if (more > 0) {
      print(`${label} ... ${more.toLocaleString("en")} more calls like these; the last one:\n`);
    }
    print(`${label} ${formatHeapCall(last.latest)}\n`);
  }
}

/** `mmap(2 MiB) = 0x3f10000000`. */
function formatMapping({ name, args, result, errorName }: SyscallEvent): string {
  const length = bytes(Number(args[1] ?? 0n));
  if (name === "munmap") return `  munmap(${hex(args[0] ?? 0n)}, ${length})`;
  return `  mmap(${length}) = ${errorName ?? hex(result ?? 0n)}`;
}

/** A line of JSON for every event. */
class JsonView implements DemoView {
  readonly #decoder = new TextDecoder();

  begin(): void {}

  output(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text !== "") print(`${JSON.stringify({ event: "output", text })}\n`);
  }

  syscall(event: SyscallEvent): void {
    if (isMapping(event)) print(`${syscallJson(event)}\n`);
  }

  enter(): void {}

  leave(event: HeapEvent): void {
    if (event.depth === 0) print(`${heapEventJson(event)}\n`);
  }

  end(): void {}
}
