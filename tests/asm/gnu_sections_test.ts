// SPDX-License-Identifier: MPL-2.0
// The sections of object files must be those of GNU as 2.40: strings, macros, section flags. Compares
// with the committed table, and with GNU as itself where it is installed.

import { assertEquals } from "@std/assert";
import { gnuToolsPresent, gnuVersion } from "./goldens/gnu.ts";
import {
  gnuDescriptions,
  gnuSectionsOf,
  sectionCaseFiles,
  sectionCases,
  sectionsOf,
} from "./goldens/gnu_sections.ts";

for (const file of await sectionCaseFiles()) {
  Deno.test(`sections are those of GNU as: ${file}`, async () => {
    const golden = await gnuDescriptions(file);
    for (const [index, source] of (await sectionCases(file)).entries()) {
      assertEquals(sectionsOf(source), golden[index], source);
    }
  });
}

Deno.test({
  name: "the table of sections is what the installed GNU as gives",
  ignore: !await gnuToolsPresent() || !(await gnuVersion()).includes("2.40"),
  fn: async () => {
    for (const file of await sectionCaseFiles()) {
      const golden = await gnuDescriptions(file);
      for (const [index, source] of (await sectionCases(file)).entries()) {
        assertEquals(await gnuSectionsOf(source), golden[index], source);
      }
    }
  },
});
