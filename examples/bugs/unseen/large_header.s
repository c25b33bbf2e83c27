# SPDX-License-Identifier: MPL-2.0
# large_header.s: the header of a large block is made smaller, with its footer.
#
# The bug:  two words outside of the block of 20,000 bytes are overwritten.
# Unseen:   header and footer agree, so free believes them, and unmaps only a part of the mapping.
#           The rest leaks for good.
# Found by: the store: "Invalid write of size 8", 8 bytes before a block of size 20000.
# Fix:      the words before a block are the allocator's.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/large_header.s

        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, 20000
        call    malloc
        mv      s1, a0
        li      t0, 2 * 4096 - 24
        sd      t0, -8(s1)              # the mistake
        add     t1, s1, t0
        sd      t0, 0(t1)
        mv      a0, s1
        call    free
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
