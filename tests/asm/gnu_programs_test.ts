// SPDX-License-Identifier: MPL-2.0
// Whole programs against the GNU tools: every example, with the runtime files it uses, has the same bytes in
// every section as when GNU as and ld assemble and link it at the same addresses.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../asm/build.ts";
import type { Program, ProgramSection } from "../../asm/object/program.ts";
import type { SourceFile } from "../../asm/object/source.ts";
import { runtimeFiles } from "../../runtime/files.ts";
import { gnuSections, gnuToolsPresent } from "./goldens/gnu.ts";

/** The bytes of a section in the program's image; none if it is all zeros. */
function heldBytes({ segments }: Program, { address, size }: ProgramSection): Uint8Array {
  const segment = segments.find((each) =>
    each.address <= address && address < each.address + BigInt(each.size)
  );
  assert(segment !== undefined, `no segment at 0x${address.toString(16)}`);
  const start = Number(address - segment.address);
  return segment.data.subarray(start, start + size);
}

/** The runtime files that a program uses, in the order in which they are linked. */
function filesTaken(program: Program): SourceFile[] {
  const names = [...new Set([...program.lines.entries()].map(({ location }) => location.file))];
  const taken = runtimeFiles.filter(({ name }) => names.includes(name));
  return taken.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

/** Compares the program made from the sources and the runtime files that they use. */
async function compare(sources: readonly SourceFile[]): Promise<void> {
  const program = build(sources, { archive: runtimeFiles });
  const taken = filesTaken(program).filter((file) => !sources.includes(file));
  const starts = new Map(program.sections.map(({ name, address }) => [name, address]));
  // The linkers differ about the bounds of sections that a program does not have.
  const provided = program.symbols.filter(({ location }) => location === undefined);
  const values = new Map(provided.map(({ name, value }) => [name, value]));
  const theirs = await gnuSections([...sources, ...taken], starts, values);
  for (const section of program.sections) {
    const name = `${sources.map((source) => source.name)} ${section.name}`;
    assertEquals(heldBytes(program, section).toHex(), theirs.get(section.name)?.toHex(), name);
  }
}

const hasGnu = await gnuToolsPresent();
const skipped = hasGnu ? "" : " (skipped: no GNU tools for riscv64, or no permission to run them)";

for (const folder of ["examples", "examples/bugs"]) {
  Deno.test({
    name: `build() makes the same bytes as GNU as and ld of every program in ${folder}${skipped}`,
    ignore: !hasGnu,
    fn: async () => {
      const directory = new URL(`../../${folder}/`, import.meta.url);
      const names = (await Array.fromAsync(Deno.readDir(directory)))
        .map(({ name }) => name).filter((name) => name.endsWith(".s")).sort();
      assert(names.length > 0);
      for (const name of names) {
        const text = await Deno.readTextFile(new URL(name, directory));
        await compare([{ name: `${folder}/${name}`, text }]);
      }
    },
  });
}

Deno.test({
  name: `build() makes the same bytes as GNU as and ld of the whole runtime${skipped}`,
  ignore: !hasGnu,
  fn: async () => {
    // Alone, each file would lack the symbols of the others.
    const linear = runtimeFiles.find(({ name }) => name.endsWith("malloc_linear.s"));
    const others = runtimeFiles.filter((file) => file !== linear);
    const main = { name: "main.s", text: ".globl main\nmain: ret\n" };
    await compare([main, ...others]);
    if (linear !== undefined) await compare([main, linear]);
  },
});
