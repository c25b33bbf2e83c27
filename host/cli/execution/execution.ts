// SPDX-License-Identifier: MPL-2.0
// Runs a program for the commands run, trace and demo: its streams are those of this process, its end becomes
// an exit status, and a program that a signal killed gets a report.

import type { Program } from "../../../asm/object/program.ts";
import { addPrepared } from "../../../cpu/stepper/stepper.ts";
import type { Capsule } from "../../capsule/capsule.ts";
import { FileError } from "../../kernel/files/file_system.ts";
import type { EcallTable } from "../../kernel/calls/syscall.ts";
import type { ForeignCall } from "../../kernel/teaching/foreign_calls.ts";
import type { Output } from "../../kernel/files/stream_file.ts";
import type { Mount } from "../../kernel/files/name_space.ts";
import { Process, type ProcessOptions, statusOf } from "../../process.ts";
import type { AllocatorSymbols } from "../../watch/allocator_functions.ts";
import { History } from "../../watch/history.ts";
import { CommandError } from "../command_line/errors.ts";
import {
  blockingInput,
  deferWrites,
  errorStyle,
  outputWaits,
  printError,
  standardInput,
  writeError,
  writeOutput,
} from "../command_line/output.ts";
import type { FindFile } from "../programs/input_files.ts";
import type { Companion, Ending, StartingCompanion } from "./companion.ts";
import { KeptInput } from "./kept_input.ts";
import type { RunSettings } from "./run_options.ts";
import type { UnopenedUse } from "./unopened.ts";

/** A process started from the command line. */
export interface Execution {
  /** The process. */
  readonly process: Process;
  /** What the fault report and the heap map need to know of the past. */
  readonly history: History;
  /** The first use of a descriptor that never was open. */
  unopened: UnopenedUse | undefined;
  /** What goes along with the run. */
  readonly companion: Companion | undefined;
  /**
   * Starts the program again, with the input that it has read so far, and without output. What it changes in
   * directories of the host is kept in memory. Undefined when it read too much to be kept.
   */
  readonly restart: () => Promise<Process> | undefined;
}

/** Where the guest's output goes, what it can read of itself, and what a tool needs. */
export interface ExecutionOptions {
  /** The bytes of its executable, for /proc/self/exe. */
  readonly executable?: Uint8Array | undefined;
  /** Its standard input. Default: ours. */
  readonly stdin?: Pick<KeptInput, "read">;
  /** Its standard output. Default: ours. */
  readonly stdout?: Output;
  /** Its standard error. Default: ours. */
  readonly stderr?: Output;
  /** Further options of the process, which tools ask for. */
  readonly processOptions?: ProcessOptions;
  /** Records the run. */
  readonly recorder?: StartingCompanion | undefined;
  /** The recorded run to replay: it decides how the program is started. */
  readonly capsule?: Capsule | undefined;
}

/** Our streams, which copy what they are given. */
const OURS = { stdout: { write: writeOutput }, stderr: { write: writeError } } as const;

/**
 * Loads a program.
 *
 * @throws {CommandError} when it does not fit into the machine
 * @throws {UsageError} when it has no function that --allocator-symbols names
 */
export async function start(
  program: Program,
  settings: RunSettings,
  options: ExecutionOptions = {},
): Promise<Execution> {
  const { stdout = OURS.stdout, stderr = OURS.stderr, executable, processOptions } = options;
  const { args, env, memoryLimit, codeMemory, seed, engine, workingDirectory } = settings;
  const ecalls = await ecallsOf(settings.ecalls, program);
  const mounts = await mountsOf(settings);
  const allocatorSymbols = await allocatorSymbolsOf(program, settings);
  // Executables use all instructions, sources few of them.
  if (executable !== undefined) {
    addPrepared((await import("../../../cpu/stepper/prepared_full.ts")).PREPARED);
  }
  // The calls of simulators print and read in one call, which cannot be made again.
  const { stdin = ecalls === undefined ? standardInput : blockingInput } = options;
  const input = new KeptInput(stdin);
  const companion = options.capsule === undefined
    ? options.recorder
    : new (await import("./replaying.ts")).ReplayCompanion(options.capsule);
  try {
    const make = (all: ProcessOptions) => new Process(program, all);
    const all: ProcessOptions = {
      args,
      env,
      mounts,
      workingDirectory,
      stdin: input,
      stdout,
      stderr,
      ...(memoryLimit !== undefined && { memoryLimit }),
      ...(codeMemory !== undefined && { codeMemory }),
      ...(seed !== undefined && { seed }),
      ...(engine !== undefined && { engine }),
      ...(ecalls !== undefined && { ecalls }),
      ...(executable !== undefined && { executable }),
      ...(allocatorSymbols !== undefined && { allocatorSymbols }),
      ...processOptions,
    };
    const process = companion === undefined ? make(all) : companion.start(make, all);
    const onUnanswered = () => process.machine.interrupt();
    const history = new History(process, { ecalls, onUnanswered });
    const restart = () => {
      const stdin = input.again();
      return stdin && startAgain(program, settings, { ...options, stdin });
    };
    const execution: Execution = { process, history, unopened: undefined, companion, restart };
    process.kernel.files.onUnopened = (descriptor, direction) => {
      if (execution.unopened === undefined) process.machine.interrupt();
      execution.unopened ??= { descriptor, direction, place: undefined, count: 0 };
      execution.unopened.count++;
    };
    return execution;
  } catch (error) {
    if (error instanceof FileError) {
      const { directoryInUse, explain } = await import("../programs/mounts.ts");
      const inUse = directoryInUse(error, settings.directories);
      if (inUse !== undefined) throw inUse;
      const fix = mounts.length === 0 ? "; give the program a directory with --dir" : "";
      throw new CommandError(`Cannot start in ${workingDirectory}: ${explain(error)}${fix}`);
    }
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(`Cannot load the program: ${error.message}`, { cause: error });
  }
}

