// SPDX-License-Identifier: MPL-2.0
// Writes encodings.tsv: the bytes by GNU as and ld of the cases of encoding_cases.ts and data_cases.ts.
// Run by hand, with the GNU tools for riscv64 installed, when the cases change:
//
//     deno run --allow-run --allow-read --allow-write tests/asm/goldens/generate_encodings.ts
//
// Leaves out cases that GNU as rejects, lists them, and exits with status 1.

import { packBytes } from "./encodings.ts";
import { dataCases } from "./data_cases.ts";
import { encodingCases } from "./encoding_cases.ts";
import { gnuText, gnuVersion } from "./gnu.ts";

const WORKERS = 4;

const header = (version: string) =>
  `# SPDX-License-Identifier: MPL-2.0
# What ${version}, -march=rv64imafd_zicsr_zifencei_zihintpause, and ld --no-relax
# make of a line of source (\`;\` separates statements) with .text at 0x10000. Written by
# generate_encodings.ts; edit the cases there. Columns: source, bytes of .text in memory order, where
# [n] stands for n zero bytes.
`;

const sources = [...new Set([...encodingCases(), ...dataCases()])];
const lines: string[] = new Array(sources.length);
const refused: string[] = [];
const queue = sources.entries();

async function work() {
  for (const [index, source] of queue) {
    const result = await gnuText(`.option norelax\n${source}\n`);
    if (result.bytes === undefined) refused.push(`${source}\n    ${result.message}`);
    else lines[index] = `${source}\t${packBytes(result.bytes)}\n`;
  }
}

await Promise.all(Array.from({ length: WORKERS }, work));
const table = header(await gnuVersion()) + lines.join("");
await Deno.writeTextFile(new URL("encodings.tsv", import.meta.url), table);
console.log(`${sources.length - refused.length} cases written`);
if (refused.length > 0) {
  console.error(`GNU as or ld refuse ${refused.length} cases:\n${refused.join("\n")}`);
  Deno.exit(1);
}
