// SPDX-License-Identifier: MPL-2.0
// The stack is executable when a file says so (.note.GNU-stack, PT_GNU_STACK), and only then: in the process,
// in the file that is written, and when a file is read.

import { assertEquals } from "@std/assert";
import { build } from "../../asm/build.ts";
import { readExecutable, writeElf } from "../../asm/elf.ts";
import { Process } from "../../host/process.ts";

/** Copies `li a0, 42; ret` to the stack and calls it. */
const SOURCE = `
    .globl _start
_start:
    addi sp, sp, -16
    la   t0, code
    ld   t1, (t0)
    sd   t1, (sp)
    fence.i
    jalr sp
    li   a7, 93
    ecall
    .balign 8
code:
    li   a0, 42
    ret
`;
const NOTE = `.section .note.GNU-stack,"x",@progbits\n`;
const PLAIN_NOTE = `.section .note.GNU-stack,"",@progbits\n`;
const PT_GNU_STACK = 0x6474_e551;

/** p_flags of PT_GNU_STACK. */
function stackFlags(elf: Uint8Array): number | undefined {
  const view = new DataView(elf.buffer, elf.byteOffset);
  const count = view.getUint16(0x38, true);
  for (let index = 0; index < count; index++) {
    const header = Number(view.getBigUint64(0x20, true)) + 56 * index;
    if (view.getUint32(header, true) === PT_GNU_STACK) return view.getUint32(header + 4, true);
  }
  return undefined;
}

for (
  const [name, note, flags] of [
    ["executable", NOTE, 7],
    ["not executable", PLAIN_NOTE, 6],
    ["not executable without a note", "", 6],
  ] as const
) {
  Deno.test(`the stack is ${name}`, () => {
    const program = build([{ name: "stack.s", text: SOURCE + note }]);
    const elf = writeElf(program);
    assertEquals(stackFlags(elf), flags);
    for (const each of [program, readExecutable(elf, "stack")]) {
      using process = new Process(each);
      const end = process.run();
      assertEquals(end.kind === "exited" ? end.status : "stopped", flags === 7 ? 42 : "stopped");
    }
  });
}
