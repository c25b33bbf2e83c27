// SPDX-License-Identifier: MPL-2.0
// `--who-wrote` and `--origin`: runs the program again to find the last store to some bytes, or the way of a
// value; and, after a fault or an abort, to find the store that caused it, without being asked.

import { didYouMean, nearestName } from "../../../asm/text/nearest_name.ts";
import type { Program } from "../../../asm/object/program.ts";
import { floatRegisterNumber, registerNumber } from "../../../cpu/isa/registers.ts";
import { type Death, storyOfDeath } from "../../stories/fault_story.ts";
import { deathJson, stepJson, StoryFormat, writeJson } from "../../stories/format_story.ts";
import { lastWrite } from "../../stories/last_write.ts";
import { originOf } from "../../stories/origin.ts";
import { momentOf, type Rerun, RerunError } from "../../stories/rerun.ts";
import { UsageError } from "../command_line/options.ts";
import { errorStyle, flushOutput, printError } from "../command_line/output.ts";
import { invalidValue, parseAddress, parseCount, parseSeconds } from "../command_line/values.ts";
import type { Execution } from "../execution/execution.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Seconds for the cause of a fault: as long as the run took, but from the first to the second number. */
const MIN_SECONDS = 1;
const MAX_SECONDS = 5;
/** A run of fewer instructions takes a moment on any host, so its story must not depend on how busy that is. */
const SHORT_RUN = 20_000_000;
const SHORT_RUN_SECONDS = 60;

/** What is asked, as on the command line. */
interface Question {
  readonly text: string;
  /** Only what happened before this instruction counts; undefined for all. */
  readonly before: number | undefined;
}

/** A question about bytes. */
interface BytesQuestion extends Question {
  readonly address: bigint;
  readonly size: number;
}

/** A question about a register. */
interface RegisterQuestion extends Question {
  readonly register: number;
}

/** Makes the tool. */
export default function makeStories({ options, program, json }: ToolContext): Tool {
  const bytes = options.values("who-wrote").map((text) => parseBytes(text, program));
  const registers = options.values("origin").map(parseRegister);
  const limit = parseLimit(options.value("story-limit"));
  let execution: Execution | undefined;
  return {
    attach(given) {
      execution = given;
    },
    async finish({ outcome, seconds }) {
      if (execution === undefined) return;
      const report = new StoryReport(execution, json);
      if (outcome.kind === "killed" && limit !== 0) {
        const isShort = execution.process.machine.instructions < SHORT_RUN;
        const usual = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, seconds));
        const allowed = limit ?? (isShort ? SHORT_RUN_SECONDS : usual);
        await report.death(outcome.trap, performance.now() + allowed * 1000);
      }
      for (const question of bytes) await report.bytes(question);
      for (const question of registers) await report.register(question);
    },
  };
}

/** Prints stories about one run that is over. */
class StoryReport {
  readonly #execution: Execution;
  readonly #rerun: Rerun;
  readonly #json: boolean;
  readonly #format: StoryFormat;

