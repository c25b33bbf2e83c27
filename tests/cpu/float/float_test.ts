// SPDX-License-Identifier: MPL-2.0
// What the instructions of F and D compute, in every rounding mode, with all flags, against a model
// in rational numbers: on special numbers, around the limits of formats and conversions, and for
// random ones. With LEVERET_FLOAT_CASES=n, n random cases of each operation instead of a few.

import { assertEquals } from "@std/assert";
import { FLOAT_ROWS } from "../../../cpu/isa/float.ts";
import { checkFloatCases } from "./cases.ts";
import { FLOAT_OPERATIONS } from "./model.ts";
import { OPERATIONS, randomCase, requestedCases, specialCases } from "./operands.ts";
import { testEngines } from "../harness.ts";
import { Random } from "../values.ts";

/** Random cases of each operation, unless the environment asks for another number. */
const FEW = 60;
/** Cases that are run at once. */
const BATCH = 2000;

Deno.test("the model has every row of F and D", () => {
  const rows = FLOAT_ROWS.map(({ name }) => name)
    .filter((name) => !["flw", "fld", "fsw", "fsd"].includes(name));
  assertEquals([...FLOAT_OPERATIONS.keys()].toSorted(), rows.toSorted());
});

testEngines("every operation on special numbers gives what the model says", (machine) => {
  for (const entry of OPERATIONS) {
    checkFloatCases(machine(), entry.mnemonic, entry.operation, specialCases(entry));
  }
});

testEngines("every operation on random numbers gives what the model says", (machine) => {
  const requested = requestedCases();
  const random = new Random(requested ?? 71);
  const cases = requested ?? FEW;
  for (const entry of OPERATIONS) {
    for (let done = 0; done < cases; done += BATCH) {
      const count = Math.min(BATCH, cases - done);
      const operands = Array.from({ length: count }, () => randomCase(random, entry));
      using fresh = machine();
      checkFloatCases(fresh, entry.mnemonic, entry.operation, operands);
    }
    if (requested !== undefined) console.log(`${entry.mnemonic}: ${cases} cases`);
  }
});
