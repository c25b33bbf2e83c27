// SPDX-License-Identifier: MPL-2.0
// The tools of `leveret run`, one row each; makes those that a command line asks for.

import type { OptionRow, Options } from "../command_line/options.ts";
import { invalidValue, parseCount } from "../command_line/values.ts";
import type { ProcessOptions } from "../../process.ts";
import type { Execution } from "../execution/execution.ts";
import type { Moment, Tool, ToolContext, ToolEnding, ToolRow } from "./tool.ts";

/** All tools, in the order in which help lists their options and their reports appear. */
const TOOLS: readonly ToolRow[] = [
  {
    options: [
      { name: "strace", help: "show every system call on standard error, like qemu -strace" },
    ],
    load: () => import("./strace.ts"),
  },
  {
    options: [
      {
        name: "probe",
        value: "SIGNATURE",
        repeat: true,
        help: "show every call of a function, such as 'f(n, p: str) -> r'",
      },
    ],
    load: () => import("./probe.ts"),
  },
  {
    options: [
      {
        name: "who-wrote",
        value: "WHAT[@N]",
        repeat: true,
        help: "show the last store to a symbol or address before N",
      },
      {
        name: "origin",
        value: "REGISTER[@N]",
        repeat: true,
        help: "show where a register's value came from, before instruction N",
      },
      {
        name: "story-limit",
        value: "SECONDS",
        help: "how long to look for the cause of a fault; 0: not at all",
      },
    ],
    afterDeath: true,
    load: () => import("./stories.ts"),
  },
  {
    options: [
      { name: "check-calls", help: "report mistakes with saved registers, sp, ra and calls" },
      {
        name: "shared-registers",
        value: "LIST",
        help: "with --check-calls: s registers that functions may change",
      },
    ],
    load: () => import("./check_calls.ts"),
  },
  {
    options: [{ name: "stats", help: "show run statistics on standard error" }],
    load: () => import("./stats.ts"),
  },
  {
    options: [
      {
        name: "memcheck",
        kinds: ["addresses"],
        help: "report invalid accesses and, unless =addresses, unset values",
      },
      {
        name: "suppressions",
        value: "FILE",
        repeat: true,
        help: "with --memcheck: hide errors in FILE, in Valgrind's format",
      },
      { name: "first-error", help: "with --memcheck: stop the program at its first error" },
      {
        name: "no-variable-bounds",
        help: "with --memcheck: leave out the bounds of variables: faster",
      },
    ],
    load: () => import("./memcheck.ts"),
  },
  {
    options: [
      { name: "profile", help: "show which functions the instructions went to" },
      {
        name: "profile-to",
        value: "FORMAT:FILE",
        repeat: true,
        help: "write it; FORMAT: callgrind, pprof, lcov, annotated, ...",
      },
    ],
    load: () => import("./profile.ts"),
  },
  {
    options: [
      {
        name: "heap-profile-to",
        value: "FORMAT:FILE",
        repeat: true,
        help: "write who allocated what and when; FORMAT: massif, dhat, json",
      },
      { name: "heap-accesses", help: "with --heap-profile-to: count reads and writes of blocks" },
    ],
    load: () => import("./heap_profile.ts"),
  },
  {
    options: [
      { name: "leak-check", help: "report the blocks that the program has lost when it ends" },
      {
        name: "leak-check-at",
        value: "N",
        repeat: true,
        help: "report those that it has lost after N instructions",
      },
      {
        name: "show-leak-kinds",
        value: "LIST",
        help: "lost blocks to list, such as definite,reachable, or all",
      },
    ],
    load: () => import("./leak_check.ts"),
  },
  {
    options: [
      { name: "check-heap", help: "check Hare's heap at each of its calls; name what broke it" },
    ],
    load: () => import("./check_heap.ts"),
  },
];

/** Options that apply to every tool that finds errors. */
const SHARED_OPTIONS: readonly OptionRow[] = [
  { name: "error-exitcode", value: "N", help: "the status if a tool finds errors in the program" },
];

/** The options of all tools. */
export const TOOL_OPTIONS: readonly OptionRow[] = [
  ...TOOLS.flatMap(({ options }) => options),
  ...SHARED_OPTIONS,
];

/** The tools of a run. */
export class Tools {
  readonly #context: ToolContext;
  readonly #tools: readonly (readonly [ToolRow, Tool])[];
  readonly #errorStatus: number | undefined;
  #execution: Execution | undefined;

  private constructor(
    context: ToolContext,
    tools: readonly (readonly [ToolRow, Tool])[],
    errorStatus: number | undefined,
  ) {
    this.#context = context;
    this.#tools = tools;
    this.#errorStatus = errorStatus;
  }

  /**
   * Makes the tools that the options ask for.
   *
   * @throws {UsageError} for an invalid value
   */
  static async make(context: ToolContext): Promise<Tools> {
    const { options } = context;
    const errorStatus = readErrorStatus(options);
    const tools: [ToolRow, Tool][] = [];
    for (const row of TOOLS) {
      if (!row.options.some(({ name }) => options.has(name))) continue;
      const { default: make } = await row.load();
      tools.push([row, await make(context)]);
    }
    return new Tools(context, tools, errorStatus);
  }

  /** What the process must be made with. */
  get processOptions(): ProcessOptions {
    return Object.assign({}, ...this.#tools.map(([, tool]) => tool.processOptions));
  }

  /** The moments at which tools want to look at the process, in order. */
  get moments(): readonly Moment[] {
    const moments = this.#tools.flatMap(([, { moments = [] }]) => moments);
    return moments.toSorted((a, b) => a.instruction - b.instruction);
  }

  /** Attaches the tools to the process, before it runs. */
  attach(execution: Execution): void {
    this.#execution = execution;
    for (const [, tool] of this.#tools) tool.attach(execution);
  }

  /** Prints the reports; returns the exit status, which is `status` unless a tool found errors. */
  async finish(ending: ToolEnding, status: number): Promise<number> {
    let errors = 0;
    for (const row of TOOLS) {
      const tool = await this.#atEnd(row, ending);
      errors += await tool?.finish(ending) ?? 0;
    }
    return errors > 0 ? this.#errorStatus ?? status : status;
  }

  /** The tool of a row, if it was asked for, or if the end of the program asks for it. */
  async #atEnd(row: ToolRow, { outcome }: ToolEnding): Promise<Tool | undefined> {
    const made = this.#tools.find(([other]) => other === row);
    if (made !== undefined) return made[1];
    if (row.afterDeath !== true || outcome.kind !== "killed") return undefined;
    const { default: make } = await row.load();
    const tool = await make(this.#context);
    if (this.#execution !== undefined) tool.attach(this.#execution);
    return tool;
  }
}

function readErrorStatus(options: Options<string>): number | undefined {
  const text = options.value("error-exitcode");
  if (text === undefined) return undefined;
  const status = parseCount("--error-exitcode", text);
  if (status > 255) throw invalidValue("--error-exitcode", text, "must be from 0 to 255");
  return status;
}
