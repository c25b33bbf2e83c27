# SPDX-License-Identifier: MPL-2.0
# use_after_free_at_exit.s: a write to freed memory that no later malloc finds.
#
# The bug:  the program frees its table of totals and then adds one last number to it. Nothing is
#           allocated after that, so the damaged block stays on its free list.
# Found by: the check that the allocator makes at exit (its function in .fini_array walks all free
#           lists): "invalid poison data on freelist (use after free?)". By then the program's own
#           work is done, including its output.
# Fix:      free last.
# Run:      deno task leveret run examples/bugs/use_after_free_at_exit.s

        .equ    STDOUT, 1
        .equ    TOTALS, 8

        .section .rodata
done:
        .asciz  "all numbers added\n"

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, TOTALS * 8
        call    rt.malloc
        mv      s1, a0
        li      t0, 100
        sd      t0, 0(s1)
        mv      a0, s1
        call    rt.free
        li      t0, 23                  # the number that came late
        sd      t0, 8(s1)
        li      a0, STDOUT
        la      a1, done
        call    rt.putstr
        li      a0, 0                   # main succeeds; the abort comes after it
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
