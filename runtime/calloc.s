# SPDX-License-Identifier: MPL-2.0
# calloc, which only C has: a zeroed array from rt.malloc.
# Takes:      a count and a member size.
# Guarantees: if the product overflows 64 bits, returns null, not a block that is too small for the array.

        .equ    META, 8
        .equ    MAX_SMALL, 2056

        .text
# calloc(count, size): allocate count * size zero bytes.
# In: a0 count, a1 size. Out: a0 payload, or null if the product is 0 or there is no memory. Clobbers a1-a7, t0-t6.
        .weak   calloc
        .type   calloc, @function
calloc:
        .cfi_startproc
        mulhu   t0, a0, a1
        bnez    t0, 2f
        mul     a0, a0, a1
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)
        .cfi_offset ra, -8
        sd      s0, 16(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sd      a0, 8(sp)
        call    rt.malloc
        beqz    a0, 1f
        ld      t0, -META(a0)
        li      t1, MAX_SMALL
        bltu    t1, t0, 1f              # a large block is a new mapping, which is zero already
        li      a1, 0
        ld      a2, 8(sp)
        call    rt.memset
1:      ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
2:      li      a0, 0
        ret
        .cfi_endproc
        .size   calloc, . - calloc
