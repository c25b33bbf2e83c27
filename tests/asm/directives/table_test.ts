// SPDX-License-Identifier: MPL-2.0
// The table of directives: no name may be in two files, where one would silently win.

import { assertEquals, assertThrows } from "@std/assert";
import type { Directive } from "../../../asm/directives/directive.ts";
import { byNumber, directiveNames } from "../../../asm/directives/table.ts";

const nothing: Directive = () => {};

Deno.test("byNumber() throws when two tables define the same directive", () => {
  assertThrows(
    () => byNumber([{ ".byte": nothing, ".half": nothing }, { ".half": nothing }]),
    TypeError,
    "Cannot define the directive .half: it is already defined",
  );
});

Deno.test("the names of directives are lower case, begin with a dot, and differ", () => {
  assertEquals(directiveNames().filter((name) => !/^\.[a-z0-9_.]+$/.test(name)), []);
  assertEquals(new Set(directiveNames()).size, directiveNames().length);
});
