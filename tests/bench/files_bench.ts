// SPDX-License-Identifier: MPL-2.0
// What file calls cost on a directory of the host, for each call, beside QEMU, which passes them to the
// host's kernel. Whole processes, less one that makes no calls; the guest is files.s.

import { isInstalled, ROOT, timeCommand } from "./commands.ts";
import { installLeveret } from "./installed.ts";
import type { BenchOptions } from "./options.ts";
import { alignedLine, alternate, median, type Result, timeOnly } from "./statistics.ts";

const FILES = 2000;
const KINDS = [
  { letter: "s", name: "newfstatat", calls: FILES, rounds: 20 },
  { letter: "o", name: "openat, read, close", calls: FILES, rounds: 10 },
  { letter: "l", name: "an entry of getdents64", calls: FILES, rounds: 20 },
  { letter: "r", name: "pread64 of 16 bytes", calls: FILES, rounds: 40 },
  { letter: "w", name: "pwrite64 of 16 bytes", calls: FILES, rounds: 40 },
] as const;
const WIDTHS = [24, 12, 12, 10];

/** Measures file calls; prints a table. */
export async function filesBench({ runs, print }: BenchOptions): Promise<Result[]> {
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  try {
    const leveret = await installLeveret(directory);
    const [tree, program] = [`${directory}/tree`, `${directory}/files`];
    for (let number = 0; number < FILES; number++) {
      const digits = (value: number) => String(value).padStart(2, "0");
      const below = `${tree}/d${digits(Math.floor(number / 100))}/s`;
      if (number % 100 === 0) await Deno.mkdir(below, { recursive: true });
      await Deno.writeTextFile(`${below}/f${digits(number % 100)}`, `file ${number}\n`);
    }
    await leveret(["asm", "-o", program, `${ROOT}tests/bench/files.s`]);
    const hasQemu = await isInstalled("qemu-riscv64");
    const ours = (letter: string, rounds: number) => () =>
      leveret(["run", "--dir", `${tree}:/`, program, letter, String(rounds)]);
    const qemu = (letter: string, rounds: number) => () =>
      timeCommand("sh", ["-c", `cd ${tree} && qemu-riscv64 ${program} ${letter} ${rounds}`]);
    const commands = KINDS.flatMap(({ letter, rounds }) => [
      ...[ours(letter, 0), ours(letter, rounds)],
      ...hasQemu ? [qemu(letter, 0), qemu(letter, rounds)] : [],
    ]);
    const times = (await alternate(commands, runs))
      .map((list) => median(list.map(({ seconds }) => seconds)));
    print(`File calls, medians of ${runs} runs in alternation.\n`);
    print(alignedLine(["call", "leveret", "QEMU", "ratio"], WIDTHS));
    const perKind = hasQemu ? 4 : 2;
    const results = KINDS.flatMap(({ name, calls, rounds }, index) => {
      const [empty = NaN, all = NaN, qemuEmpty = NaN, qemuAll = NaN] = times
        .slice(perKind * index, perKind * (index + 1));
      const own = (all - empty) / (calls * rounds);
      const theirs = (qemuAll - qemuEmpty) / (calls * rounds);
      const shown = (seconds: number) =>
        Number.isNaN(seconds) ? "-" : `${(seconds * 1e6).toFixed(2)} us`;
      const ratio = hasQemu ? (own / theirs).toFixed(1) : "-";
      print(alignedLine([name, shown(own), shown(theirs), ratio], WIDTHS));
      return [
        { ...timeOnly(name, "leveret", own), over_qemu: hasQemu ? own / theirs : null },
        ...hasQemu ? [timeOnly(name, "qemu", theirs)] : [],
      ];
    });
    print("");
    return results;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
