# SPDX-License-Identifier: MPL-2.0
# overflow_blanks.s: a field is padded with blanks beyond the end of its block.
#
# The bug:  the block has room for a field of 24 bytes, but the padding runs to column 26. Two
#           blanks land in the word after the payload and make it 0x2020, which is 8224: more than
#           any bin holds.
# Found by: rt.free of this block. A small block's neighbour is never large, so it aborts with
#           "invalid secondary metadata for small allocation (out-of-bounds write?)".
# See:      overflow_neighbour.s, where the neighbour is freed instead.
# Run:      deno task leveret run examples/bugs/overflow_blanks.s

        .equ    FIELD_SIZE, 24
        .equ    LAST_COLUMN, 26

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, FIELD_SIZE
        call    rt.malloc
        mv      s1, a0
        li      a1, ' '
        li      a2, LAST_COLUMN
        call    rt.memset
        mv      a0, s1
        call    rt.free                 # aborts in this call
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
