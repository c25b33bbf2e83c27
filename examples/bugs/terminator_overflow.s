# SPDX-License-Identifier: MPL-2.0
# terminator_overflow.s: a string fills its block, and its NUL no longer fits.
#
# The bug:  malloc(strlen(s)) instead of malloc(strlen(s) + 1): the most common overflow there is.
#           The NUL lands in the header of the next block. That block is free, and the NUL clears
#           the bit that says so.
# Found by: the next rt.malloc of that size. The head of its free list is not marked as free:
#           "expected metadata on freelist to be marked as free (heap corruption?)".
# Fix:      count the NUL.
# Run:      deno task leveret run examples/bugs/terminator_overflow.s

        .section .rodata
text:
        .asciz  "exactly twenty-four long"

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        la      a0, text
        call    rt.strlen
        call    rt.malloc               # the bug: no room for the NUL
        mv      s1, a0
        li      a0, 20                  # some other block of the same bin, right after it,
        call    rt.malloc
        call    rt.free                 # is now free again
        mv      a0, s1
        la      a1, text
        call    copy                    # the bug, which goes unnoticed here
        li      a0, 20
        call    rt.malloc               # aborts in this call
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret

# copy(a0 = to, a1 = string): copies the string and its NUL
copy:
        lbu     t0, 0(a1)
        sb      t0, 0(a0)
        addi    a1, a1, 1
        addi    a0, a0, 1
        bnez    t0, copy
        ret
