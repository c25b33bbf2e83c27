# SPDX-License-Identifier: MPL-2.0
# overflow_large.s: a loop fills one element more than a large array has.
#
# The bug:  the loop ends with "less or equal" instead of "less", so there is an element after the
#           last. Large blocks have whole pages, and often some slack at the end; but 1021 elements
#           of 8 bytes fill their two pages up to the footer.
# Found by: rt.free. The footer is a copy of the header, and now it differs: "invalid secondary
#           metadata for large allocation (out-of-bounds write?)".
# Fix:      bltu instead of bleu.
# Run:      deno task leveret run examples/bugs/overflow_large.s

        .equ    ELEMENTS, 1021

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, ELEMENTS * 8
        call    rt.malloc
        mv      s1, a0
        li      t0, 0                   # index
        li      t1, ELEMENTS
1:
        mul     t2, t0, t0
        sd      t2, 0(a0)
        addi    a0, a0, 8
        addi    t0, t0, 1
        bleu    t0, t1, 1b              # the bug
        mv      a0, s1
        call    rt.free                 # aborts in this call
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
