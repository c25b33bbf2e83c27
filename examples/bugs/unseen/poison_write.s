# SPDX-License-Identifier: MPL-2.0
# poison_write.s: the poison byte itself is written to freed memory.
#
# The bug:  a pad character, 'i', is stored through a pointer to a freed block.
# Unseen:   'i' is 0x69, what freed memory is filled with: the check of the free list sees nothing.
# Found by: the store: "Invalid write of size 1", 5 bytes inside a block of size 40 free'd.
# Fix:      drop the pointer when the block is freed.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/poison_write.s

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
        li      t0, 'i'
        sb      t0, 5(s1)               # the mistake
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
