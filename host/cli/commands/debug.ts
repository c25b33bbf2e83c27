// SPDX-License-Identifier: MPL-2.0
// `leveret debug`: a debugger in the terminal, or driven by a script.

import { Debugger } from "../../debug/debugger.ts";
import { OutputLog } from "../../debug/output_log.ts";
import { CommandFailure } from "../../debug/repl/context.ts";
import { type LineResult, ReplSession } from "../../debug/repl/session.ts";
import { Transcript } from "../../debug/repl/transcript.ts";
import { RerunError } from "../../stories/rerun.ts";
import { type Command, defineCommand, STATUS } from "../command_line/command.ts";
import { CommandError, fileError } from "../command_line/errors.ts";
import { flushOutput, outputStyle, print } from "../command_line/output.ts";
import { findFileIn, start } from "../execution/execution.ts";
import { loadRun } from "../execution/loading.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";
import { isExecutable } from "../programs/sources.ts";

/** The command. */
const command: Command = defineCommand({
  name: "debug",
  summary: "Debug a program: forwards and backwards, from its start or from its end.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    { name: "at-end", help: "run the program to its end first, and start there" },
    {
      ...{ name: "execute", short: "e", value: "COMMAND", repeat: true },
      help: "carry out a command of the debugger first",
    },
    {
      ...{ name: "script", short: "x", value: "FILE", repeat: true },
      help: "carry out the commands of a file first",
    },
    { name: "batch", help: "end after these; status 1 if a command failed" },
    { name: "input", value: "FILE", help: "the program's standard input; default: empty" },
    ...RUN_OPTIONS.filter(({ name }) => name !== "wall-limit"),
  ],
  notes: [
    'The commands are GDB\'s; "help" lists them. Each movement has its reverse: reverse-step,',
    "reverse-continue and so on. last-write and origin tell where a value came from; goto goes to any",
    "moment. Lines of the program's output begin with | on standard output, with ! on standard error.",
    "",
    "Without a terminal, commands are read from standard input, and the first that fails ends the",
    "debugger with status 1. Otherwise the status is 0, or that of quit. A capsule of leveret record",
    "can be debugged in a program's place.",
  ],
  examples: [
    { line: "debug examples/quicksort.s", what: "start at the beginning" },
    { line: "debug --at-end crashing.s", what: "start where it crashes" },
    {
      line: "debug --batch -e 'break main' -e continue prog",
      what: "without a terminal",
    },
  ],
  async isProgram(word, options) {
    return isExecutable(word, await findFileIn(readRunSettings(options)));
  },
  async run(options) {
    const scripts = options.ordered.flatMap(({ name, value }) =>
      name === "execute" ? [value] : name === "script" ? [readText(value)] : []
    );
    const input = options.value("input");
    const stdin = readerOf(input === undefined ? new Uint8Array() : readBytes(input));
    const { settings, program, executable, capsule } = await loadRun(options);
    const transcript = new Transcript(print);
    const output = new OutputLog();
    output.onOutput = ({ stream, bytes }) => transcript.program(stream, bytes);
    const execution = await start(program, settings, {
      ...{ executable, capsule, stdin, stdout: output.stdout, stderr: output.stderr },
    });
    using debug: Debugger = new Debugger(execution.process, {
      output,
      maxInstructions: settings.maxInstructions,
      async breathe() {
        flushOutput();
        await new Promise((resolve) => setTimeout(resolve, 0));
      },
    });
    const session = new ReplSession(debug, {
      write: (text) => transcript.own(text),
      style: outputStyle,
      readScript: (path) => {
        try {
          return readText(path);
        } catch (error) {
          if (!(error instanceof CommandError)) throw error;
          throw new CommandFailure(error.message);
        }
      },
      rerun: {
        start() {
          const again = execution.restart();
          if (again === undefined) throw new RerunError("input");
          return again;
        },
      },
    });
    if (options.has("at-end")) await debug.goToEnd({ run: true });
    session.showPosition();
    const isTerminal = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
    for (const script of scripts) {
      const result = await session.runScript(script);
      if (result.kind === "quit") return result.status;
      if (result.kind === "failed" && (options.has("batch") || !isTerminal)) return STATUS.failed;
    }
    if (options.has("batch")) return STATUS.ok;
    const result = isTerminal
      ? await talk(session, debug)
      : await follow(session, (text) => transcript.own(text));
    return result.kind === "quit"
      ? result.status
      : result.kind === "failed"
      ? STATUS.failed
      : STATUS.ok;
  },
});

export default command;

/** Carries out the lines of a terminal. */
async function talk(session: ReplSession, debug: Debugger): Promise<LineResult> {
  const { LineEditor } = await import("../debug/line_editor.ts");
  using editor = new LineEditor({
    complete: (line) => session.complete(line),
    onInterrupt: () => debug.interrupt(),
  });
  for (;;) {
    flushOutput();
    const line = await editor.read(session.prompt);
    if (line === undefined) {
      print("\n");
      return { kind: "done" };
    }
    const result = await session.execute(line, { repeats: true });
    if (result.kind === "quit") return result;
  }
}

/** Carries out the lines of standard input, and shows them; ends at the first that fails. */
async function follow(session: ReplSession, write: (text: string) => void): Promise<LineResult> {
  const text = await new Response(Deno.stdin.readable).text();
  for (const line of text.replace(/\n$/, "").split(/\r?\n/)) {
    if (line.trim() !== "") write(`${session.prompt}${line.trim()}\n`);
    const result = await session.execute(line);
    if (result.kind !== "done") return result;
  }
  return { kind: "done" };
}

function readBytes(path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    throw fileError("read", path, error);
  }
}

const readText = (path: string): string => new TextDecoder().decode(readBytes(path));

/** Standard input that gives these bytes. */
function readerOf(bytes: Uint8Array) {
  let at = 0;
  return {
    read(buffer: Uint8Array): number {
      const part = bytes.subarray(at, at + buffer.length);
      buffer.set(part);
      at += part.length;
      return part.length;
    },
  };
}
