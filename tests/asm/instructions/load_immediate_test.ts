// SPDX-License-Identifier: MPL-2.0
// The sequences of `li`, run on a model of their four instructions, make the constant. The golden table
// compares the sequences themselves with GNU as.

import { assert, assertEquals } from "@std/assert";
import { type LoadStep, loadSteps } from "../../../asm/instructions/load_immediate.ts";
import { toInt64 } from "../../../asm/object/value.ts";
import { fc } from "../../properties.ts";

function run(steps: readonly LoadStep[]): bigint {
  let register = 0x1234_5678_9abc_def0n;
  for (const { mnemonic, immediate, fromZero } of steps) {
    const source = fromZero ? 0n : register;
    switch (mnemonic) {
      case "lui":
        register = BigInt.asIntN(32, BigInt(immediate) << 12n);
        break;
      case "addi":
        register = BigInt.asIntN(64, source + BigInt(immediate));
        break;
      case "addiw":
        register = BigInt.asIntN(32, source + BigInt(immediate));
        break;
      case "slli":
        register = BigInt.asIntN(64, source << BigInt(immediate));
        break;
    }
  }
  return register;
}

Deno.test("loadSteps() makes every constant, in at most eight steps", () => {
  const property = fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (value) => {
    const steps = loadSteps(10, toInt64(value));
    assertEquals(run(steps), value);
    assert(steps.length <= 8);
  });
  fc.assert(property, { numRuns: 2000 });
});

Deno.test("loadSteps() makes the constants around powers of two", () => {
  for (let bit = 0n; bit < 64n; bit++) {
    for (const offset of [-2049n, -2048n, -1n, 0n, 1n, 2047n, 2048n]) {
      const value = BigInt.asIntN(64, (1n << bit) + offset);
      assertEquals(run(loadSteps(10, toInt64(value))), value, `${value}`);
    }
  }
});

Deno.test("loadSteps() makes small constants in one instruction", () => {
  assertEquals(loadSteps(10, -2048), [{ mnemonic: "addi", immediate: -2048, fromZero: true }]);
  assertEquals(loadSteps(10, 0x12345000), [{
    mnemonic: "lui",
    immediate: 0x12345,
    fromZero: true,
  }]);
});
