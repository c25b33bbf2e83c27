// SPDX-License-Identifier: MPL-2.0
// Branches out of range, and what moves with them: labels, alignments, relocations and lines.

import { assertEquals } from "@std/assert";
import { link } from "../../../asm/link/link.ts";
import { bytesOf, messagesOf, objectOf, sectionOf, wordsOf } from "../assembled.ts";

const nops = (count: number) => ".rept " + count + "\nnop\n.endr\n";
const sizeOf = (source: string) => sectionOf(objectOf(source), ".text").size;

Deno.test("branches reach 4094 bytes forwards and 4096 backwards, jumps further", () => {
  assertEquals(sizeOf(`beq a0, a1, x\n${nops(1022)}x:`), 4 + 4088);
  assertEquals(sizeOf(`beq a0, a1, x\n${nops(1023)}x:`), 8 + 4092);
  assertEquals(sizeOf(`x: ${nops(1024)}beq a0, a1, x`), 4096 + 4);
  assertEquals(sizeOf(`x: ${nops(1025)}beq a0, a1, x`), 4100 + 8);
});

Deno.test("a branch out of range becomes an inverted branch over a jump", () => {
  const words = wordsOf(`beqz a0, x\n${nops(2000)}x:`);
  assertEquals(words.slice(0, 2), wordsOf(`bnez a0, .+8\nj .+${4 + 8000}`));
  const back = wordsOf(`x: ${nops(2000)}bltu a0, a1, x`);
  assertEquals(back.slice(-2), wordsOf(`bgeu a0, a1, .+8\nj .-8004`));
});

Deno.test("a branch to a symbol of another file is long, as in GNU as", () => {
  const { relocations, size } = sectionOf(objectOf("beq a0, a1, elsewhere"), ".text");
  assertEquals(size, 8);
  assertEquals(relocations.map(({ offset, type }) => [offset, type]), [[4, 17]]);
});

Deno.test("branches that push each other out of range all grow", () => {
  const count = 1100;
  const chain = Array.from(
    { length: count },
    (_, i) => `l${i}: beq a0, a1, l${(i + 1023) % count}\n`,
  );
  const object = objectOf(chain.join(""));
  const places = new Map(object.symbols.map(({ name, value }) => [name, Number(value)]));
  const positions = Array.from({ length: count }, (_, index) => places.get(`l${index}`) ?? NaN);
  const { data } = sectionOf(object, ".text");
  const view = new DataView(data.buffer, data.byteOffset);
  // Every branch, short or long, goes to its label.
  positions.forEach((at, index) => {
    const next = positions[index + 1] ?? data.length;
    const target = positions[(index + 1023) % count];
    const word = view.getUint32(next - at === 8 ? at + 4 : at, true);
    const distance = next - at === 8 ? jumpDistance(word) + 4 : branchDistance(word);
    assertEquals(at + distance, target);
  });
});

function branchDistance(word: number): number {
  const value = ((word >>> 7) & 0x1e) | ((word >>> 20) & 0x7e0) | ((word << 4) & 0x800);
  return value - (word >>> 31) * 0x1000;
}

function jumpDistance(word: number): number {
  const value = ((word >>> 20) & 0x7fe) | ((word >>> 9) & 0x800) | (word & 0xff000);
  return value - (word >>> 31) * 0x100000;
}

Deno.test("alignment after a branch that grows is adjusted", () => {
  const source = `beq a0, a1, x\n.balign 16\ny: ${nops(1100)}x: .data\n.word y`;
  const object = objectOf(source);
  const [y] = object.symbols.filter(({ name }) => name === "y");
  assertEquals(y?.value, 16);
  assertEquals(sectionOf(object, ".text").size, 16 + 4400);
});

Deno.test("labels, sizes and relocations move with the branches before them", () => {
  const source = `.globl _start\n_start: beq a0, a1, x\nf: la a0, d\n.size f, . - f
${nops(1100)}x: ret\n.data\n.dword f, x\nd: .byte 1`;
  const object = objectOf(source);
  const f = object.symbols.find(({ name }) => name === "f");
  assertEquals([f?.value, f?.size], [8, 8]);
  const text = sectionOf(object, ".text");
  assertEquals(text.relocations.map(({ offset }) => offset), [8, 12]);
  const { program } = link([object]);
  const data = program?.segments.at(-1)?.data ?? new Uint8Array(0);
  const view = new DataView(data.buffer, data.byteOffset);
  assertEquals(view.getBigUint64(0, true), 0x10008n);
  assertEquals(view.getBigUint64(8, true), 0x10010n + 4400n);
});

Deno.test("the line table moves with the branches before it", () => {
  const source = `.globl _start\n_start: beq a0, a1, x\nnop\n${nops(1100)}x: ret`;
  const { program } = link([objectOf(source)]);
  assertEquals(program?.lines.find(0x10004n)?.line, 2);
  assertEquals(program?.lines.find(0x10008n)?.line, 3);
  assertEquals(program?.lines.find(0x1000cn + 4400n)?.line, 7);
});

Deno.test("jumps out of range are errors, because they have no longer form", () => {
  assertEquals(messagesOf("j x\n.skip 0x100000\nx:"), [
    "1:3 the target is 1,048,580 bytes away: it must be within 1 MiB",
  ]);
  assertEquals(messagesOf("j . + 3"), [
    "1:3 the target is at an odd distance, where no instruction can begin",
  ]);
});

Deno.test("weak targets are left to the linker, which may find another definition", () => {
  const object = objectOf(".weak w\nw: nop\nj w\nbeq a0, a1, w");
  assertEquals(sectionOf(object, ".text").relocations.map(({ type }) => type), [17, 17]);
});

Deno.test("distances in sections without code are known at once", () => {
  assertEquals(bytesOf(".data\na: .balign 8\nb: .if b - a == 0\n.byte 1\n.endif", ".data"), [1]);
});
