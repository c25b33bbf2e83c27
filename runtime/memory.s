# SPDX-License-Identifier: MPL-2.0
# Copies, moves, fills and compares blocks of bytes.
# Takes:      addresses of any alignment, and any length including 0.
# Guarantees: works in 8-byte words where the addresses have equal low three bits, and in bytes elsewhere. Never reads
#             or writes a byte outside the given ranges. Leaf routines: no stack, no s-registers.

        .text
# rt.memcpy(dst, src, n), C name memcpy: copy n bytes, first to last.
# In: a0 dst, a1 src, a2 n. The ranges may overlap only if dst is the lower one (rt.memmove relies on that).
# Out: a0 dst. Clobbers a1-a7, t0-t6.
        .globl  rt.memcpy
        .weak   memcpy
        .type   rt.memcpy, @function
        .type   memcpy, @function
rt.memcpy:
memcpy:
.Lcopy:
        .cfi_startproc
        mv      t0, a0                  # cursor in dst
        add     t1, a0, a2              # end of dst
        xor     t2, a0, a1
        andi    t2, t2, 7
        bnez    t2, .Lcopy_bytes        # they never reach a word boundary together
        li      t2, 16
        bltu    a2, t2, .Lcopy_bytes
1:      andi    t2, t0, 7               # bytes up to the boundary
        beqz    t2, 2f
        lbu     t3, 0(a1)
        sb      t3, 0(t0)
        addi    a1, a1, 1
        addi    t0, t0, 1
        j       1b
2:      sub     t2, t1, t0
        andi    t2, t2, -64
        add     t2, t0, t2              # end of the blocks of 64 bytes
        beq     t0, t2, 4f
3:      ld      a3, 0(a1)               # load the whole block before storing it: dst may be just below src
        ld      a4, 8(a1)
        ld      a5, 16(a1)
        ld      a6, 24(a1)
        ld      a7, 32(a1)
        ld      t3, 40(a1)
        ld      t4, 48(a1)
        ld      t5, 56(a1)
        sd      a3, 0(t0)
        sd      a4, 8(t0)
        sd      a5, 16(t0)
        sd      a6, 24(t0)
        sd      a7, 32(t0)
        sd      t3, 40(t0)
        sd      t4, 48(t0)
        sd      t5, 56(t0)
        addi    a1, a1, 64
        addi    t0, t0, 64
        bne     t0, t2, 3b
4:      andi    t2, t1, -8              # t0 is aligned, so this is the end of the words
        beq     t0, t2, .Lcopy_bytes
5:      ld      t3, 0(a1)
        sd      t3, 0(t0)
        addi    a1, a1, 8
        addi    t0, t0, 8
        bne     t0, t2, 5b
.Lcopy_bytes:
        beq     t0, t1, 7f
6:      lbu     t3, 0(a1)
        sb      t3, 0(t0)
        addi    a1, a1, 1
        addi    t0, t0, 1
        bne     t0, t1, 6b
7:      ret
        .cfi_endproc
        .size   rt.memcpy, . - rt.memcpy
        .size   memcpy, . - memcpy

# rt.memmove(dst, src, n), C name memmove: copy n bytes as if through a buffer.
# In: a0 dst, a1 src, a2 n. The ranges may overlap. Out: a0 dst. Clobbers a1-a7, t0-t6.
        .globl  rt.memmove
        .weak   memmove
        .type   rt.memmove, @function
        .type   memmove, @function
rt.memmove:
memmove:
        .cfi_startproc
        sub     t0, a0, a1
        bgeu    t0, a2, .Lcopy          # dst is below src, or at least n bytes above it
        add     t0, a0, a2              # cursor in dst, moving down from the end
        add     a1, a1, a2
        xor     t2, t0, a1
        andi    t2, t2, 7
        bnez    t2, .Lmove_bytes
        li      t2, 16
        bltu    a2, t2, .Lmove_bytes
1:      andi    t2, t0, 7
        beqz    t2, 2f
        lbu     t3, -1(a1)
        sb      t3, -1(t0)
        addi    a1, a1, -1
        addi    t0, t0, -1
        j       1b
2:      addi    t2, a0, 7
        andi    t2, t2, -8              # first word boundary in dst
        sub     t1, t0, t2
        andi    t1, t1, -64
        sub     t1, t0, t1              # where the blocks of 64 bytes begin
        beq     t0, t1, 4f
