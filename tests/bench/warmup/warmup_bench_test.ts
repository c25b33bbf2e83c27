// SPDX-License-Identifier: MPL-2.0
// When a run counts as fast, from the times of its steps; and what a measured run of the command says of itself.

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { ROOT } from "../commands.ts";
import { STEP, TIERS, type WarmUp } from "./meter.ts";
import { steadyState } from "./warmup_bench.ts";

/** The times of steps that take so many milliseconds each. */
function timesOf(steps: readonly number[]): Pick<WarmUp, "times" | "instructions"> {
  let time = 0;
  return { times: steps.map((step) => time += step), instructions: steps.length * STEP };
}

Deno.test("steadyState() finds the step after which a run keeps its speed, and what it lost", () => {
  const slow = Array.from({ length: 10 }, () => 50);
  const fast = Array.from({ length: 90 }, () => 1);
  const state = steadyState(timesOf([...slow, ...fast]));
  assertEquals(state.instructions, 10 * STEP);
  assertAlmostEquals(state.seconds, 0.5, 1e-9);
  assertAlmostEquals(state.mips, STEP / 1000, 1e-6);
  assertAlmostEquals(state.lostSeconds, 10 * 0.049, 1e-9);
});

Deno.test("steadyState() of a run at one speed is its start", () => {
  const { instructions, lostSeconds } = steadyState(timesOf(Array.from({ length: 30 }, () => 2)));
  assertEquals(instructions, 0);
  assertAlmostEquals(lostSeconds, 0, 1e-9);
});

Deno.test("steadyState() of a run below one step has no times", () => {
  const { instructions, seconds, mips } = steadyState({ times: [], instructions: 1000 });
  assertEquals([instructions, seconds, mips], [1000, NaN, NaN]);
});

Deno.test("a measured run tells times, and what both tiers have made", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--allow-read", "--allow-write", "tests/bench/warmup/one_run.ts"],
      ...["run", "tests/bench/programs/fib.s", "--", "33"],
    ],
    cwd: ROOT,
  }).output();
  const decoder = new TextDecoder();
  assertEquals([code, decoder.decode(stdout)], [0, "3524578\n"]);
  const { times, instructions, tiers }: WarmUp = JSON.parse(decoder.decode(stderr));
  assertEquals(times.length, Math.floor(instructions / STEP));
  assertEquals(times, times.toSorted((a, b) => a - b));
  for (const tier of TIERS) {
    for (const value of Object.values(tiers[tier])) assert(value > 0, JSON.stringify(tiers));
  }
});
