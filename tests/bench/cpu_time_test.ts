// SPDX-License-Identifier: MPL-2.0
// CPU time of other processes: that it is theirs, and that their output, status and messages stay apart from it.

import { assert, assertEquals } from "@std/assert";
import { canMeasure, measureCommand } from "./cpu_time.ts";
import { ROOT } from "./commands.ts";

const ignore = !await canMeasure();

Deno.test({
  name: `measureCommand() gives output, messages and status${ignore ? " (skipped: no bash)" : ""}`,
  ignore,
  fn: async () => {
    const script = "printf 'out'; printf '1.0 2.0 3.0' >&2; exit 3";
    const { output, errors, status } = await measureCommand(["bash", "-c", script], ROOT);
    assertEquals(new TextDecoder().decode(output), "out");
    assertEquals([errors, status], ["1.0 2.0 3.0", 3]);
  },
});

Deno.test({
  name: `measureCommand() counts work, not waiting${ignore ? " (skipped: no bash)" : ""}`,
  ignore,
  fn: async () => {
    const waiting = await measureCommand(["sleep", "0.3"], ROOT);
    assert(waiting.cpuSeconds < 0.25, `${waiting.cpuSeconds}`);
    const work = "i=0; while ((i < 100000)); do ((i += 1)); done";
    const working = await measureCommand(["bash", "-c", work], ROOT);
    assert(working.cpuSeconds > 0.01, `${working.cpuSeconds}`);
  },
});