  constructor(execution: Execution, json: boolean) {
    this.#execution = execution;
    this.#json = json;
    this.#format = new StoryFormat(execution.process.program, errorStyle);
    this.#rerun = {
      start() {
        const again = execution.restart();
        if (again === undefined) throw new RerunError("input");
        return again;
      },
    };
  }

  /** What caused a fault or an abort; nothing is printed if that is not known. */
  async death(trap: Death["trap"], deadline: number): Promise<void> {
    // Who does not want to wait has the report about the fault already.
    flushOutput();
    const { process } = this.#execution;
    const death = { moment: momentOf(process), trap };
    const story = await this.#ask(
      "the store that caused it",
      () => storyOfDeath({ ...this.#rerun, deadline }, death, process.machine, process.program),
    );
    if (story === undefined) return;
    this.#print(() => `\n${this.#format.death(story)}`, () => deathJson(story));
  }

  /** Who wrote some bytes. */
  async bytes({ text, address, size, before }: BytesQuestion): Promise<void> {
    const { instructions } = this.#execution.process.machine;
    const found = await this.#ask(text, async () => ({
      write: await lastWrite(this.#rerun, { address, size, before: before ?? instructions }),
    }));
    if (found === undefined) return;
    const { write } = found;
    this.#print(
      () => this.#format.write(text, write),
      () => ({ event: "who wrote", what: text, write: write && writeJson(write) }),
    );
  }

  /** Where the value of a register came from. */
  async register({ text, register, before }: RegisterQuestion): Promise<void> {
    const { machine } = this.#execution.process;
    const steps = await this.#ask(
      text,
      () => originOf(this.#rerun, { register, before: before ?? machine.instructions }),
    );
    if (steps === undefined) return;
    this.#print(
      () => this.#format.origin(text, steps),
      () => ({ event: "origin", what: text, steps: steps.map(stepJson) }),
    );
  }

  /** Runs the program again, or says why that cannot be done. */
  async #ask<T>(what: string, find: () => Promise<T>): Promise<T | undefined> {
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof RerunError)) throw error;
      const { message } = error;
      this.#print(
        () => `leveret: ${what} is not known. ${message}${ADVICE[error.reason]}\n`,
        () => ({ event: "story", what, error: message }),
      );
      return undefined;
    }
  }

  #print(text: () => string, value: () => Record<string, unknown>): void {
    printError(this.#json ? `${JSON.stringify(value())}\n` : text());
  }
}

/** What to do when the program cannot be run again. */
const ADVICE: Readonly<Record<RerunError["reason"], string>> = {
  time: "; --story-limit SECONDS gives it more time",
  different: "; were files changed that it reads?",
  input: "",
};

/** `0`, or a number of seconds. */
function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined || /^0+s?$/.test(text)) return text === undefined ? undefined : 0;
  return parseSeconds("--story-limit", text);
}

/** What is before and after the `@`. */
function parseMoment(option: string, text: string): { what: string; before: number | undefined } {
  const [what = "", number, ...rest] = text.split("@");
  if (what === "" || rest.length > 0) {
    throw invalidValue(option, text, "must be like count@5000, before instruction 5000");
  }
  return { what, before: number === undefined ? undefined : parseCount(option, number) };
}

/** `0x12000`, `count`, `table+8`, `table+8,4`, each with `@N`. */
function parseBytes(text: string, program: Program): BytesQuestion {
  const option = "--who-wrote";
  const { what, before } = parseMoment(option, text);
  const [, name = "", offset = "0", length] = /^(.+?)(?:\+(\w+))?(?:,(\d+))?$/.exec(what) ?? [];
  const symbol = /^\d/.test(name) ? undefined : program.symbol(name);
  if (symbol === undefined && !/^\d/.test(name)) {
    const near = nearestName(name, program.symbols.map((other) => other.name));
    throw new UsageError(`there is no symbol ${name} for ${option}${didYouMean(near)}`);
  }
  const start = symbol?.value ?? parseAddress(option, name);
  const whole = offset === "0" && symbol !== undefined && symbol.size > 0 ? symbol.size : 8;
  const size = length === undefined ? Math.min(whole, MAX_SIZE) : parseCount(option, length);
  if (size < 1 || size > MAX_SIZE) {
    throw invalidValue(option, text, `its size must be from 1 to ${MAX_SIZE}`);
  }
  return { text, before, address: start + parseAddress(option, offset), size };
}

/** The most bytes that can be watched. */
const MAX_SIZE = 4096;

/** `a0`, `x10` or `fa0`, each with `@N`. */
function parseRegister(text: string): RegisterQuestion {
  const option = "--origin";
  const { what, before } = parseMoment(option, text);
  const float = floatRegisterNumber(what);
  const register = registerNumber(what) ?? (float === undefined ? undefined : 32 + float);
  if (register === undefined) throw invalidValue(option, text, "must be a register such as a0");
  return { text, before, register };
}
