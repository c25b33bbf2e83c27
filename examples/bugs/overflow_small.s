# SPDX-License-Identifier: MPL-2.0
# overflow_small.s: a line is copied with its newline into a block that only has room for the text.
#
# The bug:  24 characters need 24 bytes, but with the newline they are 25. The 25th byte lands in
#           the word after the payload: the header of the next block, or, as here, the newest
#           block's footer.
# Found by: rt.free of this block. The word after its payload is now 10, the code of newline, and
#           no bin has that size: "invalid secondary metadata for small allocation (out-of-bounds
#           write?)".
# Fix:      count all the bytes that will be copied.
# Run:      deno task leveret run examples/bugs/overflow_small.s

        .section .rodata
text:
        .ascii  "exactly twenty-four long"
        .equ    TEXT_LENGTH, . - text
        .ascii  "\n"

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, TEXT_LENGTH
        call    rt.malloc
        mv      s1, a0
        la      a1, text
        li      a2, TEXT_LENGTH + 1     # one more than was requested
        call    rt.memcpy
        mv      a0, s1
        call    rt.free                 # aborts in this call
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
