# SPDX-License-Identifier: MPL-2.0
# overflow_neighbour.s: text overflows its block into the next block, which is freed first.
#
# The bug:  as in overflow_blanks.s, two blanks too many. Here they land in a neighbour's header:
#           its 24 becomes 0x2020, which is 8224, so it claims to be a large block.
# Found by: rt.free of the neighbour. Large blocks begin 16 bytes after the start of a page, and
#           this one does not: "invalid large allocation address (non-heap pointer?)". The message
#           is about the pointer, but it is the header that is wrong: find out who owns the block
#           before it.
# Fix:      limit the padding to the size of the field.
# Run:      deno task leveret run examples/bugs/overflow_neighbour.s

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
        sd      s2, 0(sp)
        addi    s0, sp, 32
        li      a0, FIELD_SIZE
        call    rt.malloc
        mv      s1, a0
        li      a0, FIELD_SIZE
        call    rt.malloc
        mv      s2, a0
        mv      a0, s1
        li      a1, ' '
        li      a2, LAST_COLUMN
        call    rt.memset
        mv      a0, s2                  # the damaged neighbour
        call    rt.free                 # aborts in this call
        mv      a0, s1
        call    rt.free
        li      a0, 0
        ld      s2, 0(sp)
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
