// SPDX-License-Identifier: MPL-2.0
// Builds the examples with the GNU tools and runs them under qemu-riscv64, to compare our machine with them.
// Takes source files by their paths in the repository; builds in the caller's directory.
// Needs permission to run, read and write; where a tool is missing the tests say so and skip.

import { runtimeFiles } from "../../runtime/files.ts";

const ROOT = new URL("../../", import.meta.url);
const TARGET = ["-march=rv64im_zicsr_zifencei", "-mabi=lp64"];
const AS = "riscv64-linux-gnu-as";
const AR = "riscv64-linux-gnu-ar";
const GCC = "riscv64-linux-gnu-gcc";
const QEMU = "qemu-riscv64";

/** How a program ended and what it wrote. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** As a shell shows it: 128 + signal for a program that a signal ended. */
  readonly status: number;
}

/** The arguments, environment and input of a program. */
export interface Input {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** The tools that are needed here and missing; empty when all are there and may be run. */
export async function missingTools(): Promise<string[]> {
  for (const name of ["run", "write"] as const) {
    if ((await Deno.permissions.query({ name })).state !== "granted") return [`--allow-${name}`];
  }
  const missing: string[] = [];
  for (const tool of [AS, AR, GCC, QEMU]) {
    try {
      await new Deno.Command(tool, { args: ["--version"], stdout: "null", stderr: "null" })
        .output();
    } catch {
      missing.push(tool);
    }
  }
  return missing;
}

/** Assembles the runtime into an archive in `directory`, so that only what is needed gets linked. */
export async function buildRuntime(directory: string): Promise<string> {
  const objects = await Promise.all(runtimeFiles.map(async ({ name }) => {
    const object = `${directory}/${name.replaceAll("/", "_")}.o`;
    await run(AS, [...TARGET, "-o", object, new URL(name, ROOT).pathname]);
    return object;
  }));
  const archive = `${directory}/libruntime.a`;
  await run(AR, ["rcs", archive, ...objects]);
  return archive;
}

/** Builds one example in `directory`; returns the path of the executable. */
export async function buildExample(
  program: string,
  archive: string,
  directory: string,
): Promise<string> {
  const executable = `${directory}/${program.replaceAll("/", "_")}`;
  const source = new URL(`examples/${program}.s`, ROOT).pathname;
  // -u _start: the entry is a reference too, so the archive's start.s comes in unless the example has one.
  const options = ["-nostdlib", "-static", "-Wl,-u,_start"];
  await run(GCC, [...TARGET, ...options, "-o", executable, source, archive]);
  return executable;
}

/** Runs a program under qemu-riscv64; `options` are QEMU's own. */
export async function runUnderQemu(
  executable: string,
  { args = [], env = {}, stdin = "" }: Input,
  options: readonly string[] = [],
): Promise<Outcome> {
  const child = new Deno.Command(QEMU, {
    args: [...options, executable, ...args],
    // QEMU hands the environment over in the reverse order.
    env: Object.fromEntries(Object.entries(env).reverse()),
    clearEnv: true,
    cwd: executable.slice(0, executable.lastIndexOf("/")), // for core dumps, if the system writes any
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
  } catch (error) {
    // A program may end without reading its input, which closes the pipe.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
  const { stdout, stderr, code } = await output;
  const decoder = new TextDecoder();
  return {
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr).replaceAll(/^qemu: uncaught target signal .*\n/gm, ""),
    status: code,
  };
}

async function run(tool: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(tool, { args: [...args] }).output();
  // Warnings count as failures: the sources are meant to be clean.
  if (success && stderr.length === 0) return;
  throw new Error(`Cannot build: ${tool} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
