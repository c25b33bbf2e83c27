// SPDX-License-Identifier: MPL-2.0
import { assertEquals } from "@std/assert";
import { Sources } from "../../../asm/object/source.ts";
import { fc } from "../../properties.ts";

Deno.test("resolveAll() gives for many locations what resolve() gives for each, in any order", () => {
  const sources = new Sources();
  const long = Array.from({ length: 300 }, (_, line) => `line ${line}`).join("\n");
  const first = sources.add({ name: "a.s", text: `one\n\nthree\n${long}` });
  const expansion = { name: "m", call: first, callLength: 3, body: first + 5 };
  const outer = sources.addExpansion("x\ny\nz\n", expansion);
  const inner = sources.addExpansion("w\n\n", { ...expansion, call: outer, body: outer + 2 });
  const empty = sources.add({ name: "empty.s", text: "" });
  sources.lineOf("a.c", 70_000);
  const last = sources.add({ name: "b.s", text: "b\r\nc" }) + 10;
  const compiled = sources.lineOf("a.c", 70_001);

  const location = fc.oneof(
    fc.integer({ min: 0, max: first + 3000 }),
    fc.integer({ min: last - 20, max: last }),
    fc.integer({ min: outer - 2, max: empty + 1 }),
    fc.constantFrom(0, first, inner, inner + 2, empty, compiled, compiled + 1),
  );
  const some = fc.array(location, { maxLength: 100 });
  const inOrder = some.map((list) => list.sort((a, b) => a - b));
  fc.assert(fc.property(fc.oneof(some, inOrder), (locations) => {
    const { lines, files, names } = sources.resolveAll(Int32Array.from(locations));
    const found = locations.map((_, index) => ({
      file: names[files[index] ?? 0] ?? "",
      line: lines[index] ?? 0,
    }));
    assertEquals(found, locations.map((location) => sources.resolve(location)));
  }));
});
