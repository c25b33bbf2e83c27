// SPDX-License-Identifier: MPL-2.0
// The disassembler against GNU objdump (a committed table, and other words where objdump is installed), and
// that its text determines every bit of the word.

import { decodeCompressed } from "../../../cpu/isa/encoding.ts";
import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { ALIASES } from "../../../asm/instructions/aliases.ts";
import { disassemble } from "../../../asm/disassembly/disassembler.ts";
import { decode, ENCODINGS } from "../../../cpu/isa/encoding.ts";
import { instructionLength } from "../../../cpu/isa/table.ts";
import {
  disassembleWithGnu,
  type DisassemblyCase,
  drawWords,
  readDisassembly,
} from "../goldens/disassembly.ts";
import { randomNumbers } from "../goldens/encoding_cases.ts";
import { gnuDisassembly, gnuToolsPresent } from "../goldens/gnu.ts";

function check({ address, word, text, plain }: DisassemblyCase): void {
  const name = `0x${word.toString(16)}`;
  assertEquals(disassemble(word, { address }), text, name);
  assertEquals(disassemble(word, { address, aliases: false }), plain, name);
}

Deno.test("disassemble() writes words like GNU objdump", async () => {
  const cases = await readDisassembly();
  assert(cases.length > 5 * ENCODINGS.length, `only ${cases.length} cases`);
  for (const row of cases) check(row);
});

const hasGnu = await gnuToolsPresent();

Deno.test({
  name: `disassemble() writes other words like GNU objdump${
    hasGnu ? "" : " (skipped: no riscv64-linux-gnu-objdump, or no permission to run it)"
  }`,
  ignore: !hasGnu,
  fn: async () => {
    for (const row of await disassembleWithGnu(drawWords(50, 0xd15a55e3b1en))) check(row);
  },
});

Deno.test("every alias is the text of some word", async () => {
  const names = new Set(ALIASES.map(({ name }) => name));
  const seen = new Set<string>();
  for (const { text } of await readDisassembly()) seen.add(text.split(" ")[0] ?? "");
  assertEquals([...names].filter((name) => !seen.has(name)), []);
});

Deno.test("disassemble() writes targets relative to the instruction when it has no address", () => {
  assertEquals(disassemble(0xfe051ce3), "bnez a0, . - 8");
  assertEquals(disassemble(0x0100006f), "j . + 16");
  assertEquals(disassemble(0x0000006f), "j .");
});

Deno.test("disassemble() names the symbol at a target, and the distance from it", () => {
  const symbolAt = (address: bigint) =>
    address >= 0x10000n ? { name: "main", value: 0x10000n } : undefined;
  const at = (address: bigint) => disassemble(0x0100006f, { address, symbolAt });
  assertEquals(at(0xfff0n), "j 0x10000 <main>");
  assertEquals(at(0x10000n), "j 0x10010 <main+0x10>");
  assertEquals(at(0n), "j 0x10");
});

Deno.test("disassemble() wraps targets around at 64 bits", () => {
  assertEquals(disassemble(0xff9ff06f, { address: 0n }), "j 0xfffffffffffffff8");
});

Deno.test("disassemble() writes invalid instructions as data of their length", () => {
  assertEquals(disassemble(0xffffffff), ".4byte 0xffffffff");
  assertEquals(disassemble(-1), ".4byte 0xffffffff");
  assertEquals(disassemble(0x0000007f), ".4byte 0x0000007f");
  assertEquals(disassemble(0), "c.unimp");
  assertEquals(disassemble(0x12348002), ".2byte 0x8002");
  assertEquals(disassemble(0x12340001), "nop");
});

Deno.test("disassemble() writes a fence with reserved bits as data, and names it in a comment", () => {
  assertEquals(disassemble(0x0000000f), ".4byte 0x0000000f # fence");
  assertEquals(disassemble(0x0ff5050f), ".4byte 0x0ff5050f # fence");
  assertEquals(disassemble(0x0000908f), ".4byte 0x0000908f # fence.i");
});

/** Assembles lines to words. */
function assembleLines(lines: readonly string[]): number[] {
  // Without these `sext.b` and its like are two instructions.
  const chosen = ".option arch, +zba, +zbb";
  const text = `${chosen}\n.globl _start\n_start:\n${lines.join("\n")}\n`;
  const [segment] = build([{ name: "words.s", text }]).segments;
  const view = new DataView(segment?.data.slice().buffer ?? new ArrayBuffer());
  return lines.map((_, index) => view.getUint32(4 * index, true));
}

