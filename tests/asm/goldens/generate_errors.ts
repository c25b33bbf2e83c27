// SPDX-License-Identifier: MPL-2.0
// Writes errors/*.txt: the current diagnostics. Read the diff before committing it.
//
//     deno run --allow-read --allow-write tests/asm/goldens/generate_errors.ts

import { diagnosticsOf, errorCases, ERRORS } from "./errors.ts";

const names = await errorCases();
for (const name of names) {
  await Deno.writeTextFile(new URL(`${name}.txt`, ERRORS), await diagnosticsOf(name));
}
console.log(`${names.length} files written`);
