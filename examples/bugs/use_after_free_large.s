# SPDX-License-Identifier: MPL-2.0
# use_after_free_large.s: a large block is read after it was freed.
#
# The bug:  realloc has moved the array, and the program keeps using the old address.
# Found by: the hart. A large block is a mapping of its own, and realloc has unmapped the old one:
#           SIGSEGV. With a small block the program would have read bytes of 0x69 instead, and
#           nobody would have noticed (see poison_pointer.s).
# Fix:      always use what realloc returns.
# Run:      deno task leveret run examples/bugs/use_after_free_large.s

        .equ    FIRST_SIZE, 10000
        .equ    SECOND_SIZE, 20000

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, FIRST_SIZE
        call    rt.malloc
        mv      s1, a0
        li      t0, 7
        sd      t0, 0(s1)
        li      a1, SECOND_SIZE
        call    rt.realloc              # the bug: its result, a0, is dropped
        ld      a0, 0(s1)               # faults here
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
