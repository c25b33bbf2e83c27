// SPDX-License-Identifier: MPL-2.0
// The programs of the benchmark: how much of its work each does, and the checksum that must come out. The
// small size is for tests (at most a million instructions), the full one for measuring (about a thousand
// million, so that start-up hardly counts). programs/README.md says what each program stresses.

import { build } from "../../asm/build.ts";
import type { Program } from "../../asm/program.ts";
import { runtimeFiles } from "../../runtime/files.ts";

/** How much work a program is given, and what it must print. */
export interface Work {
  /** The program's argument. */
  readonly argument: number;
  /** The checksum: an unsigned 64-bit number in decimal. */
  readonly checksum: string;
}

/** Names of the two sizes. */
export type Size = "small" | "full";

/** One program. */
export interface BenchProgram extends Readonly<Record<Size, Work>> {
  /** Its file's name in programs/, without the extension. */
  readonly name: string;
  /** Whether it is compiled from C, so that there can be a native build of it. */
  readonly inC: boolean;
}

const FOLDER = new URL("programs/", import.meta.url);

/** All programs, by name. */
export const benchPrograms: readonly BenchProgram[] = [
  row("collatz", [300, "452297"], [1_000_000, "61065950664"]),
  row("crc32", [20_000, "2060638192"], [100_000_000, "1560594954"]),
  row("fib", [18, "2584"], [37, "24157817"]),
  row("format", [100, "16497274657040196631"], [650_000, "7153622727178095583"]),
  row("interpreter_goto", [5_000, "15026344130245076995"], [17_000_000, "1234021983220894837"]),
  row("interpreter_switch", [5_000, "15026344130245076995"], [17_000_000, "1234021983220894837"]),
  row("malloc_assembly", [2_000, "10554802354231883054"], [8_000_000, "12155724970346116862"]),
  row("malloc_c", [2_000, "10554802354231883054"], [8_000_000, "12155724970346116862"]),
  row("malloc_runtime", [2_000, "10554802354231883054"], [8_000_000, "12155724970346116862"]),
  row("matmul", [32, "9366849059049131809"], [512, "9166914229881773766"]),
  row("pointer_chase", [20_000, "16201856"], [160_000_000, "10239336448"]),
  row("quicksort", [2_000, "6222586914727096421"], [8_000_000, "13311150191472224106"]),
  row("sha256", [50, "14241847830154697389"], [200_000, "223130810409656436"]),
  row("sieve", [20_000, "2262"], [80_000_000, "16741419994060227941"]),
  row("wordcount", [10_000, "6541798155867888898"], [32_000_000, "16553463067106831252"]),
];

/** The path of a program's source file. */
export function sourcePath(program: BenchProgram, extension: "c" | "s"): string {
  return new URL(`${program.name}.${extension}`, FOLDER).pathname;
}

/** Assembles a program and links it with the runtime. */
export function buildBenchProgram(program: BenchProgram): Program {
  const name = `${program.name}.s`;
  const text = Deno.readTextFileSync(new URL(name, FOLDER));
  return build([{ name, text }], { archive: runtimeFiles });
}

/**
 * The program of a name.
 *
 * @throws {RangeError} when there is none
 */
export function benchProgram(name: string): BenchProgram {
  const found = benchPrograms.find((program) => program.name === name);
  if (found !== undefined) return found;
  const names = benchPrograms.map((program) => program.name).join(", ");
  throw new RangeError(`Cannot find the program ${name}: there are ${names}`);
}

type Pair = readonly [argument: number, checksum: string];

function row(name: string, small: Pair, full: Pair): BenchProgram {
  const work = ([argument, checksum]: Pair): Work => ({ argument, checksum });
  return { name, inC: name !== "malloc_assembly", small: work(small), full: work(full) };
}
