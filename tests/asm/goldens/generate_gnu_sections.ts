// SPDX-License-Identifier: MPL-2.0
// Writes gnu_sections/*.txt: the sections that GNU as gives each case. Read the diff before
// committing it.
//
//     deno run --allow-read --allow-write --allow-run tests/asm/goldens/generate_gnu_sections.ts

import { GNU_SECTIONS, gnuSectionsOf, sectionCaseFiles, sectionCases } from "./gnu_sections.ts";

for (const file of await sectionCaseFiles()) {
  const descriptions: string[] = [];
  for (const source of await sectionCases(file)) descriptions.push(await gnuSectionsOf(source));
  await Deno.writeTextFile(new URL(`${file}.txt`, GNU_SECTIONS), descriptions.join("#----\n"));
}
