// SPDX-License-Identifier: MPL-2.0
// A debugger that is talked to in lines: finds the command of a line, also by a beginning of its name, carries it
// out, and says in a line what is wrong. Takes lines from a terminal or a script. Guarantees: a line never throws.

import { didYouMean, nearestName } from "../../../asm/text/nearest_name.ts";
import type { Debugger } from "../debugger.ts";
import { CODE_COMMANDS } from "./code_commands.ts";
import type { ReplCommand } from "./command.ts";
import { CommandFailure, Context, isReported, type Surroundings } from "./context.ts";
import { DISPLAY_COMMANDS } from "./display_commands.ts";
import { INFO_COMMANDS } from "./info_commands.ts";
import { MOVEMENT_COMMANDS, showStop } from "./movement_commands.ts";
import { POINT_COMMANDS } from "./point_commands.ts";
import { STACK_COMMANDS } from "./stack_commands.ts";
import { TIME_COMMANDS } from "./time_commands.ts";

/** What became of a line. */
export type LineResult =
  | { readonly kind: "done" }
  /** The command failed, and the reason was shown. */
  | { readonly kind: "failed" }
  /** The session is over, with an exit status. */
  | { readonly kind: "quit"; readonly status: number };

/** Scripts that call each other deeper are taken to be endless. */
const MAX_DEPTH = 32;

const DONE: LineResult = { kind: "done" };

/** A session. */
export class ReplSession {
  readonly #context: Context;
  readonly #commands: readonly ReplCommand[];
  /** What an empty line does. */
  #again = "";
  /** The lines of `commands N` so far. */
  #collecting: { readonly number: number; readonly lines: string[] } | undefined;
  #quit: number | undefined;
  #depth = 0;

