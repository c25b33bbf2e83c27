# SPDX-License-Identifier: MPL-2.0
# slack.s: a write into the slack between the size asked for and the size of the bin.
#
# The bug:  a text of 12 bytes and its NUL are stored in a block of 12.
# Unseen:   the bin has blocks of 24 bytes, so nothing is damaged here. With another allocator,
#           something is.
# Found by: the store: "Invalid write of size 1", 0 bytes after a block of size 12.
# Fix:      ask for a byte more.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/slack.s

        .globl  main
# main() -> a0 = 0
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, 12
        call    malloc
        mv      s1, a0
        sb      zero, 12(s1)            # the mistake
        call    free
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
