// SPDX-License-Identifier: MPL-2.0
// Hostile programs, run by eight workers at once: some with a directory of their own, some over one with
// :cow, all kept from one that another program holds. None reaches anything outside, outlives its limits
// or takes more memory than it may. A plain test run tries a sample; for all of them:
//
//     LEVERET_HOSTILE=all deno task test tests/host/hostile
//
// LEVERET_FUZZ_SEED selects other random calls and damage.

import { assert, assertEquals } from "@std/assert";
import { FUZZ_SEED, triesAllHostile } from "../../fuzz_settings.ts";
import { withTempDirectory } from "../cli/harness.ts";
import {
  faultsInside,
  leveretCommand,
  listing,
  makeInside,
  makeOutside,
  measure,
  type Run,
  writeProgram,
} from "./arena.ts";
import { call, endless, type Hostile } from "./assembly.ts";
import { elfPrograms } from "./elf_programs.ts";
import { filePrograms, SECRET } from "./file_programs.ts";
import { HARMLESS, MEMORY_PROGRAMS } from "./memory_programs.ts";

const WORKERS = 8;
const MEMORY_MB = 64;
/** Many programs make system calls until then; on a busy host little of it is theirs. */
const WALL_SECONDS = triesAllHostile ? 10 : 2;
const [DIRECTORY_MB, DIRECTORY_NAMES] = [16, 200];
const LIMITS = [
  ...["--memory-limit", `${MEMORY_MB}M`, "--max-instructions", "200M"],
  ...["--wall-limit", `${WALL_SECONDS}`, "--dir-limit", `${DIRECTORY_MB}M,${DIRECTORY_NAMES}`],
];
/** A plain test run tries each program of which the number leaves a certain rest. */
const SAMPLE = 16;
const MODES = ["", ":cow"];
/** Every fourth program is also tried over the directory that another holds. */
const HELD = 4;
/** What makeInside() makes. */
const NAMES_BEFORE = 8;
/** Colours are off, so that nothing but the program's own output may have control characters. */
// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;

/** Says that it has started, and waits for input. */
const HOLDER: Hostile = {
  name: "the holder",
  content:
    endless(call("write", 1, "=ready", 6), call("read", 0, "=ready", 6) + "\nbeqz a0, _exit") +
    `.text\n_exit: ${call("exit", 0)}\n.data\nready: .ascii "ready\\n"\n`,
};

function faultsOf(name: string, run: Run, start: number): string[] {
  const faults: string[] = [];
  if (!run.ended) faults.push("had to be killed");
  if (run.cpu > start + WALL_SECONDS + 1) faults.push(`took ${run.cpu} s of CPU time`);
  if (!(run.peak < MEMORY_MB + 256)) faults.push(`took ${run.peak} MB`);
  if (run.status === 3) faults.push("read the secret");
  if (run.status === 70) faults.push(`is an internal error: ${run.stderr}`);
  if (`${run.stdout}${run.stderr}`.includes(SECRET)) faults.push("showed the secret");
  if (/\.ts:\d+|internal error/.test(run.stderr)) faults.push(`shows a stack: ${run.stderr}`);
  if (!name.includes("flood") && CONTROL.test(run.stderr)) faults.push("shows control characters");
  return faults.map((fault) => `${name} ${fault}`);
}

Deno.test("hostile programs reach nothing outside and keep to their limits", async () => {
  await withTempDirectory(async (top) => {
    const all = [
      ...MEMORY_PROGRAMS,
      ...filePrograms(top, FUZZ_SEED),
      ...elfPrograms(top, FUZZ_SEED),
    ];
    assert(all.length >= 100, `${all.length} programs`);
    const chosen = all.filter((_, index) => triesAllHostile || index % SAMPLE === 5);

    await makeOutside(top);
    for (const shared of ["shared", "held"]) await makeInside(`${top}/${shared}`);
    await Deno.mkdir(`${top}/programs`);
    await Deno.mkdir(`${top}/results`);
    await Deno.mkdir(`${top}/own`);
    // Links in the directories of the programs lead to the same things.
    await Deno.symlink("../outside", `${top}/own/outside`);
    const untouched = () =>
      ["outside", "shared", "held", "programs"].flatMap((name) => listing(`${top}/${name}`));

    const holder = await hold(top);
    const harmless = await writeProgram(top, 0, HARMLESS);
    const first = await measure(`${top}/results/start`, ["run", ...LIMITS, harmless]);
    assertEquals([first.status, first.stderr], [0, ""]);
    const paths = await Promise.all(
      chosen.map((program, index) => writeProgram(`${top}/programs`, index, program)),
    );
    const before = untouched();
    const namesBefore = [...Deno.readDirSync(top)].map(({ name }) => name).sort();

    const faults: string[] = [];
    const runOne = async (index: number) => {
      const [{ name, content }, path] = [chosen[index]!, paths[index]!];
      const result = `${top}/results/${index}`;
      const mode = MODES[index % MODES.length]!;
      const directory = mode === "" ? `${top}/own/${index}` : `${top}/shared`;
      if (mode === "") await makeInside(directory);
      const run = await measure(result, [
        "run",
        ...LIMITS,
        "--dir",
        `${directory}:/w${mode}`,
        path,
      ]);
      faults.push(...faultsOf(name, run, first.cpu));
      if (triesAllHostile) {
        const { cpu, peak, status } = run;
        console.log(`${name}${mode}: ${cpu.toFixed(2)} s, ${peak.toFixed(0)} MB, status ${status}`);
      }
      if (mode === "") {
        const names = DIRECTORY_NAMES + NAMES_BEFORE;
        faults.push(...faultsInside(directory, DIRECTORY_MB * 2 ** 20 + 6, names));
      }
      if (index % HELD === 0) {
        const mode = ["", ":ro", ":cow", ":shared"][index / HELD % 4]!;
        const run = await measure(result, ["run", "--dir", `${top}/held:/w${mode}`, path]);
        // A damaged file may be refused before its directory is.
        const isRefused = typeof content !== "string" ||
          run.stderr.includes("another program uses");
        if (run.status !== 1 || !isRefused) {
          faults.push(`${name} got the directory that another holds: ${run.status} ${run.stderr}`);
        }
      }
    };
    let next = 0;
    const work = async () => {
      while (next < chosen.length) await runOne(next++);
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
    await holder.end();
    assertEquals(faults, []);
    assertEquals(untouched(), before);
    assertEquals([...Deno.readDirSync(top)].map(({ name }) => name).sort(), namesBefore);
  });
});

/** Starts a program that holds a directory. */
async function hold(top: string): Promise<{ end(): Promise<void> }> {
  const path = await writeProgram(top, 1, HOLDER);
  const [deno = "", ...args] = leveretCommand(["run", "--dir", `${top}/held:/w`, path]);
  const child = new Deno.Command(deno, { args, stdin: "piped", stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  return {
    async end() {
      await child.stdin.close();
      await reader.cancel();
      assertEquals((await child.status).code, 0);
    },
  };
}
