// SPDX-License-Identifier: MPL-2.0
// Real programs beside QEMU, whole processes: first whether both give the same output and exit status, then
// elapsed and CPU time. The programs come from a directory that holds them with their libraries; they are not
// part of this repository.

import type { EngineName } from "../../../cpu/machine.ts";
import { isInstalled } from "../commands.ts";
import { canMeasure, measureCommand, type MeasuredProcess } from "../cpu_time.ts";
import { installCommand } from "../installed.ts";
import type { BenchOptions } from "../options.ts";
import {
  alignedLine,
  alternate,
  geometricMean,
  median,
  milliseconds,
  ratio,
  type Result,
  timeOnly,
} from "../statistics.ts";
import { guestPath, leveretCommand, type Place, qemuCommand } from "./commands.ts";
import { writeInputs } from "./inputs.ts";
import { type Job, JOBS, parseJob } from "./jobs.ts";

const ENGINE: EngineName = "auto";
const WIDTHS = [24, 10, 10, 7, 10, 10, 7];

/** Measures real programs; prints a table. */
export async function realBench(options: BenchOptions): Promise<Result[]> {
  const { root, runs, print, fail } = options;
  const jobs = findJobs(options);
  if (root === undefined || jobs.length === 0) {
    print("No real programs: --root must be a directory with programs for riscv64.\n");
    return [];
  }
  if (!await canMeasure() || !await isInstalled("qemu-riscv64")) {
    print("No real programs: they need bash and qemu-riscv64.\n");
    return [];
  }
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  try {
    const leveret = await installCommand(directory);
    const place = await placeIn(directory, root);
    print(
      `Real programs, whole processes, medians of ${runs} runs in alternation; CPU time is that`,
    );
    print("of the user and the system.\n");
    print(alignedLine(["job", "leveret", "QEMU", "ratio", "CPU", "QEMU", "ratio"], WIDTHS));
    const results: Result[] = [];
    for (const job of jobs) {
      const ours = () => measureCommand(leveretCommand(leveret, job, place, ENGINE), place.inputs);
      const qemu = () => measureCommand(qemuCommand(job, place), place.inputs);
      const wrong = difference(await ours(), await qemu());
      if (wrong !== undefined) {
        fail(`${job.name}: ${wrong}`);
        continue;
      }
      const measured = resultsOf(job, await alternate([ours, qemu], runs));
      print(line(job, measured));
      results.push(...measured);
    }
    print(means(results));
    return results;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The jobs that the options name, or those whose program is found. */
export function findJobs({ root, jobs }: Pick<BenchOptions, "root" | "jobs">): Job[] {
  if (root === undefined) return [];
  if (jobs.length > 0) return jobs.map(parseJob);
  return JOBS.filter(({ program }) => isFile(root + guestPath(program)));
}

/** Makes a place for jobs: the directory with their inputs. */
export async function placeIn(directory: string, root: string): Promise<Place> {
  const inputs = `${directory}/inputs`;
  await Deno.mkdir(inputs);
  await writeInputs(inputs);
  return { root, inputs };
}

/** What is different between two runs of a program, if anything is. The order of lines may be. */
export function difference(ours: MeasuredProcess, theirs: MeasuredProcess): string | undefined {
  if (ours.status !== theirs.status) {
    return `status ${ours.status}, not ${theirs.status}: ${ours.errors.trim()}`;
  }
  if (contents(ours.output) !== contents(theirs.output)) return "the output is different";
  return undefined;
}

/** An output, as text with its lines in order: programs list directories in that of the file system. */
function contents(output: Uint8Array): string {
  return new TextDecoder("latin1").decode(output).split("\n").sort().join("\n");
}

function resultsOf(
  { name }: Job,
  measured: readonly (readonly MeasuredProcess[])[],
): Result[] {
  const [own, theirs] = measured.map((list) => ({
    seconds: median(list.map(({ seconds }) => seconds)),
    cpu_seconds: median(list.map(({ cpuSeconds }) => cpuSeconds)),
  }));
  if (own === undefined || theirs === undefined) return [];
  return [
    {
      ...timeOnly(name, "leveret", own.seconds),
      cpu_seconds: own.cpu_seconds,
      over_qemu: own.seconds / theirs.seconds,
      cpu_over_qemu: own.cpu_seconds / theirs.cpu_seconds,
    },
    { ...timeOnly(name, "qemu", theirs.seconds), cpu_seconds: theirs.cpu_seconds },
  ];
}

function line({ name }: Job, [own, qemu]: readonly Result[]): string {
  const time = (seconds: number | undefined) => milliseconds(seconds ?? NaN);
  return alignedLine([
    name,
    ...[time(own?.seconds), time(qemu?.seconds), ratio(own?.over_qemu)],
    ...[time(own?.cpu_seconds), time(qemu?.cpu_seconds), ratio(own?.cpu_over_qemu)],
  ], WIDTHS);
}

function means(results: readonly Result[]): string {
  const mean = (field: "over_qemu" | "cpu_over_qemu") =>
    ratio(geometricMean(results.flatMap((result) => result[field] ?? [])));
  const cells = ["geometric mean", "", "", mean("over_qemu"), "", "", mean("cpu_over_qemu")];
  return `${alignedLine(cells, WIDTHS)}\n`;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
