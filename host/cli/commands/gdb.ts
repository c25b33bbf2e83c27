// SPDX-License-Identifier: MPL-2.0
// `leveret gdb`: serves a program to GDB or LLDB, on standard input and output or on a port of this computer.

import { GdbServer, type SessionEnd } from "../../gdb/server.ts";
import { GdbSession } from "../../gdb/session.ts";
import { statusOf } from "../../process.ts";
import type { Connection } from "../../remote/arrivals.ts";
import { Timeline } from "../../timeline/timeline.ts";
import { type Command, defineCommand } from "../command_line/command.ts";
import { UsageError } from "../command_line/options.ts";
import { flushOutput, readAhead, writeError, writeOutput } from "../command_line/output.ts";
import { listen, parsePort, standardStreams } from "../execution/connections.ts";
import { conclude, type Execution, findFileIn, leave, run, start } from "../execution/execution.ts";
import { loadRun } from "../execution/loading.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";
import { isExecutable } from "../programs/sources.ts";

/** The status of a program that the debugger killed: 128 + SIGKILL. */
const KILLED = 137;

const MONITOR_HELP = `when            how many instructions have retired
goto N          go to the moment after N instructions
end             go to the newest moment
stop-at-exit    stop when the program exits, so that one can go back from there`;

/** The command. */
const command: Command = defineCommand({
  name: "gdb",
  summary: "Serve a program to a debugger, which can run it forwards and backwards.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    { name: "port", value: "N", help: "listen on 127.0.0.1:N; 0 chooses a port. Default: stdio" },
    { name: "at-end", help: "run the program to its end first, and stop there" },
    ...RUN_OPTIONS.filter(({ name }) => name !== "wall-limit"),
  ],
  notes: [
    "Without --port, GDB starts it and talks to it through a pipe; the program has no standard input,",
    "and GDB shows its output. With --port, the program has this terminal. Besides breakpoints,",
    'watchpoints and the like, reverse-continue, reverse-step and their kin work; "monitor help" lists',
    "more. --port needs Deno's permission for the network, --allow-net=127.0.0.1.",
  ],
  examples: [
    {
      line: "gdb --port 1234 ./prog",
      what: "then: gdb-multiarch ./prog -ex 'target remote :1234'",
    },
  ],
  async isProgram(word, options) {
    return isExecutable(word, await findFileIn(readRunSettings(options)));
  },
  async run(options) {
    const port = parsePort("--port", options.value("port"));
    if (port === undefined && Deno.stdin.isTerminal()) {
      throw new UsageError(
        "GDB must start this command, as in: target remote | leveret gdb PROGRAM; or give it --port N",
      );
    }
    const { settings, program, executable, capsule } = await loadRun(options);
    // On standard output there are only packets.
    const output: Uint8Array[] = [];
    const keep = (bytes: Uint8Array) => void output.push(bytes);
    const execution = await start(program, settings, {
      ...{ executable, capsule },
      ...(port === undefined
        ? { stdout: keep, stderr: keep, processOptions: { stdin: new Uint8Array() } }
        : { stdout: writeOutput, stderr: writeError }),
    });
    const { process } = execution;
    const timeline = new Timeline(process);
    const session: GdbSession = new GdbSession(process, timeline, {
      path: executable === undefined || capsule !== undefined
        ? ""
        : Deno.realPathSync(options.words[0] ?? ""),
      maxInstructions: settings.maxInstructions,
      monitor: (text) => monitor(text, timeline, session),
    });
    if (options.has("at-end")) {
      session.stopsAtExit = true;
      while (session.move("continue") === "paused");
    }
    const serve = async (connection: Connection): Promise<SessionEnd> => {
      session.reset();
      const server = new GdbServer(connection, {
        session,
        // A replay has its input at once.
        readInput: capsule === undefined ? readAhead : () => Promise.resolve(),
        async breathe() {
          for (const bytes of output.splice(0)) await server.show(bytes);
          flushOutput();
          await new Promise((resolve) => setImmediate(resolve));
        },
      });
      return await server.serve();
    };
    const end = port === undefined
      ? await serve(standardStreams())
      : await listen<SessionEnd>(port, {
        client: "a debugger",
        advice: (chosen) => `target remote :${chosen}`,
        async serve(connection) {
          const end = await serve(connection);
          return end === "disconnected" ? undefined : end;
        },
      });
    return await finish(end, execution, timeline, settings);
  },
});

export default command;

/** What the program does when the debugger has gone; returns the exit status. */
async function finish(
  end: SessionEnd,
  execution: Execution,
  timeline: Timeline,
  settings: Parameters<typeof run>[1],
): Promise<number> {
  const { process } = execution;
  if (end === "ended") return statusOf(process.kernel.ended ?? { kind: "limit" });
  if (end !== "detached") return KILLED;
  timeline[Symbol.dispose]();
  const outcome = await run(execution, settings);
  return await leave(outcome, await conclude(execution, outcome));
}

/** Answers a `monitor` command of GDB; undefined for one that is unknown. */
function monitor(text: string, timeline: Timeline, session: GdbSession): string | undefined {
  const [name = "", argument = ""] = text.split(/\s+/, 2);
  switch (name) {
    case "help":
    case "":
      return MONITOR_HELP;
    case "when":
      return `after ${timeline.position.toLocaleString("en")} instructions`;
    case "end":
      timeline.seek(timeline.end);
      return moved(timeline);
    case "goto": {
      const moment = /^\d{1,15}$/.test(argument) ? Number(argument) : -1;
      if (moment < timeline.start || moment > timeline.end) {
        return `cannot go to "${argument}": the timeline has ${timeline.start} to ${timeline.end}`;
      }
      timeline.seek(moment);
      return moved(timeline);
    }
    case "stop-at-exit":
      session.stopsAtExit = true;
      return "the program will stop when it exits";
    default:
      return undefined;
  }
}

const moved = ({ position }: Timeline) =>
  `after ${
    position.toLocaleString("en")
  } instructions; "maintenance flush register-cache" shows them`;
