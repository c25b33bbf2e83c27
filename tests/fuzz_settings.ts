// SPDX-License-Identifier: MPL-2.0
// What the environment says about tests: which random cases they try, and how many. Without it, every run
// tries the same few. All such variables:
//
//     LEVERET_FUZZ=N            cases of each fuzz test: sources, ELF files, calls, :cow, stops, capsules; try 100000
//     LEVERET_FUZZ_SEED=N       other random cases, everywhere
//     LEVERET_RACE_SECONDS=N    the time of each race for files, tests/host/races/
//     LEVERET_HOSTILE=all       all of the hostile programs, tests/host/hostile/
//     LEVERET_SOAK_MINUTES=N    the time of the soak, tests/host/hostile/soak_test.ts
//     LEVERET_HOGS=all          all hogs of memory, tests/host/memory_limit_test.ts
//     LEVERET_FLOAT_CASES=N     operands of each floating-point operation, tests/cpu/float/
//     LEVERET_GCC=all           every level of optimisation and every C++ program, tests/c/
//     LEVERET_GAS_SUITE=DIR     gas/testsuite/gas of binutils 2.40, which is not here
//     LEVERET_RISCV_TESTS=DIR   a checkout of riscv-tests, which is not here
//
// For example: LEVERET_FUZZ=100000 LEVERET_FUZZ_SEED=2 deno task test

async function setting(name: string): Promise<string | undefined> {
  const { state } = await Deno.permissions.query({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

const count = await setting("LEVERET_FUZZ");
const seed = await setting("LEVERET_FUZZ_SEED");

if (seed !== undefined && !/^-?\d+$/.test(seed)) {
  throw new RangeError(`Cannot use LEVERET_FUZZ_SEED: "${seed}" is not an integer`);
}

/** The seed: LEVERET_FUZZ_SEED in the environment, an integer. */
export const FUZZ_SEED = BigInt(seed ?? 1);

/** The number of cases that the environment asks for, LEVERET_FUZZ, or else the usual one. */
export function fuzzCount(usual: number): number {
  return Number(count ?? usual);
}

const seconds = await setting("LEVERET_RACE_SECONDS");

/** How long each race of tests/host/races/ takes: LEVERET_RACE_SECONDS, or else the usual time. */
export function raceSeconds(usual: number): number {
  return Number(seconds ?? usual);
}

/** Whether all of tests/host/hostile/ is tried: LEVERET_HOSTILE=all. */
export const triesAllHostile = await setting("LEVERET_HOSTILE") === "all";

/** Whether all of tests/host/memory_limit_test.ts is tried: LEVERET_HOGS=all. */
export const triesAllHogs = await setting("LEVERET_HOGS") === "all";

/** Whether all of tests/c/ is tried: LEVERET_GCC=all. */
export const triesAllOfGcc = await setting("LEVERET_GCC") === "all";

const minutes = await setting("LEVERET_SOAK_MINUTES");

/** How long the soak takes: LEVERET_SOAK_MINUTES, or else the usual time. */
export function soakMinutes(usual: number): number {
  return Number(minutes ?? usual);
}
