// SPDX-License-Identifier: MPL-2.0
// Mixed programs in one process for a long time: each does the same every time, and the process does not
// grow. A plain test run takes a few rounds, too few to judge growth by; for ten minutes of them:
//
//     LEVERET_SOAK_MINUTES=10 deno task test tests/host/hostile/soak_test.ts

import { assert, assertEquals } from "@std/assert";
import { FUZZ_SEED, soakMinutes } from "../../fuzz_settings.ts";

const MINUTES = soakMinutes(0);
/**
 * What the programs of a few rounds may take, in MB: each may have 16. In an hour 700 were usual, and up to
 * 1036 for the seconds before the host collected its garbage.
 */
const MAX_MB = 1280;
/** Growth after the warm-up: 5 %. */
const MAX_GROWTH = 1.05;
/** The second half of the rounds is compared in parts, each by its median; the first is the warm-up. */
const PARTS = 4;
/** Rounds for which growth can be told from chance. */
const MIN_ROUNDS = 24;

/** The medians of the sizes after the warm-up, in parts of equal length. */
function mediansAfterWarmUp(sizes: readonly number[]): number[] {
  const later = sizes.slice(sizes.length >> 1);
  return Array.from({ length: PARTS }, (_, part) => {
    const [start, end] = [part, part + 1].map((at) => Math.floor(at * later.length / PARTS));
    const sorted = later.slice(start, end).sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? NaN;
  });
}

Deno.test("mixed programs in one process do the same each time, and its size stays", async () => {
  const script = `${import.meta.dirname}/soak.ts`;
  const permissions = ["--no-check", "--allow-read"];
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, script, `${MINUTES}`, `${FUZZ_SEED}`],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  assert(lines.pop()?.startsWith("done "));
  const sizes = lines.map((line) => Number(line.split(" ")[1]));
  const largest = Math.max(...sizes);
  assert(largest < MAX_MB, `${largest} MB`);
  if (sizes.length < MIN_ROUNDS) return;
  const medians = mediansAfterWarmUp(sizes);
  const [first = NaN] = medians;
  assert(medians.every((median) => median <= first * MAX_GROWTH), `${medians.join(", ")} MB`);
});