  /** A session with a debugger. */
  constructor(debug: Debugger, surroundings: Surroundings) {
    this.#context = new Context(debug, surroundings);
    this.#commands = [
      ...MOVEMENT_COMMANDS,
      ...POINT_COMMANDS,
      ...DISPLAY_COMMANDS,
      ...STACK_COMMANDS,
      ...CODE_COMMANDS,
      ...TIME_COMMANDS,
      ...INFO_COMMANDS,
      ...this.#own(),
    ];
  }

  /** What to ask the user with. */
  get prompt(): string {
    return this.#collecting === undefined ? "(leveret) " : ">";
  }

  /** Shows where the program stands. */
  showPosition(): void {
    const { debug } = this.#context;
    showStop(this.#context, { ...debug.stop, reason: this.#firstReason() });
  }

  /** Carries out a line. With `repeats`, an empty one does what the last one did. */
  async execute(line: string, { repeats = false } = {}): Promise<LineResult> {
    const text = line.trim();
    if (this.#collecting !== undefined) {
      this.#collect(text);
      return DONE;
    }
    if (text.startsWith("#") || (text === "" && !repeats)) return DONE;
    const whole = text === "" ? this.#again : text;
    if (whole === "") return DONE;
    try {
      await this.#run(whole);
    } catch (error) {
      this.#again = "";
      if (!isReported(error)) throw error;
      this.#context.write(`${this.#context.surroundings.style.error("error:")} ${error.message}\n`);
      return { kind: "failed" };
    }
    return this.#quit === undefined ? DONE : { kind: "quit", status: this.#quit };
  }

  /** Carries out the lines of a script; ends at the first that fails. */
  async runScript(text: string): Promise<LineResult> {
    if (++this.#depth > MAX_DEPTH) throw new CommandFailure("scripts call each other without end");
    try {
      for (const line of text.split(/\r?\n/)) {
        const result = await this.execute(line);
        if (result.kind !== "done") return result;
      }
      return DONE;
    } finally {
      this.#depth--;
    }
  }

  /** How a line may go on: the word to replace, and what can stand there. */
  complete(line: string): { readonly word: string; readonly choices: readonly string[] } {
    const found = this.#split(line);
    if (found === undefined) {
      const word = line.trimStart();
      const choices = this.#names().filter((name) => name.startsWith(word));
      return { word, choices };
    }
    const word = /[\w.$:]*$/.exec(found.argument)?.[0] ?? "";
    const choices = this.#argumentNames(found.command).filter((name) => name.startsWith(word));
    return { word, choices: [...new Set(choices)].sort() };
  }

  #firstReason() {
    return this.#context.debug.stop.reason.kind === "start"
      ? { kind: "step" } as const
      : this.#context.debug.stop.reason;
  }

  async #run(line: string): Promise<void> {
    const { command, argument } = this.#find(line);
    const before = this.#context.debug.stop;
    await command.run(this.#context, argument);
    this.#again = command.repeat === "same" ? line : command.repeat === "bare" ? command.name : "";
    const { stop } = this.#context.debug;
    if (stop !== before && stop.reason.kind === "points") {
      for (const { number } of stop.reason.points) await this.#runCommandsOf(number);
    }
  }

  /** The commands that the user gave a stop point. */
  async #runCommandsOf(number: number): Promise<void> {
    const lines = this.#context.commands.get(number);
    if (lines === undefined) return;
    // A movement among them may come to a stop point with commands.
    if (++this.#depth > MAX_DEPTH) throw new CommandFailure("breakpoint commands do not end");
    try {
      for (const line of lines) if (this.#quit === undefined) await this.#run(line);
    } finally {
      this.#depth--;
    }
  }

  /** The command of a line; throws when there is none, or more than one. */
  #find(line: string): { readonly command: ReplCommand; readonly argument: string } {
    const [, first = "", rest = ""] = /^([A-Za-z][\w-]*|\S)\s*(.*)$/s.exec(line) ?? [];
    if (first === "info" || first === "i" || first === "inf") {
      const [, second = "", argument = ""] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
      if (second === "") {
        throw new CommandFailure(`info needs a word: ${this.#infoWords().join(", ")}`);
      }
      const command = this.#named(`info ${second}`, `info ${second}`);
      return { command, argument: command.name === "info proc" ? "" : argument };
    }
    return { command: this.#named(first, first), argument: rest.trim() };
  }

  #named(name: string, shown: string): ReplCommand {
    const exact = this.#commands.find((each) => each.name === name || each.aliases?.includes(name));
    if (exact !== undefined) return exact;
    const found = this.#commands.filter((each) =>
      each.name.startsWith(name) || each.aliases?.some((alias) => alias.startsWith(name))
    );
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return only;
    if (only !== undefined) {
      const names = found.map((each) => each.name).join(", ");
      throw new CommandFailure(`${shown} is ambiguous: ${names}`);
    }
    const names = this.#commands.flatMap((each) => [each.name, ...each.aliases ?? []]);
    const near = nearestName(name, names);
    const hint = near === undefined ? `; "help" lists them` : didYouMean(near);
    throw new CommandFailure(`there is no command ${shown}${hint}`);
  }

  #infoWords(): string[] {
    return INFO_COMMANDS.map(({ name }) => name.slice("info ".length));
  }

  /** The command and argument of a line whose command is complete. */
  #split(line: string): { readonly command: ReplCommand; readonly argument: string } | undefined {
    if (!/^\s*\S+[\s/]/.test(line)) return undefined;
    try {
      const found = this.#find(line.trimStart());
      const isInfo = found.command.name.startsWith("info ");
      if (isInfo && !/^\s*\S+\s+\S+\s/.test(line)) return undefined;
      return { command: found.command, argument: line };
    } catch (error) {
      if (isReported(error)) return undefined;
      throw error;
    }
  }

  #names(): string[] {
    return this.#commands.map(({ name }) => name).sort();
  }

  #argumentNames({ argument }: ReplCommand): readonly string[] {
    const { program, lines, points } = this.#context.debug;
    switch (argument) {
      case "code":
        return [
          ...program?.symbols.filter(({ section, kind, name }) =>
            section !== undefined && kind !== "object" && !name.startsWith(".")
          ).map(({ name }) => name) ?? [],
          ...lines?.files ?? [],
        ];
      case "expression":
        return program?.symbols.map(({ name }) => name) ?? [];
      case "command":
        return this.#names();
      case "point":
        return points.all.map(({ number }) => `${number}`);
      case "none":
        return [];
    }
  }

  /** The commands about the session itself. */
  #own(): readonly ReplCommand[] {
    return [
      {
        ...{ name: "commands", usage: "[N]", repeat: "no", argument: "point" },
        help: "take the following lines, up to `end`, as what to do at breakpoint N",
        run: (context, argument) => this.#beginCommands(context, argument),
      },
      {
        ...{ name: "source", usage: "FILE", repeat: "no", argument: "none" },
        help: "carry out the commands of a file",
        run: async (context, argument) => {
          const result = await this.runScript(context.surroundings.readScript(argument));
          if (result.kind === "quit") this.#quit = result.status;
          if (result.kind === "failed") throw new CommandFailure(`${argument} ended there`);
        },
      },
      {
        ...{ name: "help", aliases: ["h"], usage: "[COMMAND]", repeat: "no", argument: "command" },
        help: "list the commands, or explain one",
        run: (context, argument) => this.#help(context, argument),
      },
      {
        ...{ name: "quit", aliases: ["q", "exit"], usage: "[STATUS]", repeat: "no" },
        help: "end the debugger; the status is 0 without one",
        argument: "none",
        run: (context, argument) => {
          const status = argument === "" ? 0 : context.count(argument, "a status");
          if (status > 255) throw new CommandFailure("a status is from 0 to 255");
          this.#quit = status;
        },
      },
    ];
  }

  #beginCommands({ debug }: Context, argument: string): void {
    const numbers = debug.points.all.filter(({ internal }) => !internal).map(({ number }) =>
      number
    );
    const number = argument === "" ? numbers.at(-1) : Number(argument);
    if (number === undefined || !numbers.includes(number)) {
      throw new CommandFailure(
        argument === "" ? "there is no breakpoint" : `there is no breakpoint ${argument}`,
      );
    }
    this.#collecting = { number, lines: [] };
  }

  #collect(line: string): void {
    const { number, lines } = this.#collecting!;
    if (line !== "end") {
      if (line !== "") lines.push(line);
      return;
    }
    this.#collecting = undefined;
    if (lines.length === 0) this.#context.commands.delete(number);
    else this.#context.commands.set(number, lines);
  }

  #help(context: Context, argument: string): void {
    if (argument !== "") {
      const { command } = this.#find(argument);
      const { name, usage, help, aliases = [] } = command;
      const others = aliases.length === 0 ? "" : `  (also: ${aliases.join(", ")})`;
      context.write(`${`${name} ${usage}`.trim()}${others}\n  ${help}\n`);
      return;
    }
    const rows = this.#commands.map(({ name, usage, help }) => [`${name} ${usage}`.trim(), help]);
    const width = Math.min(30, Math.max(...rows.map(([first = ""]) => first.length)));
    for (const [first = "", help = ""] of rows) {
      const gap = first.length > width ? `\n${" ".repeat(width)}` : "";
      context.write(`${first.padEnd(width)}${gap}  ${help}\n`);
    }
    context.write(
      "Unambiguous beginnings of names work, too; an empty line repeats a step, a list and the like.\n",
    );
  }
}
