# SPDX-License-Identifier: MPL-2.0
# second_owner.s: a block is freed twice, but in between it was handed out again.
#
# The bug:  the first owner frees its block twice. In between, malloc has given it to a second
#           owner.
# Unseen:   the second free is that of a block in use, which is right in itself. It is the second
#           owner who loses the block.
# Found by: the second owner's next store: "Invalid write of size 8", inside a block of size 40
#           free'd, and it says where that was: here.
# Fix:      set the pointer to null when the block is freed.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/second_owner.s

        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, 40
        call    malloc
        mv      s1, a0
        call    free
        li      a0, 40
        call    malloc                  # the same block, for the second owner
        sd      a0, 0(sp)
        mv      a0, s1
        call    free                    # the mistake
        ld      a0, 0(sp)
        sd      zero, 0(a0)
        ld      t0, 0(a0)
        li      t1, 0x6969696969696969
        sd      t1, 0(a0)               # so that this program ends well
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
