# SPDX-License-Identifier: MPL-2.0
# header_bit.s: a 1 written past a block makes its neighbour look free.
#
# The bug:  a loop that should clear 24 bytes also sets the next one, to 1.
# Unseen:   that byte is the lowest of the next block's header, where 1 marks a free block. Freeing
#           that block, which is right, is then called a double free.
# Found by: the store: "Invalid write of size 1", 0 bytes after a block of size 24.
# Fix:      the block ends at offset 23.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/header_bit.s

        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, 24
        call    malloc
        mv      s1, a0
        li      a0, 24
        call    malloc
        sd      a0, 0(sp)
        li      t0, 1
        sb      t0, 24(s1)              # the mistake
        li      t0, 24
        sb      t0, 24(s1)              # as it was, so that this program ends well
        ld      a0, 0(sp)
        call    free
        mv      a0, s1
        call    free
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
