# SPDX-License-Identifier: MPL-2.0
# past_newest.s: one byte past the newest block, where the next block's header will be.
#
# The bug:  a block of 24 bytes has no room for the byte at offset 24.
# Unseen:   the byte belongs to the footer of the newest block. The next malloc writes its header
#           there, so the evidence is gone before anything looks at it.
# Found by: the store: "Invalid write of size 1", 0 bytes after a block of size 24.
# Fix:      ask for 25 bytes.
# Run:      deno task leveret run --memcheck examples/bugs/unseen/past_newest.s

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
        li      t0, '!'
        sb      t0, 24(s1)              # the mistake
        li      a0, 24
        call    malloc                  # its header covers the byte
        call    free
        mv      a0, s1
        call    free
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
