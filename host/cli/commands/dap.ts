// SPDX-License-Identifier: MPL-2.0
// `leveret dap`: serves an editor, on standard input and output or on a port of this computer, by the Debug Adapter
// Protocol. The editor's launch configuration says what to run.

import { BuildError } from "../../../asm/build.ts";
import { RequestError } from "../../dap/request_arguments.ts";
import { DapServer } from "../../dap/server.ts";
import type { Launched, LaunchRequest } from "../../dap/target.ts";
import { OutputLog } from "../../debug/mod.ts";
import type { Connection } from "../../remote/arrivals.ts";
import { type Command, defineCommand, STATUS } from "../command_line/command.ts";
import { CommandError, fileError } from "../command_line/errors.ts";
import { parseOptions, UsageError } from "../command_line/options.ts";
import { listen, parsePort, standardStreams } from "../execution/connections.ts";
import { start } from "../execution/execution.ts";
import { loadRun } from "../execution/loading.ts";
import { RUN_OPTIONS } from "../execution/run_options.ts";

/** The command. */
const command: Command = defineCommand({
  name: "dap",
  summary: "Serve an editor that debugs programs, by the Debug Adapter Protocol.",
  usage: "[OPTION]...",
  options: [
    { name: "port", value: "N", help: "listen on 127.0.0.1:N; 0 chooses a port. Default: stdio" },
  ],
  notes: [
    "The editor starts it and says what to run, with which arguments, input and options. Programs run",
    "forwards and backwards. --port needs Deno's permission for the network, --allow-net=127.0.0.1.",
  ],
  examples: [{ line: "dap --port 4711", what: "wait for an editor, such as VS Code" }],
  async run(options) {
    const port = parsePort("--port", options.value("port"));
    if (options.words.length > 0) {
      throw new UsageError(`unexpected word ${options.words[0]}; the editor says what to run`);
    }
    if (port === undefined && Deno.stdin.isTerminal()) {
      throw new UsageError("an editor must start this command; or give it --port N");
    }
    const serve = (connection: Connection) => new DapServer(connection, { launch }).serve();
    if (port === undefined) await serve(standardStreams());
    else {
      await listen<never>(port, {
        client: "an editor",
        advice: (chosen) => `"debugServer": ${chosen}`,
        async serve(connection) {
          await serve(connection);
          return undefined;
        },
      });
    }
    return STATUS.ok;
  },
});

export default command;

/** Starts a program as `leveret run` does. */
async function launch(request: LaunchRequest): Promise<Launched> {
  const inDirectory = (path: string) => {
    if (path.startsWith("/")) return path;
    // A name that begins with a dash would be an option.
    if (request.cwd === undefined) return path.startsWith("-") ? `./${path}` : path;
    return `${request.cwd}/${path}`;
  };
  const directories = request.directories.flatMap((each) => ["--dir", inDirectory(each)]);
  const words = [request.program, ...request.files].map(inDirectory);
  try {
    const options = parseOptions(
      [...request.options, ...directories, ...words, "--", ...request.args],
      RUN_OPTIONS,
    );
    const { settings, program, executable, capsule } = await loadRun(options);
    const output = new OutputLog();
    const stdin = request.input === undefined
      ? new Uint8Array()
      : readInput(inDirectory(request.input));
    const { process, history } = await start(program, settings, {
      ...{ executable, capsule },
      ...{ stdout: output.stdout, stderr: output.stderr },
      ...(capsule === undefined && { processOptions: { stdin } }),
    });
    return {
      ...{ process, output, maxInstructions: settings.maxInstructions },
      findPath: (file) => existing([file, inDirectory(file)]),
      async explain(outcome) {
        const { makeFaultReport } = await import("../../report/fault_report.ts");
        const { formatFaultReport } = await import("../../report/format_report.ts");
        const report = makeFaultReport(process.machine, process.program, outcome, history);
        return formatFaultReport(report);
      },
    };
  } catch (error) {
    if (error instanceof CommandError && error.cause instanceof BuildError) {
      throw new RequestError(error.cause.format());
    }
    if (error instanceof CommandError || error instanceof UsageError) {
      throw new RequestError(error.message);
    }
    throw error;
  }
}

function readInput(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    throw fileError("read", path, error);
  }
}

/** The absolute path of the first file that is there. */
function existing(paths: readonly string[]): string | undefined {
  for (const path of paths) {
    try {
      if (Deno.statSync(path).isFile) return Deno.realPathSync(path);
    } catch {
      // Not there, or not to be read: the next one.
    }
  }
  return undefined;
}
