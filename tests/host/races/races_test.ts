// SPDX-License-Identifier: MPL-2.0
// Two programs race for files outside the directory that they are given: one swaps names for symlinks that
// lead out, the other does all that a program can do to a path. LEVERET_RACE_SECONDS makes them take
// longer.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { raceSeconds } from "../../fuzz_settings.ts";
import { race, type RaceResult } from "./race.ts";

const SECONDS = raceSeconds(2);

/** The victim ran, together with the swapper, and reached nothing. */
function assertContained({ changes, victim, calls, swapped, message }: RaceResult): void {
  assertEquals(changes, []);
  assertEquals(victim, 0, message);
  assert(swapped && calls > 100, `${calls} calls`);
}

for (const second of ["", ":rw", ":ro", ":cow", ":shared"]) {
  Deno.test(`While one program may write a directory, none gets it with the mode "${second}"`, async () => {
    const result = await race({
      swapper: { mode: "" },
      victim: second,
      directories: true,
      seconds: 60,
    });
    assertEquals([result.victim, result.changes], [1, []]);
    assertStringIncludes(result.message, "another program uses");
    assert(result.swapped);
  });
}

Deno.test("Programs that share a directory do not lead each other out by the last name", async () => {
  const shared = { mode: ":shared" };
  assertContained(
    await race({ swapper: shared, victim: ":shared", directories: false, seconds: SECONDS }),
  );
});

for (const victim of ["", ":cow", ":ro"]) {
  Deno.test(`A program of the host leads none out by the last name, mode "${victim}"`, async () => {
    assertContained(
      await race({ swapper: "host", victim, directories: false, seconds: SECONDS }),
    );
  });
}

for (const victim of [":cow", ":ro"]) {
  Deno.test(`What only reads changes nothing outside, whatever is swapped, mode "${victim}"`, async () => {
    const { changes, calls, message } = await race({
      swapper: "host",
      victim,
      directories: true,
      seconds: SECONDS,
    });
    assertEquals(changes, []);
    assert(calls > 100, message);
  });
}

Deno.test("Hostile programs with :cow change nothing of the directory that they share", async () => {
  const { changes, inside, victim, swapped, calls, message } = await race({
    swapper: { mode: ":cow" },
    victim: ":cow",
    directories: true,
    seconds: SECONDS,
  });
  assertEquals([changes, inside, victim, swapped], [[], [], 0, true], message);
  assert(calls > 100, message);
});
