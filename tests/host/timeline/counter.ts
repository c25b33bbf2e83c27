// SPDX-License-Identifier: MPL-2.0
// A program that counts in memory, and reads into the counter at its end.

/** Its source. */
export const COUNTER = `
        .globl  _start
_start: la      s0, counter
        li      s1, 1000
loop:   ld      t0, 0(s0)
        addi    t0, t0, 1
store:  sd      t0, 0(s0)
        addi    s1, s1, -1
        bnez    s1, loop
        li      a0, 0
        la      a1, counter
        li      a2, 5
        li      a7, 63
read:   ecall
        li      a7, 93
        ecall
        .data
counter: .dword 0
other:  .dword  0
`;
