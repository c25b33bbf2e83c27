// SPDX-License-Identifier: MPL-2.0
// Selects the random cases that tests try, and the number of cases of fuzz tests. Every run tries the same
// cases, unless the environment selects others:
//
//     LEVERET_FUZZ=100000 LEVERET_FUZZ_SEED=2 deno task test
//
// LEVERET_RACE_SECONDS=120 makes each race of two programs for files take that long.

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