3:      ld      a3, -8(a1)
        ld      a4, -16(a1)
        ld      a5, -24(a1)
        ld      a6, -32(a1)
        ld      a7, -40(a1)
        ld      t3, -48(a1)
        ld      t4, -56(a1)
        ld      t5, -64(a1)
        sd      a3, -8(t0)
        sd      a4, -16(t0)
        sd      a5, -24(t0)
        sd      a6, -32(t0)
        sd      a7, -40(t0)
        sd      t3, -48(t0)
        sd      t4, -56(t0)
        sd      t5, -64(t0)
        addi    a1, a1, -64
        addi    t0, t0, -64
        bne     t0, t1, 3b
4:      beq     t0, t2, .Lmove_bytes
5:      ld      t3, -8(a1)
        sd      t3, -8(t0)
        addi    a1, a1, -8
        addi    t0, t0, -8
        bne     t0, t2, 5b
.Lmove_bytes:
        beq     t0, a0, 7f
6:      lbu     t3, -1(a1)
        sb      t3, -1(t0)
        addi    a1, a1, -1
        addi    t0, t0, -1
        bne     t0, a0, 6b
7:      ret
        .cfi_endproc
        .size   rt.memmove, . - rt.memmove
        .size   memmove, . - memmove

# rt.memset(dst, byte, n), C name memset: fill n bytes.
# In: a0 dst, a1 byte (its low 8 bits), a2 n. Out: a0 dst. Clobbers a1, t0-t3.
        .globl  rt.memset
        .weak   memset
        .type   rt.memset, @function
        .type   memset, @function
rt.memset:
memset:
        .cfi_startproc
        mv      t0, a0
        add     t1, a0, a2              # end
        li      t2, 16
        bltu    a2, t2, 5f
        andi    a1, a1, 0xff            # copy the byte to all eight bytes of the word
        slli    t2, a1, 8
        or      a1, a1, t2
        slli    t2, a1, 16
        or      a1, a1, t2
        slli    t2, a1, 32
        or      a1, a1, t2
1:      andi    t2, t0, 7
        beqz    t2, 2f
        sb      a1, 0(t0)
        addi    t0, t0, 1
        j       1b
2:      sub     t2, t1, t0
        andi    t2, t2, -64
        add     t2, t0, t2
        beq     t0, t2, 4f
3:      sd      a1, 0(t0)
        sd      a1, 8(t0)
        sd      a1, 16(t0)
        sd      a1, 24(t0)
        sd      a1, 32(t0)
        sd      a1, 40(t0)
        sd      a1, 48(t0)
        sd      a1, 56(t0)
        addi    t0, t0, 64
        bne     t0, t2, 3b
4:      andi    t2, t1, -8
        beq     t0, t2, 5f
        sd      a1, 0(t0)
        addi    t0, t0, 8
        j       4b
5:      beq     t0, t1, 7f
6:      sb      a1, 0(t0)
        addi    t0, t0, 1
        bne     t0, t1, 6b
7:      ret
        .cfi_endproc
        .size   rt.memset, . - rt.memset
        .size   memset, . - memset

# rt.memcmp(a, b, n), C name memcmp: compare two blocks as unsigned bytes.
# In: a0, a1 blocks, a2 n. Out: a0 negative, zero or positive. Clobbers a1, t0-t3.
        .globl  rt.memcmp
        .weak   memcmp
        .type   rt.memcmp, @function
        .type   memcmp, @function
rt.memcmp:
memcmp:
        .cfi_startproc
        add     t2, a0, a2              # end of a
        xor     t0, a0, a1
        andi    t0, t0, 7
        bnez    t0, 3f
1:      andi    t0, a0, 7               # bytes up to the boundary
        beqz    t0, 2f
        beq     a0, t2, 5f
        lbu     t0, 0(a0)
        lbu     t1, 0(a1)
        bne     t0, t1, 4f
        addi    a0, a0, 1
        addi    a1, a1, 1
        j       1b
2:      sub     t0, t2, a0              # whole words, while they are equal
        sltiu   t0, t0, 8
        bnez    t0, 3f
        ld      t0, 0(a0)
        ld      t1, 0(a1)
        bne     t0, t1, 3f              # the byte loop finds which is smaller
        addi    a0, a0, 8
        addi    a1, a1, 8
        j       2b
3:      beq     a0, t2, 5f
        lbu     t0, 0(a0)
        lbu     t1, 0(a1)
        addi    a0, a0, 1
        addi    a1, a1, 1
        beq     t0, t1, 3b
4:      sub     a0, t0, t1
        ret
5:      li      a0, 0
        ret
        .cfi_endproc
        .size   rt.memcmp, . - rt.memcmp
        .size   memcmp, . - memcmp
