# SPDX-License-Identifier: MPL-2.0
# store_unmapped.s: a loop that counts down to zero starts below it.
#
# The bug:  the length of an empty text is taken without its newline: 0 - 1. Counting down from -1
#           to 0 takes 2^64 - 1 steps, so the loop blanks everything from the buffer to the end of
#           its mapping.
# Found by: the hart, at the first address after the mapping: SIGSEGV, "store to unmapped address".
#           A fault at the start of a page, in a loop, is typical of a missing bound.
# Fix:      an unsigned comparison with the size of the buffer.
# Run:      deno task leveret run examples/bugs/store_unmapped.s

        .equ    BUFFER_SIZE, 64

        .bss
buffer:
        .zero   BUFFER_SIZE

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        la      a0, buffer
        li      a1, 0                   # length of the text,
        addi    a1, a1, -1              # minus its newline: the bug
# blank(a0 = bytes, a1 = how many)
blank:
        li      t0, ' '
1:
        sb      t0, 0(a0)               # faults here eventually
        addi    a0, a0, 1
        addi    a1, a1, -1
        bnez    a1, 1b
        li      a0, 0
        ret
