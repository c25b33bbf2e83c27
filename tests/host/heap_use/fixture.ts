// SPDX-License-Identifier: MPL-2.0
// A program for tests of the heap recorder.

/** A program whose main has this body, from line 6 on. */
export function mainOf(body: string): string {
  return `        .globl main
main:   addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)${body}
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
`;
}
