// SPDX-License-Identifier: MPL-2.0
// A race of two attackers for files outside a directory: one swaps names for symlinks (swapper.s as a guest, or
// host_swapper.ts as a program of the host), the other, victim.s, uses them. Tells what was reached.

import { build } from "../../../asm/build.ts";
import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { withTempDirectory } from "../cli/harness.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const SECRET = "S".repeat(4242);
/** A race. */
export interface Race {
  /** Who swaps names: a guest with that mode of --dir, or a program of the host. */
  readonly swapper: { readonly mode: string } | "host";
  /** The mode of --dir of the victim. */
  readonly victim: string;
  /** Whether directories are swapped too, not only the last name of a path. */
  readonly directories: boolean;
  /** How long it takes. */
  readonly seconds: number;
}

/** How a race ended. */
export interface RaceResult {
  /** The changes outside; none if all is well. */
  readonly changes: readonly string[];
  /** The changes in the directory itself. */
  readonly inside: readonly string[];
  /** The exit status of the victim: 3 when it saw something of outside, 0 otherwise. */
  readonly victim: number;
  /** What the victim wrote on standard error. */
  readonly message: string;
  /** The system calls of the victim. */
  readonly calls: number;
  /** Whether the swapper ran to the end. */
  readonly swapped: boolean;
}

/** Runs a race. */
export async function race(
  { swapper, victim, directories, seconds }: Race,
): Promise<RaceResult> {
  let result: RaceResult | undefined;
  await withTempDirectory(async (top) => {
    const work = `${top}/work`;
    await prepare(top);
    const before = [listing(`${top}/outside`), listing(work)];
    const extra = directories ? ["directories"] : [];
    const first = swapper === "host"
      ? start([
        "--allow-read",
        "--allow-write",
        `${import.meta.dirname}/host_swapper.ts`,
        work,
        ...extra,
      ])
      : start(leveret(top, "swapper", swapper.mode, extra));
    // The changes of :cow are not to be seen.
    if (swapper !== "host" && swapper.mode === ":cow") await delay(1000);
    else await hasStarted(work);
    const second = start(leveret(top, "victim", victim, []));
    const ended = second.output();
    await Promise.race([ended, delay(1000 * seconds)]);
    await Deno.writeTextFile(`${work}/stop`, "");
    const [{ code, stderr }, swapped] = await Promise.all([ended, first.output()]);
    const message = new TextDecoder().decode(stderr);
    const [, calls = "0"] = /system calls +([\d,]+)/.exec(message) ?? [];
    result = {
      changes: differences(before[0], listing(`${top}/outside`)),
      inside: differences(before[1], listing(work)),
      victim: code,
      message,
      calls: Number(calls.replaceAll(",", "")),
      swapped: swapped.success,
    };
  });
  if (result === undefined) throw new Error("Cannot run the race");
  return result;
}

async function prepare(top: string): Promise<void> {
  for (const directory of ["work/d", "outside"]) {
    await Deno.mkdir(`${top}/${directory}`, { recursive: true });
  }
  await Deno.writeTextFile(`${top}/outside/secret`, SECRET);
  await Deno.chmod(`${top}/outside/secret`, 0o600);
  await Deno.writeTextFile(`${top}/outside/victim`, "");
  await Deno.utime(`${top}/outside/secret`, 1000, 1000);
  for (const inside of ["keep", "leaf", "d/secret"]) {
    await Deno.writeTextFile(`${top}/work/${inside}`, "inside");
  }
  await Deno.symlink("../outside/secret", `${top}/work/link`);
  await Deno.symlink("../outside", `${top}/work/out`);
  for (const name of ["swapper", "victim"]) {
    const text = await Deno.readTextFile(`${import.meta.dirname}/${name}.s`);
    const program = build([{ name: `${name}.s`, text }], { archive: runtimeFiles });
    await Deno.writeFile(`${top}/${name}`, writeElf(program), { mode: 0o755 });
  }
}

function leveret(top: string, name: string, mode: string, args: readonly string[]): string[] {
  const directory = `${top}/work:/w${mode}`;
  const options = ["--dir", directory, "--stats"];
  const main = `${ROOT}host/cli/main.ts`;
  return ["--allow-read", "--allow-write", main, "run", ...options, `${top}/${name}`, ...args];
}

function start(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

/** Waits for the swapper: it soon gives the leaf another inode. */
async function hasStarted(work: string): Promise<void> {
  const inode = () => {
    try {
      return Deno.lstatSync(`${work}/leaf`).ino;
    } catch {
      return undefined;
    }
  };
  const first = inode();
  while (inode() === first) await delay(20);
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What lies in a directory: names, modes, times and contents. */
function listing(directory: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name } of Deno.readDirSync(directory)) {
    if (name === "stop") continue;
    const path = `${directory}/${name}`;
    const { mode, mtime, nlink, size, isFile } = Deno.lstatSync(path);
    const start = isFile ? Deno.readTextFileSync(path).slice(0, 8) : undefined;
    found.set(name, JSON.stringify({ mode: mode?.toString(8), mtime, nlink, size, start }));
  }
  return found;
}

function differences(
  before: ReadonlyMap<string, string> = new Map(),
  after: ReadonlyMap<string, string>,
): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name}: ${before.get(name)} became ${after.get(name)}`);
}
