// SPDX-License-Identifier: MPL-2.0
// The code of sources that are linked directly is where it is after GNU as and ld, and what fills the gaps
// is the same. Compares with committed bytes, and with the GNU tools where they are installed.

import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { gnuToolsPresent, runGnu, TEXT_ADDRESS, withDirectory } from "../goldens/gnu.ts";
import { elfSections } from "../goldens/gnu_sections.ts";

const START = ".globl _start\n_start: nop\n";
const C_NOP = "0100";
const NOP = "13000000";

/** Sources, the architecture, and the bytes of .text. */
const CASES: readonly (readonly [sources: readonly string[], march: string, text: string])[] = [
  [
    [`${START}.byte 1`, "nop\n.byte 1, 2", "nop"],
    "rv64g",
    [
      ...[NOP, "0100", C_NOP, NOP, "0102", C_NOP, NOP],
    ].join(""),
  ],
  [[`${START}.byte 1`, ".byte 2, 3, 4", "nop"], "rv64gc", `${C_NOP}0100` + `02030400${C_NOP}`],
  [[`.byte 7`, START, "", ".byte 9"], "rv64g", `0700${C_NOP}${NOP}0900${C_NOP}`],
  [
    [`${START}.subsection 1\n.byte 1`, ".subsection 1\nnop\n.text\n.byte 2"],
    "rv64g",
    `${NOP}0100${C_NOP}` + `0213000000` + `00${C_NOP}`,
  ],
  // Code is filled up to the alignment of its section with nops; between sections there are zeros.
  [
    [`${START}`, ".balign 16\nnop\n.byte 3", ".balign 8\n.byte 4"],
    "rv64g",
    NOP + "00".repeat(12) + `${NOP}0300${C_NOP}${NOP}${NOP}` + `0400${C_NOP}${NOP}`,
  ],
  // Sections of other names begin with an alignment of 1.
  [
    [`${START}.section .text.unlikely, "ax"\n.byte 5`, '.section .text.x, "ax"\n.byte 6'],
    "rv64g",
    `05000000${NOP}06`,
  ],
];

function oursOf(sources: readonly string[], architecture: string): string | undefined {
  const files = sources.map((text, index) => ({ name: `${index}.s`, text }));
  const program = build(files, { architecture, textAddress: TEXT_ADDRESS });
  const [text] = program.sections;
  return program.segments[0]?.data.subarray(0, text?.size).toHex();
}

Deno.test("build() fills the ends of code sections as GNU as, and the gaps between them as GNU ld", () => {
  for (const [sources, march, text] of CASES) {
    assertEquals(oursOf(sources, march), text, `${sources}`);
  }
});

Deno.test({
  name: "the bytes of directly linked sources are those of the installed GNU as and ld",
  ignore: !await gnuToolsPresent(),
  fn: async () => {
    for (const [sources, march, text] of CASES) {
      await withDirectory(async (directory) => {
        const objects: string[] = [];
        for (const [index, source] of sources.entries()) {
          const name = `${directory}/${index}`;
          await Deno.writeTextFile(`${name}.s`, `${source}\n`);
          await runGnu("as", [`-march=${march}`, "-mno-relax", "-o", `${name}.o`, `${name}.s`]);
          objects.push(`${name}.o`);
        }
        const program = `${directory}/program`;
        await runGnu("ld", ["--no-relax", "-Ttext=0x10000", "-o", program, ...objects]);
        const sections = elfSections(await Deno.readFile(program));
        assertEquals(sections.find(({ name }) => name === ".text")?.hex, text, `${sources}`);
      });
    }
  },
});
