// SPDX-License-Identifier: MPL-2.0
// Tests of `.cfi_*`: the bytes and relocations of .eh_frame and .debug_frame are those of GNU as, and
// exceptions find their handlers through them.

import { assert, assertEquals } from "@std/assert";
import { assemble } from "../../../asm/assembler.ts";
import { formatDiagnostic } from "../../../asm/object/diagnostic.ts";
import { writeObject } from "../../../asm/object/elf/relocatable_writer.ts";
import { messagesOf } from "../assembled.ts";
import {
  ARCHITECTURES,
  frameLines,
  gnuFrameLines,
  gnuGoldens,
  GOLDENS,
} from "../goldens/call_frames.ts";
import { gnuToolsPresent } from "../goldens/gnu.ts";
import { CALL_FRAME_CASES } from "./call_frame_cases.ts";

const goldens = await Deno.readTextFile(GOLDENS);

for (const architecture of ARCHITECTURES) {
  for (const { name, source } of CALL_FRAME_CASES) {
    Deno.test(`${architecture}: ${name}`, () => {
      const { object, diagnostics } = assemble({ name: "a.s", text: source }, { architecture });
      assertEquals(diagnostics.map((each) => formatDiagnostic(each)), []);
      const [, golden] = goldens.split(`# ${architecture}: ${name}\n`);
      if (object === undefined || golden === undefined) throw new Error("no object or no golden");
      assertEquals(frameLines(writeObject(object)), golden.split("\n\n")[0]?.trimEnd().split("\n"));
    });
  }
}

const hasGnu = await gnuToolsPresent();

Deno.test({
  name: `the goldens of call frames are what GNU as makes${hasGnu ? "" : " (skipped: no GNU as)"}`,
  ignore: !hasGnu,
  fn: async () => {
    const cut = (text: string) => text.slice(text.indexOf("\n"));
    assertEquals(cut(await gnuGoldens()), cut(goldens));
  },
});

Deno.test({
  name: `GNU as leaves more distances to the linker in long code, and the bytes are the same${
    hasGnu ? "" : " (skipped: no GNU as)"
  }`,
  ignore: !hasGnu,
  fn: async () => {
    const steps = Array.from({ length: 3000 }, (_, index) => `nop\n.cfi_def_cfa_offset ${index}\n`);
    const text = `.cfi_startproc\n${steps.join("")}.cfi_endproc\n`;
    const { object } = assemble({ name: "a.s", text }, { architecture: "rv64gc" });
    if (object === undefined) throw new Error("no object");
    const ours = frameLines(writeObject(object));
    const theirs = await gnuFrameLines(text, "rv64gc");
    const more = theirs.filter((line) => !ours.includes(line));
    assertEquals(theirs.filter((line) => ours.includes(line)), ours);
    // R_RISCV_SET6 and R_RISCV_SUB6.
    assert(more.length > 0 && more.every((line) => /^\d+ 5[23] /.test(line)));
  },
});

/** Statements that GNU as refuses too, and what we say of them. */
const ERRORS: readonly [source: string, message: string][] = [
  [".cfi_endproc", "1:1 `.cfi_endproc` without `.cfi_startproc`"],
  [".cfi_startproc", "1:1 `.cfi_startproc` without `.cfi_endproc`"],
  [
    ".cfi_startproc\n.cfi_startproc\n.cfi_endproc",
    "2:1 the frame before this one is still open",
  ],
  [".cfi_def_cfa_offset 16", "1:1 `.cfi_def_cfa_offset` outside of a frame"],
  [".cfi_lsda 3, x", "1:1 `.cfi_lsda` outside of a frame"],
  ["P.cfi_offset ra, -7", "2:17 the offset of a saved register must be a multiple of 4, not -7"],
  ["P.cfi_val_offset ra, 2", "2:21 the offset of a saved register must be a multiple of 4, not 2"],
  [
    "P.cfi_def_cfa_offset 2\n.cfi_rel_offset ra, 4",
    "3:21 the offset of a saved register must be a multiple of 4, not 2",
  ],
  ["P.cfi_restore_state", "2:1 `.cfi_restore_state` without `.cfi_remember_state`"],
  ["P.cfi_offset foo, -8", "2:13 `foo` is not a register"],
  ["P.cfi_offset -5, 8", "2:13 there is no register -5"],
  ["P.cfi_offset ra -8", "2:16 expected `,`, found `-`"],
  ["P.cfi_undefined", "2:15 expected a value, found the end of the statement"],
  [
    "P.cfi_def_cfa_offset x",
    "2:21 the offset must be a constant: `x` is not defined before this line",
  ],
  ["P.cfi_personality 0x9b", "2:22 expected `,`, found the end of the statement"],
  ["P.cfi_personality 0x30, x", "2:18 this encoding of a pointer is not supported"],
  ["P.cfi_lsda 0x55, x", "2:11 this encoding of a pointer is not supported"],
  ["P.cfi_lsda 0x1b, 3", "2:17 a relative pointer needs a symbol, not a number"],
  ["P.cfi_lsda 2, x", "2:14 an address does not fit in 16 bits"],
  ["P.cfi_escape x", "2:13 `.cfi_escape` needs constants"],
  ["P.cfi_label a\na:", "3:1 `a` is already defined"],
  ["P.cfi_signal_frame 1", "2:19 expected the end of the statement, found `1`"],
  [".cfi_startproc foo", "1:16 expected the end of the statement, found `foo`"],
  [".cfi_sections .foo", "1:15 expected `.eh_frame` or `.debug_frame`, found `.foo`"],
  [
    ".cfi_sections .debug_frame\n.cfi_startproc\n.cfi_endproc\n.cfi_sections .eh_frame",
    "4:15 the frames before this line have no `.eh_frame`",
  ],
];

Deno.test("wrong .cfi_* directives are reported", () => {
  for (const [source, message] of ERRORS) {
    const text = source.startsWith("P")
      ? `.cfi_startproc\n${source.slice(1)}\n.cfi_endproc`
      : source;
    assertEquals(messagesOf(text), [message], text);
  }
});

Deno.test(".cfi_escape warns of numbers that are not bytes", () => {
  const text = ".cfi_startproc\n.cfi_escape 256, 1\n.cfi_endproc";
  assertEquals(messagesOf(text), ["2:13 256 does not fit in one byte: truncated"]);
});
