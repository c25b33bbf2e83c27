// SPDX-License-Identifier: MPL-2.0
// Static glibc programs, built by gcc for riscv64 Linux: output and exit status are those under QEMU, with the
// same arguments, input and files. Skipped, with the reason in the name, when the compiler, its library or
// QEMU is missing. Needs permission to run, read and write.

import { assertEquals } from "@std/assert";
import { readExecutable } from "../../asm/object/elf/executable_reader.ts";
import type { EngineName } from "../../cpu/machine.ts";
import { denoFileSystem } from "../../host/deno/file_system.ts";
import { MemoryFileSystem } from "../../host/kernel/files/memory_file_system.ts";
import { Process, statusOf } from "../../host/process.ts";
import { withDirectory } from "../asm/goldens/gnu.ts";

const GCC = "riscv64-linux-gnu-gcc";
const QEMU = "qemu-riscv64";
const SOURCES = new URL("glibc/", import.meta.url).pathname;
const USER = "guest";

/** A program and the settings of its runs. */
interface Program {
  readonly name: string;
  readonly runs?: readonly { readonly args?: readonly string[]; readonly stdin?: string }[];
  /** Compiler options besides -O2 -static. */
  readonly flags?: readonly string[];
  /** Whether it runs long enough for the translator. */
  readonly works?: true;
}

const PROGRAMS: readonly Program[] = [
  { name: "aborting", runs: ["abort", "handled", "assert", "free", "null", "trap"].map(once) },
  { name: "allocating" },
  { name: "catching" },
  { name: "clocks" },
  { name: "files" },
  { name: "floats" },
  {
    name: "input",
    runs: [{ stdin: "3\n1.5 2\n3e2\nfirst line\n\nlast" }, { stdin: "x" }, { stdin: "" }],
  },
  { name: "jumping", flags: ["-O0"] },
  { name: "maths", works: true },
  { name: "primes", flags: ["-O3"], works: true },
  { name: "sorting", runs: [{}, once("500")], works: true },
  { name: "text", runs: [{ args: ["-v", "-vn", "x", "rest"] }, { args: ["-q"] }] },
];

function once(argument: string): { readonly args: readonly string[] } {
  return { args: [argument] };
}

async function missingTool(): Promise<string | undefined> {
  for (const name of ["run", "write"] as const) {
    if ((await Deno.permissions.query({ name })).state !== "granted") return `--allow-${name}`;
  }
  try {
    const library = new Deno.Command(GCC, { args: ["-print-file-name=libc.a"] }).outputSync();
    // Without the library the compiler prints only the name.
    if (!new TextDecoder().decode(library.stdout).startsWith("/")) return "libc.a";
  } catch {
    return GCC;
  }
  try {
    new Deno.Command(QEMU, { args: ["--version"] }).outputSync();
  } catch {
    return QEMU;
  }
  return undefined;
}

/** The output of a run, and how it ended. */
interface Result {
  readonly stdout: string;
  readonly status: number;
}

const decoder = new TextDecoder();

async function runUnderQemu(
  program: string,
  args: readonly string[],
  stdin: string,
  cwd: string,
): Promise<Result> {
  const child = new Deno.Command(QEMU, {
    args: [program, ...args],
    cwd,
    // QEMU passes its own environment to the program.
    clearEnv: true,
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", USER },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  // A program may exit before it has read all of its input.
  await writer.write(new TextEncoder().encode(stdin)).catch(() => {});
  await writer.close().catch(() => {});
  const { stdout, code } = await child.output();
  return { stdout: decoder.decode(stdout), status: code };
}

function run(
  executable: Uint8Array<ArrayBuffer>,
  name: string,
  args: readonly string[],
  stdin: string,
  cwd: string,
  engine: EngineName,
): Result {
  const program = readExecutable(executable, name);
  using process = new Process(program, {
    engine,
    args: [name, ...args],
    env: { USER },
    stdin: new TextEncoder().encode(stdin),
    mounts: [
      { at: "/work", fileSystem: denoFileSystem(cwd) },
      { at: "/tmp", fileSystem: new MemoryFileSystem() },
    ],
    workingDirectory: "/work",
  });
  const outcome = process.run({ maxInstructions: 3_000_000_000 });
  return { stdout: decoder.decode(process.output.stdout), status: statusOf(outcome) };
}

const missing = await missingTool();
const note = missing === undefined ? "" : ` (skipped: no ${missing} here)`;

for (const { name, runs = [{}], flags = [], works = false } of PROGRAMS) {
  Deno.test({
    name: `${name}.c with glibc does as under QEMU${note}`,
    ignore: missing !== undefined,
    fn: () =>
      withDirectory(async (directory) => {
        const path = `${directory}/${name}`;
        const { success, stderr } = await new Deno.Command(GCC, {
          args: ["-O2", ...flags, "-static", "-w", "-o", path, `${SOURCES}${name}.c`, "-lm"],
        }).output();
        assertEquals([success, decoder.decode(stderr)], [true, ""]);
        const executable = await Deno.readFile(path);
        for (const { args = [], stdin = "" } of runs) {
          const expected = await runUnderQemu(path, args, stdin, await emptyDirectory(directory));
          for (const engine of works ? ["stepper", "translator"] as const : ["stepper"] as const) {
            const cwd = await emptyDirectory(directory);
            const found = run(executable, name, args, stdin, cwd, engine);
            assertEquals(found, expected, `${engine} ${args.join(" ")}`);
          }
        }
      }),
  });
}

function emptyDirectory(dir: string): Promise<string> {
  return Deno.makeTempDir({ dir });
}
