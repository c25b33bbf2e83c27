// SPDX-License-Identifier: MPL-2.0
// Object files hold what those of GNU as hold: bytes, symbols and relocations.

import { assertEquals } from "@std/assert";
import { writeObject } from "../../../asm/elf.ts";
import { objectOf } from "../assembled.ts";
import { gnuToolsPresent } from "../goldens/gnu.ts";
import { describeObject, gnuObject, OBJECT_CASES, objectGoldens } from "../goldens/object_cases.ts";

const goldens = await objectGoldens();
const isInstalled = await gnuToolsPresent();

for (const [name, source] of Object.entries(OBJECT_CASES)) {
  Deno.test(`as in GNU as: ${name}`, () => {
    const file = writeObject(objectOf(source), { lineTables: false });
    assertEquals(describeObject(file), goldens.get(name));
  });
}

Deno.test({
  name: "the goldens of object files are what GNU as makes",
  ignore: !isInstalled,
  fn: async () => {
    for (const [name, source] of Object.entries(OBJECT_CASES)) {
      assertEquals(await gnuObject(source), goldens.get(name), name);
    }
    assertEquals([...goldens.keys()], Object.keys(OBJECT_CASES));
  },
});
