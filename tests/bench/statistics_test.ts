// SPDX-License-Identifier: MPL-2.0
// The arithmetic between measurements and the numbers that are reported.

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { alignedLine, alternate, geometricMean, median, ratio } from "./statistics.ts";

Deno.test("median() is the middle of an odd number of values, whatever their order", () => {
  assertEquals(median([10, 9, 1]), 9);
  assertEquals(median([7]), 7);
});

Deno.test("median() is the mean of the two in the middle of an even number", () => {
  assertEquals(median([4, 1, 100, 2]), 3);
});

Deno.test("median() refuses to make a number of nothing", () => {
  assertThrows(() => median([]), RangeError, "there are no numbers");
});

Deno.test("geometricMean() of ratios and of their inverses are inverses", () => {
  const ratios = [0.25, 3, 1.5];
  const [mean, inverse] = [geometricMean(ratios), geometricMean(ratios.map((one) => 1 / one))];
  assert(mean !== undefined && inverse !== undefined);
  assertAlmostEquals(mean ** 3, 0.25 * 3 * 1.5, 1e-12);
  assertAlmostEquals(mean * inverse, 1, 1e-12);
  assertEquals(geometricMean([]), undefined);
});

Deno.test("alternate() takes turns and keeps the results of each apart", async () => {
  const order: string[] = [];
  const thing = (name: string) => () => {
    order.push(name);
    return Promise.resolve(`${name}${order.length}`);
  };
  const results = await alternate([thing("a"), thing("b")], 3);
  assertEquals(order.join(""), "ababab");
  assertEquals(results, [["a1", "a3", "a5"], ["b2", "b4", "b6"]]);
});

Deno.test("alignedLine() puts names to the left and numbers to the right", () => {
  assertEquals(alignedLine(["fib", "1 ms", ratio(0.5)], [6, 8, 7]), "fib         1 ms    0.50x");
  assertEquals(alignedLine(["a long name", ratio(null)], [3, 4]), "a long name     -");
});
