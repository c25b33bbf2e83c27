// SPDX-License-Identifier: MPL-2.0
// The C programs of this directory as gcc compiles them: their names, their targets, and what the GNU tools
// and ours make of the assembly text. Needs permission to run, read and write where
// gcc is called; sources that are already compiled need none.

import { assemble } from "../../asm/assembler.ts";
import { formatDiagnostic } from "../../asm/object/diagnostic.ts";
import { link } from "../../asm/link/link.ts";
import type { ObjectFile } from "../../asm/object/object.ts";
import type { Program } from "../../asm/object/program.ts";
import type { SourceFile } from "../../asm/object/source.ts";
import type { EngineName } from "../../cpu/machine.ts";
import { Process, statusOf } from "../../host/process.ts";

const FOLDER = new URL("./", import.meta.url);
const GCC = "riscv64-linux-gnu-gcc";
const AS = "riscv64-linux-gnu-as";
const QEMU = "qemu-riscv64";
/** The most instructions of a program: one that exceeds them counts as endless. */
const LIMIT = 1_000_000_000;

/** A processor that gcc compiles for. */
export interface Target {
  readonly march: string;
  readonly mabi: string;
}

/** Integers only, and what gcc compiles for by default. */
export const TARGETS = [
  { march: "rv64im", mabi: "lp64" },
  { march: "rv64gc", mabi: "lp64d" },
] as const;

/** Optimization levels. */
export const LEVELS = ["-O0", "-O1", "-O2", "-Os"] as const;

/** No C library, and no calls of memcpy inside memcpy. */
const OPTIONS = ["-ffreestanding", "-fno-tree-loop-distribute-patterns"];

/** What a program did. */
export interface Run {
  readonly stdout: string;
  readonly status: number;
}

async function cFilesIn(folder: URL): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  return names.filter((name) => name.endsWith(".c")).map((name) => name.slice(0, -2)).sort();
}

/** The names of the programs. */
export function programNames(): Promise<string[]> {
  return cFilesIn(FOLDER);
}

/** The tools that are needed and missing; empty when all are there and may be run. */
export async function missingTools(): Promise<string[]> {
  for (const name of ["run", "write"] as const) {
    if ((await Deno.permissions.query({ name })).state !== "granted") return [`--allow-${name}`];
  }
  const missing: string[] = [];
  for (const tool of [GCC, AS, QEMU]) {
    try {
      await new Deno.Command(tool, { args: ["--version"], stdout: "null", stderr: "null" })
        .output();
    } catch {
      missing.push(tool);
    }
  }
  return missing;
}

async function run(tool: string, args: readonly string[], cwd: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(tool, { args: [...args], cwd }).output();
  if (!success) throw new Error(`${tool} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}

/** The corpus, or some of it, as gcc compiles it with certain options. */
export class Compilation {
  /** The assembly text of each program. */
  readonly programs = new Map<string, SourceFile>();
  /** The assembly text of the support code. */
  readonly support: SourceFile[] = [];
  readonly #target: Target;
  readonly #directory: string;
  #supportObjects: string[] | undefined;

  private constructor(target: Target, directory: string) {
    this.#target = target;
    this.#directory = directory;
  }

  /** Compiles programs in a directory of the caller's. */
  static async make(
    names: readonly string[],
    target: Target,
    options: readonly string[],
    directory: string,
  ): Promise<Compilation> {
    const result = new Compilation(target, directory);
    const support = await cFilesIn(new URL("support/", FOLDER));
    const paths = [
      ...names.map((name) => `${name}.c`),
      ...support.map((name) => `support/${name}.c`),
    ]
      .map((path) => new URL(path, FOLDER).pathname);
    await run(GCC, [...result.#flags, ...OPTIONS, ...options, "-S", ...paths], directory);
    const read = async (name: string) => ({
      name: `${name}.s`,
      text: await Deno.readTextFile(`${directory}/${name}.s`),
    });
    for (const name of names) result.programs.set(name, await read(name));
    for (const name of support) result.support.push(await read(name));
    return result;
  }

  get #flags(): string[] {
    return [`-march=${this.#target.march}`, `-mabi=${this.#target.mabi}`];
  }

  /** The object file that GNU as makes of one of the texts, without relaxation. */
  async gnuObject(source: SourceFile): Promise<Uint8Array> {
    const object = `${this.#directory}/compared.o`;
    await run(AS, [...this.#flags, "-mno-relax", "-o", object, source.name], this.#directory);
    return await Deno.readFile(object);
  }

  /** What a program does when the GNU tools assemble and link it, and QEMU runs it. */
  async gnuRun(name: string): Promise<Run> {
    const directory = this.#directory;
    if (this.#supportObjects === undefined) {
      const names = this.support.map((source) => source.name);
      await run(GCC, [...this.#flags, "-c", ...names], directory);
      this.#supportObjects = names.map((each) => each.replace(/s$/, "o"));
    }
    const objects = this.#supportObjects;
    const link = ["-nostdlib", "-static", "-fno-lto", "-o", name, `${name}.s`, ...objects];
    await run(GCC, [...this.#flags, ...link], directory);
    const { stdout, code } = await new Deno.Command(QEMU, {
      args: [`${directory}/${name}`],
      cwd: directory,
    }).output();
    return { stdout: new TextDecoder().decode(stdout), status: code };
  }
}

/** Our object file of a text that gcc made. Warnings are errors: what gcc writes is what it means. */
export function assembled(source: SourceFile): ObjectFile {
  const { object, diagnostics } = assemble(source);
  if (object === undefined || diagnostics.length > 0) {
    throw new Error(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join("\n"));
  }
  return object;
}

/** Our program of object files. */
export function linked(objects: readonly ObjectFile[]): Program {
  const { program, diagnostics } = link(objects);
  if (program === undefined || diagnostics.length > 0) {
    throw new Error(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join("\n"));
  }
  return program;
}

/** What a program does on our machine. */
export function ourRun(program: Program, engine: EngineName = "auto"): Run {
  using process = new Process(program, { engine, translateAfter: 0 });
  const outcome = process.run({ maxInstructions: LIMIT });
  return { stdout: new TextDecoder().decode(process.output.stdout), status: statusOf(outcome) };
}
