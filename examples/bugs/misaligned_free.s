# SPDX-License-Identifier: MPL-2.0
# misaligned_free.s: the pointer that is freed is not the one that malloc returned.
#
# The bug:  the program skips a leading blank by moving its only pointer to the block.
# Found by: rt.free. Payloads are 16-byte aligned, and this address is not: "invalid alignment for
#           metadata pointer (heap corruption?)".
# Fix:      keep the block's address, and move a copy of it.
# Run:      deno task leveret run examples/bugs/misaligned_free.s

        .section .rodata
text:
        .asciz  " hare"
        .equ    TEXT_SIZE, . - text

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, TEXT_SIZE
        call    rt.malloc
        mv      s1, a0
        la      a1, text
        li      a2, TEXT_SIZE
        call    rt.memcpy
1:
        lbu     t0, 0(s1)
        li      t1, ' '
        bne     t0, t1, 2f
        addi    s1, s1, 1               # the bug: the block's address is lost
        j       1b
2:
        mv      a0, s1
        call    rt.free                 # aborts in this call
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
