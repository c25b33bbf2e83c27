// SPDX-License-Identifier: MPL-2.0
// System calls at their extremes: none takes time of the host out of proportion to what it does. Measured as
// CPU time of this process, with bounds that leave room for a slow machine.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process, type ProcessOptions } from "../../../host/process.ts";
import { call } from "../hostile/assembly.ts";
import { timed } from "./thread_time.ts";

/** CPU seconds that a program takes, and its exit status. */
function cost(text: string, options: ProcessOptions = {}): { seconds: number; status: number } {
  const program = build([{ name: "calls.s", text }]);
  using process = new Process(program, options);
  const { result: outcome, seconds } = timed(() => process.run());
  assertEquals(outcome.kind, "exited");
  return {
    seconds,
    status: outcome.kind === "exited" ? outcome.status : -1,
  };
}

/** Maps a page at every second address with MAP_FIXED until that fails; the count goes to s1. */
const FILL = `
        .globl  _start
_start: li      s0, 0x1020000000
        li      s1, 0
fill:   ${call("mmap", "s0", 4096, 3, 0x32, -1, 0)}
        bne     a0, s0, full
        li      t0, 8192
        add     s0, s0, t0
        addi    s1, s1, 1
        li      t0, 100000
        bne     s1, t0, fill
full:   mv      s2, a0
        li      s0, 0x1020000000
`;
/** Exits with 0 if s1 and s2 are what Linux gives: some 65,530 mappings, then ENOMEM. */
const CHECK = `
        li      a0, 1
        li      t0, 65500
        blt     s1, t0, end
        li      t0, 65531
        bgt     s1, t0, end
        addi    a0, s2, 12
end:    li      a7, 93
        ecall
`;

Deno.test("a process gets 65,530 mappings, as on Linux, and then ENOMEM", () => {
  const { seconds, status } = cost(FILL + CHECK);
  assertEquals(status, 0);
  assert(seconds < 10, `${seconds} s`);
});

for (
  const [what, limit, calls] of [
    [
      "mprotect() of every mapping, and munmap() of every mapping",
      20,
      `li s3, 0
one:    slli t0, s3, 13
        add a0, s0, t0; li a1, 4096; li a2, 1; li a7, 226; ecall
        slli t0, s3, 13
        add a0, s0, t0; li a1, 4096; li a7, 215; ecall
        addi s3, s3, 1
        bne s3, s1, one`,
    ],
    ["munmap() of all", 3, "mv a0, s0; li a1, 0x20000000; li a7, 215; ecall"],
    ["munmap() of everything", 3, "li a0, 0x1000000000; li a1, 0x1000000000; li a7, 215; ecall"],
    ["madvise() of all", 3, "mv a0, s0; li a1, 0x20000000; li a2, 4; li a7, 233; ecall"],
    ["msync() of all", 3, "mv a0, s0; li a1, 0x20000000; li a2, 0; li a7, 227; ecall"],
  ] as const
) {
  Deno.test(`${what} of 65,530 mappings takes little time`, () => {
    const filled = cost(FILL + CHECK);
    const { seconds, status } = cost(FILL + calls + CHECK);
    assertEquals(status, 0);
    assert(seconds - filled.seconds < limit, `${seconds} s, of which ${filled.seconds} s before`);
  });
}

Deno.test("mprotect() of 65,530 mappings side by side takes little time", () => {
  // Every second page gets other rights, one by one; then all of them at once.
  const text = `
        .globl  _start
_start: ${call("mmap", 0, 0x10000000, 3, 0x22, -1, 0)}
        mv      s0, a0
        li      s1, 0
split:  slli    t0, s1, 13
        add     a0, s0, t0
        li      a1, 4096
        li      a2, 1
        li      a7, 226
        ecall
        bltz    a0, all
        addi    s1, s1, 1
        li      t0, 32768
        bne     s1, t0, split
all:    li      s2, 20
again:  mv      a0, s0
        li      a1, 0x10000000
        andi    a2, s2, 1
        li      a7, 226
        ecall
        bltz    a0, end
        addi    s2, s2, -1
        bnez    s2, again
        li      a0, 0
end:    li      a7, 93
        ecall
`;
  const { seconds, status } = cost(text);
  assert(status === 0, String(status));
  assert(seconds < 8, `${seconds} s`);
});

Deno.test("a read of 2 GiB of random bytes gives 32 MiB less one, as Linux gave", () => {
  const text = `
        .globl  _start
_start: ${call("openat", -100, "=path", 0)}
        mv      s0, a0
        ${call("mmap", 0, 0x40000000, 3, 0x22, -1, 0)}
        la      t0, vector
        sd      a0, 0(t0)
        sd      a0, 16(t0)
        ${call("readv", "s0", "=vector", 2)}
        li      t0, 33554431
        sub     a0, a0, t0
        snez    a0, a0
        li      a7, 93
        ecall
        .data
path:   .asciz  "/dev/urandom"
        .balign 8
vector: .dword  0, 0x40000000, 0, 0x40000000
`;
  const { seconds, status } = cost(text);
  assertEquals(status, 0);
  assert(seconds < 4, `${seconds} s`);
});

Deno.test("a write of more than 256 MiB ends there", () => {
  const text = `
        .globl  _start
_start: ${call("openat", -100, "=path", 1)}
        mv      s0, a0
        ${call("mmap", 0, 0x20000000, 3, 0x22, -1, 0)}
        mv      s1, a0
        ${call("write", "s0", "s1", 0x20000000)}
        li      t0, 0x10000000
        sub     a0, a0, t0
        snez    a0, a0
        li      a7, 93
        ecall
        .data
path:   .asciz  "/dev/null"
`;
  assertEquals(cost(text).status, 0);
});

Deno.test("mremap() of 512 MiB, of which little was touched, takes little time", () => {
  const text = `
        .globl  _start
_start: ${call("mmap", 0, 0x20000000, 3, 0x22, -1, 0)}
        mv      s0, a0
        li      t0, 0x1ffff000
        add     t0, t0, s0
        sd      s0, (t0)
        ${call("mmap", 0, 0x20000000, 0, 0x22, -1, 0)}
        mv      s1, a0
        li      s2, 10
1:      mv      a0, s0
        li      a1, 0x20000000
        li      a2, 0x20000000
        li      a3, 3
        mv      a4, s1
        li      a7, 216
        ecall
        bne     a0, s1, 2f
        mv      s1, s0
        mv      s0, a0
        addi    s2, s2, -1
        bnez    s2, 1b
        li      t0, 0x1ffff000
        add     t0, t0, s0
        ld      a0, (t0)
        seqz    a0, a0
        li      a7, 93
        ecall
2:      li      a0, 2
        li      a7, 93
        ecall
`;
  const { seconds, status } = cost(text, { memoryLimit: 2 ** 31 });
  assertEquals(status, 0);
  assert(seconds < 2, `${seconds} s`);
});
