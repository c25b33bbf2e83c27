// SPDX-License-Identifier: MPL-2.0
// Writes disassembly.tsv: the text of GNU objdump for words of every row of the instruction table and of
// the aliases. Run by hand, with the GNU tools for riscv64 installed, when rows are added:
//
//     deno run --allow-run --allow-read --allow-write tests/asm/goldens/generate_disassembly.ts

import { disassembleWithGnu, drawWords } from "./disassembly.ts";
import { gnuVersion } from "./gnu.ts";

const WORDS_PER_ROW = 8;
const SEED = 0x1ab1e5n;

const cases = await disassembleWithGnu(drawWords(WORDS_PER_ROW, SEED));
const lines = cases.map(({ address, word, text, plain }) =>
  `${address.toString(16)}\t${word.toString(16).padStart(8, "0")}\t${text}\t${plain}\n`
);
const header = `# SPDX-License-Identifier: MPL-2.0
# What objdump of the same version as ${await gnuVersion()} calls words of every row, brought
# to our spacing. Written by generate_disassembly.ts. Columns: address, word, text, text without
# pseudo-instructions.
`;
await Deno.writeTextFile(new URL("disassembly.tsv", import.meta.url), header + lines.join(""));
console.log(`${cases.length} words written`);
