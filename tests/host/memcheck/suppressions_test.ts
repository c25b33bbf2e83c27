// SPDX-License-Identifier: MPL-2.0
import { assertEquals, assertThrows } from "@std/assert";
import {
  isSuppressed,
  parseSuppressions,
  SuppressionError,
} from "../../../host/memcheck/suppressions.ts";

const frame = (symbol: string, file: string) => ({
  address: 0x10000n,
  symbol,
  location: { file, line: 3 },
  source: undefined,
});
const FRAMES = [
  frame("strlen+0x4", "string.c"),
  frame("show+0x10", "show.c"),
  frame("main", "a.c"),
];

const hides = (text: string, kind: "invalid read" | "undefined condition", message: string) =>
  isSuppressed(parseSuppressions(text), { kind, message }, FRAMES);

Deno.test("a suppression hides errors of its kind, size and frames", () => {
  const text = "# known\n{\n  words\n  Memcheck:Addr8\n  fun:str*\n  src:show.c:12\n}\n";
  assertEquals(hides(text, "invalid read", "Invalid read of size 8"), true);
  assertEquals(hides(text, "invalid read", "Invalid read of size 4"), false);
  assertEquals(hides(text, "undefined condition", "Conditional jump"), false);
});

Deno.test("dots in a suppression stand for any number of frames", () => {
  const through = (last: string) => `{\nx\nMemcheck:Cond\n...\nfun:${last}\n}`;
  assertEquals(hides(through("main"), "undefined condition", ""), true);
  assertEquals(hides(through("strlen"), "undefined condition", ""), true);
  assertEquals(hides(through("other"), "undefined condition", ""), false);
  assertEquals(hides("{\nx\nMemcheck:Cond\nfun:main\n}", "undefined condition", ""), false);
});

Deno.test("a file of suppressions that is not in the format says in which line", () => {
  const lineOf = (text: string) =>
    assertThrows(() => parseSuppressions(text), SuppressionError).line;
  assertEquals(lineOf("x\n"), 1);
  assertEquals(lineOf("{\nname\nMemcheck:Sometimes\n}\n"), 3);
  assertEquals(lineOf("{\nname\nMemcheck:Cond\nfun:a\nfunction:b\n}\n"), 5);
  assertEquals(lineOf("{\nname\nMemcheck:Cond\nfun:a\n"), 5);
});
