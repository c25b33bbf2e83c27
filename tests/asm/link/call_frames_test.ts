// SPDX-License-Identifier: MPL-2.0
// What the linker does with .eh_frame: frames of functions that are left out go, equal CIEs become one, and
// .eh_frame_hdr leads from each function to its frame. Compared with GNU ld where it is installed.

import { assert, assertEquals } from "@std/assert";
import { assemble } from "../../../asm/assembler.ts";
import { link } from "../../../asm/link/link.ts";
import { frameEntries } from "../../../asm/object/dwarf/frame_entries.ts";
import { ElfFile } from "../../../asm/object/elf/elf_file.ts";
import { PT } from "../../../asm/object/elf/format.ts";
import { readObject } from "../../../asm/object/elf/object_reader.ts";
import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import { writeObject } from "../../../asm/object/elf/relocatable_writer.ts";
import { gnuToolsPresent, runGnu, withDirectory } from "../goldens/gnu.ts";

const frame = (name: string, body = "addi sp, sp, -16\n .cfi_def_cfa_offset 16\n nop") =>
  `.globl ${name}\n${name}: .cfi_startproc\n ${body}\n addi sp, sp, 16\n ret\n .cfi_endproc\n`;
const shared = `.section .text.both,"axG",@progbits,both,comdat\n${
  frame("both").replace(".globl", ".weak")
}.text\n`;
const SOURCES = {
  first: `${frame("_start", "call both")}${shared}${frame("one")}`,
  second: `${shared}${frame("two")}.section .text.cold,"ax"\n${frame("three", "nop")}`,
};

/** The object of a source, as if read from a file. */
function objectOf(name: string, text: string): { bytes: Uint8Array<ArrayBuffer> } {
  const { object, diagnostics } = assemble({ name, text });
  assertEquals(diagnostics, []);
  assert(object !== undefined);
  return { bytes: writeObject(object, { lineTables: false }) };
}

/** What a program's .eh_frame and .eh_frame_hdr say. */
function framesOf(bytes: Uint8Array) {
  const file = new ElfFile(bytes, "program");
  const frames = file.section(".eh_frame");
  const index = file.section(".eh_frame_hdr");
  const symbols = file.section(".symtab");
  assert(frames !== undefined && index !== undefined && symbols !== undefined);
  const data = file.contents(frames);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const plain = { relocations: [], lineOffsets: new Int32Array(), lineLocations: new Int32Array() };
  const entries = frameEntries({
    ...{ name: frames.name, type: "progbits", alignment: 8, entrySize: 0, size: data.length, data },
    ...{ flags: { alloc: true, write: false, execute: false, other: "" }, ...plain },
  });
  assert(entries !== undefined);
  const base = Number(frames.address);
  const functions = entries.filter(({ kind }) => kind === "fde").map(({ start }) => ({
    address: base + start + 8 + view.getInt32(start + 8, true),
    size: view.getUint32(start + 12, true),
    frame: base + start,
  }));
  const table = file.contents(index);
  const words = new DataView(table.buffer, table.byteOffset, table.length);
  const from = Number(index.address);
  const rows = Array.from({ length: words.getUint32(8, true) }, (_, row) => ({
    address: from + words.getInt32(12 + row * 8, true),
    frame: from + words.getInt32(16 + row * 8, true),
  }));
  const nameAt = (address: number) =>
    file.symbols(symbols).find(({ name, value, section }) =>
      value === BigInt(address) && section !== 0 && /^[a-z_]+$/.test(name)
    )?.name;
  const header = file.segments.find(({ type }) => type === PT.gnuEhFrame);
  return {
    commonEntries: entries.filter(({ kind }) => kind === "cie").length,
    functions,
    rows,
    names: functions.map(({ address }) => nameAt(address)).sort(),
    head: [...table.subarray(0, 4)],
    startsAt: from + 4 + words.getInt32(4, true) === base,
    isInHeaders: header?.address === index.address && header.memorySize === index.size,
    size: frames.size,
  };
}

const NAMES = ["_start", "both", "one", "three", "two"];

function check(bytes: Uint8Array) {
  const { functions, rows, names, ...others } = framesOf(bytes);
  assertEquals(names, NAMES);
  const sorted = functions.map(({ address, frame }) => ({ address, frame }))
    .sort((a, b) => a.address - b.address);
  assertEquals(rows, sorted);
  return others;
}

Deno.test("the frame of a group that another file has goes, and .eh_frame_hdr has the others", async () => {
  const objects = Object.entries(SOURCES).map(([name, text]) => objectOf(name, text));
  const { program } = link(objects.map(({ bytes }) => readObject(bytes, "object.o")));
  assert(program !== undefined);
  const ours = check(writeElf(program));
  const expected = { commonEntries: 1, head: [1, 0x1b, 3, 0x3b], startsAt: true };
  assertEquals(ours, { ...expected, isInHeaders: true, size: ours.size });
  if (!await gnuToolsPresent()) return;
  await withDirectory(async (directory) => {
    const paths = objects.map((_, index) => `${directory}/${index}.o`);
    await Promise.all(objects.map(({ bytes }, index) => Deno.writeFile(paths[index]!, bytes)));
    const output = `${directory}/gnu`;
    const { stderr } = await runGnu("ld", ["--eh-frame-hdr", "-o", output, ...paths]);
    assertEquals(stderr, "");
    assertEquals(ours, check(await Deno.readFile(output)));
  });
});

Deno.test("nothing is between the frames of two files, and a zero length ends all", () => {
  // The first frames end at a multiple of 4, and have the end of a list themselves.
  const odd = `.globl _start\n_start: nop\n.section .eh_frame,"a"\n.balign 4
    .long 16, 0\n .byte 3, 'z', 'R', 0, 1, 0x7c, 1, 1, 0x1b, 0x0d, 2, 0
    .long 12, 24\n.long _start - .\n.long 4\n.long 0\n`;
  const inputs = [objectOf("odd", odd), objectOf("even", frame("even"))];
  const ordered = inputs.map(({ bytes }) => readObject(bytes, "object.o"));
  const { program } = link(ordered);
  assert(program !== undefined);
  const { functions, rows } = framesOf(writeElf(program));
  assertEquals([functions.length, rows.length], [2, 2]);
  const frames = program.sections.find(({ name }) => name === ".eh_frame");
  const segment = program.segments.find(({ address, size }) =>
    frames !== undefined && address <= frames.address && frames.address < address + BigInt(size)
  );
  assert(frames !== undefined && segment !== undefined);
  const end = Number(frames.address - segment.address) + frames.size;
  assertEquals([...segment.data.subarray(end - 4, end)], [0, 0, 0, 0]);
});

Deno.test("frames that cannot be read stay, and .eh_frame_hdr has no table", () => {
  const strange = objectOf(
    "strange",
    `.globl _start\n_start: nop\n.section .eh_frame,"a"
    .long 16, 0\n .byte 9, 0\n .zero 10\n`,
  );
  const { program } = link([readObject(strange.bytes, "strange.o")]);
  assert(program !== undefined);
  const file = new ElfFile(writeElf(program), "program");
  const index = file.section(".eh_frame_hdr");
  assert(index !== undefined);
  assertEquals([...file.contents(index).subarray(0, 4)], [1, 0x1b, 0xff, 0xff]);
  assertEquals(file.section(".eh_frame")?.size, 20);
});
