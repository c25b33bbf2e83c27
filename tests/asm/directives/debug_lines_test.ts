// SPDX-License-Identifier: MPL-2.0
// Tests of the lines that `.loc` gives to code: of each section those in it, and none before the first,
// as GNU as has it.

import { assertEquals } from "@std/assert";
import { writeObject } from "../../../asm/object/elf/relocatable_writer.ts";
import { objectOf, sectionOf } from "../assembled.ts";
import { gnuToolsPresent, runGnu, withDirectory } from "../goldens/gnu.ts";

/** A compiler that puts each function into a section of its own, with a prologue before its `.loc`. */
const SOURCE = `
        .file   "x.c"
        .file   1 "x.c"
        .text
f:      .loc    1 3 0
        nop
        nop
        .section .text.g, "ax", @progbits
g:      nop
        nop
        .loc    1 7 0
        nop
        .text
        nop
        .section .text.h, "ax", @progbits
h:      nop
        .pushsection .text.g
        nop
        .popsection
        nop
        .loc    1 9 0
        nop
        .section .text.i, "ax", @progbits
i:      nop
        .previous
        nop
        .text   1
        nop
        .loc    1 12 0
        nop
`;
/** The sections, with the offset and line of each row. */
const ROWS: readonly [section: string, ...rows: string[]][] = [
  [".text", "0 x.c:3", "16 x.c:12"],
  [".text.g", "8 x.c:7"],
  [".text.h", "8 x.c:9"],
  [".text.i"],
];

Deno.test("code in a new section has no line before the first .loc in it", () => {
  const object = objectOf(SOURCE);
  for (const [name, ...rows] of ROWS) {
    const { lineOffsets, lineLocations } = sectionOf(object, name);
    const { lines, files, names } = object.sources.resolveAll(lineLocations);
    const found = [...lines].flatMap((line, index) =>
      line === 0 ? [] : [`${lineOffsets[index]} ${names[files[index]!]}:${line}`]
    );
    assertEquals(found, rows, name);
  }
});

const hasGnu = await gnuToolsPresent();

Deno.test({
  name: `objdump shows the lines of GNU as' objects in ours${
    hasGnu ? "" : " (skipped: no GNU as)"
  }`,
  ignore: !hasGnu,
  fn: () =>
    withDirectory(async (directory) => {
      const [source, ours, theirs] = ["a.s", "ours.o", "theirs.o"].map((name) =>
        `${directory}/${name}`
      ) as [string, string, string];
      await Deno.writeTextFile(source, SOURCE);
      await Deno.writeFile(ours, writeObject(objectOf(SOURCE), { directory, lineTables: false }));
      await runGnu("as", ["-march=rv64g", "-mno-relax", "-o", theirs, source]);
      const lines = async (path: string) =>
        (await runGnu("objdump", ["-dl", path])).stdout.split("\n")
          .filter((line) => /^ +\w+:\t|\.c:\d/.test(line))
          .map((line) => line.replace(/^.*\/(?=x\.c)/, ""));
      assertEquals(await lines(ours), await lines(theirs));
    }),
});
