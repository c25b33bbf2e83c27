# SPDX-License-Identifier: MPL-2.0
# The allocator that rt.malloc replaced, kept for comparison: linear bins (8, 24, 40 ... 792 bytes), after Appel and
# Naumann, "Verified sequential malloc/free". The rest of the runtime does not use it; programs that name it get it.
# Takes:      segments from rt.segmalloc.
# Guarantees: payloads are 16-byte aligned; null means no memory. No footers, poison or checks: freed memory keeps its
#             contents except for the first word, and free trusts its argument.
#
# A bin is filled 1 MiB at a time: 8 wasted bytes, then blocks of a size word and a payload. The first payload word of a
# free block is the address of the next free block's payload. A larger request gets a mapping of n + 16 bytes, with n
# at offset 8 and the payload at 16.
#
# Deviations from Hare's rt: there, the end of a newly filled list is written one byte, not one word, past the start of
# the last block, which corrupts that block's size; here it is written to the right word. A size near 2^64 returns null.

        .equ    WORD, 8
        .equ    WASTE, 8
        .equ    BIG_EXTRA, WASTE + WORD
        .equ    BIGBLOCK, 1 << 20
        .equ    NBINS, 50
        .equ    MAX_SMALL, 16 * NBINS - 8

        .text
# rt.linear.malloc(n): allocate n bytes, contents undefined.
# In: a0 n. Out: a0 payload, or null if n is 0 or there is no memory. Clobbers a1-a7, t0-t6.
        .globl  rt.linear.malloc
        .type   rt.linear.malloc, @function
rt.linear.malloc:
.Lmalloc:
        .cfi_startproc
        li      t0, MAX_SMALL
        bltu    t0, a0, .Lbig
        beqz    a0, 2f
        addi    a0, a0, 7
        srli    a0, a0, 4               # bin
        slli    t0, a0, 3
        la      a1, rt.linear.bins
        add     a1, a1, t0              # its head
        ld      t0, 0(a1)
        beqz    t0, .Lfill
1:      ld      t1, 0(t0)
        sd      t1, 0(a1)
        mv      a0, t0
2:      ret

.Lfill:                                 # a0 bin
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)
        .cfi_offset ra, -8
        sd      s0, 16(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sd      a0, 8(sp)
        li      a0, BIGBLOCK
        call    rt.segmalloc
        mv      t0, a0
        ld      a0, 8(sp)
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        beqz    t0, 5f
        slli    t1, a0, 3
        la      a1, rt.linear.bins
        add     a1, a1, t1
        slli    a0, a0, 4
        addi    a2, a0, WORD            # payload size
        addi    a3, a2, WORD            # distance between blocks
        li      t1, BIGBLOCK - WASTE
        divu    t1, t1, a3              # blocks
        addi    t0, t0, WASTE + WORD    # first payload
        mv      t2, t0
        j       4f
3:      add     t3, t2, a3
        sd      t3, 0(t2)
        mv      t2, t3
4:      sd      a2, -WORD(t2)
        addi    t1, t1, -1
        bnez    t1, 3b
        sd      zero, 0(t2)
        j       1b
5:      li      a0, 0
        ret

.Lbig:
        li      t0, -BIG_EXTRA
        bgeu    a0, t0, 5b              # n + 16 would overflow
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)
        .cfi_offset ra, -8
        sd      s0, 16(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sd      a0, 8(sp)
        addi    a0, a0, BIG_EXTRA
        call    rt.segmalloc
        beqz    a0, 6f
        ld      t0, 8(sp)
        sd      t0, WASTE(a0)
        addi    a0, a0, BIG_EXTRA
6:      ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
        .size   rt.linear.malloc, . - rt.linear.malloc

# rt.linear.free(p): free a block.
# In: a0 payload, or null. Clobbers a0-a7, t0-t6.
        .globl  rt.linear.free
        .type   rt.linear.free, @function
rt.linear.free:
        .cfi_startproc
        beqz    a0, 1f
        ld      t0, -WORD(a0)
        li      t1, MAX_SMALL
        bltu    t1, t0, 2f
        addi    t0, t0, 7
        srli    t0, t0, 4
        slli    t0, t0, 3
        la      a1, rt.linear.bins
        add     a1, a1, t0
        ld      t1, 0(a1)
        sd      t1, 0(a0)
        sd      a0, 0(a1)
1:      ret
2:      addi    sp, sp, -16
        .cfi_def_cfa_offset 16
        sd      ra, 8(sp)
        .cfi_offset ra, -8
        sd      s0, 0(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 16
        addi    a0, a0, -BIG_EXTRA
        addi    a1, t0, BIG_EXTRA
        call    rt.segfree
        bnez    a0, 3f
        .cfi_remember_state
        ld      ra, 8(sp)
        ld      s0, 0(sp)
        addi    sp, sp, 16
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
        .cfi_restore_state
3:      la      a0, .Lin_free
        la      a1, .Lmunmap_failed
        tail    rt.abort_message
        .cfi_endproc
        .size   rt.linear.free, . - rt.linear.free

# rt.linear.realloc(p, n): make a block hold n bytes, moving it if it is too small.
# In: a0 payload, or null to allocate; a1 n, or 0 to free. Clobbers a1-a7, t0-t6.
# Out: a0 payload; null if n is 0; null if there is no memory, with the old block unchanged.
        .globl  rt.linear.realloc
        .type   rt.linear.realloc, @function
rt.linear.realloc:
        .cfi_startproc
        mv      a2, a0
        mv      a0, a1
        beqz    a2, .Lmalloc            # null: allocate
        addi    sp, sp, -32
        .cfi_def_cfa_offset 32
        sd      ra, 24(sp)
        .cfi_offset ra, -8
        sd      s0, 16(sp)
        .cfi_offset s0, -16
        addi    s0, sp, 32
        sd      a2, 8(sp)
        beqz    a0, 3f
        ld      t0, -WORD(a2)           # old size
        bgeu    t0, a0, 2f
        li      t1, MAX_SMALL
        bltu    t1, a0, 1f              # too large for any bin
        addi    t1, t0, 7
        addi    t2, a0, 7
        xor     t1, t1, t2
        srli    t1, t1, 4
        beqz    t1, 2f                  # the same bin
1:      call    rt.linear.malloc
        beqz    a0, 4f
        sd      a0, 0(sp)
        ld      a1, 8(sp)
        ld      a2, -WORD(a1)
        call    rt.memcpy
        ld      a0, 8(sp)
        call    rt.linear.free
        ld      a0, 0(sp)
        j       4f
2:      ld      a0, 8(sp)
        j       4f
3:      mv      a0, a2
        call    rt.linear.free
        li      a0, 0
4:      ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
        .size   rt.linear.realloc, . - rt.linear.realloc

        .section .rodata
.Lin_free:
        .asciz  "rt.linear.free"
.Lmunmap_failed:
        .asciz  "munmap failed"

        .bss
        .balign 8
        .globl  rt.linear.bins          # heads of the free lists: payloads, or 0
        .type   rt.linear.bins, @object
rt.linear.bins:
        .zero   8 * NBINS
        .size   rt.linear.bins, . - rt.linear.bins
