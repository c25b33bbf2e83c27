// SPDX-License-Identifier: MPL-2.0
// The programs of the benchmark: the amount of work for each, and the expected checksum. The small
// size is for tests (at most a million instructions). The others are for measuring: the full one takes about a
// thousand million, start-up included; the large one about four times as many (matmul: twice, since its
// matrices have a fixed maximum). programs/README.md says what each program stresses.

import { build } from "../../asm/build.ts";
import type { Program } from "../../asm/object/program.ts";
import { runtimeFiles } from "../../runtime/files.ts";

/** The amount of work of a program, and its output. */
export interface Work {
  /** The program's argument. */
  readonly argument: number;
  /** The checksum: an unsigned 64-bit number in decimal. */
  readonly checksum: string;
}

/** The names of the sizes, the smallest first. */
export const SIZES = ["small", "full", "large"] as const;

/** The name of a size. */
export type Size = typeof SIZES[number];

/** One program. */
export interface BenchProgram extends Readonly<Record<Size, Work>> {
  /** Its file's name in programs/, without the extension. */
  readonly name: string;
  /** Whether it is compiled from C, so that it can also be built natively. */
  readonly inC: boolean;
}

const FOLDER = new URL("programs/", import.meta.url);

/** All programs, by name. */
export const benchPrograms: readonly BenchProgram[] = [
  row("collatz", {
    small: [300, "452297"],
    full: [1_000_000, "61065950664"],
    large: [4_000_000, "876630200727"],
  }),
  row("crc32", {
    small: [20_000, "2060638192"],
    full: [100_000_000, "1560594954"],
    large: [400_000_000, "4284154646"],
  }),
  row("fib", {
    small: [18, "2584"],
    full: [37, "24157817"],
    large: [40, "102334155"],
  }),
  row("format", {
    small: [100, "16497274657040196631"],
    full: [650_000, "7153622727178095583"],
    large: [2_600_000, "10616608097905904557"],
  }),
  row("interpreter_goto", {
    small: [5_000, "15026344130245076995"],
    full: [17_000_000, "1234021983220894837"],
    large: [68_000_000, "697683760133961659"],
  }),
  row("interpreter_switch", {
    small: [5_000, "15026344130245076995"],
    full: [17_000_000, "1234021983220894837"],
    large: [68_000_000, "697683760133961659"],
  }),
  row("malloc_assembly", {
    small: [2_000, "10554802354231883054"],
    full: [8_000_000, "12155724970346116862"],
    large: [32_000_000, "13666165601879467758"],
  }),
  row("malloc_c", {
    small: [2_000, "10554802354231883054"],
    full: [8_000_000, "12155724970346116862"],
    large: [32_000_000, "13666165601879467758"],
  }),
  row("malloc_runtime", {
    small: [2_000, "10554802354231883054"],
    full: [8_000_000, "12155724970346116862"],
    large: [32_000_000, "13666165601879467758"],
  }),
  row("matmul", {
    small: [32, "9366849059049131809"],
    full: [512, "9166914229881773766"],
    large: [640, "17879163646442133484"],
  }),
  row("pointer_chase", {
    small: [20_000, "16201856"],
    full: [160_000_000, "10239336448"],
    large: [640_000_000, "40960000000"],
  }),
  row("quicksort", {
    small: [2_000, "6222586914727096421"],
    full: [8_000_000, "13311150191472224106"],
    large: [30_000_000, "1423356383909259891"],
  }),
  row("sha256", {
    small: [50, "14241847830154697389"],
    full: [200_000, "223130810409656436"],
    large: [800_000, "12274371416010143930"],
  }),
  row("sieve", {
    small: [20_000, "2262"],
    full: [80_000_000, "16741419994060227941"],
    large: [320_000_000, "12249035638548101353"],
  }),
  row("wordcount", {
    small: [10_000, "6541798155867888898"],
    full: [32_000_000, "16553463067106831252"],
    large: [128_000_000, "15951927571760116058"],
  }),
];

/** The path of a program's source file. */
export function sourcePath(program: BenchProgram, extension: "c" | "s"): string {
  return decodeURIComponent(new URL(`${program.name}.${extension}`, FOLDER).pathname);
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

function row(name: string, sizes: Readonly<Record<Size, Pair>>): BenchProgram {
  const work = ([argument, checksum]: Pair): Work => ({ argument, checksum });
  const { small, full, large } = sizes;
  return {
    name,
    inC: name !== "malloc_assembly",
    ...{ small: work(small), full: work(full), large: work(large) },
  };
}
