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

Deno.test("a relocation function applies to what is added to it, as in GNU as", () => {
  const objects = (source: string) => describeObject(writeObject(objectOf(source)));
  for (
    const [source, same] of [
      ["lw a0, %lo(x)+4(a0)", "lw a0, %lo(x+4)(a0)"],
      ["sw a0, %lo(x) + 2*4(a1)", "sw a0, %lo(x+8)(a1)"],
      ["lw a0, ((%lo(x)+4))(a0)", "lw a0, %lo(x+4)(a0)"],
      ["lui a0, %hi(x)-1", "lui a0, %hi(x-1)"],
      ["li a0, %lo(x)+4", "addi a0, zero, %lo(x+4)"],
    ] as const
  ) {
    assertEquals(objects(source), objects(same), source);
  }
});
