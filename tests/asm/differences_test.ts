// SPDX-License-Identifier: MPL-2.0
// The differences from GNU as that asm/DIFFERENCES.md lists: what is refused here, and what is accepted.

import { assertEquals } from "@std/assert";
import { relocationName } from "../../asm/object/relocation.ts";
import { messagesOf, objectOf, sectionOf, wordsOf } from "./assembled.ts";
import { gnuToolsPresent } from "./goldens/gnu.ts";
import { gnuObject } from "./goldens/object_cases.ts";

const isInstalled = await gnuToolsPresent();

/** What only one of the two assemblers accepts. */
const REFUSED: Readonly<Record<string, string>> = {
  ".set x, 3\nx: nop": "2:1 `x` is already defined",
  ".globl x\n.set x, elsewhere":
    "2:6 `x` cannot be visible to other files: `elsewhere` is not in this one",
};
const ACCEPTED = {
  redefined: ".data\na: .dword 0\nb: .dword 0\n.set x, a\n.dword x\n.set x, b\n.dword x",
  deferred: "m = 2\nn == m * 2\nli a0, n",
} as const;

for (const [source, message] of Object.entries(REFUSED)) {
  Deno.test(`refused here: ${JSON.stringify(source)}`, () => {
    assertEquals(messagesOf(source), [message]);
  });
}

Deno.test("an equate of an address may change, and each use has the value of its line", () => {
  const { symbols, ...object } = objectOf(ACCEPTED.redefined);
  const values = sectionOf({ symbols, ...object }, ".data").relocations.map(
    ({ offset, type, symbol }) => [offset, relocationName(type), symbols[symbol]?.value],
  );
  assertEquals(values, [[16, "R_RISCV_64", 0], [24, "R_RISCV_64", 8]]);
  const named = symbols.filter(({ name, binding }) => name === "x" && binding !== "local");
  assertEquals(named, []);
});

Deno.test("a name defined by == is a constant in operands", () => {
  assertEquals(wordsOf(ACCEPTED.deferred), wordsOf("li a0, 4"));
});

Deno.test({
  name: "GNU as differs where the page of differences says so",
  ignore: !isInstalled,
  fn: async () => {
    const refuses = (source: string) => gnuObject(source).then(() => false, () => true);
    for (const source of Object.keys(REFUSED)) assertEquals(await refuses(source), false, source);
    for (const source of Object.values(ACCEPTED)) assertEquals(await refuses(source), true, source);
  },
});
