// SPDX-License-Identifier: MPL-2.0
// Compares how an example ran with what the table says. Used for our machine and for QEMU alike.

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
  // Where in the runtime it happened is the runtime's own affair; the message is not.
  assertMatch(stderr, /^Abort: [^ ]+: /);
  assertEquals(stderr.replace(/^Abort: [^ ]+: /, ""), `${expected.abort}\n`);
}
