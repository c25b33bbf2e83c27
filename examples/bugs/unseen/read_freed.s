# SPDX-License-Identifier: MPL-2.0
# read_freed.s: a freed block is only read.
#
# The bug:  the length of a record is read after the record was freed.
# Unseen:   reading changes nothing, and the allocator checks only what was written.
# Found by: the load: "Invalid read of size 8", 8 bytes inside a block of size 16 free'd.
# Fix:      read the length before the call of free.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/read_freed.s

        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, 16
        call    malloc
        mv      s1, a0
        sd      zero, 8(s1)
        call    free
        ld      t0, 8(s1)               # the mistake
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
