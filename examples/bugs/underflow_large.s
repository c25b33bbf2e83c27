# SPDX-License-Identifier: MPL-2.0
# underflow_large.s: index 0 is used with an array that counts from 1.
#
# The bug:  day 0 does not exist, but somebody stores its total. As indexes start at 1, that is one
#           element before the first, which is the header of the block.
# Found by: rt.free. A large block and its three words of overhead are whole pages, and 5000 + 24 is
#           not a multiple of 4096: "invalid metadata for large allocation (non-heap pointer?)".
# Fix:      check the index when it comes in.
# Run:      deno task leveret run examples/bugs/underflow_large.s

        .equ    DAYS, 1000

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, DAYS * 8
        call    rt.malloc
        mv      s1, a0
        li      a1, 1
        li      a2, 4000
        call    set_total
        mv      a0, s1
        li      a1, 0
        li      a2, 5000
        call    set_total               # the bug, which goes unnoticed here
        mv      a0, s1
        call    rt.free                 # aborts in this call
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# set_total(a0 = totals, a1 = day, counted from 1, a2 = total)
set_total:
        addi    a1, a1, -1
        slli    a1, a1, 3
        add     a0, a0, a1
        sd      a2, 0(a0)
        ret