/** Starts a program for nobody to see: no output, no hooks, no changes on the host. */
async function startAgain(
  program: Program,
  settings: RunSettings,
  options: ExecutionOptions,
): Promise<Process> {
  const { recorder: _, ...others } = options;
  const { hooks: __, ...processOptions } = options.processOptions ?? {};
  const directories = settings.directories.map(({ mode, ...directory }) => ({
    ...directory,
    mode: mode === "ro" ? mode : "cow",
  } as const));
  const drop = () => {};
  const quiet = { ...others, processOptions, stdout: drop, stderr: drop };
  return (await start(program, { ...settings, directories }, quiet)).process;
}

/** What ecall asks for; undefined for Linux's calls. */
async function ecallsOf(
  name: RunSettings["ecalls"],
  program: Program,
): Promise<EcallTable | undefined> {
  if (name === "linux") return undefined;
  const { SIMULATORS } = await import("../programs/simulators.ts");
  const { CodeLocations, formatLocation } = await import("../../symbols/locations.ts");
  return SIMULATORS[name].calls((pc) => formatLocation(pc, new CodeLocations(program).at(pc)));
}

/** The functions that allocate, as the command line names them. */
async function allocatorSymbolsOf(
  program: Program,
  { allocatorSymbols = [] }: RunSettings,
): Promise<AllocatorSymbols | undefined> {
  if (allocatorSymbols.length === 0) return undefined;
  const { parseAllocatorSymbols } = await import("./allocator_symbols.ts");
  return parseAllocatorSymbols(allocatorSymbols, program);
}

/** Mounts the directories that the program is given. */
async function mountsOf({ directories, directoryLimit }: RunSettings): Promise<Mount[]> {
  // Imported here, because most programs use no files and start-up time counts.
  if (directories.length === 0) return [];
  const { mountOf } = await import("../programs/mounts.ts");
  return directories.map((directory) => mountOf(directory, directoryLimit));
}

/** Finds files in those directories; undefined when there are none. */
export async function findFileIn(
  { directories, workingDirectory }: RunSettings,
): Promise<FindFile | undefined> {
  if (directories.length === 0) return undefined;
  const { findIn } = await import("../programs/mounts.ts");
  return findIn(directories, workingDirectory);
}

export type { Ending } from "./companion.ts";

/** What to call during a run. */
export interface RunHooks {
  /** Passes on what was written so far. */
  readonly flush?: () => void;
  /** Called after so many instructions. */
  readonly moments?: readonly { readonly instruction: number; reached(): void }[];
}

/** Milliseconds after which a run looks for signals for the first time: most are over before. */
const FIRST_LOOK = 20;
/** Milliseconds between two looks. */
const LOOK_PERIOD = 100;

/**
 * Runs the process to its end, to a limit, until a signal asks this process to end, or to a call that is
 * meant for a teaching simulator: the outcome is then "interrupted". `flush` is called now and then, and each
 * of `moments`, which are in order, when it is reached.
 */
export async function run(
  execution: Execution,
  settings: Pick<RunSettings, "maxInstructions" | "wallLimit">,
  hooks: RunHooks = {},
): Promise<Ending> {
  const ending = await runToEnd(execution, settings, hooks);
  return execution.companion?.over(ending) ?? ending;
}

