// SPDX-License-Identifier: MPL-2.0
// Compares the run of an example with the table, for our machine and for QEMU.

import { assertEquals, assertMatch } from "@std/assert";
import type { ExampleRun } from "./expected.ts";
import type { Outcome } from "./gnu_programs.ts";

/** Status of a program that SIGABRT ended. */
const ABORTED = 134;

/** Throws unless the outcome is the expected one. `stderr` is what the program itself wrote to fd 2. */
export function checkRun(outcome: Outcome, expected: ExampleRun): void {
  const { stdout, stderr, status } = outcome;
  if (expected.abort === undefined) {
    assertEquals({ stdout, stderr, status }, {
      stdout: expected.stdout,
      stderr: expected.stderr ?? "",
      status: expected.status,
    });
    return;
  }
  assertEquals({ stdout, status }, { stdout: expected.stdout, status: ABORTED });
  // The function of the runtime that aborts may change; the message may not.
  assertMatch(stderr, /^Abort: [^ ]+: /);
  assertEquals(stderr.replace(/^Abort: [^ ]+: /, ""), `${expected.abort}\n`);
}
