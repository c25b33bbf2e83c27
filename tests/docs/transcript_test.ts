// SPDX-License-Identifier: MPL-2.0
// The comparison of documented with real output: it must accept what it should, and nothing else.

import { assertEquals, assertThrows } from "@std/assert";
import { blocksOf } from "./markdown.ts";
import { firstDifference, parseTranscript } from "./transcript.ts";

Deno.test("parseTranscript() separates commands, their continuations and their output", () => {
  assertEquals(parseTranscript(["$ cat <<end", "> one", "> end", "one", "> two", "$ true"]), [
    { command: "cat <<end\none\nend", output: ["one", "> two"] },
    { command: "true", output: [] },
  ]);
});

Deno.test("parseTranscript() refuses output that no command comes before", () => {
  assertThrows(() => parseTranscript(["lost", "$ true"]), SyntaxError, "begins with");
});

Deno.test("blocksOf() gives fenced blocks with language and line, and refuses an open fence", () => {
  assertEquals(blocksOf("a.md", "x\n```sh\none\n\ntwo\n```\n"), [
    { page: "a.md", line: 2, language: "sh", lines: ["one", "", "two"] },
  ]);
  assertThrows(() => blocksOf("a.md", "```\n"), SyntaxError, "never closed");
});

const same = (documented: string[], printed: string[]) =>
  assertEquals(firstDifference(documented, printed), undefined);
const different = (documented: string[], printed: string[], line: string) =>
  assertEquals(firstDifference(documented, printed)?.documented, line);

Deno.test("firstDifference() accepts equal lines, whatever blank lines follow", () => {
  same(["a.b (c)", ""], ["a.b (c)"]);
  same(["a"], ["a", "", ""]);
  same([], []);
});

Deno.test("firstDifference() notices changed, missing, added and reordered lines", () => {
  different(["a.b"], ["axb"], "a.b");
  different(["a", "b"], ["a"], "b");
  different(["a"], ["a", "b"], "(nothing more)");
  different(["a", "b"], ["b", "a"], "a");
  different(["a", "", "b"], ["a", "b"], "");
  different([], ["a"], "(nothing more)");
});

Deno.test("firstDifference() lets a cut match any lines, but not the lines around it", () => {
  same(["a", "…", "d"], ["a", "b", "c", "d"]);
  same(["a", "…", "d"], ["a", "d"]);
  same(["a", "…"], ["a", "b"]);
  same(["…", "d"], ["a", "d"]);
  different(["a", "…", "d"], ["a", "b"], "d");
  different(["a", "…", "c", "d"], ["a", "b", "c", "x", "d"], "d");
});

Deno.test("firstDifference() lets a cut within a line match any characters of it", () => {
  same(["mmap(…) = 0x…"], ["mmap(NULL,4096) = 0x10"]);
  different(["mmap(…) = 1"], ["mmap(NULL) = 2"], "mmap(…) = 1");
});

Deno.test("firstDifference() ignores numbers only in lines about time", () => {
  same(["  speed  10,757 instructions/s (0.013 s)"], ["  speed  9 instructions/s (12.500 s)"]);
  const speed = "  speed  10 instructions/s (0.100 s)";
  different([speed], ["  speed  10 instruction/s (0.100 s)"], speed);
  different([speed], ["  speed  10 instructions/s 0.100 s"], speed);
  different([speed], ["  speed  some instructions/s (0.100 s)"], speed);
  const unlike = "  speed  10 calls/s (0.100 s)";
  different([unlike], ["  speed  11 calls/s (0.100 s)"], unlike);
  different(["  instructions  5"], ["  instructions  6"], "  instructions  5");
});
