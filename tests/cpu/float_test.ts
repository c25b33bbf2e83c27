// SPDX-License-Identifier: MPL-2.0
// What the instructions of F and D compute, in every rounding mode, with all flags, against a model
// in rational numbers: on special numbers, around the limits of formats and conversions, and for
// random ones. With LEVERET_FLOAT_CASES=n, n random cases of each operation instead of a few.

import { assertEquals } from "@std/assert";
import { ENCODINGS } from "../../cpu/encoding.ts";
import { FLOAT_ROWS } from "../../cpu/isa/float.ts";
import { checkFloatCases, type Operands, takesInteger } from "./float_cases.ts";
import { FLOAT_OPERATIONS } from "./float_model.ts";
import {
  boundaryNumbers,
  type FormatName,
  INTEGER_OPERANDS,
  randomNumber,
  specialNumbers,
} from "./float_values.ts";
import { testEngines } from "./harness.ts";
import { Random } from "./values.ts";

/** Random cases of each operation, unless the environment asks for another number. */
const FEW = 60;
/** Cases that are run at once. */
const BATCH = 2000;

/** The operations, with the format of their operands. */
const OPERATIONS = ENCODINGS.flatMap((encoding) => {
  const operation = FLOAT_OPERATIONS.get(encoding.mnemonic);
  if (operation === undefined) return [];
  const operands = encoding.row.operands.split(", ");
  const count = operands.filter((operand) => /^f?rs/.test(operand)).length;
  const format: FormatName = /\.s$/.test(encoding.mnemonic) || encoding.mnemonic === "fmv.x.w"
    ? "s"
    : "d";
  return [{ mnemonic: encoding.mnemonic, operation, encoding, count, format }];
});

function requestedCases(): number | undefined {
  if (Deno.permissions.querySync({ name: "env" }).state !== "granted") return undefined;
  const text = Deno.env.get("LEVERET_FLOAT_CASES");
  return text === undefined ? undefined : Number(text);
}

function specialCases(
  { encoding, count, format }: (typeof OPERATIONS)[number],
): readonly Operands[] {
  if (takesInteger(encoding)) return INTEGER_OPERANDS.map((a) => [BigInt.asUintN(64, a), 0n, 0n]);
  const numbers = specialNumbers(format);
  if (count === 1) {
    return [...numbers, ...boundaryNumbers(format)].map((a) => [a, 0n, 0n]);
  }
  const pairs = numbers.flatMap((a) => numbers.map((b): Operands => [a, b, b]));
  if (count === 2) return pairs;
  // Of all the triples, those whose third rotates through the numbers while the others change.
  return pairs.map(([a, b], index) => [a, b, numbers[index * 7 % numbers.length] ?? 0n]);
}

function randomCase(
  random: Random,
  { encoding, format }: (typeof OPERATIONS)[number],
): Operands {
  if (takesInteger(encoding)) {
    const shift = BigInt(random.below(64));
    return [random.word() >> shift, 0n, 0n];
  }
  const a = randomNumber(random, format);
  const b = randomNumber(random, format, a);
  // An addend near the product, as a cancellation needs it.
  const c = random.oneIn(2) ? randomNumber(random, format, a) : randomNumber(random, format, b);
  return [a, b, c];
}

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
