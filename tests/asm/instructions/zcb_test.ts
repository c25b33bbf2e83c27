// SPDX-License-Identifier: MPL-2.0
// The instructions of Zcb, which GNU as 2.40 does not know: their halfwords by GNU as 2.44, which of the
// longer ones become them there, and what disassembly makes of them. Prefetches and cbo.* beside them.

import { assertEquals } from "@std/assert";
import { assemble } from "../../../asm/assembler.ts";
import { disassemble } from "../../../asm/disassembly/disassembler.ts";
import { messagesOf } from "../assembled.ts";

/** Sources, the bytes of GNU as 2.44 for -march=rv64gc_zcb_zba_zbb, and what objdump calls them. */
const CASES: readonly [source: string, bytes: string, text?: string][] = [
  ["lbu a0, 0(a1)", "8881", "lbu a0, 0(a1)"],
  ["lbu a0, 3(a1)", "e881", "lbu a0, 3(a1)"],
  ["lbu a0, 4(a1)", "03c54500"],
  ["lbu a0, (a1)", "8881"],
  ["lhu a0, 2(a1)", "a885", "lhu a0, 2(a1)"],
  ["lh a0, 0(a1)", "c885", "lh a0, 0(a1)"],
  ["lh a0, 2(s1)", "e884", "lh a0, 2(s1)"],
  ["lb a0, 0(a1)", "03850500"],
  ["sb a0, 1(a1)", "c889", "sb a0, 1(a1)"],
  ["sh a0, 2(a1)", "a88d", "sh a0, 2(a1)"],
  ["sh a0, 0(sp)", "2310a100"],
  ["zext.b a0, a0", "619d", "zext.b a0, a0"],
  ["andi a0, a0, 255", "619d"],
  ["andi a0, a1, 255", "13f5f50f"],
  ["sext.b a0, a0", "659d", "sext.b a0, a0"],
  ["zext.h a0, a0", "699d", "zext.h a0, a0"],
  ["sext.h a0, a0", "6d9d", "sext.h a0, a0"],
  ["zext.w a0, a0", "719d"],
  ["add.uw a0, a0, zero", "3b050508"],
  ["not a0, a0", "759d", "not a0, a0"],
  ["xori a0, a0, -1", "1345f5ff"],
  ["not a0, a1", "13c5f5ff"],
  ["mul a0, a0, a1", "4d9d", "mul a0, a0, a1"],
  ["mul a0, a1, a0", "3385a502"],
  ["mul a0, a1, a2", "3385c502"],
  ["mul t0, t0, a1", "b382b202"],
  ["c.lbu a0, 1(a1)", "c881"],
  ["c.lbu a0, (a1)", "8881"],
  ["c.lhu a0, 2(a1)", "a885"],
  ["c.lh a0, 2(a1)", "e885"],
  ["c.sb a0, 3(a1)", "e889"],
  ["c.sh a0, 2(a1)", "a88d"],
  ["c.zext.b a0", "619d"],
  ["c.sext.b a0", "659d"],
  ["c.zext.h a0", "699d"],
  ["c.sext.h a0", "6d9d"],
  ["c.zext.w a0", "719d"],
  ["c.not a0", "759d"],
  ["c.mul a0, a1", "4d9d"],
];

/** The bytes of .text, without what fills it up, as hexadecimal digits; or the first message. */
function bytesOf(text: string, architecture: string): string {
  const { object, diagnostics } = assemble({ name: "zcb.s", text }, { architecture });
  return object?.sections[0]?.data.toHex() ?? diagnostics[0]?.message ?? "";
}

Deno.test("Zcb compresses what GNU as 2.44 compresses with it", () => {
  for (const [source, bytes] of CASES) {
    assertEquals(bytesOf(source, "rv64gc_zcb_zba_zbb"), bytes, source);
  }
});

Deno.test("without Zcb nothing becomes an instruction of it", () => {
  for (const [source] of CASES.filter(([source]) => !source.startsWith("c."))) {
    assertEquals(bytesOf(source, "rv64gc_zba_zbb").length, 8, source);
  }
  assertEquals(
    bytesOf("c.not a0", "rv64gc"),
    "`c.not` needs the Zcb extension, which is not enabled",
  );
});

Deno.test("disassemble() writes instructions of Zcb like objdump 2.44", () => {
  for (const [, bytes, text] of CASES) {
    if (text === undefined) continue;
    const [low, high] = Uint8Array.fromHex(bytes);
    assertEquals(disassemble((low ?? 0) | (high ?? 0) << 8), text);
  }
});

Deno.test("the offset of a prefetch is a multiple of 32", () => {
  const message = (name: string) =>
    `the offset of \`${name}\` must be a multiple of 32, from -2048 to 2016`;
  assertEquals(messagesOf("prefetch.r 16(a0)"), [`1:12 ${message("prefetch.r")}`]);
  assertEquals(messagesOf("prefetch.w 2048(a0)"), [`1:12 ${message("prefetch.w")}`]);
  assertEquals(
    bytesOf("prefetch.i (a0)\nprefetch.r 32(a0)\nprefetch.w -2048(a0)\n", "rv64i_zicbop"),
    "136005001360150213603580",
  );
  assertEquals(
    bytesOf("prefetch.i (a0)", "rv64i"),
    "`prefetch.i` needs the Zicbop extension, which is not enabled",
  );
  assertEquals(
    bytesOf("pause", "rv64i"),
    "`pause` needs the Zihintpause extension, which is not enabled",
  );
});
