// SPDX-License-Identifier: MPL-2.0
// Compares the assembler with the golden table: lines of source, and their bytes by GNU as and ld.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { INSTRUCTIONS } from "../../../cpu/isa/table.ts";
import { UNKNOWN_TO_GNU } from "../goldens/encoding_cases.ts";
import { packBytes, readEncodings } from "../goldens/encodings.ts";

/** A label at the end of each case, after which a section may be padded. */
const END = "end_of_source";

function textBytes(program: Program): Uint8Array {
  const end = program.symbol(END)?.value;
  const text = program.segments.find(({ address }) => address === 0x10000n);
  if (end === undefined || end === 0x10000n) return new Uint8Array();
  assert(text !== undefined, "no segment at 0x10000");
  // Bytes that are not in the file are zero.
  const bytes = new Uint8Array(Number(end - text.address));
  bytes.set(text.data.subarray(0, bytes.length));
  return bytes;
}

/** The bytes of a case by our assembler, in the form of the table; or its errors. */
function assembleCase(source: string): string {
  const text = `${source}\n.globl ${END}\n${END}:\n`;
  try {
    return packBytes(textBytes(build([{ name: "case.s", text }], { entry: END })));
  } catch (error) {
    return String(error);
  }
}

const cases = await readEncodings();

Deno.test("build() encodes every case of the golden table as GNU as does", () => {
  const wrong = cases
    .map(({ source, packed }) => ({ source, packed, ours: assembleCase(source) }))
    .filter(({ packed, ours }) => packed !== ours)
    .map(({ source, packed, ours }) => `${source}\n  GNU:  ${packed}\n  ours: ${ours}`);
  assertEquals(wrong.length, 0, `${wrong.length} cases differ:\n${wrong.slice(0, 20).join("\n")}`);
});

Deno.test("the golden table has cases of every instruction, and 300 constants for li", () => {
  const bare = cases.map(({ source }) => source.replace(/^\.option arch, \+\w+; /, ""));
  const first = bare.map((source) => source.split(/[ ;]/)[0]);
  const missing = INSTRUCTIONS.filter(({ name, extension }) =>
    !first.includes(name) && !UNKNOWN_TO_GNU.has(extension)
  ).map(({ name }) => name);
  assertEquals(missing, []);
  assert(cases.length >= 1500, `only ${cases.length} cases`);
  const constants = new Set(cases.filter(({ source }) => /^li \w+, -?\w+$/.test(source)));
  assert(constants.size >= 300, `only ${constants.size} constants`);
});