async function runToEnd(
  execution: Execution,
  { maxInstructions, wallLimit }: Pick<RunSettings, "maxInstructions" | "wallLimit">,
  { flush = () => {}, moments = [] }: RunHooks,
): Promise<Ending> {
  const started = performance.now();
  const takeControl = async () => {
    // Imported here, because most programs end soon and start-up time counts.
    const { RunControl } = await import("./run_control.ts");
    return new RunControl(started, wallLimit, interrupt);
  };
  const { process, companion } = execution;
  const interrupt = () => process.machine.interrupt();
  deferWrites({ onWaiting: interrupt, guard() {} });
  // The first write may block already.
  let control = wallLimit === undefined ? undefined : await takeControl();
  let due = Math.min(started + FIRST_LOOK, control?.deadline ?? Infinity);
  const pause = () => performance.now() >= due;
  let reached = 0;
  let { unanswered } = execution.history;
  try {
    for (;;) {
      const moment = moments[reached];
      const check = companion?.next ?? Infinity;
      const limit = Math.min(maxInstructions ?? Infinity, moment?.instruction ?? Infinity, check);
      const outcome = process.run({ maxInstructions: limit, pause });
      if (outcome.kind === "limit" && process.machine.instructions === check) {
        companion?.reached();
        continue;
      }
      if (outcome.kind === "limit" && process.machine.instructions === moment?.instruction) {
        moment.reached();
        reached++;
        continue;
      }
      if (outcome.kind !== "interrupted" && outcome.kind !== "input") {
        if (outputWaits()) control ??= await takeControl();
        return await control?.passOn() ?? outcome;
      }
      if (execution.history.unanswered !== unanswered) {
        ({ unanswered } = execution.history);
        if (await foreignCallOf(execution) !== undefined) return outcome;
      }
      await locateUse(execution);
      flush();
      control ??= await takeControl();
      const waits = outcome.kind === "input" && companion?.isHost !== true;
      const stop = waits ? await control.waitForInput() : await control.look();
      if (stop !== undefined) return stop;
      due = Math.min(performance.now() + LOOK_PERIOD, control.deadline);
    }
  } finally {
    deferWrites(undefined);
    control?.[Symbol.dispose]();
  }
}

/** Ends this process by the signal that ended the program, if one did; else returns the status. */
export async function leave(ending: Ending, status: number): Promise<number> {
  if (ending.kind === "asked to end" && ending.isReplayed !== true) {
    const { endBySignal } = await import("./run_control.ts");
    endBySignal(ending.signal);
  }
  return status;
}

/** Notes where a descriptor was used that never was open, if the run stopped for that. */
async function locateUse({ process, unopened }: Execution): Promise<void> {
  if (unopened === undefined || unopened.place !== undefined) return;
  const { placeOfUse } = await import("./unopened.ts");
  unopened.place = placeOfUse(process);
}

/** The call for a teaching simulator that the process has just made, if it is one. */
async function foreignCallOf(
  { process, history }: Execution,
): Promise<ForeignCall | undefined> {
  const { unanswered } = history;
  if (unanswered === undefined) return undefined;
  const { foreignCall } = await import("../../kernel/teaching/foreign_calls.ts");
  const { files } = process.kernel;
  const isOpen = (descriptor: number) => files.get(descriptor) !== undefined;
  return foreignCall(unanswered, process.machine.memory, isOpen);
}

/** Prints on standard error how a process ended, unless it exited; returns the exit status. */
export async function conclude(
  execution: Execution,
  outcome: Ending,
  { json = false }: { readonly json?: boolean } = {},
): Promise<number> {
  const { process, history, unopened } = execution;
  if (unopened !== undefined) {
    const { warnOfUse } = await import("./unopened.ts");
    warnOfUse(unopened, json);
  }
  if (outcome.kind === "killed") {
    // Imported here, because most programs are not killed and start-up time counts.
    const { makeFaultReport } = await import("../../report/fault_report.ts");
    const { faultReportJson, formatFaultReport } = await import("../../report/format_report.ts");
    const report = makeFaultReport(process.machine, process.program, outcome, history);
    printError(
      json
        ? `${JSON.stringify(faultReportJson(report))}\n`
        : `\n${formatFaultReport(report, errorStyle)}`,
    );
  } else if (outcome.kind === "interrupted") {
    const call = await foreignCallOf(execution);
    const { reportForeignCall } = await import("./stop_report.ts");
    if (call !== undefined) reportForeignCall(process, history.unanswered?.pc ?? 0n, call, json);
  } else if (outcome.kind === "asked to end" || outcome.kind === "wall limit") {
    const { reportOutsideStop } = await import("./stop_report.ts");
    return reportOutsideStop(process, outcome, json);
  } else if (outcome.kind === "limit" || outcome.kind === "waiting") {
    const { reportEarlierCall, reportLimit, reportWaiting } = await import("./stop_report.ts");
    if (outcome.kind === "limit") reportLimit(process, json);
    else reportWaiting(process, outcome.call, json);
    if (!json && history.unanswered !== undefined) reportEarlierCall(history.unanswered);
  }
  return statusOf(outcome);
}
