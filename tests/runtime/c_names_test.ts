// SPDX-License-Identifier: MPL-2.0
// The names that C programs use are the same code as the runtime's own, and weak: a program that brings its
// own memcpy keeps it, and the runtime keeps using its own.

import { assertEquals } from "@std/assert";
import { Process } from "../../host/process.ts";
import { buildProgram, runtimeProgram } from "./guest_caller.ts";

const C_NAMES = [
  "_exit",
  "exit",
  "free",
  "malloc",
  "memcmp",
  "memcpy",
  "memmove",
  "memset",
  "realloc",
  "strlen",
];

Deno.test("each C name is the routine of the same name, and weak", () => {
  const program = runtimeProgram(C_NAMES);
  for (const name of C_NAMES) {
    const [own, alias] = [program.symbol(`rt.${name}`), program.symbol(name)];
    assertEquals([alias?.value, alias?.size], [own?.value, own?.size], name);
    assertEquals([own?.binding, alias?.binding], ["global", "weak"], name);
  }
});

Deno.test("a program's own memcpy does not replace the one that realloc uses", () => {
  const text = `
        .globl  main, memcpy
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 8
        call    malloc
        li      t0, 42
        sb      t0, 0(a0)
        li      a1, 100
        call    realloc
        lbu     a0, 0(a0)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
memcpy: ebreak
`;
  using process = new Process(buildProgram(text));
  assertEquals(process.run(), { kind: "exited", status: 42 });
});