Deno.test("the text of every halfword assembles back to it, with compression", () => {
  const words = Array.from({ length: 2 ** 16 }, (_, word) => word).filter((word) =>
    instructionLength(word) === 2
  );
  for (const aliases of [true, false]) {
    const lines = words.map((word) => disassemble(word, { aliases }));
    const text = `.globl _start\n_start:\n.option arch, +c, +zcb, +zba, +zbb\n${
      lines.join("\n")
    }\n`;
    const [segment] = build([{ name: "halfwords.s", text }]).segments;
    const bytes = segment?.data.slice() ?? new Uint8Array();
    const got = new Uint16Array(bytes.buffer, 0, words.length);
    const wrong = words.findIndex((word, index) => got[index] !== word);
    assertEquals(wrong, -1, `0x${words[wrong]?.toString(16)}: ${lines[wrong]}`);
  }
});

Deno.test({
  name: `disassemble() accepts the same halfwords as GNU objdump${
    hasGnu ? "" : " (skipped: no riscv64-linux-gnu-objdump, or no permission to run it)"
  }`,
  ignore: !hasGnu,
  fn: async () => {
    const words = Array.from({ length: 2 ** 16 }, (_, word) => word).filter((word) =>
      instructionLength(word) === 2
    );
    const texts = await gnuDisassembly(words, 0n, []);
    assertEquals(texts.length, words.length);
    for (const [index, word] of words.entries()) {
      // GNU as and objdump know the reserved `c.addi16sp sp, 0`.
      if (word === 0x6101 || word === 0) continue;
      // Zcb is unknown to 2.40: instructions/zcb_test.ts has what later versions make of it.
      if (decodeCompressed(word)?.compressed.row.extension === "Zcb") continue;
      const isLegal = !texts[index]?.startsWith(".2byte");
      assertEquals(decode(word) !== undefined, isLegal, `0x${word.toString(16)}`);
    }
  },
});

Deno.test("disassemble() writes compressed instructions like their expansions, or as themselves", () => {
  const cases: readonly (readonly [number, string, string])[] = [
    [0x8082, "ret", "c.jr ra"],
    [0x852e, "mv a0, a1", "c.mv a0, a1"],
    [0x4501, "li a0, 0", "c.li a0, 0"],
    [0x7139, "addi sp, sp, -64", "c.addi16sp sp, -64"],
    [0x1141, "addi sp, sp, -16", "c.addi sp, -16"],
    [0x0808, "addi a0, sp, 16", "c.addi4spn a0, sp, 16"],
    [0x70e2, "ld ra, 56(sp)", "c.ldsp ra, 56(sp)"],
    [0x9002, "ebreak", "c.ebreak"],
    [0x0001, "nop", "c.nop"],
    [0x0005, "c.nop 1", "c.nop 1"],
    [0x0501, "c.addi a0, 0", "c.addi a0, 0"],
    [0x0502, "c.slli64 a0", "c.slli64 a0"],
    [0x4005, "c.li zero, 1", "c.li zero, 1"],
    [0x6141, "c.addi16sp sp, 16", "c.addi16sp sp, 16"],
    [0x757d, "lui a0, 0xfffff", "c.lui a0, 0xfffff"],
    [0xa001, "j .", "c.j ."],
    [0xdd75, "beqz a0, . - 4", "c.beqz a0, . - 4"],
  ];
  for (const [word, text, plain] of cases) {
    assertEquals([disassemble(word), disassemble(word, { aliases: false })], [text, plain]);
  }
});

Deno.test("the text of every instruction assembles back to the same word", () => {
  const random = randomNumbers(0xba5eba11n);
  const any = Array.from({ length: 3000 }, () => Number(random.next().value & 0xffff_ffffn) | 3);
  const drawn = drawWords(20, 0xbacc0dedn).filter((word) => instructionLength(word) === 4);
  const words = [...drawn, ...any].map((word) => word >>> 0);
  for (const aliases of [true, false]) {
    const lines = words.map((word) => disassemble(word, { aliases }));
    assertEquals(assembleLines(lines), words);
  }
});
