// SPDX-License-Identifier: MPL-2.0
// Mixed programs in one process for a long time: each does the same every time, and the process does not
// grow. A plain test run takes a few rounds, too few to judge growth by; for ten minutes of them:
//
//     LEVERET_SOAK_MINUTES=10 deno task test tests/host/hostile/soak_test.ts

import { assert, assertEquals } from "@std/assert";
import { FUZZ_SEED, soakMinutes } from "../../fuzz_settings.ts";

const MINUTES = soakMinutes(0);
/** What the programs of a few rounds may take, in MB: each may have 16. */
const MAX_MB = 1024;
/** Growth after the warm-up: 5 %. */
const MAX_GROWTH = 1.05;
/** The warm-up is half of the time, or these seconds. */
const WARM_UP_SECONDS = 300;
/** The rest is compared in parts, each by its median. */
const PARTS = 4;
/** Rounds for which growth can be told from chance. */
const MIN_ROUNDS = 40;

/** The medians of the sizes after the warm-up, in parts of equal length. */
function mediansAfterWarmUp(samples: readonly (readonly [seconds: number, mb: number])[]) {
  const end = samples.at(-1)?.[0] ?? 0;
  const later = samples.filter(([seconds]) => seconds > Math.min(WARM_UP_SECONDS, end / 2));
  return Array.from({ length: PARTS }, (_, part) => {
    const sizes = later
      .slice(part * later.length / PARTS, (part + 1) * later.length / PARTS)
      .map(([, mb]) => mb)
      .sort((a, b) => a - b);
    return sizes[sizes.length >> 1] ?? NaN;
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
  const samples = lines.map((line) => {
    const [seconds = NaN, mb = NaN] = line.split(" ").map(Number);
    return [seconds, mb] as const;
  });
  const largest = Math.max(...samples.map(([, mb]) => mb));
  assert(largest < MAX_MB, `${largest} MB`);
  if (samples.length < MIN_ROUNDS) return;
  const medians = mediansAfterWarmUp(samples);
  const [first = NaN] = medians;
  assert(medians.every((median) => median <= first * MAX_GROWTH), `${medians.join(", ")} MB`);
});
