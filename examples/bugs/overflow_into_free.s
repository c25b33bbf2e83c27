# SPDX-License-Identifier: MPL-2.0
# overflow_into_free.s: a name that is too long runs over into a free block.
#
# The bug:  33 bytes are copied into a block of 24. The next block is free, and its header, which
#           links to the next free block, becomes part of the name.
# Found by: rt.free of the block before. The word after its payload is odd, so the next block counts
#           as free, but its link cannot be the address of a header: "invalid metadata for small
#           allocation on freelist (heap corruption?)".
# Fix:      measure the name before the malloc, not after.
# Run:      deno task leveret run examples/bugs/overflow_into_free.s

        .equ    NAME_SIZE, 24

        .section .rodata
name:
        .asciz  "Oryctolagus cuniculus domesticus"
        .equ    NAME_LENGTH, . - name   # 33, with the NUL

        .text
        .globl  main
# main() -> a0 = 0, but for the bug
main:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        addi    s0, sp, 32
        li      a0, NAME_SIZE
        call    rt.malloc
        mv      s1, a0
        li      a0, NAME_SIZE
        call    rt.malloc
        call    rt.free                 # the block after ours is free now
        mv      a0, s1
        la      a1, name
        li      a2, NAME_LENGTH
        call    rt.memcpy
        mv      a0, s1
        call    rt.free                 # aborts in this call
        li      a0, 0
        ld      s1, 8(sp)
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
