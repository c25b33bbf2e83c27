# SPDX-License-Identifier: MPL-2.0
# wrapped_product.s: a product of count and size wraps around before malloc sees it.
#
# The bug:  2^61 + 1 elements of 8 bytes: the product is 8, modulo 2^64.
# Unseen:   malloc is asked for 8 bytes, and gives them. The program takes the block for a large
#           array.
# Found by: the store to element 1: "Invalid write of size 8", 0 bytes after a block of size 8.
# Fix:      call calloc, which checks the product, or check with mulhu.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/wrapped_product.s

        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      t0, 1 << 61
        addi    t0, t0, 1
        slli    a0, t0, 3               # 8
        call    malloc
        mv      s1, a0
        sd      zero, 0(s1)
        sd      zero, 8(s1)             # the mistake
        li      t0, 8
        sd      t0, 8(s1)               # so that this program ends well
        mv      a0, s1
        call    free
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
