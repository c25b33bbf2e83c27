// SPDX-License-Identifier: MPL-2.0
// Where hostile programs run: a directory of the host with files that are none of their business beside
// those that they get, and processes whose CPU time, memory and output are measured. Needs sh and mkfifo.

import { build } from "../../../asm/build.ts";
import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import type { Hostile } from "./assembly.ts";
import { SECRET } from "./file_programs.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
/** Output that is kept of a program. */
const MAX_KEPT = 1 << 16;

/**
 * Runs the command of its arguments but the first, and writes to the first: whether it had to be killed,
 * the status, the largest resident size in kB, and the CPU time of this shell and of the command.
 */
const MEASURE = `
result=$1; shift
"$@" & pid=$!
peak=0 turns=0 end=ended
while :; do
  now=
  while read -r key value rest; do [ "$key" = VmHWM: ] && now=$value; done < /proc/$pid/status
  [ -n "$now" ] || break
  peak=$now turns=$((turns + 1))
  [ $turns -lt 1200 ] || { end=killed; kill -9 $pid; break; }
  sleep 0.1
done 2> /dev/null
wait $pid
echo $end $? $peak > "$result"
times >> "$result"
`;

/** How a run ended. */
export interface Run {
  /** Whether it ended by itself. */
  readonly ended: boolean;
  readonly status: number;
  /** Its largest resident size, in MB. */
  readonly peak: number;
  /** Its CPU time, in seconds. */
  readonly cpu: number;
  /** The beginnings of what it wrote. */
  readonly stdout: string;
  readonly stderr: string;
}

/** The file of a program, written to a directory. */
export async function writeProgram(directory: string, index: number, { content }: Hostile) {
  const path = `${directory}/${index}`;
  const bytes = typeof content === "string"
    ? writeElf(build([{ name: "hostile.s", text: content }]))
    : content;
  await Deno.writeFile(path, bytes, { mode: 0o755 });
  return path;
}

/** The command that runs leveret. */
export function leveretCommand(args: readonly string[]): string[] {
  const permissions = ["--allow-read", "--allow-write"];
  const main = `${ROOT}host/cli/main.ts`;
  return [Deno.execPath(), "run", "--quiet", "--no-check", ...permissions, main, ...args];
}

/** Runs leveret and measures it; `result` is the path of a file to use. */
export async function measure(result: string, args: readonly string[]): Promise<Run> {
  const child = new Deno.Command("sh", {
    args: ["-c", MEASURE, "sh", result, ...leveretCommand(args)],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [stdout, stderr] = await Promise.all([beginning(child.stdout), beginning(child.stderr)]);
  await child.status;
  const [line = "", , times = ""] = (await Deno.readTextFile(result)).split("\n");
  const [end, status, peak] = line.split(" ");
  const [user = NaN, system = NaN] = times.split(" ").map((time) => {
    const [, minutes, seconds] = /(\d+)m([\d.]+)s/.exec(time) ?? [];
    return 60 * Number(minutes) + Number(seconds);
  });
  return {
    ended: end === "ended",
    status: Number(status),
    peak: Number(peak) / 1024,
    cpu: user + system,
    stdout,
    stderr,
  };
}

/** Reads a stream to its end and keeps the beginning. */
async function beginning(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    if (text.length < MAX_KEPT) text += decoder.decode(bytes.subarray(0, MAX_KEPT));
  }
  return text;
}

/** Makes what lies outside. */
export async function makeOutside(top: string): Promise<void> {
  const outside = `${top}/outside`;
  await Deno.mkdir(`${outside}/empty`, { recursive: true });
  await Deno.mkdir(`${outside}/full`);
  await Deno.writeTextFile(`${outside}/secret`, SECRET);
  await Deno.writeTextFile(`${outside}/full/file`, "x".repeat(5000));
  await Deno.chmod(`${outside}/secret`, 0o600);
  await Deno.symlink("secret", `${outside}/link`);
  await Deno.utime(`${outside}/secret`, 1000, 1000);
  await Deno.utime(outside, 2000, 2000);
}

/** Makes a directory for programs, with links that lead out. */
export async function makeInside(directory: string): Promise<void> {
  await Deno.mkdir(`${directory}/d`, { recursive: true });
  await Deno.writeTextFile(`${directory}/d/file`, "inside");
  await Deno.symlink("../..", `${directory}/d/up`);
  await Deno.symlink("../outside", `${directory}/out`);
  await Deno.symlink("../outside/secret", `${directory}/to_secret`);
  await Deno.symlink("/", `${directory}/to_root`);
  await Deno.symlink(".", `${directory}/to_self`);
  const { success } = await new Deno.Command("mkfifo", { args: [`${directory}/fifo`] }).output();
  if (!success) throw new Error("Cannot make a FIFO");
}

/** All below a directory, and the directory: kinds, modes, times, links and contents. */
export function listing(directory: string): string[] {
  const found: string[] = [];
  const visit = (path: string) => {
    const { mode, mtime, nlink, ino, size, isFile, isDirectory, isSymlink } = Deno.lstatSync(path);
    let content: unknown;
    if (isSymlink) content = Deno.readLinkSync(path);
    if (isFile) content = Deno.readFileSync(path).toBase64();
    const facts = { mode: mode?.toString(8), mtime: mtime?.getTime(), nlink, ino, size, content };
    found.push(`${path} ${JSON.stringify(facts)}`);
    if (!isDirectory) return;
    const names = [...Deno.readDirSync(path)].map(({ name }) => name).sort();
    for (const name of names) visit(`${path}/${name}`);
  };
  visit(directory);
  return found;
}

/** What a program may not leave in its directory: modes, kinds, more than it may add. */
export function faultsInside(directory: string, maxBytes: number, maxNames: number): string[] {
  const faults: string[] = [];
  let [bytes, names] = [0, 0];
  const visit = (path: string) => {
    for (const { name } of Deno.readDirSync(path)) {
      const entry = `${path}/${name}`;
      const { mode, size, isFile, isDirectory, isSymlink } = Deno.lstatSync(entry);
      names++;
      if (isFile) bytes += size;
      if (!isSymlink && mode !== null && (mode & 0o7000) !== 0) {
        faults.push(`${entry} has mode ${mode.toString(8)}`);
      }
      if (!isFile && !isDirectory && !isSymlink && name !== "fifo") {
        faults.push(`${entry}: a device`);
      }
      if (isDirectory) visit(entry);
    }
  };
  visit(directory);
  if (bytes > maxBytes) faults.push(`${directory} holds ${bytes} bytes`);
  if (names > maxNames) faults.push(`${directory} holds ${names} names`);
  return faults;
}
