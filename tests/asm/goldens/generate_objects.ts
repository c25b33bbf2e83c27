// SPDX-License-Identifier: MPL-2.0
// Writes objects.txt: what the object files of GNU as hold for the cases of object_cases.ts. Read the
// diff before committing it.
//
//     deno run --allow-read --allow-write --allow-run tests/asm/goldens/generate_objects.ts

import { gnuObject, OBJECT_CASES } from "./object_cases.ts";

const parts: string[] = [];
for (const [name, source] of Object.entries(OBJECT_CASES)) {
  parts.push(`## ${name}\n${await gnuObject(source)}\n`);
}
await Deno.writeTextFile(new URL("objects.txt", import.meta.url), parts.join("\n"));
console.log(`${parts.length} cases written`);
